"""Fences inside fences: a directive with as many colons as its parent ends the parent, and nothing says so.

Here: finding them in the text of a page, before Markdown is read, and the lines that are no Markdown. Not here: any
other fault of Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"\s*(?:>\s*)*(?P<marks>:{3,}|`{3,}|~{3,})\s*(?P<info>.*?)\s*")
_DIRECTIVE = re.compile(r"\{(?P<name>[^{}\s]+)\}")
LITERAL = frozenset(
    "code code-block code-cell sourcecode math mermaid parsed-literal raw literalinclude csv-table eval-rst".split()
)
"""Directives whose body is not Markdown: what looks like a fence in it is none."""


@dataclass(frozen=True)
class Fence:
    """An open fence: its mark, how many of them, its directive (empty for a block of code), and its line."""

    mark: str
    count: int
    name: str
    line: int

    @property
    def literal(self) -> bool:
        return not self.name or self.name in LITERAL

    def closed_by(self, marks: str, info: str) -> bool:
        return not info and marks[0] == self.mark and len(marks) >= self.count


def ended_early(text: str) -> Iterator[tuple[Fence, Fence]]:
    """Pairs of a directive and the directive around it which it ends, line by line from the top."""
    open_: list[Fence] = []
    for line, content in enumerate(text.splitlines(), 1):
        found = _FENCE.fullmatch(content)
        if not found:
            continue
        marks, info = found["marks"], found["info"]
        if open_ and open_[-1].closed_by(marks, info):
            open_.pop()
        elif info and not (open_ and open_[-1].literal):
            fence = _opened(marks, info, line)
            if open_ and fence.mark == open_[-1].mark and fence.count >= open_[-1].count:
                yield fence, open_[-1]
            open_.append(fence)
        elif not info and not open_ and marks[0] != ":":
            open_.append(Fence(marks[0], len(marks), "", line))


def literal_lines(text: str) -> Iterator[int]:
    """The lines that stand in blocks of code and in directives whose body is not Markdown."""
    open_: list[Fence] = []
    for line, content in enumerate(text.splitlines(), 1):
        found = _FENCE.fullmatch(content)
        if found and open_ and open_[-1].closed_by(found["marks"], found["info"]):
            open_.pop()
        elif open_ and open_[-1].literal:
            yield line
        elif found and (found["info"] or found["marks"][0] != ":"):
            open_.append(_opened(found["marks"], found["info"], line))


def _opened(marks: str, info: str, line: int) -> Fence:
    found = _DIRECTIVE.match(info)
    # A colon fence without a directive is a box, which holds Markdown; with backticks it is a block of code.
    name = found["name"] if found else ("div" if marks[0] == ":" else "")
    return Fence(marks[0], len(marks), name, line)
