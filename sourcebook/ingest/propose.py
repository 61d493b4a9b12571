"""Propose the zones of a text and the metadata that it prints, for an author to check and correct.

Plain rules over paragraphs assign each one a label. Nothing here decides about a quotation. Not here: reading files
(`reader.py`), and writing the record (`add.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sourcebook.ingest import edges, languages
from sourcebook.ingest.page import NOISE, ExtractedPage, Facts, wrapped
from sourcebook.ingest.printed_facts import byline, day, is_date, prints_day
from sourcebook.ingest.web import furniture
from sourcebook.model.records import Zone, ZoneName
from sourcebook.quotes.languages import primary
from sourcebook.quotes.normalise import count_words, tokens

_PLACE_LINE = re.compile(
    r"^([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3} ?(?:, [A-Z][\w.]+(?: \d{1,2})?)?(?: \([^)]{2,30}\))?) ?[–—-]+ "
)


def _any_of(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


def _whole(*forms: str) -> re.Pattern[str]:
    """A pattern for a paragraph that is one of the forms and nothing else, except punctuation at its end."""
    return re.compile(rf"^(?:{'|'.join(forms)})\W*$", re.IGNORECASE)


_DISCLAIMER = _any_of(
    r"\b(?:views|opinions)\b.{0,60}\b(?:express\w*|article|author|piece)\b.{0,120}\b(?:not|own|solely|alone)\b",
    r"\bdo(?:es)? not necessarily (?:reflect|represent)\b",
)
_PROFESSION = (
    r"\b(?:author|writer|journalist|reporter|fellow|professor|lecturer|analyst|editor|columnist|correspondent|director|"
    r"founder|chair\w*|researcher|scholar|historian|ambassador|diplomat|minister|consultant|freelance\w*|teaches|"
    r"president)\b"
)
_BEFORE_NOTE = r"^\W?(?:(?:source|author|by): )?"
_NOTE = _any_of(
    rf"{_BEFORE_NOTE}about the author",
    rf"{_BEFORE_NOTE}(?:the|our) (?:author|writer)s? (?:is|are|was|has)\b",
    rf"{_BEFORE_NOTE}(?:[^\W\d_][\w.'’-]*[, ]+){{1,6}}(?:is|was) (?:an?|the|currently)\b.{{0,200}}{_PROFESSION}",
)
_NOTE_LABEL = _whole(
    r"author(?:['’]s)? (?:bio|note)",
    "about (?:the )?authors?",
    "disclaimer",
    "notes? on (?:the )?(?:author|contributor)s?",
)
_CAPTION = _any_of(
    r"\((?:photo|image|picture|credit)s?[:/ ]",
    r"^(?:photo(?:graph)?|image|picture|caption|credit)\b.{0,3}[:–—-]",
    r"\[[^\[\]]{0,200}(?:file|photo|reuters|AP|AFP|getty)[^\[\]]{0,200}\]\W{0,20}$",
    r"(?:/|via )(?:AFP|AP|Reuters|Getty Images|EPA|TASS)\W{0,20}$",
    r"\bGetty Images\W{0,20}$",
)
_STANDFIRST = re.compile(r"\b(?:writes|argues) [A-Z]|\bin this (?:op-ed|article|essay|piece|comment)")
_TAIL = re.compile(r"(?<!\s)\s+[|·•]\s+([^|·•]{2,40})$")
"""What some pages append to a title: the name of the section or the paper."""
_SECTION = frozenset(
    "opinion opinions comment news world analysis politics features editorial interview business europe asia africa "
    "americas middle-east home culture sport economy letters op-ed".split()
)
_FURNITURE = _whole(
    r"advertisement.{0,12}|sponsored|promoted|buy .{0,60}!|.{0,40}\btoday: .{0,60}!",
    r"related\b.{0,40}|see also\b.{0,80}|(?:also )?read(?: more| also| next| and decide)?\b.{0,3}(?:$|:.*)",
    r"more (?:from|on|about|in)\b.{0,60}|(?:previous|next) (?:article|post|story).*|load more|view (?:all|more).*",
    r"share\b.{0,60}|tweet|like|print|email|e-mail|copy link|save|follow us\b.{0,60}|listen\b.{0,40}|download\b.{0,40}",
    r"\d+ comments?|comments?(?: are closed)?|leave a (?:reply|comment)",
    r"sign (?:up|in)\b.{0,80}|log ?in|register|subscri\w+\b.{0,80}|newsletter\b.{0,80}",
    r"join (?:us|now|today|\w+ today)?|support (?:us|quality|our|independent)\b.{0,80}|donate\b.{0,60}",
    r"(?:become|join) (?:a|an|our|\w+)\b.{0,80}(?:member|expert|today|now|community)\b.{0,40}",
    r"get (?:instant|full|unlimited) access\b.{0,120}|(?:\d+|one|two)?-?\s?(?:day|month|week)s? free trial.{0,40}",
    r"\.{3} or subscribe.{0,60}|click here.*|back to top|skip to .{0,30}|menu|search",
    r"cookies?\b.{0,120}|privacy policy.*|terms (?:of|and)\b.{0,60}|all rights reserved.*",
    r"(?:copyright|©|\(c\)).{0,120}",
    "tags?:.*|topics?:.*|filed under.*",
)
_END = _whole(
    r"related\b.{0,30}|more (?:from|on)\b.{0,50}|latest\b.{0,20}|read (?:more|next)\b.{0,3}|recommended\b.{0,20}",
    r"most (?:read|popular|viewed)|news in brief|.{0,30}highlights|editors?['’] picks?|top stories|trending\b.{0,20}",
    r"you (?:may|might) (?:also )?like|popular (?:posts|articles|stories)|tags?:?|share this\b.{0,20}",
    "(?:leave a )?(?:reply|comments?)",
)
_CLOSED = re.compile(r"[.!?…。！？।॥؟۔։][\"'”’»“)\]」』]*$")
_HEAD = 1000


@dataclass(frozen=True)
class TextBlock:
    """A paragraph of the stored text: its first and last line counted from 1, its lines, and the hint of the markup."""

    first: int
    last: int
    lines: tuple[str, ...]
    hint: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def head(self) -> str:
        """The beginning of the text, which is enough to classify it."""
        return self.text[:_HEAD]

    @property
    def words(self) -> int:
        return count_words(tokens(self.text))


@dataclass(frozen=True)
class Proposal:
    """The proposed zones and metadata of a text; `doubtful` are lines to check."""

    zones: tuple[Zone, ...]
    facts: Facts
    labels: tuple[tuple[TextBlock, str], ...]
    doubtful: tuple[int, ...] = ()

    def lines(self, label: str) -> list[TextBlock]:
        """The paragraphs with one label."""
        return [block for block, name in self.labels if name == label]


def blocks_of_page(page: ExtractedPage) -> list[TextBlock]:
    """The paragraphs of a page at their lines in its text file: one a line, an empty line between two."""
    return [TextBlock(2 * i + 1, 2 * i + 1, (block.text,), block.hint) for i, block in enumerate(page.blocks)]


def blocks_of_text(text: str) -> list[TextBlock]:
    """The paragraphs of a text file that stays as it is: wrapped lines are one paragraph, and so is a list."""
    out: list[TextBlock] = []
    for first, lines in _runs(text):
        if len(lines) == 1 or wrapped(lines) or _is_list(lines):
            out.append(TextBlock(first, first + len(lines) - 1, tuple(lines)))
        else:
            out += [TextBlock(n, n, (line,)) for n, line in enumerate(lines, start=first)]
    return out


def _runs(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines without an empty line between them, each with the number of its first line."""
    run: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            run.append(line.strip())
        elif run:
            yield number - len(run), run
            run = []


def _is_list(lines: Sequence[str]) -> bool:
    return len(lines) >= 3 and all(count_words(tokens(line)) <= 30 and not _CLOSED.search(line) for line in lines)


def propose(blocks: Sequence[TextBlock], facts: Facts, marked: bool = False) -> Proposal:
    """Propose zones and metadata. `marked`: the hints come from markup that tells the body from the furniture."""
    labels = _marked(blocks) if marked else _unmarked(blocks, facts)
    labels = _common(blocks, labels, facts)
    facts = _with_printed(blocks, labels, _with_unlabelled(blocks, labels, facts))
    inner = [i for i, name in enumerate(labels) if name == "body"]
    doubtful = tuple(
        block.first
        for i, (block, name) in enumerate(zip(blocks, labels, strict=True))
        if name == NOISE and inner and inner[0] < i < inner[-1] and block.words > 12
    )
    return Proposal(tuple(_zones(blocks, labels)), facts, tuple(zip(blocks, labels, strict=True)), doubtful)


# -- labels -----------------------------------------------------------------------------------------------------------


def _marked(blocks: Sequence[TextBlock]) -> list[str]:
    """Labels from the hints of markup; a paragraph without one is noise, unless `_common` relabels it."""
    body = [i for i, b in enumerate(blocks) if b.hint in ("body", "heading")]
    first, last = (body[0], body[-1]) if body else (0, 0)
    title = next((i for i, b in enumerate(blocks) if b.hint == "title"), first)
    labels = []
    for i, block in enumerate(blocks):
        outside = not min(title, first) <= i <= max(title, last)
        label = block.hint or NOISE
        labels.append(NOISE if label in ("caption", "standfirst") and outside else label)
    return labels


def _unmarked(blocks: Sequence[TextBlock], facts: Facts) -> list[str]:
    """Labels from the words alone."""
    title = _title(blocks, facts)
    labels = [_label(block, i, title) for i, block in enumerate(blocks)]
    for i in _repeated(blocks):
        labels[i] = NOISE if i != title else "title"
    for i in _lists(blocks):
        labels[i] = NOISE if labels[i] in ("body", "heading") else labels[i]
    _headings(blocks, labels)
    end = _end(blocks, labels)
    return [name if i <= end else NOISE for i, name in enumerate(labels)]


def _label(block: TextBlock, i: int, title: int) -> str:
    """The label of one paragraph by itself."""
    text = block.head.lstrip("•·*-–— ")
    if i == title:
        return "title"
    if block.hint == NOISE:
        return NOISE
    if block.hint == "heading" and i > title:
        return "heading"
    if byline(block.text):
        return _signed(block)
    if _FURNITURE.match(text) or _NOTE_LABEL.match(text) or _is_section(text):
        return NOISE
    if block.hint == "caption" or furniture.is_caption(text):
        return "caption"
    if is_date(block.text):
        return "dateline" if prints_day(block.text) else NOISE
    if _CAPTION.search(text) and block.words <= 60:
        return "caption"
    if i < title or block.words == 0:
        return NOISE
    return "body"


def _title(blocks: Sequence[TextBlock], facts: Facts) -> int:
    """The index of the title: the known one, or the first short paragraph without a full stop; or -1."""
    title = tokens(facts.title)
    if title:
        exact = [i for i, b in enumerate(blocks) if tokens(b.text) == title]
        near = [i for i, b in enumerate(blocks[:12]) if tokens(b.text)[: len(title)] == title]
        return next(iter(exact or near), -1)
    for i, block in enumerate(blocks[:8]):
        text = block.head
        if _FURNITURE.match(text) or _is_section(text) or is_date(text) or byline(text) or _CAPTION.search(text):
            continue
        short = 2 <= block.words <= 30 and len(block.lines) <= 2
        return i if short and not text.endswith(tuple(".:,;。：，；।۔")) else -1
    return -1


def _common(blocks: Sequence[TextBlock], labels: list[str], facts: Facts) -> list[str]:
    """Correct labels with or without markup: bylines, advertisements, notes, disclaimers, the standfirst."""
    body = [i for i, name in enumerate(labels) if name == "body"]
    start, end = (body[0], body[-1]) if body else (len(blocks), -1)
    printed = (name for block in blocks for name in byline(block.text))
    names = {name.split()[-1] for name in (*facts.author, *printed) if name.strip()}
    for i, block in enumerate(blocks):
        if labels[i] == "title":
            continue
        if labels[i] in ("body", "heading", NOISE, "") and byline(block.text):
            labels[i] = _signed(block)
        elif labels[i] in ("body", "heading", "") and _FURNITURE.match(block.head):
            labels[i] = NOISE
        elif labels[i] == "body" and furniture.is_caption(block.head):
            labels[i] = "caption"
        late = i > start + (end - start) // 2 and block.words <= 160
        if late and labels[i] in ("body", NOISE) and _DISCLAIMER.search(block.head):
            labels[i] = "disclaimer"
        elif late and labels[i] in ("body", NOISE) and i >= end - 3 and _is_note(blocks, i, names):
            labels[i] = "author-note"
        elif labels[i] == NOISE and i < start and is_date(block.text) and prints_day(block.text):
            labels[i] = "dateline"
    _standfirst(blocks, labels)
    texts, hints = [block.head for block in blocks], [block.hint for block in blocks]
    for i in edges.after_the_end(texts, labels, hints):
        labels[i] = NOISE if labels[i] in ("body", "heading", "caption") else labels[i]
    return labels


def _signed(block: TextBlock) -> str:
    """The label of a byline: a dateline if it contains a date, otherwise noise."""
    return "dateline" if prints_day(block.text) else NOISE


def _is_note(blocks: Sequence[TextBlock], i: int, names: set[str]) -> bool:
    """True if a late paragraph is about the author: under such a heading, or beginning with their name."""
    text = blocks[i].head
    if i and _NOTE_LABEL.match(blocks[i - 1].head):
        return blocks[i].words >= 5
    begins = any(name in text.split(" is ")[0].split(" was ")[0][:60] for name in names)
    return bool(_NOTE.match(text)) and (
        begins or i >= len(blocks) - 3 or text.lower().startswith(("the author", "the writer"))
    )


def _standfirst(blocks: Sequence[TextBlock], labels: list[str], signed: int = -1) -> None:
    """Label a short paragraph after the title as the standfirst if a byline or a date follows, or its words say so."""
    title = labels.index("title") if "title" in labels else -1
    if title < 0 or "standfirst" in labels or title + 2 >= len(blocks):
        return
    one, next_ = blocks[title + 1], blocks[title + 2]
    if (
        labels[title + 1] in ("body", "heading")
        and one.words <= 60
        and (signed == title + 2 or byline(next_.text) or is_date(next_.text) or _STANDFIRST.search(one.head))
    ):
        labels[title + 1] = "standfirst"


def _headings(blocks: Sequence[TextBlock], labels: list[str]) -> None:
    """Label short body paragraphs without a full stop, before another body paragraph, as headings."""
    for i, block in enumerate(blocks):
        if labels[i] != "body" or block.words > 12 or re.search(r"[.,;:!…][\"'”’)]*$", block.text):
            continue
        before = any(name == "body" for name in labels[:i])
        after = next((name for name in labels[i + 1 :] if name != NOISE), "")
        if before and after == "body" and re.match(r"[\"'“‘(]?[^\W_a-z]", block.text):
            labels[i] = "heading"
        elif block.words < 4 or not before or after != "body":
            labels[i] = NOISE


def _repeated(blocks: Sequence[TextBlock]) -> list[int]:
    """The indexes of repeated paragraphs: teasers and buttons. A long one counts from its second occurrence on."""
    times = Counter(tokens(b.text) for b in blocks)
    seen: set[tuple[str, ...]] = set()
    out = []
    for i, block in enumerate(blocks):
        words = tokens(block.text)
        if times[words] > 1 and (block.words <= 12 or words in seen):
            out.append(i)
        seen.add(words)
    return out


def _lists(blocks: Sequence[TextBlock]) -> Iterator[int]:
    """The indexes of link lists: many short lines without a full stop, in one paragraph or in several."""
    for i, block in enumerate(blocks):
        if _is_list(block.lines):
            yield i
    run: list[int] = []
    for i, block in enumerate([*blocks, TextBlock(0, 0, ("End.",))]):
        if (
            len(block.lines) == 1
            and 0 < block.words <= 15
            and not re.search(r"[.:;,…。！？।؟۔：；，、،][\"'”’»“)\]」』]*$", block.text)
        ):
            run.append(i)
            continue
        yield from run if len(run) >= 4 else ()
        run = []


def _end(blocks: Sequence[TextBlock], labels: Sequence[str]) -> int:
    """The index of the last paragraph: before a heading of the page's own lists, or the disclaimer."""
    bodies = [i for i, name in enumerate(labels) if name == "body"]
    for i, block in enumerate(blocks):
        done = sum(j < i for j in bodies)
        if done < 3 or done < len(bodies) * 0.3:
            continue
        if _NOTE_LABEL.match(block.head) or _DISCLAIMER.search(block.head):
            return _last_note(blocks, i)
        if _END.match(block.head):
            return i
    return len(blocks) - 1


def _last_note(blocks: Sequence[TextBlock], i: int) -> int:
    """The index of the last of the notes and disclaimers that closely follow the first one."""
    last = i
    for j in range(i, min(i + 8, len(blocks))):
        if _NOTE_LABEL.match(blocks[j].head) or _DISCLAIMER.search(blocks[j].head) or _NOTE.match(blocks[j].head):
            last = j
    return last + 1 if _NOTE_LABEL.match(blocks[last].head) and last + 1 < len(blocks) else last


# -- single lines -----------------------------------------------------------------------------------------------------


def _is_section(text: str) -> bool:
    return text.strip().lower().rstrip(":|/ ").replace(" ", "-") in _SECTION


# -- facts ------------------------------------------------------------------------------------------------------------


def _with_unlabelled(blocks: Sequence[TextBlock], labels: list[str], facts: Facts) -> Facts:
    """Add the author from an unlabelled byline under the title; that line leaves the body."""
    i, names = edges.byline_without_label([block.head for block in blocks], labels)
    if i < 0:
        return facts
    labels[i] = _signed(blocks[i])
    _standfirst(blocks, labels, i)
    if facts.author or facts.container_title in names:
        return facts
    aside = (
        f"Line {blocks[i].first} under the title reads like a byline, without a word that says so; "
        f"“{', '.join(names)}” is proposed as the author. To be checked."
    )
    return replace(facts, author=tuple(names), asides=(*facts.asides, aside))


def _with_printed(blocks: Sequence[TextBlock], labels: Sequence[str], facts: Facts) -> Facts:
    """Complete the metadata with what the text prints: title, author, date, language."""
    title = _TAIL.sub("", next((b.text for b, name in zip(blocks, labels, strict=True) if name == "title"), ""))
    near = [b for b, name in zip(blocks, labels, strict=True) if name != "body"]
    names = next((n for b in near if (n := byline(b.text))), [])
    facts = _with_language(blocks, labels, facts)
    dated = [
        (b, day(b.text, primary(facts.language))) for b, name in zip(blocks, labels, strict=True) if name == "dateline"
    ]
    known = next(((b, d.edtf) for b, d in dated if d.edtf), None)
    if not facts.issued and known:
        because = (
            f"Line {known[0].first} of the text prints this date. Whether it is the day of publication or of the copy"
        )
        facts = replace(facts, issued=known[1], issued_because=f"{because}, the text does not say.")
    elif not facts.issued and (opened := next(((b, d.open) for b, d in dated if d.open), None)):
        aside = (
            f"Line {opened[0].first} prints {opened[1]}, where either number may be the month; the day is left empty."
        )
        facts = replace(facts, asides=(*facts.asides, aside))
    return replace(facts, title=facts.title or title, author=facts.author or tuple(names))


def _with_language(blocks: Sequence[TextBlock], labels: Sequence[str], facts: Facts) -> Facts:
    """Add the language: the one that the file declares, or else the guessed one, and how it is known."""
    body = [b.text for b, name in zip(blocks, labels, strict=True) if name in ("body", "title", "standfirst")]
    guessed = languages.guess("\n".join(body or [b.text for b in blocks]))
    if not facts.language:
        return replace(facts, language=guessed, language_because="guessed from its words" if guessed else "")
    if guessed and guessed != primary(facts.language):
        aside = f"The file names {facts.language!r} as its language; the article's words look like {guessed!r}."
        facts = replace(facts, asides=(*facts.asides, aside))
    return replace(facts, language_because=facts.language_because or "named by the file")


# -- zones ------------------------------------------------------------------------------------------------------------


def _zones(blocks: Sequence[TextBlock], labels: Sequence[str]) -> Iterator[Zone]:
    """The zones: consecutive paragraphs with the same label are one zone."""
    run: list[TextBlock] = []
    kind: ZoneName | None = None
    opened = False
    for block, name in [*zip(blocks, labels, strict=True), (TextBlock(0, 0, ("",)), "")]:
        label = None if name in (NOISE, "") else name
        if run and kind and (label != kind or kind == "title"):
            yield _without_tail(run) if kind == "title" else Zone(zone=kind, lines=_range(run))
            run = []
        kind = label  # type: ignore[assignment]  # labels are zones wherever they are not noise
        if label == "body" and not opened:
            opened = True
            if placed := _place_line(block):
                yield from placed
                kind = None
                continue
        run = [*run, block] if label else []


def _without_tail(run: Sequence[TextBlock]) -> Zone:
    """The zone of a title, without an appended section name."""
    text = run[0].text
    shortened = _TAIL.sub("", text)
    if shortened == text or len(run) > 1 or len(run[0].lines) > 1:
        return Zone(zone="title", lines=_range(run))
    return Zone(zone="title", lines=_range(run), ends=shortened)


def _range(run: Sequence[TextBlock]) -> str:
    first, last = run[0].first, run[-1].last
    return str(first) if first == last else f"{first}-{last}"


def _place_line(block: TextBlock) -> list[Zone]:
    """The two zones of a first paragraph that begins with its place (`LISBON – `); empty for any other."""
    place = _PLACE_LINE.match(block.text)
    if not place or len(block.lines) > 1:
        return []
    head, rest = block.text[: place.end()].strip(), block.text[place.end() :].split()
    starts = next((s for n in range(2, len(rest) + 1) if block.text.find(s := " ".join(rest[:n])) == place.end()), "")
    if not starts:
        return []
    line = str(block.first)
    return [
        Zone(zone="dateline", lines=line, starts=head.split()[0], ends=head),
        Zone(zone="body", lines=line, starts=starts),
    ]
