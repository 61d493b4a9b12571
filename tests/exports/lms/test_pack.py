"""The pack of an assignment: all its files, whole, and what each could not carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from sourcebook.exports.lms import pack
from sourcebook.exports.lms.formats import lms_formats
from sourcebook.exports.lms.question_bank import Bank, numbered
from sourcebook.exports.paper import assignment_papers
from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.model.problems import SourcebookError
from sourcebook.questions.items import TOOLS, Item, Tools
from tests.exports.archives import unpacked
from tests.exports.samples import HOSTILE, assignment, bank, items, para

EXPORTS = sorted([*lms_formats(), "README.md", "losses.md"])


def test_the_folder_holds_every_file_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "packs" / "night"
    made = pack.write(folder, bank(), {"key.pdf": lambda: b"key"})
    assert [path.name for path in made] == sorted([*EXPORTS, "key.pdf"])
    assert sorted(path.name for path in folder.iterdir()) == [path.name for path in made]
    assert (folder / "key.pdf").read_bytes() == b"key"
    assert [path.name for path in (tmp_path / "packs").iterdir()] == ["night"]


def test_an_old_file_does_not_stay(tmp_path: Path) -> None:
    folder = tmp_path / "night"
    pack.write(folder, bank(), {"old.pdf": lambda: b"old"})
    pack.write(folder, bank())
    assert sorted(path.name for path in folder.iterdir()) == EXPORTS


def test_a_pack_that_cannot_be_made_leaves_the_last_one(tmp_path: Path) -> None:
    def fails() -> bytes:
        raise SourcebookError("no letters for it")

    folder = tmp_path / "night"
    pack.write(folder, bank(), {"key.pdf": lambda: b"key"})
    with pytest.raises(SourcebookError, match="no letters"):
        pack.write(folder, bank(), {"key.pdf": fails})
    assert (folder / "key.pdf").read_bytes() == b"key"


def told(made: Bank, papers: Mapping[str, Callable[[], bytes]] | None = None) -> str:
    return pack.files(made, papers)["README.md"].decode()


def test_a_colleague_who_gets_the_folder_alone_is_told_each_file() -> None:
    names = ("sheet.pdf", "handout-a.docx", "key-letter.pdf")
    lines = told(bank(), {name: lambda: b"x" for name in names}).splitlines()
    rows = {line.split("`")[1]: line for line in lines if line.startswith("| `")}
    assert set(rows) == {*lms_formats(), "losses.md", *names}
    assert rows["handout-a.docx"] == "| `handout-a.docx` | students: the questions on paper (a Word file) |"
    assert "US Letter" in rows["key-letter.pdf"]
    again = {line.split("`")[1] for line in lines if line.startswith("- `")}
    assert again == {name for name, each in lms_formats().items() if each.again}


def test_a_file_that_would_hold_nothing_is_not_there_and_the_reader_is_told() -> None:
    plain = replace(bank(), items=[item for item in items() if item.kind not in {"ordering", "essay"}])
    made = pack.files(plain)
    assert {"rubric.csv", "moodle-before-4.4.xml"} & set(made) == set()
    assert "Not here" in told(plain)
    assert "`rubric.csv` (Canvas" in told(plain)
    assert "Not here" not in told(bank())
    assert "rubric.csv" not in made["losses.md"].decode()


def test_a_title_is_text_in_what_the_folder_says_of_itself() -> None:
    assert "<script>" not in told(bank(HOSTILE)).replace("\\<", "")


def test_the_same_bytes_every_time() -> None:
    assert pack.files(bank()) == pack.files(bank())


def test_a_question_that_stands_twice_is_refused() -> None:
    with pytest.raises(SourcebookError, match="who-wrote twice"):
        pack.files(Bank(assignment=assignment(), items=[*items(), items()[0]]))


def test_an_assignment_without_questions_is_refused() -> None:
    with pytest.raises(SourcebookError, match="has no questions"):
        pack.files(Bank(assignment=assignment(), items=[]))


def test_the_losses_of_each_file_are_said_once_with_their_questions() -> None:
    text = pack.files(bank())["losses.md"].decode()
    for name in lms_formats():
        assert f"\n## {name}\n" in text
    canvas = text.split("## canvas.zip")[1].split("## ")[0]
    assert canvas.count("Hints: a Canvas quiz has none.") == 1
    assert "(`who-wrote`, `which-two`," in canvas
    assert "marks.csv\n\nFor a spreadsheet.\n\nNothing is lost." in text


def test_what_befalls_every_question_names_none() -> None:
    hinted = [item for item in items() if item.hints]
    text = pack.files(Bank(assignment=assignment(), items=hinted))["losses.md"].decode()
    assert "- Hints: QTI 3 has none. (every question)" in text


def test_a_drawing_is_named_as_lost_in_every_format() -> None:
    item = Item(
        id="map",
        kind="short-answer",
        title="Map",
        prompt=[b.Picture(svg="<svg/>", alt="A map of the harbour"), *para("Where?")],
        accepted=["here"],
    )
    text = pack.files(Bank(assignment=assignment(), items=[item]))["losses.md"].decode()
    assert text.count("Pictures: what one shows is said in words in its place. (`map`)") == 9


def test_hostile_text_is_no_markdown() -> None:
    text = pack.files(bank(HOSTILE))["losses.md"].decode()
    assert "<script" not in text.replace("\\<", "")
    assert text.splitlines()[0].startswith("# What each file could not carry: ")


def test_questions_of_one_title_are_told_apart_by_numbers_on_platforms() -> None:
    one = items()[1]
    made = Bank(assignment=assignment(), items=[one, replace(one, id="again"), replace(one, id="of-b", variant="B")])
    named = [item.title for item in numbered(made).items]
    assert named == ["Is it so? 1", "Is it so? 2", "Is it so?"]
    assert b"Is it so? 2" in pack.files(made)["questions.gift"]


@pytest.mark.parametrize("tools", get_args(Tools))
def test_every_file_says_the_rule_for_ai_tools_in_the_same_words(tools: Tools) -> None:
    ruled = replace(bank(), assignment=replace(assignment(), tools=tools))
    others = [words for name, words in TOOLS.items() if name != tools]
    made = pack.files(ruled)
    found = {name: made[name] for name in ("moodle.xml", "questions.gift")}
    for name in ("canvas.zip", "qti3.zip", "cartridge.imscc"):
        found[name] = b"".join(unpacked(made[name]).values())
    papers = {"sheet": assignment_papers.sheet(ruled), "handout": assignment_papers.handout(ruled, "", ruled.items)}
    found |= {name: document_tree.plain_text(page.blocks).encode() for name, page in papers.items()}
    assert len(found) == 7
    for name, data in found.items():
        words = data.decode("utf-8", "replace")
        assert TOOLS[tools] in words, name
        assert not [other for other in others if other in words], name
