"""Files: opening a book, writing whole or not at all, several files or none, editing YAML that somebody wrote."""
