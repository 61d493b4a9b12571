"""A whole draft: what it names and joins, and that all of it passes the quotation rules."""

from __future__ import annotations

import pytest

from sourcebook.drafting import drafter
from sourcebook.drafting.proposals import KINDS, DraftProposal
from sourcebook.quotes.match import ParsedQuotation, judge
from tests.drafting.pieces import COLUMN, WIRE, article, drafted


@pytest.fixture(scope="module")
def proposals() -> list[DraftProposal]:
    return drafter.draft([article(WIRE, key="wire"), article(COLUMN, "2031-03-20", key="column")])


def test_every_passage_passes_the_quotation_rules_without_a_caution(proposals: list[DraftProposal]) -> None:
    articles = {"wire": article(WIRE, key="wire"), "column": article(COLUMN, "2031-03-20", key="column")}
    for proposal in proposals:
        for passage in proposal.passages:
            verdict = judge(articles[passage.source].article, ParsedQuotation(passage.exact))
            assert not verdict.problems, (proposal, verdict.problems)
            assert verdict.paragraph == passage.paragraph


def test_no_passage_begins_with_the_mark_that_closes_a_speech() -> None:
    text = '"We had no time at all," said the old mayor of Leith in Scotland, Ada Brill, 67, who lost a boat.'
    begins = {p.passages[0].exact[:6] for p in drafter.draft([article(text)])}
    assert not [each for each in begins if each.startswith('" ')]


def test_a_hedge_stays_inside_the_passage() -> None:
    text = "The dam broke at night, and some 40 people died in the village, as the police allegedly said."
    assert [p.passages[0].exact for p in drafted(text, "figure")] == [text[24:].rstrip(".")]


def test_every_kind_is_proposed_and_says_why(proposals: list[DraftProposal]) -> None:
    assert {p.kind for p in proposals} == set(KINDS)
    assert all(p.why and 0 < p.confidence <= 1 for p in proposals)


def test_ids_are_unique_and_the_same_in_every_run(proposals: list[DraftProposal]) -> None:
    again = drafter.draft([article(WIRE, key="wire"), article(COLUMN, "2031-03-20", key="column")])
    assert [p.id for p in again] == [p.id for p in proposals]
    assert len({p.id for p in proposals}) == len(proposals)


def test_one_person_has_one_name_in_all_articles(proposals: list[DraftProposal]) -> None:
    people = {p.record["name"]: p for p in proposals if p.kind == "actor" and p.record["kind"] == "person"}
    assert set(people) == {"Tom Arkell", "Helen Vance", "Ruth Amadi"}
    assert people["Helen Vance"].sources == ("column", "wire")
    assert people["Helen Vance"].record["variants"] == ["Vance"]


def test_a_body_is_one_by_its_whole_name(proposals: list[DraftProposal]) -> None:
    bodies = {p.record["name"] for p in proposals if p.kind == "actor" and p.record["kind"] == "organisation"}
    assert bodies == {"Harwick Port Authority", "Dockworkers' Union", "Harbour Police"}


def test_what_two_articles_tell_comes_first_and_in_one_proposal(proposals: list[DraftProposal]) -> None:
    several = [p for p in proposals if len(p.sources) > 1 and p.kind in ("event", "figure")]
    assert proposals[: len(several)] == several
    numbers = {r["best"] for p in several if p.kind == "figure" for r in p.record["reports"]}
    assert numbers == {350.0}


def test_a_consequence_is_for_a_country_or_body() -> None:
    text = "Norway could be forced to close two mills. Sweden should build a new port at once."
    found = [(p.record["about"], p.record["stance"]) for p in drafted(text, "implication")]
    assert found == [("Norway", "expected"), ("Sweden", "recommended")]


def test_pairs_that_may_be_one_are_told() -> None:
    text = "President Karim Masanov left. Minister Karim Masenov, who stayed, said nothing."
    whys = [p.why for p in drafted(text, "actor") if p.record["kind"] == "person"]
    assert ["may be the same as" in why for why in whys] == [True, True]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Alex Prentice QC told Murray Macara QC so.", {"Alex Prentice", "Murray Macara"}),
        ("Dutch national Pieter van der Meer, 44, left.", {"Pieter van der Meer"}),
        ("Interior Minister Fred Matiang'a left.", {"Fred Matiang'a"}),
        ("The trawler Silver Dawn left Restalrig Road.", set()),
        (
            "The United Nations Office for the Coordination of Humanitarian Affairs left.",
            {"United Nations Office for the Coordination of Humanitarian Affairs"},
        ),
    ],
)
def test_a_name_is_whole_and_nothing_more(text: str, names: set[str]) -> None:
    assert {p.record["name"] for p in drafted(text, "actor")} == names


@pytest.mark.parametrize(
    ("other", "several"), [("rector of Turin in Italy, Mara Lenz", 0), ("mayor of Leith, Ada Brill", 1)]
)
def test_articles_that_name_nobody_in_common_tell_nothing_in_common(other: str, several: int) -> None:
    lost = "lost her home, her name, her pension and her boat in the flood of the river on 3 May 2030."
    one, two = f"The mayor of Leith in Scotland, Ada Brill, {lost}", f"The {other}, {lost}"
    both = drafter.draft([article(one, key="one"), article(two, key="two")])
    assert len([p for p in both if p.kind == "event" and len(p.sources) > 1]) == several


@pytest.mark.parametrize("text", ["a", "“", "…", "12", "May", "\u2028\u200f", "Q: A: “”", "'s 's 's", "A.B.C. D.E."])
def test_a_text_of_odd_marks_has_a_draft(text: str) -> None:
    assert isinstance(drafter.draft([article(text + "\n")]), list)
