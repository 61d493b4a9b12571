"""Every file of every pack of the book itself: held to the schema, the parser or the rules that platforms hold it to,
and its keys to those of the exercises.

Here: what can be tried without a browser; QTI 3 is played in `tests/browser/test_qti3_player.py`. Not here: how packs
are made (`test_build_packs.py`), and each format by itself (`tests/exports/`).

`own_ids.txt` names every question of the packs. A platform knows a question by its id, so an id must not change from
release to release. Where questions come or go on purpose, make the list anew, look the change through and commit it:

    python -m tests.own_book ids > tests/commands/own_ids.txt
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import etree
from msgspec.structs import replace

from sourcebook.commands import build_packs
from sourcebook.exports.lms import canvas, pack
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.lms.safe_html import Element
from sourcebook.exports.paper import word
from sourcebook.model import document_tree
from sourcebook.questions import generate, prompt_blocks
from sourcebook.questions.items import Group, Item
from sourcebook.questions.kinds import KINDS
from sourcebook.quotes.match import ParsedQuotation, judge
from tests.exports import moodle_format, qti12
from tests.exports.answers import NOTHING_LIKE_IT, belongs, outside, said
from tests.exports.archives import bare, chosen, one, said_in, unpacked
from tests.exports.lms.test_gift import parsed, unmarked
from tests.own_book import OwnBook, words_of

IDS = Path(__file__).with_name("own_ids.txt")
Files = dict[str, dict[str, bytes]]


@pytest.fixture(scope="module")
def banks(own_book: OwnBook) -> dict[str, Bank]:
    return own_book.banks()


@pytest.fixture(scope="module")
def exported(banks: dict[str, Bank]) -> Files:
    """What every assignment gives for platforms: files by name."""
    return {ident: pack.files(bank) for ident, bank in banks.items()}


def every(banks: dict[str, Bank]) -> Iterator[tuple[str, Item]]:
    """Every question with its assignment."""
    return ((ident, item) for ident, bank in banks.items() for item in bank.items)


# -- the exercises -----------------------------------------------------------------------------------------------------


def test_there_are_assignments_for_practice_and_a_graded_one(own_book: OwnBook) -> None:
    plan = own_book.set.pool.plan.assignments
    assert len(plan) >= 6
    assert {each.use for each in plan.values()} == {"practice", "graded"}
    assert [str(problem) for problem in own_book.set.problems if problem.is_error] == []


def test_there_are_enough_of_each_kind_of_task(own_book: OwnBook) -> None:
    pool = own_book.set.pool
    # A question to match asks for as many things as it has pairs.
    made = {
        recipe.make: sum(max(1, len(item.pairs)) for item in generate.make(pool.evidence, recipe))
        for recipe in pool.recipes.values()
    }
    assert {make: count for make, count in made.items() if count < 6} == {}
    assert set(made) == set(generate.MAKERS)
    assert {item.kind for item in pool.items.values()} == set(KINDS)
    assert {item.group for item in pool.items.values()} == set(get_args(Group))
    open_tasks = [item for item in pool.items.values() if item.rubric]
    assert len(open_tasks) >= 8
    for item in open_tasks:
        assert item.secret.solution, item.id
        assert [anchor.level for anchor in item.secret.anchors], item.id


def test_the_place_of_an_answer_does_not_tell_that_it_is_right(own_book: OwnBook) -> None:
    """Solved without the articles, by somebody who only knows where right answers use to stand."""
    written = own_book.set.pool.items.values()
    single = [
        [choice.correct for choice in item.choices].index(True) for item in written if item.kind == "single-choice"
    ]
    assert max(map(single.count, single)) <= len(single) / 2
    several = [[choice.correct for choice in item.choices] for item in written if item.kind == "multiple-choice"]
    in_front = [rights for rights in several if rights == sorted(rights, reverse=True)]
    assert len(in_front) <= len(several) / 4


def test_the_exercises_fit_into_the_minutes_of_their_assignment(banks: dict[str, Bank]) -> None:
    for bank in banks.values():
        for _, items in bank.variants():
            assert sum(item.minutes for item in items) <= bank.assignment.minutes, bank.assignment.id


def test_a_pack_asks_in_the_words_of_the_page(own_book: OwnBook) -> None:
    """Of every written exercise, also of those that no assignment names; links have the titles of their pages."""
    pool = own_book.set.pool
    assert len(pool.items) >= 35
    for ident, item in pool.items.items():
        filled = prompt_blocks.filled(item.prompt, pool.evidence.paragraphs, pool.titles)
        assert words_of(document_tree.plain_text(filled)) == own_book.shown[ident], ident


def test_of_every_altered_quotation_the_checker_takes_the_genuine_and_rejects_the_altered(own_book: OwnBook) -> None:
    evidence = own_book.set.pool.evidence
    short = {source.short.lower(): key for key, source in evidence.book.sources.items()}
    recipes = [recipe for recipe in own_book.set.pool.recipes.values() if recipe.make == "altered-quotation"]
    items = [item for recipe in recipes for item in generate.make(evidence, recipe)]
    assert len(items) == sum(recipe.count for recipe in recipes) >= 6
    for item in items:
        assert sum(choice.correct for choice in item.choices) == 1
        for choice in item.choices:
            quoted, _, where = prompt_blocks.plain(prompt_blocks.filled(choice.content, {})).rpartition(" (")
            article = evidence.prover.articles[short[where.rstrip(")").lower()]]
            assert judge(article, ParsedQuotation(quoted.strip("“”"))).accepted is not choice.correct, quoted


# -- ids, and the same bytes -------------------------------------------------------------------------------------------


def test_the_ids_of_the_questions_are_those_of_the_last_release(banks: dict[str, Bank]) -> None:
    lines = [line for ident, bank in banks.items() for line in (f"[{ident}]", *(item.id for item in bank.items))]
    assert lines == IDS.read_text(encoding="utf-8").splitlines(), "see the head of this file"


def test_every_file_of_a_pack_has_the_same_bytes_the_second_time(own_book: OwnBook, banks: dict[str, Bank]) -> None:
    press = build_packs.PackPress(own_book.set)
    for bank in banks.values():
        papers = {name: make for name, make in press.papers(bank).items() if "letter" not in name}
        first = pack.files(bank, papers)
        assert set(first) >= {"key.pdf", "sheet.pdf", *({"sheet.docx"} if word.available() else set())}
        again = press.bank(bank.assignment)
        assert {name for name, data in pack.files(again, papers).items() if data != first[name]} == set()


def test_another_seed_asks_otherwise(own_book: OwnBook, banks: dict[str, Bank], exported: Files) -> None:
    graded = banks["essay-from-documents"].assignment
    other = build_packs.PackPress(own_book.set).bank(replace(graded, seed="another"))
    files = exported[graded.id]
    changed = {name for name, data in pack.files(other).items() if data != files[name]}
    assert changed >= {"moodle.xml", "canvas.zip", "cartridge.imscc", "qti3.zip", "questions.gift"}


# -- QTI 3 and cartridges against their schemas ------------------------------------------------------------------------


def test_every_qti_3_file_is_valid(exported: Files, schemas: Path) -> None:
    schema = etree.XMLSchema(etree.parse(schemas / "qti30" / "imsqti_asiv3p0_sbacv1p0_v1p0.xsd"))
    for files in exported.values():
        parts = [data for name, data in unpacked(files["qti3.zip"]).items() if name != "imsmanifest.xml"]
        assert len(parts) >= 2
        for data in parts:
            schema.assertValid(etree.fromstring(data))


def test_every_qti_3_manifest_names_its_items_and_tests(banks: dict[str, Bank], exported: Files) -> None:
    for ident, files in exported.items():
        parts = unpacked(files["qti3.zip"])
        root = bare(parts["imsmanifest.xml"])
        about = (root.findtext("metadata/schema"), root.findtext("metadata/schemaversion"))
        assert about == ("QTI Package", "3.0.0")
        assert [each.get("href") for each in root.iter("resource")] == [each.get("href") for each in root.iter("file")]
        assert {each.get("href") for each in root.iter("file")} == set(parts) - {"imsmanifest.xml"}
        kinds = [each.get("type") for each in root.iter("resource")]
        assert kinds.count("imsqti_item_xmlv3p0") == len(banks[ident].items)
        assert kinds.count("imsqti_test_xmlv3p0") == len(banks[ident].variants())
        names = {each.get("identifier") for each in root.iter("resource")}
        assert {each.get("identifierref") for each in root.iter("dependency")} < names


def test_every_cartridge_is_valid(exported: Files, schemas: Path) -> None:
    package = etree.XMLSchema(etree.parse(schemas / "cc11" / "cc11libxml2validator.xsd"))
    profile = etree.XMLSchema(etree.parse(schemas / "cc11" / "ccv1p1_qtiasiv1p2p1_v1p0.xsd"))
    for files in exported.values():
        parts = unpacked(files["cartridge.imscc"])
        package.assertValid(etree.fromstring(parts["imsmanifest.xml"]))
        tests = [data for name, data in parts.items() if name.endswith("assessment.xml")]
        assert tests
        for data in tests:
            profile.assertValid(etree.fromstring(data))


# -- what the keys give ------------------------------------------------------------------------------------------------

Given = dict[str, list[str]]


def answers(item: Item, asked: Element) -> tuple[Given, Given]:
    """The key and a wrong answer to one question of QTI 1.2, found by what a reader sees of it."""
    found = [_answer(item, *response) for response in qti12.responses(asked)]
    right, wrong = ({name: of[turn] for name, of in found} for turn in (0, 1))
    return right, wrong


def _answer(item: Item, ident: str, beside: str, response: Element) -> tuple[str, tuple[list[str], list[str]]]:
    labels = qti12.labels(response)
    if item.kind == "numeric":
        return ident, ([f"{item.number.value:g}"] if item.number else [], [f"{outside(item):g}"])
    if item.kind == "short-answer":
        return ident, ([item.accepted[0]], [NOTHING_LIKE_IT])
    words = _right_words(item, beside, ident, response)
    right = [name for shown, name in labels.items() if shown in words]
    assert len(right) == len(words), f"{item.id}: {words} are not all among {list(labels)}"
    wrong = [name for name in labels.values() if name not in right]
    return ident, (right, wrong if item.kind in {"multiple-choice", "find-the-quote"} else wrong[:1])


def _right_words(item: Item, beside: str, ident: str, response: Element) -> set[str]:
    """The words of what is right, in this place of this question."""
    squeezed = " ".join(beside.split())
    if item.kind in {"matching", "categorise"}:
        lefts = {" ".join(said(left.content).split()): words for left, words in belongs(item)}
        return {lefts[squeezed] if squeezed in lefts else lefts[_left(lefts, response)]}
    if item.kind == "ordering":
        return {str([said(entry.content) for entry in item.entries].index(squeezed) + 1)}
    if item.kind == "find-the-quote":
        return {f"[{n}] {hot.text}" for n, hot in enumerate(item.hots, 1) if hot.correct}
    if item.kind == "cloze":
        return {item.gaps[_gap(item, ident, response)].accepted[0]}
    return {" ".join(said(choice.content).split()) for choice in item.choices if choice.correct}


def _asked(response: Element) -> Element:
    return next(each for each in response.iterancestors("item"))


def _left(lefts: dict[str, str], response: Element) -> str:
    """In a cartridge each left side is a question of its own, and ends its text."""
    prompt = qti12.seen(one(_asked(response), "presentation/material/mattext"))
    return max((left for left in lefts if prompt.endswith(left)), key=len)


def _gap(item: Item, ident: str, response: Element) -> int:
    """Which gap of a text is meant: by the number of the blank in Canvas, by the end of the id in a cartridge."""
    number = re.fullmatch(r"response_blank(\d+)x*", ident)
    if number:
        return int(number[1]) - 1
    return [gap.id for gap in item.gaps].index(_asked(response).get("ident", "").removeprefix(f"{item.id}-"))


def scores(item: Item, asked: Element) -> list[float]:
    """What a blank, the key and a wrong answer earn, out of a hundred."""
    right, wrong = answers(item, asked)
    return [round(qti12.score(asked, given), 1) for given in ({}, right, wrong)]


def test_every_key_of_every_canvas_quiz_gives_all_and_what_is_wrong_nothing(
    banks: dict[str, Bank], exported: Files
) -> None:
    unlike: dict[str, list[float]] = {}
    tried = 0
    for ident, bank in banks.items():
        parts = [bare(data) for name, data in unpacked(exported[ident]["canvas.zip"]).items() if "/" in name]
        asked = {each.get("ident"): each for root in parts for each in root.iter("item")}
        for item in bank.items:
            if KINDS[item.kind].auto:
                tried += 1
                found = scores(item, asked[item.id])
                if found[0] or abs(found[1] - 100) > 0.1 or found[2]:
                    unlike[item.id] = found
    assert unlike == {}
    assert tried > 40


def test_every_key_of_every_cartridge_gives_all_and_what_is_wrong_nothing(
    banks: dict[str, Bank], exported: Files
) -> None:
    unlike: dict[str, list[float]] = {}
    tried = set()
    for ident, bank in banks.items():
        roots = [bare(d) for name, d in unpacked(exported[ident]["cartridge.imscc"]).items() if name.endswith(".xml")]
        items = sorted(bank.items, key=lambda each: -len(each.id))
        for asked in (each for root in roots for each in root.iter("item") if each.find("presentation") is not None):
            item = next(each for each in items if asked.get("ident", "").startswith(each.id))
            if item.kind == "ordering":
                unlike |= {item.id: found} if (found := _letters(item, asked)) != [0, 100, 0] else {}
            elif KINDS[item.kind].auto and (found := scores(item, asked)) != [0, 100, 0]:
                unlike[asked.get("ident", "")] = found
            tried.add(item.id)
    assert unlike == {}
    assert tried == {item.id for _, item in every(banks)}


def _letters(item: Item, asked: Element) -> list[float]:
    """An order is written as letters, which stand before the entries in the text."""
    page = etree.HTML(f"<div>{one(asked, 'presentation/material/mattext').text}</div>")
    lines = dict(re.findall(r"^([A-Z])\. (.+)$", "\n".join(said_in(line) for line in page.iter("p")), re.MULTILINE))
    letters = {words: letter for letter, words in lines.items()}
    key = "".join(letters[" ".join(said(entry.content).split())] for entry in item.entries)
    return [qti12.score(asked, {"response1": [given]}) for given in ("", key, key[::-1])]


# -- Canvas ------------------------------------------------------------------------------------------------------------

CANVAS_TYPES = {
    "multiple_choice_question",
    "multiple_answers_question",
    "short_answer_question",
    "fill_in_multiple_blanks_question",
    "multiple_dropdowns_question",
    "matching_question",
    "numerical_question",
    "essay_question",
    "text_only_question",
}


def test_every_canvas_quiz_keeps_to_canvas_s_types_limits_and_points(banks: dict[str, Bank], exported: Files) -> None:
    for ident, bank in banks.items():
        parts = unpacked(exported[ident]["canvas.zip"])
        quizzes = [name for name in parts if name.endswith("assessment_meta.xml")]
        assert len(quizzes) == len(bank.variants())
        for meta, (_, items) in zip(quizzes, bank.variants(), strict=True):
            root = bare(parts[meta])
            assert float(root.findtext("points_possible") or 0) == pytest.approx(sum(item.points for item in items))
            questions = list(bare(parts[f"{meta.partition('/')[0]}/{meta.partition('/')[0]}.xml"]).iter("item"))
            assert {_field(each, "question_type") for each in questions} <= CANVAS_TYPES
            assert len(questions) <= canvas.MOST_QUESTIONS
            idents = [each.get("ident") for each in questions]
            assert len(idents) == len(set(idents))
            texts = [each.text or "" for question in questions for each in question.iter("mattext")]
            assert max(len(shown.encode()) for shown in texts) < canvas.LONGEST
            assert all(len(each.get("title", "")) <= canvas.LONGEST_TITLE for each in questions)


def _field(question: Element, label: str) -> str:
    return str(question.xpath(f"string(.//qtimetadatafield[fieldlabel='{label}']/fieldentry)"))


# -- Moodle ------------------------------------------------------------------------------------------------------------


def test_every_moodle_file_keeps_to_moodle_s_format(exported: Files) -> None:
    faults = {ident: list(moodle_format.faults(files["moodle.xml"])) for ident, files in exported.items()}
    assert {ident: found for ident, found in faults.items() if found} == {}


def test_every_key_in_a_moodle_file_is_that_of_its_exercise(banks: dict[str, Bank], exported: Files) -> None:
    for ident, bank in banks.items():
        root = etree.fromstring(exported[ident]["moodle.xml"])
        for item in bank.items:
            (asked,) = chosen(root, f"question[idnumber='{item.id}']")
            assert moodle_key(asked) == expected_key(item), item.id


def moodle_key(asked: Element) -> object:
    """What Moodle takes for right."""
    kind = asked.get("type")
    if kind == "multichoice":
        right = [each for each in asked.iterfind("answer") if float(each.get("fraction", "0")) > 0]
        return {_seen(each.findtext("text")) for each in right}
    if kind == "matching":
        pairs = {_seen(each.findtext("text")): each.findtext("answer/text") for each in asked.iterfind("subquestion")}
        return {left: _seen(right) for left, right in pairs.items() if left}
    if kind == "ordering":
        return [_seen(each.findtext("text")) for each in asked.iterfind("answer")]
    if kind == "cloze":
        gaps = moodle_format.CLOZE.findall(asked.findtext("questiontext/text") or "")
        # What is chosen is HTML in HTML.
        return [_seen(_seen(inside.partition("=")[2].partition("~")[0])) for _, _, inside in gaps]
    if kind == "numerical":
        return float(asked.findtext("answer/text") or 0), float(asked.findtext("answer/tolerance") or 0)
    return [each.findtext("text") for each in asked.iterfind("answer")]


def _seen(markup: str | None) -> str:
    return said_in(etree.HTML(f"<div>{markup or ''}</div>"))


def expected_key(item: Item) -> object:
    """What is right, in the form of `moodle_key`."""
    if item.choices:
        return {_line(choice.content) for choice in item.choices if choice.correct}
    if item.hots:
        return {f"[{n}] {hot.text}" for n, hot in enumerate(item.hots, 1) if hot.correct}
    if item.pairs or item.categories:
        return {_line(left.content): " ".join(words.split()) for left, words in belongs(item)}
    if item.entries:
        return [_line(entry.content) for entry in item.entries]
    if item.gaps:
        return [gap.accepted[0] for gap in item.gaps]
    return (item.number.value, item.number.tolerance) if item.number else item.accepted


def _line(content: list[Any]) -> str:
    """The words of blocks as HTML shows them, blocks side by side."""
    return " ".join(said(content).split())


# -- GIFT --------------------------------------------------------------------------------------------------------------


def test_every_gift_file_is_parsed_and_has_the_keys_of_the_exercises(
    banks: dict[str, Bank], exported: Files, node: Path, npm_packages: Path
) -> None:
    for ident, bank in banks.items():
        read = parsed(exported[ident]["questions.gift"], node, npm_packages)
        found = {each["id"]: each for each in read if each["type"] != "Category"}
        for item in bank.items:
            for asked, key in _in_gift(item, found):
                assert gift_key(asked) == key, item.id


def _in_gift(item: Item, found: dict[str, Any]) -> Iterator[tuple[dict[str, Any], object]]:
    """The questions that an exercise became, and what should be right in each. A text with gaps becomes several."""
    if item.kind == "cloze":
        for gap in item.gaps:
            yield found[f"{item.id}-{gap.id}"], {gap.accepted[0]} if gap.options else gap.accepted
    elif item.kind == "ordering":
        yield found[item.id], {_line(entry.content): str(n) for n, entry in enumerate(item.entries, 1)}
    else:
        yield found[item.id], expected_key(item)


def gift_key(asked: dict[str, Any]) -> object:
    """What the parser takes for right, in the form of `moodle_key`."""
    if asked["type"] == "MC":
        right = [each for each in asked["choices"] if each["isCorrect"] or (each["weight"] or 0) > 0]
        return {_seen(each["text"]["text"]) for each in right}
    if asked["type"] == "Matching":
        pairs = {_seen(each["subquestion"]["text"]): each["subanswer"] for each in asked["matchPairs"]}
        return {left: unmarked(_seen(right)) for left, right in pairs.items() if left}
    if asked["type"] == "Numerical":
        return asked["choices"]["number"], asked["choices"]["range"]
    return [each["text"]["text"] for each in asked.get("choices", [])]


# -- tables, losses and papers -----------------------------------------------------------------------------------------


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_rubric_has_canvas_s_columns_and_the_words_of_the_exercise(
    banks: dict[str, Bank], exported: Files
) -> None:
    for ident, bank in banks.items():
        if not any(item.rubric for item in bank.items):
            assert "rubric.csv" not in exported[ident]
            continue
        head, *lines = rows(exported[ident]["rubric.csv"])
        assert head[:4] == ["Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range"]
        assert head[4:] == ["Rating Name", "Rating Description", "Rating Points"] * (len(head[4:]) // 3)
        expected = [
            [item.title, criterion.name, criterion.description, "false"]
            + [str(cell) for r in criterion.ratings for cell in (r.name, r.description, f"{r.points:g}")]
            for item in bank.items
            for criterion in item.rubric
        ]
        assert lines == expected


def test_every_table_of_marks_adds_up_to_the_points_of_a_variant(banks: dict[str, Bank], exported: Files) -> None:
    for ident, bank in banks.items():
        head, possible, *_ = rows(exported[ident]["marks.csv"])
        total = sum(item.points for item in bank.variants()[0][1])
        points = [float(cell) for name, cell in zip(head, possible, strict=True) if re.match(r"\d+\. ", name)]
        assert sum(points) == float(possible[head.index("Total")]) == total
        assert len(head) == len(set(head)), "two columns of one name"


ASKED_OTHERWISE = {
    "moodle.xml": {"categorise": "matched to its category", "find-the-quote": "numbered in the text"},
    "canvas.zip": {
        "categorise": "matched to its category",
        "find-the-quote": "numbered in the text",
        "ordering": "matched to the places",
    },
    "cartridge.imscc": {
        "categorise": "matched to its category",
        "find-the-quote": "numbered in the text",
        "ordering": "bear letters",
        "matching": "left side is a question of its own",
        "cloze": "gap is a question of its own",
        "numeric": "compared as text",
    },
    "qti3.zip": {},
    "questions.gift": {
        "categorise": "matched to its category",
        "find-the-quote": "numbered in the text",
        "ordering": "matched to the places",
        "cloze": "gap is a question of its own",
    },
}
"""For each format the kinds that it lacks, and words of what `losses.md` says of them."""


def test_the_losses_name_every_question_that_is_asked_otherwise_and_no_other(
    banks: dict[str, Bank], exported: Files
) -> None:
    for ident, bank in banks.items():
        parts = re.split(r"^## ", exported[ident]["losses.md"].decode(), flags=re.MULTILINE)
        told = {part.partition("\n")[0]: part for part in parts[1:]}
        for name, kinds in ASKED_OTHERWISE.items():
            for kind, words in kinds.items():
                lines = [line for line in told[name].splitlines() if words in line and not line.startswith("# ")]
                named = {each for line in lines for each in re.findall(r"`([\w-]+)`", line)}
                of_kind = {item.id for item in bank.items if item.kind == kind}
                several = {item.id for item in bank.items if len(item.gaps) > 1} if kind == "cloze" else of_kind
                assert (of_kind & several) <= named or (lines and "every question" in "".join(lines)), (ident, name)
                allowed = of_kind | {item.id for item in bank.items if item.kind == "categorise"}
                assert named <= allowed, (ident, name, words)


def test_hints_are_lost_where_losses_say_so_and_nowhere_else(banks: dict[str, Bank], exported: Files) -> None:
    for ident, bank in banks.items():
        hinted = [item for item in bank.items if item.hints]
        files = exported[ident]
        root = etree.fromstring(files["moodle.xml"])
        for item in hinted:
            hints = chosen(root, f"question[idnumber='{item.id}']/hint")
            assert len(hints) == (0 if item.kind == "essay" else len(item.hints)), item.id
        if hinted:
            assert files["losses.md"].decode().count("Hints: ") >= 3


def test_every_paper_can_be_printed_and_the_key_is_the_longest(own_book: OwnBook, banks: dict[str, Bank]) -> None:
    press = build_packs.PackPress(own_book.set)
    for bank in banks.values():
        makers = press.papers(bank)
        made = {name: makers[name]() for name in makers if name.endswith(".pdf") and "letter" not in name}
        assert all(data.startswith(b"%PDF-") for data in made.values())
        assert max(made, key=lambda name: len(made[name])) == "key.pdf"
