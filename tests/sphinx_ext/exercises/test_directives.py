"""Exercises on a page: every kind read, every fault told with its line, every secret kept where it belongs."""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from sourcebook.commands import new as new_command
from sourcebook.commands import read_exercises
from sourcebook.questions import prompt_blocks
from sourcebook.questions.items import Item, Secret
from sourcebook.sphinx_ext import build
from tests.sphinx_ext import conftest as small
from tests.sphinx_ext import every_kind
from tests.sphinx_ext.conftest import Book, Built
from tests.sphinx_ext.every_kind import KINDS, SECRETS, written

MYST = {"myst_enable_extensions": ["colon_fence", "deflist"], "smartquotes": False}
PAGE = "exercises/all"


INDEX = "# The book\n\n```{toctree}\n:glob:\nlist\nexercises/*\n```\n"


def furnished(root: Path, patch: pytest.MonkeyPatch) -> Book:
    """The two invented articles, the list of their passages, and a page with every kind of exercise."""
    (root / "articles").mkdir()
    patch.setenv("SOURCEBOOK_TEXTS", str(root / "articles"))
    book = Book(root / "book", root / "articles", patch, dict(MYST))
    small.write_articles(book)
    book.write("sources/actors.yml", small.ACTORS)
    for name, words in {"index": INDEX, "list": small.LIST, PAGE: every_kind.page()}.items():
        book.write(f"{name}.md", words)
    return book


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book of one test's own."""
    return furnished(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A book that tests only look at."""
    with pytest.MonkeyPatch.context() as patch:
        yield furnished(tmp_path_factory.mktemp("shared"), patch)


@pytest.fixture(scope="module")
def practice(shared: Book) -> Built:
    """The public book with items for practice."""
    return shared.build()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A book whose items are graded."""
    with pytest.MonkeyPatch.context() as patch:
        book = furnished(tmp_path_factory.mktemp("graded"), patch)
        book.write(f"{PAGE}.md", every_kind.page("graded"))
        yield book


def built(shop: Book, body: str, **config: Any) -> Built:
    shop.write(f"{PAGE}.md", f"# Exercises\n\n{body}\n")
    return shop.build(**config)


def items(found: Built) -> dict[str, Item]:
    return {item.id: item for _, item in found.app.env.get_domain("sb").exercises}


def tree(found: Built) -> Any:
    return lxml.html.fromstring(found.page(f"{PAGE}.html"))


def data(found: Built) -> dict[str, dict[str, Any]]:
    """What the script is told of each exercise."""
    told = [json.loads(script.text) for script in tree(found).iterfind(".//script[@class='sb-data']")]
    return {one["id"]: one for one in told}


def plain(content: Any) -> str:
    return prompt_blocks.plain(content)


# -- reading ----------------------------------------------------------------------------------------------------------


def test_every_kind_is_read_without_a_warning(practice: Built) -> None:
    found = practice
    assert found.warnings == []
    assert {item.kind for item in items(found).values()} == set(KINDS)
    assert set(data(found)) == set(items(found))


def test_a_choice_is_read_with_all_that_belongs_to_it(practice: Built) -> None:
    item = items(practice)["who-speaks"]
    assert [(c.id, plain(c.content), c.correct, plain(c.feedback)) for c in item.choices] == [
        ("a", "The company.", False, "It did not answer: zqfeedback."),
        ("b", "The harbour master.", True, "He is quoted."),
        ("c", "An islander.", False, ""),
    ]
    assert (item.title, item.points, item.minutes, item.level, item.group) == (
        "Whose engine?",
        2,
        3,
        "analyse",
        "sourcing",
    )
    assert (item.teaches, item.use, item.tools) == ("A claim belongs to somebody.", "practice", "barred")
    assert [plain(hint) for hint in item.hints] == ["Look at the paragraph."]
    assert plain(item.secret.solution).startswith("The harbour master says so: zqsolution.")
    assert item.stimuli == ["ferry-2031/engine-not-safe"]
    assert item.page == PAGE


def test_paragraph_numbers_stay_open_until_they_are_known(practice: Built) -> None:
    item = items(practice)["who-speaks"]
    assert "¶" not in plain(item.secret.solution)
    assert "¶2" in plain(prompt_blocks.filled(item.secret.solution, {"ferry-2031/engine-not-safe": 2}))


def test_the_other_kinds_keep_their_keys(practice: Built) -> None:
    found = items(practice)
    assert [c.correct for c in found["which-hold"].choices] == [True, False, True]
    assert plain(found["in-order"].entries[0].content) == "The engine was found unsafe."
    pairs = {plain(p.left.content): plain(p.right.content) for p in found["match-them"].pairs}
    assert pairs == {"Tomas Reed": "harbour master", "Ilsa Quill": "author of the report"}
    assert [plain(e.content) for e in found["match-them"].extra] == ["owner of the ferry"]
    gaps = [(gap.id, gap.accepted, gap.options) for gap in found["fill-in"].gaps]
    assert gaps == [("gap-1", ["zqgap", "mon"], []), ("gap-2", ["zqmenu"], ["zqmenu", "autumn", "winter"])]
    number = found["how-many"].number
    assert number
    assert (number.value, number.tolerance, number.unit) == (7391, 2, "islanders")
    assert found["one-word"].accepted == ["zqshort", "a zqshort"]
    sorted_ = {c.label: [plain(m.content) for m in c.members] for c in found["sort-them"].categories}
    assert sorted_ == {"The article": ["The ferry stopped.", "The council meets."], "Furniture": ["Buy a boat today."]}
    hots = [(hot.id, hot.text, hot.correct) for hot in found["find-it"].hots]
    assert hots == [("hot-1", "the ferry stopped", False), ("hot-2", "possibly it comes back", True)]
    essay = found["weigh-it"]
    assert [c.name for c in essay.rubric] == ["Claim", "Evidence", "Doubt", "Words"]
    assert [r.points for r in essay.rubric[0].ratings] == [3, 2, 1, 0]
    assert essay.words == (100, 200)


def test_gaps_and_stretches_have_their_place_in_the_prompt(practice: Built) -> None:
    found = items(practice)
    spans = re.findall(r"anchors=\['(gap-\d|hot-\d)'\], classes=\['(sb-gap|sb-hot)'\]", repr(found["fill-in"].prompt))
    assert spans == [("gap-1", "sb-gap"), ("gap-2", "sb-gap")]
    spans = re.findall(r"anchors=\['(gap-\d|hot-\d)'\], classes=\['(sb-gap|sb-hot)'\]", repr(found["find-it"].prompt))
    assert spans == [("hot-1", "sb-hot"), ("hot-2", "sb-hot")]


def test_ids_of_entries_come_from_their_words_and_not_from_their_place(shop: Book) -> None:
    first = items(built(shop, written(KINDS["ordering"])))["in-order"]
    turned = KINDS["ordering"].replace(
        "1. The engine was found unsafe.\n2. The ferry stopped.",
        "1. The ferry stopped.\n2. The engine was found unsafe.",
    )
    second = items(built(shop, written(turned)))["in-order"]
    assert {e.id for e in first.entries} == {e.id for e in second.entries}
    assert [e.id for e in first.entries] != [e.id for e in second.entries]


def test_quotations_inside_are_proven_like_all_others(shop: Book) -> None:
    body = written(KINDS["single-choice"]).replace("The engine is not safe <", "The engine is safe <")
    found = built(shop, body)
    (warning,) = found.warnings
    assert "do not stand in the source" in warning
    assert f"{PAGE}.md:14:" in warning


def test_a_stretch_that_names_a_passage_is_proven(shop: Book) -> None:
    hot = "{sb:hot}`*The engine is safe <ferry-2031/engine-not-safe>`"
    body = written(KINDS["find-the-quote"]).replace("{sb:hot}`*possibly it comes back`", hot)
    (warning,) = built(shop, body).warnings
    assert "misquoted" in warning
    assert built(shop, body.replace("*The engine is safe", "*The engine is not safe")).warnings == []


# -- faults -----------------------------------------------------------------------------------------------------------


Fault = tuple[str, str, str, int, str]
FAULTS: list[Fault] = [
    (
        "single-choice",
        ":kind: single-choice\n",
        "",
        3,
        "the exercise has no kind; write :kind: and one of: single-",
    ),
    (
        "single-choice",
        ":kind: single-choice",
        ":kind: single",
        0,
        "the option kind is “single”; did you mean single-choice? It can be: single-",
    ),
    ("single-choice", "- [x]", "- [ ]", 3, "0 of its choices are right; mark exactly one with [x]"),
    ("single-choice", "- [x] The harbour", "- The harbour", 3, "begins with neither [x] nor [ ]"),
    ("single-choice", ":points: 2", ":points: two", 0, "the option points is “two”; write a number from 0.5 on"),
    ("single-choice", ":minutes: 3", ":minutes: 0", 0, "the option minutes is “0”; write a number from 1 on"),
    ("single-choice", ":level: analyse", ":level: think", 0, "the option level is “think”; it can be: remember"),
    ("single-choice", ":use: practice", ":use: exam", 0, "the option use is “exam”; it can be: practice, graded"),
    ("single-choice", "exercise} who-speaks", "exercise} Who", 3, "the id “Who” is not of the form"),
    ("single-choice", "Look at the paragraph.", "", 22, "sb:hint is empty; write something"),
    ("ordering", "1. The engine", "The engine", 3, "needs a numbered list in the right order"),
    ("matching", ": harbour master", ": harbour master\n: pilot", 3, "“Tomas Reed” has 2 right-hand sides"),
    ("cloze", "{sb:gap}`*zqmenu | autumn | winter`", "{sb:gap}`*a | *b`", 8, "has 2 right answers; mark one"),
    ("cloze", "{sb:gap}`*zqmenu | autumn | winter`", "{sb:gap}`* | b`", 8, "has an answer without words; write one"),
    ("cloze", "{sb:gap}`*zqmenu | autumn | winter`", "{sb:gap}`a || b`", 8, "has an answer without words; write one"),
    ("cloze", "{sb:gap}`*zqmenu | autumn | winter`", "{sb:gap}`a* | b`", 8, "has a `*` behind an answer; to"),
    ("cloze", "{sb:gap}`*zqmenu | autumn | winter`", "{sb:gap}`a | b | a`", 8, "has an answer twice; take one away"),
    ("cloze", "{sb:gap}`*zqmenu | autumn | winter`", "{sb:gap}`a {sb:gap}`b`", 8, "a backtick is missing where"),
    ("cloze", "\n:::::", "\n:::{sb:hint}\nA {sb:gap}`day`.\n:::\n:::::", 3, "a gap is in a solution, a hint or"),
    ("cloze", "{sb:gap}`", "{sb:hot}`", 3, "it holds a text to mark, but it is of the kind cloze"),
    ("numeric", ":answer: 7391", ":answer: many", 0, "the option answer is “many”; write a number"),
    ("numeric", ":answer: 7391\n", "", 3, "needs the option `answer` with a number"),
    ("short-answer", ":answer: zqshort | a zqshort", ":answer: |", 0, "the option answer has no value; write one"),
    ("categorise", ": - Buy a boat today.", ": Buy a boat today.", 3, "the category “Furniture” has no members"),
    ("find-the-quote", "`*possibly", "`*` {sb:hot}`possibly", 8, "a stretch to mark has no words; write them"),
    ("find-the-quote", "`*possibly", "`possibly", 3, "0 of its 2 stretches are right"),
    (
        "essay",
        ": 3 Excellent | It reads well.",
        ": Excellent | It reads well.",
        3,
        "is not of the form: 4 Excellent",
    ),
    ("essay", ":points: 12", ":points: 10", 3, "adds up to 12 points, the question to 10"),
    ("essay", ":words: 100-200", ":words: some", 0, "the option words is “some”; write a range"),
    ("numeric", ":tolerance: 2", ":tolerence: 2", 0, "there is no option :tolerence: here; did you mean :tolerance:?"),
    ("numeric", ":unit: islanders", ":colour: red", 0, "there is no option :colour: here; there are: kind, title"),
]
"""The kind whose sample is spoiled, what is replaced by what, the line of the problem (0: that of the option), and a
part of its message."""
STRAY = (
    "Two\nlines, {sb:gap}Monday.",
    "A list.\n\n- The {sb:gap} `Monday`.",
    "A quotation.\n\n> Words {sb:q}“The engine”.",
    "Words.\n\n## A heading with {sb:actor}reed",
)
"""Roles that Markdown takes for words, on the fourth to the fifth line of a page."""
OUTSIDE = (":::{sb:hint}\nLook.\n:::", "A {sb:gap}`gap`.", "A {sb:hot}`*stretch`.")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """What a book says in which every page has one fault: `f0`, `f1` …, and `o0` … for parts outside an exercise."""
    with pytest.MonkeyPatch.context() as patch:
        book = furnished(tmp_path_factory.mktemp("faulty"), patch)
        (book.root / f"{PAGE}.md").unlink()
        for index, (kind, old, new, _, _) in enumerate(FAULTS):
            body = written(KINDS[kind])
            assert old in body
            book.write(f"exercises/f{index}.md", f"# Exercises\n\n{body.replace(old, new)}\n")
        for index, body in enumerate(OUTSIDE):
            book.write(f"exercises/o{index}.md", f"# Exercises\n\n{body}\n")
        for index, body in enumerate(STRAY):
            book.write(f"exercises/s{index}.md", f"# Exercises\n\n{body}\n")
        yield book.build().warnings


@pytest.mark.parametrize("index", range(len(FAULTS)), ids=[f"{fault[0]}: {fault[2] or fault[1]}" for fault in FAULTS])
def test_a_fault_is_told_with_its_line_and_its_remedy(faulty: list[str], index: int) -> None:
    kind, old, new, line, message = FAULTS[index]
    lines = ["# Exercises", "", *written(KINDS[kind]).replace(old, new).splitlines()]
    line = line or lines.index(new) + 1
    told = [warning for warning in faulty if f"exercises/f{index}.md:{line}:" in warning and message in warning]
    assert told, [warning for warning in faulty if f"/f{index}.md" in warning]
    assert told[0].endswith("[sourcebook.bad-exercise]")


@pytest.mark.parametrize("index", range(len(OUTSIDE)))
def test_a_part_outside_an_exercise_is_a_fault(faulty: list[str], index: int) -> None:
    (warning,) = [warning for warning in faulty if f"exercises/o{index}.md:3:" in warning]
    assert "is outside an exercise; put it into the body of sb:exercise" in warning


@pytest.mark.parametrize("index", range(len(STRAY)))
def test_a_role_without_backticks_is_a_fault_at_its_line(faulty: list[str], index: int) -> None:
    (warning,) = [warning for warning in faulty if f"exercises/s{index}.md:" in warning]
    assert f"exercises/s{index}.md:{4 if index == 0 else 5}:" in warning
    assert "stands on the page as it is written: give it words in backticks" in warning
    assert warning.endswith("[sourcebook.bad-directive]")


def test_a_role_that_is_shown_as_code_is_no_fault(shop: Book) -> None:
    assert built(shop, "Write `{sb:gap}` and ``{sb:q}`words` ``.\n\n```md\n{sb:gap}\n```").warnings == []


def test_an_exercise_that_stands_twice_is_a_fault(shop: Book) -> None:
    body = written(KINDS["numeric"])
    found = built(shop, f"{body}\n{body}")
    assert any("“how-many” stands twice" in w and "[sourcebook.duplicate-id]" in w for w in found.warnings)
    again = shop.build()
    assert again.read == []
    assert any("stands twice" in warning for warning in again.warnings), "also where no page was read"


# -- on the page ------------------------------------------------------------------------------------------------------


def test_inputs_are_native_and_labelled(practice: Built) -> None:
    page = tree(practice)
    fields = [
        f for f in page.xpath("//article//input | //input | //select | //textarea") if f.get("name") not in (None, "q")
    ]
    ours = [f for f in fields if f.xpath("ancestor::section[contains(@class, 'sb-exercise')]")]
    assert {f.get("type") or f.tag for f in ours} == {"radio", "checkbox", "text", "number", "select", "textarea"}
    labels = {label.get("for") for label in page.iterfind(".//label")}
    assert [f.get("id") for f in ours if f.get("id") not in labels and not f.get("aria-label")] == []
    ids = [e.get("id") for e in page.iterfind(".//*[@id]")]
    assert len(ids) == len(set(ids))


def test_nothing_on_the_page_is_script_or_style_of_its_own(practice: Built) -> None:
    page = practice.page(f"{PAGE}.html")
    sections = re.findall(r'(?s)<section[^>]*class="sb-exercise.*?</section>', page)
    assert len(sections) == len(KINDS)
    for section in sections:
        assert re.findall(r"<script(?! type=\"application/json\")", section) == []
        assert re.findall(r"\son\w+=|\sstyle=", section) == []


def test_text_cannot_leave_its_place(shop: Book) -> None:
    hostile = "</script><script>alert(1)</script>"
    body = written(KINDS["short-answer"]).replace(":answer: zqshort", f":answer: {hostile} \\| <!--")
    page = built(shop, body).page(f"{PAGE}.html")
    assert "<script>alert" not in page
    assert hostile.replace("<", "\\u003c").replace(">", "\\u003e") in page


def test_only_pages_with_exercises_load_the_script(practice: Built) -> None:
    found = practice
    assert "sourcebook-exercises.js" in found.page(f"{PAGE}.html")
    assert "sourcebook-exercises.js" not in found.page("list.html")


def test_entries_are_shown_out_of_order(practice: Built) -> None:
    found = practice
    shown = [entry.get("data-value") for entry in tree(found).iterfind(".//ol[@class='sb-order']/li")]
    right = [entry.id for entry in items(found)["in-order"].entries]
    assert sorted(shown) == sorted(right)
    assert shown != right


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "blocks"])
def test_every_kind_is_there_in_other_formats(shared: Book, builder: str) -> None:
    shared.config["project"], shared.config["version"] = "Harbour", "1"
    found = shared.build(builder, folder=builder)
    assert [w for w in found.warnings if "exercis" in w] == []
    name = {"text": f"{PAGE}.txt", "latex": "harbour.tex", "epub": f"{PAGE}.xhtml", "blocks": f"{PAGE}.json"}[builder]
    words = " ".join(re.sub(r"\{\}|\\_", "_", found.page(name)).split())
    for part in (
        "Whose engine?",
        "The harbour master.",
        "The ferry sank.",
        "author of the report",
        "Buy a boat today.",
    ):
        assert part in words, part
    assert "Excellent" in words
    assert "zqanchor" not in words
    before, title, answers = words.partition("Answers to the exercises of this page")
    assert title
    assert "zqsolution" not in before
    assert "zqsolution" in answers


# -- editions ---------------------------------------------------------------------------------------------------------


def written_bytes(folder: Path) -> dict[str, bytes]:
    """Every file of a build, inventories unpacked."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    packed = {
        f"{name} (unpacked)": zlib.decompress(d.split(b"\n", 4)[4])
        for name, d in files.items()
        if name.endswith(".inv")
    }
    return {**files, **packed}


def leaks(files: dict[str, bytes]) -> dict[str, list[str]]:
    """For each secret, the files that hold it; a search index holds stems, so a part of a word counts."""
    stems = {secret: secret[:8].encode() for secret in SECRETS}
    return {s: found for s, stem in stems.items() if (found := [name for name, data in files.items() if stem in data])}


def test_the_public_book_holds_no_secret_of_graded_items(graded: Book) -> None:
    found = graded.build(html_copy_source=True)
    assert found.warnings == []
    files = written_bytes(found.out)
    assert any(name.endswith(".inv (unpacked)") for name in files)
    assert "searchindex.js" in files
    assert leaks(files) == {}
    assert leaks(written_bytes(graded.root.parent / "doctrees")) == {}, "nor do its doctrees"
    assert not any("key" in told for told in data(found).values())
    assert b"[x]" not in b"".join(files.values())
    assert all(item.secret == Secret() for item in items(found).values())


def test_the_instructors_book_holds_them_all(graded: Book) -> None:
    found = graded.build(sourcebook_edition="instructor", folder="instructor")
    assert found.warnings == []
    held = leaks({f"{PAGE}.html": (found.out / f"{PAGE}.html").read_bytes()})
    assert set(held) == set(SECRETS) - {"*zqmenu"}, "the star is the author's, and marks the key in the source"


def test_of_practice_items_the_public_book_holds_the_key_and_not_what_markers_use(practice: Built) -> None:
    found = practice
    held = set(leaks(written_bytes(found.out)))
    assert held == set(SECRETS) - {"zqanchor", "zqmarking", "zqerrors", "*zqmenu"}
    assert all("key" in told for told in data(found).values() if told["kind"] != "essay")


def test_an_item_of_a_graded_assignment_is_graded_whatever_its_page_says(shop: Book) -> None:
    shop.build()
    shop.write("exercises/assignments.yml", ASSIGNMENT.replace("use: practice", "use: graded"))
    found = shop.build()
    assert PAGE in found.read, "the page is read again when the file comes"
    assert "key" not in data(found)["how-many"]
    assert "key" in data(found)["one-word"]
    assert "7391" not in leaks(written_bytes(found.out)), "nor does the search index remember"
    assert "zqshort" in leaks(written_bytes(found.out))


CONF = """\
extensions = ["myst_parser", "sourcebook"]
myst_enable_extensions = ["colon_fence", "deflist"]
html_theme = "basic"
smartquotes = False
"""
MIDTERM = """\
---
orphan: true
---
# Midterm

"""


def test_editions_are_built_apart_and_the_private_folder_joins_the_instructors_alone(
    shop: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.write("conf.py", CONF)
    new_command.new_private(shop.root / "private")
    shop.write(f"{PAGE}.md", every_kind.page("graded"))
    shop.write("private/midterm.md", MIDTERM + written(KINDS["numeric"], "graded").replace("how-many", "private-one"))
    assert build.build(shop.root, "html", {"exclude_patterns": ["_build", "private"]}) == 0
    assert build.build(shop.root, "instructor", {"exclude_patterns": ["_build", "private"]}) == 0
    public = written_bytes(shop.root / "_build" / "html")
    assert leaks(public) == {}
    assert not any(b"private-one" in content for content in public.values())
    assert "7391" in (shop.root / "_build" / "instructor" / "exercises" / "midterm.html").read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_a_fault_on_a_private_page_names_the_private_page(shop: Book, capsys: pytest.CaptureFixture[str]) -> None:
    shop.write("conf.py", CONF)
    shop.write("private/midterm.md", MIDTERM + written(KINDS["single-choice"]).replace("- [x]", "- [ ]"))
    assert build.build(shop.root, "instructor", {"exclude_patterns": ["_build", "private"]}) == 1
    said = capsys.readouterr().err
    assert f"{shop.root / 'private' / 'midterm.md'}:6:" in said
    assert ".staged" not in said


def test_commands_get_every_exercise_with_its_key(shop: Book) -> None:
    shop.write("conf.py", CONF + "exclude_patterns = ['_build', 'private']\n")
    shop.write(f"{PAGE}.md", every_kind.page("graded") + f"\n{ITEMS}")
    shop.write("exercises/assignments.yml", ASSIGNMENT)
    found = read_exercises.read(shop.root)
    assert [str(problem) for problem in found.problems] == []
    handed = found.pool.variants(found.pool.plan.assignments["first"])["A"]
    assert handed[0].id == "how-many"
    assert handed[0].number
    assert len(handed) == 3


# -- generated exercises ----------------------------------------------------------------------------------------------

ITEMS = """\
:::{sb:items} from-evidence
:make: which-source
:count: 2
:::
"""


def test_generated_items_stand_on_the_page_like_written_ones(shop: Book) -> None:
    found = built(shop, ITEMS)
    assert found.warnings == []
    told = list(data(found).values())
    assert [one["kind"] for one in told] == ["single-choice", "single-choice"]
    assert all(one["key"]["right"] for one in told)
    assert [recipe.id for _, recipe in found.app.env.get_domain("sb").recipes] == ["from-evidence"]
    asked = tree(found).xpath("//div[contains(@class, 'sb-prompt')]//q")
    assert len(asked) == 2
    assert not any("sb-src" in (element.get("class") or "") for q in asked for element in q.iter())
    assert not any(q.xpath("ancestor::*[@id][1]")[0].get("id").startswith("quote-") for q in asked)


def test_generated_items_are_the_same_in_every_build(shop: Book) -> None:
    first = built(shop, ITEMS).page(f"{PAGE}.html")
    assert built(shop, ITEMS, folder="again").page(f"{PAGE}.html") == first
    other = built(shop, ITEMS.replace(":count: 2", ":count: 2\n:seed: 5"), folder="other").page(f"{PAGE}.html")
    assert other.replace("seed 5", "seed 1") != first


def test_graded_generated_items_are_not_in_the_public_book(shop: Book) -> None:
    graded = ITEMS.replace(":count: 2", ":count: 2\n:use: graded")
    public = built(shop, graded)
    assert data(public) == {}
    assert "2 questions that your instructor hands out." in public.text(f"{PAGE}.html")
    first = built(shop, graded, folder="one", sourcebook_edition="instructor")
    assert "There is no private seed" in first.text(f"{PAGE}.html")
    new_command.new_private(shop.root / "private")
    second = built(shop, graded, folder="two", sourcebook_edition="instructor", exclude_patterns=["private"])
    assert "A private seed is mixed in." in second.text(f"{PAGE}.html")
    assert set(data(first)) != set(data(second))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (":make: which-source\n", "", "it names nothing to make; write :make: and one of: order-events"),
        (":make: which-source", ":make: guess", "the option make is “guess”; it can be: order-events"),
        (":count: 2", ":count: 50", "it asks for 50 items and the evidence gives"),
        (":count: 2", ":count: 2\n:sources: nobody", "there is no source “nobody” on record"),
    ],
)
def test_faults_of_generated_items(shop: Book, old: str, new: str, message: str) -> None:
    found = built(shop, ITEMS.replace(old, new))
    told = [warning for warning in found.warnings if message in warning]
    assert len(found.warnings) == len(told) == 1, found.warnings
    line = 3 if new in ("", ":count: 50") else 3 + ITEMS.replace(old, new).splitlines().index(new.splitlines()[-1])
    assert f"{PAGE}.md:{line}:" in told[0]


# -- assignments ------------------------------------------------------------------------------------------------------

ASSIGNMENT = """\
assignments:
  - id: first
    title: The ferry
    purpose: To see who says what.
    task: Answer all of them.
    criteria: [Each answer is attributed.]
    outcomes: [Attribute a claim., Read a number.]
    minutes: "20"
    items: [how-many, from-evidence]
    alternative: Answer by word of mouth.
    use: practice
"""
SHOWN = ":::{sb:assignment} first\n:::\n"
LATER = 4_000_000_000
"""A moment after every page of a test was written."""


def test_an_assignment_shows_purpose_task_and_criteria(shop: Book) -> None:
    shop.write("exercises/assignments.yml", ASSIGNMENT)
    found = built(shop, "\n".join((SHOWN, written(KINDS["numeric"]), ITEMS)))
    assert found.warnings == []
    words = found.text(f"{PAGE}.html")
    for part in (
        "The ferry",
        "To see who says what.",
        "Answer all of them.",
        "Read a number.",
        "20 minutes",
        "by word of mouth",
    ):
        assert part in words
    links = [link.get("href") for link in tree(found).xpath("//div[contains(@class, 'sb-assignment')]//li//a")]
    assert links == ["#exercise-how-many", "#exercise-from-evidence"]


def test_an_assignment_names_its_exercises_by_their_titles_also_from_another_page(shop: Book) -> None:
    shop.write("exercises/assignments.yml", ASSIGNMENT)
    shop.write("exercises/sheet.md", f"# Sheet\n\n{SHOWN}")
    built(shop, f"{written(KINDS['numeric'])}\n{ITEMS}")
    root = lxml.html.fromstring((shop.build().out / "exercises" / "sheet.html").read_bytes())
    (shown,) = (part for part in root.iter("div") if "sb-assignment" in part.get("class", "").split())
    links = ["".join(map(str, link.itertext())) for part in shown.iter("li") for link in part.iter("a")]
    assert links[0] == "How many?"


def test_an_assignment_offers_the_files_that_are_there_and_the_public_no_key(shop: Book) -> None:
    shop.write("exercises/assignments.yml", ASSIGNMENT.replace(", from-evidence", ""))
    for name, when in (("sheet.pdf", LATER), ("handout.pdf", 1), ("key.pdf", LATER), ("moodle.xml", LATER)):
        shop.write(f"_build/packs/first/{name}", name)
        os.utime(shop.root / "_build" / "packs" / "first" / name, (when, when))  # the handout is of another day
    body = "\n".join((SHOWN, written(KINDS["numeric"])))
    public = built(shop, body, exclude_patterns=["_build"])
    names = {path.name for path in (public.out / "downloads").rglob("*") if path.is_file()}
    assert public.warnings == []
    assert names == {"sheet.pdf"}
    teacher = built(shop, body, exclude_patterns=["_build"], sourcebook_edition="instructor", folder="teacher")
    names = {path.name for path in (teacher.out / "downloads").rglob("*") if path.is_file()}
    assert names == {"sheet.pdf", "key.pdf", "moodle.xml"}


def test_assignments_name_what_is_there(shop: Book) -> None:
    shop.write("exercises/assignments.yml", ASSIGNMENT)
    found = built(shop, "\n".join((SHOWN.replace("first", "fist"), written(KINDS["numeric"]))))
    assert any("there is no assignment “fist” on record. The nearest is “first”" in w for w in found.warnings)
    assert any("names the exercise 'from-evidence', which no page sets" in w for w in found.warnings)
    assert any("assignments.yml:2:" in w for w in found.warnings)


@pytest.mark.parametrize("make", ["numeric", "generated"])
def test_the_rule_for_ai_tools_is_that_of_the_assignment_in_every_output(shop: Book, make: str) -> None:
    """A handout said that AI tools are barred, the page of the same exercise that they are to be declared."""
    barred = ASSIGNMENT.replace("use: practice", "use: practice\n    tools: barred")
    named = barred.replace("items: [how-many, from-evidence]", f"items: [{NAMED[make]}]")
    shop.write("exercises/assignments.yml", named)
    found = built(shop, "\n".join((SHOWN, written(KINDS["numeric"]).replace(":tools: barred\n", ""), ITEMS)))
    facts = {block.getparent().get("id"): block.text_content() for block in tree(found).xpath("//p[@class='sb-facts']")}
    ruled = [said for ident, said in facts.items() if ident and NAMED[make] in ident]
    assert ruled
    assert all(said.endswith("AI tools are barred.") for said in ruled)
    assert any("AI tools are to be declared: which tool" in said for said in facts.values()), "that of no assignment"
    (shown,) = tree(found).xpath("//div[contains(@class, 'sb-assignment')]//p[@class='sb-facts']")
    assert shown.text_content().endswith("AI tools are barred.")


def test_a_rule_for_ai_tools_that_the_assignment_overrules_is_a_caution(shop: Book) -> None:
    """Eleven exercises wrote that AI tools are barred, in an assignment where they are to be declared."""
    ruled = ASSIGNMENT.replace("items: [how-many, from-evidence]", "items: [how-many]")
    shop.write("exercises/assignments.yml", ruled)
    body = written(KINDS["numeric"]).replace(":answer:", ":tools: barred\n:answer:")
    (caution,) = built(shop, body).warnings
    assert "how-many: its rule for AI tools, “barred”, is not that of the assignment 'first', which holds." in caution
    assert "Take `:tools:` out" in caution
    assert "overruled]" in caution


ACCEPTED = ":tools: barred\n:accept: overruled because they sit an exam.\n"


@pytest.mark.parametrize("said", [":tools: declared\n", "", ACCEPTED])
def test_a_rule_for_ai_tools_that_agrees_or_is_not_written_or_accepted_is_no_caution(shop: Book, said: str) -> None:
    ruled = ASSIGNMENT.replace("items: [how-many, from-evidence]", "items: [how-many]")
    shop.write("exercises/assignments.yml", ruled)
    assert built(shop, written(KINDS["numeric"]).replace(":answer:", f"{said}:answer:")).warnings == []


NAMED = {"numeric": "how-many", "generated": "from-evidence"}


def test_an_exercise_of_two_assignments_says_the_rule_of_each(shop: Book) -> None:
    second = ASSIGNMENT.replace("assignments:\n", "").replace("id: first", "id: second").replace("The ferry", "Apart")
    barred = ASSIGNMENT.replace("use: practice", "use: practice\n    tools: barred")
    # In quotation marks so many words would have to be proven.
    barred = barred.replace("The ferry", "Four of the five tasks")
    shop.write("exercises/assignments.yml", barred + second)
    found = built(shop, "\n".join((written(KINDS["numeric"]), ITEMS)))
    assert found.warnings == []
    words = found.text(f"{PAGE}.html")
    assert "In the assignment Four of the five tasks: AI tools are barred." in words
    assert "In the assignment Apart: AI tools are to be declared: which tool" in words
