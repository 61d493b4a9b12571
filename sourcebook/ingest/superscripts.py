"""Raised and lowered numbers: which are marks of notes, and leave the article's words, and which are powers and stay.

A reader of a file marks what it finds raised (`raised`) or lowered (`lowered`) where it stands; when the whole text is
there, `settle` decides with the neighbours in view. Whatever is decided, a raised number never runs into its word: the
`2` of a note behind `40` makes no 402. Not here: how a page or a PDF raises its type (`ingest/web/inline_markup.py`,
`ingest/pdf_text/pdf_reader.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_UP, _NOTE, _DOWN, _END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
MARKS = _UP + _NOTE + _DOWN + _END
"""Code points that are no characters: no text holds them, so they can stand for what the type does."""
_RUN = re.compile(f"([{_UP}{_NOTE}{_DOWN}])([^{MARKS}]*){_END}")
_HIGH = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOW = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_PLAIN = {high: plain for plain, high in _HIGH.items() if plain.isdigit()}
_TYPED = re.compile("[⁰¹²³⁴-⁹]+")
_UNITS = frozenset(
    "m cm mm km dm nm µm μm ft in mi yd s h l g kg j k pa n w v м см мм км дм с г кг ч nmi sm µs ms".split()
)
_WORDS = frozenset("in ft s h l g k j n w v с г ч".split())
"""Units that are words or initials as well: a number must stand before them."""
_NUMBER = re.compile(r"\[?\(?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*[\])]?")
_SYMBOLS = re.compile(r"[\[(]?[*†‡§¶#∗⁎⁂◊]+[\])]?")
_KEPT = frozenset("®™©℠")
_OPERATOR = "=+×·*/^<>≈≤≥−∙"
_MOST_SHOWN = 8


@dataclass
class _Raised:
    """A raised run: what it says, whether the file marks it as a note's, and what stands before and behind it."""

    words: str
    noted: bool
    before: str
    after: str
    is_note: bool | None = None

    @property
    def base(self) -> str:
        """The word or number that it stands behind; empty where it stands behind a mark or a space."""
        found = re.search(r"[^\W_]+(?:[.,][^\W_]+)*$", self.before)
        return found.group() if found else ""

    @property
    def number(self) -> int:
        found = re.search(r"\d+", self.words)
        return int(found.group()) if found and len(found.group()) < 5 else 0


@dataclass(frozen=True)
class Settled:
    """Paragraphs without marks, and what was decided: the notes taken out and the powers kept, as a reader saw them."""

    texts: list[str]
    notes: tuple[str, ...]
    powers: tuple[str, ...]

    def told(self) -> tuple[str, ...]:
        """What an author should look at, a sentence each."""
        out = []
        if self.notes:
            out.append(f"{_count(self.notes, 'raised mark')} taken for a note's and left out: {_few(self.notes)}.")
        if self.powers:
            out.append(f"{_count(self.powers, 'raised number')} kept, as a power: {_few(self.powers)}.")
        return tuple(out)


def _count(items: Sequence[str], name: str) -> str:
    return f"1 {name} was" if len(items) == 1 else f"{len(items)} {name}s were"


def _few(items: Sequence[str]) -> str:
    return ", ".join(items[:_MOST_SHOWN]) + (" …" if len(items) > _MOST_SHOWN else "")


def raised(text: str, noted: bool = False) -> str:
    """Text that stands raised. `noted`: the file itself says that it leads to a note."""
    return f"{_NOTE if noted else _UP}{text}{_END}"


def lowered(text: str) -> str:
    """Text that stands lowered."""
    return f"{_DOWN}{text}{_END}"


def typed(text: str) -> str:
    """Text whose own superior figures (`²`) are marked as raised."""
    return _TYPED.sub(lambda m: raised("".join(_PLAIN[c] for c in m.group())), text)


def settle(texts: Sequence[str]) -> Settled:
    """Every paragraph with its raised and lowered runs as text, or without them where they are notes' marks."""
    runs: list[_Raised] = []
    for text in texts:
        for match in _RUN.finditer(text):
            if match.group(1) != _DOWN:
                before, after = _bare(text[: match.start()][-80:]), text[match.end() : match.end() + 40]
                runs.append(_Raised(match.group(2).strip(), match.group(1) == _NOTE, before, after))
    for run in runs:
        run.is_note = _is_note(run)
    _in_series(runs)
    left = iter(runs)
    notes: list[str] = []
    powers: list[str] = []
    out = [_RUN.sub(lambda m: _written(m, left, notes, powers), text) for text in texts]
    return Settled([re.sub(f"[{MARKS}]", "", text) for text in out], tuple(notes), tuple(powers))


def _bare(text: str) -> str:
    """Text without the runs in it: two marks in a row stand behind the same word."""
    return re.sub(f"[{MARKS}]", "", _RUN.sub("", text))


def _is_note(run: _Raised) -> bool | None:
    """Whether a raised run is the mark of a note; None where only its neighbours can say."""
    if run.noted:
        return True
    if not run.words or set(run.words) & _KEPT or re.match("[/⁄]", run.after):
        return False
    if _SYMBOLS.fullmatch(run.words):
        return bool(run.before.strip())
    if not _NUMBER.fullmatch(run.words):
        if re.fullmatch(r"\[[^\W\d_]{1,2}\]", run.words):
            return bool(run.before.strip())
        lettered = re.fullmatch(r"\[[a-z]\]|\([a-z]\)|[a-z]", run.words)
        return bool(lettered and re.search(r"[^\W\d_]{3}$", run.before) and not run.base.isupper())
    if not run.before.strip() or run.before[-1:].isspace():
        return False
    return _behind_digits(run) if run.base[-1:].isdigit() else _behind_letters(run)


def _behind_letters(run: _Raised) -> bool:
    """A number behind a word or a mark: a power behind a unit, a variable or a bracket of a formula."""
    if not run.base:
        return not re.search(r"\([^()]*[=+×·*/−^-][^()]*\)$", run.before)
    if run.base.lower() in _UNITS and run.number in (1, 2, 3):
        counted = r"(?:[\d/½]|\b(?:per|par|pro|por|на))\s*$"
        return run.base.lower() in _WORDS and not re.search(counted, run.before[: -len(run.base)])
    formula = re.search(r"[=+×·/^]\s*\w{1,2}$", run.before)
    return not (formula or (len(run.base) == 1 and run.base.isascii()))


def _behind_digits(run: _Raised) -> bool | None:
    """A number behind a number: a power of ten or in a formula, or a note behind a year; else it is open."""
    operators = run.after.lstrip()[:1] in _OPERATOR if run.after.strip() else False
    before = run.before[: -len(run.base)].rstrip()[-1:]
    if run.base == "10" or operators or (before and before in "=×·*^+"):
        return False
    if re.fullmatch(r"1\d{3}|20\d\d|21\d\d", run.base) or run.number == 1 or len(run.words) > 2:
        return True
    return None


def _in_series(runs: Sequence[_Raised]) -> None:
    """Decide the open ones: a note's number is one more than that of a note before it, or one less than the next."""
    numbered = [run for run in runs if run.number and run.is_note is not False]
    for i, run in enumerate(numbered):
        if run.is_note is None:
            before = next((r.number for r in reversed(numbered[:i]) if r.is_note is not False), 0)
            behind = next((r.number for r in numbered[i + 1 :] if r.is_note is not False), 0)
            run.is_note = run.number in (before, before + 1) or 0 < behind - run.number <= 1


def _written(match: re.Match[str], left: object, notes: list[str], powers: list[str]) -> str:
    """One run as it stands in the text: nothing for a note's mark."""
    words = match.group(2)
    if match.group(1) == _DOWN:
        behind, ahead = match.string[: match.start()], match.string[match.end() : match.end() + 1]
        fraction = re.search("[/⁄]$", behind)
        fused = behind[-1:].isdigit() or ahead.isdigit()
        return _figures(words, _LOW, "_") if fused and not fraction else words
    run: _Raised = next(left)  # type: ignore[call-overload]  # an iterator over the runs in the same order
    if run.is_note:
        notes.append(f"{run.base}{_figures(run.words, _HIGH, '')}")
        return " " if run.before[-1:].isalnum() and run.after[:1].isalnum() else ""
    if re.match("[/⁄]", run.after) and run.words.isdigit():
        return f" {words}" if run.base[-1:].isdigit() else words
    if not any(c.isdigit() for c in words):
        return words if not run.base[-1:].isdigit() or words[:1].isalpha() else _figures(words, _HIGH, "^")
    power = _figures(run.words, _HIGH, "^")
    if run.base:
        powers.append(f"{run.base}{power}")
    return power


def _figures(words: str, figures: dict[str, str], sign: str) -> str:
    """Words in raised or lowered figures where there are such, or behind a sign."""
    words = words.strip()
    return "".join(figures[c] for c in words) if all(c in figures for c in words) else sign + words
