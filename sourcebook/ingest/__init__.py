"""Articles into texts and records: saved pages, PDFs and plain files read, their zones and speech proposed."""
