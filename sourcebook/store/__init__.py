"""Storage: load the records of a book, write files atomically, edit hand-written YAML in place."""
