"""Exports: files that other programs read, such as feeds, question banks and documents.

Here: pure functions from records to text or bytes, the same bytes for the same input. Not here: what the records mean
(`analysis/`, `questions/`), where a file is put (`cli.py`, `sphinx_ext/`).
"""
