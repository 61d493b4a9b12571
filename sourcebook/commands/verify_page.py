"""Compare the quotations visible on a received page with what its evidence proves.

Here: the visible text of a page in blocks, every quotation in it, and the speaker, source and paragraph printed beside
each. Not here: the proof itself (`exports/data/proof_bundle.py`), and scripts and styles that could change what is seen
(`verify_markup.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile
from typing import Any

from sourcebook.exports.data.proof_bundle import ATTRIBUTIONS, ProofFinding
from sourcebook.model import characters
from sourcebook.model.problems import Kind, Place, Problem, legible
from sourcebook.quotes import normalise, prose_lint, speech

WORDS, CITE = "sb-words", "sb-cite-text"
WHOLE = ("sb-quote", "sb-inline", "sb-passage")
"""Classes of elements that hold a quotation together with its attribution."""
_INLINE = frozenset(
    "a abbr b bdi cite code dfn em i kbd label mark q rp rt ruby samp small span strong sub sup time tspan u var wbr "
    "button s del ins font big tt strike bdo".split()
)
_WITHOUT_TOOLS = ".//text()[not(ancestor::*[contains(concat(' ', normalize-space(@class), ' '), ' sb-tools ')])]"
_NO_TEXT = frozenset(("script", "style", "head"))
_SHOWN_ATTRIBUTES = ("title", "alt", "placeholder", "label", "summary", "value", "content", "abbr")
_HIDES = re.compile(
    r"(?:d-(?:\w+-)?none|visually-hidden(?:-focusable)?|sr-only(?:-focusable)?|invisible|opacity-\d+|collapse|fade"
    r"|sb-unseen|onlyprint|noprint|d-print-\S+|order-\S+|flex-\S*reverse|text-(?:transparent|white|hide)|hidden)"
)
_LOOK_ALIKES = {"‟": "“", "🙶": "“", "🙷": "”", **dict.fromkeys("＂″ʺ˝ˮ⹂🙸", '"')}
"""Characters that look like quotation marks, though no language quotes with them."""
_PARAGRAPHS = re.compile(r"¶\s*(\d{1,9})(?:–(\d{1,9}))?")
_GERSHAYIM = re.compile("(?<![\u05d0-\u05ea])\u05f4|\u05f4(?![\u05d0-\u05ea])")
"""The Hebrew mark of abbreviations outside a word."""
SINGLE = re.compile(r"(?<![\w’'])[‘'‚‛’❛](?P<words>[^‘❛\n]{8,2000}?)[’'‘❜](?!\w)")
_ATTRIBUTION_CLASSES = frozenset(
    "sb-reference sb-said sb-attribution sb-speaker sb-caution reference internal external sb-term".split()
)


_PLAIN = (
    "stands in plain text: its words stand in a proven passage, but nothing beside them says who speaks and where; "
    "take that for unproven."
)


@dataclass(frozen=True)
class TextPiece:
    """A text node, and the element that it belongs to."""

    text: str
    owner: Any
    hidden: bool


def check(tree: Any, findings: Sequence[ProofFinding], titles: Iterable[str], file: str) -> Iterator[Problem]:
    """Every problem of the visible page."""
    proven = {normalise.tokens(f.shown) for f in findings if f.ok}
    names = {normalise.tokens(title) for title in titles}
    place = Place(file)
    opened = {normalise.tokens(f.opened) for f in findings if f.ok and f.opened}
    problems = [*_quotations(tree, proven, opened, names), *_attributes(tree, proven | names), *_elements(tree, proven)]
    problems += [*_attributions(tree, findings), *_unseen(tree)]
    yield from (problem.at(place) for problem in dict.fromkeys(problems))


def has_class(element: Any, *names: str) -> bool:
    """True if an element has one of these classes."""
    return bool(set((element.get("class") or "").split()) & set(names))


def of_class(tree: Any, name: str) -> list[Any]:
    """Every element with a class."""
    return [e for e in tree.iter("*") if has_class(e, name)]


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _unproven(words: str) -> Problem:
    message = f"the page quotes “{_short(words)}”, and its evidence does not prove that: it is quoted, but not "
    message += "sealed, and cannot be proven here; look it up in its source."
    return Problem(Kind.NO_PROOF, message, barred=True)


def _otherwise(message: str) -> Problem:
    return Problem(Kind.SHOWN_OTHERWISE, message)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 300 else f"{flat[:300]}…"


# -- the text ----------------------------------------------------------------------------------------------------------


def blocks(tree: Any) -> Iterator[list[TextPiece]]:
    """Yield the text of a page block by block, each as its text nodes in order."""
    current: list[TextPiece] = []
    events: list[tuple[str, Any, bool]] = [("open", tree, False)]
    while events:
        what, element, hidden = events.pop()
        if what == "text":
            owner, text = element
            current.append(TextPiece(text, owner, hidden))
            continue
        inline = isinstance(element.tag, str) and element.tag.lower() in _INLINE
        if current and not inline:
            yield current
            current = []
        if what == "open" and isinstance(element.tag, str) and element.tag.lower() not in _NO_TEXT:
            hidden = hidden or any(map(_HIDES.fullmatch, (element.get("class") or "").split()))
            events.append(("close", element, hidden))
            for child in reversed(element):
                if child.tail:
                    events.append(("text", (element, child.tail), hidden))
                events.append(("open", child, hidden))
            if element.text:
                events.append(("text", (element, element.text), hidden))
    if current:
        yield current


@cache
def _marks() -> dict[int, str]:
    """The translation table from every quotation mark, look-alikes included, to a curly or straight one."""
    table = dict(_LOOK_ALIKES)
    for opening, closings in speech.PAIRS.items():
        if opening not in speech.TOUCHING:
            table.setdefault(opening, "“")
            for closing in closings:
                table.setdefault(closing, "”")
    return str.maketrans(table)


def curly(text: str) -> str:
    """Replace every quotation mark by a curly or straight one. The length stays the same."""
    return _GERSHAYIM.sub('"', text).translate(_marks())


def quotations(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and words of every quotation of four words or more, in any quotation marks."""
    plain = curly(text).replace("''", "“ ").replace("``", "“ ")
    for start, words in prose_lint.unproven(plain):
        yield start, start + len(words) + 1, words
    for match in SINGLE.finditer(text):
        words = match["words"]
        if normalise.count_words(normalise.tokens(words)) >= prose_lint.FEWEST:
            yield match.start("words"), match.end("words"), words


def _quotations(
    tree: Any, proven: set[tuple[str, ...]], opened: set[tuple[str, ...]], names: set[tuple[str, ...]]
) -> Iterator[Problem]:
    for runs in blocks(tree):
        seen = [run for run in runs if not run.hidden]
        for shown in (runs, seen) if len(seen) != len(runs) else (runs,):
            text = "".join(run.text for run in shown)
            for start, end, words in quotations(text):
                if normalise.tokens(words) in names:
                    continue
                if normalise.tokens(words) not in proven and not _is_part(normalise.tokens(words), opened):
                    yield _unproven(words)
                elif _is_set_apart(shown, start, end):
                    continue
                elif not _is_one_run(shown, start, end):
                    yield _otherwise(f"“{_short(words)}” is put together of parts that can be shown otherwise.")
                else:
                    yield Problem(Kind.UNPROVEN_QUOTATION, f"“{_short(words)}” {_PLAIN}")


def _is_set_apart(runs: Sequence[TextPiece], start: int, end: int) -> bool:
    """True if a quotation lies inside elements for proven words or references to them."""
    at = 0
    for run in runs:
        if at < end and at + len(run.text) > start + 1 and not _inside(run.owner, WORDS, CITE):
            return False
        at += len(run.text)
    return True


def _is_one_run(runs: Sequence[TextPiece], start: int, end: int) -> bool:
    """True if a quotation is one text node, so that no inner element can move or hide a part."""
    at = 0
    for run in runs:
        if at <= start < at + len(run.text):
            return end <= at + len(run.text) + 1
        at += len(run.text)
    return False


def _is_part(words: tuple[str, ...], opened: set[tuple[str, ...]]) -> bool:
    """True if the words are contiguous in a proven passage."""
    while words[-1:] and words[-1] in normalise.CLOSING:
        words = words[:-1]
    size = len(words)
    return any(tokens[i : i + size] == words for tokens in opened for i in range(len(tokens) - size + 1))


def _inside(element: Any, *names: str) -> bool:
    return any(has_class(e, *names) for e in (element, *element.iterancestors()))


def _attributes(tree: Any, known: set[tuple[str, ...]]) -> Iterator[Problem]:
    """Problems for quotations in visible or spoken attributes: titles, labels, alternative texts."""
    for element in tree.iter("*"):
        for name, value in element.attrib.items():
            if name in _SHOWN_ATTRIBUTES or name.startswith(("aria-", "data-")):
                for _, _, words in quotations(value):
                    # The description of a page is cut to a length, even inside a quotation.
                    if not _is_part(normalise.tokens(words.rstrip("… ")), known):
                        yield _unproven(words)


def _elements(tree: Any, proven: set[tuple[str, ...]]) -> Iterator[Problem]:
    """Problems for quoting elements, and for proven words with foreign elements inside."""
    for element in tree.iter("blockquote", "q", "span"):
        ours = has_class(element, WORDS)
        words = _text(element)
        if element.tag != "span" and not ours and not _inside(element, WORDS):
            tokens = normalise.tokens(words)
            if normalise.count_words(tokens) >= prose_lint.FEWEST and _bare(tokens) not in proven:
                yield _unproven(words)
        elif ours:
            yield from _of_words(element, words, proven)


def _bare(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tokens[1:-1] if tokens[:1] == tokens[-1:] == ('"',) else tokens


def _of_words(element: Any, words: str, proven: set[tuple[str, ...]]) -> Iterator[Problem]:
    tokens = normalise.tokens(words)
    if _bare(tokens) not in proven and tokens not in proven:
        yield _unproven(words.strip().removeprefix("“").removesuffix("”"))
    for inner in element.iterdescendants("*"):
        allowed = (
            (inner.tag == "p" and not inner.get("class"))
            or (inner.tag == "span" and (inner.get("class") or "").split() == ["sb-mark"])
            or (inner.tag == "a" and has_class(inner, "sb-term"))
        )
        if not allowed:
            yield _otherwise(
                f"inside the quotation “{_short(words)}” stands <{inner.tag}>, which can hide or change words of it."
            )
    if not set((element.get("class") or "").split()) <= {WORDS, "sb-asked"}:
        yield _otherwise(f"the quotation “{_short(words)}” bears a class that this program does not give it.")
    if not _inside(element, *WHOLE, "sb-asked"):
        yield _otherwise(f"the quotation “{_short(words)}” stands without its speaker, source and paragraph.")


# -- who, where --------------------------------------------------------------------------------------------------------


def whole_quotations(tree: Any) -> Iterator[tuple[Any, tuple[str, ...], str]]:
    """Yield every complete quotation: its element, its words, and the attribution printed beside it."""
    for element in tree.iter("*"):
        if has_class(element, *WHOLE):
            words = [e for e in of_class(element, WORDS) if _nearest(e) is element]
            text = "".join(map(_text, words))
            yield element, _bare(normalise.tokens(text)), " ".join(printed_text(e) for e in attributing(element))


def attributing(element: Any) -> list[Any]:
    """The elements that attribute a quotation: those in it, or the first bracket behind it in its paragraph."""
    within = [e for name in ATTRIBUTIONS for e in of_class(element, name) if _nearest(e) is element]
    return within if within or not has_class(element, "sb-inline") else _closing(element)


def _closing(element: Any) -> list[Any]:
    holder = element.getparent()
    while holder.getparent() is not None and str(holder.tag).lower() in _INLINE:
        holder = holder.getparent()
    behind = dropwhile(lambda each: each is not element, holder.iter("*"))
    return [e for e in behind if has_class(e, "sb-reference")][:1]


def _nearest(element: Any) -> Any:
    return next((e for e in element.iterancestors() if has_class(e, *WHOLE)), None)


def printed_text(element: Any) -> str:
    """The text of an attribution, without its buttons."""
    return _flat("".join(element.xpath(_WITHOUT_TOOLS)))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _attributions(tree: Any, findings: Sequence[ProofFinding]) -> Iterator[Problem]:
    for element, words, printed in whole_quotations(tree):
        same = [f for f in findings if f.ok and normalise.tokens(f.shown) == words]
        if not same:
            continue  # already reported: the words are not proven
        reasons = [_differs(element, printed, finding) for finding in same]
        if all(reasons):
            yield _otherwise(f"beside “{_short(same[0].shown)}” {reasons[0]}.")
        yield from _decorated(element, same[0])


def _differs(element: Any, printed: str, finding: ProofFinding) -> str:
    """How the printed attribution differs from the evidence; empty where it does not."""
    if finding.said is not None:
        if printed != _flat(finding.said.printed):
            return f"the page prints “{_short(printed)}”, and its evidence says “{_short(finding.said.printed)}”"
        if printed and not has_class(element, "sb-inline") and not finding.said.is_in(printed):
            return f"the page prints “{_short(printed)}”, and its evidence names “{_short(finding.said.names)}”"
    numbers = list(_PARAGRAPHS.finditer(printed))
    if numbers and not any(int(each[1]) <= finding.paragraph <= int(each[2] or each[1]) for each in numbers):
        return f"the page prints {', '.join(each[0] for each in numbers)}, and proven is ¶{finding.paragraph}"
    title = next((_flat(_text(e)) for e in element.iter("cite")), "")
    if title and finding.title and normalise.tokens(title) != normalise.tokens(finding.title):
        return f"the page prints the title “{_short(title)}”, and its evidence has “{_short(finding.title)}”"
    return _disagrees(element, finding)


def _disagrees(element: Any, finding: ProofFinding) -> str:
    """How the attribution differs from the copyable reference beside it; empty where it does not."""
    speaker = next((_flat(_text(e)) for e in of_class(element, "sb-speaker")), "")
    for reference in of_class(element, CITE):
        text = _flat(_text(reference))
        if speaker and not text.casefold().startswith(speaker.casefold()):
            return f"the page names “{_short(speaker)}”, and the reference to copy begins “{_short(text[:60])}”"
        if re.findall(r"¶\s*(\d+)", text) not in ([], [str(finding.paragraph)]):
            return f"the reference to copy names another paragraph than the proven ¶{finding.paragraph}"
        if finding.said is not None and not finding.said.is_in(text):
            return f"the reference to copy says “{_short(text)}”, and its evidence names “{finding.said.names}”"
    return ""


def _decorated(element: Any, finding: ProofFinding) -> Iterator[Problem]:
    """Problems for elements of an attribution that can hide or change it."""
    for inner in (each for outer in attributing(element) for each in outer.iter("*")):
        if _inside(inner, "sb-tools"):
            continue
        strange = set((inner.get("class") or "").split()) - _ATTRIBUTION_CLASSES
        if strange or inner.tag not in {"span", "a", "strong", "cite", "p", "figcaption", "em"}:
            what = f"<{inner.tag}{' class=' + ' '.join(sorted(strange)) if strange else ''}>"
            yield _otherwise(f"the attribution of “{_short(finding.shown)}” holds {what}, which can change it.")


# -- what cannot be seen -----------------------------------------------------------------------------------------------


def _unseen(tree: Any) -> Iterator[Problem]:
    """Problems for characters that reorder, hide or join others, which no comparison of words detects."""
    for runs in blocks(tree):
        text = "".join(run.text for run in runs)
        marks = unseen(text, quoted=any(_inside(run.owner, WORDS, CITE) for run in runs))
        if marks:
            shown = legible(_short(text))
            yield _otherwise(f"“{shown}” holds characters that cannot be seen and can turn its order ({marks}).")


def unseen(text: str, quoted: bool = False) -> str:
    """The characters of a text that change its display or are for private use: `U+202E, U+E000`."""
    hidden = {text[at] for at, _ in characters.hidden(text, quoted)}
    hidden |= {char for char in text if unicodedata.category(char) == "Co"}
    return ", ".join(f"U+{ord(char):04X}" for char in sorted(hidden))
