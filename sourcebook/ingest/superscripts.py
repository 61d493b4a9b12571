"""Superscripts and subscripts: remove footnote marks from the text, keep exponents and indices.

A reader marks raised (`raised`) and lowered (`lowered`) text in place; once the whole text is known, `resolve` decides
with the neighbouring numbers in view. A raised number never merges with the word before it: the note `2` after `40`
does not make 402. Not here: how a page or a PDF raises its type (`ingest/web/inline_markup.py`,
`ingest/pdf_text/pdf_reader.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.ingest.hyphenation import counted, few

_UP, _NOTE, _DOWN, _END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
MARKS = _UP + _NOTE + _DOWN + _END
"""Noncharacters, which no text contains: they delimit raised and lowered runs."""
_RUN = re.compile(f"([{_UP}{_NOTE}{_DOWN}])([^{MARKS}]*){_END}")
_HIGH = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOW = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_PLAIN = {high: plain for plain, high in _HIGH.items() if plain.isdigit()}
_TYPED = re.compile("[⁰¹²³⁴-⁹]+")
_UNITS = frozenset(
    "m cm mm km dm nm µm μm ft in mi yd s h l g kg j k pa n w v м см мм км дм с г кг ч nmi sm µs ms".split()
)
_WORDS = frozenset("in ft s h l g k j n w v с г ч".split())
"""Units that are also words or initials: they count as units only after a number."""
_NUMBER = re.compile(r"\[?\(?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*[\])]?")
_SYMBOLS = re.compile(r"[\[(]?[*†‡§¶#∗⁎⁂◊]+[\])]?")
_KEPT = frozenset("®™©℠")
_OPERATOR = "=+×·*/^<>≈≤≥−∙"


@dataclass
class _Raised:
    """A raised run: its text, whether the file marks it as a note reference, and the text before and after it."""

    words: str
    noted: bool
    before: str
    after: str
    is_note: bool | None = None

    @property
    def base(self) -> str:
        """The word or number directly before it; empty after punctuation or a space."""
        match = re.search(r"[^\W_]+(?:[.,][^\W_]+)*$", self.before)
        return match.group() if match else ""

    @property
    def number(self) -> int:
        match = re.search(r"\d+", self.words)
        return int(match.group()) if match and len(match.group()) < 5 else 0


@dataclass(frozen=True)
class ResolvedSuperscripts:
    """Paragraphs without delimiters, and the decisions: note references that were removed, exponents that were kept."""

    texts: list[str]
    notes: tuple[str, ...]
    powers: tuple[str, ...]

    def report(self) -> tuple[str, ...]:
        """The decisions, a sentence each, for an author to check."""
        out = []
        if self.notes:
            out.append(f"{counted(self.notes, 'raised mark')} taken for a note's and left out: {few(self.notes, 8)}.")
        if self.powers:
            out.append(f"{counted(self.powers, 'raised number')} kept, as a power: {few(self.powers, 8)}.")
        return tuple(out)


def raised(text: str, noted: bool = False) -> str:
    """Mark text as raised. `noted`: the file itself links it to a note."""
    return f"{_NOTE if noted else _UP}{text}{_END}"


def lowered(text: str) -> str:
    """Mark text as lowered."""
    return f"{_DOWN}{text}{_END}"


def typed(text: str) -> str:
    """Mark superscript digits (`²`) of a text as raised."""
    return _TYPED.sub(lambda m: raised("".join(_PLAIN[c] for c in m.group())), text)


def resolve(texts: Sequence[str]) -> ResolvedSuperscripts:
    """Resolve the marked runs of all paragraphs: note references are removed, other runs become text."""
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
    return ResolvedSuperscripts([re.sub(f"[{MARKS}]", "", text) for text in out], tuple(notes), tuple(powers))


def _bare(text: str) -> str:
    """Text without its marked runs: two references in a row follow the same word."""
    return re.sub(f"[{MARKS}]", "", _RUN.sub("", text))


def _is_note(run: _Raised) -> bool | None:
    """True if a raised run is a note reference; None where only the series of numbers can tell."""
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
    return _after_digits(run) if run.base[-1:].isdigit() else _after_letters(run)


def _after_letters(run: _Raised) -> bool:
    """True for a note after a word or punctuation; false after a unit, a variable or a formula."""
    if not run.base:
        return not re.search(r"\([^()]*[=+×·*/−^-][^()]*\)$", run.before)
    if run.base.lower() in _UNITS and run.number in (1, 2, 3):
        counted = r"(?:[\d/½]|\b(?:per|par|pro|por|на))\s*$"
        return run.base.lower() in _WORDS and not re.search(counted, run.before[: -len(run.base)])
    formula = re.search(r"[=+×·/^]\s*\w{1,2}$", run.before)
    return not (formula or (len(run.base) == 1 and run.base.isascii()))


def _after_digits(run: _Raised) -> bool | None:
    """For a number after a number: false for a power of ten or a formula, true after a year, otherwise None."""
    operators = run.after.lstrip()[:1] in _OPERATOR if run.after.strip() else False
    before = run.before[: -len(run.base)].rstrip()[-1:]
    if run.base == "10" or operators or (before and before in "=×·*^+"):
        return False
    if re.fullmatch(r"1\d{3}|20\d\d|21\d\d", run.base) or run.number == 1 or len(run.words) > 2:
        return True
    return None


def _in_series(runs: Sequence[_Raised]) -> None:
    """Decide the undecided runs: note numbers increase by one."""
    numbered = [run for run in runs if run.number and run.is_note is not False]
    for i, run in enumerate(numbered):
        if run.is_note is None:
            before = next((r.number for r in reversed(numbered[:i]) if r.is_note is not False), 0)
            behind = next((r.number for r in numbered[i + 1 :] if r.is_note is not False), 0)
            run.is_note = run.number in (before, before + 1) or 0 < behind - run.number <= 1


def _written(match: re.Match[str], left: object, notes: list[str], powers: list[str]) -> str:
    """The replacement of one run: empty for a note reference."""
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
    """Text in superscript or subscript digits where they exist, otherwise after a sign."""
    words = words.strip()
    return "".join(figures[c] for c in words) if all(c in figures for c in words) else sign + words
