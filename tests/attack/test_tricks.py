"""Each trick with words on each way in: none passes unseen. The counts are printed.

The ways in: a record, a page's block, a page's sentence, an exercise, a brief, `quote`, `quote --from`. What is
received from others (a page, a PDF, a folder) is tried in `test_received_page.py` and its neighbours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook.check import Opened, check_book, open_book
from sourcebook.commands import quote
from sourcebook.quotes.match import ParsedQuotation
from tests.attack.tricks import SPEAKERS, TRICKS, WHOLE, Trick, write_book

CONFIG = (
    "title: Bridge\nauthor: Nobody\nsphinx:\n  extra_extensions: [sourcebook]\nexecute:\n  execute_notebooks: 'off'\n"
)
CONF = """\
from jupyter_book.config import get_final_config
import pathlib

_settings, _ = get_final_config(
    user_yaml=pathlib.Path(__file__).with_name("_config.yml"),
    sourcedir=pathlib.Path(__file__).parent,
    cli_config={"latex_individualpages": False},
)
globals().update(_settings)
"""
BRIEF = """\
---
sb-brief: true
audience: Nobody
authors: Nobody
date: 2031-02-03
cut-off: 2031-02-03
distribution: Nobody
---
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The book without a trick: nothing is wrong with it."""
    book = open_book(write_book(tmp_path_factory.mktemp("bridge")), {})
    assert [str(p) for p in check_book(book) if p.is_error] == []
    return book


def test_what_is_honest_passes_on_every_way(opened: Opened) -> None:
    for name, words in WHOLE.items():
        answer = opened.prover.quote("br", ParsedQuotation(words, SPEAKERS.get(name, "author")))
        assert answer.verdict == "accepted", words


@pytest.mark.parametrize("trick", TRICKS, ids=str)
def test_no_quotation_of_a_passage_lets_it_through(opened: Opened, trick: Trick) -> None:
    """What pages, exercises and briefs ask."""
    assert opened.prover.words(f"br/{trick.passage}", trick.words).problems


@pytest.mark.parametrize("trick", TRICKS, ids=str)
def test_quote_lets_none_through(opened: Opened, trick: Trick) -> None:
    if trick.kind == "another passage":  # true of the article
        return
    assert opened.prover.quote("br", ParsedQuotation(trick.words)).problems


def test_quote_from_a_file_lets_none_through(opened: Opened) -> None:
    asked = [t for t in TRICKS if t.kind != "another passage"]
    lines = [json.dumps({"id": str(i), "source": "br", "exact": t.words}).encode() for i, t in enumerate(asked)]
    answers = [reply.as_json() for reply in quote.answer_all(opened, lines)]
    assert len(answers) == len(asked)
    assert [str(t) for t, a in zip(asked, answers, strict=True) if not a["problems"]] == []


def test_the_words_in_guillemets_are_not_the_authors(opened: Opened) -> None:
    for name in SPEAKERS:
        for claimed in ("author", next(s for s in SPEAKERS.values() if s != SPEAKERS[name])):
            assert opened.prover.quote("br", ParsedQuotation(WHOLE[name], claimed)).verdict == "rejected"


def test_no_record_holds_one(tmp_path: Path) -> None:
    rows = "".join(
        f"  - id: trick-{i}\n    exact: {json.dumps(t.words, ensure_ascii=False)}\n" for i, t in enumerate(TRICKS)
    )
    opened = open_book(write_book(tmp_path, rows), {})
    problems = check_book(opened)
    if any(p.kind.label == "unreadable" for p in problems):  # these stop the record; the rest is tried without
        hidden = {p.place.path for p in problems if p.kind.label == "unreadable"}
        turned = [i for i, t in enumerate(TRICKS) if t.kind in ("direction", "hidden character")]
        assert {f"passages[{len(WHOLE) + i}].exact" for i in turned} == hidden
        keep = [t for t in TRICKS if t.kind not in ("direction", "hidden character", "another passage")]
        rows = "".join(
            f"  - id: trick-{i}\n    exact: {json.dumps(t.words, ensure_ascii=False)}\n" for i, t in enumerate(keep)
        )
        again = tmp_path / "again"
        problems = check_book(open_book(write_book(again, rows), {}))
        through = [str(t) for i, t in enumerate(keep) if not _found(problems, f"passages[{len(WHOLE) + i}]")]
        assert through == []
    else:
        pytest.fail("no hidden character was found in the record")


def _found(problems: list[Any], path: str) -> bool:
    return any(p.place.path.startswith(path) for p in problems)


# -- pages ------------------------------------------------------------------------------------------------------------

Way = Callable[[int, Trick], str]
WAYS: dict[str, Way] = {
    "block": lambda _, t: f":::{{sb:quote}} br/{t.passage}\n{t.words}\n:::\n",
    "sentence": lambda _, t: f"They say {{sb:q}}`{t.words} <br/{t.passage}>` here.\n",
    "exercise": lambda i, t: (
        f"::::{{sb:exercise}} trick-{i}\n:kind: short-answer\n:points: 1\n\n"
        f"What is meant by {{sb:q}}`{t.words} <br/{t.passage}>`?\n\n- one\n::::\n"
    ),
    "brief": lambda _, t: f":::{{sb:bottom-line}}\nThey say {{sb:q}}`{t.words} <br/{t.passage}>` here.\n:::\n",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[tuple[int, int]], list[dict[str, Any]]]]:
    """One check of a book with a page a way: the lines of each trick, and the problems of the page."""
    root = write_book(tmp_path_factory.mktemp("pages"))
    lines: dict[str, list[tuple[int, int]]] = {}
    for way, write in WAYS.items():
        text = (BRIEF if way == "brief" else "") + f"# {way}\n\n"
        for i, trick in enumerate(TRICKS):
            first = text.count("\n") + 1
            text += write(i, trick) + "\n"
            lines.setdefault(way, []).append((first, text.count("\n")))
        (root / f"{way}.md").write_text(text, encoding="utf-8")
    chapters = "".join(f"  - file: {way}\n" for way in WAYS)
    (root / "index.md").write_text("# Bridge\n\n```{tableofcontents}\n```\n", encoding="utf-8")
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}", encoding="utf-8")
    (root / "_config.yml").write_text(CONFIG, encoding="utf-8")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    return {way: (rows, _checked(root, way)) for way, rows in lines.items()}


_CHECKED: dict[Path, list[dict[str, Any]]] = {}


def _checked(root: Path, way: str) -> list[dict[str, Any]]:
    if root not in _CHECKED:
        command = [sys.executable, "-m", "sourcebook", "check", "--json"]
        env = {name: value for name, value in os.environ.items() if name != "SOURCEBOOK_TEXTS"}
        done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        _CHECKED[root] = json.loads(done.stdout)["problems"]
    return [p for p in _CHECKED[root] if p["file"] == f"{way}.md"]


@pytest.mark.parametrize("way", WAYS)
def test_no_page_lets_one_through(
    pages: dict[str, tuple[list[tuple[int, int]], list[dict[str, Any]]]], way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, problems = pages[way]
    kinds = {"unproven-quotation", "bad-exercise", "long-bottom-line"}  # these say nothing of the words
    found = {p["line"] for p in problems if p["kind"] not in kinds}
    through = [str(t) for t, (low, high) in zip(TRICKS, rows, strict=True) if not found & set(range(low, high + 1))]
    with capsys.disabled():
        print(f"\n{way}: {len(TRICKS)} tricks, {len(through)} let through")  # noqa: T201 -- the count is what this suite shows
    assert through == []
