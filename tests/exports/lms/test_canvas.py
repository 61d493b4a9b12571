"""A Canvas quiz as Canvas writes it, a test a question type, and Canvas's limits."""

from __future__ import annotations

from lxml import etree
from msgspec.structs import replace

from sourcebook.exports.lms import canvas
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.lms.safe_html import Element
from sourcebook.model import document as b
from sourcebook.questions.items import Number
from tests.exports.archives import bare, one, said_in, unpacked
from tests.exports.samples import HOSTILE, QUOTATION, assignment, bank, items, para, varied

PLAIN = canvas.export(bank())
FILES = unpacked(PLAIN.data)
QUIZ = "night-at-the-harbour"
TYPES = {
    "passage-harbour--ferry": "text_only_question",
    "who-wrote": "multiple_choice_question",
    "true-or-false": "multiple_choice_question",
    "which-two": "multiple_answers_question",
    "in-order": "matching_question",
    "who-what": "matching_question",
    "fill-in": "fill_in_multiple_blanks_question",
    "one-word": "multiple_dropdowns_question",
    "how-long": "numerical_question",
    "one-name": "short_answer_question",
    "sort-them": "matching_question",
    "mark-it": "multiple_answers_question",
    "write-it": "essay_question",
}


def questions(data: bytes = PLAIN.data, quiz: str = QUIZ) -> dict[str, Element]:
    root = bare(unpacked(data)[f"{quiz}/{quiz}.xml"])
    return {item.get("ident", ""): item for item in root.iter("item")}


def field(item: Element, label: str) -> str:
    return str(item.xpath(f"string(.//qtimetadatafield[fieldlabel='{label}']/fieldentry)"))


def conditions(item: Element, value: str = "") -> list[Element]:
    """The rules that give points."""
    return [rule for rule in item.iter("respcondition") if rule.find("setvar") is not None]


def seen(text: str) -> str:
    """What a reader sees of a piece of HTML."""
    return said_in(etree.HTML(f"<div>{text}</div>"))


def labels(parent: Element) -> dict[str, str]:
    return {label.get("ident", ""): label.findtext(".//mattext") or "" for label in parent.iter("response_label")}


def test_the_types_are_canvas_s_own() -> None:
    assert {ident: field(item, "question_type") for ident, item in questions().items()} == TYPES


def test_the_manifest_names_every_file() -> None:
    root = bare(FILES["imsmanifest.xml"])
    assert {each.get("href") for each in root.iter("file")} == set(FILES) - {"imsmanifest.xml"}
    assert [each.get("type") for each in root.iter("resource")] == [
        "imsqti_xmlv1p2",
        "associatedcontent/imscc_xmlv1p1/learning-application-resource",
    ]
    assert bare(FILES[f"{QUIZ}/assessment_meta.xml"]).findtext("title") == "A night at the harbour"


def test_the_points_of_the_quiz_are_those_of_its_questions() -> None:
    total = sum(float(field(item, "points_possible")) for item in questions().values())
    assert bare(FILES[f"{QUIZ}/assessment_meta.xml"]).findtext("points_possible") == f"{total:g}"


def test_a_graded_quiz_hides_its_results() -> None:
    graded = Bank(assignment=replace(assignment(), use="graded"), items=items())
    meta = bare(unpacked(canvas.export(graded).data)[f"{QUIZ}/assessment_meta.xml"])
    assert [meta.findtext(tag) for tag in ("hide_results", "show_correct_answers", "available")] == [
        "always",
        "false",
        "false",
    ]


def test_a_passage_stands_once_before_the_questions_that_need_it() -> None:
    found = list(questions())
    assert found[:3] == ["passage-harbour--ferry", "who-wrote", "true-or-false"]
    made = questions()
    assert "“The ferry left at nine.”" in (made["passage-harbour--ferry"].findtext(".//mattext") or "")
    for ident in ("who-wrote", "true-or-false"):
        asked = made[ident].findtext("presentation/material/mattext") or ""
        assert "ferry left at nine" not in asked
        assert "Passage, above: The harbour master, ¶4" in asked


def test_a_question_names_the_text_block_that_new_quizzes_shows_beside_it() -> None:
    made = questions()
    asked = {ident: field(made[ident], "parent_stimulus_item_ident") for ident in ("who-wrote", "which-two")}
    assert asked == {"who-wrote": "passage-harbour--ferry", "which-two": ""}


def test_two_passages_of_a_question_are_one_text_block() -> None:
    """New Quizzes shows one beside a question."""
    second = replace(QUOTATION, ref="harbour/log", attribution=[b.Text(text="The log")])
    item = replace(items()[1], id="both", prompt=[QUOTATION, second, *para("Which?")])
    made = questions(
        canvas.export(Bank(assignment=assignment(), items=[*items()[:1], item, replace(item, id="c")])).data
    )
    both = next(ident for ident in made if ident.startswith("passages-"))
    assert len(both) < 20, "Canvas makes a file name of it"
    assert list(made) == ["passage-harbour--ferry", "who-wrote", both, "both", "c"]
    assert [field(made[ident], "parent_stimulus_item_ident") for ident in ("both", "c")] == [both, both]
    assert made[both].get("title") == "The harbour master, ¶4; The log"


def keyed(item: Element, path: str) -> list[str]:
    """The words of the choices that a rule names."""
    words = labels(item)
    (rule,) = conditions(item)
    return sorted(seen(words[each.text or ""]) for each in rule.iterfind(path))


def test_single_choice_is_equal_to_its_key() -> None:
    item = questions()["who-wrote"]
    assert keyed(item, "conditionvar/varequal") == ["The clerk"]
    assert conditions(item)[0].findtext("setvar") == "100"
    shown = [each.get("ident") for each in item.iter("itemfeedback")]
    assert sorted(map(str, shown)) == sorted(["general_fb", *(f"{name}_fb" for name in labels(item))])


def test_several_answers_are_all_right_ones_and_no_wrong_one() -> None:
    item = questions()["which-two"]
    assert keyed(item, "conditionvar/and/varequal") == ["It rained", "Nine o’clock"]
    assert keyed(item, "conditionvar/and/not/varequal") == ["It snowed", "Ten o’clock", "There was fog"]


def matched(item: Element) -> dict[str, str]:
    """The key of a matching question, in words."""
    lefts = {lid.get("ident"): lid.findtext("material/mattext") or "" for lid in item.iter("response_lid")}
    rules = [one(rule, "conditionvar/varequal") for rule in conditions(item)]
    return {lefts[rule.get("respident")]: labels(item)[rule.text or ""] for rule in rules}


def test_matching_adds_up_to_a_hundred_and_offers_the_extra() -> None:
    item = questions()["who-what"]
    assert matched(item) == {"The clerk": "wrote", "The pilot": "steered", "The cook": "cooked"}
    assert {one(rule, "setvar").get("action") for rule in conditions(item)} == {"Add"}
    assert round(sum(float(rule.findtext("setvar") or 0) for rule in conditions(item))) == 100
    for lid in item.iter("response_lid"):
        assert set(labels(lid).values()) == {"wrote", "steered", "cooked", "slept"}


def test_ordering_and_categorising_are_matched() -> None:
    assert matched(questions()["in-order"]) == {"The bell": "1", "The boat": "2", "Fire": "3"}
    assert set(labels(questions()["sort-them"]).values()) == {"Seen", "Heard", "Neither"}


def test_a_cloze_that_mixes_has_blanks_with_the_options_beside() -> None:
    item = questions()["fill-in"]
    text = item.findtext("presentation/material/mattext") or ""
    assert "[blank1]" in text
    assert "[blank2] (" in text
    found = {lid.get("ident"): sorted(labels(lid).values()) for lid in item.iter("response_lid")}
    assert found == {"response_blank1": ["9", "nine"], "response_blank2": ["rained"]}


def test_drop_downs_have_one_right_option() -> None:
    item = questions()["one-word"]
    (rule,) = conditions(item)
    assert labels(item)[rule.findtext("conditionvar/varequal") or ""] == "three"
    assert sorted(labels(item).values()) == ["three", "two"]


def test_a_blank_is_never_called_like_words_of_the_text() -> None:
    item = questions(canvas.export(bank(HOSTILE)).data)["fill-in"]
    text = item.findtext("presentation/material/mattext") or ""
    names = [lid.get("ident", "").removeprefix("response_") for lid in item.iter("response_lid")]
    assert [text.count(f"[{name}]") for name in names] == [1, 1]
    assert "[blank1]" in text
    assert "blank1" not in names


def test_a_number_is_right_within_its_tolerance() -> None:
    (rule,) = conditions(questions()["how-long"])
    assert [(each.tag, each.text) for each in one(rule, "conditionvar")] == [("vargte", "8.3"), ("varlte", "10.7")]


def test_an_exact_number_is_equal_and_its_ends_as_well() -> None:
    """New Quizzes reads an exact number from all three (`numerics/exact_match.rb`)."""
    item = replace(items()[7], number=Number(value=31.9))
    (rule,) = conditions(questions(canvas.export(Bank(assignment=assignment(), items=[item])).data)["how-long"])
    found = [(each.tag, each.text) for each in one(rule, "conditionvar").iter("varequal", "vargte", "varlte")]
    assert found == [("varequal", "31.9"), ("vargte", "31.9"), ("varlte", "31.9")]


def test_a_short_answer_has_all_its_forms() -> None:
    (rule,) = conditions(questions()["one-name"])
    assert [each.text for each in rule.iterfind("conditionvar/varequal")] == ["Heron", "the Heron"]


def test_an_essay_has_no_key_and_shows_no_secret() -> None:
    item = questions()["write-it"]
    assert conditions(item) == []
    words = etree.tostring(item, encoding="unicode")
    assert "3 points: Excellent work" in words
    assert [secret for secret in ("model answer", "anchor", "marking note", "common error") if secret in words] == []


def test_what_is_too_long_for_canvas_is_left_out_and_named() -> None:
    long = replace(items()[1], id="long", prompt=para("a" * canvas.LONGEST))
    made = canvas.export(Bank(assignment=assignment(), items=[*items(), long]))
    assert set(questions(made.data)) == set(TYPES)
    (lost,) = (loss for loss in made.losses if loss.item == "long")
    assert lost.says.startswith("left out: ")


def test_every_text_is_within_canvas_s_limit() -> None:
    for item in questions(canvas.export(bank(HOSTILE)).data).values():
        assert len(item.get("title", "")) <= canvas.LONGEST_TITLE
        assert all(len((each.text or "").encode()) < canvas.LONGEST for each in item.iter("mattext"))


def test_a_long_quiz_is_named() -> None:
    many = [
        replace(items()[1], id=f"q-{n}", prompt=[QUOTATION, *para(str(n))]) for n in range(canvas.MOST_QUESTIONS + 1)
    ]
    lost = canvas.export(Bank(assignment=assignment(), items=many)).losses
    assert [loss.item for loss in lost] == [""]


def test_what_new_quizzes_would_take_for_a_tag_is_named() -> None:
    told = {loss.item for loss in canvas.export(bank("<c>")).losses if "angle brackets" in loss.says}
    assert told == {"in-order", "who-what", "fill-in", "sort-them"}


def test_several_answers_that_earn_something_when_all_are_ticked_are_named() -> None:
    """Classic Quizzes takes off for a wrong one what it gives for a right one."""
    plain = next(item for item in items() if item.id == "which-two")
    more = replace(plain, choices=[replace(each, correct=each.id != "fog") for each in plain.choices])
    made = canvas.export(Bank(assignment=assignment(), items=[more]))
    assert any("everything earns 75 per cent" in loss.says for loss in made.losses)
    assert not any("everything" in loss.says for loss in PLAIN.losses)


def test_hostile_text_stays_text() -> None:
    for ident, item in questions(canvas.export(bank(HOSTILE)).data).items():
        for each in item.iter("mattext"):
            if each.get("texttype") == "text/html":
                page = etree.HTML(f"<div>{each.text}</div>")
                assert page.xpath("//script") == [], ident


def test_a_variant_is_a_quiz() -> None:
    files = unpacked(canvas.export(varied()).data)
    assert [name for name in files if name.endswith("meta.xml")] == [
        f"{QUIZ}-a/assessment_meta.xml",
        f"{QUIZ}-b/assessment_meta.xml",
    ]
    assert "drawn-b" in questions(canvas.export(varied()).data, f"{QUIZ}-b")


def test_the_same_bytes_every_time() -> None:
    assert canvas.export(bank()) == PLAIN
