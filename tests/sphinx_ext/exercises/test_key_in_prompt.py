"""Questions that do not answer themselves: bare quotations, and the caution for a prompt that names its key.

The case authoring/giveaway.md, and its sisters: each kind of question that has a key.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from sourcebook.commands import build_packs
from sourcebook.exports.lms.formats import lms_formats
from tests.sphinx_ext.conftest import Book
from tests.sphinx_ext.exercises.test_directives import ASSIGNMENT, CONF, PAGE, built, furnished, items, plain, tree

ROLE = "    roles: [{source: ferry-2031, role: harbour master, passage: engine-not-safe}]\n    variants: [Reed]\n"
ENGINE = "`The engine is not safe <ferry-2031/engine-not-safe>`"
ISLANDERS = "`About 300 islanders depend on the boat <ferry-2031/how-many>`"
CHOICES = "- [ ] The company.\n- [x] The harbour master.\n"
BARE = ":kind: single-choice\n\nWho says {sb:q-bare}" + ENGINE + "?\n\n" + CHOICES


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    book = furnished(tmp_path, monkeypatch)
    name = "name: Tomas Reed\n    kind: person\n"
    book.replace("sources/actors.yml", name, name + ROLE)
    return book


def exercise(body: str, ident: str = "asked") -> str:
    return f":::::{{sb:exercise}} {ident}\n{body}\n:::::\n"


# -- bare quotations ---------------------------------------------------------------------------------------------------


def test_a_bare_quotation_shows_its_words_and_the_answer_shows_speaker_and_source(shop: Book) -> None:
    found = built(shop, exercise(BARE))
    assert found.warnings == []
    item = items(found)["asked"]
    assert plain(item.prompt) == "Who says “The engine is not safe”?"
    assert plain(item.secret.solution) == (
        "The words of the question: “The engine is not safe” (Tomas Reed, according to Merrow council, in Quill ¶2)"
    )
    (prompt,) = tree(found).xpath("//div[contains(@class, 'sb-prompt')]")
    for part in ("Reed", "reed", "Quill", "ferry-2031", "ferry"):
        assert part not in str(prompt.text_content())
        assert not [value for each in prompt.iter() for value in each.values() if part in value]


def test_a_solution_that_quotes_the_words_itself_is_left_as_it_is(shop: Book) -> None:
    solution = "::::{sb:solution}\n{sb:q}" + ENGINE + "\n::::\n"
    item = items(built(shop, exercise(BARE + solution)))["asked"]
    assert "The words of the question" not in plain(item.secret.solution)


def test_a_bare_quotation_is_proven_and_listed_where_it_is_quoted(shop: Book) -> None:
    found = built(shop, exercise(BARE.replace("is not safe <", "is safe <")))
    (warning,) = found.warnings
    assert "misquoted" in warning
    assert f"{PAGE}.md:7:" in warning
    assert "Quoted in: Exercises" in built(shop, exercise(BARE)).text("list.html")
    (warning,) = built(shop, exercise(BARE.replace("<ferry-2031/engine-not-safe>", "<ferry-2031/engine>"))).warnings
    assert "ferry-2031/engine" in warning


def test_a_caution_for_bare_words_is_accepted_by_a_comment_once(shop: Book) -> None:
    words = "{sb:q-bare}`About 300 islanders depend on the boat <ferry-2031/how-many>`"
    body = f":kind: short-answer\n:answer: an essayist\n\n{{comment}}\nWho is meant by {words}?\n"
    (warning,) = built(shop, exercise(body.replace("{comment}\n", ""))).warnings
    assert "[sourcebook.context]" in warning
    comment = "% accept: context because the boats of forty are another matter"
    assert built(shop, exercise(body.replace("{comment}", comment))).warnings == []


def test_a_bare_quotation_outside_an_exercise_is_a_fault(shop: Book) -> None:
    (warning, *_) = built(shop, "He says {sb:q-bare}" + ENGINE + ".").warnings
    assert "outside an exercise" in warning
    assert "write sb:q." in warning


def test_the_public_book_names_no_speaker_of_a_graded_question(shop: Book) -> None:
    found = built(shop, exercise(":use: graded\n" + BARE))
    assert found.warnings == []
    assert "Reed" not in found.text(f"{PAGE}.html")
    assert items(found)["asked"].secret.solution == []


def members(data: bytes) -> str:
    """The text of a file, or of every file of an archive."""
    if not zipfile.is_zipfile(BytesIO(data)):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(data)) as bundle:
        return "\n".join(bundle.read(name).decode("utf-8", "replace") for name in bundle.namelist())


def test_no_export_of_a_graded_question_names_the_speaker_and_each_of_practice_tells_it_with_the_answer(
    shop: Book,
) -> None:
    shop.write("conf.py", CONF + "exclude_patterns = ['_build']\n")
    shop.write(f"{PAGE}.md", "# Exercises\n\n" + exercise(BARE))
    one = ASSIGNMENT.replace("[how-many, from-evidence]", "[asked]")
    shop.write("exercises/assignments.yml", one)
    made = build_packs.make(shop.root, ["first"])
    assert [str(problem) for problem in made.problems] == []
    found = {path.name: members(path.read_bytes()) for path in made.folders[0].iterdir()}
    for name in ("moodle.xml", "canvas.zip", "qti3.zip", "questions.gift", "cartridge.imscc"):
        told = found[name]
        assert told.count("The engine is not safe") == 2, name
        assert told.count("according to Merrow council") == 1, name
        assert told.index("The engine is not safe") < told.index("Tomas Reed"), name
        assert "reported by" not in told, name
    assert "The engine is not safe" in found.get("handout.docx", "The engine is not safe")
    assert "Tomas Reed" not in found.get("handout.docx", "")
    # It has no rubric and no ordering, so nothing for these.
    assert set(lms_formats()) - {"rubric.csv", "moodle-before-4.4.xml"} <= set(found)


# -- a prompt that names its key ---------------------------------------------------------------------------------------

NAMING = {
    "case giveaway": ":kind: single-choice\n\nWho says {q}?\n\n" + CHOICES,
    "no role on record": ":kind: single-choice\n\nWho says {q}?\n\n- [x] The man on the quay\n- [ ] A minister\n",
    "which article": ":kind: single-choice\n\nWhich article says {q}?\n\n- [x] The older one\n- [ ] The newer one\n",
    "whose words": ":kind: essay\n\nWhose words are {q}?\n\n",
    "by role": ":kind: single-choice\n\n{q}. One vouches for it:\n\n" + CHOICES,
    "by name": ":kind: single-choice\n\n{q}. One vouches for it:\n\n- [x] Reed\n- [ ] The director\n",
    "by source": ":kind: single-choice\n\n{q} is to be found in\n\n- [x] Quill\n- [ ] Quay letter\n",
    "several": ":kind: multiple-choice\n\n{q}\n\n- [x] Tomas Reed, at the quay\n- [x] Nobody\n- [ ] The director\n",
    "short answer": ":kind: short-answer\n:answer: Reed | Tomas Reed\n\nName the speaker of {q}.\n",
    "menu": ":kind: cloze\n\n{q}, says {sb:gap}`*Reed | the director`.\n",
    "gap": ":kind: cloze\n\n{q}, writes {sb:gap}`Quill`.\n",
    "matching": ":kind: matching\n\nMatch.\n\n{q}\n: Tomas Reed\n\n"
    "{sb:q-bare}`quay-2031/grandmother`\n: The director\n",
    "sorting": ":kind: categorise\n\nSort.\n\nReed\n: - {q}\n\nThe director\n: - {sb:q-bare}`quay-2031/grandmother`\n",
    "block": ":kind: short-answer\n:answer: Reed\n\nName the speaker.\n\n"
    ":::{sb:quote} ferry-2031/engine-not-safe\n:::\n",
}
ANSWERED = {
    "in its own words": ":kind: short-answer\n:answer: harbour master\n\nWhat is the harbour master?\n",
    "in its own words, chosen": ":kind: single-choice\n\nIs it a ferry boat?\n\n- [x] A ferry boat\n- [ ] A tram\n",
}
FAIR = {
    "a comprehension": ":kind: short-answer\n:answer: safe\n\n{q}. What is the engine not?\n",
    "both could be": ":kind: single-choice\n\n{q}\n\n- [x] Reed vouches for it\n- [ ] Tomas Reed alone\n",
    "another thing": ":kind: single-choice\n\n{q}. Who reads this?\n\n- [x] A clerk\n- [ ] A mason\n",
    "a sentence about the speaker": ":kind: single-choice\n\n{q}\n\n"
    "- [x] Reed gives no reason for it that anybody could look at\n- [ ] It was proven\n",
}


def kinds(warnings: list[str]) -> list[str]:
    return [line.rpartition("[sourcebook.")[2].rstrip("]") for line in warnings]


@pytest.mark.parametrize("case", NAMING)
def test_a_reference_that_names_the_key_is_a_caution_that_names_the_bare_form(shop: Book, case: str) -> None:
    found = built(shop, exercise(NAMING[case].replace("{q}", "{sb:q}" + ENGINE)))
    told = [line for line in found.warnings if "[sourcebook.key-in-prompt]" in line]
    assert len(told) == 1, found.warnings
    assert "{sb:q-bare}`words <ferry-2031/engine-not-safe>`" in told[0]
    assert f"{PAGE}.md:3:" in told[0]


@pytest.mark.parametrize("case", [name for name in NAMING if name not in ("block", "whose words")])
def test_the_same_question_with_the_bare_form_is_fair(shop: Book, case: str) -> None:
    assert built(shop, exercise(NAMING[case].replace("{q}", "{sb:q-bare}" + ENGINE))).warnings == []


def test_words_of_the_author_tell_the_author(shop: Book) -> None:
    body = ":kind: single-choice\n\n{sb:q}" + ISLANDERS + "\n\n- [x] The author of the report\n- [ ] Tomas Reed\n"
    assert "key-in-prompt" in kinds(built(shop, exercise(body)).warnings)


@pytest.mark.parametrize("case", ANSWERED)
def test_a_right_answer_in_the_questions_own_words_is_a_caution(shop: Book, case: str) -> None:
    (warning,) = built(shop, exercise(ANSWERED[case])).warnings
    assert "says its own answer" in warning
    assert "[sourcebook.key-in-prompt]" in warning


@pytest.mark.parametrize("case", FAIR)
def test_a_question_about_something_else_is_no_caution(shop: Book, case: str) -> None:
    assert built(shop, exercise(FAIR[case].replace("{q}", "{sb:q}" + ENGINE))).warnings == []


def test_the_caution_is_accepted_with_a_reason_and_not_without_need(shop: Book) -> None:
    accept = ":accept: key-in-prompt because the reference is what is discussed\n"
    named = NAMING["by name"].replace("{q}", "{sb:q}" + ENGINE)
    assert built(shop, exercise(accept + named)).warnings == []
    assert kinds(built(shop, exercise(accept + BARE)).warnings) == ["bad-escape"]
    unreasoned = kinds(built(shop, exercise(":accept: key-in-prompt\n" + named)).warnings)
    assert sorted(unreasoned) == ["bad-escape", "key-in-prompt"]


def test_every_output_prints_the_bare_form_without_speaker(shop: Book) -> None:
    """Not the answers, which stand apart at the end of a page on paper."""
    shop.config["project"], shop.config["version"] = "Harbour", "1"
    shop.write(f"{PAGE}.md", "# Exercises\n\n" + exercise(BARE))
    for builder, name in (("text", f"{PAGE}.txt"), ("epub", f"{PAGE}.xhtml"), ("blocks", f"{PAGE}.json")):
        words = shop.build(builder, folder=builder).page(name)
        before, answers = words.split("Answers to the exercises of this page")
        assert "The engine is not safe" in before, builder
        assert "Reed" not in before, builder
        assert "Tomas Reed" in answers, builder
