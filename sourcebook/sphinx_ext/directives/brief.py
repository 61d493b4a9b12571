"""The directives of a policy brief.

Here: `sb:bottom-line`, `sb:judgement`, `sb:option`, `sb:unanswered`, `sb:evidence`, `sb:quality`, and the box of the
older form, `sb:at-a-glance`, which is refused with what to do. Not here: the page as a whole (`brief_page.py`), what a
judgement may claim (`analysis/support.py`), and paper (`sphinx_ext/blocks/brief_blocks.py`,
`exports/paper/templates/brief.typ`).

A brief is a page in `briefs/`. Directives run as a page is read and note its problems then: a page that names a record
is read again when the record changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.typing import OptionSpec

from sourcebook.analysis import support
from sourcebook.analysis.witnesses import Witness, independent
from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.blocks.builder import described
from sourcebook.sphinx_ext.collect_and_fill import prose_of
from sourcebook.sphinx_ext.directives.account_lists import AccountsView, table
from sourcebook.sphinx_ext.directives.brief_nodes import (
    SHOWN,
    joined,
    line,
    sb_annex,
    sb_bottom_line,
    sb_judgement,
    sb_option,
    sb_quality,
    sb_unanswered,
    slug,
    span_title,
    spoken,
)
from sourcebook.sphinx_ext.directives.brief_page import JUDGEMENTS, OLD_FORM, collect, note_accepting, offer_downloads
from sourcebook.sphinx_ext.domain import PageAnchor, Reference, no_sources
from sourcebook.sphinx_ext.nodes import sb_header, sb_inline, sb_where
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.render import link, missing, span
from sourcebook.sphinx_ext.session import BuildSession, unknown

if TYPE_CHECKING:
    from sphinx.application import Sphinx

OF_EVIDENCE = (Kind.SUPPORT_NOT_BORNE_OUT, Kind.FEW_ORIGINS, Kind.LABEL_AND_LIKELIHOOD)
"""Problems about the passages of a judgement, which cannot be judged while one of them is unknown."""
AGAINST = "Against: "
LABELS = {
    "agreed": "Agreed",
    "contested": "Contested",
    "single-origin": "Single origin",
    "not addressed": "Not addressed",
}


class BriefDirective(BookDirective):
    """Base of the directives of a brief: a parsed body, options that hold roles, cautions that can be accepted."""

    has_content = True

    def made(self, node: nodes.Element) -> list[nodes.Node]:
        """The node with its source position; its page gets the style sheet of briefs."""
        self.note("anchors", PageAnchor("brief", self.docname, ""))
        self.set_source_info(node)
        return [node]

    def words(self, option: str) -> list[nodes.Node]:
        """An option as a line of text that may hold roles."""
        content, messages = self.state.inline_text(self.options.get(option, "").strip(), self.lineno)
        return [*content, *messages]

    def say(self, problems: Iterable[Problem]) -> None:
        """Note problems, and those of them that the option `accept` accepts."""
        text = self.options.get("accept", "")
        note_accepting(self.domain, self.docname, text, problems, self.place())

    def refuse_old(self, what: str) -> None:
        """Say once a page that it is of the older form of a brief, and what to change."""
        if not self.env.temp_data.get(OLD_FORM):
            message = (
                f"{what} is of the older form of a brief, with three scales: see “A brief of the older form” in the "
                "manual, under Writing pages. In short: take `:confidence:` and `:because:` out of the judgements, "
                "give each an `:action:` or a `:question:`, and write the parts that `sourcebook new brief` lays out."
            )
            self.note("problems", Problem(Kind.OLD_BRIEF, message, self.place()))
        self.env.temp_data[OLD_FORM] = True


class BottomLineDirective(BriefDirective):
    """The bottom line, in sixty words."""

    option_spec: ClassVar[OptionSpec] = {"accept": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        node = sb_bottom_line("", span_title("Bottom line"), classes=["sb-bottom-line"])
        body = self.parse_content_to_nodes()
        node += body
        prose = " ".join(map(prose_of, body))
        self.say(support.lint_bottom_line(" ".join(map(spoken, body)), prose, self.place()))
        return self.made(node)


class GlanceDirective(BriefDirective):
    """The box of the older form: who speaks is said in two sentences, under “How far the sources carry”."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        self.refuse_old("the box `sb:at-a-glance`")
        return self.parse_content_to_nodes()


class JudgementDirective(BriefDirective):
    """A key judgement: what the sources support, computed from the evidence that it names, and what it changes."""

    option_spec: ClassVar[OptionSpec] = {
        "for": directives.unchanged_required,
        "against": directives.unchanged_required,
        "support": directives.unchanged_required,
        "action": directives.unchanged_required,
        "question": directives.unchanged_required,
        "likelihood": directives.unchanged_required,
        "unless": directives.unchanged_required,
        "accept": directives.unchanged_required,
        "confidence": directives.unchanged,
        "because": directives.unchanged,
    }
    LINES: ClassVar[dict[str, str]] = {"action": "Do", "question": "Ask", "unless": "Would speak against it"}

    def run(self) -> list[nodes.Node]:
        for name in ("confidence", "because"):
            if name in self.options:
                self.refuse_old(f"`:{name}:`")
        pro, con = self._refs("for"), self._refs("against")
        body, lines = self.parse_content_to_nodes(), {name: self.words(name) for name in self.LINES}
        judgement = support.JudgementClaim(
            text=" ".join(map(prose_of, body)),
            pro=self._witnesses(pro),
            con=self._witnesses(con),
            claimed=self.options.get("support", "").strip(),
            likelihood=self.options.get("likelihood", "").strip(),
            forecast=bool(pro) and self.session is not None and all(map(self.session.forecast, pro)),
            **{name: self.options.get(name, "") for name in self.LINES},
        )
        place = self.place()
        prose_problems = [p for name in self.LINES for p in support.lint_prose(_prose(lines[name]), place)]
        self.say([*self._faults(judgement, [*pro, *con], place), *prose_problems])
        past = self.env.temp_data.setdefault(JUDGEMENTS, [])
        past.append((" ".join(" ".join(map(spoken, body)).split()), pro, con))
        return self.made(self._shown(judgement, len(past), body, lines))

    def _faults(self, judgement: support.JudgementClaim, refs: list[str], place: Place) -> list[Problem]:
        """The problems of the judgement, without those that follow from a name or an option reported already."""
        known = all(self.session and self.session.passage(ref) for ref in refs)
        supposed: dict[str, Any] = {name: "low" for name in self.LINES if self.excused(name)}
        if self.env.temp_data.get(OLD_FORM):
            supposed["action"] = "to be written"
        if known and not (self.excused("for") or self.excused("against")):
            return support.lint_judgement(replace(judgement, **supposed), place)
        problems = support.lint_judgement(replace(judgement, claimed="not addressed", **supposed), place)
        return [problem for problem in problems if problem.kind not in OF_EVIDENCE]

    def _refs(self, option: str) -> list[str]:
        """The passages that an option names; one that is unknown is noted as a problem."""
        refs = list(dict.fromkeys(self.options.get(option, "").replace(",", " ").split()))
        for ref in refs:
            session = self.session
            if session is None:
                self.note("problems", no_sources("passage", ref, self.place(ref)))
            elif not session.passage(ref) and not session.unread(ref.partition("/")[0]):
                self.note("problems", unknown("passage", ref, session.refs(), self.place(ref)))
        return refs

    def _witnesses(self, refs: Iterable[str]) -> tuple[Witness, ...]:
        session = self.session
        if session is None:
            return ()
        return tuple(filter(None, map(session.witness, refs)))

    def _shown(
        self,
        judgement: support.JudgementClaim,
        number: int,
        body: list[nodes.Node],
        lines: dict[str, list[nodes.Node]],
    ) -> nodes.Element:
        likelihood = judgement.likelihood
        classes = ["sb-judgement", *([] if likelihood else [f"sb-{slug(judgement.support)}"])]
        node = sb_judgement(ids=[f"judgement-{number}"], classes=classes)
        node["support"], node["origins"], node["likelihood"] = judgement.support, judgement.origins, likelihood
        node += span_title(f"Judgement {number}")
        node += nodes.container("", *body, classes=["sb-judged"])
        node += self._standing(judgement)
        for name, content in lines.items():
            if content:
                node += line(self.LINES[name], *content, name=f"sb-{name}")
        for option, label in (("for", "Evidence for it"), ("against", "Evidence against it")):
            refs = self._refs(option)
            if refs:
                node += line(label, *joined(map(self._link, refs)), name=f"sb-evidence-{option}")
        return node

    def _standing(self, judgement: support.JudgementClaim) -> nodes.paragraph:
        """The line with the label of support, or the word of likelihood in its place, and the independent origins."""
        counted = [f"{wording.times(judgement.origins, 'independent origin')} for it"] if judgement.pro else []
        against = independent(judgement.con)
        counted += [f"{against} against it"] if against else []
        badge = span(judgement.likelihood.capitalize() or LABELS[judgement.support], "sb-badge")
        tail = f": {', '.join(counted)}" if counted else ""
        return nodes.paragraph("", "", badge, nodes.Text(tail), classes=["sb-support"])

    def _link(self, ref: str) -> nodes.Node:
        passage = self.session.passage(ref) if self.session else None
        if passage is None:
            return missing(f"no passage “{ref}” on record")
        marked = self.session.marked(ref.partition("/")[0]) if self.session else []
        content = (nodes.Text(passage[0].short), sb_where(ref=ref))
        return link("passage", ref, self.docname, *content, classes=["sb-src", *marked])


def _prose(content: Iterable[nodes.Node]) -> str:
    return "".join(map(prose_of, content))


class OptionDirective(BriefDirective):
    """An option, tied to a source. The argument is its title; cost, risk and reversibility are the editor's."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "cost": directives.unchanged_required,
        "risk": directives.unchanged_required,
        "reversibility": directives.unchanged_required,
        "owner": directives.unchanged_required,
        "find-out": directives.flag,
        "accept": directives.unchanged_required,
    }
    FACTS: ClassVar[dict[str, str]] = {
        "cost": "Cost (editor)",
        "risk": "Risk (editor)",
        "reversibility": "Reversible (editor)",
        "owner": "Who",
    }

    def run(self) -> list[nodes.Node]:
        for name in ("cost", "risk", "reversibility"):
            if not self.options.get(name, "").strip() and not self.excused(name):
                message = f"the option says nothing of its {name}: write it in words (`:{name}: …`)."
                self.note("problems", Problem(Kind.BAD_DIRECTIVE, message, self.place()))
        body = nodes.container("", *self.parse_content_to_nodes(), classes=["sb-option-body"])
        if not self._tied(body):
            message = "the option names no passage: tie it to what a source says (`{sb:q}`, or `{sb:src}` with its ¶)."
            self.say([Problem(Kind.UNTIED_OPTION, message, self.place())])
        title, messages = self.state.inline_text(self.arguments[0], self.lineno)
        node = sb_option("", nodes.paragraph("", "", *title, *messages, classes=["sb-brief-title"]))
        node["classes"], node["find-out"] = ["sb-option"], "find-out" in self.options
        node += body
        for name, label in self.FACTS.items():
            if self.options.get(name, "").strip():
                node += line(label, *self.words(name), name=f"sb-option-{name}")
        return self.made(node)

    @staticmethod
    def _tied(body: nodes.Element) -> bool:
        """Whether a role in the body leads to a source, a passage, an event or a number."""
        return any(isinstance(node, sb_inline | addnodes.pending_xref) for node in body.findall(nodes.Element))


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
        session, past = self.session, self.env.temp_data.get(JUDGEMENTS, [])
        if session is None or not past:
            return [self.nothing("annex", "no judgement stands above it: put it behind the judgements.")]
        view = AccountsView(session, self.docname, self.place())
        node = sb_annex(classes=["sb-annex"])
        for number, (text, pro, con) in enumerate(past, 1):
            node += nodes.rubric("", f"{number}. {text}")
            items = [
                nodes.list_item("", evidence_line(view, ref, side))
                for refs, side in ((pro, ""), (con, AGAINST))
                for ref in refs
            ]
            node += (
                nodes.bullet_list("", *items, bullet="-") if items else nodes.paragraph("", "No passage speaks of it.")
            )
        return self.made(node)


def evidence_line(view: AccountsView, ref: str, side: str) -> nodes.paragraph:
    """A passage of evidence in its words, with a label where it speaks against the judgement."""
    key, _, name = ref.partition("/")
    paragraph = view.account_line(key, name, None, "says")
    if side:
        paragraph.insert(0, span(side, "sb-label"))
    return paragraph


class QualityDirective(BriefDirective):
    """The sources with their quality, as a table. Paper has it in the annex of every brief."""

    has_content = False
    HEAD = ("Source", "Kind and date", "Interest that the text discloses", "Copy and reliability")

    def run(self) -> list[nodes.Node]:
        session = self.session
        if session is None or not session.keys:
            return [self.nothing("table", "no source is on record: add one to sources/.")]
        head = [self._header("col", nodes.paragraph("", words)) for words in self.HEAD]
        rows = [self._row(session, key) for key in session.keys]
        quality = table("", [22, 20, 38, 20], head, rows)
        quality.pop(0)  # its title is no caption: paper counts its tables without it
        title = nodes.rubric("", "The sources and their quality")
        return self.made(sb_quality("", title, quality, classes=["sb-quality"]))

    def _header(self, scope: str, *content: nodes.Node) -> sb_header:
        return sb_header("", *content, scope=scope, classes=["rowheader"] if scope == "row" else [])

    def _row(self, session: BuildSession, key: str) -> nodes.row:
        source = described(session, key)
        name = link("source", key, self.docname, nodes.Text(source.short), classes=["sb-src", *session.marked(key)])
        self.note("references", Reference("source", key, self.place()))
        cells = (f"{source.genre}; {source.issued}", source.disclosure, f"{source.copy}; {source.reliability}")
        row = nodes.row("", self._header("row", nodes.paragraph("", "", name)))
        row += [nodes.entry("", nodes.paragraph("", wording.sentence(words))) for words in cells]
        return row


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
    """Register the directives, the nodes and the handlers of a brief's page."""
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("sb", name, directive)
    for node in SHOWN:
        app.add_node(node)
    # After the collectors of Sphinx, which record the front matter.
    app.connect("doctree-read", collect, priority=900)
    app.connect("html-page-context", offer_downloads)
