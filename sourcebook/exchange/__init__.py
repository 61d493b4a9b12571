"""What other tools and colleagues have, and what they get: imports of other tools' files, and bundles of records.

`importing.py` finds out what a file is and plans what it would change; nothing is written before a plan was shown. Not
here: exports (`exports/data/`), and articles as such (`ingest/`), which an import hands on to.
"""
