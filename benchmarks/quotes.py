"""Ten thousand quotations in a thousand sources: `sourcebook quote --from`, two others, and the floor.

Here: the same made-up words in the form of each program (`corpus.py`); one quotation in ten is wrong, and each program
must find as many. Not here: what the verdicts mean (`tests/commands/test_quote.py`).
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.book import sourcebook
from benchmarks.corpus import Article, articles, write_citations, write_ledger, write_lines, write_sources
from benchmarks.measuring import Command, Table, Work, environment, missing, side_by_side
from sourcebook.store.articles import TEXTS_VARIABLE as TEXTS

OURS, CACHED, FLOOR = "sourcebook quote --from", "the same, normal forms cached", "the floor"
LINES = "lines.jsonl"
PEERS = {"citations": "citations verify", "claims-ledger": "claims-ledger check"}


def tables(quick: bool) -> Iterator[Table]:
    """All programs that are installed, against the first of the others, or else against the floor."""
    made = articles(100 if quick else 1000)
    count = sum(len(article.quotations) for article in made)
    wrong = sum(not quotation.right for article in made for quotation in article.quotations)
    absent = missing(PEERS)
    with tempfile.TemporaryDirectory() as folder:
        work = _work(made, Path(folder), absent)
        baseline = next((title for name, title in PEERS.items() if name not in absent), FLOOR)
        title = f"{count:,} quotations in {len(made):,} sources, {wrong:,} of them wrong"
        side_by_side("", work, 1, baseline)  # a first round for nobody: it writes the byte code
        table = side_by_side(title, work, 1 if quick else 5, baseline)
    floor = "The floor reads the files, hashes them, and seeks each quotation once with `str.find`; it judges nothing."
    yield table.noting(floor, *([_absent(absent)] if absent else []))


def _absent(names: Sequence[str]) -> str:
    return f"Left out because not installed: {', '.join(names)}. `pip install {' '.join(names)}` beside this Python."


def _work(made: Sequence[Article], folder: Path, absent: Sequence[str]) -> dict[str, Work]:
    """What is measured. The first run of ours has nothing cached; what it caches, the second finds."""
    ours = folder / "ours"
    write_sources(made, ours, passages=False)
    write_lines(made, ours / LINES)
    asking = sourcebook("quote", "--from", LINES, "--json")
    forget = partial(shutil.rmtree, ours / "_build", ignore_errors=True)
    work: dict[str, Work] = {FLOOR: partial(_floor, made, ours / "sources" / "fulltext")}
    here = {TEXTS: None}  # the articles lie in the book
    work[OURS] = Command(asking, ours, here, forget, codes=(1,))  # 1: some are rejected
    work[CACHED] = Command(asking, ours, here, partial(_ask, asking, ours), codes=(1,))
    if "citations" not in absent:
        write_citations(made, folder / "citations")
        words = [_program("citations"), "verify", "--claims", "claims", "--no-cache"]
        work[PEERS["citations"]] = Command(words, folder / "citations", codes=(1,))
    if "claims-ledger" not in absent:
        ledger = folder / "ledger"
        write_ledger(made, ledger)
        entries = sorted(map(str, (ledger / "ledger" / "entries").glob("*.md")))
        subprocess.run(
            [_program("claims-ledger"), "sha", "--write", *entries], cwd=ledger, check=True, stdout=subprocess.DEVNULL
        )
        work[PEERS["claims-ledger"]] = Command([_program("claims-ledger"), "check"], ledger, codes=(1,))
    return work


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _ask(words: Sequence[str], folder: Path) -> None:
    """Run once in a book that was built, so that everything is kept that can be."""
    (folder / "_build").mkdir(exist_ok=True)
    subprocess.run(words, cwd=folder, env=environment({TEXTS: None}), stdout=subprocess.DEVNULL, check=False)


def _floor(made: Sequence[Article], folder: Path) -> None:
    """The least that any checker does."""
    for article in made:
        data = (folder / article.file).read_bytes()
        hashlib.sha256(data).hexdigest()
        text = data.decode()
        for quotation in article.quotations:
            text.find(quotation.exact)
