"""Find the fonts of PDFs, the characters that none of them has, and what stands in the place of these.

Here: the packages that bring fonts, and which characters they lack. Not here: setting a document (`pdf.py`), and the
order in which fonts are asked (`templates/families.typ`).
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sourcebook.model.problems import SourcebookError

if TYPE_CHECKING:
    import pikepdf
    import typst

FONTS = ("fontpkg-source-serif-4", "fontpkg-source-sans-3")
"""The packages that bring Source Serif 4 and Source Sans 3, unmodified, under the SIL Open Font License."""


class Script(NamedTuple):
    """The typeface of a script: its family, the package that brings it, and how the names of its letters begin."""

    family: str
    package: str
    letters: tuple[str, ...]
    install: str = "sourcebook"
    """What to install where it is missing."""


SCRIPTS = (
    Script("Amiri", "fontpkg-amiri", ("ARABIC",)),
    Script("Frank Ruhl Libre", "fontpkg-frank-ruhl-libre", ("HEBREW",)),
    Script("Noto Sans Devanagari", "fontpkg-noto-sans-devanagari", ("DEVANAGARI",)),
    Script("Noto Sans Thai", "fontpkg-noto-sans-thai", ("THAI",)),
    Script(
        "Noto Sans CJK SC",
        "noto-cjk-sans-otc",
        ("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "HALFWIDTH", "KANGXI"),
        "sourcebook[cjk]",
    ),
)
"""Unmodified and under the SIL Open Font License as well. The last is an extra, because it is large."""
LATIN = "\u024f"
"""The last letter of those that every font here has."""
BOX = "□"
JOINERS = "\u200d\ufe0e\ufe0f"
"""Characters that join signs to one picture and have no form of their own."""
TEMPLATE = Path(__file__).parent / "templates" / "glyphs.typ"
ROW, ROWS = 10, 1000
"""The height of a row of that template, and how many of them a page holds."""
_HAS_GLYPH: dict[str, bool] = {}
"""By character, or by letter with its marks: what the fonts were asked already."""
_NO_SIGNS = frozenset(("Cn", "Co", "Cs"))
"""Categories of code points that no font needs to know: unassigned, for private use, halves of others."""


# -- fonts -------------------------------------------------------------------------------------------------------------


@cache
def fonts() -> typst.Fonts:
    """The fonts of the packages, and those that Typst brings, for signs that they lack. None of the machine's."""
    import typst

    files = [path for name in FONTS for path in _font_files(name)]
    files += [path for script in _installed() for path in _font_files(script.package)]
    folders = sorted({str(path.parent) for path in files})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(folders))


def families() -> str:
    """The typefaces of other scripts that are there, as JSON: what the templates are told."""
    return json.dumps([script.family for script in _installed()])


@cache
def _installed() -> tuple[Script, ...]:
    return tuple(script for script in SCRIPTS if _is_installed(script.package))


def _is_installed(package: str) -> bool:
    try:
        return package_files(package) is not None
    except PackageNotFoundError:
        return False


def _font_files(package: str) -> list[Path]:
    try:
        files = package_files(package) or ()
    except PackageNotFoundError:
        files = ()
    found = [Path(str(path.locate())) for path in files if path.suffix in {".ttf", ".otf", ".ttc"}]
    # One that is missing would be replaced in silence by whatever else is at hand.
    if not found or not all(path.is_file() for path in found):
        raise SourcebookError(f"fonts of the package {package} are not there; install it anew.")
    return found


def to_install(lost: Iterable[str]) -> list[str]:
    """What brings glyphs for characters that have none, as far as a package is known that is not there."""
    names = [unicodedata.name(sign, "") for text in lost for sign in text]
    absent = [script for script in SCRIPTS if script not in _installed()]
    return sorted({script.install for script in absent if any(name.startswith(script.letters) for name in names)})


# -- characters without a glyph ----------------------------------------------------------------------------------------


def without_glyph(text: str) -> list[str]:
    """The characters of a text that none of the fonts has, and letters that none has with their marks, in order."""
    signs = _signs(text)
    unknown = [sign for sign in signs if sign not in _HAS_GLYPH]
    _HAS_GLYPH.update({sign: False for sign in unknown if unicodedata.category(sign[0]) in _NO_SIGNS})
    asked = [sign for sign in unknown if sign not in _HAS_GLYPH]
    if asked:
        lost = set(_lost(asked))
        _HAS_GLYPH.update({sign: sign not in lost for sign in asked})
    single = {sign for sign in signs if len(sign) == 1 and not _HAS_GLYPH[sign]}
    return [sign for sign in signs if not _HAS_GLYPH[sign] and (len(sign) == 1 or single.isdisjoint(sign))]


def _signs(text: str) -> list[str]:
    """The characters of a text that a font may lack, and its letters with their marks."""
    single = {c for c in text if c > LATIN and not c.isspace()}
    marks = "".join(sorted(c for c in single if unicodedata.category(c).startswith("M")))
    marked = re.findall(rf"(?<!\\)[^\s{marks}][{marks}]+", text) if marks else []
    return sorted(single.union(marked))


def _lost(signs: Sequence[str]) -> Iterator[str]:
    """Those of some signs that have no glyph: set in rows without a standard, they show the glyph of nothing, 0."""
    import pikepdf
    import typst

    inputs = {"data": json.dumps(list(signs)), "scripts": families()}
    made = typst.compile(str(TEMPLATE), root=str(TEMPLATE.parent), sys_inputs=inputs, font_paths=fonts())
    with pikepdf.open(io.BytesIO(made)) as document:
        for number, page in enumerate(document.pages):
            yield from (signs[number * ROWS + row] for row in _empty_rows(page))


def _empty_rows(page: pikepdf.Page) -> Iterator[int]:
    """The rows of a page in which a glyph is missing, from the top."""
    import pikepdf

    row = 0
    for step in pikepdf.parse_content_stream(page, "cm Tj TJ"):
        if str(step.operator) == "cm":
            row = round(ROWS - float(step.operands[5]) / ROW)
        elif any(_is_empty(part) for part in _strings(step.operands[0])):
            yield row


def _strings(operand: Any) -> list[bytes]:
    """The strings that an operator shows: one, or those between the distances of a list."""
    import pikepdf

    parts = [operand] if isinstance(operand, pikepdf.String) else list(operand)
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]


def _is_empty(shown: bytes) -> bool:
    """True if a string of glyphs, two bytes each, holds number 0."""
    return any(shown[i : i + 2] == b"\0\0" for i in range(0, len(shown), 2))


# -- what stands in their place ----------------------------------------------------------------------------------------


def replaced(text: str, lost: Sequence[str]) -> str:
    """The text with a stand-in for each run of characters that have no glyph."""
    if not lost:
        return text
    one = "|".join(map(re.escape, sorted(lost, key=len, reverse=True)))
    return re.sub(f"(?:{one})(?:{one}|[{JOINERS}])*", lambda run: stand_in(run[0]), text)


def stand_in(text: str) -> str:
    """A box for each character, and what the characters are: the name of a single sign, or code points."""
    signs = [c for c in text if c not in JOINERS]
    name = unicodedata.name(signs[0], "").lower() if len(signs) == 1 else ""
    code = points(signs[:3]) + (" …" if signs[3:] else "")
    return f"{BOX * len(signs)} [{name if name and 'ideograph' not in name else code}]"


def points(signs: Iterable[str]) -> str:
    """The code points of characters: U+4E2D U+6587."""
    return " ".join(f"U+{ord(c):04X}" for c in signs)
