"""Paper: a brief as PDF, cold and warm, and the whole book, once its pages are read.

Here: what is set, with what else one would set it, and the two tables. Not here: reading pages (`book.py`), and packs.
Others get the same words as plain HTML to print: no script, no picture, one short style sheet. WeasyPrint and Chromium
are left out, with a sentence, where they are not installed, and so is the way of Sphinx through LaTeX.

`python -m benchmarks.paper TASK ...` is one piece of work in a process of its own; the tables are made of such.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from statistics import median

from benchmarks.measuring import Command, Row, Run, Table, missing, side_by_side
from benchmarks.once import UNIT
from sourcebook.model import document, document_tree
from sourcebook.model import document as b

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("_config.yml", "_toc.yml", "briefs", "chapters", "conf.py", "exercises", "index.md", "sources")
BRIEF = "briefs/kazakhstan-january-2022"
OURS, WEASY, CHROME, LATEX = "Sourcebook", "WeasyPrint", "Chromium, print to PDF", "Sphinx, through LaTeX"
STYLE = "@page { size: A4; margin: 20mm } body { font: 10pt/1.4 serif } table { border-collapse: collapse }"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_LATEX = "The way of Sphinx through LaTeX is left out: latexmk is not installed here."


def tables(quick: bool) -> Iterator[Table]:
    """A brief cold, a brief warm, and the whole book."""
    with tempfile.TemporaryDirectory(prefix="paper-") as name:
        folder = Path(name)
        _run("read", str(folder))
        page = folder / "brief.html"
        page.write_text(printed_html(*brief(folder)), encoding="utf-8")
        rounds = 1 if quick else 5
        absent = _absent()
        yield _cold(folder, page, rounds).noting(*absent)
        yield _warm(folder, page, rounds).noting(*absent[:1] if missing(["weasyprint"]) else ())
        yield _book(folder, rounds)


def _absent() -> list[str]:
    """A sentence for each program that cannot be set beside ours here."""
    found = ["WeasyPrint is left out: it is not installed here."] if missing(["weasyprint"]) else []
    return [*found, *([] if _chromium() else ["Chromium is left out: it is not installed here."])]


def _chromium() -> str:
    named = os.environ.get("SOURCEBOOK_CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, CHROMIUMS)), "")


# -- tables ------------------------------------------------------------------------------------------------------------


def _cold(folder: Path, page: Path, rounds: int) -> Table:
    """A brief as PDF, from the start of the program."""
    work: dict[str, Command] = {OURS: _command("brief", str(folder))}
    if not missing(["weasyprint"]):
        work[WEASY] = _command("weasyprint", str(page))
    if _chromium():
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        places = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={folder}/chromium.pdf"]
        work[CHROME] = Command([_chromium(), *options, *places, page.as_uri()])
    return side_by_side("A brief as PDF, cold: from the start of the program", work, rounds, OURS)


def _warm(folder: Path, page: Path, rounds: int) -> Table:
    """A brief as PDF, in a program that has set one before."""
    work = {OURS: ("brief", str(folder))}
    if not missing(["weasyprint"]):
        work[WEASY] = ("weasyprint", str(page))
    runs: dict[str, list[Run]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, words in work.items():
            found = json.loads(_run(*words, "10"))
            runs[name].append(Run(median(found["seconds"][1:]), found["bytes"]))
    rows = tuple(Row(name, tuple(done)) for name, done in runs.items())
    note = "A round is the median of nine, in a process that has set the brief once before."
    return Table("A brief as PDF, warm: set again by the same program", rows, OURS).noting(note)


def _book(folder: Path, rounds: int) -> Table:
    """The whole book as PDF on A4, its pages read before."""
    title = "The whole book as PDF, beyond the reading of its pages"
    work: dict[str, Command] = {OURS: _command("book", str(folder))}
    if shutil.which("latexmk"):
        tex = folder / "latex"
        _sphinx("latex", folder, tex)
        work[LATEX] = Command(["make", "-C", str(tex), "-B", "all-pdf"])
        return side_by_side(title, work, rounds, OURS)
    return side_by_side(title, work, rounds, OURS).noting(NO_LATEX)


def _command(*words: str) -> Command:
    return Command([sys.executable, "-m", "benchmarks.paper", *words], folder=ROOT)


def _run(*words: str) -> str:
    done = subprocess.run(_command(*words).words, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


# -- what is set -------------------------------------------------------------------------------------------------------


def brief(folder: Path) -> tuple[document.BookOrder, b.Page]:
    """The book and its brief, from the blocks in a folder."""
    order, pages = document_tree.read(folder / "blocks")
    return order, next(page for page in pages if page.name == BRIEF)


def printed_html(order: document.BookOrder, page: b.Page) -> str:
    """The words of a brief as plain HTML, as one would write it to be printed."""
    from sourcebook.exports.lms import safe_html
    from sourcebook.exports.paper import volume as paper_volume

    volume = paper_volume.brief(order, page, None)
    body = safe_html.html([*volume.pages[0].blocks, *volume.annex])
    head = f'<meta charset="utf-8"><title>{escape(volume.title)}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="{order.language}"><head>{head}</head><body>{body}</body></html>'


def _sphinx(builder: str, folder: Path, to: Path) -> None:
    """A copy of the book, read and written by Sphinx."""
    from sphinx.cmd.build import build_main

    root = folder / "root"
    for part in PARTS if not root.is_dir() else ():
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
        root.mkdir(exist_ok=True)
        copy(ROOT / part, root / part)
    if build_main(["-q", "-b", builder, "-d", str(folder / "doctrees"), str(root), str(to)]):
        sys.exit(f"Sphinx could not write {builder}")


# -- one piece of work -------------------------------------------------------------------------------------------------


def _read(folder: Path) -> None:
    _sphinx("blocks", folder, folder / "blocks")


def _set_brief(folder: Path) -> Callable[[], object]:
    from sourcebook.exports.paper import pdf

    order, page = brief(folder)
    evidence = (folder / "blocks" / f"{BRIEF}.evidence.json").read_bytes()
    return partial(pdf.brief, order, page, evidence=evidence)


def _set_by_weasyprint(page: Path) -> Callable[[], object]:
    import weasyprint

    return partial(weasyprint.HTML(filename=str(page)).write_pdf)


def _set_book(folder: Path) -> Callable[[], object]:
    from sourcebook.exports.paper import pdf

    order, pages = document_tree.read(folder / "blocks")
    briefs = f"{Path(BRIEF).parent}/"
    return partial(pdf.book, order, [page for page in pages if not page.name.startswith(briefs)])


TASKS = {"brief": _set_brief, "weasyprint": _set_by_weasyprint, "book": _set_book}


def main(task: str, place: str, times: str = "1") -> None:
    """Do a piece of work, some times over, and print the seconds of each and the bytes of memory at the peak."""
    if task == "read":
        return _read(Path(place))
    work = TASKS[task](Path(place))
    seconds = []
    for _ in range(int(times)):
        begun = time.perf_counter()
        if not work():
            sys.exit(f"{task} made nothing")
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT
    print(json.dumps({"seconds": seconds, "bytes": peak}))
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
