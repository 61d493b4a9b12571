"""Records into problems: everything that can be said of a book without building its pages.

`open_book` loads the records, lays the articles under them and hands both to a `Prover`; `check_records` finds every
fault. The pages are judged by the Sphinx side with the same prover.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sourcebook.model.problems import Kind, NotLoadedError, Place, Problem, in_order, near, relative
from sourcebook.model.records import AUTHOR, UNNAMED, Record, Source
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import seals as quotes_seals
from sourcebook.quotes.article import Article
from sourcebook.quotes.normalise import count_words, tokens
from sourcebook.quotes.prover import Prover, State
from sourcebook.quotes.seals import BadSeal, Seal
from sourcebook.store import articles as store_articles
from sourcebook.store import book as store_book
from sourcebook.store import files
from sourcebook.store.book import Book


@dataclass(frozen=True)
class Limits:
    """How much of an article may be quoted: shares in per cent of its quotable words, and words in a row."""

    share_warn: float = 40
    share_fail: float = 50
    longest_passage: int = 80


@dataclass(frozen=True)
class Opened:
    """A book with its prover, and the problems that opening it brought up.

    `unread`: what keeps a record from being read. Nothing else is asked of such a book, and nothing else is said of it:
    whatever followed from a record that is not there would hide why it is not there.
    """

    book: Book
    prover: Prover
    problems: tuple[Problem, ...]
    unread: tuple[Problem, ...] = ()

    @cached_property
    def dangling(self) -> tuple[Problem, ...]:
        """Names in the records of things that do not exist, each once."""
        return tuple(in_order(_references(self.book)))

    def need_records(self) -> None:
        """NotLoadedError where a record could not be read."""
        if self.unread:
            raise NotLoadedError(self.unread)

    def need_loaded(self) -> None:
        """NotLoadedError where a record could not be read, or names what does not exist: before pages and analyses."""
        self.need_records()
        if self.dangling:
            raise NotLoadedError(self.dangling)


def open_book(root: Path, environ: Mapping[str, str] = os.environ) -> Opened:
    """Load a book and lay its articles, where they are at hand."""
    book, problems = store_book.load_book(root)
    unread = tuple(in_order([*problems, *_unread_plan(root)]))
    if unread:
        return Opened(book, Prover(book.sources, {}, {}), unread, unread)
    prover, faults = make_prover(book, environ)
    return Opened(book, prover, tuple(in_order(faults)))


def _unread_plan(root: Path) -> tuple[Problem, ...]:
    """What keeps the assignments from being read."""
    from sourcebook.questions import assignments  # a folder of records alone does not wait for it

    return assignments.load_plan(root).problems if assignments.files(root) else ()


def make_prover(book: Book, environ: Mapping[str, str] = os.environ) -> tuple[Prover, list[Problem]]:
    """A prover for a loaded book, and the problems of its articles and seals."""
    texts, problems = store_articles.read_texts(book, environ)
    articles: dict[str, Article] = {}
    for key, text in texts.items():
        articles[key], faults = quotes_article.tokenise(key, book.sources[key], text)
        problems += [p.at(_at(book, key, name, index)) for (name, index), p in faults]
    seals, unsealed = _seals(book)
    return Prover(book.sources, articles, seals), problems + unsealed


def _seals(book: Book) -> tuple[dict[str, Seal], list[Problem]]:
    """The seals of the sources that have one."""
    seals: dict[str, Seal] = {}
    problems: list[Problem] = []
    for key in book.sources:
        path = store_articles.seal_file(book.root, key)
        data, faults = store_articles.read_seal(path, book.root)
        problems += faults
        if data is not None:
            try:
                seals[key] = quotes_seals.from_json(data)
            except BadSeal as error:
                place = Place(relative(path, book.root))
                problems.append(Problem(Kind.BAD_SEAL, f"{error}; get it anew, or run `sourcebook seal`.", place))
    return seals, problems


def _at(book: Book, key: str, name: str, index: int) -> Place:
    file = book.source_file(key)
    return book.place(file, name) if index < 0 else book.place(file, name, index)


def check_book(opened: Opened, limits: Limits | None = None) -> list[Problem]:
    """Every problem of a book's records, by place."""
    from sourcebook.analysis import consistency  # the verdict on one quotation does not wait for it

    found = [*opened.problems]
    found += _passages(opened)
    found += opened.dangling
    found += _paragraphs(opened)
    found += consistency.problems(opened.book)
    found += _shares(opened, limits or Limits())
    return in_order(found)


def _paragraphs(opened: Opened) -> Iterator[Problem]:
    """Paragraphs that records cite and articles do not have. Only the article knows how many it has."""
    for stem, collection in opened.book.collections.items():
        yield from _paragraphs_of(opened, f"{store_book.SOURCES}/{stem}.yml", collection, ())


def _paragraphs_of(opened: Opened, file: str, record: Record, path: tuple[str | int, ...]) -> Iterator[Problem]:
    values = {name: getattr(record, name) for name in record.__struct_fields__}
    article, cited = opened.prover.articles.get(values.get("source", "")), values.get("paragraph")
    if article is not None and cited is not None and cited > len(article.blocks):
        message = f"¶{cited} of {values['source']} is cited, which has {len(article.blocks)} paragraphs; correct it."
        yield Problem(Kind.UNKNOWN_REFERENCE, message, opened.book.place(file, *path, "paragraph"))
    for name, value in values.items():
        for i, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, Record):
                yield from _paragraphs_of(opened, file, item, (*path, name.replace("_", "-"), i))


def _passages(opened: Opened) -> Iterator[Problem]:
    """What proving every passage brought up."""
    for proof in opened.prover.proofs():
        place = opened.book.passage_place(proof.ref)
        yield from (problem.at(place) for problem in proof.problems)
    yield from _never_sealed(opened)
    for key in opened.book.sources:
        for name, problem in opened.prover.seal_problems(key):
            book = opened.book
            yield problem.at(book.passage_place(f"{key}/{name}") if name else book.place(book.source_file(key)))


def _never_sealed(opened: Opened) -> Iterator[Problem]:
    """Sources whose words only this machine can prove, though a seal could be made of them."""
    for key, article in opened.prover.articles.items():
        if key in opened.prover.seals or store_articles.seal_file(opened.book.root, key).exists():
            continue
        spans = [proof.span for proof in opened.prover.proofs() if proof.span and proof.ref.startswith(f"{key}/")]
        if spans and quotes_seals.unopened(article, [(s.start, s.end) for s in spans]) >= quotes_seals.FEWEST_UNOPENED:
            message = f"it was never sealed, so nobody without the article can prove it: sourcebook seal {key}."
            yield Problem(Kind.UNSEALED, message, opened.book.place(opened.book.source_file(key)))


# -- references ------------------------------------------------------------------------------------------------------


def _references(book: Book) -> Iterator[Problem]:
    """Names of things that do not exist. Every record is walked by the names of its fields."""
    by_cause: dict[str, list[_Name]] = {}
    for found in _all_references(book):
        if isinstance(found, Problem):
            yield found
        else:
            by_cause.setdefault(_missing_file(book, found) or f"{found.kind} {found.name}", []).append(found)
    for cause, names in by_cause.items():
        yield _of_cause(cause, sorted(names, key=lambda each: each.place))


@dataclass(frozen=True)
class _Name:
    """A name that is nobody's: the word for what it should name, where it stands, and what to do."""

    kind: str
    name: str
    place: Place
    remedy: str


_FILES = {"actor": "actors", "place": "places", "event": "events", "hypothesis": "hypotheses"}
_SHOWN = 3
"""At how many more places a name is said to stand."""


def _missing_file(book: Book, found: _Name) -> str:
    """The file of records that is not there at all, and should hold what is named; nothing where it is there."""
    name = f"{store_book.SOURCES}/{_FILES[found.kind]}.yml" if found.kind in _FILES else ""
    return "" if files.there(book.root, name) else name


def _of_cause(cause: str, names: list[_Name]) -> Problem:
    """One problem for a name wherever it stands, and for a file that is not there whatever should stand in it."""
    first, *others = names
    if cause.startswith(f"{store_book.SOURCES}/"):
        what = ", ".join(dict.fromkeys(each.name for each in names[:_SHOWN]))
        message = f"there is no file {cause}, which should hold what the records name ({what} …); put it back."
        return Problem(Kind.UNKNOWN_REFERENCE, message, first.place)
    message = f"there is no {first.kind} {first.name!r}; {first.remedy}"
    places = [f"{each.place.file}:{each.place.line}" for each in others[:_SHOWN]]
    more = f" and at {len(others) - _SHOWN} more places" if len(others) > _SHOWN else ""
    also = f" It is named at {', '.join(places)}{more} as well." if others else ""
    return Problem(Kind.UNKNOWN_REFERENCE, message + also, first.place)


def _all_references(book: Book) -> Iterator[_Name | Problem]:
    people = {*book.actors, AUTHOR, UNNAMED}
    for key, source in book.sources.items():
        yield from _source_references(book, key, source, people)
    for stem, record in book.collections.items():
        yield from _walk(book, f"{store_book.SOURCES}/{stem}.yml", record, ())


def _source_references(book: Book, key: str, source: Source, people: set[str]) -> Iterator[_Name]:
    file = book.source_file(key)
    for i, name in enumerate(source.author):
        if name.actor:
            yield from _known(name.actor, book.actors, "actor", book.place(file, "author", i, "actor"))
    for i, span in enumerate(source.speech):
        yield from _known(span.speaker, people, "actor", book.place(file, "speech", i, "speaker"))
    for i, passage in enumerate(source.passages):
        yield from _known(passage.speaker, people, "actor", book.place(file, "passages", i, "speaker"))
        if passage.via:
            yield from _known(passage.via, people, "actor", book.place(file, "passages", i, "via"))


def _walk(book: Book, file: str, record: Any, path: tuple[str | int, ...]) -> Iterator[_Name | Problem]:
    """The references of a record of a collection, and of the records inside it."""
    values = {name: getattr(record, name) for name in record.__struct_fields__}
    for name, value in values.items():
        key = name.replace("_", "-")
        if isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, Record):
                    yield from _walk(book, file, item, (*path, key, i))
                elif name in _TARGETS:
                    yield from _known(item, _targets(book, name), _TARGETS[name], book.place(file, *path, key, i))
        elif isinstance(value, str) and value and name in _TARGETS:
            yield from _known(value, _targets(book, name), _TARGETS[name], book.place(file, *path, key))
    yield from _passage_reference(book, file, values, path)


_TARGETS = {
    "source": "source",
    "actor": "actor",
    "actors": "actor",
    "agent": "actor",
    "via": "actor",
    "holder": "actor",
    "about": "actor",
    "place": "place",
    "before": "event",
    "after": "event",
    "hypothesis": "hypothesis",
}
"""The fields that name another record, and what kind of record they name."""


def _targets(book: Book, field: str) -> Iterable[str]:
    kind = _TARGETS[field]
    if kind == "actor":
        return {*book.actors, AUTHOR, UNNAMED}
    records: dict[str, Iterable[str]] = {
        "source": book.sources,
        "place": book.places,
        "event": book.events,
        "hypothesis": book.hypotheses,
    }
    return records[kind]


def _passage_reference(
    book: Book, file: str, values: dict[str, Any], path: tuple[str | int, ...]
) -> Iterator[_Name | Problem]:
    """A `passage` names one of its `source`; a report that cites no words names a paragraph."""
    source = values.get("source", "")
    if "passage" not in values or not isinstance(source, str) or source not in book.sources:
        return
    if values["passage"]:
        known = [p.id for p in book.sources[source].passages]
        yield from _known(values["passage"], known, f"passage of {source}", book.place(file, *path, "passage"))
    elif values.get("paragraph") is None:
        message = f"it cites {source}, but neither a passage nor a paragraph; add one of the two."
        yield Problem(Kind.MISSING_KEY, message, book.place(file, *path))


def _known(name: str, known: Iterable[str], kind: str, place: Place) -> Iterator[_Name]:
    names = set(known)
    if name in names:
        return
    # Two sources of a year are alike by that: it takes more to be a slip of the pen.
    meant = near(name, names, 0.75 if kind == "source" else 0.6)
    remedy = f"did you mean {meant!r}?" if meant else "add it to the records, or correct the name."
    yield _Name(kind, name, place, remedy)


# -- how much is quoted ----------------------------------------------------------------------------------------------


def _shares(opened: Opened, limits: Limits) -> Iterator[Problem]:
    book = opened.book
    for key, source in book.sources.items():
        for i, passage in enumerate(source.passages):
            length = count_words(tokens(passage.exact))
            if length > limits.longest_passage:
                message = f"{length} words in a row, {limits.longest_passage} at the most; record shorter passages."
                yield Problem(Kind.LONG_PASSAGE, message, book.place(book.source_file(key), "passages", i, "exact"))
        quoted, words = opened.prover.share(key)
        percent = 100 * quoted / words if words else 0.0
        message = f"{quoted} of its {words} quotable words ({percent:.1f} per cent) are quoted; "
        place = book.place(book.source_file(key), "passages")
        if percent > limits.share_fail:
            yield Problem(Kind.TOO_LARGE_SHARE, message + f"{limits.share_fail:g} at the most: quote less.", place)
        elif percent > limits.share_warn:
            yield Problem(Kind.LARGE_SHARE, message + f"a warning from {limits.share_warn:g} on: quote less.", place)


def count_states(opened: Opened) -> dict[State, int]:
    """How many passages stand in which state of proof."""
    out = dict.fromkeys(State, 0)
    for proof in opened.prover.proofs():
        out[proof.state] += 1
    return out
