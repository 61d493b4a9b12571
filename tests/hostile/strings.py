"""Text that means something to one format or another, and must stay text in all of them.

Here: the strings, the mark by which each use of them is known again, and finding marked text in what an output shows.
Not here: where they are placed (`walker.py`), and what is tried (`test_*.py`).

A script among them would announce itself: it calls `announced` with its number, which the tests of the browser define.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

STARTS = ("=1+1", "+1", "-1+1", "@SUM(1)", '"><b>', "]]>", "#eval", "{{", "*", "<b>")
"""What a cell of a table, or a line, must not begin with as it stands. Each text begins with the next of them."""
BODY = (
    "<script>announced(N)</script>",
    "\"'><img src=x onerror=announced(N)>",
    "' onfocus=announced(N) autofocus onmouseover='announced(N)",
    "</script><script>announced(N)</script>",
    "</style></title></textarea>--><svg/onload=announced(N)>",
    "]]><![CDATA[x]]> <?x?> <!-- &lt;i&gt; &#60;i&#62; &amp; &x;",
    "javascript:announced(N) [x](javascript:announced(N)) <javascript:announced(N)> `x <javascript:announced(N)>`_",
    '#read("/etc/passwd") #eval("1+1") #panic() $x^2$ @x <x> // \\',
    "\\input{/etc/passwd} $\\href{javascript:announced(N)}{x}$ %c",
    "{{ 7*7 }} {% if x %} ${7*7} `x` {raw}`<b>` {sb:q}`x <x/y>` ::: {=html} **x** _x_ x_ [1]_",
    "{1:SA:=x} ~=x [blank1] ::t:: BEGIN:VEVENT\\nEND:VEVENT;x,x \\; \\,",
)
SPEECHLESS = ("'", '"')
"""What an article's words do without: a quotation mark there says who speaks."""
DIRECTIONS = "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069"
"""Marks that turn the direction of what follows: records may not hold them."""


@dataclass
class Marks:
    """Every use of hostile text: where it was put, by its number, and its words."""

    where: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def text(self, where: str, without: Sequence[str] = (), parts: Iterable[str] = BODY) -> str:
        """Hostile text for one place, marked at both ends; `without` some characters."""
        number = len(self.where) + 1
        words = " ".join(part.replace("announced(N)", f"announced({number})") for part in parts)
        words = f"{STARTS[number % len(STARTS)]} zq{number}q {words} z{number}qz"
        for mark in without:
            words = words.replace(mark, "")
        self.where[number], self.texts[number] = where, words
        return words

    def whole(self, shown: str, without: str = "") -> set[int]:
        """The numbers of the texts that an output shows; AssertionError where one is altered.

        A text may be cut, where the output says so with an ellipsis. `without`: characters that its reader loses.
        """
        tight = squeezed(shown, without)
        found = set()
        for mark in _MARK.finditer(tight):
            number = int(mark[1])
            if number in self.texts:
                words = tail(self.texts[number], without)
                altered = difference(tight[mark.start() : mark.start() + len(words)], words)
                assert not altered, f"{self.where[number]}: {altered}"
                found.add(number)
        return found


_MARK = re.compile(r"zq(\d+)q")


def tail(words: str, without: str = "") -> str:
    """The text from its first mark on, squeezed: what stands before it may be guarded, as in a cell of a table."""
    tight = squeezed(words, without)
    return tight[tight.index("zq") :]


def squeezed(text: str, without: str = "") -> str:
    """Text without white space and without marks that have no shape: what a line's end or a font may take away."""
    gone = {c for c in set(text) if c.isspace() or c in without or unicodedata.category(c) == "Cf"}
    return text.translate(dict.fromkeys(map(ord, gone)))


def difference(seen: str, words: str) -> str:
    """Where a use of a text differs from it; empty where it does not, or is cut and says so."""
    same = next((i for i, (a, b) in enumerate(zip(seen, words, strict=False)) if a != b), min(len(seen), len(words)))
    if same == len(words) or seen[same : same + 1] == "…":
        return ""
    there, wanted = seen[same : same + 40], words[same : same + 40]
    return f"…{words[max(0, same - 30) : same]} | should go on {wanted!r}, shows {there!r}"
