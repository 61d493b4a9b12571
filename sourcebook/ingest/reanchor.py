"""A publisher corrected its article: passages, zones and spans of speech of a source are found again in the new text.

What maps surely is carried over; what does not is said. Ids never change, a passage's words only where the author
says so, and nothing is written unless the edited record reads as intended. Which old line is which new line is found in
`align.py`. Not here: verdicts, and new sources (`add.py`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from sourcebook.check import Opened
from sourcebook.ingest import add, align, propose, reader
from sourcebook.ingest import page as ingest_page
from sourcebook.ingest.align import Passing
from sourcebook.model.problems import Kind, Place, Problem, SourcebookError
from sourcebook.model.records import Passage, Source, Speech, Zone
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import normalise, selector
from sourcebook.quotes.article import Article
from sourcebook.quotes.prover import Proof, Prover
from sourcebook.store import book as store_book
from sourcebook.store import files, transaction, validation, yaml_edit, yaml_source
from sourcebook.store.book import Book
from sourcebook.store.yaml_edit import Kept, Manuscript

ALL = "all"
"""Stands for every changed passage where words are taken over."""
_GENERATIONS = 1000


@dataclass(frozen=True)
class Passed:
    """What became of one passage: `same`, `changed` or `vanished`; its old and new paragraph (0: none); the proposed
    passage where it changed; the word diff; what its proof in the new text brings up."""

    name: str
    state: str
    was: int
    now: int
    proposed: Passage | None = None
    diff: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _New:
    """The new text: its folder, the name and bytes of its file, whether it is there already, and its lines, cleaned."""

    folder: Path
    name: str
    data: bytes
    there: bool

    @property
    def text(self) -> str:
        return files.decode(self.data)

    @property
    def lines(self) -> list[str]:
        return [normalise.clean(line) for line in self.text.split("\n")]


@dataclass
class _Plan:
    """All that is proposed for a record, and the lines that say so."""

    source: Source
    zones: list[Kept] = field(default_factory=list)
    speech: list[Kept | Sequence[str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What the author asks for: to carry over what is sure (`write`), with the new words of the passages in `take`;
    `encoding` is that of the new file, where it is not UTF-8."""

    write: bool = False
    take: tuple[str, ...] = ()
    encoding: str = ""


@dataclass(frozen=True)
class Reanchored:
    """Lines for people, the errors and cautions of the new record, and whether it was written."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    written: bool = False


def reanchor(
    opened: Opened,
    key: str,
    path: Path,
    wanted: Wanted = Wanted(),
    environ: Mapping[str, str] = os.environ,
) -> Reanchored:
    """Find a source again in a new text, and write what is wanted."""
    source, old = opened.book.sources[key], opened.prover.articles.get(key)
    _known(source, wanted.take)
    new = _new_text(opened.book.root, source, path, wanted.encoding, environ)
    if hashlib.sha256(new.data).hexdigest() == source.text.sha256:
        return Reanchored((f"{key}: this is the text that the record describes; nothing changed.",))
    if old is None:
        return _without_the_old(opened, key, source, new, wanted.write)
    plan = _Plan(source)
    lines = align.lines(old.clean.split("\n"), new.lines)
    _zones(plan, lines, new)
    article = _speech(plan, key, source, old, new)
    passed = [*_passages(plan, key, opened.prover, article)]
    moved = align.paragraphs(old.blocks, article.blocks, lines)
    cited = [*_cited(opened, key, moved)]
    plan.told += [*_told_passages(passed), *_told_citations(cited)]
    taken = {p.name: p for p in passed if p.proposed and (ALL in wanted.take or p.name in wanted.take)}
    if not wanted.write:
        plan.told.append(
            "Nothing was written. `--write` carries over zones, speech and paragraph numbers; with it, `--take ID` the "
            "new words of a passage."
        )
        return Reanchored(tuple(_headed(key, new, plan)), (*plan.problems, *_problems(opened.book, key, passed)))
    if plan.problems:
        plan.told.append("Nothing was written: mend what is listed as an error first.")
        return Reanchored(tuple(_headed(key, new, plan)), (*plan.problems, *_problems(opened.book, key, passed)))
    _write(opened, key, plan, new, taken, cited)
    plan.told.append(
        f"Written: the record, and the text as {new.name}; the old text stays. "
        f"Then: sourcebook check, sourcebook seal {key}."
    )
    book, _ = store_book.load_book(opened.book.root)  # anew, because lines have moved
    again = Prover({key: book.sources[key]}, {key: article})
    left = [p.at(book.passage_place(proof.ref)) for proof in again.proofs() for p in proof.problems]
    return Reanchored(tuple(_headed(key, new, plan)), tuple(left), written=True)


def _known(source: Source, take: Sequence[str]) -> None:
    names = {p.id for p in source.passages}
    for name in take:
        if name not in names and name != ALL:
            raise SourcebookError(
                f"there is no passage {name!r} in this source; --take names one of its passages, or `{ALL}`."
            )


def _headed(key: str, new: _New, plan: _Plan) -> Iterator[str]:
    yield f"{key}: looked for in {new.name}."
    yield from plan.told


# -- the new text -----------------------------------------------------------------------------------------------------


def _new_text(root: Path, source: Source, path: Path, encoding: str, environ: Mapping[str, str]) -> _New:
    """The new text as it will be kept, beside the old one and under another name."""
    folder = add.texts_folder(root, environ)
    page = reader.read(path, encoding)
    if page.form == "a text file" and folder.is_dir() and path.resolve().parent == folder.resolve():
        data = reader.read_bytes(path)
        ingest_page.decoded(data, path.name)  # it stays as it is, so it must be UTF-8
        return _New(folder, path.name, data, True)
    stem = Path(source.text.file).stem
    names = (f"{stem}-{n}.txt" for n in range(2, _GENERATIONS))
    data = page.text.encode()
    for name in names:
        target = folder / name
        if target.is_file() and target.read_bytes() == data:
            return _New(folder, name, data, True)
        if not target.exists() and not target.is_symlink():
            return _New(folder, name, data, False)
    raise SourcebookError(f"the folder of the articles holds {_GENERATIONS} versions of {stem}; move old ones away.")


def _without_the_old(opened: Opened, key: str, source: Source, new: _New, write: bool) -> Reanchored:
    """Where the old text is not at hand only the passages can be looked for: zones and speech have nothing to go by."""
    if write:
        raise SourcebookError(
            f"the old text of {key} ({source.text.file}) is not at hand, and without it zones and speech cannot be "
            "carried over; put it back, keep the new one under another name, and call again."
        )
    laid = propose.lay_text(new.text)
    proposal = propose.propose(laid, ingest_page.Facts(title=source.title))
    bare = msgspec.structs.replace(source, zones=list(proposal.zones), speech=[])
    article, _, _ = add.hear(key, bare, new.text)
    told = [
        "The old text is not at hand: zones are proposed anew, and nobody knows who speaks; only words are looked for."
    ]
    gone = []
    for passage in source.passages:
        if article.stream.holds(_open_ended(passage)):
            told.append(f"  same: {passage.id}")
        else:
            gone.append(passage.id)
    told += [f"  not found: {name}" for name in gone]
    place = Place(opened.book.source_file(key))
    problems = [Problem(Kind.MISQUOTED, f"the passage {name} does not stand in the new text.", place) for name in gone]
    return Reanchored((f"{key}: looked for in {new.name}.", *told), tuple(problems))


def _open_ended(passage: Passage) -> tuple[str, ...]:
    words = normalise.tokens(passage.exact)
    return words[:-1] if len(words) > 1 and words[-1] in normalise.CLOSING else words


# -- zones ------------------------------------------------------------------------------------------------------------


def _zones(plan: _Plan, lines: Passing, new: _New) -> None:
    """Each zone where its lines stand now. A paragraph that is new inside a zone is taken into it, and said."""
    found: list[Zone] = []
    covered: set[int] = set()
    for index, zone in enumerate(plan.source.zones):
        low, high = _range(zone)
        there = [lines.after[n] for n in range(low, high + 1) if n in lines.after]
        if not there:
            plan.told.append(f"Zone {zone.zone} {zone.lines}: vanished, taken out.")
            continue
        written = str(there[0]) if there[0] == there[-1] else f"{there[0]}-{there[-1]}"
        placed = msgspec.structs.replace(zone, lines=written, **_ends(plan, zone, lines, new))
        covered.update(range(there[0], there[-1] + 1))
        found.append(placed)
        values = {n: getattr(placed, n) for n in ("lines", "starts", "ends") if getattr(placed, n) != getattr(zone, n)}
        plan.zones.append(Kept(index, values))
        if values:
            plan.told.append(f"Zone {zone.zone} {zone.lines}: now {', '.join(f'{k} {v}' for k, v in values.items())}.")
    for number in lines.new:
        first = " ".join(new.lines[number - 1].split()[:5])
        where = (
            "inside a zone, which takes it in"
            if number in covered
            else "in no zone; add it to one if it is the article's"
        )
        plan.told.append(f"New on line {number}, {where}: {first} …")
    plan.source = msgspec.structs.replace(
        plan.source,
        zones=found,
        text=msgspec.structs.replace(plan.source.text, file=new.name, sha256=hashlib.sha256(new.data).hexdigest()),
    )


def _range(zone: Zone) -> tuple[int, int]:
    first, _, last = zone.lines.partition("-")
    return int(first), int(last or first)


def _ends(plan: _Plan, zone: Zone, lines: Passing, new: _New) -> dict[str, str]:
    """The first and last words of a zone that does not fill its lines, as the new lines have them."""
    low, high = _range(zone)
    out: dict[str, str] = {}
    for name, number in (("starts", low), ("ends", high)):
        phrase = getattr(zone, name)
        if not phrase:
            continue
        after = lines.after.get(number)
        carried = align.carried(lines.before[number], new.lines[after - 1], phrase) if after else ""
        if carried:
            out[name] = carried
        else:
            message = (
                f"zone {zone.zone} {zone.lines}: `{name}` ({phrase!r}) does not stand in the new text; mend it by hand."
            )
            plan.problems.append(Problem(Kind.BAD_ZONE, message))
    return out


# -- speech -----------------------------------------------------------------------------------------------------------


def _speech(plan: _Plan, key: str, source: Source, old: Article, new: _New) -> Article:
    """The speech list for the new text, and the article with it: spans that stand there again keep their speaker."""
    before, _, _ = add.hear(key, source, old.clean)
    after, heard, _ = add.hear(key, plan.source, new.text)
    pairs = align.spans(align.spoken(before), align.spoken(after))
    indexes = {span.span: i for i, span in enumerate(source.speech)}
    inside = add.by_span(after)
    ruled: list[Speech] = []
    for span in heard:
        index = indexes.get(pairs.get(span.span, 0))
        if index is None:
            ruled.append(span)
            plan.speech.append([*add.speech_entry(span, after, inside)])
            plan.told.append(
                f"Speech {span.span}: new, {_paragraph(after, span.span)}; `unnamed` until you say who speaks."
            )
            continue
        was = source.speech[index]
        ruled.append(msgspec.structs.replace(was, span=span.span))
        plan.speech.append(Kept(index, {"span": str(span.span)} if span.span != was.span else {}))
        if span.span != was.span:
            plan.told.append(f"Speech {was.span} ({was.speaker}): now {span.span}, {_paragraph(after, span.span)}.")
    gone = sorted(set(indexes) - set(pairs.values()))
    plan.told += [f"Speech {n} ({source.speech[indexes[n]].speaker}): vanished, taken out." for n in gone]
    plan.source = msgspec.structs.replace(plan.source, speech=ruled)
    article, faults = quotes_article.tokenise(key, plan.source, new.text)
    plan.problems += [p for _, p in faults]
    return article


def _paragraph(article: Article, span: int) -> str:
    return f"¶{article.paragraphs[article.speech.index(span)]}"


# -- passages ---------------------------------------------------------------------------------------------------------


def _passages(plan: _Plan, key: str, before: Prover, article: Article) -> Iterator[Passed]:
    """What became of each passage."""
    after = Prover({key: plan.source}, {key: article})
    course = align.Course(before.articles[key].words, article.words)
    for passage in plan.source.passages:
        was, now = before.passage(f"{key}/{passage.id}"), after.passage(f"{key}/{passage.id}")
        paragraph = was.span.paragraph if was.span else 0
        if now.span and now.ok:
            yield Passed(passage.id, "same", paragraph, now.span.paragraph, problems=now.problems)
        else:
            yield _changed(passage, was, now, course, article)


def _changed(passage: Passage, was: Proof, now: Proof, course: align.Course, article: Article) -> Passed:
    """A passage that does not stand as it is: what stands in its place, where that can be told."""
    paragraph = was.span.paragraph if was.span else 0
    run = course.run(was.span.start, was.span.end) if was.span else None
    if run is None:
        return Passed(passage.id, "vanished", paragraph, 0, problems=now.problems)
    quotation, verdict = selector.unique(article, *run)
    if normalise.tokens(quotation.exact) == _open_ended(passage) and not (quotation.prefix or quotation.suffix):
        return Passed(passage.id, "same", paragraph, article.paragraphs[run[0]], problems=now.problems)
    proposed = msgspec.structs.replace(passage, exact=quotation.exact, prefix=quotation.prefix, suffix=quotation.suffix)
    old = normalise.tokens(" ".join(filter(None, (passage.prefix, passage.exact, passage.suffix))))
    new = normalise.tokens(" ".join(filter(None, (proposed.prefix, proposed.exact, proposed.suffix))))
    same_words = normalise.tokens(passage.exact) == normalise.tokens(proposed.exact)
    diff = (
        align.word_diff(old, new)
        if same_words
        else align.word_diff(normalise.tokens(passage.exact), normalise.tokens(proposed.exact))
    )
    return Passed(
        passage.id,
        "changed",
        paragraph,
        article.paragraphs[run[0]],
        proposed,
        diff,
        (*now.problems, *_more(verdict.problems, now)),
    )


def _more(problems: Sequence[Problem], known: Proof) -> list[Problem]:
    """What the proposed words bring up beyond what is known already."""
    kinds = {p.kind for p in known.problems}
    return [p for p in problems if p.kind not in kinds]


def _told_passages(passed: Sequence[Passed]) -> Iterator[str]:
    same = [p for p in passed if p.state == "same"]
    faulty = [p.name for p in same if any(q.is_error for q in p.problems)]
    stayed = [p.name for p in same if p.was == p.now and p.name not in faulty]
    yield f"Passages: {len(same)} unchanged, {len(passed) - len(same)} not."
    if stayed:
        yield f"  unchanged: {', '.join(stayed)}"
    yield from (f"  unchanged, now in ¶{p.now} (was ¶{p.was}): {p.name}" for p in same if p.was != p.now)
    if faulty:
        yield f"  the same words, and no longer right where they stand: {', '.join(faulty)}"
    for found in passed:
        if found.state == "changed":
            yield f"  CHANGED, ¶{found.now}: {found.name}"
            yield f"    {found.diff}"
        elif found.state == "vanished":
            yield f"  VANISHED, was in ¶{found.was}: {found.name}. Withdraw it with a tombstone, or correct it by hand."


def _problems(book: Book, key: str, passed: Sequence[Passed]) -> Iterator[Problem]:
    """What the passages' proofs in the new text bring up, at their places."""
    for found in passed:
        yield from (p.at(book.passage_place(f"{key}/{found.name}")) for p in found.problems)


# -- paragraphs that are cited by number ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Citation:
    """A paragraph of this source that a record cites by number: the file, the value's path, the number then and now."""

    file: str
    line: int
    path: tuple[str | int, ...]
    was: int
    now: int


def _cited(opened: Opened, key: str, moved: Mapping[int, int]) -> Iterator[_Citation]:
    """The paragraphs that other records cite by number, where the number changed (0: the paragraph vanished)."""
    for file, document in sorted(opened.book.documents.items()):
        for path, value in _walk(document.value, ()):
            number = value.get("paragraph")
            if value.get("source") != key or not isinstance(number, str) or not number.isdecimal():
                continue
            now = moved.get(int(number), 0)
            if now != int(number):
                at = (*path, "paragraph")
                yield _Citation(file, document.line(at), at, int(number), now)


def _walk(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Every mapping inside a value, with its path."""
    if isinstance(value, dict):
        yield path, value
    for name, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _walk(item, (*path, name))


def _told_citations(cited: Sequence[_Citation]) -> Iterator[str]:
    for c in cited:
        if c.now:
            yield f"{c.file}:{c.line}: cites ¶{c.was}, which is now ¶{c.now}."
        else:
            yield f"{c.file}:{c.line}: cites ¶{c.was}, which VANISHED; correct it by hand."


# -- writing ----------------------------------------------------------------------------------------------------------


def _write(
    opened: Opened, key: str, plan: _Plan, new: _New, taken: Mapping[str, Passed], cited: Sequence[_Citation]
) -> None:
    """Write the text, the record and the records that cite it; where one fails, all are as they were."""
    name = opened.book.source_file(key)
    edited = {name: _edited_record(opened, key, plan, taken)}
    for file in sorted({c.file for c in cited if c.now}):
        manuscript = Manuscript(edited[file] if file in edited else _read(opened.book.root, file))
        for c in cited:
            if c.file == file and c.now:
                manuscript.replace(c.path, str(c.now))
        edited[file] = manuscript.result()
    root = opened.book.root
    writes = {root / file: yaml_edit.as_before(text, (root / file).read_bytes()) for file, text in edited.items()}
    fresh = {} if new.there else {new.folder / new.name: new.data}
    transaction.change(root, fresh | writes, fresh=fresh)


def _read(root: Path, file: str) -> str:
    text, problems = store_book.read_file(root / file, root)
    if text is None:
        raise SourcebookError(f"{problems[0]}")
    return text


def _edited_record(opened: Opened, key: str, plan: _Plan, taken: Mapping[str, Passed]) -> str:
    """The record with every edit made; SourcebookError where it would not read as planned."""
    name = opened.book.source_file(key)
    manuscript = Manuscript(_read(opened.book.root, name))
    manuscript.replace(("text", "file"), plan.source.text.file)
    manuscript.replace(("text", "sha256"), plan.source.text.sha256)
    manuscript.rewrite(("zones",), plan.zones)
    if ("speech",) in manuscript:
        manuscript.rewrite(("speech",), plan.speech)
    elif plan.speech:
        manuscript.add_key(
            ("zones",), ["", "speech:", *(line for e in plan.speech if not isinstance(e, Kept) for line in e)]
        )
    passages = []
    for index, passage in enumerate(plan.source.passages):
        found = taken.get(passage.id)
        passages.append(found.proposed if found and found.proposed else passage)
        if passages[-1] is not passage:
            _take(manuscript, ("passages", index), passages[-1])
    text = manuscript.result()
    planned = msgspec.structs.replace(plan.source, passages=passages)
    record, problems = validation.to_record(Source, yaml_source.parse(text), name)
    if problems or record != planned:
        message = f"{name} is written in a way that cannot be edited safely; nothing was written."
        raise SourcebookError(f"{message} Put each zone, span and passage on lines of their own, and call again.")
    return text


def _take(manuscript: Manuscript, path: tuple[str | int, ...], passage: Passage) -> None:
    """Write a passage's new words, and the words beside them that say which place is meant."""
    manuscript.fold((*path, "exact"), passage.exact)
    fresh: list[str] = []
    for name in ("prefix", "suffix"):
        value = getattr(passage, name)
        if (*path, name) in manuscript:
            manuscript.replace((*path, name), value)
        elif value:
            fresh += yaml_edit.entry(name, value, manuscript.indent((*path, "exact")))
    if fresh:
        manuscript.add_key((*path, "exact"), fresh)
