"""Options of directives: a mistyped one, and one whose value is none, make exactly one problem each, at its line.

Every directive of the domain with every option that it has is tried, each on a page of its own, in one reading.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sourcebook.check import open_book
from sourcebook.commands import read_book
from sourcebook.model.problems import Problem
from sourcebook.sphinx_ext import build
from tests.sphinx_ext.every_kind import ESSAY, NUMERIC

COLOUR = "colour-of-it"
"""An option that no directive has, and that is like none."""


@dataclass(frozen=True)
class Written:
    """A directive without a fault: argument, options, body; and options with values that are none."""

    argument: str = ""
    options: str = ""
    body: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return re.findall(r"^:([\w-]+):", self.options, re.MULTILINE)


def _parts(exercise: str) -> tuple[str, str]:
    """The options and the body of a written exercise."""
    lines = exercise.strip().splitlines()[1:-1]
    options = [line for line in lines if re.match(r":[\w-]+: ", line)]
    body = "\n".join(line for line in lines if line not in options)
    return "\n".join(options).replace("{use}", "practice"), body


EXERCISE = (
    ":kind: short-answer\n:title: The record\n:answer: the log\n:points: 2\n:minutes: 1\n:level: remember\n"
    ":group: sourcing\n:teaches: Times.\n:use: practice\n:tools: barred\n:needs: book"
)
PART = Written(body="Some words.")
DIRECTIVES: dict[str, Written] = {
    "quote": Written(
        "courier-2031/below-its-brim", ":class: big\n:plain: show", "", (":plain: perhaps", ":accept: nothing")
    ),
    "sources": Written("courier-2031", ":show: record", "", (":show: passage", ":show: record everything")),
    "timeline": Written(
        "", ":from: 2031-03-14\n:to: 2031-03-15\n:only: courier-2031\n:title: A night", "",
        (":from: yesterday", ":to: 2031-13-40", ":only: conflict"),
    ),
    "compare": Written(),
    "fold": Written("What is in it", body="Some words."),
    "reports": Written("gates-open"),
    "figure": Written("houses"),
    "matrix": Written("", ":only: the-rain the-full-lake\n:title: A table", "", (":only: the-rian the-full-lake",)),
    "people": Written("", ":kind: person, country", "", (":kind: persn",)),
    "map": Written(),
    "implications": Written("calvey"),
    "errata": Written(),
    "withdrawn": Written(),
    "cite": Written(),
    "downloads": Written(),
    "exercise": Written(
        "odd", EXERCISE, "On which record does Ives rest his times?",
        (":kind: of my own", ":kind: short-anser", ":points: three", ":points: -1", ":minutes: soon",
         ":level: recal", ":group: sorcing", ":use: grade", ":tools: bared", ":needs: paket", ":words: some",
         ":accept: nothing"),
    ),
    "items": Written(
        "odd", ":make: who-said-it\n:count: 2\n:seed: 1\n:use: practice\n:title: Who?\n:points: 1\n:minutes: 1\n"
        ":sources: courier-2031 ives-2031", "",
        (":make: who-sad-it", ":make: nothing of that", ":count: many", ":use: grade", ":points: one", ":minutes: x",
         ":sources: courrier-2031", ":actors: nobody-at-all", ":events: gates-opn"),
    ),
    "assignment": Written("one-night-two-accounts"),
    "exercise-table": Written(),
    "bottom-line": Written(body="The lake stood high before the flood."),
    "judgement": Written(
        "", ":for: courier-2031/below-its-brim ives-2031/indeed-high\n:support: agreed\n"
        ":question: How high?", "The lake stood high before the flood.",
        (":for: courier-2031/below-its-brin ives-2031/indeed-high", ":support: agred",
         ":against: nobody/nothing", ":likelihood: liekly\n:unless: A dam breaks."),
    ),
    "option": Written(
        "Do it", ":cost: small\n:risk: small\n:reversibility: full\n:owner: the Board\n:find-out:",
        "Ask {sb:src}`Ives <ives-2031>`."
    ),
    "unanswered": Written("When?", body="Some words."),
    "evidence": Written(),
    "quality": Written(),
}  # fmt: skip
OLD = "at-a-glance"
"""Told to be of an older form, wherever it stands."""
PARTS = ("hint", "solution", "anchor", "marking", "errors", "rubric")
"""Directives inside an exercise, without options of their own."""
NOT_EMPTY = ("find-out",)
"""Options that need no value."""


def mistyped(name: str) -> str:
    """A name with two of its letters changed over, or with one doubled."""
    changed = name[:1] + name[2:3] + name[1:2] + name[3:]
    return f"{name}{name[-1]}" if len(name) < 4 or changed == name else changed


def cases() -> Iterator[tuple[str, str, str]]:
    """The directive, its options with a fault, and the line of the faulty one; the rest of the options is in order."""
    for directive, written in DIRECTIVES.items():
        yield directive, f"{written.options}\n:{COLOUR}: red".strip(), f":{COLOUR}:"
        for name in written.names:
            wrong = mistyped(name)
            yield directive, written.options.replace(f":{name}:", f":{wrong}:"), f":{wrong}:"
            if name not in NOT_EMPTY:
                yield directive, re.sub(rf"(?m)^:{name}: .*", f":{name}:", written.options), f":{name}:"
        for wrong in written.wrong:
            name = wrong.split(":")[1]
            rest = [line for line in written.options.splitlines() if not line.startswith(f":{name}:")]
            yield directive, "\n".join([*rest, wrong]), f":{name}:"


CASES = list(cases())
HEAD = "---\norphan: true\n---\n# Odd\n\n"


def text_of(directive: str, options: str, ident: str) -> str:
    """A page with one directive."""
    written = DIRECTIVES[directive]
    argument = ident if written.argument == "odd" else written.argument
    body = f"\n{written.body}\n" if written.body else ""
    before = f"{text_of('judgement', DIRECTIVES['judgement'].options, ident)}\n" if directive == "evidence" else HEAD
    return f"{before}:::::{{sb:{directive}}} {argument}\n{options}\n{body}:::::\n"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, unchanged_book: Path) -> dict[str, list[Problem]]:
    """The problems of each page of a book in which every page holds one directive: `f…` with a fault, `g…` without."""
    root = tmp_path_factory.mktemp("options") / "book"
    shutil.copytree(unchanged_book, root, ignore=shutil.ignore_patterns("_build"))
    texts = {f"f{n}": text_of(directive, options, f"odd-{n}") for n, (directive, options, _) in enumerate(CASES)}
    texts |= {f"g-{name}": text_of(name, written.options, f"fine-{name}") for name, written in DIRECTIVES.items()}
    texts |= {f"p-{name}": f"{HEAD}{exercise_with(name, n)}\n" for n, name in enumerate(PARTS)}
    texts |= {name: f"{HEAD}{text}\n" for name, text in OTHERS.items()}
    toc = (root / "_toc.yml").read_text(encoding="utf-8").rstrip()
    for name, text in texts.items():
        (root / "exercises" / f"{name}.md").write_text(text, encoding="utf-8")
        toc += f"\n      - file: exercises/{name}"
    (root / "_toc.yml").write_text(f"{toc}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCEBOOK_TEXTS", "")
        found: dict[str, list[Problem]] = {name: [] for name in texts}
        for problem in read_book.check(open_book(root)).problems:
            found.setdefault(Path(problem.place.file).stem, []).append(problem)
    return found


def exercise_with(part: str, number: int) -> str:
    """An exercise in which a part has an option, though it has none."""
    options, body = _parts(ESSAY)
    argument = " Good" if part == "anchor" else ""
    if part == "rubric":
        body = body.replace("{sb:rubric}\n", "{sb:rubric}\n:colour: red\n")
    else:
        body += f"\n\n::::{{sb:{part}}}{argument}\n:colour: red\nSome words.\n::::"
    return f"::::::{{sb:exercise}} with-{number}\n{options}\n{body}\n::::::"


ESSAY_OPTIONS, ESSAY_BODY = _parts(ESSAY)
NUMERIC_OPTIONS, NUMERIC_BODY = _parts(NUMERIC)
OTHERS = {
    "essay-points": f"::::::{{sb:exercise}} e1\n{ESSAY_OPTIONS.replace(':points: 12', ':points: many')}\n{ESSAY_BODY}\n"
    "::::::",
    "numeric-answer": f"::::::{{sb:exercise}} e2\n{NUMERIC_OPTIONS.replace('7391', 'many')}\n{NUMERIC_BODY}\n::::::",
    "no-colon": f"::::::{{sb:exercise}} e3\n{EXERCISE.replace(':kind: ', ':kind ')}\n\nWhich record?\n::::::",
    "dashes": f"::::::{{sb:exercise}} e4\n---\n{EXERCISE.replace(':', '', 1)}\n".replace("\n:", "\n").replace(
        "\npoints: ", "\npionts: "
    )
    + "---\nWhich record?\n::::::",
    "accept": ":::{sb:judgement}\n:for: courier-2031/below-its-brim ives-2031/indeed-high\n:action: Wait.\n"
    ":acept: hedged-judgement because we do not know\nIt may have been high.\n:::",
}
"""Pages with one fault each that is none of those in the table."""


@pytest.mark.parametrize("index", range(len(CASES)), ids=[f"{d} {at} {n}" for n, (d, _, at) in enumerate(CASES)])
def test_a_faulty_option_is_one_problem_at_its_line(told: dict[str, list[Problem]], index: int) -> None:
    directive, options, at = CASES[index]
    found = told[f"f{index}"]
    assert len(found) == 1, [str(problem) for problem in found]
    lines = text_of(directive, options, f"odd-{index}").splitlines()
    first = max(n for n, text in enumerate(lines, 1) if text.startswith(f":::::{{sb:{directive}}}"))
    line = max(n for n, text in enumerate(lines, 1) if text.startswith(at))
    assert found[0].place.line in ((first, line) if directive == "judgement" else (line,)), str(found[0])
    name = at.strip(":")
    meant = next((known for known in DIRECTIVES[directive].names if mistyped(known) == name), "")
    if meant:
        assert found[0].message.endswith(f"there is no option {at} here; did you mean :{meant}:?")
    elif name == COLOUR:
        there = "there are: " if DIRECTIVES[directive].names else "it has none, so take it out"
        assert there in found[0].message or DIRECTIVES[directive].body, str(found[0])


@pytest.mark.parametrize("name", DIRECTIVES)
def test_a_directive_without_a_fault_has_no_problem(told: dict[str, list[Problem]], name: str) -> None:
    assert [str(problem) for problem in told[f"g-{name}"]] == []


@pytest.mark.parametrize("name", [*(f"p-{part}" for part in PARTS), *OTHERS])
def test_another_faulty_option_is_one_problem(told: dict[str, list[Problem]], name: str) -> None:
    assert len(told[name]) == 1, [str(problem) for problem in told[name]]


def test_an_exercise_that_an_assignment_names_has_one_problem_where_its_kind_is_none(
    unchanged_book: Path, tmp_path: Path
) -> None:
    book = Path(shutil.copytree(unchanged_book, tmp_path / "book", ignore=shutil.ignore_patterns("_build")))
    path = book / "exercises" / "reading.md"
    text = path.read_text(encoding="utf-8")
    for old, new in (("whose-claim\n:kind: single-choice", "of my own"), (":make: who-said-it", "whatever comes")):
        assert old in text
        path.write_text(text.replace(old, f"{old.rpartition(' ')[0]} {new}", 1), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCEBOOK_TEXTS", "")
            (problem,) = read_book.check(open_book(book)).problems
        assert "it can be: " in problem.message


def test_the_table_holds_every_directive(unchanged_book: Path) -> None:
    app: Any = build.read(unchanged_book).app
    found = dict(app.registry.domain_directives["sb"])
    assert {*found} == {*DIRECTIVES, *PARTS, OLD}
    for name, written in DIRECTIVES.items():
        assert {*(found[name].option_spec or {})} >= {*written.names}
