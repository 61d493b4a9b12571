"""The measurements run, and the arithmetic of their tables is right. No time is judged here: a clock is no test."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks import book as this_book
from benchmarks import corpus
from benchmarks.measuring import Command, FailedWorkError, Row, Run, Table, growth, left_out, missing, side_by_side
from benchmarks.plain import copy_book, write_out
from sourcebook.check import open_book
from sourcebook.commands import quote
from sourcebook.store import articles
from tests.needs import ROOT
from tests.own_book import words_of

PYTHON = [sys.executable, "-I", "-S", "-c"]
MB = 1_000_000


def rows() -> Table:
    ours = Row("ours", (Run(1.0, 10 * MB), Run(2.0, 30 * MB), Run(1.5, 20 * MB)))
    theirs = Row("theirs", (Run(4.0, MB), Run(4.0, MB), Run(12.0, MB)))
    return Table("Us and them", (ours, theirs), "theirs")


# -- arithmetic --------------------------------------------------------------------------------------------------------


def test_a_ratio_is_of_two_times_of_one_round() -> None:
    assert rows()["ours"].ratios(rows()["theirs"]) == [0.25, 0.5, 0.125]


def test_the_table_shows_least_middle_and_most_and_the_highest_peak() -> None:
    assert rows().noting("A note.").markdown().splitlines() == [
        "### Us and them",
        "",
        "| 3 rounds | minimum | median | maximum | memory | by “theirs” |",
        "| --- | --: | --: | --: | --: | --: |",
        "| ours | 1.00 s | 1.50 s | 2.00 s | 30 MB | 0.25 (0.12 to 0.50) |",
        "| theirs | 4.00 s | 4.00 s | 12.00 s | 1 MB | 1 |",
        "",
        "A note.",
    ]


def test_what_is_left_out_says_why() -> None:
    assert left_out("Against others", "They are not installed.").markdown() == (
        "### Against others\n\nThey are not installed.\n"
    )


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_growth_is_the_exponent(power: float) -> None:
    sizes = [100.0, 300.0, 1000.0]
    assert growth(sizes, [0.02 * size**power for size in sizes]) == pytest.approx(power)


def test_a_distribution_that_is_not_there_is_missing() -> None:
    assert missing(["sphinx", "no-such-distribution-here"]) == ["no-such-distribution-here"]


# -- running -----------------------------------------------------------------------------------------------------------


def test_rounds_are_interleaved_and_every_second_runs_backwards(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def work(name: str) -> Command:
        return Command([*PYTHON, f"open({str(log)!r}, 'a').write({name!r})"])

    table = side_by_side("Order", {name: work(name) for name in "abc"}, rounds=3, baseline="a")
    assert log.read_text() == "abccbaabc"
    assert [len(row.runs) for row in table.rows] == [3, 3, 3]
    assert all(run.seconds > 0 for row in table.rows for run in row.runs)


def test_the_memory_is_that_of_the_process_and_not_of_ours() -> None:
    held = bytearray(200 * MB)  # what the measuring process holds is not counted
    work = {"small": [*PYTHON, "pass"], "large": [*PYTHON, "bytearray(100_000_000)"]}
    table = side_by_side("Memory", work, rounds=1, baseline="small")
    assert table["small"].memory < 60 * MB < 100 * MB < table["large"].memory < len(held)


def test_what_comes_before_runs_each_time_in_the_folder_and_environment_asked_for(tmp_path: Path) -> None:
    script = "import os; open('log', 'a').write(os.environ['WORD'])"
    begun: list[str] = []
    command = Command([*PYTHON, script], tmp_path, {"WORD": "x"}, before=lambda: begun.append("b"))
    side_by_side("Before", {"it": command}, rounds=2, baseline="it")
    assert (tmp_path / "log").read_text() == "xx"
    assert begun == ["b", "b"]


def test_a_function_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    def work() -> None:
        (tmp_path / "pid").write_text(str(os.getpid()))

    side_by_side("Function", {"it": work}, rounds=1, baseline="it")
    assert int((tmp_path / "pid").read_text()) != os.getpid()


def test_work_that_fails_is_no_measurement(capfd: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        raise ValueError("no such thing")

    with pytest.raises(FailedWorkError, match=r"code 3: .*\nout of paper"):
        side_by_side("Fails", {"it": [*PYTHON, "print('out of paper'); raise SystemExit(3)"]}, 1, "it")
    with pytest.raises(FailedWorkError, match="it failed"):
        side_by_side("Fails", {"it": fails}, 1, "it")
    assert "no such thing" in capfd.readouterr().err
    table = side_by_side("Expected", {"it": Command([*PYTHON, "raise SystemExit(3)"], codes=(0, 3))}, 1, "it")
    assert len(table.rows) == 1


def test_a_baseline_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="one of"):
        side_by_side("None", {"it": [*PYTHON, "pass"]}, 1, "other")


# -- what is measured -------------------------------------------------------------------------------------------------


def test_made_up_articles_are_the_same_each_time_and_quoted_rightly_but_for_one_in_ten() -> None:
    made = corpus.articles(40)
    assert made == corpus.articles(40)
    quotations = [(article, q) for article in made for q in article.quotations]
    assert len(quotations) == 400
    assert 20 <= sum(not q.right for _, q in quotations) <= 60
    assert all((q.printed in article.text) is q.right for article, q in quotations)
    assert any(q.printed != q.exact for _, q in quotations), "typists leave out what a printer curls"
    assert all(950 < len(article.text.split()) < 1050 for article in made)


def test_every_quotation_that_is_wrong_is_rejected_and_no_other(tmp_path: Path) -> None:
    made = corpus.articles(12)
    corpus.write_sources(made, tmp_path, passages=False)
    corpus.write_lines(made, tmp_path / "lines.jsonl")
    opened = open_book(tmp_path, {})
    assert opened.problems == ()
    lines = (tmp_path / "lines.jsonl").read_bytes().splitlines()
    verdicts = [reply.verdict == "accepted" for reply in quote.answer_all(opened, lines)]
    assert verdicts == [q.right for article in made for q in article.quotations]


def test_a_made_up_book_builds_without_fault_and_so_does_its_plain_form(tmp_path: Path) -> None:
    corpus.write_book(2, tmp_path / "ours", tmp_path / "plain")
    ours, plain = this_book.building(tmp_path / "ours", "cold", None), this_book.building_plain(tmp_path / "plain")
    table = side_by_side("Two pages", {"ours": ours, "plain": plain}, 1, "plain")
    assert [row.name for row in table.rows] == ["ours", "plain"]
    page = (tmp_path / "ours/_build/html/chapters/page-2.html").read_text(encoding="utf-8")
    assert page.count('<blockquote class="sb-') == corpus.QUOTED
    page = (tmp_path / "plain/_build/html/chapters/page-2.html").read_text(encoding="utf-8")
    assert page.count("<blockquote>") == corpus.QUOTED


def test_the_plain_form_of_this_book_holds_its_words_and_none_of_our_directives(tmp_path: Path) -> None:
    copy_book(ROOT, tmp_path)
    text = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.md"))
    assert "sb:" not in text
    assert text.count("\n> ") > 30


def test_the_plain_form_that_is_written_out_holds_the_words_that_our_pages_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pypandoc")
    monkeypatch.delenv(articles.TEXTS_VARIABLE, raising=False)  # the articles lie in the book
    corpus.write_book(2, tmp_path / "ours", tmp_path / "bare")
    write_out(tmp_path / "ours", tmp_path / "plain")
    shown = [path.read_text(encoding="utf-8") for path in (tmp_path / "plain/chapters").iterdir()]
    assert [text.count("\n> — ") for text in shown] == [corpus.QUOTED] * 2
    words = " ".join(word for text in shown for word in words_of(text))
    passages = open_book(tmp_path / "ours", {}).book.passages
    assert [ref for ref, passage in passages.items() if " ".join(words_of(passage.exact)) not in words] == []


# -- the page ----------------------------------------------------------------------------------------------------------


def test_a_module_measured_anew_replaces_its_own_block_and_no_other() -> None:
    page = bench.filled("# Title\n\nWords.\n", "book", bench.block("book", "Made.", [rows()]))
    page = bench.filled(page, "quotes", bench.block("quotes", "Made.", [rows()]))
    again = bench.filled(page, "book", bench.block("book", "Made later.", []))
    assert page.count("### Us and them") == 2
    assert again.count("### Us and them") == 1
    assert again.startswith("# Title\n\nWords.\n\n<!-- measured: book -->\nMade later.\n")
    assert bench.filled(again, "quotes", bench.block("quotes", "Made.", [rows()])) == again


def test_the_page_says_by_which_command_and_on_what_it_was_made() -> None:
    said = bench.circumstances(["quotes"])
    assert said.startswith("Made by `python -m benchmarks quotes` on ")
    assert f"{os.cpu_count()} cores with Python 3." in said


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["nothing"])
    assert "there is no nothing" in capsys.readouterr().err
