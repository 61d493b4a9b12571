"""The directives of a policy brief, and what is asked of a brief as a whole.

Here: `sb:bottom-line`, `sb:at-a-glance`, `sb:judgement`, `sb:option`, `sb:unanswered`, `sb:evidence`, `sb:quality`; the
front matter; the masthead of the page and its files to download. Not here: what a judgement may claim
(`analysis/support.py`), how it looks on paper (`sphinx_ext/blocks/brief_nodes.py`,
`exports/paper/templates/brief.typ`).

A brief is a page in `briefs/`. When: directives run as a page is read, `collect` when it has been read,
`offer_downloads` as it is written. Faults are noted while reading: a page that names a record is read again when the
record changes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.typing import OptionSpec

from sourcebook.analysis import support
from sourcebook.analysis.witnesses import Witness, independent
from sourcebook.exports.paper.paper_sizes import PAPERS, file_name, media_type
from sourcebook.model.problems import Kind, Place, Problem, relative
from sourcebook.sphinx_ext import escapes, source_checks, wording
from sourcebook.sphinx_ext.base import ACTORS
from sourcebook.sphinx_ext.blocks.builder import said, source_line
from sourcebook.sphinx_ext.build import BUILD
from sourcebook.sphinx_ext.collect_and_fill import prose_of
from sourcebook.sphinx_ext.directives.accounts import Teller
from sourcebook.sphinx_ext.directives.matrix import table
from sourcebook.sphinx_ext.domain import Anchor, Escape, Reference, SourcebookDomain, no_sources
from sourcebook.sphinx_ext.nodes import every, sb_header, sb_where
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.render import link, missing, span
from sourcebook.sphinx_ext.session import Library, source_file, unknown

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "briefs"
TO_EDIT = "Word"
"""What a link to the file of a brief says that is not to print but to edit."""
"""Where briefs stand, in the book and below `_build/`."""
NEEDED = ("title", "number", "audience", "authors", "date", "cut-off", "distribution")
"""What the front matter of a brief names."""
OF_EVIDENCE = (Kind.SUPPORT_NOT_BORNE_OUT, Kind.FEW_ORIGINS)
"""What is said of the passages that a judgement names, and of which nothing is known where one of them is unknown."""
JUDGEMENTS = "sourcebook_judgements"
"""What the page has judged so far, in the temporary data of its reading."""
LABELS = {
    "agreed": "Agreed",
    "contested": "Contested",
    "single-origin": "Single origin",
    "not addressed": "Not addressed",
}


class sb_bottom_line(nodes.container):  # noqa: N801 -- docutils names its nodes in lower case, and writers by them
    """What a reader with half a minute takes away."""


class sb_glance(nodes.container):  # noqa: N801 -- see above
    """A box of facts under a title."""


class sb_judgement(nodes.container):  # noqa: N801 -- see above
    """What the sources support: `support`, `confidence`, `origins`, `likelihood`; its parts are told by their class."""


class sb_option(nodes.container):  # noqa: N801 -- see above
    """What could be done. `find-out`: whether it is to find out first."""


class sb_unanswered(nodes.container):  # noqa: N801 -- see above
    """A question that the sources leave open."""


class sb_annex(nodes.container):  # noqa: N801 -- see above
    """What stands on paper behind the body."""


class sb_on_screen(nodes.container):  # noqa: N801 -- see above
    """What paper says in a place of its own."""


SHOWN = (sb_bottom_line, sb_glance, sb_judgement, sb_option, sb_unanswered, sb_annex, sb_on_screen)


def is_brief(docname: str) -> bool:
    """Whether a page is a brief."""
    return docname.startswith(f"{FOLDER}/") and docname != f"{FOLDER}/index"


class BriefDirective(BookDirective):
    """What the directives of a brief share: a body that is parsed, options that hold roles, and faults to accept."""

    has_content = True

    def made(self, node: nodes.Element) -> list[nodes.Node]:
        """The node, with its place, on a page that needs the style sheet."""
        self.note("anchors", Anchor("brief", self.docname, ""))
        self.set_source_info(node)
        return [node]

    def words(self, option: str) -> list[nodes.Node]:
        """An option as a line of text that may hold roles."""
        found, messages = self.state.inline_text(self.options.get(option, "").strip(), self.lineno)
        return [*found, *messages]

    def say(self, problems: Iterable[Problem]) -> None:
        """Note what is wrong, and of it what `:accept:` accepts."""
        text = self.options.get("accept", "")
        note_accepting(self.domain, self.docname, text, problems, self.place())


def note_accepting(
    domain: SourcebookDomain, docname: str, text: str, problems: Iterable[Problem], place: Place, spared: str = ""
) -> None:
    """Note problems of a page, and the cautions among them that a text accepts. `spared`: one that comes later."""
    accept, faults = escapes.parse(text, place) if text else ({}, [])
    found = list(problems)
    for label, because in accept.items():
        hits = sum(problem.kind.label == label for problem in found) + (label == spared)
        domain.note("escapes", docname, Escape(label, because, place, hits, ()))
    for problem in [*faults, *found]:
        if problem.kind.label not in accept or problem.is_error:
            domain.note("problems", docname, problem)


class BottomLineDirective(BriefDirective):
    """The bottom line, in sixty words."""

    option_spec: ClassVar[OptionSpec] = {"accept": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        node = sb_bottom_line("", span_title("Bottom line"), classes=["sb-bottom-line"])
        body = self.parse_content_to_nodes()
        node += body
        self.say(support.lint_bottom_line(" ".join(map(spoken, body)), self.place()))
        return self.made(node)


class GlanceDirective(BriefDirective):
    """A box of facts. The argument is its title."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        title = self.arguments[0] if self.arguments else "At a glance"
        node = sb_glance("", span_title(title), classes=["sb-glance"])
        node += self.parse_content_to_nodes()
        return self.made(node)


class JudgementDirective(BriefDirective):
    """A key judgement: what the sources support, computed from the evidence that it names."""

    option_spec: ClassVar[OptionSpec] = {
        "for": directives.unchanged_required,
        "against": directives.unchanged_required,
        "support": directives.unchanged_required,
        "confidence": directives.unchanged_required,
        "because": directives.unchanged_required,
        "likelihood": directives.unchanged_required,
        "unless": directives.unchanged_required,
        "accept": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        pro, con = self._refs("for"), self._refs("against")
        body, because, unless = self.parse_content_to_nodes(), self.words("because"), self.words("unless")
        judgement = support.Judgement(
            text=" ".join(map(prose_of, body)),
            pro=self._witnesses(pro),
            con=self._witnesses(con),
            claimed=self.options.get("support", "").strip(),
            confidence=self.options.get("confidence", "").strip(),
            because="".join(map(prose_of, because)),
            likelihood=self.options.get("likelihood", "").strip(),
            unless="".join(map(prose_of, unless)),
        )
        place = self.place()
        own = (judgement.text, judgement.because, judgement.unless)
        said = [problem for text in own for problem in support.lint_prose(text, place)]
        self.say([*self._faults(judgement, [*pro, *con], place), *said])
        past = self.env.temp_data.setdefault(JUDGEMENTS, [])
        past.append((" ".join(" ".join(map(spoken, body)).split()), pro, con))
        return self.made(self._shown(judgement, len(past), body, because, unless))

    def _faults(self, judgement: support.Judgement, refs: list[str], place: Place) -> list[Problem]:
        """What is wrong with the judgement, without what follows from a name or an option that is told of already."""
        known = all(self.library and self.library.passage(ref) for ref in refs)
        supposed: dict[str, Any] = {name: "low" for name in ("confidence", "because", "unless") if self.excused(name)}
        if known and not (self.excused("for") or self.excused("against")):
            return support.lint_judgement(replace(judgement, **supposed), place)
        found = support.lint_judgement(replace(judgement, claimed="not addressed", **supposed), place)
        return [problem for problem in found if problem.kind not in OF_EVIDENCE]

    def _refs(self, option: str) -> list[str]:
        """The passages that an option names, each known or reported."""
        refs = list(dict.fromkeys(self.options.get(option, "").replace(",", " ").split()))
        for ref in refs:
            self.depend_on("passage", ref)
            library = self.library
            if library is None:
                self.note("problems", no_sources("passage", ref, self.place(ref)))
            elif not library.passage(ref) and not library.unread(ref.partition("/")[0]):
                self.note("problems", unknown("passage", ref, library.refs(), self.place(ref)))
        return refs

    def _witnesses(self, refs: Iterable[str]) -> tuple[Witness, ...]:
        library = self.library
        if library is None:
            return ()
        known = ((library.passage(ref), library.informants.get(ref, "")) for ref in refs)
        actors = library.book.actors
        return tuple(support.witness(*found, actors, via) for found, via in known if found)

    def _shown(
        self,
        judgement: support.Judgement,
        number: int,
        body: list[nodes.Node],
        because: list[nodes.Node],
        unless: list[nodes.Node],
    ) -> nodes.Element:
        node = sb_judgement(ids=[f"judgement-{number}"], classes=["sb-judgement", f"sb-{slug(judgement.support)}"])
        node["support"], node["origins"] = judgement.support, judgement.origins
        node["confidence"] = judgement.confidence if judgement.confidence in support.CONFIDENCES else "low"
        node["likelihood"] = judgement.likelihood
        node += span_title(f"Judgement {number}")
        node += nodes.container("", *body, classes=["sb-judged"])
        node += self._standing(judgement)
        if judgement.likelihood:
            node += line("Likelihood", nodes.strong("", judgement.likelihood), name="sb-likelihood")
        node += line("Confidence", nodes.strong("", node["confidence"]), name="sb-confidence")
        node += nodes.paragraph("", "", *because, classes=["sb-because"])
        if unless:
            node += line("Would speak against it", *unless, name="sb-unless")
        for option, label in (("for", "Evidence for it"), ("against", "Evidence against it")):
            refs = self._refs(option)
            if refs:
                node += line(label, *joined(map(self._link, refs)), name=f"sb-evidence-{option}")
        return node

    def _standing(self, judgement: support.Judgement) -> nodes.paragraph:
        """The class of support, and the origins behind it."""
        counted = [f"{wording.times(judgement.origins, 'independent origin')} for it"] if judgement.pro else []
        against = independent(judgement.con)
        counted += [f"{against} against it"] if against else []
        badge = span(LABELS[judgement.support], "sb-badge")
        tail = f": {', '.join(counted)}" if counted else ""
        return nodes.paragraph("", "", badge, nodes.Text(tail), classes=["sb-support"])

    def _link(self, ref: str) -> nodes.Node:
        known = self.library.passage(ref) if self.library else None
        if known is None:
            return missing(f"no passage “{ref}” on record")
        marked = self.library.marked(ref.partition("/")[0]) if self.library else []
        shown = (nodes.Text(known[0].short), sb_where(ref=ref))
        return link("passage", ref, self.docname, *shown, classes=["sb-src", *marked])


class OptionDirective(BriefDirective):
    """An option. The argument is its title; cost, risk and reversibility are the editor's."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "cost": directives.unchanged_required,
        "risk": directives.unchanged_required,
        "reversibility": directives.unchanged_required,
        "owner": directives.unchanged_required,
        "find-out": directives.flag,
    }
    FACTS: ClassVar[dict[str, str]] = {
        "cost": "Cost",
        "risk": "Risk",
        "reversibility": "Reversible",
        "owner": "Who",
    }

    def run(self) -> list[nodes.Node]:
        for name in ("cost", "risk", "reversibility"):
            if not self.options.get(name, "").strip() and not self.excused(name):
                message = f"the option says nothing of its {name}: write it in words (`:{name}: …`)."
                self.note("problems", Problem(Kind.BAD_DIRECTIVE, message, self.place()))
        title, messages = self.state.inline_text(self.arguments[0], self.lineno)
        node = sb_option("", nodes.paragraph("", "", *title, *messages, classes=["sb-brief-title"]))
        node["classes"], node["find-out"] = ["sb-option"], "find-out" in self.options
        node += nodes.container("", *self.parse_content_to_nodes(), classes=["sb-option-body"])
        for name, label in self.FACTS.items():
            if self.options.get(name, "").strip():
                node += line(label, *self.words(name), name=f"sb-option-{name}")
        return self.made(node)


class UnansweredDirective(BriefDirective):
    """A question that the sources leave open. The argument is the question, the body what would answer it."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        question, messages = self.state.inline_text(self.arguments[0], self.lineno)
        node = sb_unanswered("", nodes.paragraph("", "", *question, *messages, classes=["sb-brief-title"]))
        node["classes"] = ["sb-unanswered"]
        node += self.parse_content_to_nodes()
        return self.made(node)


class EvidenceDirective(BriefDirective):
    """The evidence of every judgement above, in its words. On paper it stands in the annex."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        library, past = self.library, self.env.temp_data.get(JUDGEMENTS, [])
        if library is None or not past:
            return [self.nothing("annex", "no judgement stands above it: put it behind the judgements.")]
        teller = Teller(library, self.docname, self.place())
        node = sb_annex(classes=["sb-annex"])
        for number, (text, pro, con) in enumerate(past, 1):
            node += nodes.rubric("", f"{number}. {text}")
            items = [
                nodes.list_item("", told(teller, ref, side))
                for refs, side in ((pro, ""), (con, AGAINST))
                for ref in refs
            ]
            node += (
                nodes.bullet_list("", *items, bullet="-") if items else nodes.paragraph("", "No passage speaks of it.")
            )
        return self.made(node)


AGAINST = "Against: "


def told(teller: Teller, ref: str, side: str) -> nodes.paragraph:
    """A piece of evidence in its words, and on which side it stands."""
    key, _, name = ref.partition("/")
    paragraph = teller.telling(key, name, None, "says")
    if side:
        paragraph.insert(0, span(side, "sb-label"))
    return paragraph


class QualityDirective(BriefDirective):
    """The sources with their quality, as a table. Paper has it in the annex of every brief."""

    has_content = False
    HEAD = ("Source", "Kind and date", "Interest that the text discloses", "Copy and reliability")

    def run(self) -> list[nodes.Node]:
        library = self.library
        if library is None or not library.keys:
            return [self.nothing("table", "no source is on record: add one to sources/.")]
        self.depend(*map(source_file, library.keys))
        head = [self._header("col", nodes.paragraph("", words)) for words in self.HEAD]
        rows = [self._row(library, key) for key in library.keys]
        shown = table("", [22, 20, 38, 20], head, rows)
        shown.pop(0)  # its title is no caption: paper counts its tables without it
        title = nodes.rubric("", "The sources and their quality")
        return self.made(sb_on_screen("", title, shown, classes=["sb-quality"]))

    def _header(self, scope: str, *content: nodes.Node) -> sb_header:
        return sb_header("", *content, scope=scope, classes=["rowheader"] if scope == "row" else [])

    def _row(self, library: Library, key: str) -> nodes.row:
        found = source_line(library, key)
        name = link("source", key, self.docname, nodes.Text(found.short), classes=["sb-src", *library.marked(key)])
        self.note("references", Reference("source", key, self.place()))
        cells = (f"{found.genre}; {found.issued}", found.disclosure, f"{found.copy}; {found.reliability}")
        row = nodes.row("", self._header("row", nodes.paragraph("", "", name)))
        row += [nodes.entry("", nodes.paragraph("", wording.sentence(words))) for words in cells]
        return row


# -- parts of nodes ---------------------------------------------------------------------------------------------------


def span_title(words: str) -> nodes.paragraph:
    """The title of a part of a brief: no heading, because it stands in no table of contents."""
    return nodes.paragraph("", words, classes=["sb-brief-title"])


def line(label: str, *content: nodes.Node, name: str) -> nodes.paragraph:
    """A line with a label in front."""
    return nodes.paragraph("", "", span(f"{label}: ", "sb-label"), *content, classes=[name])


def joined(found: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Nodes with semicolons between them."""
    return [node for each in found for node in (nodes.Text("; "), each)][1:]


def slug(words: str) -> str:
    """Words as a class is written."""
    return words.replace(" ", "-")


def spoken(node: nodes.Node) -> str:
    """The words of a text as they are read aloud: quotations, and not their references."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.Element) and "sb-reference" in node.get("classes", []):
        return ""
    return "".join(map(spoken, node.children))


# -- the page as a whole ----------------------------------------------------------------------------------------------


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
    found = [*lacking, *support.lint_options(find_out, place)]
    for paragraph in every(doctree, nodes.paragraph):
        around = list(above(paragraph))
        if not any(isinstance(node, sb_judgement) for node in around):  # a judgement has been asked already
            start = next((node.line for node in around if node.line), 1)
            found += support.lint_prose(prose_of(paragraph), Place(place.file, start))
    note_accepting(domain, docname, meta.get("accept", ""), found, place, spared=Kind.LONG_BRIEF.label)
    domain.note("anchors", docname, Anchor("brief", docname, ""))
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
    found = [Problem(Kind.MISSING_KEY, message.format(key), place) for key in missing_keys]
    if meta.get("date", "").strip() and not is_day(meta["date"]):
        message = f"the date “{meta['date']}” is no day: write it as 2022-05-20."
        found.append(Problem(Kind.BAD_DATE, message, place))
    return found


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


# -- its files --------------------------------------------------------------------------------------------------------


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
    said = [f"To print: {' · '.join(to_print)}"] if to_print else []
    said += [f"To edit: {link} (an edited copy is no longer proven)" for link in to_edit]
    if said:
        shown = f'<p class="sb-downloads">{". ".join(said)}</p>\n'
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{shown}", 1)


DIRECTIVES = {
    "bottom-line": BottomLineDirective,
    "at-a-glance": GlanceDirective,
    "judgement": JudgementDirective,
    "option": OptionDirective,
    "unanswered": UnansweredDirective,
    "evidence": EvidenceDirective,
    "quality": QualityDirective,
}


def register(app: Sphinx) -> None:
    """Tell Sphinx about directives, nodes and moments."""
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("sb", name, directive)
    for node in SHOWN:
        app.add_node(node)
    # After the collectors of Sphinx, which take down the front matter.
    app.connect("doctree-read", collect, priority=900)
    app.connect("html-page-context", offer_downloads)
