"""What a reader sees of a quotation, of a source and of an actor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sphinx_ext.conftest import Book, Page

BLOCK = ":::{sb:quote} %s\n:::"


def element(html: str, opening: str, closing: str) -> str:
    found = re.search(f"(?s){opening}.*?{closing}", html)
    assert found, opening
    return found[0]


def test_a_quotation_by_itself_shows_words_and_one_line_of_speaker_article_and_paragraph(page: Page) -> None:
    built = page(BLOCK % "ferry-2031/engine-not-safe")
    assert built.warnings == []
    assert built.text("story.html").endswith(
        "“ The engine is not safe. We sail again in spring. ” Tomas Reed , according to Merrow council, in Quill ¶2"
    )


def test_words_of_the_author_name_the_author_once(page: Page) -> None:
    built = page(BLOCK % "ferry-2031/how-many")
    assert built.text("story.html").count("Ilsa Quill") == 1


def test_html_says_what_is_a_quotation(page: Page) -> None:
    built = page(BLOCK % "ferry-2031/ferry-stopped" + "\n\nHe says {sb:q}`not safe <ferry-2031/engine-not-safe>`.")
    figure = element(built.page("story.html"), "<figure", "</figure>")
    assert '<blockquote class="sb-words">' in figure
    assert "<figcaption" in figure
    assert '<q class="sb-words">' in built.page("story.html")


def test_plain_words_stand_under_the_quotation_and_can_be_hidden(page: Page) -> None:
    plain = "In plain words: No boat sails to the island."
    shown = page(BLOCK % "ferry-2031/ferry-stopped").text("story.html")
    assert plain in shown
    hidden = page(":::{sb:quote} ferry-2031/ferry-stopped\n:plain: hide\n:::").text("story.html")
    assert plain not in hidden


def test_a_class_of_the_author_reaches_the_page(page: Page) -> None:
    html = page(":::{sb:quote} ferry-2031/ferry-stopped\n:class: wide\n:::").page("story.html")
    assert 'class="sb-quote sb-src-1 wide"' in html


def test_the_body_abridges_the_passage(page: Page) -> None:
    built = page(":::{sb:quote} ferry-2031/ferry-stopped\nThe ferry […] stopped on Monday.\n:::")
    assert "“ The ferry […] stopped on Monday. ”" in built.text("story.html")
    assert built.warnings == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("It is %s, he says.", "It is “ not safe ” (Tomas Reed, according to Merrow council, in Quill ¶2) , he says."),
        ("To Reed it is %s.", "To Reed it is “ not safe ” (Quill ¶2, according to Merrow council) ."),
        ("To Reed, the council says in Quill, it is %s.", "in Quill, it is “ not safe ” (¶2) ."),
        ("{sb:src}`ferry-2031` has Reed call it, for the council, %s.", "for the council, “ not safe ” (¶2) ."),
        ("Reed, says the council: %s ({sb:src}`Quill ¶2 <ferry-2031>`).", "“ not safe ” (Quill ¶2) ."),
        ("Reed, says the council: %s ({sb:src}`¶1 <ferry-2031>`).", "“ not safe ” (Quill ¶1–2) ."),
        ("| Who | What |\n| - | - |\n| Quill | Reed, for the council: %s |", "“ not safe ” (¶2)"),
    ],
)
def test_a_bracket_closes_words_in_a_sentence(page: Page, typed: str, expected: str) -> None:
    built = page(typed % "{sb:q}`not safe <ferry-2031/engine-not-safe>`")
    assert expected.replace("Quill ¶", "Quill\u00a0¶") in built.text("story.html").replace("Quill ¶", "Quill\u00a0¶")
    unnamed = ["unnamed-speaker" in warning for warning in built.warnings]
    assert unnamed == ([True] if "Tomas" in expected else [])


def test_a_comment_accepts_that_a_speaker_is_not_named(page: Page) -> None:
    accepted = "% accept: unnamed-speaker because the page before names Reed\n\n"
    assert page(accepted + "It is {sb:q}`not safe <ferry-2031/engine-not-safe>`.").warnings == []


@pytest.mark.parametrize("typed", ["Look at ¶7.", "It is so ({sb:src}`Quill ¶2 <quay-2031>`)."])
def test_a_number_without_a_source_and_a_name_of_another_source_are_unclear(page: Page, typed: str) -> None:
    (warning,) = page(typed).warnings
    assert "story.md:3:" in warning
    assert "[sourcebook.unclear-source]" in warning


def test_a_passage_alone_in_a_sentence_is_quoted_whole(page: Page) -> None:
    built = page("{sb:q}`ferry-2031/how-many`")
    assert "although 40 of them own one. ” (Quill ¶3)" in built.text("story.html")


def test_speech_out_of_a_retranslated_copy_is_never_the_exact_words(page: Page) -> None:
    block = page(BLOCK % "quay-2031/grandmother").text("story.html")
    assert "(as rendered in a re-translated copy, not the speaker’s exact words)" in block
    inline = page("{sb:q}`quay-2031/grandmother`").text("story.html")
    assert "(the director of the line, in Quay letter ¶2, re-translated)" in inline


def test_the_words_of_the_author_of_a_retranslated_copy_are_cautioned_once_a_page(book: Book) -> None:
    plain = "passages:\n  - id: quay-empty\n    exact: The quay was empty at noon\n    accept: {context: it is told}\n"
    book.replace("sources/quay-2031.yml", "passages:\n", plain)
    book.write("story.md", "# The story\n\n{sb:q}`The quay was empty <quay-2031/quay-empty>`\n")
    text = book.build().text("story.html")
    assert "“ The quay was empty ” (Quay letter ¶3)" in text
    assert text.count("Re-translated copies: Quay letter.") == 1


def test_smart_quotes_leave_quotations_alone(book: Book) -> None:
    straight = """>-\n      "We were never asked," said a baker"""
    book.replace("sources/ferry-2031.yml", "The ferry to Merrow Island stopped on Monday.", straight)
    assert '“</span>"We were never asked," said a baker<span' in book.build().page("story.html").replace("&quot;", '"')


def test_links_lead_to_the_passage_and_back_to_every_place(page: Page) -> None:
    built = page("{sb:q}`not safe <ferry-2031/engine-not-safe>` {sb:q}`ferry-2031/engine-not-safe`")
    assert 'href="list.html#passage-ferry-2031-engine-not-safe"' in built.page("story.html")
    back = element(built.page("list.html"), '<div class="sb-passage[^>]*engine-not-safe', "</div>")
    assert 'href="story.html#quote-ferry-2031-engine-not-safe"' in back
    assert 'href="story.html#quote-ferry-2031-engine-not-safe-2"' in back
    assert 'id="quote-ferry-2031-engine-not-safe-2"' in built.page("story.html")


def test_a_passage_that_nobody_quotes_has_no_back_links(page: Page) -> None:
    built = page("Nothing.")
    assert "Quoted in" not in built.page("list.html")


def test_proof_is_silent_while_it_is_complete(page: Page) -> None:
    html = page(BLOCK % "ferry-2031/ferry-stopped" + "\n\n{sb:q}`not safe <ferry-2031/engine-not-safe>`").page(
        "story.html"
    )
    assert "sb-proof" not in html
    assert "proven" not in html


def test_without_text_or_seal_every_quotation_says_that_it_is_not_proven(book: Book) -> None:
    book.lose_texts()
    built = book.build()
    assert "Not proven: neither the article nor its seal was at hand" in built.text("story.html")
    assert "“ The engine is not safe ” [not proven]" in built.text("story.html")


@pytest.mark.parametrize(
    "fact",
    [
        "Title No boat to Merrow Island",
        "Author Ilsa Quill",
        "Printed in The Merrow Lantern",
        "Publisher not given in the text",
        "Issued 3 February 2031 or later. The text speaks of Monday.",
        "Genre news report",
        "Language English",
        "Copy The text as written",
        "Disclosure The writer says that she owns a rowing boat.",
        "Origin No other source here is a copy of the same report.",
        "Reliability of this copy F, cannot be judged. There is no record of earlier reporting.",
        "Fingerprint SHA-256 of the file ferry.txt",
        "Provenance A saved page.",
        "Proof Of 3 passages, 3 proven against the full text.",
        "Copy Re-translated",
    ],
)
def test_the_sources_page_tells_what_is_known_of_each(book: Book, fact: str) -> None:
    assert fact in book.build().text("list.html")


def test_two_copies_of_one_report_are_one_witness(book: Book) -> None:
    book.replace("sources/quay-2031.yml", "origin: quay-2031", "origin: ferry-2031")
    assert "The same report as Quay letter: together they count as one witness." in book.build().text("list.html")


def test_one_source_stands_under_the_heading_that_its_author_gives_it(book: Book) -> None:
    book.write("list.md", "# Sources\n\n## The reporter\n\n:::{sb:sources} ferry-2031\n:::\n")
    html = book.build().page("list.html")
    assert 'id="source-ferry-2031"' in html
    assert "<h2>Quill" not in html
    assert "quay-2031" not in html


def test_the_record_of_a_source_stands_before_a_text_and_its_passages_after_it(book: Book) -> None:
    parts = [f":::{{sb:sources}} ferry-2031\n:show: {part}\n:::\n" for part in ("record", "passages")]
    book.write("list.md", "# Sources\n\n{}\nIts argument.\n\n{}\n:::{{sb:sources}} quay-2031\n:::\n".format(*parts))
    built = book.build()
    assert built.warnings == []
    html = built.page("list.html")
    assert html.count('id="source-ferry-2031"') == 1
    before, after = html.split("Its argument.")
    assert "sb-facts" in before
    assert "sb-passage" not in before
    assert "Passages, in the order of the article: 3" in after
    assert 'id="passage-ferry-2031-engine-not-safe"' in after


def test_all_sources_have_headings_and_stand_in_the_table_of_contents(book: Book) -> None:
    built = book.build()
    assert 'href="#source-quay-2031">Quay letter</a>' in built.page("list.html")
    assert '<section class="sb-source sb-src-2 sb-retranslated" id="source-quay-2031">' in built.page("list.html")


def test_sources_inside_a_box_are_listed_without_sections(book: Book) -> None:
    book.write("list.md", "# Sources\n\n::::{note}\n:::{sb:sources}\n:::\n::::\n")
    built = book.build()
    assert built.warnings == []
    assert '<div class="sb-source sb-src-1 docutils container" id="source-ferry-2031">' in built.page("list.html")


def test_the_passage_keeps_its_note_and_its_accepted_cautions(book: Book) -> None:
    text = book.build().text("list.html")
    assert "As printed." in text


def test_roles_name_sources_and_actors(book: Book) -> None:
    text = book.build().text("actors.html")
    assert "Tomas Reed is in Quill , and the man from the line in the letter ." in text


def test_a_source_has_the_same_mark_everywhere(book: Book) -> None:
    built = book.build()
    assert 'class="sb-src"' in built.page("actors.html")  # running prose has none
    assert "sb-src-2" in element(built.page("list.html"), '<section class="sb-source', "Quay letter")


def test_a_quotation_in_a_heading_reaches_the_table_of_contents_without_harm(page: Page) -> None:
    built = page("## Does Reed say {sb:q}`not safe <ferry-2031/engine-not-safe>`?\n\nText.")
    assert built.warnings == []
    assert "not safe" in element(built.page("story.html"), "<h2>", "</h2>")


def test_every_html_page_has_the_style_sheet(book: Book) -> None:
    built = book.build()
    assert "_static/sourcebook.css" in built.page("story.html")
    assert (built.out / "_static" / "sourcebook.css").is_file()


SETTINGS: dict[str, Any] = {
    "latex_documents": [("index", "book.tex", "Book", "A", "manual")],
    "man_pages": [("index", "book", "Book", "A", 1)],
    "texinfo_documents": [("index", "book", "Book", "A", "book", "d", "m")],
    "epub_show_urls": "no",
    "copyright": "nobody",
    "version": "1",
}


@pytest.mark.parametrize(
    ("builder", "paragraph"),
    [
        ("text", "¶2"),
        ("latex", r"\P{}2"),
        ("man", "¶2"),
        ("texinfo", "¶2"),
        ("singlehtml", "¶2"),
        ("epub", "¶2"),
        ("dirhtml", "¶2"),
        ("pseudoxml", "¶2"),
    ],
)
def test_every_builder_keeps_words_speaker_and_paragraph(book: Book, builder: str, paragraph: str) -> None:
    built = book.build(builder, **SETTINGS)
    assert built.warnings == []
    text = everything(built.out)
    for words in ("The ferry to Merrow Island stopped on Monday.", "The engine is not safe", "Ilsa Quill", paragraph):
        assert words in text
    assert "No boat sails to the island." in text


def test_links_of_latex_have_somewhere_to_go(book: Book) -> None:
    tex = (book.build("latex", **SETTINGS).out / "book.tex").read_text(encoding="utf-8")
    goals = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]+)\}", tex))
    assert "list:passage-ferry-2031-ferry-stopped" in goals
    assert goals <= set(re.findall(r"\\label\{\\detokenize\{([^}]+)\}", tex))


def everything(folder: Path) -> str:
    """All that a builder wrote, without tags, white space in one kind."""
    kinds = {".txt", ".tex", ".1", ".texi", ".html", ".xhtml", ".pseudoxml"}
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.suffix in kinds]
    return " ".join(re.sub(r"<[^>]+>", "", " ".join(texts)).split())
