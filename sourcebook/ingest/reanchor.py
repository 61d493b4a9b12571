"""`sourcebook reanchor`: carry the zones, speech and passages of a source over to a corrected text of its article.

What maps with certainty is carried over, the rest is reported. Ids never change, a passage's words only where the
author says so, and nothing is written unless the edited record parses as intended. Not here: alignment (`align.py`),
verdicts, and new sources (`add.py`).
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
from sourcebook.ingest.add import StoredText
from sourcebook.ingest.align import LineMapping
from sourcebook.model.problems import CommandReport, Kind, Place, Problem, SourcebookError
from sourcebook.model.records import Passage, Source, Speech, Zone
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import normalise, selector
from sourcebook.quotes.article import Article
from sourcebook.quotes.prover import Proof, Prover
from sourcebook.store import transaction, validation, yaml_edit, yaml_source
from sourcebook.store.book import Book, load_book, read_file
from sourcebook.store.yaml_edit import Kept, Manuscript

ALL = "all"
"""The value of `--take` for every changed passage."""
_ONLY_LISTED = (
    "Nothing was written. `--write` carries over zones, speech and paragraph numbers; with it, `--take ID` the new "
    "words of a passage."
)
_FAULTY = "Nothing was written: mend what is listed as an error first."
_GENERATIONS = 1000
"""The most versions of one text."""


@dataclass(frozen=True)
class PassageChange:
    """The fate of one passage: `same`, `changed` or `vanished`; its old and new paragraph (0: none); the proposed
    passage if it changed; the word diff; the problems of its proof in the new text."""

    name: str
    state: str
    was: int
    now: int
    proposed: Passage | None = None
    diff: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass
class _Plan:
    """The planned changes of a record, and the lines that report them."""

    source: Source
    zones: list[Kept] = field(default_factory=list)
    speech: list[Kept | Sequence[str]] = field(default_factory=list)
    report: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class ReanchorOptions:
    """The options of the command: `write` carries over what is certain; `take` names passages whose new words are
    accepted; `encoding` is that of the new file, if not UTF-8."""

    write: bool = False
    take: tuple[str, ...] = ()
    encoding: str = ""


def reanchor(
    opened: Opened,
    key: str,
    path: Path,
    options: ReanchorOptions = ReanchorOptions(),
    environ: Mapping[str, str] = os.environ,
) -> CommandReport:
    """Find the zones, speech and passages of a source in a new text, and write what the options ask for."""
    source, old = opened.book.sources[key], opened.prover.articles.get(key)
    _require_passages(source, options.take)
    new = _new_text(opened.book.root, source, path, options.encoding, environ)
    if hashlib.sha256(new.data).hexdigest() == source.text.sha256:
        return CommandReport((f"{key}: this is the text that the record describes; nothing changed.",))
    if old is None:
        return _without_old_text(opened, key, source, new, options.write)
    plan = _Plan(source)
    lines = align.lines(old.clean.split("\n"), new.lines)
    _zones(plan, lines, new)
    article = _speech(plan, key, source, old, new)
    changes = [*_passages(plan, key, opened.prover, article)]
    moved = align.paragraphs(old.blocks, article.blocks, lines)
    cited = [*_cited(opened, key, moved)]
    plan.report += [*_passage_lines(changes), *_citation_lines(cited)]
    taken = {p.name: p for p in changes if p.proposed and (ALL in options.take or p.name in options.take)}
    if not options.write or plan.problems:
        plan.report.append(_FAULTY if options.write else _ONLY_LISTED)
        return CommandReport(tuple(_headed(key, new, plan)), (*plan.problems, *_problems(opened.book, key, changes)))
    _write(opened, key, plan, new, taken, cited)
    plan.report.append(
        f"Written: the record, and the text as {new.name}; the old text stays. "
        f"Then: sourcebook check, sourcebook seal {key}."
    )
    book, _ = load_book(opened.book.root)  # reloaded, because lines have moved
    again = Prover({key: book.sources[key]}, {key: article})
    left = [p.at(book.passage_place(proof.ref)) for proof in again.proofs() for p in proof.problems]
    return CommandReport(tuple(_headed(key, new, plan)), tuple(left))


def _require_passages(source: Source, take: Sequence[str]) -> None:
    """Raise SourcebookError if `--take` names a passage that the source does not have."""
    names = {p.id for p in source.passages}
    for name in take:
        if name not in names and name != ALL:
            raise SourcebookError(
                f"there is no passage {name!r} in this source; --take names one of its passages, or `{ALL}`."
            )


def _headed(key: str, new: StoredText, plan: _Plan) -> Iterator[str]:
    yield f"{key}: looked for in {new.name}."
    yield from plan.report


# -- the new text -----------------------------------------------------------------------------------------------------


def _new_text(root: Path, source: Source, path: Path, encoding: str, environ: Mapping[str, str]) -> StoredText:
    """Read the new text, and choose its file name beside the old one."""
    folder = add.texts_folder(root, environ)
    page = reader.read(path, encoding)
    if page.form == "a text file" and folder.is_dir() and path.resolve().parent == folder.resolve():
        data = reader.read_bytes(path)
        ingest_page.decoded(data, path.name)  # it stays as it is, so it must be UTF-8
        return StoredText(folder, path.name, data, True)
    stem = Path(source.text.file).stem
    names = (f"{stem}-{n}.txt" for n in range(2, _GENERATIONS))
    data = page.text.encode()
    for name in names:
        target = folder / name
        if target.is_file() and target.read_bytes() == data:
            return StoredText(folder, name, data, True)
        if not target.exists() and not target.is_symlink():
            return StoredText(folder, name, data, False)
    raise SourcebookError(f"the folder of the articles holds {_GENERATIONS} versions of {stem}; move old ones away.")


def _without_old_text(opened: Opened, key: str, source: Source, new: StoredText, write: bool) -> CommandReport:
    """Without the old text only passages can be searched: zones and speech cannot be mapped."""
    if write:
        raise SourcebookError(
            f"the old text of {key} ({source.text.file}) is not at hand, and without it zones and speech cannot be "
            "carried over; put it back, keep the new one under another name, and call again."
        )
    blocks = propose.blocks_of_text(new.text)
    proposal = propose.propose(blocks, ingest_page.Facts(title=source.title))
    bare = msgspec.structs.replace(source, zones=list(proposal.zones), speech=[])
    article, _, _ = add.detect_speech(key, bare, new.text)
    report = [
        "The old text is not at hand: zones are proposed anew, and nobody knows who speaks; only words are looked for."
    ]
    gone = []
    for passage in source.passages:
        if article.stream.holds(_open_ended(passage)):
            report.append(f"  same: {passage.id}")
        else:
            gone.append(passage.id)
    report += [f"  not found: {name}" for name in gone]
    place = Place(opened.book.source_file(key))
    problems = [Problem(Kind.MISQUOTED, f"the passage {name} does not stand in the new text.", place) for name in gone]
    return CommandReport((f"{key}: looked for in {new.name}.", *report), tuple(problems))


def _open_ended(passage: Passage) -> tuple[str, ...]:
    """The tokens of a passage without a closing mark at its end."""
    words = normalise.tokens(passage.exact)
    return words[:-1] if len(words) > 1 and words[-1] in normalise.CLOSING else words


# -- zones ------------------------------------------------------------------------------------------------------------


def _zones(plan: _Plan, lines: LineMapping, new: StoredText) -> None:
    """Move each zone to its new lines. A new paragraph inside a zone becomes part of it, and is reported."""
    zones: list[Zone] = []
    covered: set[int] = set()
    for index, zone in enumerate(plan.source.zones):
        low, high = _range(zone)
        there = [lines.after[n] for n in range(low, high + 1) if n in lines.after]
        if not there:
            plan.report.append(f"Zone {zone.zone} {zone.lines}: vanished, taken out.")
            continue
        written = str(there[0]) if there[0] == there[-1] else f"{there[0]}-{there[-1]}"
        placed = msgspec.structs.replace(zone, lines=written, **_ends(plan, zone, lines, new))
        covered.update(range(there[0], there[-1] + 1))
        zones.append(placed)
        values = {n: getattr(placed, n) for n in ("lines", "starts", "ends") if getattr(placed, n) != getattr(zone, n)}
        plan.zones.append(Kept(index, values))
        if values:
            plan.report.append(
                f"Zone {zone.zone} {zone.lines}: now {', '.join(f'{k} {v}' for k, v in values.items())}."
            )
    for number in lines.new:
        first = " ".join(new.lines[number - 1].split()[:5])
        where = (
            "inside a zone, which takes it in"
            if number in covered
            else "in no zone; add it to one if it is the article's"
        )
        plan.report.append(f"New on line {number}, {where}: {first} …")
    plan.source = msgspec.structs.replace(
        plan.source,
        zones=zones,
        text=msgspec.structs.replace(plan.source.text, file=new.name, sha256=hashlib.sha256(new.data).hexdigest()),
    )


def _range(zone: Zone) -> tuple[int, int]:
    first, _, last = zone.lines.partition("-")
    return int(first), int(last or first)


def _ends(plan: _Plan, zone: Zone, lines: LineMapping, new: StoredText) -> dict[str, str]:
    """The first and last words of a zone that does not fill its lines, in the new text."""
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


def _speech(plan: _Plan, key: str, source: Source, old: Article, new: StoredText) -> Article:
    """Plan the speech list of the new text, and tokenise the article with it: spans that recur keep their speaker."""
    before, _, _ = add.detect_speech(key, source, old.clean)
    after, heard, _ = add.detect_speech(key, plan.source, new.text)
    pairs = align.spans(align.spoken(before), align.spoken(after))
    indexes = {span.span: i for i, span in enumerate(source.speech)}
    inside = add.by_span(after)
    ruled: list[Speech] = []
    for span in heard:
        index = indexes.get(pairs.get(span.span, 0))
        if index is None:
            ruled.append(span)
            plan.speech.append([*add.speech_entry(span, after, inside)])
            plan.report.append(
                f"Speech {span.span}: new, {_paragraph(after, span.span)}; `unnamed` until you say who speaks."
            )
            continue
        was = source.speech[index]
        ruled.append(msgspec.structs.replace(was, span=span.span))
        plan.speech.append(Kept(index, {"span": str(span.span)} if span.span != was.span else {}))
        if span.span != was.span:
            plan.report.append(f"Speech {was.span} ({was.speaker}): now {span.span}, {_paragraph(after, span.span)}.")
    gone = sorted(set(indexes) - set(pairs.values()))
    plan.report += [f"Speech {n} ({source.speech[indexes[n]].speaker}): vanished, taken out." for n in gone]
    plan.source = msgspec.structs.replace(plan.source, speech=ruled)
    article, faults = quotes_article.tokenise(key, plan.source, new.text)
    plan.problems += [p for _, p in faults]
    return article


def _paragraph(article: Article, span: int) -> str:
    return f"¶{article.paragraphs[article.speech.index(span)]}"


# -- passages ---------------------------------------------------------------------------------------------------------


def _passages(plan: _Plan, key: str, before: Prover, article: Article) -> Iterator[PassageChange]:
    """Find each passage in the new text."""
    after = Prover({key: plan.source}, {key: article})
    words = align.WordMapping(before.articles[key].words, article.words)
    for passage in plan.source.passages:
        was, now = before.passage(f"{key}/{passage.id}"), after.passage(f"{key}/{passage.id}")
        paragraph = was.span.paragraph if was.span else 0
        if now.span and now.ok:
            yield PassageChange(passage.id, "same", paragraph, now.span.paragraph, problems=now.problems)
        else:
            yield _changed(passage, was, now, words, article)


def _changed(passage: Passage, was: Proof, now: Proof, words: align.WordMapping, article: Article) -> PassageChange:
    """What replaced a passage that is not found unchanged, where that is certain."""
    paragraph = was.span.paragraph if was.span else 0
    run = words.run(was.span.start, was.span.end) if was.span else None
    if run is None:
        return PassageChange(passage.id, "vanished", paragraph, 0, problems=now.problems)
    quotation, verdict = selector.unique(article, *run)
    if normalise.tokens(quotation.exact) == _open_ended(passage) and not (quotation.prefix or quotation.suffix):
        return PassageChange(passage.id, "same", paragraph, article.paragraphs[run[0]], problems=now.problems)
    proposed = msgspec.structs.replace(passage, exact=quotation.exact, prefix=quotation.prefix, suffix=quotation.suffix)
    old, new = (normalise.tokens(each.exact) for each in (passage, proposed))
    if old == new:
        old, new = (normalise.tokens(f"{p.prefix} {p.exact} {p.suffix}") for p in (passage, proposed))
    kinds = {p.kind for p in now.problems}
    problems = (*now.problems, *(p for p in verdict.problems if p.kind not in kinds))
    there = article.paragraphs[run[0]]
    return PassageChange(passage.id, "changed", paragraph, there, proposed, align.word_diff(old, new), problems)


def _passage_lines(changes: Sequence[PassageChange]) -> Iterator[str]:
    same = [p for p in changes if p.state == "same"]
    faulty = [p.name for p in same if any(q.is_error for q in p.problems)]
    stayed = [p.name for p in same if p.was == p.now and p.name not in faulty]
    yield f"Passages: {len(same)} unchanged, {len(changes) - len(same)} not."
    if stayed:
        yield f"  unchanged: {', '.join(stayed)}"
    yield from (f"  unchanged, now in ¶{p.now} (was ¶{p.was}): {p.name}" for p in same if p.was != p.now)
    if faulty:
        yield f"  the same words, and no longer right where they stand: {', '.join(faulty)}"
    for each in changes:
        if each.state == "changed":
            yield f"  CHANGED, ¶{each.now}: {each.name}"
            yield f"    {each.diff}"
        elif each.state == "vanished":
            yield f"  VANISHED, was in ¶{each.was}: {each.name}. Withdraw it with a tombstone, or correct it by hand."


def _problems(book: Book, key: str, changes: Sequence[PassageChange]) -> Iterator[Problem]:
    """The problems of the passages' proofs in the new text, at their places."""
    for change in changes:
        yield from (p.at(book.passage_place(f"{key}/{change.name}")) for p in change.problems)


# -- paragraphs cited by number ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Citation:
    """A citation of a paragraph of this source: the file, the value's path, the old and the new number."""

    file: str
    line: int
    path: tuple[str | int, ...]
    was: int
    now: int


def _cited(opened: Opened, key: str, moved: Mapping[int, int]) -> Iterator[_Citation]:
    """The citations in other records whose paragraph number changed (0: the paragraph vanished)."""
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
    """Yield every mapping inside a value, with its path."""
    if isinstance(value, dict):
        yield path, value
    for name, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _walk(item, (*path, name))


def _citation_lines(cited: Sequence[_Citation]) -> Iterator[str]:
    for c in cited:
        if c.now:
            yield f"{c.file}:{c.line}: cites ¶{c.was}, which is now ¶{c.now}."
        else:
            yield f"{c.file}:{c.line}: cites ¶{c.was}, which VANISHED; correct it by hand."


# -- writing ----------------------------------------------------------------------------------------------------------


def _write(
    opened: Opened,
    key: str,
    plan: _Plan,
    new: StoredText,
    taken: Mapping[str, PassageChange],
    cited: Sequence[_Citation],
) -> None:
    """Write the text, the record and the records that cite it, in one transaction."""
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
    text, problems = read_file(root / file, root)
    if text is None:
        raise SourcebookError(f"{problems[0]}")
    return text


def _edited_record(opened: Opened, key: str, plan: _Plan, taken: Mapping[str, PassageChange]) -> str:
    """The edited record; SourcebookError where it would not parse as planned."""
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
        change = taken.get(passage.id)
        passages.append(change.proposed if change and change.proposed else passage)
        if passages[-1] is not passage:
            _take(manuscript, ("passages", index), passages[-1])
    text = manuscript.result()
    intended = msgspec.structs.replace(plan.source, passages=passages)
    record, problems = validation.to_record(Source, yaml_source.parse(text), name)
    if problems or record != intended:
        message = f"{name} is written in a way that cannot be edited safely; nothing was written."
        raise SourcebookError(f"{message} Put each zone, span and passage on lines of their own, and call again.")
    return text


def _take(manuscript: Manuscript, path: tuple[str | int, ...], passage: Passage) -> None:
    """Write a passage's new words, and the prefix and suffix that make them unique."""
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
