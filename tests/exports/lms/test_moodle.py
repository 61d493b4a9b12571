"""Moodle XML against Moodle's documented format, a test a question type."""

from __future__ import annotations

import html
import re

import pytest
from lxml import etree
from msgspec.structs import replace

from sourcebook.exports.lms import moodle
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.lms.safe_html import Element
from sourcebook.questions.items import AnswerOption, Gap, Item
from tests.exports import moodle_format
from tests.exports.archives import chosen, one, said_in
from tests.exports.samples import HOSTILE, assignment, bank, items, para, said, varied

PLAIN = moodle.export(bank())
HOSTILE_EXPORT = moodle.export(bank(HOSTILE))
TYPES = {
    "who-wrote": "multichoice",
    "true-or-false": "multichoice",
    "which-two": "multichoice",
    "in-order": "ordering",
    "who-what": "matching",
    "fill-in": "cloze",
    "one-word": "cloze",
    "how-long": "numerical",
    "one-name": "shortanswer",
    "sort-them": "matching",
    "mark-it": "multichoice",
    "write-it": "essay",
}
# One question inside a cloze text, as Moodle's documentation gives it, and one answer of it.
CLOZE = re.compile(r"\{(\d+):(SHORTANSWER|MULTICHOICE):((?:[^{}\\]|\\.)*)\}")
ANSWER = re.compile(r"(=|%\d+%)?((?:(?<=&)#|[^~#])+)(?:~|$)")


def question(ident: str, data: bytes = PLAIN.data) -> Element:
    (found,) = chosen(etree.fromstring(data), f"question[idnumber='{ident}']")
    return found


def texts(parent: Element, path: str) -> list[str]:
    return [each.text or "" for each in parent.iterfind(path)]


def seen(text: str) -> str:
    """What a reader sees of a piece of HTML."""
    return said_in(etree.HTML(f"<div>{text}</div>"))


def single(item: Item) -> Element:
    made = moodle.export(Bank(assignment=assignment(), items=[item]))
    return question(item.id, made.data)


def test_every_question_has_the_head_that_an_import_reads() -> None:
    for ident, kind in TYPES.items():
        made = question(ident)
        assert made.get("type") == kind
        assert [child.tag for child in made][:3] == ["name", "questiontext", "generalfeedback"]
        assert texts(made, "hidden") == ["0"]
        assert (made.find("defaultgrade") is None) == (kind == "cloze")


def test_each_variant_has_a_category_before_its_questions() -> None:
    root = etree.fromstring(moodle.export(varied()).data)
    found = [question.findtext("category/text") or question.findtext("idnumber") for question in root]
    top = "$course$/top/A night at the harbour"
    assert found == [top, "who-wrote", "in-order", f"{top}/Variant A", "drawn", f"{top}/Variant B", "drawn-b"]


def test_a_slash_in_a_title_makes_no_category() -> None:
    made = moodle.export(Bank(assignment=assignment("1/2 "), items=items()))
    assert etree.fromstring(made.data).findtext("question/category/text") == "$course$/top/1//2 A night at the harbour"


def test_single_choice_has_one_answer_of_a_hundred() -> None:
    made = question("who-wrote")
    assert texts(made, "single") == ["true"]
    assert {answer.findtext("text"): answer.get("fraction") for answer in made.iterfind("answer")} == {
        "<p>The clerk</p>": "100",
        "<p>The pilot</p>": "0",
        "<p>The cook</p>": "0",
    }
    feedback = {answer.findtext("text"): answer.findtext("feedback/text") for answer in made.iterfind("answer")}
    assert feedback["<p>The cook</p>"] == "<p>About cook.</p>"


def test_multiple_choice_gives_and_takes_parts() -> None:
    made = question("which-two")
    assert texts(made, "single") == ["false"]
    assert sorted(answer.get("fraction", "") for answer in made.iterfind("answer")) == [
        "-33.33333",
        "-33.33333",
        "-33.33333",
        "50",
        "50",
    ]


@pytest.mark.parametrize(("parts", "share"), [(1, "100"), (3, "33.33333"), (6, "16.66667"), (7, "14.28571"), (11, "5")])
def test_a_fraction_is_one_that_moodle_knows(parts: int, share: str) -> None:
    assert moodle.fraction(parts) == share


def test_a_share_that_moodle_lacks_is_named_as_lost() -> None:
    choices = [AnswerOption(id=f"c-{n}", content=para(f"C{n}"), correct=n < 11) for n in range(12)]
    item = Item(id="many", kind="multiple-choice", title="Many", prompt=para("Which?"), choices=choices)
    lost = moodle.export(Bank(assignment=assignment(), items=[item])).losses
    assert [loss.item for loss in lost] == ["many"]
    assert "nearest" in lost[0].says


def test_ordering_has_what_an_import_does_not_forgive() -> None:
    made = question("in-order")
    assert made.find("shownumcorrect") is not None
    assert texts(made, "layouttype") + texts(made, "selecttype") + texts(made, "gradingtype") == [
        "VERTICAL",
        "ALL",
        "ALL_OR_NOTHING",
    ]
    assert texts(made, "answer/text") == ["<p>The bell</p>", "<p>The boat</p>", "<p>Fire</p>"]
    assert [answer.get("fraction") for answer in made.iterfind("answer")] == ["1.0000000", "2.0000000", "3.0000000"]


def test_an_ordering_that_nobody_touches_is_named() -> None:
    """Moodle takes the order that it shows for an answer (`question/type/ordering/question.php`, 4.5)."""
    (said,) = (loss.says for loss in PLAIN.losses if loss.item == "in-order" and "untouched" in loss.says)
    assert "once in 6 times" in said


def test_a_second_file_asks_for_an_order_in_a_way_that_every_moodle_knows() -> None:
    made = moodle.export_before_ordering(bank())
    kinds = {each.findtext("idnumber"): each.get("type") for each in etree.fromstring(made.data)}
    assert {ident: kinds[ident] for ident in TYPES} == {**TYPES, "in-order": "matching"}
    assert any(loss.item == "in-order" and "places" in loss.says for loss in made.losses)
    without = replace(bank(), items=[item for item in items() if item.kind != "ordering"])
    assert moodle.export_before_ordering(without).data == b""


@pytest.mark.parametrize("said", ["a & < b", "]]> & <", "& < > ]]> { } = ~ # :", "]]>]]>"])
def test_blanks_between_references_are_kept(said: str) -> None:
    """Moodle's reader drops them (`lib/xmlize.php`), and keeps those of CDATA."""
    plain = next(item for item in items() if item.id == "one-name")
    data = moodle.export(Bank(assignment=assignment(), items=[replace(plain, accepted=[said])])).data
    assert texts(question("one-name", data), "answer/text") == [said]
    (raw,) = re.findall(rb"<answer[^>]*>\s*<text>(.*?)</text>", data, re.DOTALL)
    assert re.search(rb"&\w+;", re.sub(rb"<!\[CDATA\[.*?\]\]>", b"", raw, flags=re.DOTALL)) is None


def test_matching_pairs_html_with_plain_words_and_has_extra_answers() -> None:
    made = question("who-what")
    pairs = [(sub.findtext("text"), sub.findtext("answer/text")) for sub in made.iterfind("subquestion")]
    assert pairs == [
        ("<p>The clerk</p>", "wrote"),
        ("<p>The pilot</p>", "steered"),
        ("<p>The cook</p>", "cooked"),
        ("", "slept"),
    ]


def test_categorise_is_a_matching_question() -> None:
    made = question("sort-them")
    pairs = {sub.findtext("text"): sub.findtext("answer/text") for sub in made.iterfind("subquestion")}
    assert pairs == {"<p>Smoke</p>": "Seen", "<p>Horn</p>": "Heard", "<p>Shout</p>": "Heard", "": "Neither"}


def test_find_the_quote_is_a_choice_in_the_order_of_the_text() -> None:
    made = question("mark-it")
    assert texts(made, "single") == ["false"]
    assert texts(made, "shuffleanswers") == ["false"]
    assert texts(made, "answer/text") == ["<p>[1] saw the smoke</p>", "<p>[2] the horn was heard</p>"]
    assert "<strong>[1] </strong>saw the smoke" in (made.findtext("questiontext/text") or "")


def test_numerical_has_a_tolerance_and_names_its_unit() -> None:
    made = question("how-long")
    assert (made.findtext("answer/text"), made.findtext("answer/tolerance")) == ("9.5", "1.2")
    assert "Answer in: hours." in (made.findtext("questiontext/text") or "")
    assert texts(made, "showunits") == ["3"]


def test_a_short_answer_has_all_its_forms() -> None:
    made = question("one-name")
    assert texts(made, "usecase") == ["0"]
    assert texts(made, "answer/text") == ["Heron", "the Heron"]
    assert {answer.get("fraction") for answer in made.iterfind("answer")} == {"100"}


def test_a_star_in_a_short_answer_is_a_star() -> None:
    assert moodle.literal("a*b") == r"a\*b"


def test_an_essay_tells_the_marker_what_the_student_does_not_see() -> None:
    made = question("write-it")
    shown, notes = made.findtext("questiontext/text") or "", made.findtext("graderinfo/text") or ""
    for secret in ("The model answer is secret.", "An anchor.", "A marking note.", "A common error."):
        assert secret in notes
        assert secret not in said_in(one(made, "questiontext"))
    assert made.findtext("generalfeedback/text") in {"", None}
    assert "<td>3 points: Excellent work</td>" in shown
    assert "Length: 300 to 400 words." in shown
    assert texts(made, "minwordlimit") == ["300"]


def test_hints_cost_a_third_and_a_question_without_costs_nothing() -> None:
    assert (question("who-wrote").findtext("penalty"), question("true-or-false").findtext("penalty")) == (
        "0.3333333",
        "0",
    )
    assert texts(question("who-wrote"), "hint/text") == ["<p>Look at the second line.</p>"]
    assert question("in-order").find("hint/clearwrong") is not None


# -- cloze -------------------------------------------------------------------------------------------------------------


def answers(text: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What Moodle reads from a cloze text: weight, type, and each answer with its mark, decoded once."""
    return [
        (weight, kind, [(mark, html.unescape(answer)) for mark, answer in ANSWER.findall(inside)])
        for weight, kind, inside in CLOZE.findall(text)
    ]


def test_a_cloze_holds_its_questions_in_the_text() -> None:
    text = question("fill-in").findtext("questiontext/text") or ""
    (hour, weather) = answers(text)
    assert hour == ("1", "SHORTANSWER", [("=", "nine"), ("=", "9")])
    assert weather[:2] == ("1", "MULTICHOICE")
    assert {answer: mark for mark, answer in weather[2]} == {"rained": "=", "snowed": "", "thundered": ""}
    assert re.sub(CLOZE, "_", text) == "<p>The ferry left at _ o’clock</p><p>and it _.</p>"


def test_hostile_text_in_a_cloze_is_neither_question_nor_lost() -> None:
    text = question("fill-in", HOSTILE_EXPORT.data).findtext("questiontext/text") or ""
    hour, weather = answers(text)
    assert [answer for _, answer in hour[2]] == [moodle.literal(f"nine{HOSTILE}"), moodle.literal(f"9{HOSTILE}")]
    # An option is HTML for Moodle, so what a student sees is decoded once more.
    assert {html.unescape(answer) for mark, answer in weather[2] if mark} == {f"rained{HOSTILE}"}
    assert len(weather[2]) == 3
    assert seen(re.sub(CLOZE, "_", text)).startswith(HOSTILE)


@pytest.mark.parametrize(("points", "weights", "lost"), [(4, {"2"}, 0), (2, {"1"}, 0), (3, {"1"}, 1), (1, {"1"}, 1)])
def test_the_weights_of_gaps_are_whole(points: float, weights: set[str], lost: int) -> None:
    gaps = [Gap(id=ident, accepted=["x"]) for ident in ("one", "two")]
    prompt = [*said("", "one", "sb-gap", "", ""), *said("", "two", "sb-gap", "", "")]
    item = Item(id="c", kind="cloze", title="C", prompt=prompt, gaps=gaps, points=points)
    assert {weight for weight, *_ in answers(single(item).findtext("questiontext/text") or "")} == weights
    assert len(moodle.export(Bank(assignment=assignment(), items=[item])).losses) == lost


# -- all ---------------------------------------------------------------------------------------------------------------


def test_hostile_text_is_shown_as_text_in_every_field() -> None:
    root = etree.fromstring(HOSTILE_EXPORT.data)
    shown = " ".join(HOSTILE.split())
    for made in chosen(root, "question[@type!='category']"):
        if made.findtext("idnumber") != "one-word":
            assert html.unescape(made.findtext("name/text") or "").startswith(shown)
        for each in chosen(made, ".//*[@format='html']/text"):
            assert etree.HTML(f"<div>{each.text or ''}</div>").xpath("//script") == []
    (made,) = chosen(root, "question[idnumber='who-what']")
    assert html.unescape(texts(made, "subquestion/answer/text")[0]) == f"{shown}wrote"
    assert seen(texts(made, "subquestion/text")[0]) == f"{shown}The clerk"


def test_the_same_bytes_every_time() -> None:
    assert moodle.export(bank()).data == PLAIN.data


def test_losses_name_their_questions() -> None:
    told = {"in-order", "fill-in", "how-long", "sort-them", "mark-it", "write-it"}
    assert {loss.item for loss in PLAIN.losses} == told


# -- the rules that packs are held to ----------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [bank(), bank(HOSTILE), varied()], ids=["plain", "hostile", "variants"])
def test_it_keeps_to_moodle_s_format(made: Bank) -> None:
    assert list(moodle_format.faults(moodle.export(made).data)) == []


SPOILT = [
    ("in-order", "<shownumcorrect>1</shownumcorrect>", "", "its shownumcorrect is None"),
    ("in-order", 'fraction="2.0000000"', 'fraction="3.0000000"', "do not stand in order"),
    ("who-wrote", 'fraction="100"', 'fraction="33"', "a fraction that Moodle does not know"),
    ("which-two", 'fraction="50"', 'fraction="40"', "do not add up to all"),
    ("which-two", "<single>false</single>", "", "its single is None"),
    ("who-what", "<shuffleanswers>true</shuffleanswers>", "", "its shuffleanswers is None"),
    ("who-what", "<text>steered</text>", "<text></text>", "one is empty"),
    ("how-long", "<tolerance>1.2</tolerance>", "", "has no tolerance"),
    ("one-name", 'format="moodle_auto_format"', 'format="html"', "in HTML"),
    ("write-it", "<responseformat>editor</responseformat>", "", "its responseformat is None"),
    ("fill-in", "=rained", "rained", "a gap has no right answer"),
    ("fill-in", "{1:SHORTANSWER", "{1:NOSUCH", "its gaps cannot be read"),
    ("true-or-false", "<hidden>0</hidden>", "", "it is hidden"),
    ("mark-it", "<![CDATA[<p>[1] saw the smoke</p>]]>", "&lt;p&gt;saw&lt;/p&gt;", "outside CDATA"),
    ("sort-them", "<p>Smoke</p>", '<p><img src="@@PLUGINFILE@@/a.png"/></p>', "does not come with it"),
]


@pytest.mark.parametrize(("ident", "old", "new", "fault"), SPOILT, ids=[f"{s[0]}: {s[3]}" for s in SPOILT])
def test_a_question_that_breaks_a_rule_is_found(ident: str, old: str, new: str, fault: str) -> None:
    before, name, rest = PLAIN.data.decode().partition(f"<idnumber>{ident}</idnumber>")
    start = before.rindex("<question ")
    asked, end, after = (before[start:] + name + rest).partition("</question>")
    assert old in asked
    spoilt = before[:start] + asked.replace(old, new) + end + after
    found = list(moodle_format.faults(spoilt.encode()))
    assert [each for each in found if each.startswith(f"{ident}: ") and fault in each], found
