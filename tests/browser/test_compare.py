"""Two sources side by side in the project's own book: chosen, linked to, marked, said once, on any screen.

Here: what the script and the style sheet do. Not here: the tables themselves
(`tests/sphinx_ext/directives/test_evidence_pages.py`).
"""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sourcebook.analysis.agreement import AgreementVerdict
from sourcebook.sphinx_ext.session import BuildSession
from tests.browser.visiting import Scheme
from tests.needs import ROOT

NAME = "chapters/compare"
PAIR = ("merkel-2022", "poghosyan-2022")
CHOICE = "?compare={}&with={}".format(*PAIR)
HEAVIEST = 200_000
TALLEST = 8000


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.sb-compare details').forEach((part) => { part.open = true; })")


def select(page: Page, name: str) -> Locator:
    return page.locator(f".sb-compare select[name={name}]")


def heads(page: Page) -> list[str]:
    return page.locator(".sb-compare table").first.locator("thead th:not(.sb-out)").all_text_contents()


def rows(page: Page) -> list[Any]:
    unfold(page)
    return page.locator(".sb-compare tbody tr:visible").all()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 320])
def test_the_page_is_sound_with_all_of_it_open(visit: Any, real_site: str, width: int, scheme: Scheme) -> None:
    seen = visit(f"{real_site}/{NAME}.html{CHOICE}", width, color_scheme=scheme)
    assert seen.errors == []
    assert seen.foreign(real_site) == []
    unfold(seen.page)
    assert seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    faults, passes = seen.faults()
    assert faults == []
    assert passes > 20


def test_two_are_chosen_and_the_address_keeps_them(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/{NAME}.html").page
    select(page, "compare").select_option("Merkel")
    select(page, "with").select_option("Poghosyan")
    assert page.url.endswith(CHOICE)
    page.reload()
    assert [head.strip() for head in heads(page)] == ["Event", "Merkel", "Poghosyan"]
    assert select(page, "compare").input_value() == PAIR[0]


def test_nothing_is_compared_with_itself(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/{NAME}.html{CHOICE}", silent=False).page
    select(page, "compare").select_option(PAIR[1])
    assert select(page, "with").input_value() == PAIR[0]


@pytest.mark.parametrize("query", ["?compare=nobody&with=nobody", "?compare=merkel-2022", "?with=merkel-2022", ""])
def test_whatever_the_address_says_two_are_shown(visit: Any, real_site: str, query: str) -> None:
    seen = visit(f"{real_site}/{NAME}.html{query}")
    assert seen.errors == []
    chosen = [select(seen.page, name).input_value() for name in ("compare", "with")]
    assert len(set(chosen)) == 2
    assert PAIR[0] in chosen  # asked for, or the second of all


def test_a_link_keeps_the_choice_from_a_folder_too(visit: Any, real_book: Path) -> None:
    seen = visit((real_book / f"{NAME}.html").as_uri() + CHOICE)
    assert seen.errors == []
    assert [head.strip() for head in heads(seen.page)] == ["Event", "Merkel", "Poghosyan"]
    select(seen.page, "compare").select_option("Sajjanhar")
    assert seen.page.url.endswith("?compare=sajjanhar-2022&with=poghosyan-2022")


def test_the_rows_are_those_that_one_of_them_tells_and_marked_where_the_records_conflict(
    visit: Any, real_site: str
) -> None:
    session = BuildSession.open(ROOT)
    assert session
    told = [(entry.event.title, {*entry.sources}, entry.verdict) for entry in session.timeline]
    figures = session.book.figures
    for key, (accounts, verdict) in session.figures.items():
        told.append((figures[key].title, {account.source for account in accounts}, verdict))
    clashes = Counter(pair for _, _, verdict in told for pair in pairs(verdict) if len(pair) == 2)
    (most, _), *_ = clashes.most_common(1)
    wanted = [(title, sources, verdict) for title, sources, verdict in told if most & sources]
    unlike = {title for title, _, verdict in wanted if most in pairs(verdict)}
    assert unlike
    one, other = sorted(most)
    page = visit(f"{real_site}/{NAME}.html?compare={one}&with={other}", silent=False).page
    shown = rows(page)
    titles = [row.locator("th p").first.inner_text().replace("\n", " ") for row in shown]
    assert sorted(titles) == sorted(title for title, _, _ in wanted)
    marked = [row.locator(".sb-clash:visible").count() > 0 for row in shown]
    assert {title for title, sign in zip(titles, marked, strict=True) if sign} == unlike
    numbers = sum(title in {figure.title for figure in figures.values()} for title in titles)
    both = sum(most <= sources for _, sources, _ in wanted)
    names = " and ".join(session.book.sources[key].short for key in (one, other))
    expect(page.locator(".sb-compare").get_by_role("status")).to_have_text(
        f"{names}: {len(titles) - numbers} events and {numbers} numbers, {both} in both, {len(unlike)} in conflict."
    )


def pairs(verdict: AgreementVerdict) -> set[frozenset[str]]:
    """The pairs of sources that contradict each other."""
    return {frozenset(pair) for finding in verdict.disputes for pair in finding.against}


def test_a_region_that_is_spoken_says_each_thing_once(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/{NAME}.html{CHOICE}", silent=False).page
    page.evaluate(
        """() => {
          window.spoken = 0;
          const said = document.querySelector(".sb-compare [role=status]");
          new MutationObserver(() => { window.spoken += 1; }).observe(said, { childList: true, subtree: true });
        }"""
    )
    select(page, "compare").select_option("Sajjanhar")
    page.wait_for_timeout(100)
    assert page.evaluate("window.spoken") == 1


def test_words_stand_side_by_side_only_where_both_tell_it(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/{NAME}.html{CHOICE}", silent=False).page
    quoted = [row for row in rows(page) if row.locator("q:visible").count()]
    assert quoted
    for row in quoted:
        assert row.locator("td:not(.sb-out).sb-told").count() == 2


def test_a_link_to_words_in_a_column_that_is_hidden_shows_it(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/{NAME}.html{CHOICE}", silent=False).page
    hidden = page.locator(".sb-compare td.sb-out .sb-inline[id]").first.get_attribute("id")
    page.goto(f"{real_site}/{NAME}.html{CHOICE}#{hidden}")
    page.reload()
    expect(page.locator(f"[id='{hidden}']")).to_be_in_viewport()


def test_on_a_telephone_each_event_has_two_short_blocks(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/{NAME}.html{CHOICE}", 390, silent=False).page
    assert page.evaluate("document.documentElement.scrollHeight") <= TALLEST
    row = rows(page)[0]
    cells = row.locator("td:visible")
    assert cells.count() == 2
    one, other = (cell.bounding_box() for cell in cells.all())
    assert one
    assert other
    assert one["x"] == other["x"]
    assert other["y"] >= one["y"] + one["height"]
    assert [name.inner_text().strip() for name in row.locator(".sb-cell-of:visible").all()] == ["Merkel", "Poghosyan"]


def test_without_scripts_every_source_has_its_column(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/{NAME}.html", java_script_enabled=False, silent=False).page
    assert page.locator(".sb-compare select").count() == 0
    page.locator(".sb-compare summary").first.click()
    assert page.locator(".sb-compare table").first.locator("th:visible, td:visible").count() >= 12


def test_the_page_is_light(real_book: Path) -> None:
    assert len(gzip.compress((real_book / f"{NAME}.html").read_bytes())) < HEAVIEST
