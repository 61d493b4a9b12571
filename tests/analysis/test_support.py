"""What a brief may claim: support from origins, words of likelihood, and the lint of a brief's words.

Here: `sourcebook.analysis.support`. A witness is written as its origin and its voice, as in `quill:reed`; without a
voice the article speaks for itself.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis import support
from sourcebook.analysis import support as s
from sourcebook.analysis.witnesses import Witness, independent
from sourcebook.model.problems import Kind, Place
from sourcebook.model.records import Actor, Event, Implication, Passage, Reliability, Report, Source, TextFile

PLACE = Place("briefs/ferry.md", 7)


def who(text: str) -> tuple[Witness, ...]:
    """Witnesses from words."""
    pairs = [word.partition(":") for word in text.split()]
    return tuple(Witness(origin, f"actor:{voice}" if voice else f"origin:{origin}") for origin, _, voice in pairs)


def kinds(judgement: support.JudgementClaim) -> list[Kind]:
    return [problem.kind for problem in s.lint_judgement(judgement, PLACE)]


def judgement(
    text: str = "The ferry will stay in port.", *, forecast: bool = False, **changes: str
) -> support.JudgementClaim:
    """A judgement without fault, and what a test changes in it."""
    told: dict[str, Any] = {"pro": "quill letter", "con": "", "action": "Hire a boat.", **changes}
    pro, con = who(told.pop("pro")), who(told.pop("con"))
    return support.JudgementClaim(text, pro, con, forecast=forecast, **told)


# -- origins ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pro", "con", "expected"),
    [
        ("", "", "not addressed"),
        ("", "quill", "not addressed"),
        ("quill", "", "single-origin"),
        ("quill quill:reed", "", "single-origin"),  # one article, two voices
        ("quill:reed letter:reed", "", "single-origin"),  # two articles, one voice
        ("quill letter", "", "agreed"),
        ("quill:reed letter", "", "agreed"),
        ("quill:reed letter:reed letter", "", "agreed"),  # the letter speaks for itself as well
        ("quill", "quill:reed", "single-origin"),  # an article that reports what speaks against it
        ("quill", "letter", "contested"),
        ("quill letter", "quill", "contested"),
        ("quill:reed", "letter:reed", "contested"),  # a man who is told to have said both
    ],
)
def test_support_follows_from_origins(pro: str, con: str, expected: str) -> None:
    assert s.support(who(pro), who(con)) == expected


@pytest.mark.parametrize(
    ("witnesses", "expected"),
    [
        ("", 0),
        ("a a a", 1),
        ("a b c", 3),
        ("a:x b:x c:x", 1),
        ("a:x b:x b:y", 2),
        ("a:x a:y b:x", 2),  # taking a with x first leaves b nothing: a must speak as y
        ("a:x a:y b:x b:y c:x", 2),
        ("a:x b:x b:y c:y c", 3),
    ],
)
def test_independent_witnesses_share_neither_origin_nor_voice(witnesses: str, expected: int) -> None:
    assert independent(who(witnesses)) == expected


@given(st.lists(st.builds(Witness, st.sampled_from("abcd"), st.sampled_from("wxyz")), max_size=7))
def test_the_count_is_that_of_the_largest_choice(witnesses: list[Witness]) -> None:
    known = set(witnesses)
    apart = [
        size
        for size in range(len(known) + 1)
        for chosen in combinations(known, size)
        if len({w.origin for w in chosen}) == len({w.voice for w in chosen}) == size
    ]
    assert independent(witnesses) == max(apart)


def source(origin: str) -> Source:
    return Source(
        title="No boat",
        short="Quill",
        genre="report",
        language="en",
        fidelity="original",
        origin=origin,
        reliability=Reliability(letter="F", because="Unknown."),
        text=TextFile(file="ferry.txt", sha256="0" * 64),
        zones=[],
    )


ACTORS = {
    "reed": Actor(id="reed", name="Tomas Reed", kind="person"),
    "council": Actor(id="council", name="Merrow council", kind="organisation"),
    "islanders": Actor(id="islanders", name="islanders", kind="group"),
}


@pytest.mark.parametrize(
    ("speaker", "via", "voice"),
    [
        ("author", "", "origin:quill"),
        ("reed", "", "actor:reed"),
        ("author", "council", "actor:council"),
        ("reed", "council", "actor:reed"),
        ("islanders", "", "origin:quill"),  # nobody in particular
        ("author", "islanders", "actor:islanders"),  # whom two articles cite is one informant
        ("unnamed", "", "origin:quill"),
    ],
)
def test_a_named_voice_is_a_witness_of_its_own(speaker: str, via: str, voice: str) -> None:
    passage = Passage(id="engine", exact="The engine is not safe.", speaker=speaker, via=via)
    assert s.witness(source("quill"), passage, ACTORS) == Witness("quill", voice)


def passage(stance: str, kind: type[Report | Implication] = Report, name: str = "seat") -> Any:
    about = {"id": "x", "about": "council", "title": "x"} if kind is Implication else {}
    return msgspec.convert({"source": "quill", "passage": name, "stance": stance, **about}, kind)


@pytest.mark.parametrize(
    ("reports", "implications", "expected"),
    [
        (["expects"], [], True),
        (["fears"], ["expected"], True),
        ([], ["feared"], True),
        (["expects", "asserts"], [], False),  # one record rests on it as on a fact
        (["reports"], ["expected"], False),
        ([], ["stated"], False),
    ],
)
def test_a_passage_only_foretells_where_every_record_says_so(
    reports: list[str], implications: list[str], expected: bool
) -> None:
    event = Event(id="e", title="x", date="2031", reports=[passage(stance) for stance in reports])
    told = [passage(stance, Implication) for stance in implications]
    assert s.forecasts([event], told) == ({"quill/seat"} if expected else set())


# -- judgements -------------------------------------------------------------------------------------------------------


def test_a_judgement_without_fault_has_none() -> None:
    likely = judgement(likelihood="very likely", unless="The ferry is seen at sea.")
    asking = judgement(claimed="agreed", action="", question="Who saw it?")
    assert kinds(judgement()) == kinds(likely) == kinds(asking) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"pro": ""}, [Kind.BARE_JUDGEMENT]),
        ({"pro": "", "con": "quill"}, [Kind.BARE_JUDGEMENT]),
        ({"pro": "", "claimed": "not addressed"}, []),
        ({"action": " "}, [Kind.IDLE_JUDGEMENT]),
        ({"con": "quill"}, [Kind.SHARED_ORIGIN]),
        ({"con": "quill:reed report"}, [Kind.SHARED_ORIGIN]),  # the same article, in another's words
        ({"con": "report:reed"}, []),
        ({"likelihood": "likely", "unless": "It sails.", "claimed": "agreed"}, [Kind.LABEL_AND_LIKELIHOOD]),
        ({"claimed": "contested"}, [Kind.SUPPORT_NOT_BORNE_OUT]),
        ({"claimed": "not addressed"}, [Kind.SUPPORT_NOT_BORNE_OUT]),
        ({"claimed": "agreed", "pro": "quill:reed letter:reed"}, [Kind.SUPPORT_NOT_BORNE_OUT]),
        ({"likelihood": "probable", "unless": "It sails."}, [Kind.OFF_YARDSTICK]),
        ({"likelihood": "likely", "unless": "It sails.", "pro": "quill"}, [Kind.FEW_ORIGINS]),
        ({"likelihood": "likely"}, [Kind.NO_OBSERVATION]),
        ({"likelihood": "likely", "pro": "quill"}, [Kind.FEW_ORIGINS, Kind.NO_OBSERVATION]),
    ],
)
def test_what_is_asked_of_a_judgement(changes: dict[str, str], expected: list[Kind]) -> None:
    assert kinds(judgement(forecast=False, **changes)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry might stay in port.", [Kind.HEDGED_JUDGEMENT]),
        ("The ferry could possibly sail.", [Kind.HEDGED_JUDGEMENT]),
        ("May the ferry sail?", [Kind.HEDGED_JUDGEMENT]),
        ("The ferry stopped in May 2031 and on 3 May.", []),
        ("Perhaps the ferry sails.", [Kind.HEDGED_JUDGEMENT]),
        ("The council took its chance.", []),
        ("The ferry will probably stay in port.", [Kind.OFF_YARDSTICK]),
        ("The ferry stays in port, 70 per cent.", [Kind.OFF_YARDSTICK]),
        ("The chances are that it stays.", [Kind.OFF_YARDSTICK]),
        ("The ferry is highly likely to stay, more likely than not.", [Kind.OFF_YARDSTICK]),
        ("The ferry is likely to stay.", [Kind.LABEL_AND_LIKELIHOOD]),
        ("The ferry is almost certainly lost.", [Kind.LABEL_AND_LIKELIHOOD]),
    ],
)
def test_words_of_a_judgement(text: str, expected: list[Kind]) -> None:
    assert kinds(judgement(text)) == expected


@pytest.mark.parametrize("word", s.YARDSTICK)
def test_each_word_of_the_yardstick_is_known_in_prose(word: str) -> None:
    assert kinds(judgement(f"It is {word} that the ferry sails.")) == [Kind.LABEL_AND_LIKELIHOOD]


def test_a_mismatch_names_both_classes_and_the_origins() -> None:
    (problem,) = s.lint_judgement(judgement(claimed="single-origin"), PLACE)
    assert "“single-origin”" in problem.message
    assert "(2 independent for it, 0 against it)" in problem.message
    assert "“agreed”" in problem.message
    assert problem.place == PLACE


# -- prose, bottom line, options, length ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry stays in port.", [Kind.FORECAST_AS_FACT]),
        ("The ferry has sunk.", [Kind.FORECAST_AS_FACT]),
        ("The ferry will stay in port.", []),
        ("Quill expects the ferry to stay.", []),
        ("A stay in port is a fear.", []),
    ],
)
def test_a_forecast_is_told_as_a_forecast(text: str, expected: list[Kind]) -> None:
    assert kinds(judgement(text, forecast=True)) == expected
    assert kinds(judgement(text)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [("It costs 70 per cent.", 1), ("It costs 70% or 8,5 %.", 1), ("In 2031, 70 people.", 0)],
)
def test_a_brief_gives_no_percentage(text: str, count: int) -> None:
    assert [p.kind for p in s.lint_prose(text, PLACE)] == [Kind.OFF_YARDSTICK] * count


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("The ferry stays in port.", []),
        ("Both accounts say that the ferry stays in port.", [Kind.ABOUT_SOURCES]),
        ("In one article the ferry stays in port.", [Kind.ABOUT_SOURCES]),
        ("The ferry will probably stay.", [Kind.OFF_YARDSTICK]),
        ("The ferry is likely to stay.", [Kind.OFF_YARDSTICK]),
    ],
)
def test_a_bottom_line_is_about_the_world(prose: str, expected: list[Kind]) -> None:
    assert [p.kind for p in s.lint_bottom_line(prose, prose, PLACE)] == expected
    assert s.lint_bottom_line(prose, "", PLACE) == [], "quoted words are the source's"


@pytest.mark.parametrize(("words", "count"), [(60, 0), (61, 1)])
def test_a_bottom_line_has_sixty_words(words: int, count: int) -> None:
    text = " ".join(["ferry"] * (words - 2)) + " harbour-master’s 2,235."
    found = s.lint_bottom_line(text, text, PLACE)
    assert [p.kind for p in found] == [Kind.LONG_BOTTOM_LINE] * count
    assert all(f"{words} words" in p.message for p in found)


@pytest.mark.parametrize(("options", "count"), [([], 0), ([False, True], 0), ([False, False], 1)])
def test_one_option_is_to_find_out_first(options: list[bool], count: int) -> None:
    assert [p.kind for p in s.lint_options(options, PLACE)] == [Kind.NO_FIND_OUT] * count


@pytest.mark.parametrize(
    ("judgements", "options", "count"), [(3, 2, 0), (5, 4, 0), (2, 2, 1), (6, 4, 1), (3, 1, 1), (0, 5, 2)]
)
def test_how_many_judgements_and_options_a_brief_has(judgements: int, options: int, count: int) -> None:
    found = list(s.lint_counts(judgements, options, PLACE))
    assert [p.kind for p in found] == [Kind.MISSING_PART] * count


def test_a_part_that_is_not_there_is_named_with_how_to_write_it() -> None:
    (problem,) = s.lint_parts({"Background"}, {"Background": "x", "Options": "the directive"}, PLACE)
    assert "“Options”: write it (the directive)" in problem.message


@pytest.mark.parametrize(("text", "count"), [("Far. Two speak.", 0), ("Far. Two speak. Nobody else.", 1)])
def test_two_sentences_say_how_far_the_sources_carry(text: str, count: int) -> None:
    assert [p.kind for p in s.lint_reach(text, PLACE)] == [Kind.LONG_REACH] * count


@pytest.mark.parametrize(("pages", "count"), [(1, 0), (2, 0), (3, 1)])
def test_a_body_has_two_pages(pages: int, count: int) -> None:
    found = s.lint_length(pages, "US Letter", PLACE)
    assert [p.kind for p in found] == [Kind.LONG_BRIEF] * count
    assert all("3 pages of US Letter" in p.message for p in found)
