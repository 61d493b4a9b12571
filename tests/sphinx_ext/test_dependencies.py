"""A page is read again when something changes that it shows of the records: then, and only then.

Here: whatever is changed, the build after it makes what a clean build makes; and how few pages it reads. Not here: what
of other pages and of files to download is shown (`test_judging.py`, `sphinx_ext/directives/test_downloads.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.sphinx_ext import every_kind
from tests.sphinx_ext.conftest import Book, Built
from tests.sphinx_ext.directives.test_brief import written as write_brief
from tests.sphinx_ext.foreign.test_parallel import files
from tests.sphinx_ext.harbour import RECORDS, furnish

WORDS = (
    "because container-title counts disclosure family horizon issued-because later name note plain provenance role "
    "said say says short statement text title unit"
).split()
"""The keys of what is said in words."""
SAID = re.compile(rf'(?<![\w-])({"|".join(WORDS)}): ([A-Z][^,}}\n"]*|[a-z][^,}}\n":]* [^,}}\n":]*)(?=[,}}\n])')
OTHERS = (
    ("sources/ferry-2031.yml", "fidelity: original", "fidelity: retranslated"),
    ("sources/quay-2031.yml", "origin: quay-2031", "origin: ferry-2031"),
    ("sources/quay-2031.yml", "letter: F", "letter: C"),
    (
        "sources/ferry-2031.yml",
        '  - {zone: body, lines: "5"}',
        '  - {zone: dateline, lines: "3"}\n  - {zone: body, lines: "5"}',
    ),
    ("sources/ferry-2031.yml", "It is an advertisement.", "It is none of its words."),
    ("sources/ferry-2031.yml", "issued: 2031-02-03/..", "issued: 2031-02-05"),
    ("sources/ferry-2031.yml", "  - id: how-many\n", "  - id: bread\n    exact: Buy a boat\n  - id: how-many\n"),
    ("sources/actors.yml", "kind: person\n    variants: [Reed,", "kind: group\n    variants: [Reeds,"),
    ("sources/actors.yml", "Norway", "Norge"),
    ("sources/events.yml", 'time: "08:10"', 'time: "09:40"'),
    ("sources/events.yml", "stance: reports", "stance: doubts"),
    ("sources/figures.yml", 'best: "300"', 'best: "310"'),
    ("sources/hypotheses.yml", "cell: CC", "cell: N"),
    ("sources/hypotheses.yml", "weight: high", "weight: low"),
    ("sources/implications.yml", "stance: feared", "stance: expected"),
    ("sources/implications.yml", "about: norway", "about: council"),
    ("sources/places.yml", "kind: building", "kind: city"),
)


MATCH = """\
:::::{sb:exercise} match-words
:kind: matching

Whose words?

Tomas Reed
: {sb:q}`The engine is not safe <ferry-2031/engine-not-safe>`

The director
: {sb:q}`The boat is one grandmother <quay-2031/grandmother>`
:::::
"""
"""Its menus hold the words with the numbers of their paragraphs."""
NAMES = ("ferry-2031", "quay-2031", *RECORDS)
ASSIGNMENT = """\
assignments:
  - id: week-one
    title: Week one
    purpose: To read closely.
    task: Match the words.
    criteria: [Right words.]
    outcomes: [You read closely.]
    minutes: "10"
    use: graded
    tools: barred
    alternative: Ask.
    items: [match-words]
"""


@pytest.fixture
def furnished(book: Book) -> Book:
    """Every kind of record, and every kind of page that shows some."""
    furnish(book)
    book.config["myst_enable_extensions"] = ["colon_fence", "deflist"]
    index = (book.root / "index.md").read_text(encoding="utf-8")
    write_brief(book)
    book.write("story.md", "# The story\n\n:::{sb:quote} ferry-2031/ferry-stopped\n:::\n")
    book.write("letter.md", "# The letter\n\n{sb:q}`quay-2031/grandmother`, in {sb:src}`quay-2031`.\n")
    book.write("one.md", "# One source\n\n:::{sb:sources} ferry-2031\n:::\n")
    book.write("tasks.md", f"{every_kind.page()}\n{MATCH}")
    book.write("made.md", "# Made\n\n:::{sb:items} whose-words\n:make: which-source\n:count: 2\n:seed: 1\n:::\n")
    book.write("named.md", "# Named\n\n{sb:actor}`council`, {sb:event}`new-boat`, {sb:figure}`islanders`.\n")
    book.write(
        "index.md", index.replace("timeline\n", "timeline\nstory\nletter\none\ntasks\nmade\nnamed\nbriefs/ferry\n", 1)
    )
    return book


def changes(book: Book) -> Iterator[tuple[str, str, str]]:
    """For each key of each record file the first words that stand there, changed; and what is no words."""
    for path in sorted((book.root / "sources").glob("*.yml")):
        told: set[str] = set()
        for found in SAID.finditer(path.read_text(encoding="utf-8")):
            if found[1] not in told:
                told.add(found[1])
                yield f"sources/{path.name}", found[0], f"{found[0].rstrip('.')} indeed"
    yield from OTHERS


def differing(again: Built, clean: Built) -> set[str]:
    """The files that two builds made differently."""
    made, wanted = files(again.out), files(clean.out)
    return {name for name in {*made, *wanted} if made.get(name) != wanted.get(name)}


def test_every_kind_of_record_is_changed(furnished: Book) -> None:
    changed = list(changes(furnished))
    assert len(changed) > 50
    assert {file for file, _, _ in changed} == {f"sources/{name}.yml" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_changed_the_next_build_makes_what_a_clean_one_makes(furnished: Book, name: str) -> None:
    furnished.build(folder="again")
    changed = [change for change in changes(furnished) if change[0] == f"sources/{name}.yml"]
    for number, (file, old, new) in enumerate(changed):
        furnished.replace(file, old, new)
        again, clean = furnished.build(folder="again"), furnished.build(folder=f"clean-{number}")
        assert again.warnings == clean.warnings, (file, new)
        assert differing(again, clean) == set(), (file, new)


@pytest.mark.parametrize(
    ("file", "old", "new", "read"),
    [
        ("sources/actors.yml", "actors:\n", "# Who is who.\nactors:\n", set()),
        ("sources/ferry-2031.yml", "genre: news report", 'genre: "news report"', set()),
        ("sources/hypotheses.yml", "The engine broke", "The engine failed", {"matrix", "twice"}),
        ("sources/errata.yml", "It sails in spring.", "It sails in May.", {"gone"}),
    ],
)
def test_only_pages_that_show_a_change_are_read(furnished: Book, file: str, old: str, new: str, read: set[str]) -> None:
    furnished.build()
    furnished.replace(file, old, new)
    assert set(furnished.build().read) == read


def test_a_passage_is_read_again_where_it_is_shown_and_its_neighbours_are_not(furnished: Book) -> None:
    furnished.build()
    furnished.replace("sources/quay-2031.yml", "note: as printed", "note: printed so")
    read = set(furnished.build().read)
    assert {"letter", "list"} <= read
    assert not read & {"story", "named", "index"}


def test_who_is_named_on_a_page_is_not_everybody(furnished: Book) -> None:
    furnished.build()
    furnished.replace("sources/actors.yml", "name: Merrow council", "name: council of Merrow")
    read = set(furnished.build().read)
    assert {"named", "people"} <= read
    assert "letter" not in read


def test_no_page_depends_on_everything(furnished: Book) -> None:
    reads = furnished.build().app.env.domaindata["sb"]["reads"]
    assert {"named", "letter", "list", "timeline", "matrix", "tasks", "made", "people", "briefs/ferry"} <= set(reads)
    everything = {("all_records",), ("all_assignments",)}
    assert [docname for docname, parts in reads.items() if everything & set(parts)] == []


def test_pages_that_several_processes_read_depend_on_the_same(furnished: Book) -> None:
    one, two = furnished.build(folder="one"), furnished.build(folder="two", parallel=2)
    reads, shared = (built.app.env.domaindata["sb"]["reads"] for built in (one, two))
    assert shared == reads
    furnished.replace("sources/hypotheses.yml", "The engine broke", "The engine failed")
    assert set(furnished.build(folder="two", parallel=2).read) == {"matrix", "twice"}


def test_what_only_proven_words_allow_is_made_again_when_the_articles_are_lost(furnished: Book) -> None:
    furnished.build(folder="again")
    furnished.lose_texts()
    again, clean = furnished.build(folder="again"), furnished.build(folder="clean")
    assert {"made", "tasks"} <= set(again.read)
    assert "named" not in again.read  # it quotes nothing, so that no number of a paragraph is lost
    assert differing(again, clean) == set()


def test_a_page_without_records_is_read_again_when_there_are_some(book: Book) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (book.root / "sources").glob("*.yml")}
    for name in kept:
        (book.root / "sources" / name).unlink()
    (book.root / "sources").rmdir()
    book.build()
    for name, text in kept.items():
        book.write(f"sources/{name}", text)
    assert {"story", "actors", "list"} <= set(book.build().read)


def test_an_exercise_is_read_again_when_an_assignment_grades_it_and_not_for_a_comment(furnished: Book) -> None:
    furnished.build()
    furnished.write("exercises/assignments.yml", ASSIGNMENT)
    assert set(furnished.build().read) == {"tasks"}
    furnished.write("exercises/assignments.yml", f"# Handed out in May.\n{ASSIGNMENT}")
    assert set(furnished.build().read) == set()


def test_an_assignment_names_its_exercises_by_the_titles_of_now(furnished: Book) -> None:
    furnished.write("exercises/assignments.yml", ASSIGNMENT)
    furnished.write("week.md", "# Week one\n\n:::{sb:assignment} week-one\n:::\n")
    furnished.replace("index.md", "timeline\n", "timeline\nweek\n")
    furnished.build(folder="again")
    furnished.replace(
        "tasks.md", ":::::{sb:exercise} match-words\n", ":::::{sb:exercise} match-words\n:title: Voices\n"
    )
    again, clean = furnished.build(folder="again"), furnished.build(folder="clean")
    assert again.read == ["tasks"]
    assert "Voices" in again.text("week.html")
    assert differing(again, clean) == set()


def test_a_country_on_the_map_is_found_by_its_other_names(furnished: Book) -> None:
    furnished.build(folder="again")
    furnished.replace("sources/actors.yml", "Norway", "Norge")
    again, clean = furnished.build(folder="again"), furnished.build(folder="clean")
    assert "consequences" in again.written
    assert differing(again, clean) == set()
