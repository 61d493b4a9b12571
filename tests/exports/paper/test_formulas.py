"""Formulas as words on a line: letters, signs, what stands above and below; and what no line can show."""

from __future__ import annotations

import pytest

from sourcebook.exports.paper.formulas import words
from sourcebook.model import document as b


def shown(tex: str) -> str:
    """A formula as a reader sees it: `*` around letters, `^` and `_` around what stands off the line."""
    found = words(tex)
    assert found is not None
    return "".join(map(_shown, found)).replace("\u2009", "·thin·").replace("\u2003", "·quad·")


def _shown(piece: b.Inline) -> str:
    if isinstance(piece, b.Raised):
        return f"{'_' if piece.below else '^'}({''.join(map(_shown, piece.content))})"
    if isinstance(piece, b.Emphasis):
        return f"*{''.join(map(_shown, piece.content))}*"
    assert isinstance(piece, b.Text)
    return piece.text


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        ("x^2", "*x*^(2)"),
        ("x^{10}", "*x*^(10)"),
        ("x_1 < 2", "*x*_(1) < 2"),
        ("a_{i j}^2", "*a*_(*i**j*)^(2)"),
        ("x^{y^2}", "*x*^(*y*^(2))"),
        ("a - b", "*a*−*b*"),
        (r"a \le b \ne c", "*a* ≤ *b* ≠ *c*"),
        (r"\alpha + \Omega", "α + Ω"),
        (r"3 \times 4 = 12", "3 × 4 = 12"),
        (r"50\%", "50%"),
        (r"5\,\mathrm{km}", "5·thin·km"),
        (r"a \quad b", "*a*·quad·*b*"),
        (r"\frac{1}{2}", "1/2"),
        (r"\frac{a+b}{c}", "(*a* + *b*)/*c*"),
        (r"\frac12", "1/2"),
        (r"\text{speed of boats}", "speed of boats"),
        (r"\sin x", "sin *x*"),
        (r"\{a, b\}", "{*a*,*b*}"),
        ("x^\n2", "*x*^(2)"),
        ("{x}", "*x*"),
    ],
)
def test_a_simple_formula_is_words(tex: str, said: str) -> None:
    assert shown(tex) == said


@pytest.mark.parametrize(
    "tex",
    [
        r"\sqrt{2}",
        r"\begin{matrix} a & b \end{matrix}",
        r"\overline{x}",
        r"\unknown",
        "x^",
        r"\frac{1}",
        "{x",
        "x}",
        "x^{2",
        "",
        "   ",
    ],
)
def test_what_no_line_can_show_is_none(tex: str) -> None:
    assert words(tex) is None
