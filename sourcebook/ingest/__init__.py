"""Turn articles into source records: read saved pages, PDFs and plain texts, and propose their zones and speech."""
