"""A brief as a whole page: its front matter and masthead, what it must hold, and the files that are made of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from sourcebook.analysis import support
from sourcebook.exports.paper.paper_sizes import PAPERS, file_name, media_type
from sourcebook.model.problems import Kind, Place, Problem, relative
from sourcebook.sphinx_ext import escapes, source_checks, wording
from sourcebook.sphinx_ext.base import ACTORS
from sourcebook.sphinx_ext.blocks.builder import said
from sourcebook.sphinx_ext.build import BUILD
from sourcebook.sphinx_ext.collect_and_fill import prose_of
from sourcebook.sphinx_ext.domain import Escape, PageAnchor, SourcebookDomain
from sourcebook.sphinx_ext.nodes import every
from sourcebook.sphinx_ext.session import source_file

if TYPE_CHECKING:
    from sphinx.application import Sphinx
from sourcebook.sphinx_ext.directives.brief_nodes import line, sb_judgement, sb_on_screen, sb_option

FOLDER = "briefs"


TO_EDIT = "Word"


NEEDED = ("title", "number", "audience", "authors", "date", "cut-off", "distribution")


JUDGEMENTS = "sourcebook_judgements"


def is_brief(docname: str) -> bool:
    """Whether a page is a brief."""
    return docname.startswith(f"{FOLDER}/") and docname != f"{FOLDER}/index"


def note_accepting(
    domain: SourcebookDomain, docname: str, text: str, problems: Iterable[Problem], place: Place, spared: str = ""
) -> None:
    """Note problems of a page, and the cautions among them that a text accepts. `spared`: one that comes later."""
    accept, faults = escapes.parse(text, place) if text else ({}, [])
    told = list(problems)
    for label, because in accept.items():
        hits = sum(problem.kind.label == label for problem in told) + (label == spared)
        domain.note("escapes", docname, Escape(label, because, place, hits, ()))
    for problem in [*faults, *told]:
        if problem.kind.label not in accept or problem.is_error:
            domain.note("problems", docname, problem)


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """When a brief has been read: its front matter, its masthead, and what only the whole page can get wrong."""
    env = app.env
    docname = env.docname
    domain = cast(SourcebookDomain, env.get_domain("sb"))
    if not is_brief(docname) or domain.library is None:
        return
    meta = said(env.metadata.get(docname, {}))
    place = Place(relative(Path(env.doc2path(docname)), Path(app.srcdir)), 1)
    find_out = [bool(node["find-out"]) for node in doctree.findall(sb_option)]
    lacking = [] if env.temp_data.get(source_checks.UNREAD) else front_matter(meta, place)
    problems = [*lacking, *support.lint_options(find_out, place)]
    for paragraph in every(doctree, nodes.paragraph):
        around = list(above(paragraph))
        if not any(isinstance(node, sb_judgement) for node in around):  # a judgement has been asked already
            start = next((node.line for node in around if node.line), 1)
            problems += support.lint_prose(prose_of(paragraph), Place(place.file, start))
    note_accepting(domain, docname, meta.get("accept", ""), problems, place, spared=Kind.LONG_BRIEF.label)
    domain.note("anchors", docname, PageAnchor("brief", docname, ""))
    for title in list(doctree.findall(nodes.title))[:1]:
        title.parent.insert(title.parent.index(title) + 1, masthead(meta))


def above(node: nodes.Element | None) -> Iterator[nodes.Element]:
    """A node and everything around it, from the inside."""
    while node is not None:
        yield node
        node = node.parent


def front_matter(meta: Mapping[str, str], place: Place) -> list[Problem]:
    """A problem for each key that a brief lacks, and for a date that is none."""
    mistyped = {source_checks.meant(key) for key in meta}  # is told where it stands
    missing_keys = [key for key in NEEDED if not meta.get(key, "").strip() and key not in mistyped]
    message = "the front matter of the brief lacks “{}”: write it between the two lines of hyphens at the top."
    problems = [Problem(Kind.MISSING_KEY, message.format(key), place) for key in missing_keys]
    if meta.get("date", "").strip() and not is_day(meta["date"]):
        message = f"the date “{meta['date']}” is no day: write it as 2022-05-20."
        problems.append(Problem(Kind.BAD_DATE, message, place))
    return problems


def is_day(text: str) -> bool:
    """Whether a text is a day in ISO form."""
    try:
        time.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return True


def masthead(meta: Mapping[str, str]) -> nodes.Element:
    """What the top of the page says of the brief. Paper has a masthead of its own."""
    head = [meta.get("series", "Policy brief"), meta.get("number", "")]
    facts = [
        ("Prepared for", meta.get("audience", "")),
        ("By", meta.get("authors", "")),
        ("Date", wording.date(meta["date"]) if meta.get("date") else ""),
        ("Information cut-off", meta.get("cut-off", "")),
        ("Distribution", meta.get("distribution", "")),
    ]
    node = sb_on_screen(classes=["sb-masthead"])
    node += nodes.paragraph("", " ".join(filter(None, head)), classes=["sb-series"])
    items = [nodes.list_item("", line(label, nodes.Text(words), name="sb-fact")) for label, words in facts if words]
    node += nodes.bullet_list("", *items, bullet="-")
    if meta.get("notice"):
        node += nodes.paragraph("", meta["notice"], classes=["sb-notice"])
    return node


def made_for(app: Sphinx, docname: str) -> dict[str, Path]:
    """The files of a brief that are at hand and no older than the page and the records, by what links to them say."""
    root = Path(app.srcdir)
    paths = {title: root / BUILD / FOLDER / file for title, file in names_of(docname).items()}
    files = [Path(app.env.doc2path(docname)), *(root / file for file in (ACTORS, *sources_of(app)))]
    newest = max((file.stat().st_mtime for file in files if file.is_file()), default=0)
    return {title: path for title, path in paths.items() if path.is_file() and path.stat().st_mtime >= newest}


def names_of(docname: str) -> dict[str, str]:
    """The names that the files of a brief have, by what links to them say."""
    name = stem(docname)
    return {f"PDF, {paper.title}": file_name(name, paper) for paper in PAPERS} | {TO_EDIT: f"{name}.docx"}


def stem(docname: str) -> str:
    """The name that the files of a brief begin with."""
    return docname.removeprefix(f"{FOLDER}/")


def sources_of(app: Sphinx) -> list[str]:
    """The files of all sources."""
    library = cast(SourcebookDomain, app.env.get_domain("sb")).library
    return list(map(source_file, library.keys)) if library else []


def offer_downloads(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """As a brief is put into its frame: links to its files, behind its title. (`downloads.py` puts them beside it.)"""
    if doctree is None or not is_brief(pagename) or app.builder.name == "epub" or "body" not in context:
        return
    to_print: list[str] = []
    to_edit: list[str] = []
    for title, path in made_for(app, pagename).items():
        address = escape(context["pathto"](f"{FOLDER}/{path.name}", 1))
        link = f'<a href="{address}" download type="{media_type(path)}">{escape(title)}</a>'
        (to_edit if title == TO_EDIT else to_print).append(link)
    offers = [f"To print: {' · '.join(to_print)}"] if to_print else []
    offers += [f"To edit: {link} (an edited copy is no longer proven)" for link in to_edit]
    if offers:
        paragraph = f'<p class="sb-downloads">{". ".join(offers)}</p>\n'
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{paragraph}", 1)
