"""No reader asks for more memory than a stated multiple of what it reads (`MOST_MEMORY`), however it is made.

Memory is counted by tracemalloc, which sees what Python asks for, to the byte and the same in each run. It does not see
what lxml and pypdf's C code ask for: strangers' pages and PDFs are read in a process of their own with a limit
(`test_files.py`), and here the system is asked how large such a process grew. Not here: what readers say (the others).
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from sourcebook import check as checking
from sourcebook.check import Opened
from sourcebook.commands import quote
from sourcebook.ingest import page
from sourcebook.model.records import Events, Source, Zone
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import seals
from sourcebook.sphinx_ext import source_checks
from sourcebook.store import articles, validation, yaml_source
from sourcebook.store import files as store_files
from tests import sealed
from tests.fuzz.cases import Fuzz
from tests.needs import ROOT
from tests.sealed import KEY, RECORD

SMALL, LARGE = 200_000, 1_000_000
MOST_MEMORY = 256
"""The most memory, in bytes a byte of input, that a reader in this process may ask for, whatever the input.

Prose asks for a sixth of it. The worst is a text of single signs: each is a word, whose place in the article is kept.
"""
KEPT = 2 * 1024 * 1024
"""What a reader keeps once, whatever it reads: schemas, patterns."""


@pytest.fixture(scope="module")
def opened(salt: Path) -> Opened:
    return checking.open_book(salt, {})


def asked_for(read: Callable[[], object]) -> int:
    """The most bytes that are in use at one time while something is read."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        read()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def bounded(fuzz: Fuzz, reader: str, data: str, read: Callable[[bytes], object]) -> None:
    given = data.encode()
    assert asked_for(lambda: read(given)) <= MOST_MEMORY * len(given) + KEPT
    fuzz.count(f"memory of {reader}", 1)


def filled(unit: str, size: int) -> str:
    return unit * (size // len(unit))


def numbered(unit: str, size: int) -> str:
    """A unit with a number in it, again and again."""
    return "".join(unit % i for i in range(size // (len(unit) + 3)))


# -- YAML -------------------------------------------------------------------------------------------------------------

YAML: dict[str, Callable[[int], str]] = {
    "many values": lambda size: filled("- a\n", size),
    "many keys": lambda size: numbered("k%d: a\n", size),
    "one key again and again": lambda size: filled("a: 1\n", size),
    "lists of nothing": lambda size: f"[{filled('[],', size)}]",
    "as deep as may be": lambda size: f"[{filled('[' * 18 + ']' * 18 + ',', size)}]",
    "too deep": lambda size: "[" * size,
    "anchors": lambda size: filled("- &a b\n", size),
    "one line": lambda size: f"a: {'v' * size}",
    "records without their keys": lambda size: "events:\n" + filled("- {}\n", size),
}


def read_record(data: bytes) -> None:
    document = yaml_source.parse(store_files.decode(data))
    for kind in (Source, Events):
        validation.to_record(kind, document, "x.yml")


def read_front_matter(data: bytes) -> None:
    assert all(message for _, message, _ in source_checks.faults(f"---\n{data.decode()}\n---\n"))


def read_settings(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        yaml_source.load_settings(data)


@pytest.mark.parametrize("read", [read_record, read_front_matter, read_settings])
@pytest.mark.parametrize("made", YAML)
def test_yaml(fuzz: Fuzz, made: str, read: Callable[[bytes], object]) -> None:
    bounded(fuzz, read.__name__, YAML[made](SMALL), read)


@pytest.mark.parametrize("made", ["lists of nothing", "one line", "records without their keys", "too deep"])
def test_a_megabyte_of_yaml(fuzz: Fuzz, made: str) -> None:
    for read in (read_record, read_settings):
        bounded(fuzz, read.__name__, YAML[made](LARGE), read)


def test_faults_without_number_are_told_up_to_a_number() -> None:
    for text in (YAML["records without their keys"](SMALL), filled("- &a b\n", SMALL)):
        _, problems = validation.to_record(Events, yaml_source.parse(text), "x.yml")
        assert len(problems) == yaml_source.MOST_FAULTS + 1
        assert "mend what is told first" in problems[-1].message


# -- JSON -------------------------------------------------------------------------------------------------------------

JSON: dict[str, Callable[[int], str]] = {
    "lists of nothing": lambda size: f"[{filled('[],', size)}0]",
    "objects of nothing": lambda size: f"[{filled('{},', size)}0]",
    "many keys": lambda size: "{" + numbered('"k%d":0,', size) + '"a":1}',
    "many objects": lambda size: "[" + numbered('{"k%d":0},', size) + "0]",
    "numbers": lambda size: f"[{filled('1.5,', size)}0]",
    "escapes": lambda size: '"' + filled("\\u00e9", size) + '"',
    "too deep": lambda size: "[" * size,
}


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("made", JSON)
def test_seals(fuzz: Fuzz, salt: Path, tmp_path: Path, made: str, size: int) -> None:
    path = tmp_path / "x.seal.json"
    good = json.loads(sealed.seal_file(salt).read_text(encoding="utf-8"))

    def read(data: bytes) -> None:
        path.write_bytes(data)
        found, _ = articles.read_seal(path, tmp_path)
        with contextlib.suppress(seals.BadSeal):
            seals.from_json(found)

    whole = json.dumps({**good, "openings": 0}).replace('"openings": 0', f'"openings": {JSON[made](size)}')
    bounded(fuzz, "seals", whole, read)


@pytest.mark.parametrize("made", JSON)
def test_a_line_of_questions(fuzz: Fuzz, opened: Opened, made: str) -> None:
    line = f'{{"source": "{KEY}", "exact": "the lake", "id": {JSON[made](LARGE - 100)}}}'
    bounded(fuzz, "lines of questions", line, lambda data: answered(opened, data))


@pytest.mark.parametrize("line", ["x", "{}", '{"source": "s", "exact": "a"}'])
def test_many_questions_are_answered_one_by_one(opened: Opened, line: str) -> None:
    data = filled(f"{line}\n", SMALL).encode()
    assert asked_for(lambda: answered(opened, data)) < KEPT


def answered(opened: Opened, data: bytes) -> None:
    for reply in quote.answer_all(opened, quote.lines_of(io.BytesIO(data))):
        assert reply.as_json()


def test_a_line_without_end_is_read_in_part_and_refused_whole(opened: Opened) -> None:
    good = json.dumps({"id": "last", "source": KEY, "exact": "the lake has fallen"}).encode()
    data = b"x" * (3 * quote.LONGEST_LINE) + b"\n" + good
    lines = list(quote.lines_of(io.BytesIO(data)))
    assert [len(line) for line in lines] == [quote.LONGEST_LINE + 1, len(good)]
    first, last = quote.answer_all(opened, lines)
    assert [p.message for p in first.answer.problems] == ["line 1 is longer than 1 MB; write one question a line."]
    assert (last.id, last.verdict) == ("last", "accepted")


# -- texts ------------------------------------------------------------------------------------------------------------

TEXTS = {"single signs": "!", "single letters": "a ", "lines": "a\n", "quotation marks": "“a” ", "sentences": "A. ",
         "one word": "a", "nothing to see": "\u200b"}  # fmt: skip


def lay(data: bytes) -> None:
    record, _ = validation.to_record(Source, yaml_source.parse(RECORD.format(digest="0" * 64)), "x.yml")
    assert record is not None
    text = data.decode()
    whole = [Zone(zone="body", lines=f"1-{text.count(chr(10)) + 1}")]
    article, _ = quotes_article.tokenise(KEY, msgspec.structs.replace(record, zones=whole, speech=[]), text)
    assert len(article.sentences) == len(article.forces) == len(article.words)


@pytest.mark.parametrize("made", TEXTS)
def test_texts(fuzz: Fuzz, made: str) -> None:
    bounded(fuzz, "articles", filled(TEXTS[made], SMALL), lay)
    bounded(
        fuzz,
        "texts to add",
        filled(TEXTS[made], SMALL),
        lambda d: page.paragraphs(page.decoded(d, "x")),
    )


def test_a_megabyte_of_text(fuzz: Fuzz) -> None:
    bounded(fuzz, "articles", filled(TEXTS["single letters"], LARGE), lay)


# -- what libraries read ----------------------------------------------------------------------------------------------

GROWN = """
import resource, sys
from pathlib import Path
from sourcebook.ingest.pdf_text import pdf_reader
from sourcebook.ingest.web import webpage
from sourcebook.model.problems import SourcebookError
def read(path):
    try:
        (pdf_reader if path.suffix == ".pdf" else webpage).read(path.read_bytes(), path.name)
    except SourcebookError:
        pass
unit = 1 if sys.platform == "darwin" else 1024
paths = [Path(name) for name in sys.argv[1:]]
for path in paths[:2]:
    read(path)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in paths[2:]:
    read(path)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not say how large a process grew")
def test_a_process_that_reads_pages_and_pdfs_does_not_grow_beyond_measure(fuzz: Fuzz, tmp_path: Path) -> None:
    """The first two files are harmless: what they need, the libraries need for themselves."""
    from tests.fuzz.test_files import PAGE, TEXT, printed

    units = ["<p>word word", "<li>a", "<a href=x>y</a>", "<p a=b c=d e=f>", "&amp;", "<b>"]
    files = [tmp_path / "harmless.html", tmp_path / "harmless.pdf"]
    files[0].write_text(PAGE, encoding="utf-8")
    files[1].write_bytes(printed(TEXT * 5))
    for number, unit in enumerate(units):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(filled(unit, SMALL), encoding="utf-8")
    files.append(tmp_path / "hostile.pdf")
    files[-1].write_bytes(printed(filled("BT 1 2 Td (a b) Tj ET ", SMALL).encode()))
    call = [sys.executable, "-c", GROWN, *map(str, files)]
    made = subprocess.run(call, check=True, capture_output=True, text=True, cwd=ROOT)
    assert int(made.stdout) <= MOST_MEMORY * SMALL
    fuzz.count("memory of pages and PDFs", len(files) - 2)
