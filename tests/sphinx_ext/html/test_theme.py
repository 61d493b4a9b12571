"""The frame of a page in the book's theme: nothing foreign, nothing twice, nothing outside a landmark, nothing heavy.

Here: what stands in the files. Not here: what a browser makes of them (`tests/browser/test_book.py`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from lxml import html

from sourcebook.sphinx_ext.html import csp, theme
from tests.sphinx_ext.conftest import Book, begun, written

THEME: dict[str, Any] = {"html_theme": "sphinx_book_theme", "smartquotes": False}
ADDRESS = "https://books.example/harbour/"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the book, built once for the tests that only look at its pages."""
    with pytest.MonkeyPatch.context() as patch:
        built = written(begun(tmp_path_factory.mktemp("themed"), patch)).build(**THEME)
    assert built.warnings == []
    return built.out


def tree(out: Path, name: str = "story") -> html.HtmlElement:
    return html.document_fromstring((out / f"{name}.html").read_text(encoding="utf-8"))


def found(page: html.HtmlElement, path: str) -> list[Any]:
    result = page.xpath(path)
    assert isinstance(result, list)
    return result


@pytest.mark.parametrize("name", ["index", "story", "search", "genindex"])
def test_nothing_is_asked_of_another_host(out: Path, name: str) -> None:
    addresses = found(tree(out, name), "//@src | //link/@href | //form/@action")
    assert len(addresses) > 10
    assert [address for address in addresses if "//" in address] == []


def test_no_script_stands_in_a_page_but_data(out: Path) -> None:
    page = (out / "story.html").read_text(encoding="utf-8")
    assert csp.inline(page).scripts == frozenset()


def test_only_the_choice_of_light_or_dark_is_waited_for(out: Path) -> None:
    waited = found(tree(out), "//head//script[@src and not(@defer) and not(@async)]/@src")
    assert [re.sub(r"\?.*", "", address) for address in waited] == ["_static/sourcebook-mode.js"]


def test_what_a_page_of_words_does_not_need_is_not_loaded(out: Path) -> None:
    loaded = " ".join(found(tree(out), "//script/@src"))
    assert "sourcebook-frame.js" in loaded
    assert not re.search(r"fontawesome|searchindex|searchtools|language_data", loaded)


@pytest.mark.parametrize(
    ("body", "loaded"),
    [
        ("<p>Words of a cell.</p>", ["_static/book.css"]),
        ('<div class="bd sd-card">', ["_static/book.css", "_static/sphinx-design.min.css", "_static/design-tabs.js"]),
        ('<div class="cell docutils">', ["_static/book.css", "_static/mystnb.11b398.css"]),
    ],
)
def test_what_is_for_cards_and_cells_is_loaded_where_there_are_some(body: str, loaded: list[str]) -> None:
    files = ["book.css", "sphinx-design.min.css", "design-tabs.js", "mystnb.11b398.css"]
    assert list(theme.needed([f"_static/{name}" for name in files], body)) == loaded


def test_the_search_page_loads_its_index(out: Path) -> None:
    assert "searchindex.js" in " ".join(found(tree(out, "search"), "//script/@src"))


def test_search_as_one_types_keeps_its_index_and_its_options(book: Book) -> None:
    page = tree(book.build(**THEME, html_theme_options={"search_as_you_type": True}).out)
    assert "searchindex.js" in " ".join(found(page, "//script/@src"))
    assert "DOCUMENTATION_OPTIONS.search_as_you_type = true" in " ".join(found(page, "//script/text()"))


def test_title_and_search_stand_once_and_in_a_landmark(out: Path) -> None:
    page = tree(out)
    assert len(found(page, "//*[@role='banner']//*[contains(@class, 'search-button-field')]")) == 1
    assert len(found(page, "//*[contains(@class, 'search-button-field')]")) == 1
    assert len(found(page, "//*[@role='banner']//a[contains(@class, 'navbar-brand')]")) == 1


def test_what_a_strict_policy_would_stop_is_not_offered(out: Path) -> None:
    assert found(tree(out), "//@onclick") == []


def test_the_contents_know_where_they_are(out: Path) -> None:
    here = found(tree(out), "//nav[contains(@class, 'sb-contents')]//a[@aria-current='page']")
    assert [link.text for link in here] == ["The story"]
    others = found(tree(out), "//nav[contains(@class, 'sb-contents')]//a[not(@aria-current)]/@href")
    assert others == ["actors.html", "list.html"]


def test_pages_below_a_page_are_folded_unless_one_of_them_is_shown(book: Book) -> None:
    book.write("story.md", "# The story\n\n```{toctree}\ninside\n```\n")
    book.write("inside.md", "# Inside\n")
    out = book.build(**THEME).out
    path = "//nav[contains(@class, 'sb-contents')]//details[.//a[text()='Inside']]"
    assert [part.get("open") for part in found(tree(out, "actors"), path)] == [None]
    assert [part.get("open") is not None for part in found(tree(out, "inside"), path)] == [True]


def test_a_caption_of_the_contents_is_shown(book: Book) -> None:
    book.replace("index.md", "```{toctree}\n", "```{toctree}\n:caption: The harbour\n")
    assert found(tree(book.build(**THEME).out), "//p[@class='sb-part']/text()") == ["The harbour"]


def test_a_page_says_what_it_is_about(book: Book) -> None:
    book.write("story.md", f"# The story\n\nA boat & a quay. {'Long words follow here. ' * 20}\n")
    described = found(tree(book.build(**THEME).out), "//meta[@name='description']/@content")
    assert len(described) == 1
    assert described[0].startswith("A boat & a quay. Long")
    assert described[0].endswith(" …")
    assert len(described[0]) <= theme.DESCRIPTION + 2


# -- the files beside the pages --------------------------------------------------------------------------------------

NAMED = re.compile(r"""(?:url\(|@import\s+)["']?([^"')\s]+)""")


def asked_for(out: Path) -> set[Path]:
    """Every file that a page names, and every one that a style sheet names, in a built book."""
    pages = [path for path in out.rglob("*.html") if "_static" not in path.parts]
    trees = [(path, html.document_fromstring(path.read_text(encoding="utf-8"))) for path in pages]
    named = [(path, name) for path, page in trees for name in found(page, "//@src | //link[@rel='stylesheet']/@href")]
    sheets = list(out.rglob("*.css"))
    named += [(path, name) for path in sheets for name in NAMED.findall(path.read_text(encoding="utf-8"))]
    plain = [(path, re.sub(r"[?#].*", "", name)) for path, name in named if not name.startswith(("data:", "#"))]
    return {(path.parent / name).resolve() for path, name in plain}


def test_what_no_page_asks_for_is_left_out_and_nothing_that_one_asks_for(book: Book) -> None:
    for _ in range(2):  # the second time Sphinx copies nothing but what is missing
        out = book.build(**THEME).out
        asked = asked_for(out)
        assert len(asked) > 10
        assert [path for path in sorted(asked) if not path.is_file()] == []
        assert not list((out / "_static").rglob("fontawesome.js*"))
        assert not (out / "_static" / "locales").exists()


def test_a_file_of_the_authors_own_stays_whatever_its_name(book: Book) -> None:
    book.write("own/locales/merrow.txt", "Ours.")
    book.write("own/scripts/fontawesome.js", "// Ours.")
    out = book.build(**THEME, html_static_path=["own"]).out
    assert (out / "_static" / "locales" / "merrow.txt").read_text() == "Ours."
    assert (out / "_static" / "scripts" / "fontawesome.js").read_text() == "// Ours."


# -- a book with an address ------------------------------------------------------------------------------------------


def test_a_page_is_painted_when_its_first_window_is_there() -> None:
    early, late = '<p id="early">a</p>', '<p class="b" id="late">c</p><p id="later">d</p>'
    assert theme.below_the_fold(early + "x" * theme.FOLD + late) == "late"
    assert theme.below_the_fold(early + late) == "later"
    assert theme.below_the_fold("<p>no id</p>") == ""


def test_without_an_address_there_is_no_sitemap_no_card_and_no_policy_in_pages(out: Path) -> None:
    assert not (out / "sitemap.xml").exists()
    assert found(tree(out), "//meta[starts-with(@property, 'og:')]") == []
    assert found(tree(out), "//meta[@http-equiv='Content-Security-Policy']") == []


def test_with_an_address_there_are(book: Book) -> None:
    out = book.build(**THEME, html_baseurl=ADDRESS).out
    page = tree(out)
    assert found(page, "//meta[@property='og:title']/@content") == ["The story"]
    assert found(page, "//meta[@property='og:url']/@content") == [f"{ADDRESS}story.html"]
    assert found(page, "//link[@rel='canonical']/@href") == [f"{ADDRESS}story.html"]
    assert len(found(page, "//meta[@http-equiv='Content-Security-Policy']")) == 1
    listed = re.findall("<loc>(.*?)</loc>", (out / "sitemap.xml").read_text(encoding="utf-8"))
    assert listed == [f"{ADDRESS}{name}.html" for name in ("actors", "index", "list", "story")]


@pytest.mark.parametrize("variable", theme.BASE_URLS)
def test_a_host_may_say_the_address(book: Book, variable: str) -> None:
    book.monkeypatch.setenv(variable, ADDRESS.rstrip("/"))
    assert found(tree(book.build(**THEME).out), "//link[@rel='canonical']/@href") == [f"{ADDRESS}story.html"]


# -- the policy of a built book --------------------------------------------------------------------------------------


def test_a_build_writes_the_policy_of_its_pages(out: Path) -> None:
    written = (out / csp.FILE).read_text(encoding="utf-8")
    pages = [path.read_text(encoding="utf-8") for path in out.glob("*.html")]
    assert f"  Content-Security-Policy: {csp.policy(pages)};" in written
    assert "'unsafe-inline'" not in written


# -- elsewhere -------------------------------------------------------------------------------------------------------


def test_another_theme_is_left_alone(book: Book) -> None:
    out = book.build(html_theme="alabaster").out
    page = (out / "story.html").read_text(encoding="utf-8")
    assert "sourcebook-mode.js" not in page
    assert not (out / csp.FILE).exists()


def test_an_epub_is_left_alone(book: Book) -> None:
    out = book.build("epub", **THEME).out
    assert "sourcebook-mode.js" not in (out / "story.xhtml").read_text(encoding="utf-8")


def test_a_book_without_sources_gets_the_frame(empty: Book) -> None:
    page = tree(empty.build(**THEME).out, "index")
    assert len(found(page, "//nav[contains(@class, 'sb-contents')]")) == 1


def test_a_page_without_a_paragraph_has_no_first_words() -> None:
    assert theme.first_words(nodes.document(None, None)) == ""  # type: ignore[arg-type]


def test_a_title_with_signs_of_html_is_a_title_everywhere(book: Book) -> None:
    title = "Fish & <i>chips</i>"
    book.write("story.md", "# Fish \\& \\<i\\>chips\\</i\\>\n\nA page.\n")
    out = book.build(**THEME, html_title=title, author=title, html_baseurl=ADDRESS).out
    page = tree(out)
    assert found(page, "//i[contains(., 'chips')]") == []
    assert title in " ".join(found(page, "//head/title/text()"))
    assert title in found(page, "//*[contains(@class, 'logo__title')]/text()")
    assert title in found(page, "//*[@id='jb-print-docs-body']/h1/text()")
    assert title in found(page, "//meta[@property='og:title']/@content")
    assert title in " ".join(found(page, "//*[contains(@class, 'component-author')]/text()"))
    script = (out / "_static" / "searchtools.js").read_text(encoding="utf-8")
    shown = re.findall(r"linkEl\.innerHTML = (.*);", script)
    as_html, as_text = "Fish & &lt;i&gt;chips", "Fish & <i>chips"
    right, wrong = {"title": (as_html, as_text), "_escapeHTML(title)": (as_text, as_html)}[shown[0]]
    for _ in range(2):  # the second time the index is made of the first
        index = (out / "searchindex.js").read_text(encoding="utf-8")
        assert right in index
        assert wrong not in index
        book.build(**THEME, html_title=title, author=title, html_baseurl=ADDRESS)


def test_a_book_that_did_not_change_is_not_written_again_by_the_same_process(book: Book) -> None:
    assert book.build(**THEME).written == ["actors", "index", "list", "story"]
    assert book.build(**THEME).written == []
