"""The quotation rules: what a quotation may do, and how it is proven.

`normalise` tokenises text, so that differences that never matter disappear; `article` and `speech` apply a source's
record to its text; `marks` parses the editor's square brackets; `match` finds the words and gives the verdict, by the
rules of `brackets` and `borders`; `hedges` and `inflection` know words and sentences; `suggestions` suggests, and
decides nothing; `seals` prove without the text; `prover` uses whichever is at hand.

Nothing here reads a file of the book or knows about Sphinx.
"""
