"""What is thrown at readers: pieces that have broken readers before, and ways to work them into what is well formed.

Here: strategies and hostile inputs that several tests share. Not here: which reader gets what (the tests), and counting
(`cases.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

DIGITS = "9" * 5000
"""More digits than Python turns into a number."""
UNSEEN = ("\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u2066", "\u2028", "\x85", "\x1f", "\x1b[2J", "\0")
LOOKALIKES = ("а", "е", "Ꭺ", "ⅰ", "０", "․", "‥", "ﬁ", "é", "e\u0301", "“", "”", "‘", "‟", "''", "‐", "−", "…")
NAMES = (
    "../../etc/passwd", "/etc/passwd", "..", ".", "", " ", "C:\\x", "C:x", "a\\..\\b", "a/b", "a\0b", "~", "~root",
    "con", "a" * 5000, "-", "--help", "a\nb", "\u202etxt", "ａ", "file:///etc/passwd", "%2e%2e/x", "$HOME", "`id`",
)  # fmt: skip
"""Names that lead elsewhere, or nowhere, where they become a path."""
NUMBERS = (
    "0", "-1", "00", "1e999", "nan", "-inf", "1_0", "0x10", "٣", "1.", ".5", "+1", DIGITS, "1-0",
    "99999999999999999999",
)  # fmt: skip
DATES = (
    "2022-13-45", "0000", "9999-24", "XXXX", "2022-02-30", "/", "../..", "[2022,", "{2022}", "2022~~", "[2022,2021]",
    "24:01", "25:00/..", "midnight/", "America", "America/", "Etc/../UTC", "../UTC", "/UTC", "UTC\0/x", "/" * 5000,
)  # fmt: skip
YAML = (
    ":", "- ", "? ", "&a ", "*a", "!!str ", "!<x> ", "<<: ", "{", "}", "[", "]", '"', "'", "|", ">-", "%YAML 9.9\n",
    "---\n", "...\n", "\t", "#", "@", "`", "\n", "\r\n", "  ", '"\\ud800"', '"\\U0010ffff"', "~", "null", "true",
)  # fmt: skip
MARKUP = (
    "<", ">", "</p>", "<p>", "<!--", "-->", "<![CDATA[", "<?xml ", "&amp;", "&#0;", "&#xD800;", "&x;", "<script>",
    "</script>", "<style>", "<svg>", "<table>", "<br/>", '<meta charset="utf-7">', "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "<base href=x>", "<template>", "<textarea>", "<plaintext>", "\x00", '="', "'", "<h1>", "<li>", "<a href=x>",
)  # fmt: skip
MARKS = (
    "[…]",
    "[",
    "]",
    "[sic]",
    "[T]he",
    "protest[s]",
    "[ ]",
    "…",
    "...",
    '"',
    "'",
    "“",
    "”",
    "’s",
    "--",
    "—",
    "5.",
    "%",
)
MYST = (
    ":::", "::::", "```", "{sb:quote}", "{sb:q}`", "`", "<", ">", "|", "$$", "$x$", "((", "(x)=", "%", "+++", "***",
    "- [x] ", "- [ ] ", "1. ", ": ", "> ", "# ", "[^1]", "![](", "{{x}}", "---", "\t", "\\",
)  # fmt: skip

pieces: SearchStrategy[str] = st.one_of(
    st.sampled_from([*UNSEEN, *LOOKALIKES, *NAMES, *NUMBERS, *DATES]), st.text(max_size=8), st.sampled_from(MARKS)
)
"""Anything that a value may hold."""
values = st.one_of(pieces, st.lists(pieces, max_size=6).map("".join))


@st.composite
def mutated(draw: DrawFn, texts: Sequence[str], bits: SearchStrategy[str] = pieces) -> str:
    """One of some texts, with a few stretches of it replaced, doubled or taken out."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        low = draw(st.integers(0, len(text)))
        high = min(len(text), low + draw(st.sampled_from([0, 0, 1, 5, 60])))
        text = text[:low] + draw(bits) * draw(st.sampled_from([1, 1, 1, 2, 50])) + text[high:]
    return text


@st.composite
def damaged(draw: DrawFn, files: Sequence[bytes]) -> bytes:
    """One of some files, cut short, with bytes altered, or in another encoding."""
    data = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(1, 6))):
        low = draw(st.integers(0, len(data)))
        high = min(len(data), low + draw(st.sampled_from([0, 1, 1, 4, 100])))
        data[low:high] = draw(st.binary(max_size=4))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


def joined(bits: Sequence[str], most: int = 20) -> SearchStrategy[str]:
    """Pieces in a row, words among them."""
    return st.lists(st.one_of(st.sampled_from(bits), pieces, st.sampled_from([" ", "\n", "word"])), max_size=most).map(
        "".join
    )


json_values: SearchStrategy[object] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.integers(2**31, 2**70), st.floats(), pieces, st.text(max_size=6)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=6), inner, max_size=4)),
    max_leaves=8,
)


@st.composite
def altered(draw: DrawFn, data: object) -> object:
    """A JSON value with some of what is inside it replaced, taken out or added."""
    if draw(st.integers(0, 9)) == 0:
        return draw(json_values)
    if isinstance(data, dict):
        out = {key: draw(altered(value)) if draw(st.integers(0, 2)) == 0 else value for key, value in data.items()}
        if out and draw(st.integers(0, 5)) == 0:
            out.pop(draw(st.sampled_from(sorted(out))))
        return out | (draw(st.dictionaries(st.text(max_size=6), json_values, max_size=1)))
    if isinstance(data, list):
        kept = [draw(altered(item)) if draw(st.integers(0, 2)) == 0 else item for item in data[:6]]
        return kept * draw(st.sampled_from([1, 1, 1, 0, 2]))
    if isinstance(data, str):
        return draw(mutated([data]))
    return draw(st.one_of(st.just(data), json_values))
