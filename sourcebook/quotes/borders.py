"""Check the borders of a quotation (rule 4): half a word, part of a number or a nearby "not" that it cuts off.

Here: the borders of the quoted words, what stands in between them on the page, and the rest of the sentence around
them. Not here: what brackets and `[…]` do inside a quotation (`brackets.py`), which words hedge or deny (`hedges.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from sourcebook.model import characters
from sourcebook.model.problems import Kind, Problem
from sourcebook.quotes import hedges, normalise
from sourcebook.quotes.article import Article, Run
from sourcebook.quotes.hedges import IN_CLAUSE, Force, is_number, reaches_beyond
from sourcebook.quotes.languages import LanguageRules, rules
from sourcebook.quotes.marks import Mark, Pattern
from sourcebook.quotes.normalise import is_word

_UNITS = frozenset("km kg % ‰ ٪ ％ ° $ € £ ₸ ₽ ¥ ₴ ₺ ₪ ₹".split())
"""Units of every language. Without its unit a number says something else; years and people are no unit."""
SIGNS = frozenset("$€£¥₸₽₴₺₪₹%‰٪％#°+±~<>≈≤≥")
_HAN_NUMERALS = frozenset("〇零一二三四五六七八九十百千万萬亿億兆两兩")
_GROUP = re.compile(r"\d{3}(?:\.\d+|,\d+)?")
"""The digits of a number behind a space that parts its thousands."""
_GLUE = frozenset(normalise.HYPHENS + "@&/_'’·" + normalise.LETTER_APOSTROPHES)

_BEFORE = (Force.HEDGE | Force.NEGATION).value
_AFTER = (Force.HEDGE | Force.NEGATION | Force.TURN).value
_DEGREE = Force.DEGREE.value
_QUESTION = frozenset("?？؟՞")


def border_problems(article: Article, runs: Sequence[Run], pattern: Pattern) -> list[Problem]:
    """Problems where the ends of the parts cut a word or a number."""
    problems = []
    for index, (start, end) in enumerate(runs):
        if not any(j.mark is Mark.FORM for j in pattern.joints[index]):
            problems += _border(article, start - 1, start, inner=start)
        if not any(j.mark is Mark.FORM for j in pattern.joints[index + 1]):
            problems += _border(article, end - 1, end, inner=end - 1)
    return problems


def _border(article: Article, left: int, right: int, inner: int) -> list[Problem]:
    """The border between token `left` and token `right`, of which `inner` is quoted and the other is not."""
    if left < 0 or right >= len(article.stream) or article.paragraphs[left] != article.paragraphs[right]:
        return []
    word, outer = article.words[inner], article.words[left if inner == right else right]
    glued = article.glued[right]
    if _cuts_number(article, left, right, glued):
        message = (
            f"it cuts a number: “{article.words[left]} {article.words[right]}” stands in the source; quote all of it."
        )
        return [Problem(Kind.CUT_NUMBER, message)]
    cuts = _cuts_word(article, left, right, outer) if is_word(word) else _cuts_at_joint(article, left, right, inner)
    if glued and cuts:
        whole = _whole(article, inner)
        return [
            Problem(Kind.CUT_WORD, f"it cuts a word: “{whole}” stands in the source; begin and end at whole words.")
        ]
    return []


def _cuts_number(article: Article, left: int, right: int, glued: bool) -> bool:
    """True if a number stands across the border: its sign, its digits, its scale, its unit or its range."""
    a, b = article.words[left], article.words[right].lower()
    if glued and b[0] in _HAN_NUMERALS and (a[-1] in _HAN_NUMERALS or a[-1].isdecimal()):
        return True
    if _GROUP.fullmatch(b) and a.isdecimal() and len(a) <= 3 and not glued:  # thousands parted by a space: 45 000
        return True
    if glued and ((a in SIGNS and b[0].isdigit()) or (a[-1].isdigit() and b in SIGNS)):
        return True
    if a == "-" or b == "-":
        return glued and _cuts_dash(article, left, right)
    if article.sentences[left] != article.sentences[right]:
        return False
    return _cuts_quantity(article, left, right, rules(article.language))


def _cuts_quantity(article: Article, left: int, right: int, lists: LanguageRules) -> bool:
    """True if a number in words, its scale or its unit stands across the border."""
    sets, fold = lists.sets, lists.fold
    a, b = fold(article.words[left]), fold(article.words[right])
    if a in sets["links"] and b in sets["plurals"] and left:
        return fold(article.words[left - 1]) in sets["plurals"] | sets["heads"]
    if b in _UNITS or b in sets["units"] or (b in sets["scales"] and a[0].isdigit()):
        return _counts(a, lists)
    two = range(right, min(right + 2, len(article.words)))
    if fold(article.text_of(two)) in sets["units"]:
        return _counts(a, lists)
    if a in sets["before"] and is_number(b, lists.tag):
        return True
    return (b in sets["scales"] and (_counts(a, lists) or a in ("a", "half"))) or (
        b in sets["plurals"] and (a in sets["quantities"] or (is_number(a, lists.tag) and not a[0].isdigit()))
    )


def _cuts_dash(article: Article, left: int, right: int) -> bool:
    """True if the dash at the border is the sign of a number, or stands between the two of a range."""
    words, glued = article.words, article.glued
    at, high = (left, right) if words[left] == "-" else (right, right + 1)
    if high >= len(words) or not glued[high] or not words[high][0].isdigit():
        return False
    return (words[at - 1][-1].isdigit() if glued[at] else at == left) if at else True


def _counts(word: str, lists: LanguageRules) -> bool:
    """True if a word in small letters is a number or a part of one."""
    return is_number(word, lists.tag) or any(word in lists.sets[name] for name in ("quantities", "scales", "plurals"))


def _cuts_word(article: Article, left: int, right: int, outer: str) -> bool:
    """True if the token beyond the border is a mark that joins two halves of a word, with a half on its other side."""
    if is_word(outer):
        return not any(characters.stands_alone(article.words[i][0]) for i in (left, right))
    char = article.clean[article.starts[right] if article.words[right] == outer else article.starts[left]]
    if char.isalpha():  # a letter that is typed as an apostrophe
        return True
    beyond = right + 1 if article.words[right] == outer else left - 1
    if char not in _GLUE or not 0 <= beyond < len(article.stream) or not is_word(article.words[beyond]):
        return False
    return article.glued[max(beyond, left)]


def _cuts_at_joint(article: Article, left: int, right: int, inner: int) -> bool:
    """True if the quoted side begins with a mark that joins two halves of a word, of which the other is cut off."""
    beyond = inner + 1 if inner == right else inner - 1
    outer = left if inner == right else right
    if article.clean[article.starts[inner]] not in _GLUE or not 0 <= beyond < len(article.stream):
        return False
    return article.glued[max(inner, beyond)] and is_word(article.words[beyond]) and is_word(article.words[outer])


def _whole(article: Article, inner: int) -> str:
    """The unbroken run of characters around a token."""
    text, start, end = article.clean, article.starts[inner], article.ends[inner]
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip('“”"‘’.,;:()')


def across_problems(article: Article, runs: Sequence[Run]) -> list[Problem]:
    """Problems where a part runs across noise or a change of zone."""
    problems = []
    if any(True in article.broken[a + 1 : b] for a, b in runs):
        message = (
            "site furniture stands between these words on the page; quote the parts apart, or accept it with a reason."
        )
        problems.append(Problem(Kind.ACROSS_NOISE, message))
    first, last = article.zones[runs[0][0]], article.zones[runs[-1][1] - 1]
    if len({z for a, b in runs for z in article.zones[a:b]}) > 1:
        message = f"it runs from the {first} into the {last}; quote them apart, or accept it with a reason."
        problems.append(Problem(Kind.ACROSS_ZONES, message))
    return problems


def context_problems(article: Article, runs: Sequence[Run]) -> list[Problem]:
    """Cautions where the rest of the first or the last sentence hedges, denies or turns the quoted words.

    A turn before the quotation (But …, Although …) turns what was said earlier, not what is quoted.
    """
    before, after = _rest_before(article, runs[0][0]), _rest_after(article, runs[-1][1])
    for side, rest, wanted, beside in (("before", before, _BEFORE, before[-1:]), ("after", after, _AFTER, after[:1])):
        forces = article.forces[rest.start : rest.stop]
        if not any(forces):
            continue
        edge = runs[0][0] if side == "before" else runs[-1][1] - 1
        for i, flags in zip(rest, forces, strict=True):
            if flags and (flags & wanted or (i in beside and flags & _DEGREE)) and _reaches(article, i, edge):
                return [Problem(Kind.CONTEXT, _says(article, side, i, rest))]
    cut = _cut_negation(article, runs[-1], after)
    if cut:
        return [Problem(Kind.CONTEXT, cut)]
    if not _QUESTION.isdisjoint(article.words[after.start : after.stop]):
        return [Problem(Kind.CONTEXT, "the sentence that it is cut from is a question; quote the question mark too.")]
    return []


def _reaches(article: Article, at: int, edge: int) -> bool:
    """False if a word denies its own clause alone, and the quotation ends in another one, at the token `edge`."""
    if not article.forces[at] & IN_CLAUSE:
        return True
    low, high = (find(article.sentences, article.sentences[edge]) for find in (bisect_left, bisect_right))
    lists, forces = rules(article.language), article.forces[low:high]
    clauses = hedges.clauses(article.words[low:high], forces, lists)
    return clauses[at - low][0] in clauses[edge - low]


def _cut_negation(article: Article, run: Run, after: range) -> str:
    """The fault where a quotation ends inside the scope of a negation that it holds; empty where there is none."""
    low = max(run[0], bisect_left(article.sentences, article.sentences[run[1] - 1]))
    joins = rules(article.language).sets["joins"]
    denied = reaches_beyond(article.words, article.forces, (low, run[1]), after.stop, joins)
    if not denied:
        return ""
    words = article.text_of(range(after.start, min(after.stop, after.start + 6)))
    return f"it ends inside what “{denied}” denies, which goes on: “{words} …”; quote it too, or give a reason."


def _says(article: Article, side: str, i: int, rest: range) -> str:
    does = "denies it" if article.forces[i] & Force.NEGATION else "hedges it"
    does = "turns it around" if article.forces[i] & Force.TURN else does
    around = range(max(rest.start, i - 3), min(rest.stop, i + 4))
    words = article.text_of(around)
    return f"the rest of its sentence, {side} it, perhaps {does}: “… {words} …”; quote it too, or give a reason."


def _rest_before(article: Article, start: int) -> range:
    """The tokens of the sentence before the quotation, back to a semicolon."""
    low = bisect_left(article.sentences, article.sentences[start])
    rest = article.words[low:start]
    return range(start - rest[::-1].index(";") if ";" in rest else low, start)


def _rest_after(article: Article, end: int) -> range:
    high = bisect_right(article.sentences, article.sentences[end - 1])
    rest = article.words[end:high]
    return range(end, end + rest.index(";") if ";" in rest else high)
