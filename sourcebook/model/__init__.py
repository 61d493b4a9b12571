"""Data types without behaviour: records, problems, the document model, character classes."""
