"""No generated question has two right answers: over the project's own book, and over books that are drawn by lot.

Here: what holds for every item, judged from the records alone and not by the generator's own rules. Not here: single
items of the toll bridge (`test_generate.py`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

import pytest

from sourcebook.analysis.edtf import parse
from sourcebook.check import open_book
from sourcebook.model.records import AUTHOR, Event, Figure, Report
from sourcebook.questions import generate, prompt_blocks
from sourcebook.questions.items import Item
from sourcebook.questions.recipe import EvidenceBase, Make, Recipe
from tests.analysis import invented
from tests.needs import ROOT

LOTS = range(36)
WITNESSES = {"asserts", "implies", "reports"}
DATING = {*WITNESSES, "relates"}
SOURCES = ("daily", "weekly", "letter")
STANCES = ("asserts", "asserts", "asserts", "implies", "reports", "relates", "mentions", "hedges", "doubts", "expects",
           "fears", "denies")  # fmt: skip
TIMES = ("", "", "night", "morning", "evening", "04:00", "10:30", "17:00/20:00")


def said(content: Sequence[Any]) -> str:
    return " ".join(prompt_blocks.plain(list(content)).split())


# -- books -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own() -> EvidenceBase:
    found = open_book(ROOT, {})
    return EvidenceBase(found.book, found.prover, ("Asia/Almaty", "Europe/Moscow", "Europe/Minsk", "Asia/Yerevan"))


def drawn_report(lot: random.Random, figure: bool) -> Report:
    """A report with a number, a day or a span of days, perhaps an hour, and any stance."""
    low, high = sorted(lot.sample(range(1, 9), 2))
    number = lot.choice([{}, {"best": low}, {"low": low}, {"high": high}, {"low": low, "high": high}])
    first = lot.randint(1, 9)
    day = lot.choice(["", f"2031-03-0{first}", f"2031-03-0{first}/2031-03-1{lot.randint(0, 9)}", "2031-03"])
    when = {} if figure else {"date": day, "time": lot.choice(TIMES) if len(day) == 10 else ""}
    told = lot.choice([{}, {}, {"via": "council"}])
    agent = {} if figure else lot.choice([{}, {"agent": "stein"}, {"agent": "council"}])
    return invented.report(lot.choice(SOURCES), stance=lot.choice(STANCES), **number, **when, **told, **agent)


def drawn_book(evidence: EvidenceBase, seed: int) -> EvidenceBase:
    """The articles of the toll bridge, with events and figures that are drawn by lot."""
    lot = random.Random(seed)
    events = {
        name: invented.event(
            name,
            "2031-03",
            *(drawn_report(lot, False) for _ in range(lot.randint(1, 4))),
            title=f"Event {name}",
            kind=lot.choice(["event", "event", "statement", "forecast"]),
            counts="boats",
        )
        for name in "abcdefghij"
    }
    figures = {
        name: Figure(
            id=name,
            title=f"Figure {name}",
            counts="carts",
            unit="carts",
            reports=[drawn_report(lot, True) for _ in range(lot.randint(1, 4))],
        )
        for name in "klmnop"
    }
    return replace(evidence, book=replace(evidence.book, events=events, figures=figures))


def every(evidence: EvidenceBase, own: EvidenceBase, make: Make) -> Iterator[tuple[EvidenceBase, Item]]:
    """Every item of a make, of the project's own book and of the drawn ones, with the evidence that it comes from."""
    for book in (own, *(drawn_book(evidence, seed) for seed in LOTS)):
        for seed in ("1", "2"):
            for item in generate.make(book, Recipe(id="block", make=make, count=60, seed=seed)):
                yield book, item


# -- what the records say ------------------------------------------------------------------------------------------


def owner_of(book: EvidenceBase, title: str) -> Event | Figure:
    owners: list[Event | Figure] = [*book.book.events.values(), *book.book.figures.values()]
    (found,) = [each for each in owners if each.title == title]
    return found


def source_of(book: EvidenceBase, label: str) -> str:
    (key,) = [key for key, source in book.book.sources.items() if source.short == label]
    return key


def numbers(report: Report) -> tuple[float, float] | None:
    """The numbers that a report allows."""
    low, best, high = report.low, report.best, report.high
    if (low, best, high) == (None, None, None):
        return None
    if low is None and high is None:
        return float(best or 0), float(best or 0)
    return (-inf if low is None else low), (inf if high is None else high)


def days(report: Report) -> tuple[date, date] | None:
    read = parse(report.date) if report.date else None
    return (read.earliest, read.latest) if read else None


def inside(inner: tuple[Any, Any] | None, outer: tuple[Any, Any] | None) -> bool:
    return inner is not None and outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def reports_of(owner: Event | Figure, source: str) -> list[Report]:
    return [report for report in owner.reports if report.source == source]


# -- which account ---------------------------------------------------------------------------------------------------


def test_the_other_account_is_not_silent_and_does_not_say_the_same(evidence: EvidenceBase, own: EvidenceBase) -> None:
    """Two numbers of which one allows the other, such as 230 and a lower bound of 220, have two right answers."""
    tried = 0
    for book, item in every(evidence, own, "which-account"):
        told, question = (said([block]) for block in item.prompt)
        owner = owner_of(book, told.partition(" both tell of this: ")[2].removesuffix("."))
        (right,) = [source_of(book, said(choice.content)) for choice in item.choices if choice.correct]
        (wrong,) = [source_of(book, said(choice.content)) for choice in item.choices if not choice.correct]
        values = numbers if "number" in question else days if "date" in question else None
        for source in (right, wrong):
            assert any(each.stance in WITNESSES for each in reports_of(owner, source)), (item.id, source)
        if values:
            keys = {values(each) for each in reports_of(owner, right) if each.stance in WITNESSES} - {None}
            others = {values(each) for each in reports_of(owner, wrong)} - {None}
            assert keys
            assert others
            assert not any(inside(other, key) for key in keys for other in others), (owner.title, keys, others)
            tried += 1
    assert tried > 100


def test_the_order_in_which_two_accounts_are_named_does_not_tell_the_key(own: EvidenceBase) -> None:
    items = generate.make(own, Recipe(id="block", make="which-account", count=60))
    first = [said([item.prompt[0]]).startswith(said(c.content)) for item in items for c in item.choices if c.correct]
    assert {True, False} == set(first)


def test_an_account_that_cites_somebody_says_so(own: EvidenceBase) -> None:
    """“Merkel: 230 people” hides who counted."""
    items = generate.make(own, Recipe(id="block", make="which-account", count=60, figures=["deaths"]))
    found = [said(item.secret.solution) for item in items]
    assert found
    assert all("Merkel, citing the government of Kazakhstan: 230 people." in each for each in found)


def test_an_actor_who_is_asked_for_has_the_article_that_english_asks_for(own: EvidenceBase) -> None:
    events = ["government-falls", "massimov-office"]
    recipes = [Recipe(id="block", make="which-account", count=60, events=events, seed=seed) for seed in "abcdef"]
    asked = {said([item.prompt[1]]) for recipe in recipes for item in generate.make(own, recipe)}
    assert "They differ on whose step it was. Which of the two would answer: the government of Kazakhstan?" in asked
    assert (
        "They differ on which body it was. Which of the two would answer: the National Security Committee (KNB)?"
        in asked
    )


# -- match the figure --------------------------------------------------------------------------------------------------


def test_no_number_can_be_matched_with_two_of_the_sources(evidence: EvidenceBase, own: EvidenceBase) -> None:
    tried = 0
    for book, item in every(evidence, own, "match-figure"):
        offered = [said(pair.right.content) for pair in item.pairs] + [said(entry.content) for entry in item.extra]
        assert len(offered) == len(set(offered))
        for pair in item.pairs:
            title = said(pair.left.content).rpartition(": ")[0]
            owner, own_source = owner_of(book, title), source_of(book, said(pair.right.content))
            given = (numbers(each) for each in reports_of(owner, own_source) if each.stance in WITNESSES)
            keys = {key for key in given if key}
            assert keys, title
            for label in offered:
                others = [] if source_of(book, label) == own_source else reports_of(owner, source_of(book, label))
                asked = {key for key in keys if _stands_for(key, said(pair.left.content))}
                assert not any(inside(numbers(each), key) for each in others for key in asked), (title, label)
                tried += 1
    assert tried > 100


def _stands_for(key: tuple[float, float], words: str) -> bool:
    """True if the numbers of a question are those of a report."""
    ends = {f"{end:,.0f}" if end == int(end) else f"{end:,}" for end in key if abs(end) != inf}
    return ends == set(re.findall(r"\d[\d,.]*\d|\d", words.rpartition(": ")[2]))


def test_a_set_asks_for_no_number_twice_while_others_are_left(own: EvidenceBase) -> None:
    items = generate.make(own, Recipe(id="block", make="match-figure", count=3, seed="2"))
    asked = [said(pair.left.content) for item in items for pair in item.pairs]
    assert len(items) == 3
    assert len(asked) == len(set(asked))


# -- order these events ------------------------------------------------------------------------------------------------


def test_no_two_events_are_ordered_whose_days_can_be_the_same(evidence: EvidenceBase, own: EvidenceBase) -> None:
    """An account that foretells or supposes is none; one that denies takes the event out."""
    tried = 0
    for book, item in every(evidence, own, "order-events"):
        events = [owner_of(book, said(entry.content)) for entry in item.entries]
        for event in events:
            assert isinstance(event, Event)
            assert event.kind in ("event", "statement")
            assert any(each.stance in WITNESSES for each in event.reports), event.title
            assert not any(each.stance in ("denies", "doubts") for each in event.reports), event.title
        for one, other in pairwise(events):
            ends = [days(each) for each in one.reports if each.stance in DATING and each.date]
            starts = [days(each) for each in other.reports if each.stance in DATING and each.date]
            last = max(end[1] for end in ends if end)
            first = min(start[0] for start in starts if start)
            assert last <= first, (one.title, other.title)
            if last == first:
                assert all(each.time for each in (*one.reports, *other.reports) if each.stance in DATING and each.date)
            tried += 1
    assert tried > 60


# -- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ["who-said-it", "which-source", "altered-quotation", "which-account"])
def test_the_answers_differ_and_one_is_right(evidence: EvidenceBase, own: EvidenceBase, make: Make) -> None:
    for book in (own, evidence):
        items = generate.make(book, Recipe(id="block", make=make, count=60))
        assert items
        for item in items:
            answers = [said(choice.content).casefold() for choice in item.choices]
            assert len(answers) == len(set(answers)) >= 2
            assert sum(choice.correct for choice in item.choices) == 1


def test_whoever_told_the_author_is_no_wrong_answer(evidence: EvidenceBase, own: EvidenceBase) -> None:
    for book in (own, evidence):
        quoted = {said([book.asked(ref)]): ref for ref in book.passages}
        items = [*generate.make(book, Recipe(id="block", make="fill-attribution", count=60))]
        assert items
        for item in items:
            (ref,) = {ref for words, ref in quoted.items() if words in said(item.prompt)}
            who, where = item.gaps
            passage = book.book.passages[ref]
            assert len(who.options) == len(set(who.options)) >= 3
            assert len(where.options) == len(set(where.options))
            via = book.book.actors.get(passage.via)
            assert via is None or via.name not in who.options
            authors = {book.book.actors[key].name for key in book.book.authors(ref.partition("/")[0]) if key}
            assert not authors & set(who.options), "the author would be named twice"
            assert (who.accepted[0] == "the author of the article") == (passage.speaker == AUTHOR)


def test_words_that_are_asked_for_stand_in_one_article(own: EvidenceBase, texts: Path) -> None:
    files = {key: texts / source.text.file for key, source in own.book.sources.items()}
    pages = {key: " ".join(file.read_text(encoding="utf-8").split()) for key, file in files.items()}
    makes: tuple[Make, ...] = ("which-source", "fill-attribution")
    for make in makes:
        for item in generate.make(own, Recipe(id="block", make=make, count=60)):
            words = re.search(r"“(.+)”", said(item.prompt))
            assert words
            found = [key for key, page in pages.items() if words[1].casefold() in page.casefold()]
            assert len(found) <= 1, (words[1], found)
