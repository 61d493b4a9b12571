"""Question banks: the questions of an assignment for export, the result of an export, and reproducible archives.

Here: records, variants, numbers in words, drawn orders, archives. Not here: any one format (`formats.py` has their
table), and fallbacks for kinds that a format lacks (`fallbacks.py`).
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from sourcebook.exports.lms.safe_html import Element, has_picture, legal, line
from sourcebook.exports.paper.phrases import Phrases
from sourcebook.exports.paper.phrases import phrases as phrases_of
from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.questions.items import AnswerOption, Assignment, Blocks, Item, Pair, Statement
from sourcebook.questions.seeded_order import shuffled

XSI = "http://www.w3.org/2001/XMLSchema-instance"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the earliest that ZIP can store."""


class Loss(Struct, frozen=True, order=True):
    """Something that a format could not carry: of one question, or of all (`item` empty)."""

    item: str
    says: str


class Export(Struct, frozen=True):
    """A file for a learning platform, and what it could not carry. Without data, there is no file to write."""

    data: bytes
    losses: tuple[Loss, ...] = ()


class Bank(Struct, frozen=True, kw_only=True):
    """An assignment and its questions, the variants of generated ones side by side.

    `language` is the book's; `rights` says who owns what, in a sentence that every format hands on.
    """

    assignment: Assignment
    items: Sequence[Item]
    language: str = "en"
    rights: str = ""

    @property
    def phrases(self) -> Phrases:
        """The phrases of the book's language."""
        return phrases_of(self.language)

    @property
    def tools(self) -> str:
        """The assignment's rule for AI tools, in words."""
        return self.phrases[f"tools-{self.assignment.tools}"]

    def ident(self, variant: str) -> str:
        """The id of the assignment, or of one of its variants."""
        return f"{self.assignment.id}-{variant.lower()}" if variant else self.assignment.id

    def category(self, variant: str) -> list[str]:
        """The folders in which Moodle keeps the questions of the assignment, or of one of its variants."""
        return [
            "$course$",
            "top",
            self.assignment.title,
            *([self.phrases["variant"].format(variant)] if variant else []),
        ]

    def called(self, variant: str) -> str:
        """The title of the assignment, or of one of its variants."""
        title = " ".join(legal(self.assignment.title).split())
        return self.phrases["title-of-variant"].format(title, variant) if variant else title

    def variants(self) -> list[tuple[str, list[Item]]]:
        """The questions of each variant, in order; a question without a variant is in every one."""
        names = self._names()
        if len(names) < 2:
            return [("", list(self.items))]
        return [(name, [item for item in self.items if item.variant in {"", name}]) for name in names]

    def once(self) -> list[tuple[str, list[Item]]]:
        """Each question once: those of every variant (or of the only one), then those of each."""
        names = self._names()
        if len(names) < 2:
            return [("", list(self.items))]
        grouped = [(name, [item for item in self.items if item.variant == name]) for name in ["", *names]]
        return [(name, items) for name, items in grouped if items]

    def _names(self) -> list[str]:
        return sorted({item.variant for item in self.items if item.variant})


def numbered(bank: Bank) -> Bank:
    """The bank with numbers behind titles that stand more than once: in a list of questions nothing else tells them."""
    count = Counter((item.title, item.variant) for item in bank.items)
    seen: Counter[tuple[str, str]] = Counter()
    items = []
    for item in bank.items:
        seen[item.title, item.variant] += 1
        several = count[item.title, item.variant] > 1
        items.append(replace(item, title=f"{item.title} {seen[item.title, item.variant]}") if several else item)
    return replace(bank, items=items)


def name(item: Item) -> str:
    """What a question is called in a list."""
    title = " ".join(legal(item.title or item.id).split())
    return f"{title} ({item.variant})" if item.variant not in {"", "A"} else title


def explained(item: Item) -> Blocks:
    """What students are shown after answering. A model answer to an open task is for markers."""
    return [] if item.kind == "essay" else item.secret.solution


def number(value: float) -> str:
    """A number as everybody reads it: no exponent, no needless nought."""
    text = f"{Decimal(str(round(value, 7))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bounds(value: float, tolerance: float) -> tuple[str, str]:
    """The least and the greatest right number, computed in decimals."""
    middle, either = Decimal(str(value)), Decimal(str(tolerance))
    return _plain(middle - either), _plain(middle + either)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def pictures(items: Iterable[Item]) -> list[Loss]:
    """The losses of drawings, which no export carries, and of formulas, which not every platform can show."""
    words = "pictures: what one shows is said in words in its place."
    tex = "formulas: they are written in TeX, between \\( and \\), which platforms with MathJax show as formulas."
    questions = list(items)
    lost = [Loss(item.id, words) for item in questions if has_picture(item.prompt)]
    return lost + [Loss(item.id, tex) for item in questions if has_formula(item)]


def has_formula(item: Item) -> bool:
    """True if a question, its answers or their feedback contain a formula."""
    lists = (item.choices, item.entries, item.extra, item.pairs, item.categories)
    parts = document_tree.walk((item.prompt, item.hints, item.secret.solution, *lists))
    return any(isinstance(piece, b.Code | b.Listing) and piece.math for piece in parts)


# -- orders that tell nothing ------------------------------------------------------------------------------------------


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=Named)


def drawn(things: Sequence[N], item: Item, never_as_written: bool = False) -> list[N]:
    """Things in a drawn order, which does not reveal the key."""
    return shuffled(things, item.id, lambda thing: thing.id, never_as_written)


def drawn_words(words: Sequence[str], item: Item) -> list[str]:
    """Words in a drawn order, which does not reveal the key."""
    return shuffled(words, item.id, str, False)


def rights(item: Item) -> list[Statement]:
    """The right-hand sides of a matching question, each once, in a drawn order."""
    by_words: dict[str, Statement] = {}
    for entry in [*(pair.right for pair in item.pairs), *item.extra]:
        by_words.setdefault(line(entry.content), entry)
    return drawn(list(by_words.values()), item)


def unmatched(item: Item) -> list[str]:
    """The words of the right-hand sides that match no left-hand side."""
    used = {line(pair.right.content) for pair in item.pairs}
    return [words for entry in rights(item) if (words := line(entry.content)) not in used]


def right_of(pair: Pair, among: Iterable[Statement]) -> Statement:
    """The entry with the same words as the right side of a pair."""
    words = line(pair.right.content)
    return next(entry for entry in among if line(entry.content) == words)


def in_drawn_order(item: Item) -> list[AnswerOption]:
    """The choices of a question in a drawn order; spans of a text stay in the order of the text."""
    return list(item.choices) if item.hots else drawn(item.choices, item)


def with_points(items: Sequence[Item], points: float) -> list[Item]:
    """Parts of one question, with its points shared equally."""
    return [replace(item, points=points / len(items)) for item in items]


# -- files -------------------------------------------------------------------------------------------------------------


def xml_root(tag: str, namespace: str, location: str = "", **attributes: str) -> Element:
    """The first element of an XML file, and where the schema of its namespace is."""
    names: Any = {None: namespace, **({"xsi": XSI} if location else {})}
    element = etree.Element(f"{{{namespace}}}{tag}", attributes, nsmap=names)
    if location:
        element.set(f"{{{XSI}}}schemaLocation", f"{namespace} {location}")
    return element


def xml(root: Element, *, indent: bool = True) -> bytes:
    """An XML file. Its lines are indented only where white space between elements means nothing."""
    if indent:
        etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file, its manifest first, without times or compression: the same bytes on every machine."""
    buffer = io.BytesIO()
    names = sorted(files, key=lambda path: (path != "imsmanifest.xml", path))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for path in names:
            info = zipfile.ZipInfo(path, EPOCH)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            bundle.writestr(info, files[path])
    return buffer.getvalue()
