"""The table of contents in the sidebar: rendered once a book, and marked for each page.

Here: the tree, built from the theme's own options, its HTML, and the marks of a page. The theme resolves, renders and
parses the tree twice for every page, which takes most of the time of a large book. Not here: when this replaces the
theme's own (`theme.py`), and its template (`templates/sb-contents.html`).

When: rendered as the first page is written. Sphinx writes that one before it starts processes that write in parallel,
so they share it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import TocTree
from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TEMPLATE = "sb-contents.html"
NOWHERE = "\0"
"""The name of a page outside the tree: seen from there, nothing is marked."""
HERE = ' class="current active" aria-current="page"'
OPEN = " open"
BOTTOMLESS = 1_000_000
_SLOT = re.compile("\0([hco])([0-9]+)\0")
"""A placeholder in the rendered tree: the address, the mark or the open state of an entry, by its number."""


@dataclass(frozen=True)
class TocEntry:
    """A line of the contents. `page` is its page; empty where the line leads out of the book, to `address`."""

    number: int
    title: str
    page: str
    address: str
    depth: int
    below: tuple[TocEntry, ...] = ()

    @property
    def href(self) -> str:
        return f"\0h{self.number}\0" if self.page else escape(self.address)

    @property
    def here(self) -> str:
        return f"\0c{self.number}\0"

    @property
    def open(self) -> str:
        return f"\0o{self.number}\0"

    def entries(self) -> Iterator[TocEntry]:
        """This one and all below it."""
        yield self
        for entry in self.below:
            yield from entry.entries()


@dataclass(frozen=True)
class TocPart:
    """One part of the contents, with its caption if it has one."""

    number: int
    caption: str
    entries: tuple[TocEntry, ...]

    @property
    def open(self) -> str:
        return f"\0o{self.number}\0"


@dataclass(frozen=True)
class TocOptions:
    """The theme's own options for the table of contents; as in the theme, parts fold where `levels` is 0."""

    home: bool = False
    levels: int = 1
    depth: int = 4
    collapse: bool = False

    @classmethod
    def of(cls, context: dict[str, Any]) -> TocOptions:
        """The options from the context of a page, where the theme has put its own."""
        return cls(
            _true(context.get("theme_home_page_in_toc")),
            int(context.get("theme_show_navbar_depth") or 0),
            int(context.get("theme_max_navbar_depth") or 4),
            _true(context.get("theme_collapse_navbar")),
        )


def _true(option: object) -> bool:
    """The value of a theme's option, which may be a word from its `theme.conf`."""
    return str(option).lower() in {"true", "1", "yes", "on"}


class RenderedToc:
    """A tree as HTML, with placeholders for what depends on the page."""

    def __init__(self, markup: str) -> None:
        first, *rest = _SLOT.split(markup)
        self._pieces = [first]
        self._slots: dict[tuple[str, int], int] = {}
        for kind, number, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
            self._slots[kind, int(number)] = len(self._pieces)
            self._pieces += ["", text]
        self._addressed: dict[str, list[str]] = {}

    def marked(self, base: str, targets: Mapping[int, str], here: Iterable[int], above: Iterable[int]) -> str:
        """The drawing for the page whose address is `base`; `targets` are the addresses of all entries.

        Pages of one folder have the same relative addresses, but for that of the page itself.
        """
        folder = base.rpartition("/")[0]
        if folder not in self._addressed:
            self._addressed[folder] = list(self._pieces)
            start = f"{folder}/{NOWHERE}" if folder else NOWHERE
            self._fill(
                self._addressed[folder], {("h", n): escape(relative_uri(start, to)) for n, to in targets.items()}
            )
        pieces = list(self._addressed[folder])
        self._fill(pieces, {("h", number): "#" for number in here} | {("c", number): HERE for number in here})
        self._fill(pieces, {("o", number): OPEN for number in above})
        return "".join(pieces)

    def _fill(self, pieces: list[str], values: Mapping[tuple[str, int], str]) -> None:
        """Fill placeholders. A missing one belongs to an entry that is folded away."""
        for slot, value in values.items():
            if slot in self._slots:
                pieces[self._slots[slot]] = value


class SidebarToc:
    """The table of contents for a set of options. ValueError for a builder of anything but HTML pages."""

    def __init__(self, app: Sphinx, options: TocOptions) -> None:
        if not isinstance(app.builder, StandaloneHTMLBuilder):
            raise ValueError("only pages in HTML have the contents beside them")
        self._builder, self._env, self._config = app.builder, app.env, app.config
        self._options = options
        self._root = str(app.config.root_doc)
        self._numbers = count(1)
        self.parts = tuple(self._parts())
        pages = {entry.number: entry.page for entry in _each(self.parts) if entry.page} | {0: self._root}
        self._targets = {number: self._builder.get_target_uri(page) for number, page in pages.items()}
        self._here: dict[str, list[int]] = defaultdict(list)
        for number, page in pages.items():
            self._here[page].append(number)
        self._above: dict[str, set[int]] = defaultdict(set)
        for part in self.parts:
            for entry in part.entries:
                self._note_above(entry, (part.number,))
        self._whole = self._draw()

    def on(self, pagename: str) -> str:
        """The table of contents of a page, as HTML."""
        above = self._above.get(pagename, set())
        rendered = self._draw(above) if self._options.collapse else self._whole
        return rendered.marked(
            self._builder.get_target_uri(pagename), self._targets, self._here.get(pagename, ()), above
        )

    def _note_above(self, entry: TocEntry, above: tuple[int, ...]) -> None:
        """Record which entries are open on the page of an entry: itself and its ancestors."""
        open_ = (*above, entry.number)
        self._above[entry.page].update(open_)
        for below in entry.below:
            self._note_above(below, open_)

    def _draw(self, above: Container[int] | None = None) -> RenderedToc:
        """Render the tree down to the greatest depth shown; with `above`, only children of these entries."""
        parts = _cut(self.parts, self._options.depth, above)
        home = None
        if self._options.home:
            home = TocEntry(0, escape(self._env.titles[self._root].astext(), quote=False), self._root, "", 1)
        context = {"parts": parts, "levels": self._options.levels, "home": home}
        return RenderedToc(self._builder.templates.render(TEMPLATE, context))

    # -- the tree ---------------------------------------------------------------------------------------------------

    def _parts(self) -> Iterator[TocPart]:
        """The whole tree. Sphinx resolves it, for a page on which nothing is current, into names of pages."""
        tree = TocTree(self._env).get_toctree_for(
            NOWHERE,
            cast(StandaloneHTMLBuilder, _Names(self._builder)),
            collapse=False,
            maxdepth=BOTTOMLESS,  # what is too deep to be shown opens what stands above it all the same
            includehidden=True,
            titles_only=True,
        )
        caption = ""
        for node in tree.children if tree else ():
            if isinstance(node, nodes.title):
                caption = self._words(node)
            elif isinstance(node, nodes.bullet_list):
                yield TocPart(next(self._numbers), caption, self._entries(node, 1))
                caption = ""

    def _entries(self, listing: nodes.Element, depth: int) -> tuple[TocEntry, ...]:
        entries = (self._entry(item, depth) for item in listing.children if isinstance(item, nodes.list_item))
        return tuple(filter(None, entries))

    def _entry(self, item: nodes.list_item, depth: int) -> TocEntry | None:
        """A line; None for a heading inside a page, which the theme does not list either."""
        reference = next(item.findall(nodes.reference), None)
        if reference is None or "#" in reference["refuri"]:
            return None
        target = reference["refuri"]
        listings = [node for node in item.children if isinstance(node, nodes.bullet_list)]
        below = tuple(entry for listing in listings for entry in self._entries(listing, depth + 1))
        inside = bool(reference.get("internal", True))
        return TocEntry(next(self._numbers), self._words(reference), target if inside else "", target, depth, below)

    def _words(self, node: nodes.Element) -> str:
        """A title as HTML, with the number of its chapter."""
        number = node.get("secnumber")
        before = ".".join(map(str, number)) + self._config.html_secnumber_suffix if number else ""
        if all(isinstance(child, nodes.Text) for child in node.children):
            return escape(before + node.astext(), quote=False)
        inline = nodes.inline("", "", *(child.deepcopy() for child in node.children))
        drawn = self._builder.render_partial(inline)["fragment"].strip()
        return escape(before, quote=False) + drawn.removeprefix("<span>").removesuffix("</span>")


class TocCache:
    """A cache of the last table of contents: every page of a build asks for the same."""

    def __init__(self) -> None:
        self._drawn: tuple[TocOptions, SidebarToc] | None = None

    def clear(self, *_: object) -> None:
        """Handler of `env-updated`: forget it, because titles and trees may have changed."""
        self._drawn = None

    def contents(self, app: Sphinx, options: TocOptions) -> SidebarToc:
        """The contents for these options."""
        if self._drawn is None or self._drawn[0] != options:
            self._drawn = options, SidebarToc(app, options)
        return self._drawn[1]


class _Names:
    """A stand-in for the builder, whose addresses are the names of the pages."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.tags = builder.tags

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return to


def _each(parts: Iterable[TocPart]) -> Iterator[TocEntry]:
    """Every entry of some parts, at any depth."""
    return (each for part in parts for entry in part.entries for each in entry.entries())


def _cut(parts: Iterable[TocPart], depth: int, above: Container[int] | None) -> list[TocPart]:
    """The tree cut off at a depth, and, with `above`, below entries that it does not name."""

    def cut(entry: TocEntry) -> TocEntry:
        unfolded = entry.depth < depth and (above is None or entry.number in above)
        return replace(entry, below=tuple(map(cut, entry.below)) if unfolded else ())

    return [replace(part, entries=tuple(map(cut, part.entries))) for part in parts]
