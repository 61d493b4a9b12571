"""When accounts agree, differ, and cannot both be right; and the sentence that says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis.accounts import accounts_of
from sourcebook.analysis.agreement import AgreementVerdict, Aspect, judge_figure
from sourcebook.analysis.moments import Level
from sourcebook.model.records import Report
from tests.analysis.invented import CAPITAL, HARBOUR, NAMES, SOURCES, event, figure, level, report, timeline, verdict


def because(found: AgreementVerdict, aspect: Aspect) -> str:
    finding = found.finding(aspect)
    assert finding is not None
    return finding.because


def count(*reports: Report, unit: str = "") -> AgreementVerdict:
    return judge_figure(accounts_of(figure(*reports, unit=unit), SOURCES, NAMES))


# -- witnesses ----------------------------------------------------------------------------------------------------


def test_one_source_is_a_single_witness() -> None:
    found = verdict(report("beacon", date="2031-03-04"))
    assert (found.level, found.witnesses) == (Level.SINGLE, 1)
    assert because(found, Aspect.DATE) == "Beacon dates it 4 March 2031."


def test_a_copy_confirms_nothing() -> None:
    found = verdict(report("beacon", date="2031-03-04"), report("reprint", date="2031-03-04"))
    assert (found.level, found.witnesses) == (Level.SINGLE, 1)
    assert because(found, Aspect.DATE) == (
        "Beacon and Reprint date it 4 March 2031. Beacon and Reprint go back to one report and count as one witness."
    )


def test_a_copy_that_contradicts_its_origin_is_shown() -> None:
    found = verdict(report("beacon", date="2031-03-04"), report("reprint", date="2031-03-05"))
    assert (found.level, found.witnesses) == (Level.CONFLICT, 1)


def test_a_source_that_contradicts_itself_is_shown() -> None:
    found = verdict(report("beacon", date="2031-03-04"), report("beacon", date="2031-03-05"))
    assert found.level is Level.CONFLICT
    assert because(found, Aspect.DATE) == (
        "Beacon dates it 4 March 2031; Beacon dates it 5 March 2031. No day fits the two accounts in Beacon."
    )


def test_two_origins_that_tell_nothing_comparable_agree_that_it_happened() -> None:
    found = verdict(report("beacon", date="2031-03-04"), report("courier", best=3))
    assert (found.level, found.witnesses) == (Level.AGREE, 2)
    assert because(found, Aspect.DATE) == "Only Beacon dates it 4 March 2031."
    assert because(found, Aspect.NUMBER) == "Only Courier gives 3."


def test_an_event_without_reports_has_no_witness() -> None:
    found = verdict()
    assert (found.level, found.witnesses, found.findings) == (Level.UNATTESTED, 0, ())


# -- dates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2031-03-04", "2031-03-04", Level.AGREE),
        ("2031-03-04", "2031-03", Level.COMPATIBLE),
        ("2031-03-04", "2031-03-04?", Level.AGREE),
        ("2031-03-04", "2031-03-05", Level.CONFLICT),
        ("2031-03-04", "2031-03-05?", Level.COMPATIBLE),
        ("2031-03-04", "2031-03-05~", Level.COMPATIBLE),
        ("2031-03-04", "2031-03-06~", Level.CONFLICT),
        ("2031-03-04", "[2031-03-03,2031-03-05]", Level.CONFLICT),
        ("2031-03-04", "2031-03-03/2031-03-05", Level.COMPATIBLE),
        ("2031-03-04", "2031-03-05/..", Level.CONFLICT),
        ("2031-24", "2032-01", Level.COMPATIBLE),
        ("202X", "2031", Level.CONFLICT),
        ("soon", "2031", Level.AGREE),  # what cannot be read counts as empty; `faults` tells it
    ],
)
def test_dates(one: str, other: str, expected: Level) -> None:
    assert level(report("beacon", date=one), report("courier", date=other)) is expected
    assert level(report("beacon", date=other), report("courier", date=one)) is expected


def test_a_date_conflict_names_who_contradicts_whom() -> None:
    found = verdict(
        report("beacon", date="2031-03-04"), report("courier", date="2031-03-05"), report("ledger", date="2031-03")
    )
    finding = found.finding(Aspect.DATE)
    assert finding is not None
    assert finding.against == (("beacon", "courier"),)
    assert finding.because == (
        "Beacon dates it 4 March 2031; Courier dates it 5 March 2031; Ledger dates it March 2031. "
        "No day fits Beacon and Courier."
    )


def test_pairs_with_one_reason_share_a_sentence() -> None:
    found = verdict(
        report("beacon", date="2031-03-04"), report("courier", date="2031-03-05"), report("ledger", date="2031-03-05"),
        report("courier", date="2031-03-09"),
    )  # fmt: skip
    assert because(found, Aspect.DATE).endswith(
        "No day fits Beacon and any of Courier and Ledger. No day fits Courier and Ledger. "
        "No day fits the two accounts in Courier."
    )


def test_where_many_zones_would_do_the_first_are_named() -> None:
    zones = ("Europe/Lisbon", "Europe/London", "Europe/Paris", "Europe/Rome", "Europe/Helsinki")
    found = told_at(("17:20", ""), ("18:20", ""), zones)
    assert because(found, Aspect.TIME).endswith(
        "Beacon and Courier can be one moment if Beacon's clock is Europe/Lisbon and Courier's clock is Europe/Paris "
        "or if Beacon's clock is Europe/Lisbon and Courier's clock is Europe/Rome "
        "or under 4 more readings of the zones: neither names a zone (editor's arithmetic)."
    )


def test_a_copy_does_not_repeat_the_reason() -> None:
    found = verdict(*(report(key, date="2031-03-04") for key in ("beacon", "reprint")), report("courier", date="2030"))
    assert because(found, Aspect.DATE).count("No day fits") == 1


def test_two_dates_can_be_one_moment_in_two_zones() -> None:
    found = verdict(
        report("beacon", date="2031-03-04", time="23:30", zone=HARBOUR),
        report("courier", date="2031-03-05", time="01:30", zone=CAPITAL),
    )
    assert found.level is Level.COMPATIBLE
    assert because(found, Aspect.DATE).endswith(
        "The dates of Beacon and Courier differ, but on the clock it can be one moment."
    )
    assert because(found, Aspect.TIME).endswith(
        "For Beacon and Courier it is one moment in two zones (editor's arithmetic)."
    )


def test_the_night_of_one_day_reaches_into_the_next() -> None:
    night, small_hours = (
        report("beacon", date="2031-03-04", time="night"),
        report("courier", date="2031-03-05", time="01:30"),
    )
    assert level(night, small_hours) is Level.COMPATIBLE


# -- clock times --------------------------------------------------------------------------------------------------


def told_at(one: tuple[str, str], other: tuple[str, str], plausible: tuple[str, ...] = ()) -> AgreementVerdict:
    return verdict(
        report("beacon", date="2031-03-04", time=one[0], zone=one[1]),
        report("courier", date="2031-03-04", time=other[0], zone=other[1]),
        plausible=plausible,
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("17:20", HARBOUR), ("17:20", HARBOUR), Level.AGREE),
        (("17:20", HARBOUR), ("19:20", CAPITAL), Level.AGREE),
        (("17:20", HARBOUR), ("17:21", HARBOUR), Level.CONFLICT),
        (("17:20", HARBOUR), ("17:20", CAPITAL), Level.CONFLICT),
        (("17:20", HARBOUR), ("evening", HARBOUR), Level.COMPATIBLE),
        (("17:20", HARBOUR), ("morning", HARBOUR), Level.CONFLICT),
        (("24:00", HARBOUR), ("midnight", HARBOUR), Level.COMPATIBLE),
        (("24:00", HARBOUR), ("midnight-start", HARBOUR), Level.CONFLICT),
        (("17:20", ""), ("17:20", ""), Level.AGREE),
        (("17:20", ""), ("17:21", ""), Level.COMPATIBLE),
        (("17:20", HARBOUR), ("17:21", ""), Level.COMPATIBLE),
    ],
)
def test_times(one: tuple[str, str], other: tuple[str, str], expected: Level) -> None:
    for found in (told_at(one, other), told_at(other, one)):
        finding = found.finding(Aspect.TIME)
        assert finding is not None
        assert finding.level is expected


def test_a_conflict_through_zones_owns_up_to_the_arithmetic() -> None:
    assert because(told_at(("17:20", HARBOUR), ("17:20", CAPITAL)), Aspect.TIME) == (
        "Beacon puts it at 17:20 (Europe/Lisbon); Courier puts it at 17:20 (Europe/Helsinki). "
        "No moment fits Beacon and Courier, their zones taken into account (editor's arithmetic)."
    )


def test_a_missing_zone_can_settle_a_difference() -> None:
    found = told_at(("17:20", HARBOUR), ("19:20", ""), (HARBOUR, CAPITAL))
    assert found.level is Level.COMPATIBLE
    assert because(found, Aspect.TIME).endswith(
        "Beacon and Courier can be one moment if Courier's clock is Europe/Helsinki: "
        "Courier names no zone (editor's arithmetic)."
    )


def test_a_difference_that_no_plausible_zone_settles_is_a_conflict() -> None:
    found = told_at(("17:20", HARBOUR), ("22:40", ""), (HARBOUR, CAPITAL))
    assert found.level is Level.CONFLICT
    assert because(found, Aspect.TIME).endswith(
        "No moment fits Beacon and Courier under any zone that is plausible (Courier names no zone)."
    )


def test_without_any_zone_a_difference_is_noted_and_not_judged() -> None:
    found = told_at(("17:20", ""), ("22:40", ""))
    assert found.level is Level.COMPATIBLE
    assert because(found, Aspect.TIME).endswith(
        "On one clock no moment fits Beacon and Courier, but neither names a zone."
    )


def test_where_no_zone_is_plausible_a_missing_one_cannot_be_compared() -> None:
    found = told_at(("17:20", HARBOUR), ("22:40", ""))
    assert found.level is Level.COMPATIBLE
    assert because(found, Aspect.TIME).endswith("Beacon and Courier cannot be compared: Courier names no zone.")


def test_times_of_different_days_leave_the_word_to_the_dates() -> None:
    found = verdict(
        report("beacon", date="2031-03-04", time="10:00"), report("courier", date="2031-03-09", time="10:00")
    )
    assert [f.aspect for f in found.conflicts] == [Aspect.DATE]
    times = found.finding(Aspect.TIME)
    assert times is not None
    assert times.level is Level.SINGLE


# -- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"best": 230}, {"best": 230}, Level.AGREE),
        ({"best": 230}, {"low": 220}, Level.COMPATIBLE),
        ({"best": 230}, {"low": 240}, Level.CONFLICT),
        ({"best": 230}, {"best": 225}, Level.CONFLICT),
        ({"low": 100, "high": 200}, {"low": 200, "high": 300}, Level.COMPATIBLE),
        ({"low": 100, "high": 200}, {"low": 201}, Level.CONFLICT),
        ({"high": 100}, {"low": 101}, Level.CONFLICT),
    ],
)
def test_numbers_of_an_event_and_of_a_figure(one: dict[str, float], other: dict[str, float], expected: Level) -> None:
    pair = report("beacon", **one), report("courier", **other)
    assert level(*pair) is expected
    assert count(*pair).level is expected


def test_different_figures_that_can_both_be_right_say_so() -> None:
    found = count(report("beacon", low=220), report("courier", best=230), unit="people")
    assert because(found, Aspect.NUMBER) == (
        "Beacon gives a lower bound of 220 people; Courier gives 230 people. "
        "Beacon and Courier give different figures, and both can be right."
    )


def test_a_figure_may_grow_from_one_date_to_another() -> None:
    found = count(report("beacon", best=164, date="2031-03-04"), report("courier", best=225, date="2031-03-09"))
    assert found.level is Level.COMPATIBLE
    assert because(found, Aspect.NUMBER).endswith("count as of different dates, and both can be right.")
    assert found.finding(Aspect.DATE) is None


def test_figures_of_one_date_cannot_differ() -> None:
    found = count(report("beacon", best=164, date="2031-03-04"), report("courier", best=225, date="2031-03"))
    assert found.level is Level.CONFLICT


def test_an_event_says_what_its_numbers_count() -> None:
    entry = timeline(event("loss", "2031", report("beacon", best=3), counts="boats"))["loss"]
    assert because(entry.verdict, Aspect.NUMBER) == "Beacon gives 3 boats."


# -- agents and stances -------------------------------------------------------------------------------------------


def test_who_acted() -> None:
    found = verdict(report("beacon", agent="harbour-master"), report("courier", agent="coastguard"))
    assert found.level is Level.CONFLICT
    assert because(found, Aspect.AGENT) == (
        "Beacon names the harbour master; Courier names the coastguard. Beacon and Courier name different actors."
    )
    assert level(report("beacon", agent="coastguard"), report("courier", agent="coastguard")) is Level.AGREE


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("asserts", "denies", Level.CONFLICT),
        ("implies", "denies", Level.CONFLICT),
        ("reports", "denies", Level.DISPUTED),
        ("relates", "denies", Level.DISPUTED),
        ("hedges", "denies", Level.DISPUTED),
        ("mentions", "denies", Level.COMPATIBLE),
        ("asserts", "doubts", Level.COMPATIBLE),
        ("expects", "denies", Level.COMPATIBLE),
        ("denies", "denies", Level.AGREE),
    ],
)
def test_denial_contradicts_assertion_and_doubt_does_not(one: str, other: str, expected: Level) -> None:
    found = verdict(report("beacon", stance=one), report("courier", stance=other))
    finding = found.finding(Aspect.FACT)
    assert finding is not None
    assert finding.level is expected


def test_a_dispute_about_the_fact_in_words() -> None:
    found = verdict(report("beacon"), report("courier"), report("ledger", stance="denies"))
    assert because(found, Aspect.FACT) == (
        "Beacon and Courier say that it is so; Ledger denies it. "
        "Ledger and any of Beacon and Courier cannot both be right."
    )


def test_the_date_of_a_bound_stands_beside_what_it_counts() -> None:
    found = judge_figure(accounts_of(figure(report("beacon", low=220, date="2031-03"), unit="people"), SOURCES))
    assert because(found, Aspect.NUMBER) == "Beacon gives a lower bound of 220 people (date: March 2031)."


def test_what_a_source_passes_on_and_another_denies_is_disputed() -> None:
    found = verdict(report("beacon", stance="reports", via="coastguard"), report("courier", stance="denies"))
    assert (found.level, found.conflicts, found.witnesses) == (Level.DISPUTED, (), 0)
    assert because(found, Aspect.FACT) == (
        "Beacon, citing the coastguard, reports it; Courier denies it. Of Beacon and Courier, one denies it."
    )


def test_the_fact_is_spoken_of_only_where_somebody_disputes_it() -> None:
    assert verdict(report("beacon"), report("courier", stance="reports")).finding(Aspect.FACT) is None


def test_what_a_source_denies_it_does_not_date_or_count() -> None:
    found = verdict(
        report("beacon", date="2031-03-04", best=5), report("courier", date="2031-03-09", best=7, stance="denies")
    )
    assert [f.aspect for f in found.conflicts] == [Aspect.FACT]


# -- properties ---------------------------------------------------------------------------------------------------

keys = st.sampled_from(sorted(SOURCES))
any_report = st.builds(
    report,
    keys,
    date=st.sampled_from(["", "2031-03-04", "2031-03-05", "2031-03", "2031-03-05?", "[2031-03-04,2031-03-06]"]),
    time=st.sampled_from(["", "10:00", "night", "midnight", "22:00/02:00"]),
    zone=st.sampled_from(["", HARBOUR, CAPITAL]),
    best=st.sampled_from([None, 3.0, 5.0]),
    agent=st.sampled_from(["", "coastguard", "harbour-master"]),
    stance=st.sampled_from(["asserts", "doubts", "denies"]),
)


@given(st.lists(any_report, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_no_verdict(reports: list[Report], random: object) -> None:
    shuffled = list(reports)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    one, other = verdict(*reports), verdict(*shuffled)
    assert (one.level, one.witnesses) == (other.level, other.witnesses)
    assert {f.aspect: f.level for f in one.findings} == {f.aspect: f.level for f in other.findings}


@given(st.lists(any_report, max_size=5))
def test_one_more_account_settles_no_conflict(reports: list[Report]) -> None:
    before = verdict(*reports, plausible=(HARBOUR, CAPITAL)).conflicts
    after = verdict(*reports, report("ledger", date="2031"), plausible=(HARBOUR, CAPITAL)).conflicts
    assert {f.aspect for f in before} <= {f.aspect for f in after}


@given(st.lists(any_report, max_size=5))
def test_every_conflict_names_its_pairs_and_its_reason(reports: list[Report]) -> None:
    for found in verdict(*reports).findings:
        assert bool(found.against) == (found.level >= Level.DISPUTED)
        assert found.because.endswith(".")
        assert "  " not in found.because


@given(
    st.lists(
        any_report.map(lambda r: Report(**{**{f: getattr(r, f) for f in r.__struct_fields__}, "source": "beacon"}))
    )
)
def test_one_source_alone_never_agrees_with_itself(reports: list[Report]) -> None:
    assert verdict(*reports).level not in (Level.AGREE, Level.COMPATIBLE)
