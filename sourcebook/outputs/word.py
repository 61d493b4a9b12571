"""Papers as Word files, for instructors who change them: a page of blocks as HTML, and pandoc makes the rest.

Here: the blocks of a question as HTML, the one call of pandoc, and the same bytes on every run (times fixed, paper
set). Not here: other blocks (`markup.py`), what stands on a paper (`sheet.py`), and PDF (`pdf.py`). Pandoc comes with
the package pypandoc-binary, which is the extra `docx`; without it the other files of a pack are made all the same.
"""

from __future__ import annotations

import importlib.util
import io
import re
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lxml import etree

from sourcebook import blocks as b
from sourcebook.outputs.arrange import widths
from sourcebook.outputs.bank import EPOCH
from sourcebook.outputs.markup import Element, Markup, inner
from sourcebook.outputs.papers import PaperName
from sourcebook.problems import SourcebookError

MISSING = (
    "no Word files were made: they need pandoc, which is not installed; install it with "
    "`pip install 'sourcebook[docx]'`."
)
SIZES: dict[PaperName, tuple[int, int]] = {"a4": (11906, 16838), "us-letter": (12240, 15840)}
"""Width and height of a paper in twentieths of a point."""
MARGIN = 1361
"""24 millimetres, in twentieths of a point."""
MADE = "1980-01-01T00:00:00Z"
ROOM = "_" * 72
"""A line to write on."""
_TIME = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms)")
_SECTION = re.compile(r"<w:sectPr[^>]*/>|<w:sectPr.*?</w:sectPr>", re.DOTALL)


def available() -> bool:
    """Whether Word files can be made here."""
    return importlib.util.find_spec("pypandoc") is not None


def document(page: b.Page, lang: str, paper: PaperName = "a4") -> bytes:
    """A page of blocks as a Word file; SourcebookError where pandoc is not installed."""
    if not available():
        raise SourcebookError(MISSING)
    return _steady(_pandoc(html(page), page.title, lang), paper)


def _pandoc(source: str, title: str, lang: str) -> bytes:
    """Call pandoc. It reads no file but ours and asks no network: `--sandbox`."""
    import pypandoc

    with tempfile.TemporaryDirectory(prefix="sourcebook-") as folder:
        made = Path(folder) / "made.docx"
        arguments = ["--sandbox", f"--metadata=title:{title}", f"--metadata=lang:{lang}"]
        try:
            pypandoc.convert_text(source, "docx", "html", outputfile=str(made), extra_args=arguments)
        except (OSError, RuntimeError) as error:
            raise SourcebookError(f"pandoc could not make a Word file of “{title}”: {error}") from None
        return made.read_bytes()


# -- HTML --------------------------------------------------------------------------------------------------------------


def html(page: b.Page) -> str:
    """A page as HTML, its title left to pandoc; `meta` becomes the line under it."""
    root = etree.Element("div")
    markup = Markup()
    facts = [page.meta[name] for name in ("level", "minutes", "points", "due") if page.meta.get(name)]
    if facts:
        _say(markup.add(root, "p"), " · ".join(facts))
    if page.meta.get("answers") != "no":
        _say(markup.add(root, "p"), "Name: ____________________________   Date: ______________")
    for block in page.blocks:
        if isinstance(block, b.Exercise):
            _exercise(markup, root, block)
        elif not (isinstance(block, b.Heading) and block.level == 1):
            markup.blocks(root, [_raised(block)])
            if isinstance(block, b.Table):
                _columns(markup, root[-1], widths(block))
    return inner(root)


def _raised(block: b.Block) -> b.Block:
    """A heading just below the title of the file: HTML for platforms sets them lower."""
    return b.Heading(level=block.level - 3, content=block.content) if isinstance(block, b.Heading) else block


def _columns(markup: Markup, table: Element, shares: Sequence[float]) -> None:
    """The widths of the columns, which Word would else make equal."""
    made = markup.add(table, "colgroup")
    for share in shares:
        markup.add(made, "col", style=f"width: {100 * share / sum(shares):.0f}%")
    table.insert(0, made)


def _exercise(markup: Markup, root: Element, block: b.Exercise) -> None:
    markup.inline(markup.add(root, "h1"), block.title)
    markup.blocks(root, [*block.body, *block.criteria])
    for number, question in enumerate(block.questions, 1):
        _question(markup, root, question, number)


def _question(markup: Markup, root: Element, question: b.Question, number: int) -> None:
    """A question: its title as a heading with its number, what is asked, the answers behind letters, and room."""
    title, *stem = question.stem
    points = f"{question.points} {'point' if question.points == '1' else 'points'}"
    _say(markup.add(root, "h2"), f"{number}. {b.plain_text(title)} ({points})")
    markup.blocks(root, stem)
    if question.choices:
        _choices(markup, root, question.choices)
    for _ in range(question.lines):
        _say(markup.add(root, "p"), ROOM)


def _choices(markup: Markup, root: Element, choices: Sequence[b.Choice]) -> None:
    made = markup.add(root, "ol", type="A")
    for choice in choices:
        markup.inline(markup.add(made, "li"), choice.content)


def _say(element: Element, said: str) -> None:
    markup = Markup()
    markup.inline(element, [b.Text(text=said)])


# -- the same bytes ----------------------------------------------------------------------------------------------------


def _steady(made: bytes, paper: PaperName) -> bytes:
    """The file packed anew: its parts in their order, without times, on its paper."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, _part(name, old.read(name), paper))
    return again.getvalue()


def _part(name: str, data: bytes, paper: PaperName) -> bytes:
    if name == "docProps/core.xml":
        return _TIME.sub(rf"\g<1>{MADE}\g<2>", data.decode()).encode()
    if name == "word/document.xml":
        return _SECTION.sub(_section(paper), data.decode()).encode()
    return data


@cache
def _section(paper: PaperName) -> str:
    width, height = SIZES[paper]
    sides = " ".join(f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar {sides} w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    )
