"""Reports read as accounts: what is filled in, what is said of a number, which fields are told to be wrong."""

from __future__ import annotations

from math import inf

import pytest

from sourcebook.analysis.accounts import accounts_of, faults, listed, number, number_value
from sourcebook.model.problems import Kind
from sourcebook.model.records import Report
from tests.analysis.invented import NAMES, SOURCES, event, figure, report


def test_an_account_knows_its_source_its_origin_and_its_agent_by_name() -> None:
    (account,) = accounts_of(event("loss", "2031-03", report("reprint", agent="coastguard")), SOURCES, NAMES)
    assert (account.label, account.origin, account.agent) == ("Reprint", "beacon", "the coastguard")


def test_a_source_that_is_not_there_goes_by_its_key() -> None:
    (account,) = accounts_of(event("loss", "2031-03", report("nobody")), SOURCES)
    assert (account.label, account.origin) == ("nobody", "nobody")


def test_an_hour_without_a_date_is_laid_on_the_day_of_the_event() -> None:
    (account,) = accounts_of(event("loss", "2031-03-04", report("beacon", time="10:00")), SOURCES)
    assert account.date is None
    assert account.stamp is not None
    assert account.stamp.english() == "4 March 2031, at 10:00 (no zone given)"


def test_a_report_without_date_and_hour_has_no_time_of_its_own() -> None:
    (account,) = accounts_of(event("loss", "2031-03-04", report("beacon")), SOURCES)
    assert account.stamp is None


@pytest.mark.parametrize(
    ("fields", "span", "said"),
    [
        ({"best": 230}, (230, 230), "230 people missing"),
        ({"low": 220}, (220, inf), "a lower bound of 220 people missing"),
        ({"high": 500}, (-inf, 500), "an upper bound of 500 people missing"),
        ({"low": 100, "high": 200}, (100, 200), "between 100 and 200 people missing"),
        ({"low": 100, "best": 150, "high": 200}, (100, 200), "150 (between 100 and 200) people missing"),
        ({"low": 100, "best": 150}, (100, inf), "150 (a lower bound of 100) people missing"),
        ({"best": 2235}, (2235, 2235), "2,235 people missing"),
        ({"best": 0.5}, (0.5, 0.5), "0.5 people missing"),
        ({"best": 0}, (0, 0), "0 people missing"),
        ({}, None, ""),
    ],
)
def test_numbers(fields: dict[str, float], span: tuple[float, float] | None, said: str) -> None:
    (account,) = accounts_of(event("loss", "2031", report("beacon", **fields), counts="people missing"), SOURCES)
    assert account.span == span
    assert number_value(account) == said


def test_small_words() -> None:
    assert [number(1000000), number(12.5)] == ["1,000,000", "12.5"]
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_right_record_has_no_faults() -> None:
    right = report("beacon", date="2031-03-04", time="10:00", zone="UTC", low=1, best=2, high=3)
    assert faults(event("loss", "2031-03-04/2031-03-05", right, time="night")) == []
    assert faults(figure(report("beacon", date="2031", best=3))) == []


@pytest.mark.parametrize(
    ("wrong", "path", "kind", "words"),
    [
        (report("beacon", date="soon"), ("reports", 0, "date"), Kind.BAD_DATE, "is not a date"),
        (report("beacon", time="5pm"), ("reports", 0, "time"), Kind.BAD_DATE, "is not a time"),
        (report("beacon", zone="EST"), ("reports", 0, "zone"), Kind.BAD_DATE, "is not a zone"),
        (report("beacon", date="2031-03", time="10:00"), ("reports", 0, "time"), Kind.BAD_DATE, "needs a day"),
        (report("beacon", low=5, high=3), ("reports", 0, "high"), Kind.WRONG_TYPE, "3 is less than low 5"),
        (report("beacon", date="2032"), ("reports", 0, "date"), Kind.BAD_DATE, "does not lie inside"),
    ],
)
def test_a_wrong_field_is_told_with_its_path(
    wrong: Report, path: tuple[str | int, ...], kind: Kind, words: str
) -> None:
    (fault,) = faults(event("loss", "2031-03-04", wrong))
    assert (fault.path, fault.kind) == (path, kind)
    assert words in fault.message


def test_all_faults_are_told_at_once() -> None:
    wrong = event("loss", "soon", report("beacon", date="x", time="y", zone="z"), time="late", zone="here")
    assert [fault.path for fault in faults(wrong)] == [
        ("date",), ("time",), ("zone",), ("reports", 0, "date"), ("reports", 0, "time"), ("reports", 0, "zone"),
    ]  # fmt: skip


def test_a_figure_with_an_hour_and_no_day_is_told() -> None:
    (fault,) = faults(figure(report("beacon", time="10:00", best=3)))
    assert fault.path == ("reports", 0, "time")
