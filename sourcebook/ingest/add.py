"""`sourcebook add`: turn a file into a stored text and a source record with proposed zones and speech.

Nothing is invented: what the file does not give stays empty, with a comment in the record. No file is overwritten. Not
here: reading files (`reader.py`), and telling an article from page furniture (`propose.py`).
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from sourcebook.analysis import language_tags
from sourcebook.ingest import hyphenation, propose, reader, waiting
from sourcebook.ingest import page as ingest_page
from sourcebook.ingest.page import ExtractedPage, Facts
from sourcebook.ingest.propose import Proposal
from sourcebook.model.problems import CommandReport, Problem, SourcebookError
from sourcebook.model.records import ID, ID_FORM, UNNAMED, Reliability, Source, Speech, TextFile, Zone
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import normalise
from sourcebook.quotes.article import Article
from sourcebook.quotes.languages import is_covered
from sourcebook.store import articles, files, transaction, validation, yaml_edit, yaml_source
from sourcebook.store.book import COLLECTIONS, SOURCES, Book, load_book

_FEW = 3
"""How many words of a span a comment shows: enough to find it, too few for a quotation."""
_GENRE = "article"
_GUESSED = "guessed from its words"
_UNKNOWN_LANGUAGE = "und"
"""The BCP 47 tag of an undetermined language."""


@dataclass(frozen=True)
class Given:
    """What the author states on the command line: title, encoding, language; empty to take it from the file."""

    title: str = ""
    encoding: str = ""
    language: str = ""


NOTHING_GIVEN = Given()


@dataclass(frozen=True)
class StoredText:
    """The article's text file: its folder, name and bytes, and whether it already exists."""

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

    @property
    def where(self) -> str:
        """Words for where the text is stored, without a path of this machine."""
        return "stays where it is" if self.there else f"was put in the folder {self.folder.name}/"


def add(
    root: Path, path: Path, key: str, given: Given = NOTHING_GIVEN, environ: Mapping[str, str] = os.environ
) -> CommandReport:
    """Read a file, propose a record, and write text and record. SourcebookError where that fails."""
    record_path(root, key)
    addition = prepare(root, path, key, reader.read(path, given.encoding), given, environ)
    transaction.change(root, addition.writes, fresh=addition.fresh)
    return addition.report


@dataclass(frozen=True)
class Addition:
    """What adding a source would write, which of it must not be there yet, and what is to be said of it."""

    writes: Mapping[Path, bytes]
    fresh: frozenset[Path]
    report: CommandReport


def prepare(
    root: Path,
    path: Path,
    key: str,
    page: ExtractedPage,
    given: Given = NOTHING_GIVEN,
    environ: Mapping[str, str] = os.environ,
) -> Addition:
    """Propose the record of a page that was read from a file; nothing is written. SourcebookError where that fails."""
    record = record_path(root, key)
    awaited = waiting.record(root, key)
    text_file = store_as(texts_folder(root, environ), path, page, key)
    blocks = (
        propose.blocks_of_text(text_file.text)
        if text_file.there and text_file.text != page.text
        else propose.blocks_of_page(page)
    )
    proposal = propose.propose(blocks, _facts(page.facts, given, awaited and awaited[1]), page.marked)
    source = _source(key, text_file, proposal)
    article, speech, reasons = detect_speech(key, source, text_file.text)
    source = _with_speech(source, speech)
    if awaited:
        zones, spans = _zones(source.zones, proposal), _speech(source.speech, article, reasons)
        fields = {"zones": [*zones], "speech": [*spans], "language": [f"language: {source.language}"]}
        written = waiting.completed(awaited[0], source, fields)
    else:
        written = "\n".join(_record(source, page, proposal, article, reasons)) + "\n"
    report = _report(key, text_file, page, proposal, source, article)
    texts = {} if text_file.there else {text_file.folder / text_file.name: text_file.data}
    return Addition(
        writes={record: written.encode(), **texts},
        fresh=frozenset(texts) if awaited else frozenset((record, *texts)),
        report=CommandReport((*report,), (*_faults(written, key, text_file.text),)),
    )


def _facts(facts: Facts, given: Given, awaited: Source | None) -> Facts:
    """The facts of a page, overruled by what the author states, and by a record that waits for the article."""
    title = yaml_edit.one_line(given.title) or (awaited.title if awaited else "")
    facts = replace(facts, title=title) if title else facts
    if given.language:
        return replace(facts, language=language_tags.accepted(given.language), language_because="as you gave it")
    if awaited and awaited.language != _UNKNOWN_LANGUAGE:
        return replace(facts, language=awaited.language, language_because="as the record has it")
    return facts


def record_path(root: Path, key: str, book: Book | None = None) -> Path:
    """The path of the new record; SourcebookError where the key is invalid or taken. `book`: where it is open."""
    if not re.fullmatch(ID, key):
        raise SourcebookError(f"{key!r} is no key; write {ID_FORM}: name-2022.")
    if key in COLLECTIONS or key == articles.FULLTEXT:
        raise SourcebookError(f"the key {key!r} names another file of {SOURCES}/; choose another.")
    path = root / SOURCES / f"{key}.yml"
    if path.parent.is_symlink() or path.is_symlink():
        link = f"{SOURCES}/{'' if path.parent.is_symlink() else path.name}"
        raise SourcebookError(f"{link} is a link; put a folder of the book there.")
    if waiting.record(root, key):
        return path
    if path.exists() or articles.seal_file(root, key).exists():
        raise SourcebookError(f"there is a source {key!r} already, and nothing is written over; choose another key.")
    if any(tombstone.id == key for tombstone in (book or load_book(root)[0]).withdrawn):
        raise SourcebookError(f"the source {key!r} was withdrawn, and a key is never used again; choose another.")
    return path


def texts_folder(root: Path, environ: Mapping[str, str]) -> Path:
    """The folder of the articles: the one that the environment names, or `sources/fulltext/`."""
    named = environ.get(articles.TEXTS_VARIABLE, "").strip()
    if named:
        folder = Path(named).expanduser()
        if not folder.is_dir():
            raise SourcebookError(
                f"{articles.TEXTS_VARIABLE} names {named!r}, which is no folder; make it, or correct the name."
            )
        return folder
    folder = root / SOURCES / articles.FULLTEXT
    if folder.is_symlink():
        where = f"{SOURCES}/{articles.FULLTEXT}"
        raise SourcebookError(
            f"{where} is a link; name the folder that it leads to in {articles.TEXTS_VARIABLE} instead."
        )
    return folder


def store_as(folder: Path, path: Path, page: ExtractedPage, key: str) -> StoredText:
    """Choose the text file: a UTF-8 text that is already in the folder of the articles stays as it is."""
    data = page.text.encode()
    if page.form == "a text file" and folder.is_dir() and path.resolve().parent == folder.resolve():
        own = reader.read_bytes(path)
        try:
            files.decode(own)
        except ValueError:
            pass  # in another encoding: it is copied as UTF-8
        else:
            return StoredText(folder, path.name, own, True)
    name = f"{key}.txt"
    target = folder / name
    if target.is_symlink():
        raise SourcebookError(f"{name} in the folder of the articles is a link; move it away.")
    there = target.read_bytes() if target.is_file() else None
    if there or (there is None and target.exists()):  # `sourcebook new source` makes an empty file to paste into
        if there == data:
            return StoredText(folder, name, data, True)
        raise SourcebookError(
            f"the folder of the articles holds another {name}, and nothing is written over; choose another key."
        )
    return StoredText(folder, name, data, False)


# -- the record as data -----------------------------------------------------------------------------------------------


def _source(key: str, text_file: StoredText, proposal: Proposal) -> Source:
    """The proposed record, without its speech."""
    facts = proposal.facts
    title = facts.title or f"[Untitled: {_first_words(proposal)} …]"
    return Source(
        title=title,
        short=_short(facts, title),
        genre=_GENRE,
        language=facts.language or _UNKNOWN_LANGUAGE,
        fidelity="original",
        origin=key,
        reliability=Reliability(
            letter="F", because="Cannot be judged: there is no record here of earlier reporting in this copy."
        ),
        text=TextFile(file=text_file.name, sha256=hashlib.sha256(text_file.data).hexdigest()),
        zones=list(proposal.zones),
        container_title=facts.container_title,
        publisher=facts.publisher,
        issued=facts.issued,
        issued_because=facts.issued_because,
    )


def _first_words(proposal: Proposal) -> str:
    block = next((b for b, name in proposal.labels if name == "body"), proposal.labels[0][0])
    return " ".join(block.text.split()[:_FEW])


def _short(facts: Facts, title: str) -> str:
    """A short name for running heads: the author's family name, or the first words of the title."""
    if facts.author:
        return facts.author[0].split()[-1]
    return " ".join(title.split()[:4]).rstrip(",:;–—- ")


def _with_speech(source: Source, speech: Sequence[Speech]) -> Source:
    return msgspec.structs.replace(source, speech=list(speech))


def detect_speech(key: str, source: Source, text: str) -> tuple[Article, list[Speech], dict[int, str]]:
    """Tokenise the article with every span of speech `unnamed`; also returns the spans, and irregular ones by ordinal.

    A span with a lost or doubled mark gets a ruling that follows the marks as printed, with a reason.
    """
    bare = _with_speech(source, ())
    article, _ = quotes_article.tokenise(key, bare, text)
    spans = max(article.speech, default=0)
    speech = [Speech(span=n, speaker=UNNAMED) for n in range(1, spans + 1)]
    _, problems = quotes_article.tokenise(key, _with_speech(source, speech), text)
    faults = {index + 1: p.message for (name, index), p in problems if name == "speech" and index >= 0}
    inside, plain = by_span(article), normalise.canonical(article.clean)
    for number, message in faults.items():
        fault = message.partition("): ")[2].partition(";")[0] or "its marks are irregular"
        speech[number - 1] = Speech(
            span=number,
            speaker=UNNAMED,
            ends=_last_words(article, inside[number], plain),
            because=f"As printed, {fault}. To be checked.",
        )
    article, _ = quotes_article.tokenise(key, _with_speech(source, speech), text)
    return article, speech, faults


def by_span(article: Article) -> dict[int, list[int]]:
    """The token indexes of each span of speech, by ordinal. Computed once: an article may hold thousands of spans."""
    out: dict[int, list[int]] = {}
    for i, number in enumerate(article.speech):
        if number:
            out.setdefault(number, []).append(i)
    return out


def _last_words(article: Article, tokens: Sequence[int], plain: str) -> str:
    """The last words of a span, as many as identify its end. `plain`: the article in canonical form."""
    start, end = article.starts[tokens[0]], article.ends[tokens[-1]]
    for first in reversed(tokens):
        low = article.starts[first]
        if plain.find(plain[low:end], start) == low and normalise.is_word(article.words[first]):
            return article.clean[low:end]
    return article.clean[start:end]


def _faults(written: str, key: str, text: str) -> list[Problem]:
    """The problems that `check` would report for a record text."""
    document = yaml_source.parse(written)
    source, problems = validation.to_record(Source, document, f"{SOURCES}/{key}.yml")
    return problems if source is None else [p for _, p in quotes_article.tokenise(key, source, text)[1]]


# -- the record as YAML -----------------------------------------------------------------------------------------------


def _record(
    source: Source, page: ExtractedPage, proposal: Proposal, article: Article, faults: Mapping[int, str]
) -> Iterator[str]:
    """The lines of the record, with comments on what is empty and what to check."""
    facts = proposal.facts
    yield from yaml_edit.comment(
        f"Proposed from {page.form}. Read it beside the article: what is empty was not found in the file."
    )
    for aside in facts.asides:
        yield from yaml_edit.comment(aside)
    for line in page.look:
        yield from yaml_edit.comment(f"To be looked at: {line}")
    yield from ["", *_descriptive(source, facts), ""]
    yield from _provenance(page, facts)
    yield from [
        "reliability:",
        f"  letter: {source.reliability.letter}",
        *yaml_edit.entry("because", source.reliability.because, 2, True),
        "",
    ]
    yield from ["text:", *yaml_edit.entry("file", source.text.file, 2), f"  sha256: {source.text.sha256}", ""]
    yield from _zones(source.zones, proposal)
    yield from ["", *_speech(source.speech, article, faults), ""]
    yield from yaml_edit.comment(
        'Passages that the book may quote. `sourcebook find "words"` writes them, ready to paste.'
    )
    yield "passages: []"


def _descriptive(source: Source, facts: Facts) -> Iterator[str]:
    if source.title.startswith("[Untitled:"):
        yield from yaml_edit.comment("No title was found in the file; the first words stand in for it.")
    yield from yaml_edit.entry("title", source.title, block=True)
    yield from yaml_edit.entry("short", source.short)
    yield from yaml_edit.comment("To be made precise: opinion, news report, analysis, interview …")
    yield f"genre: {source.genre}"
    if source.language == _UNKNOWN_LANGUAGE:
        yield from yaml_edit.comment(
            "The file does not name its language (und: undetermined); write its code, such as en."
        )
    elif facts.language_because == _GUESSED:
        yield from yaml_edit.comment("Guessed from the words of the text; to be checked.")
    yield f"language: {source.language}"
    yield from yaml_edit.comment(
        "To be checked: a copy that was translated back is `retranslated`, and its speech is nobody's exact words."
    )
    yield f"fidelity: {source.fidelity}"
    yield from yaml_edit.comment("Two copies of one report share an origin, and are one witness.")
    yield from [f"origin: {source.origin}", ""]
    yield from _author(facts.author)
    yield ""
    for name, value in (
        ("container-title", source.container_title),
        ("publisher", source.publisher),
        ("issued", source.issued),
    ):
        yield from yaml_edit.comment("Not found in the file.") if not value else ()
        yield from yaml_edit.entry(name, value)
    if source.issued:
        yield from yaml_edit.entry("issued-because", source.issued_because, block=True)
    yield ""
    yield from yaml_edit.comment("Not found in the file: an interest of the author that a reader should know.")
    yield 'disclosure: ""'


def _author(names: Sequence[str]) -> Iterator[str]:
    """Author names as `literal`, because files do not tell the family name."""
    if not names:
        yield from yaml_edit.comment("Not found in the file.")
        yield "author: []"
        return
    yield from yaml_edit.comment(
        "As the file gives it; part it into `given` and `family`, and link it to actors.yml with `actor`."
    )
    yield "author:"
    for name in names:
        first, *rest = yaml_edit.entry("literal", name, 4)
        yield from [f"  - {first.strip()}", *rest]


def _provenance(page: ExtractedPage, facts: Facts) -> Iterator[str]:
    origin = f"{page.form[:1].upper()}{page.form[1:]}; where and when the copy was taken is not recorded."
    origin += f" The page names its own address: {facts.address}" if facts.address else ""
    yield from yaml_edit.entry("provenance", " ".join([origin, *page.notes]), block=True)
    yield ""


def _zones(zones: Sequence[Zone], proposal: Proposal) -> Iterator[str]:
    """The lines of the zone list."""
    yield from yaml_edit.comment("Proposed. What no zone covers is furniture of the page, and cannot be quoted.")
    if proposal.doubtful:
        lines = ", ".join(map(str, proposal.doubtful))
        yield from yaml_edit.comment(
            f"To be looked at: line {lines} between paragraphs of the body was taken for furniture."
        )
    yield "zones:" if zones else "zones: []"
    for zone in zones:
        yield from [f"  - zone: {zone.zone}", f"    lines: {zone.lines}"]
        for name, value in (("starts", zone.starts), ("ends", zone.ends)):
            yield from yaml_edit.entry(name, value, 4) if value else ()


def _speech(speech: Sequence[Speech], article: Article, faults: Mapping[int, str]) -> Iterator[str]:
    """The lines of the speech list, every span `unnamed`, with its paragraph and first words."""
    if not speech:
        yield from yaml_edit.comment("No quotation marks were found in the zones.")
        yield "speech: []"
        return
    yield from yaml_edit.comment(
        "Whose words stand in quotation marks: an actor's id, `author` for the author's own use, or `unnamed`."
    )
    yield "speech:"
    inside = by_span(article)
    for span in speech:
        if span.span in faults:
            yield from yaml_edit.comment(
                "The marks are irregular here; say where the speech ends, or `void: true`, and why.", 2
            )
        yield from speech_entry(span, article, inside)


def speech_entry(span: Speech, article: Article, inside: Mapping[int, Sequence[int]]) -> Iterator[str]:
    """The lines of one span, under a comment with its paragraph and first words. `inside`: the tokens of each span."""
    words = [i for i in inside.get(span.span, ()) if normalise.is_word(article.words[i])][:_FEW]
    if words:
        first = " ".join(article.clean[article.starts[words[0]] : article.ends[words[-1]]].split())
        yield from yaml_edit.comment(f"¶{article.paragraphs[words[0]]}: {first} …", 2)
    yield f"  - span: {span.span}"
    for name, value in (("speaker", span.speaker), ("starts", span.starts), ("ends", span.ends)):
        yield from yaml_edit.entry(name, value, 4) if value else ()
    if span.void:
        yield "    void: true"
    if span.because:
        yield from yaml_edit.entry("because", span.because, 4, True)


# -- the report -----------------------------------------------------------------------------------------------------


def _report(
    key: str, text_file: StoredText, page: ExtractedPage, proposal: Proposal, source: Source, article: Article
) -> Iterator[str]:
    words = normalise.count_words(article.words)
    yield f"Wrote {SOURCES}/{key}.yml. The text {text_file.where}: {text_file.name}."
    yield f"Read as {page.form}: {len(article.blocks)} paragraphs of the article, {words} quotable words."
    yield from (f"  {note}" for note in (*page.notes, *proposal.facts.asides))
    checks = _to_check(text_file, page)
    yield from ["To be looked at:", *(f"  {line}" for line in checks)] if checks else []
    present, empty = _present_fields(source, proposal.facts)
    yield "Found:"
    yield from (f"  {name}: {value}" for name, value in present)
    if proposal.facts.language and not is_covered(proposal.facts.language):
        name = language_tags.language_name(proposal.facts.language)
        yield f"Cut hedges and negations are not looked for in {name}: read the sentence around each quotation."
    if not proposal.facts.language:
        yield "Language: not found. Write its code in place of `und` in the record, or add it with --language CODE."
    yield f"Left empty, because it was not found: {', '.join(empty)}."
    yield from _zone_lines(source.zones, proposal)
    yield f"Speech: {len(source.speech)} spans in quotation marks, each `{UNNAMED}` until you say whose words they are."
    yield "Next: read the record beside the text; correct zones and speech; fill in what is empty and can be known;"
    yield f'  sourcebook find "words" --source {key}   writes passages, ready to paste;'
    yield f"  then sourcebook check, and sourcebook seal {key}."


def _to_check(text_file: StoredText, page: ExtractedPage) -> tuple[str, ...]:
    """Decisions of the reader for the author to check; for a text that stays as it is, its broken words."""
    if not text_file.there or text_file.text == page.text:
        return page.look
    halves = hyphenation.broken(text_file.text)
    if not halves:
        return ()
    count = "1 word is" if len(halves) == 1 else f"{len(halves)} words are"
    return (f"{count} broken at a line's end, and stay so, as the file stays as it is: {hyphenation.few(halves, 8)}.",)


def _zone_lines(zones: Sequence[Zone], proposal: Proposal) -> Iterator[str]:
    yield "Zones, by line of the text:"
    for zone in zones:
        starts = f" (from “{zone.starts}”)" if zone.starts else ""
        yield f"  {zone.zone} {zone.lines}{starts}" + (f" (to “{zone.ends}”)" if zone.ends else "")
    furniture = [
        str(b.first) if b.first == b.last else f"{b.first}-{b.last}" for b in proposal.lines(ingest_page.NOISE)
    ]
    if furniture:
        yield f"  furniture {', '.join(furniture)}"
    if proposal.doubtful:
        yield f"  To be looked at: furniture inside the body, line {', '.join(map(str, proposal.doubtful))}."


def _present_fields(source: Source, facts: Facts) -> tuple[list[tuple[str, str]], list[str]]:
    """The fields that were found with their values, and the names of those that were not."""
    fields = {
        "title": facts.title,
        "author": "; ".join(facts.author),
        "container-title": source.container_title,
        "publisher": source.publisher,
        "issued": source.issued,
        "language": facts.language + (f" ({_GUESSED})" if facts.language_because == _GUESSED else ""),
    }
    return [(k, v) for k, v in fields.items() if v], [*(k for k, v in fields.items() if not v), "disclosure"]
