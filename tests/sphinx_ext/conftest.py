"""A small book about an invented harbour, built in memory of one test, and built again as often as a test asks."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from sourcebook.model.problems import Problem
from sourcebook.sphinx_ext.report import NotLoaded

FERRY = """\
No boat to Merrow Island

By Ilsa Quill

The ferry to Merrow Island stopped on Monday. The harbour master, Tomas Reed, said: “The engine is not safe. We sail \
again in spring.” Possibly the company will bring it back in April.

Buy a boat today: half price on all rudders!

About 300 islanders depend on the boat, although 40 of them own one. “We were never asked,” said a baker on the quay.

The council meets on Friday to hear the islanders, the company and the harbour master in turn.
The company did not answer our call, and its office on the quay has been shut since the new year.
Fishermen bring bread and letters across when the weather lets them, as their grandparents used to do.
"""
LETTER = """\
Letter from the quay

The director of the line told us that the boat is old. “The boat is one grandmother with wheels,” the director said.

The quay was empty at noon, although two buses waited, and the kiosk that sells tickets had a paper in its window.
"""
FERRY_RECORD = """\
title: No boat to Merrow Island
short: Quill
genre: news report
language: en
fidelity: original
origin: ferry-2031
author:
  - given: Ilsa
    family: Quill
container-title: The Merrow Lantern
issued: 2031-02-03/..
issued-because: The text speaks of Monday.
disclosure: The writer says that she owns a rowing boat.
provenance: A saved page.
reliability:
  letter: F
  because: There is no record of earlier reporting.
text:
  file: ferry.txt
  sha256: {ferry}
zones:
  - {{zone: title, lines: "1"}}
  - {{zone: body, lines: "5"}}
  - {{zone: body, lines: "9-13"}}
speech:
  - {{span: "1", speaker: reed}}
  - {{span: "2", speaker: unnamed}}
passages:
  - id: ferry-stopped
    exact: The ferry to Merrow Island stopped on Monday.
    plain: No boat sails to the island.
  - id: engine-not-safe
    exact: >-
      The engine is not safe. We sail again in spring.
    speaker: reed
    via: council
  - id: how-many
    exact: >-
      About 300 islanders depend on the boat, although 40 of them own one.
"""
LETTER_RECORD = """\
title: Letter from the quay
short: Quay letter
genre: letter
language: en
fidelity: retranslated
origin: quay-2031
reliability:
  letter: F
  because: Nothing is known of the copy.
text:
  file: letter.txt
  sha256: {letter}
zones:
  - {{zone: title, lines: "1"}}
  - {{zone: body, lines: "3-5"}}
speech:
  - {{span: "1", speaker: director}}
passages:
  - id: grandmother
    exact: The boat is one grandmother with wheels
    speaker: director
    note: as printed
"""
ACTORS = """\
actors:
  - id: reed
    name: Tomas Reed
    kind: person
  - id: director
    name: the director of the line
    kind: person
  - id: council
    name: Merrow council
    kind: organisation
"""
INDEX = """\
# The book

```{toctree}
story
actors
list
```
"""
STORY = """\
# The story

:::{sb:quote} ferry-2031/ferry-stopped
:::

Reed is plain.
He says:
{sb:q}`The engine is not safe <ferry-2031/engine-not-safe>`.
"""
ACTORS_PAGE = """\
# People

{sb:actor}`reed` is in {sb:src}`ferry-2031`, and {sb:actor}`the man from the line <director>` in \
{sb:src}`the letter <quay-2031>`.
"""
LIST = """\
# All sources

:::{sb:sources}
:::
"""


AROUND = re.compile(
    r'(?s)<details class="sb-cite">.*?</details>|<a class="headerlink sb-permalink".*?</a>|<p class="sb-rights">.*?</p>'
)


@dataclass
class Built:
    """What one build said and wrote; `ended`: what kept the book from being loaded, where nothing was read for that."""

    out: Path
    warnings: list[str]
    status: str
    app: Any
    ended: tuple[Problem, ...] = ()

    def page(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")

    def text(self, name: str) -> str:
        """A page without its tags, white space in one kind; without what readers do with a part of it, and rights."""
        body = re.search(r'(?s)<div class="body" role="main">(.*?)<div class="clearer">', self.page(name))
        assert body
        return " ".join(re.sub(r"<[^>]+>", " ", AROUND.sub("", body[1])).replace("&#64;", "@").split())

    @property
    def read(self) -> list[str]:
        """The pages that were read in this build."""
        return re.findall(r"reading sources\.\.\. \[ *\d+%\] (\S+)", self.status)

    @property
    def written(self) -> list[str]:
        return re.findall(r"writing output\.\.\. \[ *\d+%\] (\S+)", self.status)


@dataclass
class Book:
    """The folder of a book, and building it."""

    root: Path
    texts: Path
    monkeypatch: pytest.MonkeyPatch
    config: dict[str, Any] = field(default_factory=dict)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def lose_texts(self) -> None:
        for path in self.texts.iterdir():
            path.unlink()

    def build(self, builder: str = "html", parallel: int = 0, folder: str = "", **config: Any) -> Built:
        out = self.root.parent / (folder or builder)
        status, warning = io.StringIO(), io.StringIO()
        settings = {
            "extensions": ["myst_parser", "sourcebook"],
            "myst_enable_extensions": ["colon_fence"],
            "root_doc": "index",
            "html_theme": "basic",
            "smartquotes": True,
            **self.config,
            **config,
        }
        with docutils_namespace():
            app = Sphinx(
                str(self.root),
                None,
                str(out),
                str(self.root.parent / f"doctrees{folder}"),
                builder,
                settings,
                status,
                warning,
                parallel=parallel,
            )
            try:
                app.build()
                ended: tuple[Problem, ...] = ()
            except NotLoaded as end:
                ended = end.problems
        found = [_plain(line) for line in warning.getvalue().splitlines()]
        return Built(out, [line for line in found if line], _plain(status.getvalue().replace("\r", "\n")), app, ended)


def _plain(text: str) -> str:
    """Without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*[mK]", "", text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def begun(root: Path, patch: pytest.MonkeyPatch) -> Book:
    """A folder with one page and no sources."""
    texts = root / "articles"
    texts.mkdir()
    patch.setenv("SOURCEBOOK_TEXTS", str(texts))
    book = Book(root / "book", texts, patch)
    book.write("index.md", "# A book\n\nNothing “is quoted in this” page.\n")
    return book


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A folder with one page and no sources."""
    return begun(tmp_path, monkeypatch)


def write_articles(book: Book) -> None:
    """Both articles and their records."""
    (book.texts / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (book.texts / "letter.txt").write_text(LETTER, encoding="utf-8")
    book.write("sources/ferry-2031.yml", FERRY_RECORD.format(ferry=_digest(FERRY)))
    book.write("sources/quay-2031.yml", LETTER_RECORD.format(letter=_digest(LETTER)))


def written(book: Book) -> Book:
    """Two sources, three actors, three pages."""
    write_articles(book)
    book.write("sources/actors.yml", ACTORS)
    for name, text in {"index": INDEX, "story": STORY, "actors": ACTORS_PAGE, "list": LIST}.items():
        book.write(f"{name}.md", text)
    return book


@pytest.fixture
def book(empty: Book) -> Book:
    """Two sources, three actors, three pages."""
    return written(empty)


Page = Callable[[str], Built]


@pytest.fixture
def page(book: Book) -> Page:
    """Build the book with this text as its story."""

    def build(text: str) -> Built:
        book.write("story.md", f"# The story\n\n{text}\n")
        return book.build()

    return build
