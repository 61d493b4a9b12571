"""Records proposed from the text of an article: who speaks, who is named, what happened when, how many, what follows.

Nothing here is part of a book until an author accepts it. What a proposal says is carried by words of the article that
pass the quotation rules. Our own are only the rules of attribution; names of months, numbers in words, likeness of
names and countries come from libraries. Not here: what is printed (`cli/draft.py`).
"""
