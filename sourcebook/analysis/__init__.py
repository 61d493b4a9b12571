"""Computations on records: dates and their order, agreement and conflict, the matrix, the lint of prose.

Here: pure functions from records to records, each rule in a module of its own. Not here: reading files
(`store/book.py`), judging quotations (`quotes/`), formats for other programs (`exports/`), anything that knows Sphinx
(`sphinx_ext/`).
"""
