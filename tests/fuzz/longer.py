"""A longer hunt, for developers: `make fuzz SECONDS=600`, or `python -m tests.fuzz.longer 600 [READER ...]`.

Atheris changes its inputs by what they make the code do, so it finds its way into branches that no strategy names. It
is not among the dependencies, because it has wheels for few systems: `pip install atheris`. What it finds stands in a
file `crash-…`; make it a case of the tests, then mend the reader. Here: the hunt. Not here: what is hunted through
(`readers.py`), and what runs with the tests (`test_*.py`).
"""

from __future__ import annotations

import contextlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ONE = "--one"
"""Before the name of a reader, the seconds and the folder, in the processes that this program starts."""
_TRIED = re.compile(r"number_of_executed_units:\s*(\d+)")


def hunt(name: str, seconds: int, folder: Path) -> None:
    """Hunt in one reader. Ends the program, as atheris does. Only our own code is watched: all of it takes minutes."""
    import atheris

    with atheris.instrument_imports(include=["sourcebook"], enable_loader_override=False):
        from tests.fuzz import readers
    reader = readers.READERS[name]

    def once(data: bytes) -> None:
        with contextlib.suppress(*readers.KNOWN):
            reader.read(data)

    words = folder / "words"
    # libFuzzer wants a word at least.
    words.write_text("".join(map(quoted, sorted({*reader.words, "\0"}))), encoding="ascii")
    for number, good in enumerate(reader.good()):
        (folder / "good" / str(number)).write_bytes(good.encode() if isinstance(good, str) else good)
    bounds = [f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=2048", "-max_len=20000"]
    says = ["-verbosity=0", "-print_final_stats=1", f"-artifact_prefix={folder}/", f"-dict={words}"]
    atheris.Setup([sys.argv[0], *bounds, *says, str(folder / "good")], once)
    atheris.Fuzz()


def quoted(word: str) -> str:
    """A word as a line of libFuzzer's dictionary; nothing where it has none."""
    data = word.encode("utf-8", "replace")[:60]
    return '"' + "".join(map("\\x{:02x}".format, data)) + '"\n' if data else ""


def one(name: str, seconds: int) -> tuple[bool, str]:
    """Hunt in one reader, in a process of its own: whether it stands, and what there is to say."""
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    (folder / "good").mkdir()
    call = [sys.executable, "-m", "tests.fuzz.longer", ONE, name, str(seconds), str(folder)]
    made = subprocess.run(call, check=False, capture_output=True, text=True, errors="replace")
    (folder / "said.txt").write_text(made.stdout + made.stderr, encoding="utf-8")
    found = sorted(path.name for kind in ("crash", "timeout", "oom") for path in folder.glob(f"{kind}-*"))
    tried = _TRIED.search(made.stderr)
    stands = made.returncode == 0 and not found and tried is not None
    if stands:
        shutil.rmtree(folder)
    cases = f"{int(tried[1]):,} cases in {seconds} s" if tried else "broken off"
    end = "stands" if stands else f"FELL, see {folder}: {' '.join(found) or 'said.txt'}"
    return stands, f"{name}: {cases}, {end}"


def main(arguments: list[str]) -> int:
    """Hunt in every reader, or in those named, so many seconds in all; 1 where one of them fell, 2 for a wrong call."""
    if arguments[:1] == [ONE]:
        hunt(arguments[1], int(arguments[2]), Path(arguments[3]))
    if importlib.util.find_spec("atheris") is None:
        sys.stderr.write("atheris is not installed: pip install atheris. Without it: SOURCEBOOK_FUZZ=20 make test\n")
        return 2
    from tests.fuzz.readers import READERS

    total, *names = arguments or ["600"]
    if not total.isdecimal() or not set(names) <= set(READERS):
        sys.stderr.write(f"say how many seconds, and which of: {', '.join(READERS)}; or no reader, for all\n")
        return 2
    fell = 0
    for name in names or READERS:
        stands, said = one(name, max(5, int(total) // len(names or READERS)))
        fell += not stands
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
