"""Lay references on a book: fill what the record of a source leaves empty, and begin records of articles to come.

A value that is there is never changed: where a reference gives another, both are shown. Not here: reading the formats
(`references.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from sourcebook.exchange import plan as plans
from sourcebook.exchange import record_edits
from sourcebook.exchange.plan import ImportItem, ImportPlan, LeftOut, Selection, Verdict
from sourcebook.exchange.references import ArticleHeader
from sourcebook.ingest import add, waiting
from sourcebook.model.problems import NotLoadedError, SourcebookError
from sourcebook.model.records import Name, Source
from sourcebook.quotes.normalise import is_word, tokens
from sourcebook.store import articles, validation, yaml_edit, yaml_source
from sourcebook.store.book import COLLECTIONS, Book

_BECAUSE = "As a reference manager's entry gives it; to be checked against the article."
_UNKNOWN = {"language": "und", "genre": "article"}
"""What stands in a record where a field is not known."""


def plan(book: Book, title: str, references: Sequence[ArticleHeader], key: str, choice: Selection) -> ImportPlan:
    """What becomes of each reference: the source that it is laid on, or a new one. `key` names the source of one."""
    if key and len(references) > 1:
        raise SourcebookError(f"--source names one source, and the file holds {len(references)}; leave it out.")
    left, known = LeftOut(book.root, choice), plans.remembered(book.root, plans.REFERENCES)
    laid = _Laid(book, known)
    items = []
    for number, reference in enumerate(references, 1):
        why = left.why(number, plans.digest(("reference", reference.title, reference.issued)))
        items.append(
            ImportItem(number, reference.title, Verdict.LEFT_OUT, why) if why else laid.lay(number, reference, key)
        )
    for path, text in laid.texts.items():
        _, problems = validation.to_record(Source, yaml_source.parse(text), path.name)
        if problems:
            raise NotLoadedError(problems)
    writes = {path: record_edits.encoded(path, text) for path, text in laid.texts.items()}
    changed = plans.memory(book.root, plans.REFERENCES, laid.known) if laid.known != known else {}
    then = tuple(f"With the article of {new}: sourcebook add FILE --key {new}" for new in laid.new)
    return ImportPlan(title, tuple(items), {**writes, **changed, **left.writes()}, frozenset(laid.fresh), then=then)


class Shelf:
    """The sources of a book, and those that an import adds, one after another. `known`: identifiers by source."""

    def __init__(self, book: Book, known: Mapping[str, Any] | None = None) -> None:
        self.book = book
        self.known = dict(plans.remembered(book.root, plans.REFERENCES) if known is None else known)
        self.new: dict[str, ArticleHeader] = {}

    @property
    def all(self) -> Mapping[str, Source | ArticleHeader]:
        return {**self.book.sources, **self.new}

    def matches(self, reference: ArticleHeader) -> list[str]:
        """The sources that a reference may be: by DOI or address, by title, by a like title with author and date."""
        same = [key for key, entry in self.known.items() if key in self.all and _same_identifier(reference, entry)]
        if same:
            return same[:1]
        ranked = {key: _likeness(reference, source) for key, source in self.all.items()}
        best = max(ranked.values(), default=0)
        return [key for key, rank in ranked.items() if rank == best] if best else []

    def free_key(self, reference: ArticleHeader) -> str:
        """A key for a new source: the author's family name, or the first words of the title, and the year."""
        withdrawn = (gone.id for gone in self.book.withdrawn)
        taken = {*self.all, *COLLECTIONS, *withdrawn, articles.FULLTEXT}
        who = _family(reference.author[0]) if reference.author else " ".join(reference.title.split()[:3])
        return yaml_edit.slug([who, reference.year], taken, otherwise="source")


class _Laid(Shelf):
    """The texts of records as references change them, one after another."""

    def __init__(self, book: Book, known: Mapping[str, Any]) -> None:
        super().__init__(book, known)
        self.texts: dict[Path, str] = {}
        self.fresh: set[Path] = set()

    def lay(self, number: int, reference: ArticleHeader, key: str) -> ImportItem:
        """Lay a reference on its source, or begin one."""
        keys = [key] if key else self.matches(reference)
        if len(keys) > 1:
            why = f"It may be {' or '.join(keys)}; import it alone, with --source KEY."
            return ImportItem(number, reference.title, Verdict.UNFIT, why)
        if not keys:
            return self._begin(number, reference)
        if keys[0] in self.new:
            return ImportItem(number, reference.title, Verdict.THERE, f"The file has it twice: {keys[0]}.")
        return self._fill(number, reference, keys[0])

    def _begin(self, number: int, reference: ArticleHeader) -> ImportItem:
        """Begin the record of an article that is not here yet."""
        key = self.free_key(reference)
        path = add.record_path(self.book.root, key, self.book)
        self.texts[path] = "\n".join(_without_article(key, reference)) + "\n"
        self.fresh.add(path)
        self.new[key] = reference
        self._note(key, reference)
        return ImportItem(number, reference.title, Verdict.TAKEN, f"New source {key}, which waits for its article.")

    def _fill(self, number: int, reference: ArticleHeader, key: str) -> ImportItem:
        """Fill the empty fields of a source; what it has otherwise is shown and stays."""
        source, path = self.book.sources[key], self.book.root / self.book.source_file(key)
        given = _fields(reference)
        empty = [name for name in given if not _value(source, name)]
        clashes = [
            f"{name}: the record has {_value(source, name)!r}, the reference {_shown(given[name])!r}; the record stays."
            for name in given
            if _value(source, name) and _differs(source, name, given[name])
        ]
        address = self._note(key, reference)
        if not empty:
            verdict = Verdict.TAKEN if address else Verdict.THERE
            why = f"It is {key}" + (", whose address is noted privately." if address else ".")
            return ImportItem(number, reference.title, verdict, why, tuple(clashes))
        values = {name: given[name] for name in empty}
        if "issued" in values and not source.issued_because:
            values["issued-because"] = [*yaml_edit.entry("issued-because", _BECAUSE, block=True)]
        text = self.texts.get(path) or record_edits.read(path)
        self.texts[path] = record_edits.filled(text, values, path.name)
        return ImportItem(number, reference.title, Verdict.TAKEN, f"Fills {', '.join(empty)} of {key}.", tuple(clashes))

    def _note(self, key: str, reference: ArticleHeader) -> bool:
        """Note address and DOI in the private memory; True if they are new there."""
        entry = {"title": reference.title, "URL": reference.address, "DOI": reference.doi}
        entry = {name: value for name, value in entry.items() if value}
        if not ({"URL", "DOI"} & set(entry)) or self.known.get(key) == entry:
            return False
        self.known[key] = entry
        return True


# -- likeness ---------------------------------------------------------------------------------------------------------


def _same_identifier(reference: ArticleHeader, entry: Any) -> bool:
    entry = entry if isinstance(entry, dict) else {}
    return bool(
        (reference.doi and reference.doi == entry.get("DOI"))
        or (reference.address and same_address(reference.address, str(entry.get("URL", ""))))
    )


def same_address(one: str, other: str) -> bool:
    """True if two addresses lead to one page: without scheme, `www.`, fragment, tracking and the last slash."""

    def plain(address: str) -> str:
        bare = re.sub(r"^https?://(?:www\.)?", "", address.strip(), flags=re.IGNORECASE).partition("#")[0]
        return re.sub(r"[?&](?:utm_\w+|fbclid|gclid)=[^&]*", "", bare).rstrip("/?").casefold()

    return bool(plain(one)) and plain(one) == plain(other)


@lru_cache(4096)
def plain_title(title: str) -> tuple[str, ...]:
    """The words of a title, without case and punctuation."""
    return tuple(word.casefold() for word in tokens(title) if is_word(word))


def _likeness(reference: ArticleHeader, source: Source | ArticleHeader) -> int:
    """How surely a reference is a source: 3 by title and author or year, 2 by title, 1 by a like title with both."""
    from rapidfuzz import fuzz

    ours, theirs = plain_title(reference.title), plain_title(source.title)
    year = reference.issued[:4] and reference.issued[:4] == source.issued[:4]
    who = {_family(name).casefold() for name in reference.author} & {_family(name).casefold() for name in source.author}
    if ours == theirs:
        clash = reference.author and source.author and not who and reference.year and source.issued and not year
        return 0 if clash else 3 if year or who else 2
    shorter, longer = sorted((ours, theirs), key=len)
    begins = len(shorter) >= 3 and longer[: len(shorter)] == shorter
    near = begins or fuzz.ratio(" ".join(ours), " ".join(theirs)) >= 90
    return 1 if near and year and who else 0


def _family(name: Name) -> str:
    """The family name, as far as a name tells it: of one that is not parted, its last word."""
    return name.family or (name.literal.split()[-1] if name.literal else name.given)


# -- fields -----------------------------------------------------------------------------------------------------------


def _fields(reference: ArticleHeader) -> dict[str, Any]:
    """What a reference gives, by the key of the record."""
    given = {
        "author": list(reference.author),
        "container-title": reference.container_title,
        "publisher": reference.publisher,
        "issued": reference.issued,
        "language": reference.language,
        "genre": reference.genre if reference.genre != _UNKNOWN["genre"] else "",
    }
    return {name: value for name, value in given.items() if value}


def _value(source: Source, name: str) -> str:
    """What a record has under a key, as words; empty where it only says that it does not know."""
    value = getattr(source, name.replace("-", "_"))
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "" if text == _UNKNOWN.get(name) else text


def _shown(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _differs(source: Source, name: str, given: Any) -> bool:
    """True if a record and a reference cannot both be right. A genre in other words, or a date that says less, may."""
    if name == "genre":
        return False
    if name == "author":
        recorded, told = ({_family(each).casefold() for each in names} for names in (source.author, given))
        return not (recorded <= told or told <= recorded)
    same = plain_title(_value(source, name)) == plain_title(given)
    return not (same or (name == "issued" and _value(source, name).startswith(given)))


def _without_article(key: str, reference: ArticleHeader) -> Iterator[str]:
    """The record of an article that is not here yet."""
    yield from [f"# {waiting.HEAD} With its file, run:", f"# sourcebook add FILE --key {key}"]
    yield ""
    yield from yaml_edit.entry("title", reference.title, block=True)
    yield from yaml_edit.entry("short", _family(reference.author[0]) if reference.author else reference.title[:40])
    yield from [f"genre: {reference.genre or _UNKNOWN['genre']}", f"language: {reference.language or 'und'}"]
    yield from ["fidelity: original", f"origin: {key}", "", *record_edits.names(reference.author), ""]
    for name, value in _fields(reference).items():
        yield from yaml_edit.entry(name, value) if name in ("container-title", "publisher", "issued") else ()
    yield from yaml_edit.entry("issued-because", _BECAUSE, block=True) if reference.issued else ()
    yield from ["", "reliability:", "  letter: F"]
    yield from yaml_edit.entry("because", "Cannot be judged: the article is not here yet.", 2, True)
    yield from ["", "text:", f"  file: {key}.txt", f"  sha256: {waiting.NO_TEXT}"]
    yield from ["", "zones: []", "", "speech: []", "", "passages: []"]
