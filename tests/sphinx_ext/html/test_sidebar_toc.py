"""The contents beside a page: on every page the same as the theme would draw, and drawn once.

The theme is asked for its own drawing of the same page. What is compared is what a reader meets: captions, lines in
order and depth, their words and addresses, which line is the page's own, and what is open.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from sourcebook.sphinx_ext.html import sidebar_toc
from tests.sphinx_ext.conftest import Book

INDEX = """\
# The *whole* book

```{toctree}
:caption: First & foremost
:numbered:
story
deep/one
Another name <actors>
```

```{toctree}
:hidden:
:caption: Then
deep/apart
The harbour <https://harbour.example/quay>
list
genindex
```

```{toctree}
bare
```
"""
MANY = '<code class="docutils literal notranslate"><span class="pre">many</span></code>'
PAGES = {
    "index.md": INDEX,
    "deep/one.md": "# One of `many` \\<things>\n\n```{toctree}\ntwo\n../deeper/three\n```\n\n## Below\n",
    "deep/two.md": "# Two\n\n```{toctree}\n:hidden:\nfour\n```\n",
    "deep/four.md": "# Four\n\n```{toctree}\nfive\n```\n",
    "deep/five.md": "# Five\n\n```{toctree}\nsix\n```\n",
    "deep/six.md": "# Six\n",
    "deeper/three.md": "# Three\n\n## A part\n",
    "deep/apart.md": "# Apart\n",
    "bare.md": "# Bare\n",
    "orphan.md": "---\norphan: true\n---\n\n# On no tree\n",
}
OPTIONS: list[dict[str, Any]] = [
    {},
    {"home_page_in_toc": True},
    {"show_navbar_depth": 2},
    {"max_navbar_depth": 2},
    {"collapse_navbar": True},
    {"collapse_navbar": True, "show_navbar_depth": 3, "home_page_in_toc": True},
]


THEIRS = "theirs.html"
"""How a page's drawing by the theme is named, behind the page."""


def draw_theirs(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """The theme's own drawing of a page, beside the page."""
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    path = Path(app.outdir) / f"{pagename}-{THEIRS}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(app.builder.templates.render("sbt-sidebar-nav.html", context), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """This module is an extension: it asks the theme when the theme's own helpers are there."""
    app.connect("html-page-context", draw_theirs, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


@pytest.fixture
def deep(book: Book) -> Book:
    for name, text in PAGES.items():
        book.write(name, text)
    return book


def build(book: Book, **more: Any) -> Path:
    extensions = ["myst_parser", "sourcebook", __name__]
    more = copy.deepcopy(more)  # the theme writes into its options
    built = book.build(html_theme="sphinx_book_theme", smartquotes=False, extensions=extensions, **more)
    assert built.warnings == []
    return built.out


# -- what a reader meets ----------------------------------------------------------------------------------------------

Line = tuple[int, str, str, bool, bool | None]
"""Depth, words, address, whether it is marked as the page shown, and whether what is below is open (None: nothing)."""


def found(element: html.HtmlElement, path: str) -> list[Any]:
    result = element.xpath(path)
    assert isinstance(result, list)
    return result


def lines(listing: html.HtmlElement, depth: int = 1) -> Iterator[Line]:
    """The lines of a list, whoever drew it."""
    for item in found(listing, "li"):
        [link], below = found(item, "a"), found(item, "details")
        words = (link.text or "") + "".join(html.tostring(child, encoding="unicode") for child in link)
        # The theme marks the line of the home page and not its link.
        bearer = item if "home-link" in listing.get("class", "") else link
        marked = "current" in bearer.get("class", "")
        yield depth, " ".join(words.split()), link.get("href"), marked, "open" in below[0].attrib if below else None
        for listing_below in found(item, "details/ul"):
            yield from lines(listing_below, depth + 1)


def met(nav: html.HtmlElement) -> list[str | Line]:
    """Captions and lines in the order in which they stand."""
    out: list[str | Line] = []
    for block in found(nav, ".//p | .//ul[not(ancestor::ul)]"):
        out += [" ".join(block.text_content().split())] if block.tag == "p" else lines(block)
    return out


def ours(page: Path) -> list[str | Line]:
    tree = html.document_fromstring(page.read_text(encoding="utf-8"))
    [nav] = found(tree, "//nav[contains(@class, 'sb-contents')]")
    return met(nav)


def theirs(page: Path) -> list[str | Line]:
    drawing = page.with_name(f"{page.name.removesuffix('.html')}-{THEIRS}")
    return met(html.fragment_fromstring(drawing.read_text(encoding="utf-8")))


def names(out: Path) -> list[str]:
    """Every page that has contents beside it."""
    return [str(p.relative_to(out)).removesuffix(f"-{THEIRS}") for p in sorted(out.rglob(f"*-{THEIRS}"))]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_every_page_has_the_contents_that_the_theme_would_draw(deep: Book, options: dict[str, Any]) -> None:
    out = build(deep, html_theme_options=options)
    pages = names(out)
    assert {"index", "deep/four", "orphan", "genindex", "search"} <= set(pages)
    for name in pages:
        assert ours(out / f"{name}.html") == theirs(out / f"{name}.html"), name


def test_the_comparison_sees_captions_numbers_markup_depth_and_marks(deep: Book) -> None:
    out = build(deep)
    met_on_four = ours(out / "deep/four.html")
    assert met_on_four[0] == "First & foremost"
    assert [line[:2] for line in met_on_four[1:5] if not isinstance(line, str)] == [
        (1, "1. The story"),
        (1, f"2. One of {MANY} &lt;things&gt;"),
        (2, "2.1. Two"),
        (3, "2.1.1. Four"),
    ]
    assert [line[2] for line in met_on_four if not isinstance(line, str) and line[3]] == ["#"]
    assert "Then" in met_on_four


def test_folders_of_addresses_end_as_the_builder_has_them(deep: Book) -> None:
    out = build(deep, builder="dirhtml")
    for name in ("index", "deep/one/index", "deep/apart/index", "orphan/index"):
        drawing = out / f"{name.removesuffix('/index') if '/' in name else name}-{THEIRS}"
        assert ours(out / f"{name}.html") == met(html.fragment_fromstring(drawing.read_text(encoding="utf-8"))), name


def test_parts_fold_where_the_theme_is_asked_to_fold_them(deep: Book) -> None:
    out = build(deep, html_theme_options={"show_navbar_depth": 0})
    tree = html.document_fromstring((out / "deep/apart.html").read_text(encoding="utf-8"))
    parts = found(tree, "//nav[contains(@class, 'sb-contents')]/details[@class='sb-part']")
    assert [(part.find("summary").text, "open" in part.attrib) for part in parts] == [
        ("First & foremost", False),
        ("Then", True),
    ]


def test_the_contents_are_drawn_once_however_many_pages_there_are(deep: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[sidebar_toc.TocOptions] = []
    original = sidebar_toc.SidebarToc.__init__

    def counted(self: sidebar_toc.SidebarToc, app: Sphinx, options: sidebar_toc.TocOptions) -> None:
        drawn.append(options)
        original(self, app, options)

    monkeypatch.setattr(sidebar_toc.SidebarToc, "__init__", counted)
    build(deep)
    assert len(drawn) == 1


def test_a_title_that_changed_stands_in_the_contents_of_every_page_that_is_written(deep: Book) -> None:
    build(deep)
    deep.write("deep/two.md", "# Two, once more\n\n```{toctree}\n:hidden:\nfour\n```\n")
    out = build(deep)
    assert "2.1. Two, once more" in [line[1] for line in ours(out / "deep/two.html")]


def test_words_of_a_title_are_text_in_every_place(deep: Book) -> None:
    deep.write("deep/two.md", '# Two \\<b>&"\n\n```{toctree}\nfour\n```\n')
    out = build(deep)
    tree = html.document_fromstring((out / "bare.html").read_text(encoding="utf-8"))
    labels = found(tree, "//nav[contains(@class, 'sb-contents')]//summary/@aria-label")
    assert 'Pages under 2.1. Two <b>&"' in labels
    assert ours(out / "bare.html") == theirs(out / "bare.html")
