"""A longer hunt, for developers: `make fuzz SECONDS=600`, or `python -m tests.fuzz.longer 600`.

Atheris changes its inputs by what they make the code do, so it finds its way into branches that no strategy names. It
is not among the dependencies, because it has wheels for few systems: `pip install atheris`. What it finds stands in a
file `crash-…`; make it a case of the tests, then mend the reader. Not here: what runs with the tests (`test_*.py`).
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from sourcebook import load
from sourcebook.analysis import clock, edtf
from sourcebook.commands import extracting, pagetree
from sourcebook.outputs import bundle, pdffile, pictures
from sourcebook.problems import Place, SourcebookError
from sourcebook.quotes import match, seal, speech, zones
from sourcebook.quotes.match import Quotation
from sourcebook.records import Events, Source
from sourcebook.sphinx_ext import escapes, fences, intake
from tests.fuzz.cases import explained
from tests.sealed import ARTICLE, RECORD

KNOWN = (SourcebookError, seal.BadSeal, edtf.DateError, clock.ClockError)
"""How a reader refuses."""


def record(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        document = load.parse(load.decode(data))
        for kind in (Source, Events):
            explained(load.to_record(kind, document, "x.yml")[1])


def article(data: bytes) -> None:
    source, _ = load.to_record(Source, load.parse(RECORD.format(digest="0" * 64)), "x.yml")
    assert source is not None
    zones.lay("x", source, text_of(data))


def quotation(data: bytes) -> None:
    source, _ = load.to_record(Source, load.parse(RECORD.format(digest="0" * 64)), "x.yml")
    assert source is not None
    match.judge(zones.lay("x", source, ARTICLE)[0], Quotation(text_of(data)))


def evidence(data: bytes) -> None:
    with contextlib.suppress(ValueError, RecursionError):
        value = json.loads(data)
        for read in (bundle.read, seal.from_json):
            with contextlib.suppress(seal.BadSeal):
                read(value)


def small(data: bytes) -> None:
    text = text_of(data)
    for read in (edtf.parse, clock.parse_clock, clock.check_zone):
        with contextlib.suppress(*KNOWN):
            read(text)
    escapes.parse(text, Place("x", 1))
    speech.detect(text, 0, len(text))
    list(fences.ended_early(text))
    list(intake.faults(text))


def picture(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        pictures.wrapped(data)


def page(data: bytes) -> None:
    pagetree.parse(text_of(data), "x.html")


def plain(data: bytes) -> None:
    extracting.paragraphs(extracting.decoded(data, "x.txt"))


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


READERS: dict[str, Callable[[bytes], object]] = {
    "record": record,
    "article": article,
    "quotation": quotation,
    "evidence": evidence,
    "small": small,
    "picture": picture,
    "page": page,
    "plain": plain,
    "pdf": pdffile.get,
}


def hunt(name: str, seconds: int, folder: str) -> None:
    """Hunt in one reader. Ends the program, as atheris does."""
    import atheris

    read = READERS[name]

    def once(data: bytes) -> None:
        with contextlib.suppress(*KNOWN):
            read(data)

    atheris.instrument_all()
    options = [f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=2048", "-max_len=20000", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/{name}-", folder], once)
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Hunt in every reader, so many seconds in all; 1 where one of them fell."""
    if len(arguments) == 3:
        hunt(arguments[0], int(arguments[1]), arguments[2])
    try:
        import atheris  # noqa: F401 -- only asked for
    except ImportError:
        sys.stderr.write("atheris is not installed: pip install atheris. Without it: SOURCEBOOK_FUZZ=20 make test\n")
        return 2
    seconds = max(5, int(arguments[0] if arguments else "600") // len(READERS))
    fell = []
    for name in READERS:
        folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
        made = subprocess.run([sys.executable, "-m", "tests.fuzz.longer", name, str(seconds), str(folder)], check=False)
        found = sorted(folder.glob(f"{name}-*"))
        fell += found if made.returncode or found else []
        sys.stdout.write(f"{name}: {seconds} s, {f'FELL, see {folder}' if made.returncode or found else 'stands'}\n")
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
