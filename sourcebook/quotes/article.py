"""Tokenise an article by its source's record: each token with its zone, paragraph, sentence and span of speech.

The result, an `Article`, is what the matcher searches. Here too: paragraph numbers. Every block of text in a quotable
zone is numbered from 1 in reading order, title included; what shares a line shares the number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, repeat
from operator import eq

from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import AUTHOR, Source, Zone
from sourcebook.quotes import hedges, normalise, speech
from sourcebook.quotes.languages import primary
from sourcebook.quotes.normalise import Stream

Run = tuple[int, int]
"""Tokens [start, end) of an article."""


@dataclass(frozen=True, slots=True)
class ArticleParagraph:
    """A numbered block of quotable text: its first and last line, counted from 1."""

    number: int
    first_line: int
    last_line: int


@dataclass(frozen=True)
class Article:
    """The quotable tokens of one source, with what is known of each. All sequences run in parallel.

    `starts` and `ends` are offsets in `clean`; `speech` is the ordinal of the span that a token stands in, 0 outside;
    `broken` tells whether noise lies between a token and the one before it. A passage standing alone (proof by a seal)
    has the same form. `used`: words that count as the article's own beside those of the stream, where it is a passage
    that stands alone.
    """

    key: str
    clean: str
    stream: Stream
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    paragraphs: tuple[int, ...]
    zones: tuple[str, ...]
    speech: tuple[int, ...]
    broken: tuple[bool, ...]
    blocks: tuple[ArticleParagraph, ...] = ()
    speakers: dict[int, str] = field(default_factory=dict)
    noise: Stream = field(default_factory=lambda: Stream(()))
    language: str = "en"
    used: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        return self.stream.words

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """The number of the sentence of each token."""
        return hedges.sentence_numbers(self.words, self.paragraphs, self.zones, self.glued, self.language)

    @cached_property
    def glued(self) -> tuple[bool, ...]:
        """For each token whether it touches the token before it, no white space between them."""
        return tuple(map(eq, self.starts, (-1, *self.ends)))

    @cached_property
    def forces(self) -> tuple[int, ...]:
        """The force of each token in its sentence: flags of `hedges.Force`, as numbers."""
        return hedges.finder(self.language).forces(self.words, self.sentences)

    def line_of(self, token: int) -> int:
        """The line of the page, counted from 1, that a token stands on."""
        return self.clean.count("\n", 0, self.starts[token]) + 1

    def text_of(self, tokens: range) -> str:
        """The source's own writing of some tokens in a row, on one line."""
        if not tokens:
            return ""
        return " ".join(self.clean[self.starts[tokens[0]] : self.ends[tokens[-1]]].split())

    def speaker_of(self, token: int) -> str:
        """The speaker of a token: an actor's id, `author` or `unnamed`."""
        return self.speakers.get(self.speech[token], AUTHOR) if self.speech[token] else AUTHOR


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of one line that one zone covers: offsets in the clean text."""

    line: int
    start: int
    end: int
    zone: str


def tokenise(key: str, source: Source, text: str) -> tuple[Article, list[tuple[tuple[str, int], Problem]]]:
    """The tokenised article of a source, and the problems of its record, each with the list and index at fault.

    A zone that does not fit is left out; a span without a ruling is taken as its marks have it. So one run
    finds everything.
    """
    lines = [normalise.clean(line) for line in text.split("\n")]
    offsets = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    page = "\n".join(lines)
    pieces, zone_problems = _pieces(source.zones, lines, offsets)
    numbers, blocks = _number(pieces)
    spoken, speech_problems = _speech(page, pieces, numbers, source)
    article = replace(
        _article(key, page, pieces, numbers, spoken),
        blocks=blocks,
        speakers=speakers(source),
        language=source.language,
    )
    problems = [(("zones", i), p) for i, p in zone_problems] + [(("speech", i), p) for i, p in speech_problems]
    return article, problems


def speakers(source: Source) -> dict[int, str]:
    """The speaker of each span of speech, by ordinal; the author under the one name of `author`."""
    own = {name.actor for name in source.author if name.actor}
    return {s.span: AUTHOR if s.speaker in own else s.speaker for s in source.speech}


def _pieces(
    zones: Sequence[Zone], lines: Sequence[str], offsets: Sequence[int]
) -> tuple[list[_Piece], list[tuple[int, Problem]]]:
    """Split zones into one piece a line, in reading order, without blank lines; and the zones that do not fit."""
    pieces: list[_Piece] = []
    problems: list[tuple[int, Problem]] = []
    for index, zone in enumerate(zones):
        first, _, last = zone.lines.partition("-")
        low, high = int(first), int(last or first)
        fault, cut = _cut(zone, low, high, lines)
        if fault:
            problems.append((index, Problem(Kind.BAD_ZONE, fault)))
            continue
        if len(pieces) > len(lines) + len(zones):  # more than there can be where none overlap, which is said below
            break
        for number in range(low, high + 1):
            start = cut[0] if number == low else 0
            end = cut[1] if number == high else len(lines[number - 1])
            if lines[number - 1][start:end].strip():
                pieces.append(_Piece(number, offsets[number - 1] + start, offsets[number - 1] + end, zone.zone))
    kept, overlaps = _without_overlaps(sorted(pieces, key=lambda p: (p.start, p.end)))
    return kept, problems + [(-1, problem) for problem in overlaps]


def _without_overlaps(pieces: Sequence[_Piece]) -> tuple[list[_Piece], list[Problem]]:
    """The pieces that overlap none before them, and a problem for each that does."""
    kept: list[_Piece] = []
    problems: list[Problem] = []
    for piece in pieces:
        if kept and piece.start < kept[-1].end:
            message = f"line {piece.line} is claimed by two zones, {kept[-1].zone} and {piece.zone}; keep them apart."
            problems.append(Problem(Kind.BAD_ZONE, message))
        else:
            kept.append(piece)
    return kept, problems


def _cut(zone: Zone, low: int, high: int, lines: Sequence[str]) -> tuple[str, tuple[int, int]]:
    """The fault of a zone (empty: none), and the columns at which it starts and ends on its first and last line."""
    if low > high or high > len(lines):
        return f"lines {zone.lines} do not stand in the text, which has {len(lines)} lines; give `first-last`.", (0, 0)
    start, end = 0, len(lines[high - 1])
    if zone.starts:
        start = normalise.canonical(lines[low - 1]).find(normalise.canonical(normalise.clean(zone.starts)))
        if start < 0:
            return f"`starts` ({zone.starts!r}) does not stand on line {low}; copy the first words of the zone.", (0, 0)
    if zone.ends:
        wanted = normalise.canonical(normalise.clean(zone.ends))
        at = normalise.canonical(lines[high - 1]).find(wanted, start if low == high else 0)
        if at < 0:
            return f"`ends` ({zone.ends!r}) does not stand on line {high}; copy the last words of the zone.", (0, 0)
        end = at + len(wanted)
    return "", (start, end)


def _number(pieces: Sequence[_Piece]) -> tuple[list[int], tuple[ArticleParagraph, ...]]:
    """The paragraph number of each piece, and the paragraphs."""
    numbers: list[int] = []
    blocks: list[ArticleParagraph] = []
    for i, piece in enumerate(pieces):
        before = pieces[i - 1] if i else None
        same_line = before is not None and before.line == piece.line
        goes_on = before is not None and before.line == piece.line - 1 and before.zone == piece.zone
        if same_line or goes_on:
            blocks[-1] = ArticleParagraph(blocks[-1].number, blocks[-1].first_line, piece.line)
        else:
            blocks.append(ArticleParagraph(len(blocks) + 1, piece.line, piece.line))
        numbers.append(len(blocks))
    return numbers, tuple(blocks)


def _speech(
    page: str, pieces: Sequence[_Piece], numbers: Sequence[int], source: Source
) -> tuple[dict[int, speech.Spoken], list[tuple[int, Problem]]]:
    """The spans of speech by ordinal. A span may run over the lines of a paragraph, never beyond it or its zone."""
    runs: list[tuple[int, int]] = []
    for i, piece in enumerate(pieces):
        if i and numbers[i] == numbers[i - 1] and pieces[i - 1].zone == piece.zone:
            runs[-1] = (runs[-1][0], piece.end)
        else:
            runs.append((piece.start, piece.end))
    detected: list[tuple[speech.Spoken, int]] = []
    language = primary(source.language)
    for k, (start, end) in enumerate(runs):
        after = page[runs[k + 1][0]] if k + 1 < len(runs) else ""
        continued = bool(after) and after in speech.OPENING
        detected += [(span, end) for span in speech.detect(page, start, end, continued, language)]
    return speech.rule(page, detected, source.speech)


def _article(
    key: str, page: str, pieces: Sequence[_Piece], numbers: Sequence[int], spoken: dict[int, speech.Spoken]
) -> Article:
    """The parallel sequences of an article."""
    spans: list[tuple[int, int]] = []
    words: list[str] = []
    paragraphs: list[int] = []
    zones: list[str] = []
    plain = normalise.canonical(page)
    pattern = normalise.token_pattern(plain)
    for piece, number in zip(pieces, numbers, strict=True):
        here = [match.span() for match in pattern.finditer(plain, piece.start, piece.end)]
        spans += here
        words += [plain[start:end] for start, end in here]
        paragraphs += repeat(number, len(here))
        zones += repeat(piece.zone, len(here))
    noise = _noise(plain, pieces)
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Article(
        key=key,
        clean=page,
        stream=Stream(words),
        starts=starts,
        ends=ends,
        paragraphs=tuple(paragraphs),
        zones=tuple(zones),
        speech=_ordinals(starts, spoken),
        broken=_broken(starts, [m for m, _ in noise]),
        noise=Stream([w for _, w in noise]),
    )


def _ordinals(starts: Sequence[int], spoken: dict[int, speech.Spoken]) -> tuple[int, ...]:
    """For each token the ordinal of the span that it stands in, 0 outside."""
    out = [0] * len(starts)
    for number, span in spoken.items():
        low = bisect_right(starts, span.start - 1)
        high = bisect_right(starts, span.end - 1)
        out[low:high] = [number] * (high - low)
    return tuple(out)


def _noise(page: str, pieces: Sequence[_Piece]) -> list[tuple[int, str]]:
    """The tokens that no zone covers, with their offsets."""
    out: list[tuple[int, str]] = []
    pattern, at = normalise.token_pattern(page), 0
    for start, end in [(p.start, p.end) for p in pieces] + [(len(page), len(page))]:
        out += [(m.start(), m.group()) for m in pattern.finditer(page, at, start)]
        at = max(at, end)
    return out


def _broken(starts: Sequence[int], noise: Sequence[int]) -> tuple[bool, ...]:
    """For each token whether noise lies between it and the token before it."""
    behind = {bisect_left(starts, at) for at in noise} - {0, len(starts)}
    return tuple(map(behind.__contains__, range(len(starts)))) if behind else (False,) * len(starts)


def cut(article: Article, start: int, end: int) -> Article:
    """The tokens [start, end) of an article as an article of their own, without the noise that stands between them."""
    run = slice(start, end)
    heads = [start, *(i for i in range(start + 1, end) if article.broken[i])]
    tails = [*heads[1:], end]
    text = "\n".join(article.clean[article.starts[a] : article.ends[b - 1]] for a, b in zip(heads, tails, strict=True))
    places = article.paragraphs[run], article.zones[run], article.speech[run]
    return replace(standing_alone(article.key, text, *places, article.speakers), language=article.language)


def standing_alone(
    key: str,
    exact: str,
    paragraphs: Sequence[int],
    zones: Sequence[str],
    speech_ordinals: Sequence[int],
    speakers: dict[int, str],
) -> Article:
    """A passage as an article of its own, for proof without the text: its tokens carry what is known of their places.

    The sequences have one value a token of the passage, whose closing mark may be the quoting sentence's. ValueError
    where their number differs from that of its tokens.
    """
    page = normalise.clean(exact)
    plain = normalise.canonical(page)
    matches = list(normalise.token_pattern(plain).finditer(plain))
    if len(matches) == len(paragraphs) + 1 and matches[-1].group() in normalise.CLOSING:
        matches.pop()
    if not len(matches) == len(paragraphs) == len(zones) == len(speech_ordinals):
        raise ValueError(f"{len(matches)} tokens, but {len(paragraphs)} places")
    return Article(
        key=key,
        clean=page,
        stream=Stream([m.group() for m in matches]),
        starts=tuple(m.start() for m in matches),
        ends=tuple(m.end() for m in matches),
        paragraphs=tuple(paragraphs),
        zones=tuple(zones),
        speech=tuple(speech_ordinals),
        broken=(False,) * len(matches),
        speakers=speakers,
    )
