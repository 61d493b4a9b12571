"""Questions for learning platforms, a module a format, and the pack that holds them all."""
