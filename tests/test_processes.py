"""Work that is shared among processes comes home in order, whole, and with its errors."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

from sourcebook import processes

FORKS = pytest.mark.skipif(processes.cores() == 1, reason="one core, or a system whose processes cannot be copied")


def test_what_was_given_comes_home_in_its_order() -> None:
    assert processes.shared(lambda n: n * n, range(5)) == [0, 1, 4, 9, 16]
    assert processes.shared(str, []) == []
    assert processes.shared(str, [7]) == ["7"]


@FORKS
def test_the_work_is_done_in_other_processes() -> None:
    assert os.getpid() not in processes.shared(lambda _: os.getpid(), range(4))


def test_on_one_core_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 1)
    assert processes.shared(lambda _: os.getpid(), range(3)) == [os.getpid()] * 3


@pytest.mark.parametrize("faulty", [0, 2])
def test_an_error_is_raised_here(faulty: int) -> None:
    def work(n: int) -> int:
        if n == faulty:
            raise LookupError(n)
        return n

    with pytest.raises(LookupError, match=str(faulty)):
        processes.shared(work, range(3))


@FORKS
def test_where_a_process_breaks_down_all_is_done_here() -> None:
    here = os.getpid()

    def work(n: int) -> tuple[int, int]:
        if n == 1 and os.getpid() != here:
            os._exit(9)
        return n, os.getpid()

    assert processes.shared(work, range(3)) == [(n, here) for n in range(3)]
    assert multiprocessing.active_children() == []


@FORKS
@pytest.mark.parametrize("begun", [0, 1])
def test_where_too_few_processes_can_be_begun_all_is_done_here(monkeypatch: pytest.MonkeyPatch, begun: int) -> None:
    fork, count = os.fork, iter(range(9))

    def refused() -> int:
        if next(count) < begun:
            return fork()
        raise BlockingIOError("too many processes")

    monkeypatch.setattr(os, "fork", refused)
    assert processes.shared(lambda _: os.getpid(), range(3)) == [os.getpid()] * 3
    assert multiprocessing.active_children() == []


@FORKS
def test_results_larger_than_a_pipe_come_home() -> None:
    assert list(map(len, processes.shared(lambda n: "x" * n, [5_000_000, 3_000_000, 1]))) == [5_000_000, 3_000_000, 1]


def test_nothing_is_said_twice() -> None:
    program = (
        "import sys; from sourcebook import processes; sys.stdout.write('once '); "
        "print(processes.shared(lambda n: n, range(3)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "once [0, 1, 2]\n"
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("items", "count", "expected"),
    [
        ([], 3, []),
        ([1], 3, [[1]]),
        ([1, 2, 3, 4], 2, [[1, 2], [3, 4]]),
        ([1, 2, 3, 4, 5], 2, [[1, 2, 3], [4, 5]]),
        ([1, 2, 3, 4], 3, [[1, 2], [3, 4]]),
    ],
)
def test_portions_are_runs_of_about_the_same_length(
    items: Sequence[int], count: int, expected: list[list[int]]
) -> None:
    assert processes.portions(items, count) == expected
