"""The numbers that an article prints, in digits or in words: their bounds, their unit and what they count.

Numbers in words are read by text2num. Not here: days and hours (`printed_days.py`), whose digits are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sourcebook.drafting.reading import PAST, Sentence
from sourcebook.drafting.vocabulary import Lexicon

_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "₽": "roubles", "₸": "tenge"}
_DIGITS = re.compile(
    r"(?<![\w.,:/#])(?<!\d[-–])(?P<sign>[$€£¥₽₸]|US\$)?\s?(?P<one>\d{1,3}(?:(?P<group>[,.'\u00a0\u202f ])\d{3})+(?!\d)"
    r"(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?:\s?[-–—]\s?(?P<two>\d[\d,.]*\d|\d)(?![\w]))?(?P<tight>(?:bn|m|tn|k)\b)?(?P<unit>\s?[%€°])?"
)
_PLURAL = frozenset(
    "people men women children dead police troops percent staff personnel injured wounded missing".split()
)


@dataclass(frozen=True)
class PrintedNumber:
    """A number of a sentence: offsets [low, high) of its phrase in the clean text, its value or bounds, its unit, what
    it counts, and the words that print it."""

    low: int
    high: int
    least: float | None
    best: float | None
    most: float | None
    unit: str
    counts: str
    printed: str
    sure: float

    @property
    def values(self) -> tuple[float | None, float | None, float | None]:
        return self.least, self.best, self.most


def printed_numbers(words: Lexicon, sentence: Sentence, taken: Sequence[tuple[int, int]]) -> Iterator[PrintedNumber]:
    """The numbers of a sentence; `taken`: offsets of days and hours."""
    text = sentence.text
    blocked = [(low - sentence.low, high - sentence.low) for low, high in taken]
    found = sorted({*_in_digits(words, text), *_in_words(words, text), *_multiples(words, text)})
    last, before = 0, None
    for i, (low, end, value, upper, sign) in enumerate(found):
        high, second, unit = end, upper, sign
        if low < last or any(a < high and low < b for a, b in blocked):
            continue
        pair = found[i + 1] if i + 1 < len(found) else None
        if second is None and pair and value < pair[2] and _is_pair(words, text, low, high, pair[0]):
            second, high, unit = pair[2], pair[1], unit or pair[4]
        last = high
        number = _described(words, sentence, (low, high), (value, second), unit)
        if number is None and before and (_bound(words, text, low)[0] or _goes_on(text, high)):
            least, best, most = _bounded(_bound(words, text, low)[0], value)
            number = replace(before, low=sentence.low + low, high=sentence.low + high, printed=text[low:high], sure=0.6)
            number = replace(number, least=least, best=best, most=most)
        if number:
            before = number
            yield number


def _goes_on(text: str, high: int) -> bool:
    """True if a number without a noun counts what the one before it did: `40 were saved, and 21 were still missing`."""
    return bool(re.match(r"\s(?:were|are|was|is|had|have|has|remain(?:ed)?)\b", text[high:]))


_Found = tuple[int, int, float, float | None, str]


def _in_digits(words: Lexicon, text: str) -> Iterator[_Found]:
    for match in _DIGITS.finditer(text):
        low, high = match.start("sign") if match["sign"] else match.start("one"), match.end()
        value = _value(words, match["one"])
        second = _value(words, match["two"]) if match["two"] else None
        if (
            value is None
            or re.match(r"(?:st|nd|rd|th|er|e)\b|[A-Za-z]", text[high:])
            or _in_a_name(words, text, low, high)
        ):
            continue
        factor, high = _scaled(words, text, high, match["tight"] or "")
        unit = (match["unit"] or "").strip()
        unit = {"%": "per cent", "€": "euros", "°": "degrees"}.get(unit, "")
        unit = _CURRENCIES.get((match["sign"] or "")[-1:], unit)
        yield low, high, value * factor, second * factor if second is not None else None, unit


def _in_a_name(words: Lexicon, text: str, low: int, high: int) -> bool:
    """True for the digits of a name: Article 5, Boeing 737, and for those that stand in brackets as a note."""
    before = re.search(r"(\S+)\s$", text[:low]) if text[low].isdigit() else None
    capital = bool(before and re.match(r"[A-Z][a-z]+$|No\.?$|§$", before[1]) and before.start() > 0)
    capital = capital and before is not None and before[1].lower() not in words.stops
    return (capital and not re.match(r"\s[a-z]+s\b|\s?%", text[high:])) or bool(re.match(r"\]", text[high:]))


def _value(words: Lexicon, digits: str) -> float | None:
    """The value of digits as the language groups them."""
    digits = digits.rstrip(".,")
    point = "." if words.language in ("en", "und", "zh", "ja", "he") else ","
    plain = re.sub(r"['\u00a0\u202f ]", "", digits)
    group = "," if point == "." else "."
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d+)?", plain):
        plain = plain.replace(group, "")
    try:
        return float(plain.replace(point, "."))
    except ValueError:
        return None


def _scaled(words: Lexicon, text: str, high: int, tight: str) -> tuple[float, int]:
    """The factor of a scale word behind a number, and where that ends."""
    scales = dict(words.scales)
    if tight:
        return scales.get(tight.lower(), 1e3 if tight == "k" else 1.0), high
    match = re.match(r"[\s-]([^\W\d_]+)", text[high:])
    if match and match[1].lower() in scales and len(match[1]) > 2:
        return scales[match[1].lower()], high + match.end()
    return 1.0, high


class _Token:
    """A word as text2num asks for it."""

    def __init__(self, word: str, low: int, high: int, apart: bool) -> None:
        self.word, self.low, self.high, self.apart = word, low, high, apart

    def text(self) -> str:
        return self.word

    def nt_separated(self, previous: object) -> bool:
        return self.apart and previous is not self

    def not_a_number_part(self) -> bool:
        return self.word[:1].isdigit()


@cache
def _spelled(language: str) -> bool:
    """True if text2num reads numbers of this language."""
    from text_to_num import text2num

    try:
        text2num("", language)
    except ValueError as error:
        return "unsupported" not in str(error)
    return True


def _in_words(words: Lexicon, text: str) -> Iterator[_Found]:
    if not _spelled(words.language):
        return
    from text_to_num import find_numbers

    tokens = [
        _Token(m.group().lower(), m.start(), m.end(), bool(re.search(r"[,.;:()\"“”]", text[: m.start()][-2:])))
        for m in re.finditer(r"[^\W\d_]+", text)
    ]
    for each in find_numbers(tokens, words.language, threshold=0):
        run = tokens[each.start : each.end]
        low, high = run[0].low, run[-1].high
        if each.is_ordinal or each.value is None or (low and text[low - 1] == "-") or text[high : high + 1] == "'":
            continue
        value = float(each.value)
        after = re.match(r"[\s-]([^\W\d_]+)", text[high:])
        if value == 1 and not (after and after[1].lower() in dict(words.units)):
            continue
        factor, high = _scaled(words, text, high, "")
        yield low, high, value * factor, None, ""
    for match in re.finditer(r"\b(?:a|half a|an?)\s(dozen|hundred|thousand|million|billion)\b(?!s)", text):
        half = 0.5 if match.group().startswith("half") else 1
        yield match.start(1), match.end(), half * dict(words.scales)[match[1]], None, ""


def _multiples(words: Lexicon, text: str) -> Iterator[_Found]:
    for word, factor in words.multiples:
        for match in re.finditer(rf"\b{word}\b(?!\s(?:last|this|a|in|on|before|since)\b)", text, re.IGNORECASE):
            yield match.start(), match.end(), factor, None, "times"


def _is_pair(words: Lexicon, text: str, low: int, high: int, then: int) -> bool:
    """True if two numbers are the ends of a range: between 60 and 80."""
    lead = re.search(r"(\w+)\s$", text[:low])
    gap = text[high:then].strip().lower()
    return (
        bool(lead) and lead[1].lower() in words.between and gap in ("and", "to", "et", "à", "und", "bis", "и", "до")  # type: ignore[index]
    ) or gap == "to"


# -- what a number says ---------------------------------------------------------------------------------


def _described(
    words: Lexicon, sentence: Sentence, at: tuple[int, int], value: tuple[float, float | None], unit: str
) -> PrintedNumber | None:
    """A number with its bounds, its unit and what it counts; None where it counts nothing."""
    text, (low, high), (first, second) = sentence.text, at, value
    if re.match(r"\s(?:o'?clock|past)\b", text[high:]):
        return None
    bound, start = _bound(words, text, low)
    counts, end = _counted(words, text, high)
    age = _age(text, low, high)
    sure = 0.8
    old = re.match(r"(years?|months?)-old\b", counts)
    if re.search(r"\bmagnitude(?:\s(?:of|was))?\s$", text[:low]):
        unit, counts = "magnitude", "magnitude"
    elif old:
        unit, counts = f"{old[1].rstrip('s')}s", f"age: {counts}"
    elif age:
        unit, counts = "years", f"age of {age}"
    elif not unit:
        unit = _unit(counts)
    if not unit and not counts:
        unit = counts = _of_harm(words, text, start)
    second_number = re.match(r"of\s(?:its|the|their|his|her)\s(\d[\d,.]*)", text[high:].lstrip())
    if second_number and not counts:  # 350 of its 2,100 jobs
        counts, _ = _counted(words, text, text.index(second_number[1], high) + len(second_number[1]))
        unit = _unit(counts)
    if not unit and not counts:
        return None
    if not counts:
        counts = _counted_before(text, start) or unit
        sure = 0.6
    least, best, most = (first, None, second) if second is not None else _bounded(bound, first)
    phrase = text[start:end]
    return PrintedNumber(sentence.low + start, sentence.low + end, least, best, most, unit, counts, phrase, sure)


def _bounded(bound: str, value: float) -> tuple[float | None, float | None, float | None]:
    return {"least": (value, None, None), "most": (None, None, value)}.get(bound, (None, value, None))


def _bound(words: Lexicon, text: str, low: int) -> tuple[str, int]:
    """Whether words before a number make it a bound, and where they begin."""
    before = text[:low].rstrip("$€£ ") + " "
    before = re.sub(r"\b(?:a|an|some|about|around)\s$", "", before)
    for kind, phrases in (("least", words.at_least), ("most", words.at_most)):
        for phrase in phrases:
            match = re.search(rf"\b{re.escape(phrase)}\s$", before, re.IGNORECASE)
            if match:
                return "" if phrase in words.about else kind, match.start()
    return "", low


def _counted(words: Lexicon, text: str, high: int) -> tuple[str, int]:
    """The noun phrase behind a number, and where it ends."""
    rest = text[high:]
    unit = next((u for u in words.per_cent if re.match(rf"[\s-]?{re.escape(u)}(?!\w)", rest, re.IGNORECASE)), "")
    if unit:
        match = re.match(
            rf"[\s-]?{re.escape(unit)}(?:\s(?:of|der|des|de)\s(?:the\s|all\s)?[\w'-]+(?:\s[\w'-]+)?)?",
            rest,
            re.IGNORECASE,
        )
        return match.group().strip(" -") if match else unit, high + (match.end() if match else 0)
    taken: list[str] = []
    end = at = 0
    for match in re.finditer(r"[\s-]([^\W\d_][\w'.-]*[\w]|[^\W\d_])", rest):
        word = match[1].removeprefix("d'")  # millions d'euros
        if (
            match.start() != at
            or len(taken) > 4
            or (word.lower() in words.stops and word.lower() not in _NOUNS and taken)
        ):
            break
        if word.lower() in words.stops and word.lower() not in _NOUNS:
            if word.lower() in _SKIPPED and not taken:
                at = match.end()
                continue
            break
        taken.append(word)
        at = end = match.end()
        if _is_plural(word) or (words.language == "de" and word[0].isupper()):  # a noun
            break
    return " ".join(taken), high + end


_SKIPPED = frozenset("of more other new former such de its his her their the our these those many".split())
_NOUNS = frozenset("people year years day days week weeks month months time times".split())


def _is_plural(word: str) -> bool:
    return word.lower() in _PLURAL or (
        word.endswith("s") and not word.endswith(("ss", "'s", "us", "is")) and len(word) > 3
    )


def _unit(counts: str) -> str:
    """The last word of what is counted: in the plural, if there is one."""
    parts = counts.split()
    if re.search(r"\bper\s?cent\b|%", counts) or counts.startswith("percent"):
        return "per cent"
    if parts and PAST.fullmatch(parts[-1]):  # 41 killed
        return "people"
    return parts[-1].lower() if parts else ""


def _counted_before(text: str, low: int) -> str:
    match = re.search(
        r"((?:[\w'-]+\s){1,4})(?:is|was|are|were|stands|stood|at|of|to|reached|fell|rose|hit)\s(?:at\s|to\s)?$",
        text[:low],
    )
    return match[1].strip() if match else ""


def _of_harm(words: Lexicon, text: str, low: int) -> str:
    """What a number without a noun counts where it is a toll or has a number of something before it."""
    last = (re.findall(r"\w+", text[:low]) or [""])[-1].lower()
    if last in words.done_to or re.search(r"\btoll\b[^,;]*\s(?:to|at|was|is|of|reached|hit|passed)\s$", text[:low]):
        return "people"
    number = re.search(r"\bnumber of ([\w'-]*\w)\b[^,;]*\s(?:to|at|was|is|reached)\s$", text[:low])
    return number[1].lower() if number else ""


def _age(text: str, low: int, high: int) -> str:
    """Whose age a number is: `Ada Brill, 81,` or `aged 81`; empty where it is none."""
    if re.match(r"\s?(?:,|\)|\.)", text[high:]) and high - low <= 3:
        match = re.search(r"((?:[A-Z][\w'-]+\s?){1,3})[,(]\s?$", text[:low])
        if match and not re.match(r",?\s?\d", text[high + 1 :]):
            return match[1].strip()
    match = re.search(r"\b(?:aged|age of|age is|age was|the age of)\s$", text[:low])
    return "those spoken of" if match else ""


def near_duplicates(numbers: Iterable[PrintedNumber]) -> list[PrintedNumber]:
    """Numbers without those that print the same value and unit again in one sentence."""
    out: dict[tuple[object, ...], PrintedNumber] = {}
    for each in numbers:
        out.setdefault((*each.values, each.unit), each)
    return list(out.values())
