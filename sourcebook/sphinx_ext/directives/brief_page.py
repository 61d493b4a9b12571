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
from sourcebook.exports.paper import phrases
from sourcebook.exports.paper.paper_sizes import PAPERS, file_name, media_type
from sourcebook.model.problems import Kind, Place, Problem, relative
from sourcebook.sphinx_ext import escapes, source_checks, wording
from sourcebook.sphinx_ext.blocks.builder import metadata_words
from sourcebook.sphinx_ext.build import BUILD
from sourcebook.sphinx_ext.collect_and_fill import prose_of
from sourcebook.sphinx_ext.directives.brief_nodes import (
    line,
    sb_annex,
    sb_bottom_line,
    sb_judgement,
    sb_on_screen,
    sb_option,
    sb_quality,
    sb_unanswered,
)
from sourcebook.sphinx_ext.domain import Escape, PageAnchor, SourcebookDomain
from sourcebook.sphinx_ext.nodes import every
from sourcebook.sphinx_ext.page_records import record_file, source_file

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "briefs"
"""The folder of briefs, in the book and below `_build/`."""
TO_EDIT = "Word"
"""The label of the link to the file that is for editing, not for print."""
NEEDED = ("title", "number", "decision", "audience", "authors", "date", "cut-off", "distribution", "notice")
"""The required keys of the front matter."""
JUDGEMENTS = "sourcebook_judgements"
"""The key of the judgements read so far on a page, in Sphinx's temporary data."""
OLD_FORM = "sourcebook_old_brief"
"""The key that says, in Sphinx's temporary data, that a page is a brief of the older form."""
HEADINGS = ("now", "change", "reach", "background", "alternatives", "recommendation")
"""The parts of a brief that are sections, by the names of their headings in `phrases.py`."""
DIRECTIVES = {sb_bottom_line: "bottom-line", sb_unanswered: "unanswered", sb_annex: "evidence", sb_quality: "quality"}
"""The parts of a brief that are directives, by the node that each makes."""


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
    if env.temp_data.get(OLD_FORM):  # what the newer form asks is said by one message
        problems = [problem for problem in problems if problem.kind is not Kind.MISSING_KEY]
    else:
        problems += parts(doctree, app.config.language, place)
    for paragraph in every(doctree, nodes.paragraph):
        around = list(above(paragraph))
        if not any(isinstance(node, sb_judgement) for node in around):  # a judgement has been asked already
            start = next((node.line for node in around if node.line), 1)
            problems += support.lint_prose(prose_of(paragraph), Place(place.file, start))
    note_accepting(domain, docname, meta.get("accept", ""), problems, place, spared=Kind.LONG_BRIEF.label)
    domain.note("anchors", docname, PageAnchor("brief", docname, ""))
    for title in list(doctree.findall(nodes.title))[:1]:
        title.parent.insert(title.parent.index(title) + 1, masthead(meta))


def parts(doctree: nodes.document, language: str, place: Place) -> Iterator[Problem]:
    """The problems of a brief as a whole: parts that are not there, and how many there are of each."""
    wording = [phrases.phrases(language), phrases.PHRASES]
    sections = {node[0].astext(): node for node in doctree.findall(nodes.section) if len(node) > 1}
    named = {name: next((sections[w[name]] for w in wording if w[name] in sections), None) for name in HEADINGS}
    titles = {name: wording[0][name] for name in HEADINGS}
    needed = {title: f"a section “## {title}” with its words" for title in titles.values()}
    needed |= {f"sb:{name}": f"the directive `sb:{name}`" for name in DIRECTIVES.values()}
    there = {titles[name] for name, section in named.items() if section}
    there |= {f"sb:{name}" for node, name in DIRECTIVES.items() if next(doctree.findall(node), None) is not None}
    if (end := named["recommendation"]) is not None:
        needed[wording[0]["reversal"]] = f"under “{titles['recommendation']}”: **{wording[0]['reversal']}:** …"
        bold = " ".join(node.astext() for node in end.findall(nodes.strong))
        there |= {wording[0]["reversal"]} if any(w["reversal"] in bold for w in wording) else set()
    yield from support.lint_parts(there, needed, place)
    judgements, options = (len(list(doctree.findall(node))) for node in (sb_judgement, sb_option))
    yield from support.lint_counts(judgements, options, place)
    if (reach := named["reach"]) is not None:
        text = " ".join(prose_of(node) for node in reach.findall(nodes.paragraph))
        yield from support.lint_reach(text, Place(place.file, reach.line or 1))


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
        ("Decision", meta.get("decision", "")),
        ("Who decides", meta.get("audience", "")),
        ("What is known up to", meta.get("cut-off", "")),
        ("By", meta.get("authors", "")),
        ("Date", wording.date(meta["date"]) if meta.get("date") else ""),
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
