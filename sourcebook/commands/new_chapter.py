"""Standard chapters: values for the templates in `templates/chapter/`, made from the records of a book.

Here: the values of the marks `@{drawn}` and `@{sections}`. Not here: the text around them (the templates), and writing
the page (`new.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from sourcebook.analysis.moments import Level
from sourcebook.analysis.timeline import build_timeline, clocks_of, judge_figures
from sourcebook.model.records import Hypothesis
from sourcebook.store.book import Book

FOLDER = Path(__file__).parent.parent / "templates" / "chapter"
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))
"""The chapters that have a template of their own."""
_MARKUP = re.compile(r"([\\`*_\[\]<>{}$#|])")
_LABEL = re.compile(r"\([a-z0-9-]+\)=")
_SHOWN = 12
"""The most sections that a new page gets."""


def values(book: Book, name: str, written: str) -> dict[str, str]:
    """The values of a chapter template's marks. `written`: the text of existing pages, whose labels are taken."""
    drawn = _DRAWN[name](book) if name in _DRAWN else ""
    lines = "\n".join(_SECTIONS[name](book)).split("\n")
    free = (line for line in lines if not _LABEL.fullmatch(line) or line not in written)
    return {"drawn": drawn, "sections": "\n".join(free)}


def _directive(name: str, argument: str = "", option: str = "") -> str:
    """A directive in MyST, followed by an empty line."""
    head = f":::{{sb:{name}}} {argument}".rstrip()
    return "\n".join((head, *([option] if option else []), ":::", ""))


def _to_record(file: str, what: str) -> str:
    """A comment to the author where a record file is still empty."""
    return f"% Nothing is on record yet: write sources/{file}.yml, then put here, each on a line of its own: {what}\n"


def _block(name: str) -> str:
    return f":::{{sb:{name}}} and :::"


def _plain(words: str) -> str:
    """Escape the MyST markup characters in the words of a record."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))


# -- timeline ---------------------------------------------------------------------------------------------------------


def _timeline(book: Book) -> str:
    titled = ":title: ‹What the drawing shows, and from when to when›"
    return _directive("timeline", option=titled) if book.events else _to_record("events", _block("timeline"))


def _disagreements(book: Book) -> Iterator[str]:
    """A section for each event and figure with a conflict between accounts."""
    timeline = build_timeline(book.events, book.sources, clocks=clocks_of(book.actors))
    judged = judge_figures(book.figures, book.sources)
    conflicts = [("reports", e.id, e.event.title) for e in timeline if e.verdict.level is Level.CONFLICT]
    conflicts += [("figure", key, book.figures[key].title) for key in judged if judged[key][1].level is Level.CONFLICT]
    for kind, ident, title in conflicts[:_SHOWN]:
        yield f"### {_plain(title)}\n\n{_directive(kind, ident)}"
        yield "‹Can both be right? Who is nearer to it, and what would settle it?›\n"
    if not conflicts:
        yield "### ‹An event that two articles tell differently›\n"
        yield "% `:::{sb:reports} EVENT` and `:::` show every account of it side by side.\n"
        yield "‹What does each say, and can both be right?›\n"


# -- interpretations --------------------------------------------------------------------------------------------------


def _matrix(book: Book) -> str:
    if any(evidence.ratings for evidence in book.evidence.values()):
        return _directive("matrix", option=":title: ‹The question that the interpretations answer›")
    return _to_record("hypotheses", _block("matrix"))


def _hypotheses(book: Book) -> Iterator[str]:
    """A section for each hypothesis: a holder's words, its best challenge, what would decide it."""
    for hypothesis in book.hypotheses.values():
        yield f"## {_plain(hypothesis.title)}\n\n{_held(hypothesis)}"
        yield "‹Who holds it, on what evidence, and in which words?›\n"
        yield "- **Best challenge.**\n  ‹Which words of which article speak against it?›"
        decides = [f"  {_plain(words)}" for words in hypothesis.decides]
        yield "\n".join(["- **What would decide it.**", *(decides or ["  ‹Which observation, by whom?›"]), ""])
    if not book.hypotheses:
        yield "## ‹One interpretation›\n\n‹Who holds it, on what evidence, and in which words?›\n"
        yield "- **Best challenge.**\n  ‹Which words of which article speak against it?›"
        yield "- **What would decide it.**\n  ‹Which observation, by whom?›\n"


def _held(hypothesis: Hypothesis) -> str:
    """A quotation directive for the first passage of a holder."""
    passage = next((f"{h.source}/{h.passage}" for h in hypothesis.holders if h.passage), "")
    return f"{_directive('quote', passage)}\n" if passage else ""


# -- implications -----------------------------------------------------------------------------------------------------


def _implications(book: Book) -> Iterator[str]:
    """A section for each actor that an implication is about."""
    for about in dict.fromkeys(each.about for each in book.implications.values()):
        name = book.actors[about].name if about in book.actors else about
        yield f"(implications-{about})=\n## {_plain(name)}\n"
        yield "‹What do the articles agree on, and where does one expect what another fears?›\n"
        yield _directive("implications", about)
    if not book.implications:
        yield "## ‹A country, a bloc or an organisation›\n"
        yield "‹What is stated, expected, feared, recommended, and by whom?›\n"


# -- people, sources, background, silences ----------------------------------------------------------------------------


def _people(book: Book) -> Iterator[str]:
    kinds = {actor.kind for actor in book.actors.values()}
    others = [kind for kind in ("organisation", "group", "country") if kind in kinds]
    if "person" in kinds:
        yield f"## People\n\n{_directive('people', option=':kind: person')}"
    if others:
        listed = _directive("people", option=f":kind: {' '.join(others)}")
        yield f"## Organisations, groups and countries\n\n{listed}"
    if not kinds:
        yield f"## People\n\n{_to_record('actors', _block('people'))}"


def _each_source(book: Book, blank: str) -> Iterator[str]:
    for key in book.sources:
        yield f"- **{{sb:src}}`{key}`.**\n  {blank}"
    if not book.sources:
        yield f"- **‹An article›.**\n  {blank}"
    yield ""


def _voices(book: Book) -> Iterator[str]:
    """A list item for each person or group without a quoted passage: each may be a silence."""
    heard = {p.speaker for source in book.sources.values() for p in source.passages}
    unheard = [actor for actor in book.actors.values() if actor.kind in ("person", "group") and actor.id not in heard]
    if unheard:
        yield "% Of these no words are on record. Look whether an article quotes them; keep whose silence matters.\n"
    for actor in unheard[:_SHOWN]:
        yield f"- **{{sb:actor}}`{actor.id}`.**\n  ‹Who tells of them, and what would they say?›"
    yield "" if unheard else "‹Who is told of by others and never heard?›\n"


_DRAWN: dict[str, Callable[[Book], str]] = {
    "implications": lambda book: (
        _directive("map") if book.implications else _to_record("implications", _block("implications ACTOR"))
    ),
    "interpretations": _matrix,
    "sources": lambda _: _directive("sources"),
    "timeline": _timeline,
}
_SECTIONS: dict[str, Callable[[Book], Iterable[str]]] = {
    "background": partial(_each_source, blank="‹What does it say of the time before, in which paragraph?›"),
    "implications": _implications,
    "interpretations": _hypotheses,
    "people": _people,
    "silences": _voices,
    "sources": partial(_each_source, blank="‹What could its author know, and what does the author stand to gain?›"),
    "timeline": _disagreements,
}
