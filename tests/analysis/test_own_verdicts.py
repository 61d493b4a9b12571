"""The verdicts of this repository's own book, each held against what its articles say.

Here: one test a verdict that a careful reader found wrong or misleading, by the records alone. Not here: the rules
behind them, on invented records (`test_witnesses.py`, `test_agreement.py`, `test_timeline.py`).
"""

from __future__ import annotations

import pytest

from sourcebook.analysis.agreement import AgreementFinding, AgreementVerdict, Aspect
from sourcebook.analysis.moments import Level
from sourcebook.analysis.timeline import Timeline, TimelineEntry, build_timeline, clocks_of, judge_figures
from sourcebook.store.book import Book, load_book
from tests.analysis.invented import disagreements
from tests.needs import ROOT

ZONES = ("Asia/Almaty", "Europe/Moscow", "Europe/Minsk", "Asia/Yerevan")


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(ROOT)[0]


@pytest.fixture(scope="module")
def told(book: Book) -> Timeline:
    names = {key: actor.name for key, actor in book.actors.items()}
    return build_timeline(book.events, book.sources, names, ZONES, clocks=clocks_of(book.actors))


@pytest.fixture(scope="module")
def figures(book: Book) -> dict[str, AgreementVerdict]:
    names = {key: actor.name for key, actor in book.actors.items()}
    return {key: verdict for key, (_, verdict) in judge_figures(book.figures, book.sources, names).items()}


def finding(entry: TimelineEntry, aspect: Aspect) -> AgreementFinding:
    found = entry.verdict.finding(aspect)
    assert found is not None, (entry.id, aspect)
    return found


def orders(entry: TimelineEntry) -> list[AgreementFinding]:
    return [found for found in entry.verdict.findings if found.aspect is Aspect.ORDER]


def test_the_invasion_has_one_witness_and_a_forecast(told: Timeline) -> None:
    found = told["invasion-of-ukraine"].verdict
    assert (found.level, found.witnesses, found.beside) == (Level.SINGLE, 1, (("Poghosyan", "forecast"),))


def test_who_decided_is_told_in_two_ways_that_can_both_be_right(told: Timeline) -> None:
    found = finding(told["csto-decision"], Aspect.AGENT)
    assert (found.label, found.level) == ("who decided", Level.COMPATIBLE)
    assert "Poghosyan and Moscow dispatch name Vladimir Putin" in found.because


def test_who_raised_the_slogan_is_told_in_two_ways_one_of_them_hedged(told: Timeline) -> None:
    entry = told["old-man-slogan"]
    assert (entry.verdict.witnesses, entry.verdict.beside) == (1, (("Poghosyan", "hedged"),))
    assert finding(entry, Aspect.AGENT).because.startswith("Poghosyan, with a hedge, names Kassym-Jomart Tokayev;")


def test_the_demands_differ(told: Timeline) -> None:
    entry = told["political-demands"]
    assert (entry.verdict.level, finding(entry, Aspect.AGENT).label) == (Level.COMPATIBLE, "what they demanded")


def test_the_order_of_fighting_and_dismissals_is_in_no_title_and_claimed_by_nobody_alone(told: Timeline) -> None:
    entry = told["violence-after-dismissals"]
    assert "follow" not in entry.event.title
    (told_apart,) = [found for found in orders(entry) if found.level is Level.COMPATIBLE]
    assert "Moscow dispatch and Sajjanhar put this before" in told_apart.because
    assert not entry.verdict.disputes


def test_the_speech_on_shooting_is_no_conflict_of_order_and_its_words_differ(told: Timeline) -> None:
    entry = told["shoot-to-kill-speech"]
    assert not orders(entry)
    assert finding(entry, Aspect.AGENT).because.startswith(
        "Sajjanhar and Merkel name an order that he had given; Moscow dispatch names a warning; "
        "Moscow dispatch names a promise."
    )
    assert finding(told["shooting-aimed-at"], Aspect.AGENT).label == "at whom"


def test_the_arrest_of_massimov_is_one_conflict_and_told_once(told: Timeline) -> None:
    entry = told["massimov-arrested"]
    assert [found.aspect for found in entry.verdict.disputes] == [Aspect.DATE]
    because = finding(entry, Aspect.DATE).because
    assert because.startswith("Sajjanhar dates it 8 January 2022; Merkel tells it for")
    assert "tells it for a Thursday (the editor reads it as 6 January 2022)" in because
    assert "Merkel and Poghosyan date it" not in because
    assert not [e.id for e, found in disagreements(told) if found.aspect is Aspect.ORDER]


def test_one_article_dates_the_dismissal_of_massimov_and_one_tells_none(told: Timeline) -> None:
    entry = told["massimov-dismissed"]
    assert (entry.verdict.witnesses, entry.verdict.beside) == (4, (("Merkel", "mention"),))
    date, who = finding(entry, Aspect.DATE), finding(entry, Aspect.AGENT)
    assert date.level is Level.SINGLE
    assert "Al Jazeera opinion dates it" in date.because
    assert (who.level, who.origins) == (Level.AGREE, 3)


def test_the_minute_of_merkel_has_no_second_witness(told: Timeline) -> None:
    assert (told["troops-arrive"].sources, told["troops-arrive"].verdict.level) == (("merkel-2022",), Level.SINGLE)


def test_the_nine_hours_are_held_against_night_and_morning(told: Timeline) -> None:
    assert finding(told["first-troops-arrive"], Aspect.TIME).because.startswith(
        "Sajjanhar puts it in the morning; Al Jazeera opinion puts it at night; Merkel tells it for nine hours after"
    )


def test_different_buildings_are_not_one_storming(told: Timeline) -> None:
    entry = told["akimat-stormed"]
    assert not entry.verdict.disputes
    assert {"sajjanhar-2022", "aljazeera-2022", "poghosyan-2022", "moscow-2022"} == set(entry.sources)
    told_apart = next(found for found in orders(entry) if found.level is Level.COMPATIBLE)
    assert told_apart.because.endswith("They may tell of different ones, and both can be right.")


def test_the_takeover_of_the_council_leads_to_the_storming_and_repeats_nothing(told: Timeline) -> None:
    entry = told["council-takeover"]
    assert "akimat-stormed" in [found.see for found in orders(entry)]
    assert not [found for found in orders(entry) if found.level > Level.AGREE]


def test_the_airport_was_taken_after_the_takeover_by_both_accounts(told: Timeline) -> None:
    assert [(found.level, found.origins) for found in orders(told["almaty-airport-taken"])] == [(Level.AGREE, 2)]


def test_asked_and_offered_can_both_be_right(told: Timeline) -> None:
    found = finding(told["troops-requested"], Aspect.AGENT)
    assert (found.label, found.level) == ("who took the first step", Level.COMPATIBLE)
    assert "Merkel, passing on words of Kassym-Jomart Tokayev, names Kassym-Jomart Tokayev" in found.because


def test_the_body_that_massimov_led_is_a_conflict_in_its_own_words(told: Timeline) -> None:
    found = finding(told["massimov-office"], Aspect.AGENT)
    assert (found.label, found.level) == ("which body it was", Level.CONFLICT)


def test_what_was_right_stays(told: Timeline) -> None:
    assert finding(told["government-falls"], Aspect.AGENT).level is Level.CONFLICT
    assert finding(told["foreign-terrorists-present"], Aspect.FACT).level is Level.CONFLICT


def test_a_number_that_one_article_passes_on_and_denies_is_disputed(figures: dict[str, AgreementVerdict]) -> None:
    assert figures["foreign-terrorists"].level is Level.DISPUTED


def test_the_capital_and_hainan_conflict_inside_one_article(told: Timeline) -> None:
    entry = told["nazarbayev-out-of-sight"]
    assert finding(entry, Aspect.AGENT).against == (("aljazeera-2022", "aljazeera-2022"),)
    assert finding(entry, Aspect.AGENT).label == "where he was"


def test_the_dismissal_of_abish_stands_denied(told: Timeline) -> None:
    assert told["abish-dismissed"].verdict.level is Level.DISPUTED


def test_where_there_was_violence_is_told_in_three_ways(told: Timeline) -> None:
    found = finding(told["west-stays-peaceful"], Aspect.AGENT)
    assert (found.level, found.origins) == (Level.COMPATIBLE, 3)


def test_of_whom_tokayev_spoke_differs_and_one_article_has_no_day(told: Timeline) -> None:
    entry = told["twenty-thousand-statement"]
    assert finding(entry, Aspect.AGENT).level is Level.COMPATIBLE
    assert finding(entry, Aspect.DATE).level is Level.SINGLE
    assert "Merkel" not in finding(entry, Aspect.DATE).because


def test_the_tasks_of_the_troops_differ(told: Timeline) -> None:
    assert finding(told["mission-limits-stated"], Aspect.AGENT).level is Level.COMPATIBLE


def test_the_contingents_came_in_two_ways(told: Timeline) -> None:
    assert finding(told["contingents-arrive"], Aspect.AGENT).level is Level.COMPATIBLE


def test_immunity_and_veto_have_one_origin_and_the_dispatch_contradicts_itself_on_the_offices(told: Timeline) -> None:
    for event in ("nazarbayev-immunity", "nazarbayev-veto"):
        assert told[event].verdict.witnesses == 1
    assert told["nazarbayev-keeps-power"].verdict.witnesses == 5
    (found,) = told["nazarbayev-last-offices"].verdict.conflicts
    assert found.against == (("moscow-2022", "moscow-2022"),)


def test_nearly_three_decades_is_no_thirty_years(figures: dict[str, AgreementVerdict]) -> None:
    (found,) = figures["years-in-power"].conflicts
    assert set(found.against) == {("sajjanhar-2022", "moscow-2022"), ("sajjanhar-2022", "poghosyan-2022")}


def test_what_led_to_the_deaths_of_zhanaozen_is_told_in_two_ways(
    told: Timeline, figures: dict[str, AgreementVerdict]
) -> None:
    assert finding(told["zhanaozen-deaths"], Aspect.AGENT).label == "what led to the deaths"
    assert figures["deaths-zhanaozen"].conflicts == ()


def test_the_dead_have_two_numbers_and_a_rumour_is_no_witness(figures: dict[str, AgreementVerdict]) -> None:
    found = figures["deaths"]
    assert (found.level, found.witnesses, found.beside) == (Level.COMPATIBLE, 2, (("Poghosyan", "hearsay"),))


def test_kazakhstan_as_a_whole_is_gone(book: Book) -> None:
    assert "unrest-as-a-whole" not in book.events


def test_an_outlet_is_read_in_no_zone_that_is_not_its_own(told: Timeline) -> None:
    said = [gap.elapsed.english() for gap in told.gaps if "dismissal-of-mps-reported" in (gap.first[0], gap.second[0])]
    assert said
    assert not [words for words in said if "Minsk" in words or "Moscow" in words]


def test_a_weekday_is_the_editors_reading(book: Book) -> None:
    """The dispatch names one date and no other: every other day of it is read out of a weekday or the like."""
    own = {"2022-01-02", "1991", "2019", "1994/1997"}
    reports = [(e.id, r) for e in book.events.values() for r in e.reports if r.source == "moscow-2022" and r.date]
    assert [(event, r.date) for event, r in reports if "date" not in r.reading and r.date not in own] == []


def test_what_the_editor_read_says_what_stands_there(book: Book) -> None:
    read = [r for event in book.events.values() for r in event.reports if {"date", "time"} & set(r.reading)]
    assert len(read) > 20
    assert all(r.told for r in read)
