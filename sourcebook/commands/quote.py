"""`sourcebook quote`: questions about quotations, one JSON object a line, and their answers.

A question is a JSON object with `source`, `exact` and, where known, `id`, `speaker`, `prefix`, `suffix`. An invalid
line is answered too, as rejected, so that there is one answer a question.
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
"""The file size, in bytes, from which several processes answer, and the size of one batch of questions."""
LONGEST_LINE = 1024 * 1024
"""The longest question that is read, in bytes."""
_KEYS = frozenset({"id", "source", "exact", "speaker", "prefix", "suffix"})


@dataclass(frozen=True)
class Reply:
    """The answer to one question, with the question's id."""

    id: Any
    answer: Answer

    @property
    def verdict(self) -> str:
        return self.answer.verdict

    def as_json(self) -> dict[str, Any]:
        """The answer as a JSON object; the manual lists its keys."""
        answer = self.answer
        return {
            "id": self.id,
            "verdict": answer.verdict,
            "state": answer.state.value,
            "zone": answer.zone or None,
            "speaker": answer.speaker or None,
            "paragraph": answer.paragraph or None,
            "problems": [problem.as_json() for problem in answer.problems],
        }

    def as_text(self) -> str:
        """The answer formatted for a terminal."""
        answer = self.answer
        where = f" {answer.zone}, ¶{answer.paragraph}, said by {answer.speaker}." if answer.zone else ""
        name = f"{self.id}: " if self.id is not None else ""
        head = f"{name}{answer.verdict} ({answer.state.value}).{where}"
        return "\n".join([head, *(f"  {p.severity.value}: {p.message} [{p.kind.label}]" for p in answer.problems)])


def as_line(words: str, source: str, speaker: str | None) -> bytes:
    """One question as a JSON line."""
    question = {"source": source, "exact": words} | ({"speaker": speaker} if speaker else {})
    return json.dumps(question).encode()


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file; of a line that is too long for a question, only its beginning."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


FormattedReply = tuple[str, bool]
"""The text of an answer, and whether the quotation was accepted."""


def tell_all(opened: Opened, file: BinaryIO, formatted: Callable[[Reply], str]) -> Iterator[FormattedReply]:
    """Answer all questions of a file, in order; `formatted` turns each reply into text.

    Several processes share a large file, batch by batch. A pipe is answered line by line: its writer may wait for an
    answer before the next question.
    """

    def results(first: int, lines: Iterable[bytes]) -> Iterator[FormattedReply]:
        return ((formatted(reply), reply.verdict == ACCEPTED) for reply in answer_all(opened, lines, first))

    if not _many(file):
        yield from results(1, lines_of(file))
        return
    first = 1
    for batch in _batches(lines_of(file)):
        runs = processes.portions(batch, processes.cores())
        firsts = accumulate(map(len, runs), initial=first)
        numbered = list(zip(firsts, runs, strict=False))
        yield from chain.from_iterable(processes.shared(lambda run: list(results(*run)), numbered))
        first += len(batch)


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Group lines into batches of a limited size."""
    batch: list[bytes] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _many(file: BinaryIO) -> bool:
    """True if a file is large enough to be shared among processes."""
    try:
        status = os.fstat(file.fileno())
    except OSError:  # not a file of the operating system
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size >= MANY and processes.cores() > 1


def answer_all(opened: Opened, lines: Iterable[bytes], first: int = 1) -> Iterator[Reply]:
    """Answer all questions, in order, each as its line is read; blank lines are skipped.

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
    """Parse a line: the question, and what is wrong with it (empty: nothing)."""
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
    return question, _key_fault(question, number)


def _key_fault(question: dict[str, Any], number: int) -> str:
    """What is wrong with the keys of a question. Foreign keys are allowed, misspelt ones are not."""
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
    """Parse a finite number; infinity and NaN cannot be written back as JSON."""
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
