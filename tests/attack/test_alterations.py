"""Ten thousand altered quotations, none accepted; seven thousand genuine ones, none refused. The counts are printed.

The articles are the invented one and, where they are at hand, the real ones. A genuine quotation begins and ends at
white space and cuts no number; it is dressed in the differences that never matter. An altered one differs in one word;
whether it stands somewhere after all is decided by a plain search that shares no code with the package.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from sourcebook.check import open_book
from sourcebook.model.problems import Kind
from sourcebook.quotes.article import Article
from sourcebook.quotes.match import ParsedQuotation, judge
from tests.needs import ROOT, folder
from tests.quotes.velm import velm

GENUINE, ALTERED = 7_000, 10_000
KINDS = str.maketrans(dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‘’‛‚′´`ʼ", "'") | dict.fromkeys("‐‑‒–—―−", "-"))
DRESSES = [
    ("“", '"'),
    ("”", '"'),
    ("’", "'"),
    ("‘", "'"),
    ("—", "–"),
    ("–", "-"),
    (" ", "\u00a0"),
    ("fi", "\ufb01"),
    ("…", "..."),
]
SWAPS = {"not": "now", "may": "will", "no": "one", "was": "is", "is": "was", "a": "the", "the": "a", "and": "or"}


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """The invented article, and those of the book where they are at hand."""
    found = [velm()]
    texts = folder("SOURCEBOOK_TEXTS", "texts")
    if texts is not None:
        found += open_book(ROOT, {"SOURCEBOOK_TEXTS": str(texts)}).prover.articles.values()
    return found


def passages(articles: list[Article], dice: random.Random) -> Iterator[tuple[Article, str]]:
    """Runs of words as the page prints them, between two places of white space."""
    while True:
        article = dice.choice(articles)
        heads = [i for i, glued in enumerate(article.glued) if not glued]
        first = dice.randrange(len(heads) - 1)
        last = min(len(heads) - 1, first + dice.randint(3, 30))
        run = range(heads[first], heads[last])
        text = article.clean[article.starts[run[0]] : article.ends[run[-1]]]
        whole = article.paragraphs[run[0]] == article.paragraphs[run[-1]] and not any(
            article.broken[i] for i in run[1:]
        )
        if whole and "[" not in text and any(c.isalpha() for c in text):
            yield article, text


def test_no_genuine_quotation_is_refused(articles: list[Article], capsys: pytest.CaptureFixture[str]) -> None:
    dice, tried, refused, cut = random.Random(7), 0, [], 0
    for article, text in passages(articles, dice):
        shown = text
        for plain, dressed in DRESSES:
            if dice.random() < 0.3:
                shown = shown.replace(plain, dressed)
        problems = {p.kind for p in judge(article, ParsedQuotation(shown)).problems if p.is_error}
        if problems == {Kind.CUT_NUMBER}:  # "45 | 000": no genuine one
            cut += 1
            continue
        tried += 1
        if problems:
            refused.append(shown)
        if tried == GENUINE:
            break
    with capsys.disabled():
        print(f"\n{tried} genuine quotations, {len(refused)} refused ({cut} more would cut a number)")  # noqa: T201
    assert refused == []


def test_no_altered_quotation_is_accepted(articles: list[Article], capsys: pytest.CaptureFixture[str]) -> None:
    dice, tried, accepted = random.Random(11), 0, []
    pages = {id(a): "".join(a.clean.translate(KINDS).split()) for a in articles}
    for article, text in passages(articles, dice):
        words = text.split()
        if len(words) < 4:
            continue
        wrong = " ".join(altered(words, article, dice))
        if "".join(wrong.translate(KINDS).split()).strip(".,;:") in pages[id(article)]:
            continue
        tried += 1
        if judge(article, ParsedQuotation(wrong)).accepted:
            accepted.append(wrong)
        if tried == ALTERED:
            break
    with capsys.disabled():
        print(f"\n{tried} altered quotations, {len(accepted)} accepted")  # noqa: T201 -- the count is what it shows
    assert accepted == []


def altered(words: list[str], article: Article, dice: random.Random) -> list[str]:
    """The words with one of them changed: left out, doubled, moved, misspelt, or another in its place."""
    at = dice.randrange(1, len(words) - 1)
    word = words[at]
    how = dice.choice(["drop", "add", "swap", "letter", "other", "sense", "digit", "double"])
    if how == "drop":
        return [*words[:at], *words[at + 1 :]]
    if how in ("add", "other"):
        other = dice.choice([w for w in article.words if w[0].isalpha()])
        return [*words[:at], other, *words[at + (how == "other") :]]
    if how == "swap":
        return [*words[: at - 1], word, words[at - 1], *words[at + 1 :]]
    if how == "double":
        return [*words[:at], word, word, *words[at + 1 :]]
    if how == "sense":
        return [*words[:at], SWAPS.get(word, f"not {word}"), *words[at + 1 :]]
    if how == "digit" and any(c.isdigit() for c in word):
        return [*words[:at], "".join(str((int(c) + 1) % 10) if c.isdecimal() else c for c in word), *words[at + 1 :]]
    place = dice.randrange(len(word))
    return [*words[:at], word[:place] + dice.choice("aeinrst") + word[place:], *words[at + 1 :]]
