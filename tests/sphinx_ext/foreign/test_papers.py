"""What other people's books hold: addresses, tags that are no tags, bibliographies, tabs, footnotes, formulas."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from sourcebook.exports.lms import gift, moodle, pack
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.paper import epub
from sourcebook.model.document_tree import plain_text, walk
from sourcebook.model.problems import SourcebookError
from sourcebook.sphinx_ext.exercises import parse
from tests.exports.samples import assignment
from tests.hostile import shown
from tests.sphinx_ext.conftest import Book, Page

EXTENSIONS = ["colon_fence", "deflist"]


def blocks_of(book: Book, name: str, **config: Any) -> dict[str, Any]:
    built = book.build("blocks", **config)
    found: dict[str, Any] = json.loads((built.out / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(
    ("written", "href", "target"),
    [
        ("[a](https://example.org/?a=1&b=2)", "?a=1&amp;b=2", "?a=1&b=2"),
        ("<https://example.org/?a=1&b=2>", "?a=1&amp;b=2", "?a=1&b=2"),
        ("[a](https://example.org/?a=1&amp;b=2)", "?a=1&amp;b=2", "?a=1&b=2"),
        ("[a](https://example.org/?a=&amp;amp;)", "?a=&amp;amp;", "?a=&amp;"),
        ("[a][x]\n\n[x]: https://example.org/?q=%3Ca%3E&r=2", "?q=%3Ca%3E&amp;r=2", "?q=%3Ca%3E&r=2"),
    ],
)
def test_an_address_is_escaped_once(page: Page, book: Book, written: str, href: str, target: str) -> None:
    """Case link-ampersand."""
    assert f'href="https://example.org/{href}"' in page(written).page("story.html")
    assert f'"https://example.org/{target}"' in json.dumps(blocks_of(book, "story"))


def test_tags_that_html_does_not_have_are_words(page: Page, book: Book) -> None:
    built = page("Which of `<c>`, <c> and <see>here</see> is H<sub>2</sub>O?\n\n<c>\n\nEnd.")
    assert "&lt;c&gt; and &lt;see&gt;here&lt;/see&gt; is H<sub>2</sub>O" in built.page("story.html")
    made = blocks_of(book, "story")
    assert '{"t": "raised", "content": [{"t": "text", "text": "2"}], "below": true}' in json.dumps(made)
    assert "<c> and <see>here</see>" in json.dumps(made)


BIB = "@book{perez2031,\n title={Tides & Quays},\n author={P{\\'e}rez, F.},\n year={2031}, publisher={X}\n}\n"
BIBTEX: dict[str, Any] = {
    "extensions": ["myst_parser", "sphinxcontrib.bibtex", "sourcebook"],
    "bibtex_bibfiles": ["refs.bib"],
}


def test_a_bibliography_stands_on_paper_and_its_citations_lead_to_it(book: Book) -> None:
    """Case bibliography-on-paper."""
    pytest.importorskip("sphinxcontrib.bibtex")
    book.write("refs.bib", BIB)
    book.write("story.md", "# The story\n\nA claim {cite}`perez2031`.\n\n```{bibliography}\n```\n")
    made = json.dumps(blocks_of(book, "story", **BIBTEX), ensure_ascii=False)
    assert "Tides & Quays" in made
    (anchor,) = {a for a in made.split('"') if a.startswith("story#")} & {
        block["target"] for block in _links(json.loads(made))
    }
    assert made.count(f'"{anchor}"') >= 2


def _links(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if value.get("t") == "link" and value.get("target") else []
        return own + [link for inner in value.values() for link in _links(inner)]
    return [link for inner in value for link in _links(inner)] if isinstance(value, list) else []


TRICKY = """\
# Tricky

:::::{sb:exercise} tricky
:kind: single-choice

The treaty[^t] of {math}`x_1 < 2`, <c> and [a](https://example.org/?a=1&b=2){cite}`perez2031`?

- [x] 2029[^v]
- [ ] 2030
  > Not yet[^w].

::::{sb:hint}
Look[^t].
::::
::::{sb:solution}
See the text[^w].
::::
:::::

[^t]: The second one[^v].
[^v]: In the spring.
[^w]: Page 5.
"""


def test_a_question_carries_footnotes_citations_formulas_and_tags(book: Book) -> None:
    """Case footnotes-in-exercises."""
    pytest.importorskip("sphinxcontrib.bibtex")
    book.write("refs.bib", BIB)
    book.write("story.md", TRICKY)
    book.write("list.md", "# Works\n\n```{bibliography}\n```\n")
    built = book.build(**BIBTEX)
    ((_, item),) = built.app.env.get_domain("sb").exercises
    from sourcebook.questions.prompt_blocks import filled

    shown = filled(item, {}, parse.titles(built.app.env))
    assert plain_text(shown.prompt) == (
        "The treaty[1] of x_1 < 2, <c> and a[F. Pérez. Tides & Quays. X, 2031]? "
        "[1] The second one[2]. [2] In the spring."
    )
    assert plain_text(shown.choices[0].content) == "2029[2]"
    assert plain_text(shown.choices[1].feedback) == "Not yet[1]. [1] Page 5."
    assert plain_text(shown.secret.solution) == "See the text[1]. [1] Page 5."
    assert plain_text(shown.hints[0]) == "Look[1]. [1] The second one[2]. [2] In the spring."
    assert not [piece for piece in walk(shown.prompt) if type(piece).__name__ == "Note"]
    bank = Bank(assignment=assignment(), items=[shown])
    for export in (moodle.export(bank), gift.export(bank)):
        assert "x_1 &lt; 2" in export.data.decode()
        assert "In the spring." in export.data.decode()
        assert "&amp;amp;" not in export.data.decode()
        assert any("TeX" in loss.says for loss in export.losses)


PAIRS = """\
# Pairs

:::::{sb:exercise} pairs
:kind: matching

Match[^t] {math}`\\sqrt{2}` and <see>.

<c>[^v]
: first {math}`a^2`[^w]

two & 2
: second{cite}`perez2031`
:::::

[^t]: The second one[^v].
[^v]: In the spring.
[^w]: Page 5.
"""
PLATFORMS = ("moodle.xml", "canvas.zip", "cartridge.imscc", "qti3.zip")


@pytest.mark.parametrize("story", [TRICKY, PAIRS], ids=["tricky", "pairs"])
def test_no_pack_loses_what_stands_in_a_question(book: Book, story: str) -> None:
    """Case footnotes-in-exercises: each file of a pack is read back with a parser of its format."""
    pytest.importorskip("sphinxcontrib.bibtex")
    from sourcebook.questions.prompt_blocks import filled

    book.write("refs.bib", BIB)
    book.write("story.md", story)
    book.write("list.md", "# Works\n\n```{bibliography}\n```\n")
    built = book.build(myst_enable_extensions=EXTENSIONS, **BIBTEX)
    ((_, item),) = built.app.env.get_domain("sb").exercises
    shown_item = filled(item, {}, parse.titles(built.app.env))
    wanted = ["The second one", "In the spring.", "Page 5.", "Tides & Quays", "<c>"]
    wanted += ["<see>", "two & 2", "sqrt{2}", "a^2"] if story is PAIRS else ["x_1 < 2"]
    made = pack.files(Bank(assignment=assignment(), items=[shown_item]))
    for name in PLATFORMS:
        text = " ".join(" ".join(shown.READERS[Path(name).suffix](made[name])).split())
        # In a cartridge a bracket stands apart from what follows (`cartridge.BRACKETS`).
        apart = name == "cartridge.imscc"
        text, looked_for = (
            (text.replace("< ", "<"), [w.replace("< ", "<") for w in wanted]) if apart else (text, wanted)
        )
        assert [words for words in looked_for if words not in text] == [], name
        assert not [sign for sign in ("&amp;", "&lt;", "&quot;", "&#") if sign in text], name


def test_tabs_fit_an_epub(book: Book) -> None:
    pytest.importorskip("sphinx_design")
    tabs = "````{tab-set}\n```{tab-item} One\nFirst tab.\n```\n```{tab-item} Two\nSecond tab.\n```\n````\n"
    book.write("story.md", f"# The story\n\n{tabs}\n<input type=checkbox disabled> <br>\n")
    config: dict[str, Any] = {"extensions": ["myst_parser", "sphinx_design", "sourcebook"]}
    book.write("story.md", f"# The story\n\n{tabs}")
    built = book.build("epub", **{**config, **epub.settings("A", "", "", "1")})
    made = epub.repacked((built.out / "book.epub").read_bytes())
    path = Path(built.out / "again.epub")
    path.write_bytes(made)
    with zipfile.ZipFile(path) as found:
        text = found.read("story.xhtml").decode()
    etree.fromstring(text.encode())
    assert "<input" not in text
    for words in ("One", "First tab.", "Two", "Second tab."):
        assert words in text


def test_what_an_extension_writes_without_an_end_is_ended_and_the_rest_is_told() -> None:
    good = b'<html><body><input checked="a/b" name="x"><br><img src="a"/></body></html>'
    assert epub._formed("a.xhtml", good) == (
        b'<html><body><input checked="a/b" name="x"/><br/><img src="a"/></body></html>'
    )
    with pytest.raises(SourcebookError, match="the page a cannot stand in an EPUB"):
        epub._formed("a.xhtml", b"<html><p><b></p></html>")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Match.\n\n844 : The point\n\n893\n: New\n\n900\n: Old", "“844 : The point” is on one line"),
        ("Match.\n\n893\n: New\n844 : The point\n\n900\n: Old", "“844 : The point” is on one line"),
        ("Match.\n\n893\n: New\n\n900\n: Old\n\n844 : The point", "“844 : The point” is on one line"),
        ("Match.\n\n893\n: New\n\nStray.\n\n900\n: Old\n\n901\n: Other", "cuts their list in two"),
    ],
)
def test_a_line_that_was_meant_as_a_pair_is_told(book: Book, body: str, says: str) -> None:
    """Case matching-silent: the pair was dropped and its points stayed."""
    book.write("story.md", f"# A\n\n:::{{sb:exercise}} m\n:kind: matching\n\n{body}\n:::\n")
    warnings = book.build("dummy", myst_enable_extensions=EXTENSIONS).warnings
    assert any(says in line and "story.md:3" in line for line in warnings)


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        ("single-choice", "Q?\n\n[x] lone\n\n- [x] a\n- [ ] b", "“[x] lone” is no choice"),
        ("ordering", "Q?\n\n1. a\n2. b\n\nStray.\n\n3. c\n4. d", "cuts their list in two"),
        ("categorise", "Q?\n\nA\n: loose\n  - x\n\nB\n: - y", "is no member of a category"),
    ],
)
def test_sisters_of_a_lost_pair_are_told(book: Book, kind: str, body: str, says: str) -> None:
    book.write("story.md", f"# A\n\n:::{{sb:exercise}} m\n:kind: {kind}\n\n{body}\n:::\n")
    assert any(says in line for line in book.build("dummy", myst_enable_extensions=EXTENSIONS).warnings)


@pytest.mark.parametrize("asked", ["Consigne : associez.", "Match 1 : 2 with its words."])
def test_a_question_with_a_colon_is_a_question(book: Book, asked: str) -> None:
    body = f"{asked}\n\n893\n: New\n\n900\n: Old"
    book.write("story.md", f"# A\n\n:::{{sb:exercise}} m\n:kind: matching\n\n{body}\n:::\n")
    assert book.build("dummy", myst_enable_extensions=EXTENSIONS).warnings == []


def test_the_search_index_of_a_second_build_is_that_of_a_first(book: Book) -> None:
    config: dict[str, Any] = {"myst_enable_extensions": EXTENSIONS}
    book.write("list.md", "# Words\n\n```{glossary}\nquay\n  Where boats lie.\nisland\n  Land.\n```\n")
    book.build(folder="a", **config)
    book.write("story.md", "# The story\n\nAnother story.\n\n```{index} single: boat; old\n```\n")
    again = book.build(folder="a", **config).page("searchindex.js")
    assert again == book.build(folder="b", **config).page("searchindex.js")
    assert "term-quay" in again


@pytest.mark.parametrize(("language", "dir_"), [("fr", ""), ("ar", ' dir="rtl"'), ("he", ' dir="rtl"')])
def test_a_book_says_its_language_and_its_direction(book: Book, language: str, dir_: str) -> None:
    """Case bidi: nothing said `dir`, and full stops fell into quotations."""
    book.monkeypatch.setattr("sphinx.locale.translators", {})  # else the next book would speak this language too
    html = book.build(language=language).page("story.html")
    assert f'<html{dir_} lang="{language}"' in html
    assert ('dir="ltr"' in html) is bool(dir_)


def test_quoted_words_that_run_the_other_way_have_a_direction_of_their_own(book: Book) -> None:
    book.replace("sources/ferry-2031.yml", "language: en", "language: he")
    html = book.build().page("story.html")
    assert html.count('dir="rtl"') >= 2
    assert "<html lang" in html
