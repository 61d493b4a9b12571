"""Open a book and check its records: every problem that can be found without building its pages.

`open_book` loads records, articles and seals and creates a `Prover`; `check_book` finds every problem. Pages are
checked in `sphinx_ext/` with the same prover.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sourcebook.analysis.language_tags import NO_LANGUAGE, language_name
from sourcebook.model.problems import Kind, NotLoadedError, Place, Problem, in_order, near, relative
from sourcebook.model.records import AUTHOR, UNNAMED, Record, Source
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import seals as quotes_seals
from sourcebook.quotes.article import Article
from sourcebook.quotes.languages import is_covered
from sourcebook.quotes.normalise import count_words, tokens
from sourcebook.quotes.prover import Prover, State
from sourcebook.quotes.seals import BadSeal, Seal
from sourcebook.store import files
from sourcebook.store.articles import read_seal, read_texts, seal_file
from sourcebook.store.book import SOURCES, Book, load_book
from sourcebook.store.yaml_source import KeyPath


@dataclass(frozen=True)
class Limits:
    """Limits to quoting: the share of an article's quotable words in per cent, and the words in a row."""

    share_warn: float = 33.3
    share_fail: float = 50
    longest_passage: int = 80


@dataclass(frozen=True)
class Opened:
    """A book with its prover, and the problems found while opening it.

    `unread`: problems because of which a record could not be read. Nothing else is checked then, because every problem
    that follows from the missing record would only hide its cause.
    """

    book: Book
    prover: Prover
    problems: tuple[Problem, ...]
    unread: tuple[Problem, ...] = ()

    @cached_property
    def dangling(self) -> tuple[Problem, ...]:
        """Problems for references in the records to things that do not exist."""
        return tuple(in_order(_references(self.book)))

    def need_records(self) -> None:
        """Raise NotLoadedError if a record could not be read."""
        if self.unread:
            raise NotLoadedError(self.unread)

    def need_loaded(self) -> None:
        """Raise NotLoadedError if a record could not be read or has a dangling reference: before pages and analyses."""
        self.need_records()
        if self.dangling:
            raise NotLoadedError(self.dangling)


def open_book(root: Path, environ: Mapping[str, str] = os.environ) -> Opened:
    """Load a book, its available articles and its seals."""
    book, problems = load_book(root)
    unread = tuple(in_order([*problems, *_unread_plan(root)]))
    if unread:
        return Opened(book, Prover(book.sources, {}, {}), unread, unread)
    prover, faults = make_prover(book, environ)
    return Opened(book, prover, tuple(in_order(faults)))


def _unread_plan(root: Path) -> tuple[Problem, ...]:
    """The problems because of which the assignments cannot be read."""
    from sourcebook.questions import assignments  # late: a folder of records alone does not need it

    return assignments.load_plan(root).problems if assignments.files(root) else ()


def make_prover(book: Book, environ: Mapping[str, str] = os.environ) -> tuple[Prover, list[Problem]]:
    """Create the prover of a loaded book; also returns the problems of its articles and seals."""
    texts, problems = read_texts(book, environ)
    articles: dict[str, Article] = {}
    for key, text in texts.items():
        articles[key], faults = quotes_article.tokenise(key, book.sources[key], text)
        problems += [p.at(_at(book, key, name, index)) for (name, index), p in faults]
    seals, unsealed = _seals(book)
    return Prover(book.sources, articles, seals), problems + unsealed


def _seals(book: Book) -> tuple[dict[str, Seal], list[Problem]]:
    """Read the seals of all sources that have one."""
    seals: dict[str, Seal] = {}
    problems: list[Problem] = []
    for key in book.sources:
        path = seal_file(book.root, key)
        data, faults = read_seal(path, book.root)
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
    """Every problem of a book's records, sorted by place."""
    from sourcebook.analysis import consistency  # late: the verdict on one quotation does not need it

    problems = [*opened.problems]
    problems += _passages(opened)
    problems += opened.dangling
    problems += _paragraphs(opened)
    problems += consistency.problems(opened.book)
    problems += _shares(opened, limits or Limits())
    return in_order(problems)


def _paragraphs(opened: Opened) -> Iterator[Problem]:
    """Problems for cited paragraphs that the available articles do not have."""
    for file, path, values in _records(opened.book):
        article, cited = opened.prover.articles.get(values.get("source", "")), values.get("paragraph")
        if article is not None and cited is not None and cited > len(article.blocks):
            count = f"{len(article.blocks)} paragraphs; correct it."
            message = f"¶{cited} of {values['source']} is cited, which has {count}"
            yield Problem(Kind.UNKNOWN_REFERENCE, message, opened.book.place(file, *path, "paragraph"))


def _records(book: Book) -> Iterator[tuple[str, KeyPath, dict[str, Any]]]:
    """Every record of the collections, each before those inside it: its file, its path, its values by field."""
    for stem, collection in book.collections.items():
        waiting: list[tuple[Record, KeyPath]] = [(collection, ())]
        while waiting:
            record, path = waiting.pop()
            values = {name: getattr(record, name) for name in record.__struct_fields__}
            yield f"{SOURCES}/{stem}.yml", path, values
            for name, value in values.items():
                for i, item in enumerate(value if isinstance(value, list) else ()):
                    if isinstance(item, Record):
                        waiting.append((item, (*path, name.replace("_", "-"), i)))


def _passages(opened: Opened) -> Iterator[Problem]:
    """The problems of every passage's proof, and of the seals."""
    for proof in opened.prover.proofs():
        place = opened.book.passage_place(proof.ref)
        yield from (problem.at(place) for problem in proof.problems)
    yield from _never_sealed(opened)
    for key in opened.book.sources:
        for name, problem in opened.prover.seal_problems(key):
            book = opened.book
            yield problem.at(book.passage_place(f"{key}/{name}") if name else book.place(book.source_file(key)))


def _never_sealed(opened: Opened) -> Iterator[Problem]:
    """Problems for sources without a seal: only who has the article can prove their words."""
    for key, article in opened.prover.articles.items():
        if key in opened.prover.seals or seal_file(opened.book.root, key).exists():
            continue
        spans = [proof.span for proof in opened.prover.proofs() if proof.span and proof.ref.startswith(f"{key}/")]
        if spans and quotes_seals.unopened(article, [(s.start, s.end) for s in spans]) >= quotes_seals.FEWEST_UNOPENED:
            message = f"it was never sealed, so nobody without the article can prove it: sourcebook seal {key}."
            yield Problem(Kind.UNSEALED, message, opened.book.place(opened.book.source_file(key)))


# -- references ------------------------------------------------------------------------------------------------------


def _references(book: Book) -> Iterator[Problem]:
    """Problems for references to things that do not exist, one for each cause."""
    by_cause: dict[str, list[_Dangling]] = {}
    for reference in _all_references(book):
        if isinstance(reference, Problem):
            yield reference
        else:
            by_cause.setdefault(_missing_file(book, reference) or f"{reference.kind} {reference.name}", []).append(
                reference
            )
    for cause, names in by_cause.items():
        yield _of_cause(cause, sorted(names, key=lambda each: each.place))


@dataclass(frozen=True)
class _Dangling:
    """A dangling reference: the kind of record that it should name, its place, and the remedy."""

    kind: str
    name: str
    place: Place
    remedy: str


_FILES = {"actor": "actors", "place": "places", "event": "events", "hypothesis": "hypotheses"}
_SHOWN = 3
"""The most further places that a message lists."""


def _missing_file(book: Book, reference: _Dangling) -> str:
    """The record file that should hold the named record and does not exist; empty where it exists."""
    name = f"{SOURCES}/{_FILES[reference.kind]}.yml" if reference.kind in _FILES else ""
    return "" if files.there(book.root, name) else name


def _of_cause(cause: str, names: list[_Dangling]) -> Problem:
    """One problem for all occurrences of a dangling name, or for all names in a missing file."""
    first, *others = names
    if cause.startswith(f"{SOURCES}/"):
        what = ", ".join(dict.fromkeys(each.name for each in names[:_SHOWN]))
        message = f"there is no file {cause}, which should hold what the records name ({what} …); put it back."
        return Problem(Kind.UNKNOWN_REFERENCE, message, first.place)
    message = f"there is no {first.kind} {first.name!r}; {first.remedy}"
    places = [f"{each.place.file}:{each.place.line}" for each in others[:_SHOWN]]
    more = f" and at {len(others) - _SHOWN} more places" if len(others) > _SHOWN else ""
    also = f" It is named at {', '.join(places)}{more} as well." if others else ""
    return Problem(Kind.UNKNOWN_REFERENCE, message + also, first.place)


def _all_references(book: Book) -> Iterator[_Dangling | Problem]:
    people = {*book.actors, AUTHOR, UNNAMED}
    for key, source in book.sources.items():
        yield from _source_references(book, key, source, people)
    for file, path, values in _records(book):
        yield from _record_references(book, file, path, values)


def _source_references(book: Book, key: str, source: Source, people: set[str]) -> Iterator[_Dangling]:
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


def _record_references(book: Book, file: str, path: KeyPath, values: dict[str, Any]) -> Iterator[_Dangling | Problem]:
    """The dangling references of one record."""
    for name in values.keys() & _TARGETS:
        value, at = values[name], (*path, name.replace("_", "-"))
        named = {(*at, i): item for i, item in enumerate(value)} if isinstance(value, list) else {at: value}
        for place, item in named.items():
            if item and isinstance(item, str):
                yield from _known(item, _targets(book, name), _TARGETS[name], book.place(file, *place))
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


def _passage_reference(book: Book, file: str, values: dict[str, Any], path: KeyPath) -> Iterator[_Dangling | Problem]:
    """Check that `passage` is one of its `source`, and that an entry without one has a `paragraph`."""
    source = values.get("source", "")
    if "passage" not in values or not isinstance(source, str) or source not in book.sources:
        return
    if values["passage"]:
        known = [p.id for p in book.sources[source].passages]
        yield from _known(values["passage"], known, f"passage of {source}", book.place(file, *path, "passage"))
    elif values.get("paragraph") is None:
        message = f"it cites {source}, but neither a passage nor a paragraph; add one of the two."
        yield Problem(Kind.MISSING_KEY, message, book.place(file, *path))


def _known(name: str, known: Iterable[str], kind: str, place: Place) -> Iterator[_Dangling]:
    names = set(known)
    if name in names:
        return
    # Source keys that share a year are similar: a typing mistake must be closer than that.
    meant = near(name, names, 0.75 if kind == "source" else 0.6)
    remedy = f"did you mean {meant!r}?" if meant else "add it to the records, or correct the name."
    yield _Dangling(kind, name, place, remedy)


# -- how much is quoted ----------------------------------------------------------------------------------------------


def _shares(opened: Opened, limits: Limits) -> Iterator[Problem]:
    book = opened.book
    for key, source in book.sources.items():
        if source.permission.strip():
            continue
        yield from _run(opened, key, limits)
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


def _run(opened: Opened, key: str, limits: Limits) -> Iterator[Problem]:
    """A problem where passages that follow one another quote more words in a row than one passage may."""
    quoted, book = opened.prover.quoted(key), opened.book
    longest = max((count_words(run) for run in runs(quoted)), default=0)
    alone = max((count_words(tokens(passage.exact)) for passage in book.sources[key].passages), default=0)
    if longest > limits.longest_passage >= alone:
        message = (
            f"passages that follow one another quote {longest} words in a row, {limits.longest_passage} at the most "
            "without a `permission`; leave some out."
        )
        yield Problem(Kind.LONG_RUN, message, book.place(book.source_file(key), "passages"))


def runs(quoted: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    """The tokens of an article that stand side by side, from places and tokens."""
    run: list[str] = []
    for place in sorted(quoted):
        if run and place - 1 not in quoted:
            yield tuple(run)
            run = []
        run.append(quoted[place])
    yield tuple(run)


def unread_languages(book: Book) -> dict[str, list[str]]:
    """The sources in whose languages cut hedges and negations are not looked for, by language."""
    out: dict[str, list[str]] = {}
    for key, source in book.sources.items():
        if not is_covered(source.language) and source.language.lower() not in NO_LANGUAGE:
            out.setdefault(source.language, []).append(key)
    return out


def unread(book: Book) -> list[str]:
    """What everybody is told of those languages: a sentence for each."""
    return [
        f"Cut hedges and negations are not looked for in {language_name(tag)} ({', '.join(keys)})."
        for tag, keys in unread_languages(book).items()
    ]


def count_states(opened: Opened) -> dict[State, int]:
    """The number of passages in each state of proof."""
    out = dict.fromkeys(State, 0)
    for proof in opened.prover.proofs():
        out[proof.state] += 1
    return out
