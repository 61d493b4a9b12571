"""Questions for learning platforms: one module for each format, and the pack that holds all files."""
