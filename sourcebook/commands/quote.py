"""Quotations by the line: what `sourcebook quote` is asked, and its answers.

A question is a JSON object with `source`, `exact` and, where known, `id`, `speaker`, `prefix`, `suffix`. A line that is
no such object is answered too, as rejected, so that answers and questions keep step.
"""

from __future__ import annotations

import json
import math
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any, BinaryIO

from sourcebook import processes
from sourcebook.check import Opened
from sourcebook.model.problems import Kind, Problem, near
from sourcebook.quotes.match import ParsedQuotation
from sourcebook.quotes.prover import Answer, State

ACCEPTED = "accepted"
MANY, BATCH = 64 * 1024, 2 * 1024 * 1024
"""Bytes of questions from which on several processes answer them, and how many are read, answered and told at once."""
LONGEST_LINE = 1024 * 1024
"""The longest question that is read, in bytes: words, prefix and suffix of the longest kind fit, however written."""
_KEYS = frozenset({"id", "source", "exact", "speaker", "prefix", "suffix"})


@dataclass(frozen=True)
class Reply:
    """The answer to one question; `speaker` is who really speaks."""

    id: Any
    answer: Answer

    @property
    def verdict(self) -> str:
        return self.answer.verdict

    def as_json(self) -> dict[str, Any]:
        """The answer as the manual lists it."""
        found = self.answer
        problems = [{"kind": p.kind.label, "severity": p.severity.value, "message": p.message} for p in found.problems]
        return {
            "id": self.id,
            "verdict": found.verdict,
            "state": found.state.value,
            "zone": found.zone or None,
            "speaker": found.speaker or None,
            "paragraph": found.paragraph or None,
            "problems": problems,
        }

    def as_text(self) -> str:
        """The answer as lines for a terminal."""
        found = self.answer
        where = f" {found.zone}, ¶{found.paragraph}, said by {found.speaker}." if found.zone else ""
        name = f"{self.id}: " if self.id is not None else ""
        head = f"{name}{found.verdict} ({found.state.value}).{where}"
        return "\n".join([head, *(f"  {p.severity.value}: {p.message} [{p.kind.label}]" for p in found.problems)])


def as_line(words: str, source: str, speaker: str | None) -> bytes:
    """One question as a line."""
    question = {"source": source, "exact": words} | ({"speaker": speaker} if speaker else {})
    return json.dumps(question).encode()


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, however long it is. Of a line that is too long to be a question, its beginning."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


Told = tuple[str, bool]
"""What is told of an answer, and whether its words were accepted."""


def tell_all(opened: Opened, file: BinaryIO, words: Callable[[Reply], str]) -> Iterator[Told]:
    """What is told of the answers to all questions of a file, in order, in words of the caller's.

    Several processes answer a file of many, batch by batch. What comes through a pipe is answered line by line: who
    writes there may wait for an answer before the next question.
    """

    def told(first: int, lines: Iterable[bytes]) -> Iterator[Told]:
        return ((words(reply), reply.verdict == ACCEPTED) for reply in answer_all(opened, lines, first))

    if not _many(file):
        yield from told(1, lines_of(file))
        return
    first = 1
    for batch in _batches(lines_of(file)):
        runs = processes.portions(batch, processes.cores())
        firsts = accumulate(map(len, runs), initial=first)
        given = list(zip(firsts, runs, strict=False))
        yield from chain.from_iterable(processes.shared(lambda run: list(told(*run)), given))
        first += len(batch)


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines in their order, as many at once as memory does without noticing."""
    batch: list[bytes] = []
    held = 0
    for line in lines:
        batch.append(line)
        held += len(line)
        if held >= BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _many(file: BinaryIO) -> bool:
    """Whether a file is long enough to be shared."""
    try:
        found = os.fstat(file.fileno())
    except OSError:  # no file of the system
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size >= MANY and processes.cores() > 1


def answer_all(opened: Opened, lines: Iterable[bytes], first: int = 1) -> Iterator[Reply]:
    """The answers to all questions, in order, each as its question is read; blank lines are passed over.

    `first` is the number of the first line.
    """
    return (_answer(opened, line, number) for number, line in enumerate(lines, start=first) if line.strip())


def _answer(opened: Opened, line: bytes, number: int) -> Reply:
    question, fault = _question(line, number)
    name = question.get("id")
    if fault:
        return Reply(name, _rejected(Kind.WRONG_TYPE, fault))
    key = question["source"]
    if key not in opened.book.sources:
        message = f"there is no source {key!r}{_near(key, opened.book.sources)}"
        return Reply(name, _rejected(Kind.UNKNOWN_REFERENCE, message))
    speaker, claimed = question.get("speaker"), None
    if speaker:
        claimed = opened.book.resolve_speaker(key, speaker)
        if claimed is None:
            message = f"nobody in the records is called {speaker!r}{_near(speaker, opened.book.actors)}"
            return Reply(name, _rejected(Kind.UNKNOWN_SPEAKER, message))
    quotation = ParsedQuotation(question["exact"], claimed, question.get("prefix") or "", question.get("suffix") or "")
    return Reply(name, opened.prover.quote(key, quotation))


def _question(line: bytes, number: int) -> tuple[dict[str, Any], str]:
    """A line as a question, and what is wrong with it."""
    if len(line) > LONGEST_LINE:
        return {}, f"line {number} is longer than {LONGEST_LINE // 1024**2} MB; write one question a line."
    try:
        text = line.decode().removeprefix("\ufeff")
        question = _DECODER.decode(text.strip())
        if "\\u" in text:
            json.dumps(question, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return {}, f"line {number} holds half a character (a lone surrogate); write it as UTF-8."
    except (ValueError, RecursionError):
        return {}, f"line {number} is not JSON; write one object a line."
    if not isinstance(question, dict):
        return {}, f"line {number} is not an object; write one object a line."
    return question, _misasked(question, number)


def _misasked(question: dict[str, Any], number: int) -> str:
    """What is wrong with the keys of a question. Keys of the asker's own are let pass, slips of the pen are not."""
    for key in sorted(question.keys() - _KEYS):
        meant = near(key, _KEYS, 0.75)
        if meant:
            return f"line {number} has no use for the key {key!r}; did you mean {meant!r}?"
    for key in ("source", "exact"):
        if not isinstance(question.get(key), str):
            return f"line {number} has no {key!r}; give it as a string."
    for key in ("speaker", "prefix", "suffix"):
        if not isinstance(question.get(key, ""), str | None):
            return f"line {number}: {key!r} is not a string."
    return ""


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    """A number that can be written again."""
    value = float(digits)
    if not math.isfinite(value):
        _refuse(digits)
    return value


_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)


def _rejected(kind: Kind, message: str) -> Answer:
    return Answer("rejected", State.UNCHECKED, problems=(Problem(kind, message),))


def _near(name: str, known: Iterable[str]) -> str:
    meant = near(name, known)
    return f"; did you mean {meant!r}?" if meant else "."
