"""Documents to print and to edit: PDF by Typst, Word files by pandoc, EPUB."""
