"""Convert simple TeX formulas to text for paper: letters, signs, superscripts and subscripts.

Here: the part of TeX that can be set on a line without loss. Not here: formulas in browsers and on learning platforms,
where MathJax sets them, and in Word, for which pandoc does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcebook.model import document as b
from sourcebook.model import document_tree

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ "
    "sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ "
    "Psi Ψ Omega Ω"
).split()
_SIGNS = (
    "times × cdot · div ÷ pm ± le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ to → rightarrow → infty ∞ "
    "sum ∑ prod ∏ int ∫ partial ∂ in ∈ ldots … dots … cdots … lt < gt > quad \u2003 % % & & $ $ _ _ # # { { } }"
).split(" ")
SIGNS = {
    **dict(zip(_GREEK[::2], _GREEK[1::2], strict=True)),
    **dict(zip(_SIGNS[::2], _SIGNS[1::2], strict=True)),
    ",": "\u2009", ";": " ", " ": " ", "!": "",
}  # fmt: skip
NAMES = frozenset("sin cos tan log ln exp min max lim".split())
_TOKEN = re.compile(r"\\([A-Za-z]+|.)\s*|([{}^_])|([A-Za-z])|(\s+)|(.)", re.DOTALL)
_SPACED = frozenset("=<>≤≥≠≈≡∼→∈+×÷±")


class NotSimpleError(Exception):
    """Raised where a formula needs more than a line."""


def words(tex: str) -> list[b.Inline] | None:
    """A formula as inline nodes; None where one line cannot show it."""
    tokens = [nodes.groups() for nodes in _TOKEN.finditer(tex.strip())]
    try:
        nodes = list(_run(tokens, 0, len(tokens)))
    except NotSimpleError:
        return None
    return nodes or None


def _run(tokens: list[tuple[str | None, ...]], at: int, end: int) -> Iterator[b.Inline]:
    while at < end:
        command, mark, letter, _, other = tokens[at]
        at += 1
        if mark in ("^", "_"):
            first, at = _argument(tokens, at, end)
            yield b.Raised(content=list(_run(tokens, *first)), below=mark == "_")
        elif mark == "{":
            inner, at = _argument(tokens, at - 1, end)
            yield from _run(tokens, *inner)
        elif mark == "}":
            raise NotSimpleError
        elif command in ("frac", "dfrac", "tfrac"):
            over, at = _argument(tokens, at, end)
            under, at = _argument(tokens, at, end)
            yield from (*_part(tokens, over), b.Text(text="/"), *_part(tokens, under))
        elif command in ("text", "mathrm", "operatorname"):
            inner, at = _argument(tokens, at, end)
            yield b.Text(text="".join(filter(None, (part for token in tokens[slice(*inner)] for part in token))))
        elif command is not None:
            yield b.Text(text=_sign(command))
        elif letter:
            yield b.Emphasis(content=[b.Text(text=letter)])
        elif other:
            yield b.Text(text=f" {other} " if other in _SPACED else "−" if other == "-" else other)


def _sign(command: str) -> str:
    if command in NAMES:
        return f"{command} "
    if command not in SIGNS:
        raise NotSimpleError
    sign = SIGNS[command]
    return f" {sign} " if sign in _SPACED else sign


def _argument(tokens: list[tuple[str | None, ...]], at: int, end: int) -> tuple[tuple[int, int], int]:
    """The range of the argument that begins here, and the index behind it."""
    while at < end and tokens[at][3]:
        at += 1
    if at >= end:
        raise NotSimpleError
    if tokens[at][1] != "{":
        return (at, at + 1), at + 1
    depth, start = 0, at + 1
    for place in range(at, end):
        depth += {"{": 1, "}": -1}.get(tokens[place][1] or "", 0)
        if not depth:
            return (start, place), place + 1
    raise NotSimpleError


def _part(tokens: list[tuple[str | None, ...]], span: tuple[int, int]) -> list[b.Inline]:
    """A part of a fraction, in brackets where it is more than one sign."""
    nodes = list(_run(tokens, *span))
    if len(nodes) <= 1 or document_tree.plain_text(nodes).isdecimal():
        return nodes
    return [b.Text(text="("), *nodes, b.Text(text=")")]
