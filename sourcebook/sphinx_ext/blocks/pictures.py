"""Pictures on paper: image files and raw SVG, each in a block of its own or inside a line.

Here: one method a node, mixed into the walker of a page, and the words of a picture for those who cannot see it. Not
here: reading a file as SVG (`figures/svg_pages.py`), and how a picture is set (`exports/paper/templates/`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from docutils import nodes
from msgspec.structs import replace

from sourcebook.figures.svg_pages import SVG, slices, well_formed
from sourcebook.model import document as b
from sourcebook.sphinx_ext.blocks.node_queries import classes, is_inline, line_of, squeezed, trimmed
from sourcebook.sphinx_ext.foreign import papers

DECORATIVE = "decorative"
"""The class by which an author says that a picture only adorns."""


@dataclass(frozen=True)
class Drawing:
    """A picture as SVG and its words; `decorative`: it needs none."""

    svg: str
    alt: str
    decorative: bool


class PicturePaper:
    """Mixin of `Walker`: pictures and raw markup."""

    picture: Callable[[nodes.image], str]

    if TYPE_CHECKING:

        def anchors(self, node: nodes.Element) -> list[str]: ...
        def blocks(self, children: Iterable[nodes.Node]) -> Iterator[b.Block]: ...
        def body(self, node: nodes.Element) -> list[b.Block]: ...
        def inlines(self, children: Iterable[nodes.Node]) -> list[b.Inline]: ...
        def undrawn(self, node: nodes.Element, why: str) -> None: ...

    def block_image(self, node: nodes.image) -> Iterator[b.Block]:
        drawing = self.drawing(node)
        if drawing:
            anchors, line = self.anchors(node), line_of(node)
            yield b.Picture(svg=drawing.svg, alt=drawing.alt, decorative=drawing.decorative, anchors=anchors, line=line)
        elif words := silent_words(node):
            yield b.Paragraph(content=[b.Text(text=words)], anchors=self.anchors(node))

    def block_figure(self, node: nodes.Element) -> Iterator[b.Block]:
        """A figure: its picture with the caption; a group where it holds anything else."""
        inner = [child for child in node.children if not isinstance(child, nodes.caption | nodes.legend)]
        body = list(self.blocks(inner))
        caption = [i for c in node.findall(nodes.caption) for i in trimmed(self.inlines(c.children))]
        legend = [block for part in node.findall(nodes.legend) for block in self.body(part)]
        picture = _only_picture(body)
        if picture:
            anchors = [*self.anchors(node), *picture.anchors]
            yield replace(picture, caption=caption, legend=legend, anchors=anchors, line=picture.line or line_of(node))
            return
        captions: list[b.Block] = [b.Paragraph(content=caption, classes=["caption"])] if caption else []
        yield b.Group(body=[*body, *captions, *legend], anchors=self.anchors(node), classes=classes(node))

    def block_raw(self, node: nodes.raw) -> Iterator[b.Block]:
        """A drawing, cut where it is taller than a page; of other markup the words that stand for it."""
        drawing = self.drawing(node)
        if drawing:
            parts = slices(drawing.svg)
            for i, part in enumerate(parts):
                alt = f"{drawing.alt} Part {i + 1} of {len(parts)}." if len(parts) > 1 else drawing.alt
                title: list[b.Inline] = [] if i else [b.Text(text=name) for name in names_in(drawing.svg)[:1]]
                anchors, line = [] if i else self.anchors(node), line_of(node)
                yield b.Picture(
                    svg=part, alt=alt, decorative=drawing.decorative, caption=title, anchors=anchors, line=line
                )
        elif words := markup_words(node):
            yield b.Paragraph(content=[b.Text(text=words)], anchors=self.anchors(node))

    def alone(self, children: Sequence[nodes.Node]) -> nodes.Element | None:
        """The only picture of a paragraph that holds nothing else, as Markdown writes one; else nothing."""
        left = [child for child in children if not isinstance(child, nodes.Text) or child.astext().strip()]
        only = left[0] if len(left) == 1 else None
        return only if isinstance(only, nodes.image | nodes.raw) and self.drawing(only) else None

    def inline_image(self, node: nodes.image) -> list[b.Inline]:
        """A picture inside a line, or its words where it cannot be shown."""
        drawing, words = self.drawing(node), silent_words(node)
        if drawing:
            return [_in_line(drawing, node)]
        return [b.Text(text=words)] if words else []

    def inline_raw(self, node: nodes.raw) -> list[b.Inline]:
        """A break of a line, a drawing, words in angle brackets; of other markup the words that stand for it."""
        if re.fullmatch(r"\s*<br\s*/?>\s*", node.astext()):
            return [b.Break()]
        if papers.is_words(node):
            return [b.Text(text=squeezed(node.astext()))]
        drawing, words = self.drawing(node), markup_words(node)
        if drawing:
            return [_in_line(drawing, node)]
        return [b.Text(text=words)] if words else []

    def drawing(self, node: nodes.image | nodes.raw) -> Drawing | None:
        """What a node shows; nothing where it is no picture or cannot be shown, which is told once."""
        known: dict[int, Drawing | None] = self.__dict__.setdefault("_drawings", {})
        if id(node) not in known:
            svg = self.picture(node) if isinstance(node, nodes.image) else self._in_markup(node)
            known[id(node)] = described(node, svg) if svg else None
        return known[id(node)]

    def _in_markup(self, node: nodes.raw) -> str:
        """The drawing inside raw HTML; nothing, and a caution, where it is broken."""
        markup = node.astext() if {"html", "svg"} & set(node.get("format", "").split()) else ""
        svg = re.search(r"<svg\b.*</svg>", markup, re.DOTALL)
        try:
            return well_formed(svg[0]) if svg else ""
        except ValueError as error:
            self.undrawn(node, f"a drawing in the text: {error}")
            return ""


def _in_line(drawing: Drawing, node: nodes.Element) -> b.InlinePicture:
    return b.InlinePicture(svg=drawing.svg, alt=drawing.alt, decorative=drawing.decorative, line=line_of(node))


def _only_picture(body: Sequence[b.Block]) -> b.Picture | None:
    """The picture that these blocks are, also where it is a link; else nothing."""
    match body:
        case [b.Picture() as picture]:
            return picture
        case [b.Paragraph(content=[b.Link(content=[b.InlinePicture() as inner], uri=uri)])]:
            return b.Picture(svg=inner.svg, alt=inner.alt, decorative=inner.decorative, line=inner.line, uri=uri)
    return None


# -- the words of a picture --------------------------------------------------------------------------------------------


def described(node: nodes.image | nodes.raw, svg: str) -> Drawing:
    """A picture with the words of its author, or those that the drawing says of itself."""
    words = squeezed(node.get("alt") or title_of(svg)).strip()
    decorative = not words and (DECORATIVE in node["classes"] or (isinstance(node, nodes.raw) and _hidden(svg)))
    return Drawing(svg, words or ("" if decorative or isinstance(node, nodes.raw) else silent_words(node)), decorative)


def silent_words(node: nodes.image) -> str:
    """The words of a picture; where a picture in a line has none and is no adornment, the name of its file."""
    name = f"[{node['uri'].rpartition('/')[2]}]" if is_silent(node) and is_inline(node) else ""
    return squeezed(node.get("alt", "")).strip() or name


def markup_words(node: nodes.raw) -> str:
    """The words that stand for markup which paper does not show."""
    shown = {"html", "svg"} & set(node.get("format", "").split())
    return squeezed(node.get("alt", "")).strip() or squeezed(_title_in(node.astext())) if shown else ""


def _title_in(markup: str) -> str:
    """The title of a drawing that is too broken to be read."""
    title = re.search(r"<svg\b.*?<title\b[^>]*>([^<]*)</title>", markup, re.DOTALL)
    return title[1].strip() if title else ""


def is_silent(node: nodes.image) -> bool:
    """True if a picture has no words and its author does not say that it needs none."""
    return not node.get("alt", "").strip() and DECORATIVE not in node["classes"]


def title_of(svg: str) -> str:
    """The words of a drawing itself: its title and its description, or its label."""
    return " ".join(names_in(svg))


def names_in(svg: str) -> list[str]:
    """The title of a drawing and its description, or else its label."""
    root = _root(svg)
    if root is None:
        return []
    named = [root.findtext(f"{{{SVG}}}{name}") for name in ("title", "desc")]
    words = [squeezed(text or "").strip() for text in named]
    return [text for text in words if text] or [text for text in [root.get("aria-label", "")] if text]


def _hidden(svg: str) -> bool:
    """True if a drawing is hidden from assistive technology."""
    root = _root(svg)
    return root is not None and (root.get("aria-hidden") == "true" or root.get("role") in {"presentation", "none"})


def _root(svg: str) -> ET.Element | None:
    try:
        return ET.fromstring(svg) if svg else None  # noqa: S314 -- a drawing of ours or of the author's own
    except ET.ParseError:
        return None
