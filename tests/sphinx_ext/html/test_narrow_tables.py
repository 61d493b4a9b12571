"""Wide tables name the column in each cell, for a screen on which the columns do not stand side by side."""

from __future__ import annotations

import re

import pytest

from tests.sphinx_ext.conftest import Page

THREE = "| Day | Boat | Who says so |\n| --- | --- | --- |\n| Monday | none | Quill |\n| Tuesday | | *nobody* |\n"
TWO = "| Day | Boat |\n| --- | --- |\n| Monday | none |\n"
QUOTING = THREE.replace("| Boat |", "| {sb:q}`not safe <ferry-2031/engine-not-safe>` |", 1)


def columns(html: str) -> list[str]:
    return re.findall(r'<span class="sb-column">([^<]*): </span>', html)


def test_a_wide_table_names_its_columns_in_the_cells_behind_the_first(page: Page) -> None:
    """Case cut-columns: the table of sources was cut off at the edge of a telephone."""
    html = page(THREE).page("story.html")
    assert columns(html) == ["Boat", "Who says so", "Who says so"]  # an empty cell says nothing
    assert re.search(r'<table class="[^"]*\bsb-rows-as-cards\b', html)


@pytest.mark.parametrize("table", [TWO, QUOTING], ids=["two columns", "a head that quotes"])
def test_other_tables_are_left_alone(page: Page, table: str) -> None:
    html = page(table).page("story.html")
    assert columns(html) == []
    assert "sb-rows-as-cards" not in html
