"""Written questions whose key is an order that the records leave open: told, and nothing else is.

The review's exercises that order Sajjanhar against the Al Jazeera opinion piece, and their sisters on invented records.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec.structs import replace as changed

from sourcebook.check import open_book
from sourcebook.model.records import EventOrder
from sourcebook.questions import asked_order, prompt_blocks
from sourcebook.questions.items import AnswerOption, Item, Statement
from sourcebook.questions.recipe import EvidenceBase
from tests.needs import ROOT

ISSUED = {"daily": "2031-03-05", "weekly": "2031-03-08/..", "letter": "2031-03-10/2031-03-31", "copy": ""}


@pytest.fixture(scope="module")
def own() -> EvidenceBase:
    found = open_book(ROOT, {})
    return EvidenceBase(found.book, found.prover)


@pytest.fixture
def bridge(evidence: EvidenceBase) -> EvidenceBase:
    """The toll bridge, with days on which its articles were written."""
    sources = {key: changed(source, issued=ISSUED[key]) for key, source in evidence.book.sources.items()}
    return replace(evidence, book=replace(evidence.book, sources=sources))


def ordering(*entries: str, prompt: str = "Put these in order.") -> Item:
    stated = [Statement(id=f"e{i}", content=[prompt_blocks.paragraph(words)]) for i, words in enumerate(entries)]
    return Item(id="x", kind="ordering", title="X", prompt=[prompt_blocks.paragraph(prompt)], entries=stated)


def choosing(*choices: str, prompt: str = "Mark what is certain.") -> Item:
    """Answers to choose from; an asterisk before one says that it is right."""
    options = [
        AnswerOption(id="abcdef"[i], content=[prompt_blocks.paragraph(words.lstrip("*"))], correct=words[0] == "*")
        for i, words in enumerate(choices)
    ]
    return Item(id="x", kind="multiple-choice", title="X", prompt=[prompt_blocks.paragraph(prompt)], choices=options)


def told(item: Item, evidence: EvidenceBase) -> list[str]:
    return list(asked_order.open_orders(item, evidence)) if asked_order.asks_order(item) else []


OVERLAP = "its key puts {} before {}, and the order is not known: the times that they can have overlap"


# -- articles ----------------------------------------------------------------------------------------------------------


def test_a_pair_of_articles_whose_days_overlap_is_told(bridge: EvidenceBase) -> None:
    assert told(choosing("*Weekly before Letter", "Letter before Daily"), bridge) == [
        OVERLAP.format("“Weekly”", "“Letter”")
    ]
    assert told(choosing("*Daily before Weekly", "Weekly before Letter", "Letter before Weekly"), bridge) == []


@pytest.mark.parametrize(
    "words",
    [
        "Letter after Weekly.",
        "The Letter was written after the Weekly",
        "Weekly is older than Letter",
        "Letter is later than Weekly",
        "Letter was published after Weekly's article",
    ],
)
def test_however_it_is_said(bridge: EvidenceBase, words: str) -> None:
    assert told(choosing(f"*{words}", "Neither"), bridge) == [OVERLAP.format("“Weekly”", "“Letter”")]


def test_an_order_that_the_records_turn_round_is_told(bridge: EvidenceBase) -> None:
    assert told(choosing("*Letter before Daily", "x"), bridge) == [
        "its key puts “Letter” before “Daily”, and “Letter” is later by the records"
    ]
    assert told(choosing("Daily before Letter", "*Weekly"), bridge) == [
        "it marks as wrong that “Daily” comes before “Letter”, which is certain by the records"
    ]


def test_an_article_without_a_date_is_in_no_known_order(bridge: EvidenceBase) -> None:
    (fault,) = told(choosing("*Copy before Letter", "x"), bridge)
    assert fault.endswith("the order is not known: one of them has no date that can be read")


def test_names_to_choose_from_are_held_against_each_other(bridge: EvidenceBase) -> None:
    first, last = "Which of these was written first?", "Which of them is the latest?"
    assert told(choosing("*Daily", "Weekly", "Letter", prompt=first), bridge) == []
    assert told(choosing("*Weekly", "Letter", prompt=first), bridge) == [OVERLAP.format("“Weekly”", "“Letter”")]
    assert told(choosing("*Letter", "Weekly", prompt=last), bridge) == [OVERLAP.format("“Weekly”", "“Letter”")]
    assert told(choosing("*Letter", "Weekly", prompt="Which of these has a mayor in it?"), bridge) == []


def test_articles_to_order_are_told_only_where_articles_are_what_is_ordered(bridge: EvidenceBase) -> None:
    entries = ("what Weekly says of the toll", "what Letter says of it")
    assert told(ordering(*entries, prompt="Order the articles by when they were written."), bridge) == [
        OVERLAP.format("“Weekly”", "“Letter”")
    ]
    assert told(ordering(*entries, prompt="Which claim is the firmest? Begin with it."), bridge) == []


# -- events ------------------------------------------------------------------------------------------------------------


def test_events_to_order_are_held_against_their_dates(bridge: EvidenceBase) -> None:
    assert told(ordering("The town is warned", "The bridge is closed", "The toll is raised"), bridge) == []
    (fault,) = told(ordering("The bridge is closed.", "The first crack is seen"), bridge)
    assert fault.endswith("and “The bridge is closed” is later by the records")
    (fault,) = told(ordering("The minister visits", "The toll is raised"), bridge)
    assert "not known" in fault, "one source denies the visit"


def test_the_word_of_a_source_is_an_order_and_its_order_of_telling_is_none(bridge: EvidenceBase) -> None:
    item = ordering("The minister visits", "The ferry carries cars")

    def with_order(telling: bool) -> EvidenceBase:
        order = [EventOrder(source="daily", before="ferry", telling=telling, paragraph=2)]
        events = {**bridge.book.events, "rumour": changed(bridge.book.events["rumour"], order=order)}
        return replace(bridge, book=replace(bridge.book, events=events))

    assert told(item, with_order(False)) == []
    assert len(told(item, with_order(True))) == 1


def test_what_names_neither_is_left_alone(bridge: EvidenceBase) -> None:
    assert told(ordering("One.", "Two."), bridge) == []
    assert told(choosing("*He asked before he was answered", "x"), bridge) == []


# -- the project's own book --------------------------------------------------------------------------------------------


def test_the_exercise_that_took_marks_for_its_own_chapter(own: EvidenceBase) -> None:
    for one, other in (
        ("Sajjanhar", "Al Jazeera opinion"),
        ("Poghosyan", "Al Jazeera opinion"),
        ("Poghosyan", "Sajjanhar"),
    ):
        assert told(choosing(f"*{one} before {other}", "x"), own), (one, other)
    for one, other in (("Moscow dispatch", "Al Jazeera opinion"), ("Moscow dispatch", "Sajjanhar")):
        assert told(choosing(f"*{one} before {other}", "x"), own) == [], (one, other)
