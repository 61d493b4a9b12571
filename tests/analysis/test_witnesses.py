"""Who is a witness, who is independent, and what is shown of those who are not: on invented records."""

from __future__ import annotations

from typing import Any

import pytest

from sourcebook.analysis.accounts import accounts_of, faults
from sourcebook.analysis.agreement import AgreementFinding, Aspect, judge_figure
from sourcebook.analysis.moments import Level
from sourcebook.analysis.support import informants, witness
from sourcebook.analysis.timeline import clocks_of
from sourcebook.analysis.witnesses import Witness, independent
from sourcebook.model.problems import Kind
from sourcebook.model.records import Actor, EventOrder, Passage, Report
from tests.analysis.invented import CAPITAL, HARBOUR, SOURCES, before, event, figure, report, timeline, verdict


def found(aspect: Aspect, *reports: Report, **fields: Any) -> AgreementFinding:
    finding = timeline(event("loss", "2031-03", *reports, **fields))["loss"].verdict.finding(aspect)
    assert finding is not None
    return finding


# -- who is a witness -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stance", ["expects", "fears", "recommends"])
def test_a_forecast_is_no_witness(stance: str) -> None:
    judged = verdict(report("beacon"), report("courier", stance=stance))
    assert (judged.level, judged.witnesses, judged.beside) == (Level.SINGLE, 1, (("Courier", "forecast"),))


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"stance": "doubts"}, "hedged"),
        ({"stance": "hedges"}, "hedged"),
        ({"stance": "denies"}, "denial"),
        ({"stance": "relates"}, "hearsay"),
        ({"stance": "reports", "via": "coastguard"}, "hearsay"),
        ({"stance": "mentions"}, "mention"),
    ],
)
def test_nor_is_who_hedges_denies_mentions_or_passes_on(fields: dict[str, str], what: str) -> None:
    judged = verdict(report("beacon"), report("courier", **fields))
    assert (judged.witnesses, judged.beside) == (1, (("Courier", what),))
    assert judged.level is not Level.AGREE


@pytest.mark.parametrize("stance", ["asserts", "implies", "reports"])
def test_who_says_it_in_its_own_voice_is(stance: str) -> None:
    judged = verdict(report("beacon"), report("courier", stance=stance))
    assert (judged.level, judged.witnesses, judged.beside) == (Level.AGREE, 2, ())


def test_two_forecasts_attest_nothing() -> None:
    judged = verdict(report("beacon", stance="expects", date="2034"), report("courier", stance="fears", date="2034"))
    assert (judged.level, judged.witnesses) == (Level.UNATTESTED, 0)


def test_a_forecast_of_another_day_is_no_conflict_with_what_came() -> None:
    assert verdict(
        report("beacon", date="2031-03-04"), report("courier", date="2031-03-09", stance="expects")
    ).level is (Level.SINGLE)


def test_hearsay_adds_no_agreement_on_a_date_and_a_conflict_with_it_shows() -> None:
    same, other = (
        report("courier", date=day, stance="reports", via="coastguard") for day in ("2031-03-04", "2031-03-05")
    )
    assert found(Aspect.DATE, report("beacon", date="2031-03-04"), same).level is Level.SINGLE
    conflict = found(Aspect.DATE, report("beacon", date="2031-03-04"), other)
    assert conflict.level is Level.CONFLICT
    assert "Courier, passing on words of the coastguard, dates it 5 March 2031" in conflict.because


def test_who_tells_that_somebody_spoke_is_a_witness_of_the_statement() -> None:
    told = [report(key, stance="reports", via="coastguard") for key in ("beacon", "courier")]
    statement = event("call", "2031-03", *told, kind="statement", actors=["coastguard"])
    assert timeline(statement)["call"].verdict.witnesses == 2
    assert timeline(event("call", "2031-03", *told, actors=["coastguard"]))["call"].verdict.witnesses == 0


def test_a_hedge_never_conflicts() -> None:
    finding = found(
        Aspect.AGENT, report("beacon", agent="coastguard"), report("courier", agent="mayor", stance="hedges")
    )
    assert finding.level is Level.COMPATIBLE
    assert finding.because.endswith("differ, but Courier does not say it firmly.")


def test_an_account_without_a_number_is_no_witness_of_one() -> None:
    told = figure(report("beacon", best=81), report("courier"))
    judged = judge_figure(accounts_of(told, SOURCES), told)
    assert (judged.level, judged.beside) == (Level.SINGLE, (("Courier", "no number"),))


# -- independence -----------------------------------------------------------------------------------------------------


def test_two_articles_that_cite_one_body_are_one_origin() -> None:
    told = [report(key, date="2031-03-04", via="coastguard") for key in ("beacon", "courier")]
    judged = verdict(*told)
    assert (judged.level, judged.witnesses) == (Level.SINGLE, 1)
    assert found(Aspect.DATE, *told).because.endswith(
        "Beacon and Courier cite the coastguard and count as one witness."
    )
    assert verdict(*told, report("ledger")).witnesses == 2


def test_the_record_of_a_passage_names_whom_it_cites() -> None:
    told = Passage(id="call", exact="The ferry was gone.", via="coastguard")
    sources = {key: type(s)(**{**{f: getattr(s, f) for f in s.__struct_fields__}, "passages": [told]})
               for key, s in SOURCES.items()}  # fmt: skip
    reports = [Report(source=key, passage="call") for key in ("beacon", "courier")]
    assert independent(a.witness for a in accounts_of(event("loss", "2031", *reports), sources)) == 1


def test_a_brief_counts_whom_the_reports_cite() -> None:
    """Three articles that cite one authority in their reports are one witness of a judgement."""
    reports = [Report(source=key, passage="gone", via="coastguard") for key in ("beacon", "courier", "ledger")]
    cited = informants([event("loss", "2031", *reports)])
    passage = Passage(id="gone", exact="The ferry was gone.")
    people = {"coastguard": Actor(id="coastguard", name="the coastguard", kind="group")}
    pro = [witness(SOURCES[key], passage, people, cited[f"{key}/gone"]) for key in ("beacon", "courier", "ledger")]
    assert pro[0] == Witness("beacon", "actor:coastguard")
    assert independent(pro) == 1


# -- the editor's readings --------------------------------------------------------------------------------------------


def test_what_the_editor_read_is_not_put_into_the_mouth_of_a_source() -> None:
    read = report("courier", date="2031-03-04", reading=["date"], told="a Tuesday")
    finding = found(Aspect.DATE, report("beacon", date="2031-03-04"), read)
    assert finding.because == (
        "Beacon dates it 4 March 2031; Courier tells it for a Tuesday (the editor reads it as 4 March 2031)."
    )
    assert finding.level is Level.SINGLE  # a reading confirms no date


def test_a_conflict_with_a_reading_says_so() -> None:
    read = report("courier", date="2031-03-05", reading=["date"])
    finding = found(Aspect.DATE, report("beacon", date="2031-03-04"), read)
    assert finding.because.endswith(
        "Courier gives no such date (the editor reads it as 5 March 2031). "
        "No day fits Beacon and Courier, as the editor reads them."
    )


@pytest.mark.parametrize("field", ["date", "time", "number", "agent"])
def test_a_reading_of_nothing_is_a_fault(field: str) -> None:
    (fault,) = faults(event("loss", "2031", report("beacon", reading=[field])))
    assert (fault.kind, fault.path) == (Kind.WRONG_TYPE, ("reports", 0, "reading", 0))


# -- denials ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{"stance": "reports", "via": "mayor"}, {"stance": "doubts", "best": 20}])
def test_a_number_that_is_told_and_denied_is_disputed_in_one_article_as_in_two(fields: dict[str, Any]) -> None:
    for denier in ("beacon", "courier"):
        told = figure(report("beacon", **fields), report(denier, stance="denies"))
        assert judge_figure(accounts_of(told, SOURCES), told).level is Level.DISPUTED


def test_a_denial_that_is_passed_on_disputes_what_others_say() -> None:
    judged = verdict(report("beacon"), report("courier", stance="denies", via="coastguard"))
    assert (judged.level, judged.witnesses) == (Level.DISPUTED, 1)


# -- one question, several happenings ---------------------------------------------------------------------------------


def test_the_question_is_the_records_own() -> None:
    pair = report("beacon", answer="the council"), report("courier", answer="the bureau")
    asked = found(Aspect.AGENT, *pair, asks="which body she led")
    assert (asked.label, asked.level) == ("which body she led", Level.CONFLICT)
    assert asked.because.endswith("Beacon and Courier give different answers.")


@pytest.mark.parametrize(
    ("kind", "label"),
    [("event", "who acted"), ("statement", "who said it"), ("condition", "who it was"), ("forecast", "who is to act")],
)
def test_a_question_that_nobody_wrote_follows_the_kind(kind: str, label: str) -> None:
    assert found(Aspect.AGENT, report("beacon", agent="coastguard"), kind=kind).label == label


def test_answers_that_can_all_be_right_are_no_conflict() -> None:
    pair = report("beacon", answer="a request"), report("courier", answer="an offer")
    assert found(Aspect.AGENT, *pair, answers="several").level is Level.COMPATIBLE


def test_accounts_of_several_happenings_do_not_conflict() -> None:
    pair = report("beacon", date="2031-03-04", best=3), report("courier", date="2031-03-09", best=5)
    assert timeline(event("raids", "2031-03", *pair, several=True))["raids"].verdict.level is Level.COMPATIBLE


def test_nor_does_their_order() -> None:
    raids = event(
        "raids", "2031-03", order=[before("beacon", "fall"), EventOrder(source="courier", after="fall")], several=True
    )
    entry = timeline(raids, event("fall", "2031-03"))["raids"]
    (finding,) = entry.verdict.findings
    assert finding.level is Level.COMPATIBLE
    assert finding.because.endswith("They may tell of different ones, and both can be right.")


def test_one_source_contradicts_itself() -> None:
    pair = report("beacon", answer="the capital", via="mayor"), report("beacon", answer="the coast", via="clerk")
    finding = found(Aspect.AGENT, *pair, asks="where she was")
    assert (finding.level, finding.against) == (Level.CONFLICT, (("beacon", "beacon"),))


# -- order ------------------------------------------------------------------------------------------------------------


def test_an_order_is_agreed_by_those_alone_who_give_it() -> None:
    entries = timeline(
        event("a", "2031-03", report("courier", date="2031-03-04"), order=[before("beacon", "b")]),
        event("b", "2031-03", report("courier", date="2031-03-05"), report("ledger")),
    )
    finding = entries["a"].verdict.finding(Aspect.ORDER)
    assert finding is not None
    assert (finding.level, finding.sources) == (Level.SINGLE, ("beacon",))


def test_an_order_of_telling_is_no_order_of_events() -> None:
    told = EventOrder(source="courier", after="b", telling=True)
    entry = timeline(event("a", "2031-03", order=[before("beacon", "b"), told]), event("b", "2031-03"))["a"]
    assert [finding.level for finding in entry.verdict.findings] == [Level.SINGLE]


# -- clocks -----------------------------------------------------------------------------------------------------------


def test_an_outlet_is_read_in_its_own_zones_alone() -> None:
    gazette = Actor(id="gazette", name="the Gazette", kind="organisation", clocks=[HARBOUR])
    entries = timeline(
        event("a", "2031-03-04", report("beacon", date="2031-03-04", time="17:20", via="gazette")),
        event("b", "2031-03-04", report("beacon", date="2031-03-04", time="22:15")),
        plausible=[HARBOUR, CAPITAL],
        clocks=clocks_of({"gazette": gazette}),
    )
    (gap,) = entries.gaps
    assert f"the first is in {CAPITAL}" not in gap.elapsed.english()


def test_one_reporter_has_one_clock() -> None:
    entries = timeline(
        event("a", "2031-03-04", report("beacon", date="2031-03-04", time="17:20")),
        event("b", "2031-03-04", report("beacon", date="2031-03-04", time="22:15")),
        plausible=[HARBOUR, CAPITAL],
    )
    assert entries.gaps[0].elapsed.english().startswith("4 hours 55 minutes if both times are on one clock (editor's")


def test_an_hour_that_the_editor_read_is_reckoned_with_by_nobody() -> None:
    entries = timeline(
        event("a", "2031-03-04", report("beacon", date="2031-03-04", time="17:20", reading=["time"])),
        event("b", "2031-03-04", report("beacon", date="2031-03-04", time="22:15")),
    )
    assert entries.gaps == ()
