"""The page of a brief: its front matter and masthead, what it must contain, and links to its files.

When: `collect` runs when the page has been read, `offer_downloads` as it is written.
"""

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
from sourcebook.sphinx_ext.blocks.builder import metadata_words
from sourcebook.sphinx_ext.build import BUILD
from sourcebook.sphinx_ext.collect_and_fill import prose_of
from sourcebook.sphinx_ext.directives.brief_nodes import line, sb_judgement, sb_on_screen, sb_option
from sourcebook.sphinx_ext.domain import Escape, PageAnchor, SourcebookDomain
from sourcebook.sphinx_ext.nodes import every
from sourcebook.sphinx_ext.page_records import record_file, source_file

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "briefs"
"""The folder of briefs, in the book and below `_build/`."""
TO_EDIT = "Word"
"""The label of the link to the file that is for editing, not for print."""
NEEDED = ("title", "number", "audience", "authors", "date", "cut-off", "distribution")
"""The required keys of the front matter."""
JUDGEMENTS = "sourcebook_judgements"
"""The key of the judgements read so far on a page, in Sphinx's temporary data."""


def is_brief(docname: str) -> bool:
    """Whether a page is a brief."""
    return docname.startswith(f"{FOLDER}/") and docname != f"{FOLDER}/index"


def note_accepting(
    domain: SourcebookDomain, docname: str, text: str, problems: Iterable[Problem], place: Place, spared: str = ""
) -> None:
    """Note problems of a page, except cautions that `text` accepts. `spared`: a caution that is raised later."""
    accept, faults = escapes.parse(text, place) if text else ({}, [])
    told = list(problems)
    for label, because in accept.items():
        hits = sum(problem.kind.label == label for problem in told) + (label == spared)
        domain.note("escapes", docname, Escape(label, because, place, hits, ()))
    for problem in [*faults, *told]:
        if problem.kind.label not in accept or problem.is_error:
            domain.note("problems", docname, problem)


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Handler of `doctree-read`: check the front matter and the whole page of a brief, and insert its masthead."""
    env = app.env
    docname = env.docname
    domain = cast(SourcebookDomain, env.get_domain("sb"))
    if not is_brief(docname) or domain.session is None:
        return
    meta = metadata_words(env.metadata.get(docname, {}))
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
    """A node and its ancestors, innermost first."""
    while node is not None:
        yield node
        node = node.parent


def front_matter(meta: Mapping[str, str], place: Place) -> list[Problem]:
    """A problem for each missing key, and for an invalid date."""
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
    """The facts of a brief at the top of its page. Paper has a masthead of its own."""
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


def fresh_files(app: Sphinx, docname: str) -> dict[str, Path]:
    """The existing files of a brief that are no older than its page and records, by the label of their link."""
    root = Path(app.srcdir)
    paths = {title: root / BUILD / FOLDER / file for title, file in names_of(docname).items()}
    files = [Path(app.env.doc2path(docname)), *(root / file for file in (record_file("actors"), *sources_of(app)))]
    newest = max((file.stat().st_mtime for file in files if file.is_file()), default=0)
    return {title: path for title, path in paths.items() if path.is_file() and path.stat().st_mtime >= newest}


def names_of(docname: str) -> dict[str, str]:
    """The names of the files of a brief, by the label of their link."""
    name = stem(docname)
    return {f"PDF, {paper.title}": file_name(name, paper) for paper in PAPERS} | {TO_EDIT: f"{name}.docx"}


def stem(docname: str) -> str:
    """The name of a brief without its folder: its files begin with it."""
    return docname.removeprefix(f"{FOLDER}/")


def sources_of(app: Sphinx) -> list[str]:
    """The files of all sources."""
    session = cast(SourcebookDomain, app.env.get_domain("sb")).session
    return list(map(source_file, session.keys)) if session else []


def offer_downloads(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handler of `html-page-context`: links to the files of a brief, which `downloads.py` copies."""
    if doctree is None or not is_brief(pagename) or app.builder.name == "epub" or "body" not in context:
        return
    to_print: list[str] = []
    to_edit: list[str] = []
    for title, path in fresh_files(app, pagename).items():
        address = escape(context["pathto"](f"{FOLDER}/{path.name}", 1))
        link = f'<a href="{address}" download type="{media_type(path)}">{escape(title)}</a>'
        (to_edit if title == TO_EDIT else to_print).append(link)
    offers = [f"To print: {' · '.join(to_print)}"] if to_print else []
    offers += [f"To edit: {link} (an edited copy is no longer proven)" for link in to_edit]
    if offers:
        paragraph = f'<p class="sb-downloads">{". ".join(offers)}</p>\n'
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{paragraph}", 1)
