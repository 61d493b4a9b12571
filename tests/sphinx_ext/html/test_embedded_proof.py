"""A page proves its quotations by itself: what it carries is what it shows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from sourcebook.commands import verify
from tests import sealed as salt
from tests.sealed import KEY

if TYPE_CHECKING:
    from tests.sphinx_ext.conftest import Book

INDEX = """\
# The book

:::{toctree}

story
bare
:::
"""
UNION = "The union has asked the ministry for a hearing, and the ministry has asked the union for patience."
STORY = """\
# The story

:::{sb:quote} salt-2031/union-asked
:::

The union {sb:q}`has asked the ministry […] for patience <salt-2031/union-asked>`.
The mayor says {sb:q}`Nobody told us <salt-2031/nobody-told-us>`.
"""


@pytest.fixture
def book(empty: Book) -> Book:
    """The book about the salt works, sealed, with its article at hand."""
    salt.write_book(empty.root)
    (empty.root / "sources" / "fulltext" / "salt.txt").rename(empty.texts / "salt.txt")
    for name, text in {"index": INDEX, "story": STORY, "bare": "# Without quotations"}.items():
        empty.write(f"{name}.md", text)
    return empty


def evidence(html: str) -> dict[str, Any]:
    found = re.search(r'(?s)<script type="application/json" class="sb-evidence">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_a_page_carries_what_proves_its_quotations(book: Book) -> None:
    built = book.build()
    carried = evidence(built.page("story.html"))
    assert [(q["passage"], q["exact"]) for q in carried["quotations"]] == [
        (f"{KEY}/union-asked", UNION),
        (f"{KEY}/union-asked", "has asked the ministry […] for patience"),
        (f"{KEY}/nobody-told-us", "Nobody told us"),
    ]
    report = verify.verify(built.out / "story.html")
    assert [str(p) for p in report.problems] == []
    assert report.ok
    assert len(report.findings) == 3


def test_a_page_built_without_the_article_carries_the_same(book: Book) -> None:
    full = evidence(book.build().page("story.html"))
    book.lose_texts()
    assert evidence(book.build().page("story.html")) == full


@pytest.mark.parametrize(
    ("passage", "via", "printed"),
    [
        ("nobody-told-us", "analysts", "Pavel Torn, according to unnamed analysts"),
        ("union-asked", "analysts", "citing unnamed analysts"),
        ("nobody-told-us", "torn", "Pavel Torn"),  # nobody told the author but the speaker
    ],
)
def test_a_page_proves_whom_it_cites_under_the_name_that_it_prints(
    book: Book, passage: str, via: str, printed: str
) -> None:
    actors = book.root / "sources" / "actors.yml"
    more = "  - id: analysts\n    name: analysts, unnamed\n    in-sentence: unnamed analysts\n    kind: group\n"
    actors.write_text(actors.read_text(encoding="utf-8") + more, encoding="utf-8")
    salt.edit_record(book.root, f"  - id: {passage}\n", f"  - id: {passage}\n    via: {via}\n")
    built = book.build()
    assert printed in built.text("story.html").replace(" ,", ",")
    report = verify.verify(built.out / "story.html", book.root)
    assert [str(p) for p in report.problems] == []


def test_a_word_changed_in_the_page_is_found(book: Book) -> None:
    page = book.build().out / "story.html"
    text = page.read_text(encoding="utf-8")
    shown, carried = text.split('<script type="application/json"', 1)
    shown = shown.replace("for a hearing", "for a holiday")
    page.write_text(f'{shown}<script type="application/json"{carried}', encoding="utf-8")
    report = verify.verify(page)
    assert not report.ok
    assert [p.message for p in report.problems if "for a holiday" in p.message]


def test_a_new_seal_reaches_a_page_that_nobody_touched(book: Book) -> None:
    built = book.build()
    seal = book.root / "sources" / f"{KEY}.seal.json"
    good, old = seal.read_text(encoding="utf-8"), evidence(built.page("story.html"))
    seal.unlink()
    assert "sb-evidence" not in book.build().page("story.html")
    seal.write_text(good, encoding="utf-8")
    assert evidence(book.build().page("story.html")) == old


def test_a_page_without_quotations_carries_nothing(book: Book) -> None:
    assert "sb-evidence" not in book.build().page("bare.html")
