"""Phrase records in words: dates, names, copies, reliability.

Here: plain functions from records to English. Not here: nodes (`render.py`), and any rule that judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sourcebook.analysis import language_tags
from sourcebook.model.records import AUTHOR, Passage, Source

NOT_GIVEN = "not given in the text"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
QUALIFIERS = {"?": " (uncertain)", "~": " (approximate)", "%": " (uncertain and approximate)"}
LANGUAGES = {
    "ar": "Arabic", "be": "Belarusian", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "hy": "Armenian", "it": "Italian", "kk": "Kazakh", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
LETTERS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
RETRANSLATED = "as rendered in a re-translated copy"
COPY = "re-translated copy"
COPIED = "re-translated"
"""Behind speech out of a re-translated copy."""
COPIES_IN_A_LINE = "Their words went into another language and back, so nobody whom they let speak is quoted exactly."
COPIES = {
    "original": "The text as written: nothing in it points to a translation.",
    "retranslated": (
        "Re-translated: the words went into another language and back. What stands in quotation marks in this copy is "
        "not the speaker’s exact words."
    ),
}
COPY_SPEAKS = "The words are those of the copy. Where it lets somebody speak, they are not that person’s exact words."
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)")


def sentence(text: str) -> str:
    """The text on one line, with a capital and a full stop."""
    return stopped(capital(" ".join(text.split())))


def stopped(text: str) -> str:
    """The text with a full stop, unless it ends with a mark already."""
    return text if not text or text[-1] in ".!?…" else f"{text}."


def capital(text: str) -> str:
    """The text with a capital where it begins."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str]) -> str:
    """Items joined as English joins them: a, b and c."""
    *head, last = list(items) or [""]
    return f"{', '.join(head)} and {last}" if head else last


def date(edtf: str) -> str:
    """An EDTF date in words; a form that is not covered here as it is written."""
    start, slash, end = edtf.partition("/")
    if slash:
        return _interval(start, end)
    if edtf[:1] in "[{" and edtf[-1:] in "]}":
        joint = " or " if edtf[0] == "[" else " and "
        return joint.join(_day(part.strip()) for part in edtf[1:-1].split(","))
    return _day(edtf)


def _interval(start: str, end: str) -> str:
    if end in ("", ".."):
        return f"{_day(start)} or later"
    if start in ("", ".."):
        return f"{_day(end)} or earlier"
    return f"between {_day(start)} and {_day(end)}"


def _day(edtf: str) -> str:
    found = _DAY.fullmatch(edtf)
    if not found or not 1 <= int(found[2] or 1) <= 12:
        return edtf
    parts = [str(int(found[3]))] if found[3] else []
    parts += [MONTHS[int(found[2]) - 1]] if found[2] else []
    return " ".join([*parts, found[1]]) + QUALIFIERS.get(found[4], "")


def authors(source: Source) -> str:
    """Who wrote the article, or that the text does not say."""
    return listed(map(str, source.author)) if source.author else ""


def language(code: str) -> str:
    """The English name of a language by its tag; an unknown tag as it is."""
    return LANGUAGES.get(code.partition("-")[0].lower()) or language_tags.language_name(code)


def issued(source: Source) -> str:
    """When the article appeared, for a line of attribution."""
    return date(source.issued) if source.issued else f"date {NOT_GIVEN}"


def copied(source: Source, passage: Passage) -> str:
    """The caution about a copy that is not the original; empty where the words stand as they were written."""
    if source.fidelity != "retranslated":
        return ""
    return RETRANSLATED if passage.speaker == AUTHOR else f"{RETRANSLATED}, not the speaker’s exact words"


def reliability(source: Source) -> str:
    """The letter of the copy, what it means, and why."""
    grade, meaning = source.reliability, LETTERS[source.reliability.letter]
    if grade.because.casefold().startswith(meaning):
        return f"{grade.letter}: {sentence(grade.because)}"
    return f"{grade.letter}, {meaning}. {sentence(grade.because)}"


def paragraphs(numbers: Sequence[int]) -> str:
    """Numbers of paragraphs: ¶4, ¶7–9, ¶4 and ¶6."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][-1] == number - 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join("¶" + "–".join(map(str, each)) for each in spans)


def times(count: int, noun: str) -> str:
    """A number with its noun: 1 passage, 2 passages."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
