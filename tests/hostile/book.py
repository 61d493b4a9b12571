"""The harbour's whole book with hostile text wherever an author can write: records, pages, front matter, settings.

Here: writing it, from the records themselves (`walker.py`) and from the pages line by line. Not here: the text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sourcebook.model.records import Record, Source
from sourcebook.questions.items import Assignments
from sourcebook.store import book as store_book
from sourcebook.store import yaml_source
from tests import whole_book
from tests.hostile.strings import SPEECHLESS, Marks
from tests.hostile.walker import filled
from tests.sphinx_ext.conftest import FERRY, Book
from tests.sphinx_ext.directives.test_brief import BODY, FRONT

ARTICLE = "fer<b>ry' onerror=announced(0) \".txt"
"""A file may be called almost anything."""
FREE_OPTIONS = ("title", "teaches", "unit", "action", "question", "unless", "cost", "risk", "reversibility", "owner")
"""The options of directives that take free text."""
FREE_FRONT = ("title", "series", "number", "decision", "audience", "authors", "cut-off", "distribution", "notice")
"""The keys of a brief's front matter that take free text, and `description`, which every page may have."""
GONE: Any = [{"id": "gone", "because": "x"}]
MORE: dict[str, Any] = {
    "ferry-2031": {"withdrawn": GONE},
    "actors": {"withdrawn": GONE},
    "places": {"withdrawn": GONE},
    "events": {"withdrawn": GONE},
    "figures": {"withdrawn": GONE},
    "hypotheses": {"withdrawn": GONE},
    "implications": {"withdrawn": GONE},
    "errata": {"errata": [{"id": "e", "date": "2031-05-06", "page": "list", "said": "x", "says": "x", "because": "x"}]},
    "withdrawn": {"withdrawn": [{"id": "old-2030", "because": "x", "passages": GONE}]},
}
"""What the harbour's own records lack, so that every kind of record stands in the book."""


def write(root: Path, marks: Marks) -> Book:
    """Write the book into a folder; `marks` learns what was put where."""
    book = whole_book.write(root)
    _article(book, marks)
    for name in (*MORE, "quay-2031"):
        _records(book, name, marks)
    plan = _read(book.root / "exercises" / "assignments.yml", Assignments)
    book.write("exercises/assignments.yml", _written(filled(plan, marks.text)))
    book.write(f"{whole_book.PAGE}.md", _page(whole_book.EXERCISES, "exercises", marks))
    book.write(f"{whole_book.BRIEF}.md", _front(marks) + _page(BODY, "brief", marks))
    glossary = _page(whole_book.GLOSSARY, "glossary", marks)
    book.write("glossary.md", glossary.replace("# Glossary", f"# Glossary {literal(marks.text('a heading'))}"))
    book.write("conf.py", whole_book.CONF + "".join(_settings(marks)))
    return book


FIRST: dict[str, dict[str, Any]] = {
    "hypotheses": {"hypotheses": {"decides": ["x"], "claims": [{"text": "x"}], "warrants": [{"text": "x"}]}},
    "places": {"places": {"variants": ["x"]}},
}
"""What the first record of a list gets besides."""


# -- records ----------------------------------------------------------------------------------------------------------


def _article(book: Book, marks: Marks) -> None:
    """The report about the ferry says something hostile itself, and the book quotes it."""
    words = f"A clerk wrote {marks.text('Passage.exact', SPEECHLESS)} on the wall."
    text = f"{FERRY}\n{words}\n"
    (book.texts / "ferry.txt").unlink()
    (book.texts / ARTICLE).write_text(text, encoding="utf-8")
    MORE["ferry-2031"] |= {"text": {"file": ARTICLE, "sha256": hashlib.sha256(text.encode()).hexdigest()}}
    record = yaml_source.parse((book.root / "sources" / "ferry-2031.yml").read_text(encoding="utf-8")).value
    hedged = "the company will bring it back in April"
    passages = [{"id": "clerk-wrote", "exact": words}, {"id": "april", "exact": hedged, "accept": {"context": "x"}}]
    MORE["ferry-2031"] |= {
        "passages": [*record["passages"], *passages],
        "zones": [*record["zones"], {"zone": "body", "lines": "15"}],
        "author": [{"given": "Ilsa", "family": "Quill"}, {"literal": "Desk"}],
    }


def _records(book: Book, name: str, marks: Marks) -> None:
    """One file of records: read as the book reads it, filled, written again."""
    path = book.root / "sources" / f"{name}.yml"
    for place, more in FIRST.get(name, {}).items():
        _first_has(path, place, more)
    kind = store_book.COLLECTIONS.get(name, Source)
    record = filled(_read(path, kind, MORE.get(name, {})), marks.text)
    if isinstance(record, Source):
        people = [msgspec.structs.replace(who, literal="") if i == 0 else who for i, who in enumerate(record.author)]
        record = msgspec.structs.replace(record, author=people)
    book.write(f"sources/{name}.yml", _written(record))


def _first_has(path: Path, place: str, more: Any) -> None:
    value = yaml_source.parse(path.read_text(encoding="utf-8")).value
    value[place][0] |= more
    path.write_text(_json(value), encoding="utf-8")


def _read(path: Path, kind: type[Any], more: Any = None) -> Any:
    """The record in a file, with more in it."""
    value = yaml_source.parse(path.read_text(encoding="utf-8")).value if path.is_file() else {}
    return msgspec.convert({**value, **(more or {})}, kind, strict=False)


def _written(record: Record | Any) -> str:
    """A record as JSON, which is YAML too."""
    return json.dumps(_bare(msgspec.to_builtins(record)), ensure_ascii=False, indent=1)


def _bare(value: Any) -> Any:
    """Without what is empty, which an author would not write."""
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if each not in (None, "", [], {})}
    return [_bare(each) for each in value] if isinstance(value, list) else value


# -- pages ------------------------------------------------------------------------------------------------------------

_OPTION = re.compile(r":(?P<name>[\w-]+): (?P<words>.*)")
_ARGUMENT = re.compile(r":+\{sb:(option|unanswered)\} ")
_LEFT_ALONE = re.compile(r"\s*(:+\{|:+$|:[\w-]+:$|#|$)|.*(\{sb:gap\}|\{sb:hot\})|Quay$|The ferry stopped: |:{1,2}$")


def literal(text: str) -> str:
    """Text as an author writes it in Markdown who wants it to stay text."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def _page(text: str, page: str, marks: Marks) -> str:
    return "\n".join(_line(line, page, marks) for line in text.split("\n"))


def _line(line: str, page: str, marks: Marks) -> str:
    """A line with hostile text at its end, or in its option, where it takes any."""
    option = _OPTION.fullmatch(line)
    if option:
        return _option(option, page, marks) if _free(option) else line
    if _LEFT_ALONE.match(line) and not _ARGUMENT.match(line):
        return line
    words = marks.text(f"{page}: {line.strip()[:24]}")
    return f"{line} {literal(words)}"


def _option(option: re.Match[str], page: str, marks: Marks) -> str:
    """Options of a brief are Markdown, those of an exercise text."""
    words = marks.text(f"{page}: option {option['name']}")
    return f":{option['name']}: {_json(literal(words) if page == 'brief' else words)}"


def _free(option: re.Match[str]) -> bool:
    return option["name"] in FREE_OPTIONS and "{sb:" not in option["words"]


def _front(marks: Marks) -> str:
    """The front matter of the brief."""
    lines = [line for line in FRONT.splitlines() if line.partition(":")[0] not in FREE_FRONT]
    words = {key: marks.text(f"front matter: {key}") for key in (*FREE_FRONT, "description") if key != "authors"}
    # docutils knows this field: MyST reads it as Markdown, and marks between names part them.
    words["authors"] = literal(marks.text("front matter: authors", (";", ",")))
    own = [f"{key}: {_json(text)}" for key, text in words.items()]
    return "\n".join([lines[0], *own, "accept: long-brief because it is tried", *lines[1:], ""])


def _settings(marks: Marks) -> Iterator[str]:
    """Settings of the book that take free text."""
    for name in ("project", "html_title", "html_short_title", "author", "copyright", "sourcebook_rights"):
        # The cover of the PDF parts a title at a colon and a space.
        # The key of the book in BibTeX is the first word of its title.
        yield f"{name} = {_json('Book ' + marks.text(f'conf.py: {name}', (': ',)))}\n"
    yield "html_baseurl = 'https://books.example/\"><script>announced(0)</script>/'\n"
    yield "sourcebook_share_fail = sourcebook_share_warn = 100\nsourcebook_longest_passage = 1000\n"
    yield "html_show_copyright = True\n"
    yield "suppress_warnings = ['sourcebook.unproven-quotation']\n"  # quotation marks are part of the text here


def _json(text: Any) -> str:
    return json.dumps(text, ensure_ascii=False)
