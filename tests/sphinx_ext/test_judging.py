"""Every quotation is judged on every build, and only the pages that must be are read and written again."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest

from sourcebook.model.problems import Kind

if TYPE_CHECKING:
    from tests.sphinx_ext.conftest import Book, Built

MISQUOTED = "{sb:q}`The motor is not safe <ferry-2031/engine-not-safe>`"
RIGHT = "{sb:q}`The engine is not safe <ferry-2031/engine-not-safe>`"


def of_kind(built: Built, kind: str) -> list[str]:
    return [line for line in built.warnings if line.endswith(f"[sourcebook.{kind}]")]


def test_a_book_in_order_has_no_warning(book: Book) -> None:
    assert book.build().warnings == []


def test_a_misquotation_fails_with_file_line_and_the_closest_words(book: Book) -> None:
    book.replace("story.md", RIGHT, MISQUOTED)
    (warning,) = book.build().warnings
    assert f"{book.root}/story.md:8: WARNING: " in warning
    assert "ferry-2031/engine-not-safe: " in warning
    assert "motor" in warning
    assert "engine" in warning
    assert warning.endswith("[sourcebook.misquoted]")


def test_each_quotation_of_a_paragraph_has_its_own_line(book: Book) -> None:
    book.write(
        "story.md",
        f"# The story\n\n{RIGHT}\nand {MISQUOTED}\nand {{sb:q}}`the island\nis far <ferry-2031/ferry-stopped>`\n",
    )
    wrong = [line for line in book.build().warnings if "unnamed-speaker" not in line]
    assert [line.split(": WARNING", 1)[0].rsplit(":", 1)[1] for line in wrong] == ["4", "6"]


def test_a_misquotation_fails_again_when_nothing_is_read(book: Book) -> None:
    book.replace("story.md", RIGHT, MISQUOTED)
    first, second = book.build(), book.build()
    assert second.read == []
    assert of_kind(second, "misquoted") == of_kind(first, "misquoted") != []


def test_put_back_one_page_is_read(book: Book) -> None:
    book.build()
    book.replace("story.md", RIGHT, MISQUOTED)
    book.build()
    book.replace("story.md", MISQUOTED, RIGHT)
    built = book.build()
    assert built.read == ["story"]
    assert built.warnings == []


def test_a_misquotation_is_loud_on_the_page(book: Book) -> None:
    book.replace("story.md", RIGHT, MISQUOTED)
    built = book.build()
    assert '<span class="sb-misquoted"> [rejected: not what the source says]</span>' in built.page("story.html")


def test_suppressing_warnings_does_not_hide_an_error(book: Book) -> None:
    book.replace("story.md", RIGHT, MISQUOTED)
    hidden = ["sourcebook", "sourcebook.*", "sourcebook.misquoted", "*", ""]
    assert of_kind(book.build(suppress_warnings=hidden), "misquoted") != []


def test_one_kind_of_caution_can_be_silenced(book: Book) -> None:
    book.write("story.md", "# The story\n\n{sb:q}`300 islanders depend on the boat <ferry-2031/how-many>`\n")
    assert len(of_kind(book.build(), "context")) == 1
    assert of_kind(book.build(suppress_warnings=["sourcebook.context"]), "context") == []


def test_the_kind_of_a_caution_is_named_once_where_sphinx_names_it_too(book: Book) -> None:
    book.write("story.md", "# The story\n\n{sb:q}`300 islanders depend on the boat <ferry-2031/how-many>`\n")
    (warning,) = of_kind(book.build(show_warning_types=True), "context")
    assert warning.count("[sourcebook.context]") == 1


def test_a_fault_in_a_record_is_said_on_every_build_at_its_own_line(book: Book) -> None:
    book.replace("sources/ferry-2031.yml", "The engine is not safe. We", "The engine is quite safe. We")
    for built in (book.build(), book.build()):
        assert any(f"{book.root}/sources/ferry-2031.yml:3" in line for line in of_kind(built, "misquoted"))


def test_a_record_that_cannot_be_read_is_one_fault_not_one_for_each_quotation(book: Book) -> None:
    book.replace("sources/ferry-2031.yml", "short: Quill", "shorrt: Quill")
    built = book.build()
    assert [(problem.kind, problem.place.line) for problem in built.ended] == [(Kind.UNKNOWN_KEY, 2)]
    assert (built.read, built.warnings) == ([], [])


def test_a_changed_record_is_read_again_by_those_who_use_it(book: Book) -> None:
    book.write("letter.md", "# The letter\n\n{sb:q}`quay-2031/grandmother`\n")
    book.replace("index.md", "list\n", "list\nletter\n")
    book.build()
    book.replace("sources/ferry-2031.yml", "short: Quill", "short: I. Quill")
    # By its names a sentence says whose words stand there, on the page of another source too.
    assert sorted(book.build().read) == ["actors", "letter", "list", "story"]
    book.replace("sources/quay-2031.yml", "note: as printed", "note: printed so")
    assert sorted(book.build().read) == ["letter", "list"]  # `actors` names the source, not this passage


def test_a_build_without_changes_reads_and_writes_nothing(book: Book) -> None:
    book.build()
    again = book.build()
    assert again.read == []
    assert again.written == []


def test_a_new_source_changes_names_and_lists_so_that_their_pages_are_read_again(book: Book) -> None:
    book.build()
    ferry = (book.root / "sources" / "ferry-2031.yml").read_text(encoding="utf-8")
    book.write("sources/another-2031.yml", ferry.replace("short: Quill", "short: Twin"))
    built = book.build()
    assert sorted(built.read) == ["list", "story"]
    assert "Twin" in built.text("list.html")


def test_a_missing_source_is_found_when_it_comes(book: Book) -> None:
    letter = (book.root / "sources" / "quay-2031.yml").read_text(encoding="utf-8")
    (book.root / "sources" / "quay-2031.yml").unlink()
    book.write("story.md", "# The story\n\nThe director of the line: {sb:q}`quay-2031/grandmother`\n")
    first = book.build()
    assert len(of_kind(first, "unknown-reference")) == 2
    assert book.build().read == []
    book.write("sources/quay-2031.yml", letter)
    built = book.build()
    assert built.warnings == []
    assert "grandmother" in built.text("story.html")


def test_the_page_is_written_again_when_the_articles_are_lost(book: Book) -> None:
    book.build()
    book.lose_texts()
    built = book.build()
    assert sorted(built.read) == ["list", "story"]  # no paragraph has a number now
    assert {"list", "story"} <= set(built.written)
    assert "actors" not in built.written
    assert "Not proven" in built.text("story.html")
    assert "3 unchecked: neither the article nor its seal was at hand" in built.text("list.html")


def test_back_links_follow_a_page_that_is_not_the_sources_page(book: Book) -> None:
    book.build()
    book.write("story.md", "# The story\n\n{sb:q}`ferry-2031/how-many`\n")
    built = book.build()
    assert built.read == ["story"]
    assert "list" in built.written
    assert 'href="story.html#quote-ferry-2031-how-many"' in built.page("list.html")
    assert "quote-ferry-2031-engine-not-safe" not in built.page("list.html")


def test_back_links_leave_with_a_page(book: Book) -> None:
    book.build()
    (book.root / "story.md").unlink()
    book.replace("index.md", "story\n", "")
    assert "Quoted in" not in book.build().text("list.html")


def test_a_second_builder_shows_the_verdict_of_now(book: Book) -> None:
    book.build("text", folder="x")
    book.build("html", folder="x")
    book.lose_texts()
    book.build("text", folder="x")
    built = book.build("html", folder="x")
    assert "Not proven" in built.text("story.html")


def test_the_summary_counts(book: Book) -> None:
    said = book.build().status
    assert (
        "sourcebook: 2 quotations on the pages: 2 proven against the full text, 0 against a seal, 0 unchecked; "
        "4 passages on record: 4 proven against the full text, 0 against a seal, 0 unchecked; "
        "0 cautions accepted with a reason." in said
    )
    book.lose_texts()
    said = book.build().status
    assert "2 quotations on the pages: 0 proven against the full text, 0 against a seal, 2 unchecked" in said


def test_the_summary_counts_what_is_rejected(book: Book) -> None:
    book.replace("story.md", RIGHT, MISQUOTED)
    assert "1 proven against the full text, 0 against a seal, 0 unchecked, 1 rejected" in book.build().status


def test_what_is_unchecked_fails_where_the_book_requires_proof(book: Book) -> None:
    book.lose_texts()
    assert book.build().warnings == []
    found = of_kind(book.build(sourcebook_require_proof=True, suppress_warnings=["sourcebook"]), "no-proof")
    assert len(found) == 4
    assert any("sources/ferry-2031.yml" in line and "ferry-2031/ferry-stopped" in line for line in found)


def test_reading_in_parallel_gives_the_same_book(book: Book) -> None:
    for number in range(8):
        book.write(
            f"more{number}.md",
            f"# More {number}\n\n{{sb:q}}`ferry-2031/how-many` {MISQUOTED}\n\n“Four words without proof.”\n",
        )
        book.replace("index.md", "list\n", f"list\nmore{number}\n")
    one, two = book.build(folder="one"), book.build(folder="two", parallel=2)
    assert len(of_kind(two, "misquoted")) == 8
    assert len(of_kind(two, "unproven-quotation")) == 8
    assert one.warnings == two.warnings
    for page in sorted(one.out.glob("*.html")):
        assert page.read_text(encoding="utf-8") == two.page(page.name), page.name


def test_the_domain_keeps_records_and_no_node(book: Book) -> None:
    app = book.build().app
    data = pickle.dumps(app.env.domaindata["sb"])
    assert b"sourcebook.sphinx_ext.domain" in data
    assert b"docutils" not in data
    assert b"sphinx_ext.nodes" not in data


@pytest.mark.parametrize(
    ("text", "kind", "hint"),
    [
        ("{sb:q}`ferry-2031/how-manny`", "unknown-reference", "ferry-2031/how-many"),
        ("{sb:q}`words <fery-2031/how-many>`", "unknown-reference", "ferry-2031"),
        (":::{sb:quote} ferry-2031/ferry-stoped\n:::", "unknown-reference", "ferry-2031/ferry-stopped"),
        ("{sb:src}`ferry-2013`", "unknown-reference", "ferry-2031"),
        ("{sb:actor}`read`", "unknown-reference", "reed"),
        (":::{sb:sources} quay-2013\n:::", "unknown-reference", "quay-2031"),
        ("{sb:q}`words without a passage`", "bad-directive", "source/passage"),
    ],
)
def test_a_name_that_is_nobodys(book: Book, text: str, kind: str, hint: str) -> None:
    book.write("story.md", f"# The story\n\nOne line.\n\n{text}\n")
    for built in (book.build(), book.build()):
        (warning,) = of_kind(built, kind)
        assert f"{book.root}/story.md:5: WARNING: " in warning
        assert hint in warning
        assert 'class="sb-unknown"' in built.page("story.html")


def test_unknown_passages_keep_their_words_on_the_page(book: Book) -> None:
    book.write("story.md", "# The story\n\n:::{sb:quote} ferry-2031/nothing\nWords of mine.\n:::\n")
    assert "Words of mine." in book.build().text("story.html")


def test_a_book_without_sources_is_silent(empty: Book) -> None:
    built = empty.build()
    assert built.warnings == []
    assert "sourcebook:" not in built.status
    assert "sourcebook.css" not in built.page("index.html")


def test_a_directive_in_a_book_without_sources_says_so(empty: Book) -> None:
    empty.write("index.md", "# A book\n\n{sb:q}`a/b` {sb:src}`a`\n\n:::{sb:sources}\n:::\n")
    for built in (empty.build(), empty.build()):
        assert len([line for line in built.warnings if "this book has no folder “sources”" in line]) == 3


def test_a_folder_of_sources_is_found_when_it_comes(empty: Book) -> None:
    empty.write("index.md", "# A book\n\n{sb:actor}`reed`\n")
    empty.build()
    empty.write("sources/actors.yml", "actors:\n  - id: reed\n    name: Tomas Reed\n    kind: person\n")
    assert "Tomas Reed" in empty.build().text("index.html")


def test_a_style_sheet_that_changed_is_copied_and_named_anew(book: Book) -> None:
    book.write("own/mine.css", "p { color: red }")
    settings: dict[str, Any] = {"html_static_path": ["own"], "html_css_files": ["mine.css"]}
    before = book.build(**settings).page("story.html")
    assert book.build(**settings).written == []
    book.write("own/mine.css", "p { color: blue }")
    built = book.build(**settings)
    assert built.read == []
    assert built.page("_static/mine.css") == "p { color: blue }"
    named = [line for line in built.page("story.html").splitlines() if "mine.css" in line]
    assert len(named) == 1
    assert named[0] not in before
