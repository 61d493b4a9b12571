"""Make Word files to edit, by pandoc: sheets, handouts and briefs.

Here: what a paper is made of in Word, the one call of pandoc, the look of its styles, and the same bytes on every run
(times fixed, paper set). Not here: each kind of block (`pandoc.py`), what stands on a sheet (`assignment_papers.py`),
and PDF (`pdf.py`). Pandoc comes with the package pypandoc-binary, which is the extra `docx`; without it all other files
are made all the same.
"""

from __future__ import annotations

import importlib.util
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from sourcebook.exports.lms.question_bank import EPOCH
from sourcebook.exports.paper import pandoc, phrases, word_pages
from sourcebook.exports.paper import volume as paper_volume
from sourcebook.exports.paper.pandoc import Node, Pandoc, heading, para, strong, words
from sourcebook.exports.paper.paper_sizes import PaperName
from sourcebook.exports.paper.word_direction import directed
from sourcebook.model import document as b
from sourcebook.model import document as model_document
from sourcebook.model import document_tree
from sourcebook.model.problems import SourcebookError

MISSING = (
    "no Word files were made: they need pandoc, which is not installed; install it with "
    "`pip install 'sourcebook[docx]'`."
)
SIZES: dict[PaperName, tuple[int, int]] = {"a4": (11906, 16838), "us-letter": (12240, 15840)}
"""Width and height of a paper in twentieths of a point."""
MARGIN = 1361
"""24 millimetres, in twentieths of a point."""
QUESTION = "Heading2"
"""The style of the heading of a question on a handout."""
MADE = "1980-01-01T00:00:00Z"
LOOKS = {
    "BottomLine": '<w:pPr><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="8A3B12"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="F1F4F7"/></w:pPr><w:rPr><w:b/></w:rPr>',
    "Aside": '<w:pPr><w:ind w:left="284" w:right="284"/></w:pPr><w:rPr><w:sz w:val="21"/></w:rPr>',
    "Masthead": '<w:pPr><w:spacing w:before="0" w:after="40"/></w:pPr><w:rPr><w:color w:val="15304B"/></w:rPr>',
    "Notice": '<w:pPr><w:spacing w:before="80" w:after="80"/></w:pPr><w:rPr><w:b/><w:color w:val="8A3B12"/></w:rPr>',
    "Rights": '<w:rPr><w:sz w:val="18"/><w:color w:val="4B5560"/></w:rPr>',
}
"""The formatting of our own styles, by their ids. An editor changes them in Word, once for all."""
LINES = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="B9C2CC"/>' for side in ("top", "bottom", "insideH"))
"""The lines of a table: above, below, and between its rows."""
_TIME = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms)")
_SECTION = re.compile(r"<w:sectPr[^>]*/>|<w:sectPr.*?</w:sectPr>", re.DOTALL)


def available() -> bool:
    """True if Word files can be made here."""
    return importlib.util.find_spec("pypandoc") is not None


def document(page: b.Page, lang: str, paper: PaperName = "a4", rights: str = "") -> bytes:
    """A sheet or a handout as a Word file, `rights` at its end; SourcebookError where pandoc is not installed."""
    wording = phrases.phrases(lang)
    facts = [page.meta[name] for name in ("level", "minutes", "points", "due") if page.meta.get(name)]
    head = [para([words(" · ".join(facts))])] if facts else []
    if page.meta.get("answers") != "no":
        blanks = (
            f"{wording['labelled'].format(wording[name])} {'_' * wide}" for name, wide in (("name", 28), ("date", 14))
        )
        head.append(para([words("   ".join(blanks))]))
    body = Pandoc(page.notes, wording).blocks(document_tree.changed(paper_volume.headless(page).blocks, _fitted))
    foot = [para([words(rights)], "Rights")] if rights else []
    return _written([*head, *body, *foot], page.title, lang, paper, questions=QUESTION)


def _fitted(piece: b.Piece) -> list[b.Piece]:
    """Headings from the first level on, since the title of a file has none, and columns as wide as they need."""
    if isinstance(piece, b.Heading):
        return [replace(piece, level=piece.level - 1)]
    return [replace(piece, widths=paper_volume.widths(piece))] if isinstance(piece, b.Table) else [piece]


def brief(
    order: model_document.BookOrder,
    page: b.Page,
    paper: PaperName = "a4",
    *,
    timestamp: int | None = None,
    styles: Path | None = None,
) -> bytes:
    """A policy brief as a Word file, which says that its quotations are no longer proven once it is edited.

    `timestamp`: seconds since 1970 that its date is taken from; without it, its front matter gives one. `styles`: a
    house's own Word file, whose styles, paper, margins, header and footer the brief takes in place of ours.
    """
    when = paper_volume.midnight(page.meta.get("date", "")) if timestamp is None else timestamp
    volume = paper_volume.brief(order, page, when)
    to = Pandoc(volume.notes, volume.phrases)
    nodes = [*_masthead(volume), *to.blocks(volume.pages[0].blocks)]
    if volume.annex:
        nodes += [heading(1, [words(volume.phrases["annex-evidence"])]), *to.blocks(volume.annex)]
    nodes += [*_sources(volume), para([words(volume.rights)], "Rights")]
    return _written(nodes, volume.title, volume.lang, paper, styles=styles)


def _masthead(volume: paper_volume.Volume) -> Iterator[Node]:
    """The masthead: which brief this is, for whom, by whom, and that this is an editable copy."""
    facts = volume.facts
    named = [phrases.series(facts, volume.phrases), facts.get("number", ""), facts.get("date-in-words", "")]
    yield para([words(" · ".join(filter(None, named)))], "Masthead")
    if facts.get("subtitle"):
        yield para([words(facts["subtitle"])], "Masthead")
    for label, text in phrases.masthead(facts, volume.author, volume.phrases):
        yield para([strong([words(f"{volume.phrases['labelled'].format(label)} ")]), words(text)], "Masthead")
    for text in (facts.get("notice", ""), facts.get("distribution", ""), volume.phrases["copy"]):
        if text:
            yield para([words(text)], "Notice")


def _sources(volume: paper_volume.Volume) -> Iterator[Node]:
    """The sources, their quality and copies, and what their quotations were proven against."""
    if not volume.sources:
        return
    yield heading(1, [words(volume.phrases["annex-sources"])])
    if cut_off := volume.facts.get("cut-off"):
        label = phrases.colon(volume.phrases["cut-off"], volume.phrases)
        yield para([strong([words(label)]), words(f" {cut_off}.")])
    head = [[pandoc.cell([pandoc.plain([strong([words(volume.phrases[name])])])]) for name in phrases.SOURCE_HEAD]]
    rows = [[pandoc.cell([pandoc.plain(cell)]) for cell in _source(line, volume.phrases)] for line in volume.sources]
    yield pandoc.table([5, 4, 6, 4], head, rows, [words(volume.phrases["sources"])])
    yield heading(2, [words(volume.phrases["proofs"])])
    yield para([words(volume.phrases["proven"])])
    for line in volume.sources:
        root = f" {volume.phrases['root']} {line.root}" if line.root else ""
        yield para([strong([words(phrases.colon(line.short, volume.phrases))]), words(f" {line.state}.{root}")])
    yield para([words(volume.phrases["made-with"].format(volume.version))])


def _source(line: b.SourceLine, wording: dict[str, str]) -> list[list[Node]]:
    title = Pandoc().line([b.Span(content=[b.Emphasis(content=[b.Text(text=line.title)])], lang=line.lang)])
    named = [strong([words(f"{line.short}. ")]), *title, words(f". {line.author}, {line.container}.")]
    return [named, *([words(cell)] for cell in phrases.source_cells(line, wording))]


def _written(
    nodes: list[Node], title: str, lang: str, paper: PaperName, *, questions: str = "", styles: Path | None = None
) -> bytes:
    if not available():
        raise SourcebookError(MISSING)
    made = _pandoc(json.dumps(pandoc.document(nodes, title, lang)), title, styles)
    return _steady(made, paper if styles is None else None, lang, questions)


def _pandoc(source: str, title: str, styles: Path | None) -> bytes:
    """Run pandoc in `--sandbox`: it reads no other file but the one with `styles`, and uses no network."""
    import pypandoc

    with tempfile.TemporaryDirectory(prefix="sourcebook-") as folder:
        path = Path(folder) / "made.docx"
        own = [f"--reference-doc={styles.resolve()}"] if styles else []
        try:
            pypandoc.convert_text(source, "docx", "json", outputfile=str(path), extra_args=["--sandbox", *own])
        except (OSError, RuntimeError) as error:
            raise SourcebookError(f"pandoc could not make a Word file of “{title}”: {error}") from None
        return path.read_bytes()


# -- the same bytes ----------------------------------------------------------------------------------------------------


def _steady(data: bytes, paper: PaperName | None, lang: str, questions: str) -> bytes:
    """The file repacked: parts in a fixed order and without times, on numbered pages of a paper size.

    Without a paper, the looks, the pages and their numbers are those of a house's own file.
    """
    again, wording = io.BytesIO(), phrases.phrases(lang)
    footer = {word_pages.FOOTER: word_pages.footer(wording["page"], wording["of"])} if paper else {}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: _part(name, old.read(name), paper, lang, questions) for name in old.namelist()}
        for name, part in {**parts, **footer}.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, word_pages.with_footer(name, part) if paper else part)
    return again.getvalue()


def _part(name: str, data: bytes, paper: PaperName | None, lang: str, questions: str) -> bytes:
    if name == "docProps/core.xml":
        return _TIME.sub(rf"\g<1>{MADE}\g<2>", data.decode()).encode()
    if name == "word/styles.xml" and paper:
        return _looks(data.decode()).encode()
    if name == "word/document.xml":
        sized = _SECTION.sub(_section(paper), data.decode()).encode() if paper else data
        return directed(word_pages.whole(sized, questions), lang)
    if name == "word/footnotes.xml":
        return directed(data, lang)
    return data


def _looks(styles: str) -> str:
    """Pandoc's styles with formatting for our own, which it leaves bare; and lines in tables."""
    for name, look in LOOKS.items():
        bare = re.compile(rf'(w:styleId="{name}">(?:(?!</w:style>).)*)</w:style>', re.DOTALL)
        styles = bare.sub(rf"\g<1>{look}</w:style>", styles)
    table = re.compile(r'(w:styleId="Table".*?<w:tblInd [^>]*/>)', re.DOTALL)
    return table.sub(rf"\g<1><w:tblBorders>{LINES}</w:tblBorders>", styles, count=1)


@cache
def _section(paper: PaperName) -> str:
    width, height = SIZES[paper]
    sides = " ".join(f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr>{word_pages.REFERENCE}<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar {sides} w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    )
