"""Find quotations in the book's own prose that nothing proves (rule 8).

Here: finding them in the text of one paragraph. Not here: which text is prose, and saying so to the author.
"""

from __future__ import annotations

from sourcebook.quotes import normalise, speech

FEWEST = 4
"""Words from which on quotation marks need proof: below that they hold a term."""

BLANK = "‹"
"""The start of a placeholder of a template: it quotes nobody."""


def unproven(text: str) -> list[tuple[int, str]]:
    """The offset and the words of every quotation of four words or more in a paragraph, its marks left out."""
    quotations = []
    for span in speech.detect(text, 0, len(text)):
        if text[span.start] == BLANK:
            continue
        words = text[span.start + 1 : span.end if span.fault else span.end - 1]
        if normalise.count_words(normalise.tokens(words)) >= FEWEST:
            quotations.append((span.start, words))
    return quotations
