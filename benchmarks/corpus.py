"""Made-up sources with quotations from them, in the form of each program that is measured: the same words for all.

Here: words, drawn by a seeded generator, and the files that each program reads. Not here: running anything
(`quotes.py`, `commands/read_book.py`). Words are syllables without a meaning; a few come often, most seldom, as in a
language.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import plain
from sourcebook.quotes.hedges import Force, force, is_number

ROOT = Path(__file__).resolve().parents[1]
SEED = 2022
WORDS = 1000
"""Words of an article."""
QUOTED = 10
"""Quotations of an article."""
WRONG = 0.1
"""The share of quotations in which one word is not the article's."""
PART = 25
"""Chapters of a part of a generated book."""
TYPED = str.maketrans("’–", "'-")
"""What a typist makes of an apostrophe that is curled, and of a dash."""
_ONSETS = "b d f g k l m n p r s t v z br dr kr pl st tr".split()
_VOWELS = "a e i o u ai ei ou".split()


@dataclass(frozen=True)
class Quotation:
    """Words said to stand in a source, as somebody types them and as they are printed; `right`: they do stand there."""

    id: str
    exact: str
    printed: str
    right: bool


@dataclass(frozen=True)
class Article:
    """A source: its key, its paragraphs, and what is quoted of it."""

    key: str
    paragraphs: tuple[str, ...]
    quotations: tuple[Quotation, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs) + "\n"

    @property
    def file(self) -> str:
        return f"{self.key}.txt"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


class Writer:
    """Writes articles: the same ones for the same number."""

    def __init__(self, number: int = SEED) -> None:
        self.random = random.Random(number)  # noqa: S311 -- made-up words, repeatable on purpose
        drawn = (self._word() for _ in range(8000))
        # Nothing that means something in English: a quotation cut beside a "no" would be a caution.
        self.vocabulary = [w for w in drawn if force(w) is Force.NONE and not is_number(w)][:6000]
        self.weights = [1 / (rank + 3) for rank in range(len(self.vocabulary))]

    def _word(self) -> str:
        draw = self.random.choice
        return "".join(draw(_ONSETS) + draw(_VOWELS) for _ in range(self.random.randint(1, 3))) + draw(["", "n", "s"])

    def words(self, count: int) -> list[str]:
        return self.random.choices(self.vocabulary, self.weights, k=count)

    def sentence(self, words: Sequence[str]) -> str:
        return f"{' '.join(words).capitalize()}."

    def paragraph(self, length: int) -> str:
        """Sentences of eight to twenty words, set as the web sets them: a dash, an apostrophe that is curled."""
        words, sentences = self.words(length), []
        while words:
            count = self.random.randint(8, 20)
            sentences.append(self.sentence(self._set(words[:count])))
            words = words[count:]
        return " ".join(sentences)

    def _set(self, words: list[str]) -> list[str]:
        """The words of a sentence with a comma, a dash, or an apostrophe somewhere in the middle."""
        at, mark = len(words) // 2, self.random.choice([",", " –", "’s", ""])
        return [*words[:at], words[at] + mark, *words[at + 1 :]]

    def article(self, number: int, right: bool = False) -> Article:
        """An article; `right`: every quotation is."""
        lengths = [8, *[66] * 15]
        title, *body = [self.paragraph(n) for n in lengths]
        quotations = [self._quotation(f"q{i}", body[i], right) for i in range(QUOTED)]
        return Article(f"source-{number}", (title.rstrip("."), *body), tuple(quotations))

    def _quotation(self, name: str, paragraph: str, right: bool) -> Quotation:
        words = paragraph.split()
        start = self.random.randrange(len(words) - 20)
        quoted = words[start : start + self.random.randint(8, 20)]
        wrong = not right and self.random.random() < WRONG
        if wrong:
            quoted[len(quoted) // 2] = "zzabrakadabra"
        printed = " ".join(quoted)
        return Quotation(name, printed.translate(TYPED), printed, not wrong)


def articles(count: int, right: bool = False) -> list[Article]:
    """So many articles."""
    writer = Writer()
    return [writer.article(i + 1, right) for i in range(count)]


# -- ours -------------------------------------------------------------------------------------------------------------

_RECORD = """\
title: {title}
short: {key}
genre: report
language: en
fidelity: original
origin: {key}
reliability:
  letter: F
  because: Made up.
text:
  file: {file}
  sha256: {digest}
zones:
  - zone: title
    lines: "1"
  - zone: body
    lines: 3-{last}
"""


def write_sources(made: Sequence[Article], root: Path, passages: bool) -> None:
    """The records and the articles of a book of ours; `passages`: each quotation is recorded."""
    folder = root / "sources"
    (folder / "fulltext").mkdir(parents=True)
    for article in made:
        last = 2 * len(article.paragraphs) - 1
        record = _RECORD.format(
            title=article.paragraphs[0], key=article.key, file=article.file, digest=article.digest, last=last
        )
        if passages:
            lines = [f"  - id: {q.id}\n    exact: >-\n      {q.exact}\n" for q in article.quotations]
            record += "passages:\n" + "".join(lines)
        (folder / f"{article.key}.yml").write_text(record, encoding="utf-8")
        (folder / "fulltext" / article.file).write_text(article.text, encoding="utf-8")


def write_lines(made: Sequence[Article], path: Path) -> None:
    """What `sourcebook quote --from` reads."""
    lines = [
        json.dumps({"id": f"{a.key}/{q.id}", "source": a.key, "exact": q.exact}) for a in made for q in a.quotations
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


# -- the others -------------------------------------------------------------------------------------------------------


def write_citations(made: Sequence[Article], root: Path) -> None:
    """What `citations verify --claims claims` reads: one file a source, with its articles beside it."""
    (root / "claims").mkdir(parents=True)
    (root / "sources").mkdir()
    for article in made:
        (root / "sources" / article.file).write_text(article.text, encoding="utf-8")
        head = f"source:\n  citation: {article.key}\n  local: sources/{article.file}\n  sha256: {article.digest}\n"
        claims = [f"  {q.id}:\n    quotes:\n    - exact: >-\n        {q.exact}\n" for q in article.quotations]
        text = f"{head}  url: https://example.org/{article.file}\nclaims:\n{''.join(claims)}"
        (root / "claims" / f"{article.key}.yaml").write_text(text, encoding="utf-8")


_ENTRY = """\
---
id: {name}
kind: claim
stated: 2026-01-01T09:00:00+00:00
author: main
grade: asserted
supersedes: none
verbatim_sha: 0
---

## Assertion

What {key} says is told here.

## Scope

metric: words

## Grounds

- source: {key} · summary

## Warrant

Restates the source.

## Backing

{backing}
<!-- APPEND BELOW THIS LINE ONLY -->

## Verdicts

## References
"""


def write_ledger(made: Sequence[Article], root: Path) -> None:
    """What `claims-ledger check` reads: one entry a source, and the articles in its store."""
    ledger = root / "ledger"
    (ledger / "entries").mkdir(parents=True)
    (ledger / "cache").mkdir()
    (root / "claims-ledger.toml").write_text('[tool.claims-ledger]\nledger = "ledger"\n', encoding="utf-8")
    registered = []
    for number, article in enumerate(made, 1):
        (ledger / "cache" / article.digest).write_text(article.text, encoding="utf-8")
        about = {"id": article.key, "type": "paper", "authors": ["Nobody"], "citation": article.key}
        registered.append(json.dumps({**about, "retrieved": "2026-01-01", "sha256": article.digest}))
        quoted = [
            f'- source: {article.key} · summary\n  speaker: Nobody\n  quote: […] "{q.printed}" […]\n'
            for q in article.quotations
        ]
        name = f"A{number:04}-{article.key}"
        entry = _ENTRY.format(name=name, key=article.key, backing="".join(quoted))
        (ledger / "entries" / f"{name}.md").write_text(entry, encoding="utf-8")
    (ledger / "sources.jsonl").write_text("\n".join(registered) + "\n", encoding="utf-8")


# -- a book -----------------------------------------------------------------------------------------------------------


def write_book(pages: int, ours: Path, others: Path | None = None) -> None:
    """A book with so many pages, ten quotations each, of one source a page; and the same for plain Jupyter Book."""
    writer = Writer()
    made = [writer.article(i + 1, right=True) for i in range(pages)]
    write_sources(made, ours, passages=True)
    chapters = {f"chapters/page-{i + 1}": _page(writer, article) for i, article in enumerate(made)}
    files = {f"{name}.md": text for name, text in {"index": "# A made-up book\n\nWords.\n", **chapters}.items()}
    for name, text in {**files, "_toc.yml": _toc(list(chapters))}.items():
        path = ours / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("_config.yml", "conf.py"):
        shutil.copy(ROOT / name, ours / name)
    if others:
        plain.copy_book(ours, others)


def _page(writer: Writer, article: Article) -> str:
    """A page in three sections: a paragraph before each quotation."""
    blocks = [f"# {writer.sentence(writer.words(4))}"]
    for i, quotation in enumerate(article.quotations):
        if i % 4 == 0:
            blocks.append(f"## {writer.sentence(writer.words(3))}")
        blocks += [writer.paragraph(60), f":::{{sb:quote}} {article.key}/{quotation.id}\n:::"]
    return "\n\n".join(blocks) + "\n"


def _toc(names: Sequence[str]) -> str:
    lines = ["format: jb-book", "root: index", "parts:"]
    for start in range(0, len(names), PART):
        lines += [f"  - caption: Part {start // PART + 1}", "    chapters:"]
        lines += [f"      - file: {name}" for name in names[start : start + PART]]
    return "\n".join(lines) + "\n"
