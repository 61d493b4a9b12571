"""Extract the text of PDFs: lines, paragraphs, and the characters that fonts encode."""
