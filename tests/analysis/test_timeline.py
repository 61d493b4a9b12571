"""The order of events: what is certain, what is open, what sources say of it, and what they say that cannot be."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis.accounts import read_date
from sourcebook.analysis.agreement import Aspect
from sourcebook.analysis.moments import Level
from sourcebook.analysis.timeline import Relation, elapsed_between, judge_figures, relation, zones_stated
from sourcebook.model.records import Event, EventOrder
from tests.analysis.invented import (
    CAPITAL,
    HARBOUR,
    NAMES,
    SOURCES,
    before,
    disagreements,
    event,
    ferry,
    figure,
    report,
    timeline,
)


def ids(*events: Event) -> list[str]:
    return [entry.id for entry in timeline(*events)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 5), (6, 9), Relation.BEFORE),
        ((6, 9), (0, 5), Relation.AFTER),
        ((0, 5), (5, 9), Relation.OPEN),
        ((0, 9), (3, 4), Relation.OPEN),
        (None, (3, 4), Relation.UNDATED),
    ],
)
def test_interval_order(one: tuple[int, int] | None, other: tuple[int, int], expected: Relation) -> None:
    assert relation(one, other) is expected


def test_events_stand_by_their_earliest_moment_the_shorter_first_the_undated_last() -> None:
    assert ids(
        event("undated", "someday"), event("year", "2031"), event("day", "2031-01-01"), event("earlier", "2030-12"),
        event("b", "2032"), event("a", "2032"),
    ) == ["earlier", "day", "year", "a", "b", "undated"]  # fmt: skip


def test_what_is_certain_and_what_is_open() -> None:
    found = timeline(event("day", "2031-03-04"), event("month", "2031-03"), event("next", "2031-03-05"))
    assert found.relation("day", "next") is Relation.BEFORE
    assert found.relation("next", "day") is Relation.AFTER
    assert found.relation("day", "month") is Relation.OPEN


def test_hours_are_compared_on_one_axis() -> None:
    found = timeline(
        event("here", "2031-03-04", time="23:30", zone=HARBOUR),
        event("there", "2031-03-05", time="01:00", zone=CAPITAL),
        event("also-here", "2031-03-04", time="23:45", zone=HARBOUR),
    )
    assert found.axis == HARBOUR
    assert [entry.id for entry in found] == ["there", "here", "also-here"]


def test_an_hour_without_a_zone_leaves_the_order_open() -> None:
    found = timeline(
        event("stated", "2031-03-04", time="23:30", zone=HARBOUR),
        event("other", "2031-03-04", time="10:00", zone=CAPITAL),
        event("unstated", "2031-03-05", time="01:00"),
        event("much-later", "2031-03-05", time="09:00"),
    )
    assert found.relation("stated", "unstated") is Relation.OPEN
    assert found.relation("stated", "much-later") is Relation.BEFORE


def test_hours_that_no_source_gives_a_zone_for_are_open_by_the_plausible_zones() -> None:
    hours = event("one", "2031-03-04", time="10:00"), event("soon", "2031-03-04", time="10:30")
    found = timeline(*hours, plausible=[CAPITAL, HARBOUR])
    assert (found.axis, found.relation("one", "soon")) == (CAPITAL, Relation.OPEN)
    assert timeline(*hours).relation("one", "soon") is Relation.BEFORE  # one clock, as far as anybody says


def test_zones_are_counted_where_they_can_be_read() -> None:
    stated = zones_stated(
        [event("a", "2031", report("beacon", zone=CAPITAL), report("courier", zone="EST"), zone=CAPITAL)]
    )
    assert dict(stated) == {CAPITAL: 2}
    assert timeline(event("a", "2031")).axis == ""


def test_a_source_can_order_what_dates_leave_open() -> None:
    later = event("a", "2031-03")
    earlier = event("b", "2031-03", order=[before("beacon", "a")])
    assert ids(later, earlier) == ["b", "a"]
    found = timeline(later, earlier)["b"].verdict.finding(Aspect.ORDER)
    assert found is not None
    assert (found.level, found.because) == (Level.SINGLE, "Beacon puts this before A.")
    other_side = timeline(later, earlier)["a"].verdict.finding(Aspect.ORDER)
    assert other_side is not None
    assert other_side.because == "Beacon puts this after B."


def test_after_is_before_from_the_other_side() -> None:
    after = event("a", "2031-03", order=[EventOrder(source="beacon", after="b", paragraph=1)])
    assert ids(after, event("b", "2031-03")) == ["b", "a"]


def test_two_origins_can_agree_on_the_order() -> None:
    told = event("b", "2031-03", order=[before("beacon", "a"), before("courier", "a")])
    found = timeline(event("a", "2031-03"), told)["b"].verdict.finding(Aspect.ORDER)
    assert found is not None
    assert found.level is Level.AGREE


def test_a_stated_order_pulls_along_what_must_follow() -> None:
    # a waits for d; c is certainly after b, and b waits for a: nothing may slip in between.
    assert ids(
        event("d", "2031-03-10"),
        event("a", "2031-03-01/2031-03-20", order=[EventOrder(source="beacon", after="d", paragraph=1)]),
        event("b", "2031-03-01/2031-03-05", order=[]),
        event("c", "2031-03-06"),
    ) == ["b", "c", "d", "a"]


def test_sources_that_put_two_events_the_other_way_round() -> None:
    one = event("a", "2031-03", order=[before("beacon", "b")])
    other = event("b", "2031-03", order=[before("courier", "a")])
    found = timeline(one, other)
    finding = found["a"].verdict.finding(Aspect.ORDER)
    assert finding is not None
    assert (finding.level, finding.against) == (Level.CONFLICT, (("beacon", "courier"),))
    assert finding.because == "Beacon puts this before B; Courier puts it after. They cannot both be right."
    assert len(found.cycles) == 1


def test_an_order_conflict_is_told_at_one_event_and_the_other_leads_there() -> None:
    one = event("a", "2031-03", report("ledger"), order=[before("beacon", "b")])
    found = timeline(one, event("b", "2031-03", report("ledger"), order=[before("courier", "a")]))
    other = found["b"].verdict.finding(Aspect.ORDER)
    assert other is not None
    assert (other.see, other.level, found["b"].verdict.level) == ("a", Level.SINGLE, Level.SINGLE)
    assert [entry.id for entry, _ in disagreements(found)] == ["a"]


def test_a_word_for_the_order_against_the_dates_of_another_source() -> None:
    found = timeline(
        event("a", "2031-03", report("courier", date="2031-03-09"), order=[before("beacon", "b")]),
        event("b", "2031-03", report("courier", date="2031-03-04")),
    )
    finding = found["a"].verdict.finding(Aspect.ORDER)
    assert finding is not None
    assert finding.because == "Beacon puts this before B; Courier puts it after. They cannot both be right."


def test_dates_that_turn_an_order_around_are_told_once_as_dates() -> None:
    found = timeline(
        event("a", "2031-03", report("beacon", date="2031-03-04"), report("courier", date="2031-03-09")),
        event("b", "2031-03", report("beacon", date="2031-03-06"), report("courier", date="2031-03-05")),
    )
    assert [(entry.id, finding.aspect) for entry, finding in disagreements(found)] == [
        ("a", Aspect.DATE),
        ("b", Aspect.DATE),
    ]


def test_hours_that_turn_an_order_around_and_are_no_conflict_themselves_are_told_as_an_order() -> None:
    """Each source has one clock, whichever it is: on both, the order of the two events is certain."""
    found = timeline(
        event("a", "2031-03-04", report("beacon", date="2031-03-04", time="21:40"),
              report("courier", date="2031-03-04", time="22:15")),
        event("b", "2031-03-04", *(report(key, date="2031-03-04", time="22:05") for key in ("beacon", "courier"))),
    )  # fmt: skip
    assert [(entry.id, finding.aspect) for entry, finding in disagreements(found)] == [("a", Aspect.ORDER)]


def test_a_word_for_the_order_that_follows_from_dates_in_conflict_is_not_told_again() -> None:
    found = timeline(
        event(
            "a",
            "2031-03",
            report("beacon", date="2031-03-04"),
            report("courier", date="2031-03-09"),
            order=[before("beacon", "b")],
        ),
        event("b", "2031-03", report("courier", date="2031-03-06")),
    )
    assert [(entry.id, finding.aspect) for entry, finding in disagreements(found)] == [("a", Aspect.DATE)]


def test_a_date_that_is_denied_orders_nothing() -> None:
    found = timeline(
        event("a", "2031-03", report("courier", date="2031-03-09", stance="denies"), order=[before("beacon", "b")]),
        event("b", "2031-03", report("courier", date="2031-03-04")),
    )
    finding = found["a"].verdict.finding(Aspect.ORDER)
    assert finding is not None
    assert finding.level is Level.SINGLE


def test_a_circle_is_reported_with_every_step_and_the_rest_still_stands() -> None:
    found = timeline(
        event("a", "2031", order=[before("beacon", "b")]),
        event("b", "2031", order=[before("courier", "c")]),
        event("c", "2031", order=[before("ledger", "a")]),
    )
    (cycle,) = found.cycles
    assert (cycle.events, cycle.sources, cycle.dated) == (("a", "b", "c"), ("beacon", "courier", "ledger"), False)
    assert cycle.because == (
        "A comes before B (Beacon); B comes before C (Courier); C comes before A (Ledger): this cannot be."
    )
    assert [entry.id for entry in found] == ["a", "b", "c"]


def test_a_word_for_the_order_against_the_events_own_dates_is_a_circle() -> None:
    found = timeline(event("a", "2031-03-09", order=[before("beacon", "b")]), event("b", "2031-03-04"))
    (cycle,) = found.cycles
    assert cycle.because.endswith("B comes before A (by their dates): this cannot be.")
    assert cycle.dated
    assert [entry.id for entry in found] == ["b", "a"]


def test_neither_side_of_a_disagreement_is_preferred() -> None:
    apart = event("late", "2031-03-02/2031-03-09", order=[before("beacon", "early"), before("courier", "early")])
    early = event("early", "2031-03-01/2031-03-09", order=[before("ledger", "late")])
    found = timeline(apart, early)
    assert [entry.id for entry in found] == ["early", "late"]
    (cycle,) = found.cycles
    assert (
        cycle.because
        == "Early comes before Late (Ledger); Late comes before Early (Beacon and Courier): this cannot be."
    )


def test_an_event_before_itself_is_a_circle() -> None:
    assert len(timeline(event("a", "2031", order=[before("beacon", "a")])).cycles) == 1


def test_an_order_that_names_no_event_is_left_to_the_check_of_references() -> None:
    assert timeline(event("a", "2031", order=[before("beacon", "nothing")])).cycles == ()


def test_undated_events_can_still_be_ordered_by_a_source() -> None:
    assert ids(event("a", "soon"), event("b", "soon", order=[before("beacon", "a")])) == ["b", "a"]


def test_elapsed_times_are_offered_between_the_hours_of_one_source() -> None:
    found = timeline(*ferry())
    assert [(gap.source, gap.first[0], gap.second[0]) for gap in found.gaps] == [
        ("beacon", "departure", "last-call"),
        ("courier", "departure", "last-call"),
    ]
    assert found.gaps[0].elapsed.english() == ("4 hours 55 minutes (editor's arithmetic, both times in Europe/Lisbon)")


def test_elapsed_times_are_not_offered_over_more_than_two_days_nor_for_parts_of_the_day() -> None:
    far = timeline(
        event("a", "2031-03-04", report("beacon", time="10:00", zone="UTC")),
        event("b", "2031-03-08", report("beacon", time="10:00", zone="UTC")),
        event("c", "2031-03-08", report("beacon", time="evening", zone="UTC")),
    )
    assert far.gaps == ()


def test_elapsed_time_between_any_two_accounts() -> None:
    found = timeline(*ferry())
    departure, call = found["departure"].accounts[0], found["last-call"].accounts[1]
    between = elapsed_between(departure, call)
    assert between is not None
    assert between.readings[0].least == 320
    assert elapsed_between(departure, found["search-day-7"].accounts[0]) is None


def test_the_parts_of_a_timeline() -> None:
    found = timeline(*ferry())
    assert [entry.id for entry in found.between("departure", "alarm")] == [
        "departure",
        "lights-seen",
        "last-call",
        "alarm",
    ]
    assert [entry.id for entry in found.between("departure", "alarm", ["ledger"])] == ["alarm"]
    assert [(entry.id, finding.aspect) for entry, finding in disagreements(found)] == [
        ("owner-sold", Aspect.DATE), ("last-call", Aspect.TIME), ("last-call", Aspect.AGENT),
    ]  # fmt: skip
    with pytest.raises(KeyError):
        found["nothing"]


def test_figures_are_judged_by_id() -> None:
    judged = judge_figures({"missing": figure(report("beacon", best=3), report("courier", best=4))}, SOURCES, NAMES)
    accounts, found = judged["missing"]
    assert [account.label for account in accounts] == ["Beacon", "Courier"]
    assert found.level is Level.CONFLICT


# -- properties ---------------------------------------------------------------------------------------------------

NAMES_OF_EVENTS = ["a", "b", "c", "d", "e", "f"]
some_dates = st.sampled_from(
    [
        "2031-03-04",
        "2031-03-05",
        "2031-03",
        "2031",
        "2031-03-04/2031-03-06",
        "[2031-03-04,2031-03-09]",
        "../2031",
        "soon",
    ]
)
some_orders = st.lists(
    st.builds(before, st.sampled_from(sorted(SOURCES)), st.sampled_from(NAMES_OF_EVENTS)), max_size=2
)
some_events = st.lists(st.tuples(some_dates, some_orders), min_size=1, max_size=6).map(
    lambda drawn: [event(key, date, order=order) for key, (date, order) in zip(NAMES_OF_EVENTS, drawn, strict=False)]
)


@given(some_events)
def test_no_certain_pair_is_ever_turned_around(events: list[Event]) -> None:
    found = timeline(*events)
    order = [entry.id for entry in found]
    assert sorted(order) == sorted(e.id for e in events)
    assert not [pair for pair in combinations(order, 2) if found.relation(*pair) is Relation.AFTER]


@given(some_events)
def test_every_word_of_a_source_holds_or_is_reported(events: list[Event]) -> None:
    found = timeline(*events)
    order = [entry.id for entry in found]
    broken = {
        (e.id, o.before)
        for e in events
        for o in e.order
        if o.before in order and order.index(e.id) >= order.index(o.before)
    }
    reported = {
        pair for cycle in found.cycles for pair in zip(cycle.events, cycle.events[1:] + cycle.events[:1], strict=True)
    }
    assert broken <= reported


told_dates = st.sampled_from(["", "2031-03-04", "2031-03-05", "2031-03-06", "2031-03"])
told_events = st.lists(st.tuples(told_dates, told_dates), min_size=2, max_size=5).map(
    lambda drawn: [
        event(key, "2031-03", report("beacon", date=one), report("courier", date=other))
        for key, (one, other) in zip(NAMES_OF_EVENTS, drawn, strict=False)
    ]
)


@given(told_events)
def test_dates_that_turn_an_order_around_are_told_as_dates_alone(events: list[Event]) -> None:
    def puts_first(one: Event, other: Event, source: int) -> bool:
        dates = [read_date(e.reports[source].date) for e in (one, other)]
        return bool(dates[0] and dates[1] and dates[0].latest < dates[1].earliest)

    turned = [
        {e.id, o.id} for e in events for o in events for a in (0, 1) if puts_first(e, o, a) and puts_first(o, e, 1 - a)
    ]
    found = timeline(*events)
    assert all(finding.aspect is Aspect.DATE for _, finding in disagreements(found))
    dated = {entry.id for entry, _ in disagreements(found)}
    assert all(pair & dated for pair in turned)


@given(some_events, st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(events: list[Event], random: object) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert timeline(*events) == timeline(*shuffled)
