"""Rule 8 on the prose of a page, and the comments that accept a caution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sphinx_ext.conftest import Book, Built, Page

QUOTED = "“four words in marks”"
CONTEXT = "{sb:q}`300 islanders depend on the boat <ferry-2031/how-many>`"


def kinds(built: Built) -> list[str]:
    return [line.rpartition("[sourcebook.")[2].rstrip("]") for line in built.warnings]


def test_quotation_marks_without_proof_are_found_at_their_own_line(page: Page) -> None:
    built = page(f"A first line.\nA second line.\nThen {QUOTED} in the third.")
    assert kinds(built) == ["unproven-quotation"]
    assert "story.md:5: WARNING: " in built.warnings[0]
    assert "four words in marks" in built.warnings[0]


@pytest.mark.parametrize("text", [f"- {QUOTED}", f"> {QUOTED}", f":::{{note}}\n{QUOTED}\n:::", f"**{QUOTED}**"])
def test_prose_is_prose_wherever_it_stands(page: Page, text: str) -> None:
    assert kinds(page(text)) == ["unproven-quotation"]


@pytest.mark.parametrize(
    "text",
    [
        "“three words only”",
        f"`{QUOTED}`",
        f"```text\n{QUOTED}\n```",
        "{sb:q}`ferry-2031/how-many`",
        ":::{sb:quote} ferry-2031/ferry-stopped\n:::",
    ],
)
def test_what_is_no_prose_of_ours_is_left_alone(page: Page, text: str) -> None:
    assert page(text).warnings == []


def test_marks_around_a_role_are_not_joined_into_a_quotation(page: Page) -> None:
    assert page("“one {sb:q}`ferry-2031/how-many` two”").warnings == []


def test_the_lint_speaks_on_every_build(book: Book) -> None:
    book.write("story.md", f"# The story\n\n{QUOTED}\n")
    first, second = book.build(), book.build()
    assert second.read == []
    assert kinds(first) == kinds(second) == ["unproven-quotation"]


def test_a_comment_with_a_reason_accepts_it_for_the_block_after_it(page: Page) -> None:
    built = page(f"% accept: unproven-quotation because it is a heading of a form\n\n{QUOTED}\n\n{QUOTED}")
    assert kinds(built) == ["unproven-quotation"]
    assert "story.md:7" in built.warnings[0]
    assert "1 caution accepted with a reason." in built.status


def test_a_comment_reaches_every_paragraph_of_its_block(page: Page) -> None:
    built = page(f"% accept: unproven-quotation because of reasons\n\n- {QUOTED}\n- {QUOTED}")
    assert built.warnings == []
    assert "2 cautions accepted" in built.status


def test_a_comment_accepts_a_caution_of_a_quotation_in_a_sentence(page: Page) -> None:
    assert kinds(page(CONTEXT)) == ["context"]
    built = page(f"% accept: context because the next sentence says it\n\n{CONTEXT}")
    assert built.warnings == []
    assert "1 caution accepted" in built.status


def test_a_comment_is_for_those_of_its_block_that_need_it(page: Page) -> None:
    built = page(
        f"% accept: context because the next sentence says it\n\n"
        f"{CONTEXT} and {{sb:q}}`The ferry to Merrow <ferry-2031/ferry-stopped>`"
    )
    assert built.warnings == []


@pytest.mark.parametrize(
    "comment",
    [
        "% accept: unproven-quotation",
        "% accept: unproven-quotation because",
        "% accept: misquoted because I like it so",
        "% accept: nonsense because I like it so",
        "% accept: context because nothing here needs it",
    ],
)
def test_a_comment_that_accepts_nothing_is_an_error(page: Page, comment: str) -> None:
    assert kinds(page(f"{comment}\n\nPlain words.")) == ["bad-escape"]


def test_an_escape_that_is_no_longer_needed_is_an_error_on_every_build(book: Book) -> None:
    book.write("story.md", "# The story\n\n% accept: unproven-quotation because of reasons\n\nPlain words.\n")
    for built in (book.build(), book.build()):
        assert kinds(built) == ["bad-escape"]
        assert "story.md:3" in built.warnings[0]


def test_an_escape_is_not_called_useless_where_nobody_can_tell(book: Book) -> None:
    book.write("story.md", f"# The story\n\n% accept: context because the next says it\n\n{CONTEXT}\n")
    book.lose_texts()
    assert book.build().warnings == []


def test_other_comments_are_only_comments(page: Page) -> None:
    assert page("% to do: accept this\n\nPlain words.").warnings == []


def test_the_directive_accepts_with_a_reason(page: Page) -> None:
    bare = ":::{{sb:quote}} ferry-2031/how-many\n{}About 300 islanders depend on the boat\n:::"
    assert kinds(page(bare.format(""))) == ["context"]
    built = page(bare.format(":accept: context because the chapter tells the rest\n\n"))
    assert built.warnings == []
    assert "1 caution accepted" in built.status


def test_the_directive_refuses_an_escape_without_reason(page: Page) -> None:
    built = page(":::{sb:quote} ferry-2031/how-many\n:accept: context\n\nAbout 300 islanders depend on the boat\n:::")
    assert sorted(kinds(built)) == ["bad-escape", "context"]


def test_a_directive_that_ends_its_parent_is_an_error_with_its_line(page: Page) -> None:
    built = page(":::{note}\n:::{sb:quote} ferry-2031/ferry-stopped\n:::\n:::")
    assert kinds(built) == ["bad-directive"]
    assert "story.md:4: WARNING: " in built.warnings[0]
