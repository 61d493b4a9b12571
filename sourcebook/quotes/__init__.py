"""The quotation rules: what a quotation may do, and how it is proven.

`normalise` says which differences never matter; `zones` and `speech` lay a source's record on its text; `marks` reads
the editor's square brackets; `match` finds the words and gives the verdict; `context` knows hedges, negations and
sentences; `nearest` suggests, and decides nothing; `seal` proves without the text; `prove` asks whichever is at hand.

Nothing here reads a file of the book or knows about Sphinx.
"""
