"""The caution for an exercise whose key is an order that the records leave open: file, line, remedy, and its escape."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sphinx_ext.conftest import Book
from tests.sphinx_ext.exercises.test_directives import PAGE, built, furnished

EVENTS = """\
events:
  - {id: leak, title: The ferry leaks, date: 2031-03, reports: [{source: ferry-2031, paragraph: 2, date: 2031-03}]}
  - id: sale
    title: The ferry is sold
    date: 2031-03-09
    reports: [{source: ferry-2031, paragraph: 2, date: 2031-03-09}]
"""
ASKED = """\
:::::{{sb:exercise}} asked
:kind: ordering
{accept}
Put these in order.

1. The ferry leaks.
2. The ferry is sold.
:::::
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    book = furnished(tmp_path, monkeypatch)
    book.write("sources/events.yml", EVENTS)
    return book


def test_the_caution_has_a_place_and_a_remedy(shop: Book) -> None:
    (warning,) = built(shop, ASKED.format(accept="")).warnings
    assert f"{PAGE}.md:3: " in warning
    assert "“The ferry leaks” before “The ferry is sold”, and the order is not known" in warning
    assert "let the answer be that it is not" in warning
    assert "[sourcebook.order-unknown]" in warning


def test_a_reason_settles_it_and_a_known_order_needs_none(shop: Book) -> None:
    accept = ":accept: order-unknown because the leak of the first week is meant\n"
    assert built(shop, ASKED.format(accept=accept)).warnings == []
    shop.write("sources/events.yml", EVENTS.replace("2031-03,", "2031-03-02,").replace("2031-03}", "2031-03-02}"))
    assert built(shop, ASKED.format(accept="")).warnings == []
    (warning,) = built(shop, ASKED.format(accept=accept)).warnings
    assert "[sourcebook.bad-escape]" in warning
