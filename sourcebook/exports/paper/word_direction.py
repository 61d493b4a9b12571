"""Set the writing direction in a Word file: document, paragraphs, runs, and columns of tables.

Here: a pass over the XML that pandoc writes, which marks what runs from right to left (ECMA-376, part 1: `bidi`, `rtl`,
`bidiVisual`). Where nothing does, the file stays as it is. Not here: which languages do (`direction.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise

from lxml import etree

from sourcebook.exports.lms.safe_html import Element
from sourcebook.exports.paper.direction import direction, runs, turned, way

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
BEHIND_BIDI = frozenset(
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
    "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange".split()
)
BEHIND_RTL = frozenset("cs em lang eastAsianLayout specVanish oMath rPrChange".split())
BEHIND_VISUAL = frozenset(
    "tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook "
    "tblCaption tblDescription tblPrChange".split()
)
"""The elements that the schema requires behind each mark, by name."""


def directed(part: bytes, lang: str) -> bytes:
    """A part of the file (its body, or its footnotes) in a document of this language, with the marks of direction."""
    around = direction(lang)
    if around == "ltr" and not turned(part.decode()):
        return part
    root = etree.fromstring(part)
    for paragraph in root.iter(f"{W}p"):
        _direct(paragraph, around)
    if around == "rtl":
        for table in root.iter(f"{W}tbl"):
            _mark(_properties(table, "tblPr"), "bidiVisual", BEHIND_VISUAL)
        for section in root.iter(f"{W}sectPr"):
            _mark(section, "bidi", frozenset({"rtlGutter", "docGrid", "printerSettings", "sectPrChange"}))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _direct(paragraph: Element, around: str) -> None:
    """Set the direction of a paragraph by most of its words, and of each run by its letters.

    Signs between two runs, a full stop or a bracket, go with the paragraph.
    """
    main = way("".join(_words(run) for run in paragraph.iter(f"{W}r") if not _foreign(run, around)), around)
    if main == "rtl":
        _mark(_properties(paragraph, "pPr"), "bidi", BEHIND_BIDI)
    for run in [part for whole in list(paragraph.iter(f"{W}r")) for part in _parted(whole, main)]:
        if way(_words(run), main) == "rtl":
            _mark(_properties(run, "rPr"), "rtl", BEHIND_RTL)


def _parted(run: Element, around: str) -> list[Element]:
    """A run split by direction. One that holds more than text (a break, a footnote) stays whole."""
    parts = runs(_words(run), around)
    if len(parts) < 2 or [etree.QName(each).localname for each in run if each.tag != f"{W}rPr"] != ["t"]:
        return [run]
    parted = [run, *(deepcopy(run) for _ in parts[1:])]
    for copy, (words, _) in zip(parted, parts, strict=True):
        (text,) = copy.iter(f"{W}t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for before, copy in pairwise(parted):
        before.addnext(copy)
    return parted


def _words(run: Element) -> str:
    return "".join(str(text.text or "") for text in run.iter(f"{W}t"))


def _foreign(run: Element, around: str) -> bool:
    """True if a run is quoted in a language that runs the other way."""
    return any(direction(tag) != around for tag in _languages(run))


def _languages(run: Element) -> Iterator[str]:
    for lang in run.iter(f"{W}lang"):
        tag = lang.get(f"{W}val")
        if tag:
            yield str(tag)


def _properties(of: Element, name: str) -> Element:
    """The properties of an element, which stand first in it."""
    properties = of.find(f"{W}{name}")
    if properties is None:
        properties = etree.Element(f"{W}{name}")
        of.insert(0, properties)
    return properties


def _mark(properties: Element, name: str, behind: frozenset[str]) -> None:
    """Add a mark to properties, once, before those that must follow it."""
    if properties.find(f"{W}{name}") is not None:
        return
    names = [etree.QName(each).localname for each in properties]
    place = next((i for i, each in enumerate(names) if each in behind), len(names))
    properties.insert(place, etree.Element(f"{W}{name}"))
