"""Downloads of the book: PDFs of the book, its chapters and its briefs, the EPUB, and the papers of assignments.

Here: `sb:downloads`, which lists them; “PDF of this chapter” on each page that has one; the files of a pack under its
assignment; and copying the files in. Not here: making them (`commands/`), and the links of a brief to its own PDFs
(`brief.py`). The reading packet is nowhere among them: only what is named here is ever copied, and of a pack the
public book gets no more than sheets and handouts.

When: the list is filled as a page is written (`FillDownloads`), because only then is it known what was made. Before
that, `shown` says what each page will say of the files, so that a page is written again where that has changed, and at
the end `copy` makes the files follow. A file that is older than a page or a record is not offered: it says what the
book said before.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.util.osutil import relative_uri

from sourcebook.exports.paper.paper_sizes import PAPERS, file_name, media_type
from sourcebook.questions import assignments as questions_assignments
from sourcebook.sphinx_ext import config
from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.build import BUILD
from sourcebook.sphinx_ext.directives.brief_page import CLEARANCE, fresh_files, is_brief, names_of
from sourcebook.sphinx_ext.directives.brief_page import FOLDER as BRIEFS
from sourcebook.sphinx_ext.domain import PageAnchor, SourcebookDomain
from sourcebook.sphinx_ext.nodes import every, sb_details, sb_summary
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.page_records import SOURCES
from sourcebook.store import atomic

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FOLDER = "downloads"
"""The folder of the files in the built book."""
PDF, EPUB = "pdf", "epub"
BOOK = "book"
"""The folders below `_build/` that hold the files, and the name of the whole book in both."""
ANCHOR = PageAnchor("downloads", "all", "")
"""The anchor of a page with `sb:downloads`."""
HANDED_OUT = ("sheet", "handout")
"""The files of a pack that hold no key, by the first part of their names (`handout-a.pdf`)."""
NOTHING = "This copy of the book was made without files to download."
ELSEWHERE = "The hosted book offers the whole book as PDF and EPUB, and every chapter and every brief as PDF."


@dataclass(frozen=True)
class File:
    """A file for download: the text of its link, its path below `_build/`, and its target in the built book."""

    words: str
    made: Path
    target: str

    @property
    def kind(self) -> str:
        return media_type(self.made)

    @property
    def label(self) -> str:
        return f"{self.words} ({size(self.made.stat().st_size)})"


@dataclass(frozen=True)
class Offer:
    """All files for download: of the whole book, and of briefs and chapters by the name of their page."""

    book: tuple[File, ...] = ()
    briefs: tuple[tuple[str, tuple[File, ...]], ...] = ()
    chapters: tuple[tuple[str, File], ...] = ()
    packs: tuple[tuple[str, tuple[File, ...]], ...] = ()
    """By the id of the assignment."""

    @property
    def files(self) -> list[File]:
        """Every file."""
        sets = (*self.briefs, *self.packs)
        return [*self.book, *(file for _, file in self.chapters), *(file for _, files in sets for file in files)]


class sb_downloads(nodes.container):  # noqa: N801 -- docutils names its nodes in lower case, and writers by them
    """A placeholder for links to the files on HTML pages. Elsewhere it says where they are."""


class sb_pack(nodes.container):  # noqa: N801 -- see above
    """A placeholder under an assignment for links to the files of its pack."""


# -- what was made ----------------------------------------------------------------------------------------------------


def size(count: int) -> str:
    """A number of bytes for readers: 340 kB, 1.2 MB."""
    return f"{count / 1_000_000:.1f} MB" if count >= 999_500 else f"{max(1, round(count / 1000))} kB"


def hosted(app: Sphinx) -> bool:
    """Whether this build makes pages for a browser."""
    return app.builder.format == "html" and app.builder.name != "epub"


def offer(app: Sphinx) -> Offer:
    """The existing files that are no older than their sources, found once a build."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    return domain.once("offer", lambda: _at_hand(app))


def _at_hand(app: Sphinx) -> Offer:
    root, names = Path(app.srcdir), sorted(app.env.all_docs)
    folder = root / BUILD / PDF
    oldest, sets = _newest(app), sorted({ident for _, ident in assignments(app.env)})
    book = [
        File(f"PDF, {paper.title}", folder / file_name(BOOK, paper), f"{FOLDER}/{file_name(BOOK, paper)}")
        for paper in PAPERS
    ]
    book.append(File("EPUB", root / BUILD / EPUB / f"{BOOK}.epub", f"{FOLDER}/{BOOK}.epub"))
    sheet = root / BUILD / BRIEFS / CLEARANCE
    book.append(File("what is quoted of each article, PDF", sheet, f"{BRIEFS}/{CLEARANCE}"))
    chapters = ((name, File("PDF", folder / f"{name}.pdf", f"{FOLDER}/{name}.pdf")) for name in names)
    return Offer(
        book=tuple(file for file in book if _fresh(file.made, oldest)),
        briefs=tuple((name, files) for name in names if is_brief(name) and (files := _of_brief(app, name))),
        chapters=tuple((name, file) for name, file in chapters if _fresh(file.made, oldest)),
        packs=tuple((ident, _of_pack(app, ident, oldest)) for ident in sets),
    )


def _of_brief(app: Sphinx, docname: str) -> tuple[File, ...]:
    paths = fresh_files(app, docname)
    return tuple(File(title, path, f"{BRIEFS}/{path.name}") for title, path in paths.items())


def assignments(env: BuildEnvironment) -> list[tuple[str, str]]:
    """Every page that sets an assignment, with the id of the assignment."""
    pages: dict[str, list[PageAnchor]] = env.get_domain("sb").data["anchors"]
    return [(name, anchor.id) for name, anchors in pages.items() for anchor in anchors if anchor.kind == "assignment"]


def _of_pack(app: Sphinx, ident: str, oldest: float) -> tuple[File, ...]:
    """The up-to-date files of a pack that this edition may offer."""
    folder = Path(app.srcdir) / config.value(app.config, config.PACKS) / ident
    paths = sorted(path for path in folder.glob("*") if _fresh(path, oldest))
    if not config.for_instructor(app.config):
        graded = _use(app, ident) == "graded"  # an examination is not for download before it is sat
        paths = [] if graded else [path for path in paths if path.stem.partition("-")[0] in HANDED_OUT]
    return tuple(File(path.name, path, f"{FOLDER}/packs/{ident}/{path.name}") for path in paths)


def _use(app: Sphinx, ident: str) -> str:
    """Whether an assignment is for practice or graded; empty where it is not on record."""
    session = cast("SourcebookDomain", app.env.get_domain("sb")).session
    assignment = session.plan.assignments.get(ident) if session else None
    return assignment.use if assignment else ""


def _fresh(path: Path, oldest: float) -> bool:
    return path.is_file() and path.stat().st_mtime >= oldest


def _newest(app: Sphinx) -> float:
    """The time of the last change to a page, a record or an assignment."""
    pages, root = [Path(app.env.doc2path(name)) for name in app.env.all_docs], Path(app.srcdir)
    records = [*(root / SOURCES).glob("*.yml"), *questions_assignments.files(root)]
    return max((path.stat().st_mtime for path in (*pages, *records) if path.is_file()), default=0)


# -- the list ---------------------------------------------------------------------------------------------------------


class DownloadsDirective(BookDirective):
    """A list of everything that can be downloaded."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        self.domain.note("anchors", self.docname, ANCHOR)
        return [sb_downloads("", nodes.paragraph("", ELSEWHERE), classes=["sb-downloads"])]


class FillDownloads(BookPostTransform):
    """Post-transform: replace the placeholders on HTML pages with links."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        for node in every(self.document, sb_downloads) if hosted(self.app) else ():
            node.clear()
            node.extend(DownloadList(self.app, self.env.docname).everything())
        for slot in every(self.document, sb_pack):
            slot.parent.replace(slot, DownloadList(self.app, self.env.docname).pack(slot["assignment"]))


class DownloadList:
    """The links to all files for download, relative to one page."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self.app = app
        self.here = app.builder.get_target_uri(docname)

    def everything(self) -> list[nodes.Node]:
        offered = offer(self.app)
        rows = [self._row("The whole book", offered.book)] if offered.book else []
        rows += [self._row(self._title(name), files) for name, files in offered.briefs]
        content: list[nodes.Node] = [nodes.bullet_list("", *rows, bullet="-")] if rows else []
        if offered.chapters:
            content.append(self._chapters(offered.chapters))
        return content or [nodes.paragraph("", NOTHING)]

    def pack(self, ident: str) -> list[nodes.Node]:
        """The files of one pack; nothing where there are none, or no browser to offer them to."""
        files = dict(offer(self.app).packs).get(ident, ()) if hosted(self.app) else ()
        if not files:
            return []
        items = [nodes.list_item("", nodes.paragraph("", "", self._link(file.label, file))) for file in files]
        return [nodes.paragraph("", "Files to download:"), nodes.bullet_list("", *items, bullet="-")]

    def _title(self, docname: str) -> str:
        return self.app.env.titles[docname].astext()

    def _row(self, title: str, files: tuple[File, ...]) -> nodes.list_item:
        paragraph = nodes.paragraph("", f"{title}: ")
        for index, file in enumerate(files):
            paragraph += [nodes.Text(" · ")] if index else []
            paragraph += self._link(file.label, file, title=f"{title}: {file.words}")
        return nodes.list_item("", paragraph)

    def _chapters(self, chapters: tuple[tuple[str, File], ...]) -> nodes.Element:
        items = [
            nodes.list_item("", nodes.paragraph("", "", self._link(f"{self._title(name)}, {file.label}", file)))
            for name, file in chapters
        ]
        return sb_details("", sb_summary("", "Chapter by chapter"), nodes.bullet_list("", *items, bullet="-"))

    def _link(self, words: str, file: File, title: str = "") -> nodes.reference:
        more = {"reftitle": title} if title else {}
        return nodes.reference("", words, internal=True, refuri=relative_uri(self.here, file.target), **more)


# -- beside the pages -------------------------------------------------------------------------------------------------


def shown(app: Sphinx) -> dict[str, list[str]]:
    """The text about downloads on each page, to find the pages that must be written again."""
    out: dict[str, list[str]] = defaultdict(list)
    if not hosted(app):
        return out
    offered = offer(app)
    for name, files in (*offered.briefs, *((name, (file,)) for name, file in offered.chapters)):
        out[name] += [f"{file.words} {file.target}" for file in files]
    for name, ident in assignments(app.env):
        out[name] += [node.pformat() for node in DownloadList(app, name).pack(ident)]
    for name, anchors in app.env.get_domain("sb").data["anchors"].items():
        if ANCHOR in anchors:
            out[name] += [node.pformat() for node in DownloadList(app, name).everything()]
    return out


def copy(app: Sphinx, exception: Exception | None) -> None:
    """Handler of `build-finished`: copy the linked files into the book and delete earlier ones."""
    if exception is not None or not hosted(app):
        return
    out = Path(app.outdir)
    wanted = {file.target: file.made for file in offer(app).files}
    there = {path.relative_to(out).as_posix() for path in (out / FOLDER).rglob("*") if path.is_file()}
    there |= {f"{BRIEFS}/{CLEARANCE}"} & {path.relative_to(out).as_posix() for path in (out / BRIEFS).glob("*.pdf")}
    there |= {f"{BRIEFS}/{file}" for name in app.env.all_docs if is_brief(name) for file in names_of(name).values()}
    for target in there - wanted.keys():
        (out / target).unlink(missing_ok=True)
    for target, source in wanted.items():
        data, path = source.read_bytes(), out / target
        if not (path.is_file() and path.read_bytes() == data):
            atomic.write_file(path, data)


def offer_chapter(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handler of `html-page-context`: a link to the PDF of a chapter below its title."""
    if doctree is None or not hosted(app) or "body" not in context:
        return
    file = dict(offer(app).chapters).get(pagename)
    if file:
        address = escape(context["pathto"](file.target, 1))
        paragraph = (
            f'<p class="sb-downloads"><a href="{address}" download type="{file.kind}">PDF of this chapter</a></p>\n'
        )
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{paragraph}", 1)


def register(app: Sphinx) -> None:
    """Register the directive, its nodes, the transform and the handlers."""
    app.add_directive_to_domain("sb", "downloads", DownloadsDirective)
    app.add_node(sb_downloads)
    app.add_node(sb_pack)
    app.add_post_transform(FillDownloads)
    app.connect("html-page-context", offer_chapter)
    app.connect("build-finished", copy)
