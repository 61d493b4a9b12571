"""Records as authors like to read them, and edits that leave what an author wrote by hand as it stands.

Here: values, passages and folded blocks as YAML; a record file that is edited at its marks, so that comments, order and
line breaks stay; a file that is made and never written over. Not here: what is written (each command knows that) and
reading records (`book.py`).
"""

from __future__ import annotations

import codecs
import contextlib
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from sourcebook.model.problems import SourcebookError
from sourcebook.store.romanise import romanise

WIDTH = 116
_LONGEST_SLUG = 80
"""An id may have 100 signs; some are kept for a number behind it."""
_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w./()+-]|,(?! *$)| (?! |$)|:(?=\S))*")
"""What YAML reads as the author meant it without any quotation marks."""
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHITE = re.compile(r"[\s\x85\u2028\u2029\ufeff]+")
Path_ = tuple[str | int, ...]


# -- values -----------------------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Text as one line, without the characters that YAML does not print. White space never matters in a quotation."""
    return " ".join(filter(None, _UNPRINTABLE.sub("", _WHITE.sub(" ", text)).split(" ")))


def scalar(text: str) -> str:
    """A short value: bare where YAML cannot misread it, in quotation marks elsewhere."""
    line = one_line(text)
    return line if _PLAIN.fullmatch(line) else json.dumps(line, ensure_ascii=False)


def folded(text: str, indent: int) -> list[str]:
    """A text as a folded block (`>-`), which needs no quotation marks whatever it holds: the lines behind the key."""
    lines = textwrap.wrap(one_line(text), WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return [" " * indent + line for line in lines]


def entry(key: str, text: str, indent: int = 0, block: bool = False) -> list[str]:
    """A key with its value: a folded block where it is long, or where `block` asks for one."""
    line = " " * indent + f"{key}: "
    if not one_line(text):
        return [line + '""']
    short = line + scalar(text)
    if not block and len(short) <= WIDTH - 20:
        return [short]
    return [line + ">-", *folded(text, indent + 2)]


def comment(text: str, indent: int = 0) -> list[str]:
    """A comment, as many lines as it needs."""
    start = " " * indent + "# "
    return [start + line for line in textwrap.wrap(one_line(text), WIDTH - len(start))]


def passage(name: str, exact: str, prefix: str = "", suffix: str = "", speaker: str = "") -> list[str]:
    """A passage, ready to stand under `passages:`."""
    lines = [f"  - id: {name}", "    exact: >-", *folded(exact, 6)]
    for key, value in (("prefix", prefix), ("suffix", suffix), ("speaker", speaker)):
        lines += entry(key, value, 4) if value else []
    return lines


def slug(words: Iterable[str], taken: Iterable[str], most: int = 5, otherwise: str = "passage") -> str:
    """An id made of words, one that is not taken; `otherwise` where no word has letters that can be romanised."""
    parts = re.findall(r"[a-z0-9]+", romanise(" ".join(words)))[:most]
    name, used = "-".join(parts)[:_LONGEST_SLUG].strip("-") or otherwise, set(taken)
    numbered = (f"{name}-{n}" for n in range(2, len(used) + 3))
    return name if name not in used else next(n for n in numbered if n not in used)


# -- files ------------------------------------------------------------------------------------------------------------


def create_file(path: Path, data: bytes) -> None:
    """Make a file that is not there yet, whole or not at all. SourcebookError where there is one, or where it fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            try:
                file.write(data)
            except BaseException:
                path.unlink()
                raise
    except FileExistsError:
        raise SourcebookError(
            f"{path.name} is there already, and nothing is written over; choose another key."
        ) from None
    except OSError as error:
        raise SourcebookError(f"{path.name} cannot be written in {path.parent.name}/: {error.strerror}.") from None


@contextlib.contextmanager
def undone_on_failure(made: list[Path]) -> Iterator[None]:
    """Take the files away that were made, where what follows fails."""
    try:
        yield
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def as_before(text: str, before: bytes) -> bytes:
    """An edited text as bytes, with the line ends and the byte order mark that its file had before."""
    data = text.replace("\n", "\r\n").encode() if b"\r\n" in before else text.encode()
    return codecs.BOM_UTF8 + data if before.startswith(codecs.BOM_UTF8) else data


# -- a record that is edited ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """An entry of a list that stays, by its index, with other values for some of its keys."""

    index: int
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Manuscript:
    """A record file as its author wrote it, with the place of each value. Edits are collected and made all at once."""

    text: str
    _nodes: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    _edits: list[tuple[int, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The text must have been read as a record before: what is no YAML raises yaml.YAMLError."""
        node = yaml.compose(self.text, Loader=yaml.CSafeLoader)
        if node is not None:
            self._walk(node, ())

    def _walk(self, node: yaml.Node, path: Path_) -> None:
        start, end = node.start_mark.index, node.end_mark.index
        self._nodes[path] = start, start + len(self.text[start:end].rstrip())
        if isinstance(node, yaml.SequenceNode):
            for i, item in enumerate(node.value):
                self._walk(item, (*path, i))
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._walk(value, (*path, key.value))

    def places(self) -> list[Path_]:
        """The way of keys and indexes to every value, in the order in which the values begin."""
        return list(self._nodes)

    def __contains__(self, path: Path_) -> bool:
        return path in self._nodes

    def written(self, path: Path_) -> str:
        """A value as it stands in the file."""
        start, end = self._nodes[path]
        return self.text[start:end]

    def replace(self, path: Path_, value: str) -> None:
        """Write another short value in the place of one; quotation marks stay where the author set them."""
        self._edits.append((*self._nodes[path], self._short(path, value)))

    def _short(self, path: Path_, value: str) -> str:
        return json.dumps(one_line(value), ensure_ascii=False) if self.written(path)[:1] in "\"'" else scalar(value)

    def fold(self, path: Path_, text: str) -> None:
        """Write a folded block in the place of a value of a mapping in block style."""
        start, end = self._nodes[path]
        self._edits.append((start, end, "\n".join([">-", *folded(text, self.indent(path) + 2)])))

    def indent(self, path: Path_) -> int:
        """How far the key of a value is indented, the dash of a list's entry counted in."""
        head = self.text[self._line_start(self._nodes[path][0]) : self._nodes[path][0]]
        return len(head) - len(head.lstrip(" -"))

    def add_key(self, path: Path_, lines: list[str]) -> None:
        """Add lines behind a value, at the end of its last line."""
        end = self.text.find("\n", self._nodes[path][1])
        end = end if end >= 0 else len(self.text)
        self._edits.append((end, end, "\n" + "\n".join(lines)))

    def rewrite(self, path: Path_, entries: Sequence[Kept | Sequence[str]]) -> None:
        """Write a list anew: entries that it holds, each with the comment above it, and new ones as their lines."""
        start, end = self._nodes[path]
        if not entries:
            self._edits.append((self.text.rindex(":", 0, start) + 1, end, " []"))
            return
        if (*path, 0) not in self._nodes:
            self._edits.append(
                (start, end, "\n" + "\n".join(line for e in entries if not isinstance(e, Kept) for line in e))
            )
            return
        kept = {e.index: self._chunk((*path, e.index), e.values) for e in entries if isinstance(e, Kept)}
        apart = "\n\n" if any(chunk.endswith("\n\n") for chunk in kept.values()) else "\n"
        chunks = [kept[e.index] if isinstance(e, Kept) else "\n".join(e) + apart for e in entries]
        last = self._end((*path, self._count(path) - 1))
        self._edits.append((self._begin((*path, 0)), last, "".join(chunks).rstrip("\n") + "\n"))

    def _chunk(self, path: Path_, values: Mapping[str, str]) -> str:
        """An entry of a list as it stands, up to the next one, with other values for some of its keys."""
        following = (*path[:-1], int(path[-1]) + 1)
        start, end = self._begin(path), self._begin(following) if following in self._nodes else self._end(path)
        out, at = "", start
        for low, high, new in sorted(
            (*self._nodes[*path, key], self._short((*path, key), v)) for key, v in values.items()
        ):
            out, at = out + self.text[at:low] + new, high
        return out + self.text[at:end]

    def _count(self, path: Path_) -> int:
        return sum(len(p) == len(path) + 1 and p[:-1] == path for p in self._nodes)

    def result(self) -> str:
        """The text with every edit made. Edits at one place are made in the order in which they were asked for."""
        out, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: (edit[0], edit[1])):
            out += [self.text[at:start], new]
            at = max(at, end)
        return "".join([*out, self.text[at:]])

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _begin(self, path: Path_) -> int:
        """Where an entry of a list begins, the comment right above it included."""
        start = self._line_start(self._nodes[path][0])
        while start and (before := self.text[self._line_start(start - 1) : start]).lstrip().startswith("#"):
            start -= len(before)
        return start

    def _end(self, path: Path_) -> int:
        """Where the line after a value begins."""
        end = self.text.find("\n", self._nodes[path][1])
        return end + 1 if end >= 0 else len(self.text)
