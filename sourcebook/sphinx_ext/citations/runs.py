"""Decide where the brackets of a paragraph stand and what they say: `(¶4)` or `(Merkel ¶17)`.

A *run* is a row of citations of one paragraph of one source, with nothing of another source between them: one bracket
closes it. The bracket is short where the words before it name that source and no other since.

Here: plain functions over the pieces of one paragraph. Not here: docutils nodes (`place_brackets.py`), and whether the
words are true (`quotes/`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

HOLE = "\ufffc"
"""Stands for quoted words, in which nothing is looked for."""
_END = re.compile(r"[.!?…][”’\"')\]]*(?=\s+[^\sa-z]|\s*$)")
_SHORTENED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|No|cf|e\.g|i\.e|vs))\.$")
_STOP = re.compile(
    r"[,;:](?=\s)|\s(?:[–—]|\((?![A-Z]{2,}\)))|\s(?:but|while|whereas|although|though|yet|which|who)\b"
    r"|[.!?…][”’\"')\]]*$"
)
_JOINED = re.compile(r"(?:['’]s?)?\s*(?:,|,?\s*(?:and|or|nor))\s*(?:the\s+|that\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Citation:
    """What is cited: a source, its paragraphs (none: not known), and the passage where words of it are quoted.

    `who` is its speaker and `told` (`citing Orda`) who told the author, where
    the bracket must give the name; `copied` says that the words are speech out of a re-translated copy.
    """

    key: str
    paragraphs: tuple[int, ...] = ()
    ref: str = ""
    who: str = ""
    told: str = ""
    copied: bool = False


Kind = Literal["prose", "solid", "named", "quoted", "typed"]


@dataclass(frozen=True)
class FlowPiece:
    """A part of a paragraph: prose, prose that cannot be parted (`solid`), a source that is named, words that are
    quoted, or a bracket that was typed by hand."""

    kind: Kind
    text: str = ""
    key: str = ""
    cited: tuple[Citation, ...] = ()


@dataclass
class BracketItem:
    """One reference in a bracket: what it cites, and whether it gives the source's name."""

    key: str
    paragraphs: tuple[int, ...]
    named: bool = True
    cited: list[Citation] = field(default_factory=list)

    def takes(self, other: Citation) -> bool:
        """Whether a citation is of the same paragraph."""
        return self.key == other.key and bool(self.paragraphs) and self.paragraphs == other.paragraphs


@dataclass(frozen=True)
class Bracket:
    """A bracket: where it stands, counted in the text of the paragraph, and its references."""

    at: int
    items: tuple[BracketItem, ...]


@dataclass
class _Run:
    """The run that is open: its reference, where its words end, their sentence, and the place typed for a bracket."""

    item: BracketItem
    end: int
    sentence: int
    typed: bool = False


def text_of(pieces: Iterable[FlowPiece]) -> str:
    """The text of a paragraph, with a sign for quoted words: their last mark tells whether they end a sentence."""
    return "".join(map(_written, pieces))


def _written(piece: FlowPiece) -> str:
    if piece.kind == "typed":
        return ""
    if piece.kind == "quoted":
        end = piece.text.rstrip("”’\"' ")[-1:]
        return f"{HOLE}{end}" if end in ".!?…" else HOLE
    return piece.text


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of a text end, behind their marks."""
    ends = [match.end() for match in _END.finditer(text) if not _SHORTENED.search(text, 0, match.end())]
    return ends if ends and not text[ends[-1] :].strip() else [*ends, len(text)]


def naming(names: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """A pattern for the names of sources; the group of a match is the number of its source."""
    longest = {key: sorted(set(forms), key=len, reverse=True) for key, forms in names.items()}
    parts = [f"(?P<s{n}>{'|'.join(map(re.escape, forms)) or '(?!)'})" for n, forms in enumerate(longest.values())]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts) or '(?!)'})(?!\w)")


def forms_of(short: str, families: Iterable[str], container: str, genre: str) -> list[str]:
    """The names by which prose names a source: its short name, its authors, where it stands, `the dispatch`."""
    words = short.split()
    forms = [short, *families, *([container] if container and short.startswith(container) else [])]
    last = words[-1] if len(words) > 1 else ""
    return forms + ([f"{the} {last}" for the in ("the", "The")] if last.islower() and last not in genre else [])


class Flow:
    """One paragraph: its text, and what is named and cited in it, in order."""

    def __init__(
        self, pieces: Sequence[FlowPiece], names: re.Pattern[str], keys: Sequence[str], before: Iterable[str] = ()
    ) -> None:
        self.pieces = pieces
        self.text = text_of(pieces)
        self.ends = sentence_ends(self.text)
        self.marks = sorted(self._marks(names, keys), key=lambda mark: mark[0])
        self.subject: set[str] = set(before)
        self.run: _Run | None = None
        self.brackets: list[Bracket] = []

    def _marks(self, names: re.Pattern[str], keys: Sequence[str]) -> Iterator[tuple[int, int, FlowPiece]]:
        """The places of names and citations: start, end, and the piece that says which."""
        at = 0
        for piece in self.pieces:
            long = len(_written(piece))
            if piece.kind in ("prose", "solid"):
                for match in names.finditer(piece.text):
                    key = keys[int((match.lastgroup or "s0")[1:])]
                    yield at + match.start(), at + match.end(), FlowPiece("named", key=key)
            else:
                yield at, at + long, piece
            at += long

    def sentence(self, at: int) -> int:
        """The number of the sentence in which a place lies."""
        return next((n for n, end in enumerate(self.ends) if at < end), len(self.ends) - 1)

    def resolve(self) -> list[Bracket]:
        """The brackets of the paragraph, in order."""
        last_name = -1
        for start, end, piece in self.marks:
            if piece.kind == "named":
                self._name(piece.key, start, end, last_name)
                last_name = end
                continue
            last_name = -1
            if piece.kind == "quoted":
                for cited in piece.cited:
                    self._quote(cited, start, end)
            else:
                self._typed(piece.cited, start)
        self._close(len(self.text))
        return self.brackets

    def _name(self, key: str, start: int, end: int, last: int) -> None:
        joined = last >= 0 and _JOINED.fullmatch(self.text, last, start)
        run = self.run
        if run and run.item.key != key:
            self._close(start)
        elif run and not run.typed and self.sentence(start) == run.sentence:
            run.item.named, run.end = not run.item.paragraphs, end
        self.subject = {*self.subject, key} if joined else {key}

    def _quote(self, cited: Citation, start: int, end: int) -> None:
        run, sentence = self.run, self.sentence(start)
        if run and run.item.takes(cited) and sentence - run.sentence <= 1:
            run.item.cited.append(cited)
            run.end, run.sentence, run.typed = end, sentence, False
        else:
            self._close(start)
            self.run = _Run(self._item(cited), end, sentence)
        self.subject = {cited.key}

    def _item(self, cited: Citation) -> BracketItem:
        named = self.subject != {cited.key} or not cited.paragraphs
        return BracketItem(cited.key, cited.paragraphs, named, [cited])

    def _typed(self, cited: Sequence[Citation], start: int) -> None:
        run = self.run
        near = run is not None and (self.sentence(max(start - 1, 0)) - run.sentence <= 1)
        if run and near and len(cited) == 1 and run.item.takes(cited[0]):
            run.item.cited.append(cited[0])
            run.end, run.sentence, run.typed = start, self.sentence(max(start - 1, 0)), True
            return
        if run and not run.typed and not self.text[run.end : start].strip():
            self.run, first = None, [run.item]
        else:
            self._close(start)
            first = []
        if len(cited) == 1 and not first:
            self.run = _Run(self._item(cited[0]), start, self.sentence(max(start - 1, 0)), typed=True)
        else:
            later = [BracketItem(each.key, each.paragraphs, True, [each]) for each in cited[1:]]
            self._emit(start, [*first, self._item(cited[0]), *later])
        self.subject = {each.key for each in cited}

    def _emit(self, at: int, items: Sequence[BracketItem]) -> None:
        """Write a bracket. A name is not said twice in a row."""
        kept: list[BracketItem] = []
        for item in items:
            if kept and kept[-1].key == item.key:
                kept[-1].cited += item.cited
                kept[-1].paragraphs = tuple(dict.fromkeys((*kept[-1].paragraphs, *item.paragraphs)))
            else:
                kept.append(item)
        self.brackets.append(Bracket(at, tuple(kept)))

    def _close(self, limit: int) -> None:
        run, self.run = self.run, None
        if run:
            self._emit(run.end if run.typed else self._after(run, limit), [run.item])

    def _after(self, run: _Run, limit: int) -> int:
        """Where the bracket of a run stands: at the end of its clause, or close behind it."""
        if self.text[run.end - 1] in ".!?…":  # the quoted words end their sentence
            return run.end
        end = self.ends[run.sentence]
        stop = _STOP.search(self.text[:end], run.end)
        at = stop.start() if stop else end
        if at > limit:
            return run.end
        return len(self.text[:at].rstrip())


def parted(pieces: Sequence[FlowPiece], brackets: Iterable[Bracket]) -> Iterator[tuple[int, str | Bracket | None]]:
    """The paragraph anew: the number of a piece with its prose, or None for the piece as it is; brackets in place.

    Brackets that were typed by hand are gone.
    """
    left, at = sorted(brackets, key=lambda bracket: bracket.at), 0
    for number, piece in enumerate(pieces):
        start, at = at, at + len(_written(piece))
        here, left = [each for each in left if each.at <= at], [each for each in left if each.at > at]
        if piece.kind not in ("prose", "typed"):
            yield number, None
        done = start
        for bracket in here:
            if piece.kind == "prose" and bracket.at > done:
                yield number, piece.text[done - start : bracket.at - start]
                done = bracket.at
            yield number, bracket
        if piece.kind == "prose" and done < at:
            yield number, piece.text[done - start :]
