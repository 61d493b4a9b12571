"""The text of PDFs: lines and paragraphs, and what the fonts say of their characters."""
