"""Days and hours of a text, as EDTF: written by hand from what the words say."""

from __future__ import annotations

import pytest

from tests.drafting.pieces import drafted, told


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The bridge fell on 3 May 2030 at last.", "2030-05-03"),
        ("The bridge fell on May 3, 2030 at last.", "2030-05-03"),
        ("The bridge fell on the 3rd of May 2030.", "2030-05-03"),
        ("The bridge fell in May 2030 at last.", "2030-05"),
        ("The bridge fell in the spring of 2030.", "2030-21"),
        ("The bridge fell in 2030 at last.", "2030"),
        ("The bridge fell on 2030-05-03 at last.", "2030-05-03"),
        ("He ran the port from 2011 to 2013 alone.", "2011/2013"),
        ("He ran the port in 2014-2016 alone.", "2014/2016"),
        ("He has run the port since 2019 alone.", "2019/.."),
        ("He ran the port until 2019 alone.", "../2019"),
        ("It was the worst flood since 1998, they said.", "1998"),
        ("The talks took place on 3-5 May 2030.", "2030-05-03/2030-05-05"),
        ("The bridge fell on 12 March at last.", "2031-03-12"),
        ("The bridge fell on 30 December at last.", "2030-12-30"),
        ("The bridge fell on Wednesday at last.", "2031-03-12"),
        ("The bridge fell yesterday at last.", "2031-03-13"),
        ("The bridge fell last month at last.", "2031-02"),
        ("The bridge fell two years ago at last.", "2029"),
        ("The company will close the bridge by June for good.", "2031-06"),
        ("The search would go on until Monday, she added.", "../2031-03-17"),
    ],
)
def test_a_day_is_what_the_words_say(text: str, date: str) -> None:
    assert date in told(text, "event", "date")


@pytest.mark.parametrize(
    "text",
    [
        "The bridge may fall and march on.",
        "Bloody Sunday was a film about Mr May.",
        "The ship carried 2,035 tonnes of grain north.",
        "Flight 2030 landed safely in the end.",
        "On my last night the keeper lit the lamp.",
        "Had it fallen on the Sunday, many would have died.",
    ],
)
def test_what_is_no_day_is_left_alone(text: str) -> None:
    assert not [date for date in told(text, "event", "date") if date and date != "2030"]


def test_a_day_without_a_year_stays_out_where_nothing_tells_the_year() -> None:
    assert told("The bridge fell on 12 March at last.", "event", "date", issued="") == []


def test_the_latest_whole_date_is_not_the_day_of_writing_where_a_later_year_is_told() -> None:
    later = "The dam of 9 May 2011 fell. In 2018 it was rebuilt. The mayor left in April."
    assert "2011-04" not in told(later, "event", "date", issued="")
    dateline = "LEITH, 9 May 2031 (Agency) - The dam will be rebuilt by 2035. The mayor left in April."
    assert "2031-04" in told(dateline, "event", "date", issued="")


def test_a_weekday_stays_out_where_the_day_of_writing_is_not_known_closely() -> None:
    assert told("The bridge fell on Wednesday at last.", "event", "date", issued="2031-03/2031-05") == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("At 7:41PM on 12 March 2031 the siren sounded.", "19:41"),
        ("At 6 a.m. on 12 March 2031 the siren sounded.", "06:00"),
        ("At 12:05 am on 12 March 2031 the siren sounded.", "00:05"),
        ("At 17:40 on 12 March 2031 the siren sounded.", "17:40"),
        ("At noon on 12 March 2031 the siren sounded.", "noon"),
        ("The siren sounded in the morning, 12 March 2031.", "morning"),
        ("At half past four in the morning on 12 March 2031 the siren sounded.", "04:30"),
        ("On the evening of 12 March 2031 they ate. By nine o'clock the siren had sounded.", "21:00"),
        ("At 20:45 on 12 March 2031 they ate. The siren sounded at ten to nine.", "20:50"),
        ("At 10:30 p.m. on 11 March 2031 the bus left. It missed a bend at 3 a.m. in the rain.", "03:00"),
        ("On 12 March 2031 he fell asleep at around 3.10 in the morning.", "03:10"),
        ("At 8 a.m. on 12 March 2031 they ate. By half past nine the siren had sounded.", "09:30"),
        ("At 0430 GMT on 12 March 2031 the siren sounded.", "04:30"),
    ],
)
def test_an_hour_is_on_the_24_hour_clock(text: str, time: str) -> None:
    assert ("2031-03-12", time) in told(text, "event", "date", "time")


def test_an_hour_without_a_day_is_of_the_day_last_told_and_says_so() -> None:
    text = "On 12 March 2031 the gates opened. At 6:54PM the siren sounded."
    assert ("2031-03-12", "18:54", ["date"]) in told(text, "event", "date", "time", "reading")


@pytest.mark.parametrize(
    ("language", "text", "date", "time"),
    [
        ("fr", "La digue a cédé le 12 mars 2031 vers 4h30 du matin.", "2031-03-12", "04:30"),
        ("de", "Am 12. März 2031 um 14.30 Uhr brach der Damm.", "2031-03-12", "14:30"),
        ("ru", "Плотина рухнула 12 марта 2031 года в 6:15 утра.", "2031-03-12", "06:15"),
        ("es", "La presa cedió el 12 de marzo de 2031 al fin.", "2031-03-12", None),
    ],
)
def test_other_languages_have_their_months_from_cldr(language: str, text: str, date: str, time: str | None) -> None:
    assert (date, time) in told(text, "event", "date", "time", language=language)


@pytest.mark.parametrize(
    "text", ["They rose at nine o'clock.", "They voted ten to nine.", "The boat sails at half past six."]
)
def test_an_hour_of_words_stays_out_where_nothing_tells_morning_from_evening(text: str) -> None:
    assert [time for time in told(text, "event", "time") if time] == []
    assert "o'clock" not in [p.record["unit"] for p in drafted(text, "figure")]


def test_the_day_on_which_something_was_said_is_not_that_of_the_next_hour() -> None:
    text = "The dam burst on Thursday night, officials said on Friday. It gave way at 8:40 p.m. in the rain."
    assert ("2031-03-13", "20:40") in told(text, "event", "date", "time")


def test_an_hour_without_any_day_is_still_an_event() -> None:
    assert told("The guards closed the gate at noon.", "event", "time") == ["noon"]


@pytest.mark.parametrize("line", ["October 2031", "Published On 16 October 2031", "Friday 17 October 2031"])
def test_a_line_that_holds_a_date_alone_is_the_day_of_writing(line: str) -> None:
    text = f"The last keeper\n{line}\nThe wave of May 22, 1960, took the church. In April, the mayor left."
    assert "2031-04" in told(text, "event", "date", issued="")


@pytest.mark.parametrize(
    "text",
    [
        "On the morning of 9 May 2030, the families sat down.",
        "In May 2030 United Nations staff, they say, opened a road.",
    ],
)
def test_a_passage_has_the_verb_that_tells_what_was_done(text: str) -> None:
    exact = [p.passages[0].exact for p in drafted(text, "event")]
    assert all("sat" in each or "opened" in each for each in exact)


def test_a_note_in_brackets_parts_no_clause() -> None:
    found = drafted(
        "Data published by the Harwick Port Authority (HPA) in January 2031 suggests otherwise, he said.", "event"
    )
    assert found[0].passages[0].exact.startswith("Data published")


def test_the_date_of_a_dateline_is_no_event() -> None:
    text = "TARSEN, 9 August 2033 (Agency) - A quake struck the hills on Tuesday, they said."
    assert told(text, "event", "date", issued="2033-08-09") == ["2033-08-09"]
    assert told(text, "figure", "best") == []
