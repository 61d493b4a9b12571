"""What is found in the forty essays of the corpus: `python -m tests.essays.results` writes the table of the manual.

The essays go in as two ZIPs, one as Moodle makes it and one as Canvas does, and come out as the lines of `--json`.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sourcebook.check import open_book
from sourcebook.essays import class_run, submissions
from sourcebook.essays.judge import RIGHT, Judge
from sourcebook.essays.readings import Readings
from sourcebook.essays.tutor_wording import SLIPS
from sourcebook.quotes.prose_lint import FEWEST
from tests.essays import corpus
from tests.essays.corpus import SCARE, MadeEssay, Piece

PAGE = Path(__file__).resolve().parents[2] / "docs" / "essays.md"
_TABLE = re.compile(r"(?<=<!-- corpus -->\n).*?(?=<!-- end of corpus -->)", re.DOTALL)
Line = dict[str, Any]


@dataclass
class Results:
    """Counts of what stands in the essays and what was found, by kind; and every miss in words."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    genuine: int = 0
    alarms: int = 0
    scare: int = 0
    reported: int = 0
    misses: list[str] = field(default_factory=list)


def judge() -> Judge:
    return Judge(Readings(open_book(corpus.PACKET, {})))


def lines(made: Sequence[MadeEssay], by: Judge) -> dict[str, list[Line]]:
    """The lines of `--json` about each essay, by its name."""
    half = len(made) // 2
    out: dict[str, list[Line]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("moodle", corpus.moodle_zip(made[:half])), ("canvas", corpus.canvas_zip(made[half:]))):
            path = Path(folder) / f"{name}.zip"
            path.write_bytes(data)
            for checked in class_run.check(by, submissions.collect(path)):
                number = re.search(r"essay-\d+", checked.submission.file)
                out[number[0] if number else ""] = checked.lines
    return out


def evaluate() -> Results:
    """The results for the whole corpus."""
    made, results = corpus.essays(), Results()
    said = lines(made, judge())
    for essay in made:
        left = list(said[essay.name])
        for piece in essay.pieces:
            mine = []
            for quotation in piece.quotations:  # both stand in the order of the essay
                mine += [line for line in left if _about(line, quotation)][:1]
                left = [line for line in left if not any(line is each for each in mine)]
            _count(results, essay, piece, mine)
        results.alarms += len(left)
        results.misses += [f"{essay.name}.{essay.form}: surplus: {line['quotation']}" for line in left]
    return results


def _count(results: Results, essay: MadeEssay, piece: Piece, mine: Sequence[Line]) -> None:
    wrong = [line for line in mine if line["verdict"] != RIGHT]
    told = f"{essay.name}.{essay.form}: {piece.kind}: {piece.text} {[line['kinds'] for line in mine]}"
    if piece.kind == SCARE:
        results.scare += 1
        results.reported += bool(mine)
        results.misses += [told] * bool(mine)
    elif piece.kind == RIGHT:
        counted = sum(len(q.split()) >= FEWEST for q in piece.quotations)
        results.genuine += counted
        bad = len(wrong) + max(0, counted - len(mine))
        results.alarms += bad
        results.misses += [told] * bool(bad)
    else:
        hit = any(piece.kind in line["kinds"] for line in wrong)
        results.planted[piece.kind] += 1
        results.found[piece.kind] += hit
        results.misses += [told] * (not hit)


def _about(line: Line, quotation: str) -> bool:
    """True if a line is about a quotation: the same words, or a part of them."""
    words, wanted = _words(line["quotation"]), _words(quotation)
    return bool(words) and (words in wanted or wanted in words)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.replace("\u00ad", "")))


def table(results: Results) -> str:
    """The table of the manual."""
    rows = [
        (title, results.planted[kind], results.found[kind])
        for kind, (title, _) in SLIPS.items()
        if results.planted[kind]
    ]
    rows.append(("All slips", results.planted.total(), results.found.total()))
    body = [f"| {title} (`{_label(title)}`) | {planted} | {found} |" for title, planted, found in rows[:-1]]
    body.append(f"| **{rows[-1][0]}** | {rows[-1][1]} | {rows[-1][2]} |")
    share = 100 * results.alarms / results.genuine
    genuine = (
        f"Of {results.genuine} genuine quotations {results.alarms} were called wrong or missed ({share:.1f} per cent)."
    )
    scare = f"Of {results.scare} sentences with scare quotes {results.reported} were reported."
    return "\n".join(["", "| slip | in the essays | found |", "| --- | --- | --- |", *body, "", genuine, scare, "", ""])


def _label(title: str) -> str:
    return next(kind for kind, (name, _) in SLIPS.items() if name == title)


def written(page: str, results: Results) -> str:
    """The page of the manual with the table of these results."""
    return _TABLE.sub(lambda _: table(results), page)


def main() -> Iterator[str]:
    results = evaluate()
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")
    yield from results.misses
    yield table(results)


if __name__ == "__main__":
    print("\n".join(main()))  # noqa: T201 - a program of its own
