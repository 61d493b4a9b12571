"""Trying many inputs on one reader, and counting them.

Here: how many are tried, that each ends, and what a run says of it at its end. A run is moderate; the environment
variable SOURCEBOOK_FUZZ multiplies it (20: twenty times as many). What is counted is told to the run by a property of
each test's report, so that it arrives where tests run in several processes.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

from sourcebook.model.problems import LONGEST_MESSAGE, Problem

T = TypeVar("T")
TIMES = float(os.environ.get("SOURCEBOOK_FUZZ", "1"))
PROPERTY = "cases tried"
PATIENCE = 60
"""Seconds of work on one input, by the processor's clock, after which a reader counts as hung."""


class Hung(BaseException):
    """Raised in a reader that does not end. No reader catches it."""


@contextmanager
def ended(patience: float = PATIENCE) -> Iterator[None]:
    """Break off what does not end in so many seconds of work."""

    def break_off(*_: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGVTALRM, break_off)
    signal.setitimer(signal.ITIMER_VIRTUAL, patience)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class Fuzz:
    """The fixture `fuzz`: tries inputs on a reader and counts them."""

    def __init__(self, tell: Callable[[str, object], None]) -> None:
        self.tell = tell

    def __call__(
        self,
        reader: str,
        check: Callable[[T], object],
        found: SearchStrategy[T],
        known: Iterable[T] = (),
        most: int = 300,
    ) -> None:
        """Check what is known to be hostile, then `most` inputs out of a strategy; `check` raises at a fault."""
        tried: list[int] = []

        def one(case: T) -> None:
            tried.append(1)
            with ended():
                check(case)

        for case in known:
            one(case)
        settings(
            max_examples=max(1, round(most * TIMES)), deadline=None, database=None, derandomize=TIMES == 1,
            suppress_health_check=list(HealthCheck),
        )(given(found)(one))()  # fmt: skip
        self.count(reader, len(tried))

    def count(self, reader: str, tried: int) -> None:
        """Say how many inputs a reader has met. Called when all went well: a failure is reported by its test."""
        self.tell(PROPERTY, (reader, tried))


def explained(problems: Iterable[Problem]) -> None:
    """Each problem says where it is and what to do, in words that can be printed."""
    for problem in problems:
        assert problem.place.file, problem
        assert len(problem.message) <= LONGEST_MESSAGE + 10 + 5 * 9, len(problem.message)
        readable(str(problem))


def readable(message: str) -> None:
    """A message that a terminal shows as it is."""
    assert message.strip()
    assert message.encode()
    assert "\x1b" not in message
    assert "\0" not in message


def summary(reports: Iterable[Any]) -> str:
    """What a run says: how many inputs of how many readers. Nothing where none was fuzzed."""
    counted: Counter[str] = Counter()
    failures = 0
    for report in reports:
        here = "/fuzz/" in report.nodeid
        failures += here and report.failed
        for name, value in report.user_properties if here and report.when == "call" else ():
            if name == PROPERTY:
                counted[value[0]] += value[1]
    if not counted and not failures:
        return ""
    return f"fuzz: {sum(counted.values()):,} cases of {len(counted)} readers, {failures} failures"
