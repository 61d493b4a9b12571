"""How everything here is measured: several pieces of work side by side, each in a process of its own, round by round.

Here: running, the arithmetic of a table, and the table in Markdown. Not here: what is measured (a module a subject),
and where the tables are written (`__main__.py`).
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from benchmarks.once import UNIT

ROOT = Path(__file__).resolve().parents[1]
ONCE = Path(__file__).with_name("once.py")
SHOWN = 2000
"""How many characters of what a failed command said are repeated."""


@dataclass(frozen=True)
class Command:
    """A command as words, with what belongs to it.

    A variable of `environment` that is None is taken away. `before` runs ahead of each round and is not timed. Any exit
    code that is not among `codes` ends the measurement.
    """

    words: Sequence[str]
    folder: Path | None = None
    environment: Mapping[str, str | None] = field(default_factory=dict)
    before: Callable[[], object] | None = None
    codes: tuple[int, ...] = (0,)


Work = Command | Sequence[str] | Callable[[], None]
"""A command, or a function. A function runs in a fork, so what is imported when it starts is not timed."""


class FailedWorkError(Exception):
    """Raised where a piece of work did not do its work: its time would say nothing."""


@dataclass(frozen=True)
class Run:
    """One piece of work done once: seconds of wall time, and bytes of memory at the peak of its largest process."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Row:
    """A piece of work, and its run in each round."""

    name: str
    runs: tuple[Run, ...]

    @property
    def seconds(self) -> list[float]:
        return [run.seconds for run in self.runs]

    @property
    def memory(self) -> int:
        """The highest peak of all rounds, in bytes."""
        return max(run.memory for run in self.runs)

    def ratios(self, baseline: Row) -> list[float]:
        """This work's time by the baseline's, round by round: what slows a round down slows both."""
        return [mine.seconds / other.seconds for mine, other in zip(self.runs, baseline.runs, strict=True)]


@dataclass(frozen=True)
class Table:
    """Pieces of work that were measured side by side; `notes` say what a reader must know of them."""

    title: str
    rows: tuple[Row, ...] = ()
    baseline: str = ""
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Row:
        return next(row for row in self.rows if row.name == name)

    def noting(self, *notes: str) -> Table:
        """The table with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def markdown(self) -> str:
        """The table under its title, as Markdown."""
        blocks = [f"### {self.title}"]
        if self.rows:
            blocks.append("\n".join(self._lines()))
        return "\n\n".join([*blocks, *self.notes]) + "\n"

    def _lines(self) -> list[str]:
        rounds = len(self.rows[0].runs)
        counted = f"{rounds} round{'s' if rounds > 1 else ''}"
        head = f"| {counted} | minimum | median | maximum | memory | by “{self.baseline}” |"
        return [head, "| --- | --: | --: | --: | --: | --: |", *map(self._line, self.rows)]

    def _line(self, row: Row) -> str:
        times = [min(row.seconds), median(row.seconds), max(row.seconds)]
        ratios = row.ratios(self[self.baseline])
        by = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if row.name != self.baseline else "1"
        return f"| {row.name} | {' | '.join(f'{t:.2f} s' for t in times)} | {row.memory / 1e6:,.0f} MB | {by} |"


def left_out(title: str, why: str) -> Table:
    """In place of a table that this machine cannot make: a sentence that says why."""
    return Table(title, notes=(why,))


def side_by_side(title: str, work: Mapping[str, Work], rounds: int, baseline: str) -> Table:
    """Do each piece of work once a round, and set their times against those of the `baseline`.

    Every second round runs backwards, so that no work always follows the same one. FailedWorkError where one fails;
    ValueError where there is no such baseline, or no round.
    """
    if baseline not in work or rounds < 1:
        raise ValueError(f"the baseline {baseline!r} is one of {list(work)}, and there is one round at least")
    runs: dict[str, list[Run]] = {name: [] for name in work}
    for number in range(rounds):
        for name in list(work)[:: -1 if number % 2 else 1]:
            runs[name].append(_run(name, work[name]))
    return Table(title, tuple(Row(name, tuple(done)) for name, done in runs.items()), baseline)


def _run(name: str, work: Work) -> Run:
    if callable(work):
        return _run_function(name, work)
    command = work if isinstance(work, Command) else Command(work)
    if command.before:
        command.before()
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "said")
        launched = [sys.executable, "-I", "-S", str(ONCE), str(said), *command.words]
        answer = subprocess.run(
            launched, cwd=command.folder, env=environment(command.environment), check=True, capture_output=True
        )
        found = json.loads(answer.stdout)
        if found["code"] not in command.codes:
            last = said.read_text(encoding="utf-8", errors="replace")[-SHOWN:]
            raise FailedWorkError(f"{name} ended with code {found['code']}: {' '.join(command.words)}\n{last}")
    return Run(found["seconds"], found["bytes"])


def environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    """The variables of a command: ours, with these changes.

    It finds this package as it stands here, and byte code as on any machine where a program has run before.
    """
    common = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": _byte_code(), "PYTHONDONTWRITEBYTECODE": None}
    return {name: value for name, value in {**os.environ, **common, **changes}.items() if value is not None}


@functools.cache
def _byte_code() -> str:
    """A folder for byte code, until this process ends."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _run_function(name: str, work: Callable[[], None]) -> Run:
    """Run a function in a fork. Its memory counts what this process holds."""
    sys.stdout.flush()
    begun = time.perf_counter()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001 -- the fork must end here, whatever happened, and the parent is told
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) != 0:
        raise FailedWorkError(f"{name} failed, as said above")
    return Run(seconds, usage.ru_maxrss * UNIT)


def growth(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The exponent with which time grows: the slope of the least-squares line through the logarithms of both."""
    from math import log

    xs, ys = list(map(log, sizes)), list(map(log, seconds))
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - mean_x) ** 2 for x in xs)


def missing(packages: Iterable[str]) -> list[str]:
    """Which of these distributions are not installed beside this Python."""
    return [name for name in packages if not _installed(name)]


@functools.cache
def _installed(name: str) -> bool:
    from importlib import metadata

    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True
