"""Write readable YAML, and edit hand-written record files in place, keeping comments, order and line breaks.

Here too: creating a file without ever overwriting one. Not here: deleting entries (`yaml_cut.py`), what is written
(each command knows that), and reading records (`book.py`).
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
from sourcebook.store.yaml_source import KeyPath

WIDTH = 116
"""The longest line of a record that is written."""
_LONGEST_SLUG = 80
"""An id may have 100 characters; some are reserved for a number at its end."""
_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w./()+-]|,(?! *$)| (?! |$)|:(?=\S))*")
"""Values that are safe as plain YAML scalars."""
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHITE = re.compile(r"[\s\x85\u2028\u2029\ufeff]+")


# -- values -----------------------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Text on one line, without unprintable characters. White space is never significant in a quotation."""
    return " ".join(filter(None, _UNPRINTABLE.sub("", _WHITE.sub(" ", text)).split(" ")))


def scalar(text: str) -> str:
    """A short value as a plain scalar where that is safe, quoted elsewhere."""
    line = one_line(text)
    return line if _PLAIN.fullmatch(line) else json.dumps(line, ensure_ascii=False)


def folded(text: str, indent: int) -> list[str]:
    """The lines of a folded block scalar (`>-`), which needs no quoting whatever the text is."""
    lines = textwrap.wrap(one_line(text), WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return [" " * indent + line for line in lines]


def entry(key: str, text: str, indent: int = 0, block: bool = False) -> list[str]:
    """The lines of a key and its value: a folded block where the value is long or `block` is set."""
    line = " " * indent + f"{key}: "
    if not one_line(text):
        return [line + '""']
    short = line + scalar(text)
    if not block and len(short) <= WIDTH - 20:
        return [short]
    return [line + ">-", *folded(text, indent + 2)]


def comment(text: str, indent: int = 0) -> list[str]:
    """The lines of a comment."""
    start = " " * indent + "# "
    return [start + line for line in textwrap.wrap(one_line(text), WIDTH - len(start), break_on_hyphens=False)]


def passage(name: str, exact: str, prefix: str = "", suffix: str = "", speaker: str = "") -> list[str]:
    """The lines of a passage record, for the list under `passages:`."""
    lines = [f"  - id: {name}", "    exact: >-", *folded(exact, 6)]
    for key, value in (("prefix", prefix), ("suffix", suffix), ("speaker", speaker)):
        lines += entry(key, value, 4) if value else []
    return lines


def slug(words: Iterable[str], taken: Iterable[str], most: int = 5, otherwise: str = "passage") -> str:
    """A free id made of words; `otherwise` is used where no word can be romanised."""
    parts = re.findall(r"[a-z0-9]+", romanise(" ".join(words)))[:most]
    name, used = "-".join(parts)[:_LONGEST_SLUG].strip("-") or otherwise, set(taken)
    numbered = (f"{name}-{n}" for n in range(2, len(used) + 3))
    return name if name not in used else next(n for n in numbered if n not in used)


# -- files ------------------------------------------------------------------------------------------------------------


def create_file(path: Path, data: bytes) -> None:
    """Create a file, complete or not at all. SourcebookError where it exists or cannot be written."""
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
def undone_on_failure(created: list[Path]) -> Iterator[None]:
    """Delete the created files where the block fails."""
    try:
        yield
    except BaseException:
        for path in created:
            path.unlink(missing_ok=True)
        raise


def as_before(text: str, before: bytes) -> bytes:
    """Encode an edited text with the line ends and the byte order mark of the original bytes."""
    data = text.replace("\n", "\r\n").encode() if b"\r\n" in before else text.encode()
    return codecs.BOM_UTF8 + data if before.startswith(codecs.BOM_UTF8) else data


# -- editing a record file ---------------------------------------------------------------------------------------------


def nodes(text: str) -> dict[KeyPath, tuple[yaml.Node, yaml.Node]]:
    """The node of each value by its path, in the order of the file, with the node of the list or mapping around it."""
    out: dict[KeyPath, tuple[yaml.Node, yaml.Node]] = {}

    def walk(node: yaml.Node, parent: yaml.Node, path: KeyPath) -> None:
        out[path] = node, parent
        if isinstance(node, yaml.SequenceNode):
            for i, item in enumerate(node.value):
                walk(item, node, (*path, i))
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                walk(value, node, (*path, key.value))

    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is not None:
        walk(root, root, ())
    return out


@dataclass(frozen=True)
class Kept:
    """A list entry to keep, by its index, with new values for some of its keys."""

    index: int
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Manuscript:
    """A record file under edit: its text and the span of each value. Edits are collected and applied at once."""

    text: str
    _nodes: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    _edits: list[tuple[int, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The text must have been parsed before: invalid YAML raises yaml.YAMLError."""
        for path, (node, _) in nodes(self.text).items():
            start, end = node.start_mark.index, node.end_mark.index
            self._nodes[path] = start, start + len(self.text[start:end].rstrip())

    def places(self) -> list[KeyPath]:
        """The key path of every value, in the order of the file."""
        return list(self._nodes)

    def __contains__(self, path: KeyPath) -> bool:
        return path in self._nodes

    def written(self, path: KeyPath) -> str:
        """The source text of a value."""
        start, end = self._nodes[path]
        return self.text[start:end]

    def entry(self, path: KeyPath) -> list[str]:
        """The lines of a list entry with the comment above it, as they are written."""
        return self.text[self._begin(path) : self._end(path)].rstrip("\n").split("\n")

    def between(self, path: KeyPath, following: KeyPath) -> str:
        """What stands between the end of one value and the beginning of another."""
        return self.text[self._nodes[path][1] : self._nodes[following][0]]

    def replace(self, path: KeyPath, value: str) -> None:
        """Replace a value by a short one; the author's quotation marks are kept."""
        self._edits.append((*self._nodes[path], self._short(path, value)))

    def _short(self, path: KeyPath, value: str) -> str:
        return json.dumps(one_line(value), ensure_ascii=False) if self.written(path)[:1] in "\"'" else scalar(value)

    def fold(self, path: KeyPath, text: str) -> None:
        """Replace a value of a block mapping by a folded block."""
        start, end = self._nodes[path]
        self._edits.append((start, end, "\n".join([">-", *folded(text, self.indent(path) + 2)])))

    def indent(self, path: KeyPath) -> int:
        """The indentation of a value's key, including the dash of a list entry."""
        head = self.text[self._line_start(self._nodes[path][0]) : self._nodes[path][0]]
        return len(head) - len(head.lstrip(" -"))

    def add_key(self, path: KeyPath, lines: list[str]) -> None:
        """Add lines after the last line of a value."""
        end = self.text.find("\n", self._nodes[path][1])
        end = end if end >= 0 else len(self.text)
        self._edits.append((end, end, "\n" + "\n".join(lines)))

    def rewrite(self, path: KeyPath, entries: Sequence[Kept | Sequence[str]]) -> None:
        """Rewrite a list from entries to keep, each with the comment above it, and the lines of new ones."""
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
        separator = "\n\n" if any(chunk.endswith("\n\n") for chunk in kept.values()) else "\n"
        chunks = [kept[e.index] if isinstance(e, Kept) else "\n".join(e) + separator for e in entries]
        last = self._end((*path, sum(p[:-1] == path for p in self._nodes if p) - 1))
        self._edits.append((self._begin((*path, 0)), last, "".join(chunks).rstrip("\n") + "\n"))

    def _chunk(self, path: KeyPath, values: Mapping[str, str]) -> str:
        """The source of a list entry, up to the next one, with new values for some of its keys."""
        following = (*path[:-1], int(path[-1]) + 1)
        start, end = self._begin(path), self._begin(following) if following in self._nodes else self._end(path)
        out, at = "", start
        for low, high, new in sorted(
            (*self._nodes[*path, key], self._short((*path, key), v)) for key, v in values.items()
        ):
            out, at = out + self.text[at:low] + new, high
        return out + self.text[at:end]

    def result(self) -> str:
        """The text with every edit applied. Edits at one place keep the order in which they were added."""
        out, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: (edit[0], edit[1])):
            out += [self.text[at:start], new]
            at = max(at, end)
        return "".join([*out, self.text[at:]])

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _begin(self, path: KeyPath) -> int:
        """The offset at which a list entry begins, including the comment right above it."""
        start = self._line_start(self._nodes[path][0])
        while start and (before := self.text[self._line_start(start - 1) : start]).lstrip().startswith("#"):
            start -= len(before)
        return start

    def _end(self, path: KeyPath) -> int:
        """The offset of the line after a value."""
        end = self.text.find("\n", self._nodes[path][1])
        return end + 1 if end >= 0 else len(self.text)
