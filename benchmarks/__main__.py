"""`python -m benchmarks [NAME ...] [--quick]`: measures, prints the tables, and writes them into docs/performance.md.

Here: the command and the blocks of that page, one a module, so that one can be measured anew without the others. Not
here: measuring (`measuring.py`), and what is measured (the modules that are named in `NAMES`).
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measuring import Table

NAMES = ("paper", "packs", "book", "pages", "quotes", "draft")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def known() -> list[str]:
    """The modules that measure something: each has `tables(quick: bool) -> Iterator[Table]`."""
    return [name for name in NAMES if find_spec(f"benchmarks.{name}")]


def circumstances(words: Sequence[str]) -> str:
    """With what and on what the tables were made."""
    command = " ".join(["python -m benchmarks", *words])
    system = f"{platform.system()} on {platform.machine()}"
    return f"Made by `{command}` on {os.cpu_count()} cores with Python {platform.python_version()}, {system}."


def block(name: str, made: str, tables: Iterable[Table]) -> str:
    """What stands in the page between the marks of a module."""
    return "\n".join([_begin(name), made, "", *(table.markdown() for table in tables), _end(name)])


def _begin(name: str) -> str:
    return f"<!-- measured: {name} -->"


def _end(name: str) -> str:
    return f"<!-- measured {name} ends -->"


def filled(page: str, name: str, text: str) -> str:
    """The page with the block of a module made anew, or at its end where it had none."""
    pattern = re.compile(re.escape(_begin(name)) + ".*?" + re.escape(_end(name)), re.DOTALL)
    if pattern.search(page):
        return pattern.sub(lambda _: text, page)
    return f"{page.rstrip()}\n\n{text}\n"


def main(words: Sequence[str]) -> None:
    """Measure what is named, or everything; `--quick` measures less, and leaves the page as it is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(known())}; all where left out")
    parser.add_argument("--quick", action="store_true", help="few rounds, small books; only printed")
    asked = parser.parse_args(words)
    unknown = sorted(set(asked.names) - set(known()))
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are: {', '.join(known())}")
    for name in asked.names or known():
        tables = []
        for table in importlib.import_module(f"benchmarks.{name}").tables(asked.quick):
            print(table.markdown(), flush=True)
            tables.append(table)
        if not asked.quick:
            text = block(name, circumstances(words), tables)
            PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), name, text), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
