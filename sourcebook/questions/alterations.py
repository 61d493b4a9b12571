"""Alter one word of a quotation by rule: a number, a name, a direction, or a word of another force.

Here: which words can be changed, and into what. Not here: proving that the result is no quotation any more
(`from_quotations.py` asks the prover). The lists are for English; a text in another language is altered in its numbers
and its names alone. No rule adds or takes away a negation: a question should ask for reading, not for a lost "not".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sourcebook.questions.seeded_order import Draw

DIRECTIONS = (
    "before/after early/late earlier/later first/last begin/end began/ended beginning/end start/finish "
    "increase/decrease increased/decreased rise/fall rose/fell rising/falling raise/lower raised/lowered "
    "more/fewer most/fewest up/down above/below over/under inside/outside internal/external into/from "
    "north/south east/west northern/southern eastern/western arrive/leave arrived/left arrival/departure "
    "enter/leave entered/left deploy/withdraw deployed/withdrew deployment/withdrawal support/oppose "
    "supported/opposed supporter/opponent supporters/opponents stronger/weaker strong/weak strengthen/weaken "
    "strengthened/weakened winner/loser winners/losers ally/rival allies/rivals friend/enemy friends/enemies "
    "younger/older new/former old/young rich/poor larger/smaller large/small largest/smallest high/low higher/lower "
    "highest/lowest public/private domestic/foreign peaceful/violent gained/lost gain/lose "
    "appointed/dismissed opened/closed stable/unstable stability/instability predecessor/successor buy/sell"
)
"""Pairs of opposites: each word can stand for the other."""
FORCES = (
    "some/most several/most many/most hundreds/thousands thousands/hundreds tens/hundreds may/will might/will "
    "could/would possibly/certainly perhaps/clearly probably/certainly likely/certain appears/proved seems/proved "
    "apparently/evidently reported/proved alleged/proven claimed/proved suggested/proved warned/promised "
    "asked/ordered requested/ordered request/order requests/orders offered/demanded offer/demand invited/forced "
    "protest/riot protests/riots protesters/rioters demonstrators/rioters rally/riot rallies/riots unrest/revolt "
    "crisis/war conflict/war clash/battle clashes/battles attack/raid attacks/raids uprising/coup "
    "government/parliament president/minister army/police troops/police soldiers/officers police/army "
    "company/ministry agreement/treaty alliance/union region/city country/city city/country capital/border "
    "week/month month/year day/week days/weeks weeks/months months/years hour/day hours/days morning/evening "
    "night/morning immediately/eventually quickly/slowly suddenly/gradually briefly/openly arrested/questioned "
    "detained/questioned killed/wounded injured/killed resigned/retired resignation/retirement gas/oil oil/gas "
    "fuel/food price/tax prices/taxes economic/political political/economic social/religious military/civil "
    "security/trade power/money leader/adviser leaders/advisers elite/army people/officials citizens/officials "
    "half/most always/often often/always every/one only/also also/only"
)
"""A word, and one of another force or thing that reads just as smoothly in its place."""
NUMBERS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy".split()
_NUMBER = re.compile(r"(?<![\w.,:])\d++(?:[.,:]\d++)*(?!\w*\d)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Altered:
    """A quotation with one word changed: the rule, the old word, the new word, and the altered quotation."""

    rule: str
    old: str
    new: str
    words: str


def alterations(words: str, lang: str, names: Mapping[str, str], draw: Draw) -> Iterator[Altered]:
    """Yield every alteration of a quotation in a drawn order. `names` maps a name to one that can replace it."""
    candidates = [*_numbers(words), *_named(words, names)]
    if lang.partition("-")[0].lower() == "en":
        candidates += [*_swapped("direction", words, _PAIRS), *_swapped("force", words, _FORCES)]
    smooth = [altered for altered in candidates if not _betrays(altered)]
    yield from draw.order(smooth, lambda altered: f"{altered.rule} {altered.words}")


def _betrays(altered: Altered) -> bool:
    """True if the article before the new word gives the alteration away: `an hour` becomes `an day`."""
    vowels = [word[:1].lower() in "aeiou" or word.lower().startswith("hour") for word in (altered.old, altered.new)]
    before = altered.words[: altered.words.find(altered.new)].split()[-1:]
    return vowels[0] != vowels[1] and before != [] and before[0].lower() in ("a", "an")


def _replace(rule: str, words: str, start: int, old: str, new: str) -> Altered:
    return Altered(rule, old, new, words[:start] + new + words[start + len(old) :])


def _numbers(words: str) -> Iterator[Altered]:
    """Replace a number by one of the same form: a near hour or year, another leading digit, the next number word."""
    for match in _NUMBER.finditer(words):
        yield _replace("number", words, match.start(), match[0], other_number(match[0]))
    for match in _WORD.finditer(words):
        lower = match[0].lower()
        if lower in NUMBERS:
            new = NUMBERS[(NUMBERS.index(lower) + 1) % len(NUMBERS)]
            yield _replace("number", words, match.start(), match[0], _as(match[0], new))


def other_number(text: str) -> str:
    """Return a different number of the same form."""
    head = re.match(r"\d+", text)
    first = head[0] if head else text
    if ":" in text:
        return f"{int(first) % 12 + 1}{text[len(first) :]}"
    if len(text) == 4 and text.isdigit() and text[:2] in ("19", "20"):
        return str(int(text) - 2)
    if text.isdigit() and len(text) <= 2:
        return str(int(text) + (2 if int(text) < 28 else -2))
    return str(int(text[0]) % 9 + 1) + text[1:]


def _named(words: str, names: Mapping[str, str]) -> Iterator[Altered]:
    for old, new in names.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(old)}(?![\w-])", words):
            yield _replace("name", words, match.start(), old, new)


def _swapped(rule: str, words: str, pairs: Mapping[str, str]) -> Iterator[Altered]:
    for match in _WORD.finditer(words):
        new = pairs.get(match[0].lower())
        if new:
            yield _replace(rule, words, match.start(), match[0], _as(match[0], new))


def _as(old: str, new: str) -> str:
    """Return the new word, capitalised like the old one."""
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new.capitalize() if old[:1].isupper() else new


def _pairs(text: str, both_ways: bool) -> dict[str, str]:
    replacements: dict[str, str] = {}
    for pair in text.split():
        one, _, other = pair.partition("/")
        replacements.setdefault(one, other)
        if both_ways:
            replacements.setdefault(other, one)
    return replacements


_PAIRS = _pairs(DIRECTIONS, both_ways=True)
_FORCES = _pairs(FORCES, both_ways=False)
