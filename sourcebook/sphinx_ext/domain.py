"""The domain `sb`: records about pages (quotations, references, anchors, problems), kept from build to build.

Here: frozen records of every quotation, reference, escape, anchor and fault of every page, and the links between
pages. Not here: docutils nodes (none is kept), verdicts (reached anew in each build, in `session.py`), and printing
(`report.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.util.nodes import make_refnode

from sourcebook.check import Limits
from sourcebook.model.problems import Kind, Place, Problem, in_order, relative
from sourcebook.questions.assignments import Plan
from sourcebook.questions.items import Item
from sourcebook.questions.recipe import Recipe
from sourcebook.sphinx_ext.page_reads import Part
from sourcebook.sphinx_ext.page_records import record_file
from sourcebook.sphinx_ext.session import BuildSession, Subject, add_file, unknown
from sourcebook.store.book import COLLECTIONS
from sourcebook.store.files import there

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

T = TypeVar("T")
PLACE = "quotation"
"""The type of a link whose target is a page and an id on it: `chapters/background#quote-…`."""
PARAGRAPH = "paragraph"
"""The kind of a reference to a paragraph of an article, by the key of its source and its number."""
KINDS = {"actor": "actors", "event": "events", "figure": "figures", "hypothesis": "hypotheses"}
"""What pages name besides sources, and the file of records that holds it."""
ELSEWHERE = {"event": "reports"}
"""Where a link leads when the place that it is meant for is on no page: an event is on the timeline, or told apart."""


@dataclass(frozen=True)
class PageQuotation:
    """A quotation on a page: where it was written, and its HTML id."""

    subject: Subject
    place: Place
    anchor: str


@dataclass(frozen=True)
class Reference:
    """A reference to a record by a role or a directive: `kind` is the word for it in a message."""

    kind: str
    id: str
    place: Place


@dataclass(frozen=True)
class Escape:
    """An escape: a caution that a comment accepts for the block after it.

    It is valid where something in the block needs it: one of the `hits` of rule 8, or a quotation among `anchors`.
    """

    label: str
    because: str
    place: Place
    hits: int
    anchors: tuple[str, ...]


@dataclass(frozen=True)
class PageAnchor:
    """A link target on a page: the kind and the id of the record that stands there, and the HTML id."""

    kind: str
    id: str
    html_id: str


@dataclass(frozen=True)
class Backlink:
    """A quotation of a passage, seen from the passage: the page, its title, the HTML id, and its number on the page."""

    docname: str
    title: str
    anchor: str
    count: int


@dataclass(frozen=True)
class UnreadExercise:
    """An exercise that could not be read for a reported fault: its id, and its line."""

    id: str
    line: int


_SAYS_ITS_END = re.compile(r"(?:[a-z0-9]*[a-z][a-z0-9]*-)+[0-9]+")
"""The key of a source whose first part of digits alone is its last: `merkel-2022`, not `a-b` nor `a-2022-b`."""


def anchor_id(kind: str, ident: str) -> str:
    """The id in HTML of a source, a passage, an actor or a quotation: no two of a kind share one.

    A source and what it holds are joined by one hyphen where the key says by itself where it ends, and by two where it
    does not (no id holds two): `a-2022/b` is `a-2022-b`, and `a/b-c` and `a-b/c` are `a--b-c` and `a-b--c`.
    """
    source, slash, rest = ident.partition("/")
    joint = "-" if _SAYS_ITS_END.fullmatch(source) else "--"
    return f"{kind}-{source}{joint}{rest}" if slash else f"{kind}-{ident}"


def free_id(wanted: str, taken: Container[str]) -> str:
    """The id itself, or with the first number from 2 on that makes it unique on its page."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(html_id for html_id in chain([wanted], numbered) if html_id not in taken)


def no_sources(kind: str, ident: str, place: Place) -> Problem:
    """The problem of a reference in a book that has no records at all."""
    message = f"there is no {kind} “{ident}”: this book has no folder “sources”."
    return Problem(Kind.UNKNOWN_REFERENCE, message, place)


def _of_paragraph(session: BuildSession, ident: str, place: Place) -> Problem | None:
    """The problem of a cited paragraph that the article, where it is available, does not have."""
    key, _, number = ident.rpartition(" ")
    article = session.prover.articles.get(key)
    if article is None or 1 <= int(number) <= len(article.blocks):
        return None
    message = f"¶{number} of {key} is cited, which has {len(article.blocks)} paragraphs; correct it."
    return Problem(Kind.UNKNOWN_REFERENCE, message, place)


class SourcebookDomain(Domain):
    """The Sphinx domain of sources, passages, actors and other records, and of the pages that use them."""

    name = "sb"
    label = "Sourcebook"
    data_version = 9
    object_types: dict[str, ObjType] = {  # noqa: RUF012 -- declared by Sphinx, as a plain attribute
        "source": ObjType("source", "src"),
        "passage": ObjType("passage", "q"),
        "actor": ObjType("actor", "actor"),
        "event": ObjType("event", "event"),
        "figure": ObjType("figure", "figure"),
        "exercise": ObjType("exercise"),
        "assignment": ObjType("assignment"),
    }
    TABLES: ClassVar[tuple[str, ...]] = (
        "quotations",
        "references",
        "escapes",
        "anchors",
        "problems",
        "reads",
        "links",
        "prose",
        "exercises",
        "recipes",
        "unset",
    )
    """The tables of the data. Each maps the name of a page to its records, in the order of the page; `reads` to digests
    of the parts of the records that it read, `links` to the kinds and ids to which its links lead, and `prose` to its
    words, in which names are found."""
    initial_data: dict[str, Any] = {**{table: {} for table in TABLES}, "shown": {}}  # noqa: RUF012 -- see above
    session: BuildSession | None = None
    """The session of this build; None where the book has no records. It is not part of the data."""
    app: Sphinx | None = None
    """The Sphinx application, for transforms: Sphinx's own ways to it are deprecated from 9 on."""
    memo: dict[str, Any] | None = None
    """The values memoised by `once`; None until all pages are read. It is not part of the data."""

    # -- reading ----------------------------------------------------------------------------------------------------

    def open(self, root: Path, zones: Iterable[str] = ()) -> None:
        """Load the records: once a build, before any page is read."""
        self.session = BuildSession.open(root, zones)
        if self.session:
            self.session.on_read = self.note_read
        self.memo = None

    def settle(self) -> None:
        """Start memoising: all pages are read, and page data is final."""
        self.memo = {}
        if self.session:
            self.session.on_read = None

    def once(self, name: str, make: Callable[[], T]) -> T:
        """The value of `make`, memoised once all pages are read."""
        if self.memo is None:
            return make()
        if name not in self.memo:
            self.memo[name] = make()
        return cast(T, self.memo[name])

    def note(self, table: str, docname: str, record: object) -> None:
        """Add a record of a page to a table, unless it is there already."""
        records = self.data[table].setdefault(docname, [])
        if record not in records:
            records.append(record)

    def note_read(self, part: Part) -> None:
        """Note that the page being read, if there is one, depends on a part of the records."""
        docname = self.env.temp_data.get("docname")
        if docname:
            reads: dict[Part, str] = self.data["reads"].setdefault(docname, {})
            if part not in reads:
                reads[part] = self._digest(part)

    def _digest(self, part: Part) -> str:
        return self.session.digest(part) if self.session else ""

    def outdated(self) -> list[str]:
        """The pages for which a part of the records that they read has changed."""
        return [
            docname
            for docname, reads in self.data["reads"].items()
            if any(digest != self._digest(part) for part, digest in reads.items())
        ]

    def clear_doc(self, docname: str) -> None:
        for table in self.TABLES:
            self.data[table].pop(docname, None)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        for table in self.TABLES:
            mine, other = self.data[table], otherdata[table]
            mine.update({docname: other[docname] for docname in docnames if docname in other})

    def _each(self, table: str, _of: type[T]) -> Iterator[tuple[str, T]]:
        """The records of a table, page by page in alphabetical order: the same however the pages were read."""
        pages: dict[str, list[T]] = self.data[table]
        for docname in sorted(pages):
            for record in pages[docname]:
                yield docname, record

    @property
    def quotations(self) -> list[tuple[str, PageQuotation]]:
        """Every quotation of every page."""
        return list(self._each("quotations", PageQuotation))

    @property
    def prose(self) -> list[tuple[str, str]]:
        """The words of every page."""
        return list(self._each("prose", str))

    @property
    def references(self) -> list[tuple[str, Reference]]:
        """Every source and actor that a role or a directive names."""
        return list(self._each("references", Reference))

    @property
    def anchors(self) -> list[tuple[str, PageAnchor]]:
        """Every place that others may link to."""
        return list(self._each("anchors", PageAnchor))

    @property
    def escapes(self) -> list[tuple[str, Escape]]:
        """Every caution that a comment accepts."""
        return list(self._each("escapes", Escape))

    @property
    def exercises(self) -> list[tuple[str, Item]]:
        """Every written exercise, without what this edition may not hold."""
        return list(self._each("exercises", Item))

    @property
    def recipes(self) -> list[tuple[str, Recipe]]:
        """Every block of generated exercises."""
        return list(self._each("recipes", Recipe))

    # -- judging ----------------------------------------------------------------------------------------------------

    def problems(self, limits: Limits) -> list[Problem]:
        """Every problem of records and pages, those of pages that were not read in this build included."""
        problems = [problem for _, problem in self._each("problems", Problem)]
        problems += filter(
            None, (self._of_reference(reference) for _, reference in self._each("references", Reference))
        )
        for _, quotation in self.quotations:
            problems += self._of_quotation(quotation)
        problems = list(self._once_a_file(problems))
        if self.session:
            problems += self.session.record_problems(limits)
            problems += self._of_exercises(self.session.plan)
        problems += filter(None, (self._of_escape(docname, escape) for docname, escape in self.escapes))
        return problems

    def _once_a_file(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The problems, with only the first of those that have one missing file of records as their cause."""
        root = Path(self.env.srcdir)
        absent = {add_file(stem) for stem in COLLECTIONS if not there(root, record_file(stem))}
        causes: set[str] = set()
        for problem in in_order(problems):
            cause = next((words for words in absent if problem.message.endswith(words)), "")
            if cause not in causes:
                yield problem
            causes |= {cause} - {""}

    def _of_quotation(self, quotation: PageQuotation) -> list[Problem]:
        ref, place, session = quotation.subject.ref, quotation.place, self.session
        if session is None:
            return [no_sources("passage", ref, place)]
        if session.passage(ref):
            problems = session.verdict(quotation.subject).problems
            return [Problem(problem.kind, f"{ref}: {problem.message}", place) for problem in problems]
        key, slash, name = ref.partition("/")
        if session.unread(key):
            return []
        if session.source(key) is None:
            return [unknown("source", key, session.keys, place)]
        names = [passage.id for passage in session.book.sources[key].passages]
        return [unknown("passage", name, names, place, within=key + slash)]

    def _of_reference(self, reference: Reference) -> Problem | None:
        if self.session is None:
            return no_sources(reference.kind, reference.id, reference.place)
        session, kind, ident = self.session, reference.kind, reference.id
        if kind == PARAGRAPH:
            return _of_paragraph(session, ident, reference.place)
        if kind == "source":
            known: Iterable[str] = session.book.sources
            unread = session.unread(ident)
        else:
            known = getattr(session.book, KINDS[kind])
            unread = session.unread_file(KINDS[kind])
        if ident in known or unread:
            return None
        problem = unknown(kind, ident, known, reference.place)
        stem = KINDS.get(kind, "")
        lacks = bool(stem) and stem not in session.book.collections
        return Problem(problem.kind, f"{problem.message[:-1]}: {add_file(stem)}", problem.place) if lacks else problem

    def _of_escape(self, docname: str, escape: Escape) -> Problem | None:
        """The problem of an escape that nothing in its block needs."""
        if escape.hits or escape.label in self._used(docname, escape.anchors):
            return None
        message = f"the comment accepts “{escape.label}”, but nothing in the block after it needs that. Take it out."
        return Problem(Kind.BAD_ESCAPE, message, escape.place)

    def _used(self, docname: str, anchors: tuple[str, ...]) -> set[str]:
        used: set[str] = set()
        for quotation in self.data["quotations"].get(docname, []):
            if self.session and quotation.anchor in anchors and self.session.passage(quotation.subject.ref):
                used |= set(self.session.verdict(quotation.subject).accepted)
        return used

    def _of_exercises(self, plan: Plan) -> Iterator[Problem]:
        """Problems of duplicate ids of exercises, and of assignments that name exercises which are on no page."""
        yield from plan.problems
        first: dict[str, Place] = {}
        exercises: list[tuple[str, Item | Recipe | UnreadExercise]] = [
            *self.exercises, *self.recipes, *self._each("unset", UnreadExercise)
        ]  # fmt: skip
        for docname, exercise in exercises:
            place = Place(relative(Path(self.env.doc2path(docname)), Path(self.env.srcdir)), exercise.line)
            if exercise.id in first:
                message = (
                    f"the exercise “{exercise.id}” stands twice, first at {first[exercise.id]}; give this one a new id."
                )
                yield Problem(Kind.DUPLICATE_ID, message, place)
            first.setdefault(exercise.id, place)
        yield from plan.unknown(first)
        yield from plan.revived(first.items())

    # -- links ------------------------------------------------------------------------------------------------------

    def target(self, kind: str, ident: str) -> tuple[str, str] | None:
        """The page and the HTML id where a record stands; on the first page, where there are several."""
        targets = self.once("targets", self._targets)
        if (kind, ident) in targets:
            return targets[kind, ident]
        return self.target(ELSEWHERE[kind], ident) if kind in ELSEWHERE else None

    def _targets(self) -> dict[tuple[str, str], tuple[str, str]]:
        targets: dict[tuple[str, str], tuple[str, str]] = {}
        for docname, anchor in self._each("anchors", PageAnchor):
            targets.setdefault((anchor.kind, anchor.id), (docname, anchor.html_id))
        return targets

    def exercise_titles(self) -> dict[str, str]:
        """The titles of all exercises, and of the blocks of generated ones that have one, by id."""
        return self.once("titles", self._exercise_titles)

    def _exercise_titles(self) -> dict[str, str]:
        recipes = {recipe.id: recipe.title for _, recipe in self.recipes if recipe.title}
        return {item.id: item.title for _, item in self.exercises} | recipes

    def backlinks(self) -> dict[str, list[Backlink]]:
        """For each passage, every place that quotes it, in the order in which the book is read."""
        return self.once("backlinks", self._backlinks)

    def _backlinks(self) -> dict[str, list[Backlink]]:
        backlinks: dict[str, list[Backlink]] = defaultdict(list)
        count: dict[tuple[str, str], int] = defaultdict(int)
        order = {docname: place for place, docname in enumerate(self.env.collect_relations())}
        for docname, quotation in sorted(self.quotations, key=lambda each: order.get(each[0], len(order))):
            ref = quotation.subject.ref
            count[docname, ref] += 1
            title = self.env.titles[docname].astext() if docname in self.env.titles else docname
            backlinks[ref].append(Backlink(docname, title, quotation.anchor, count[docname, ref]))
        return backlinks

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        """A link, or its words alone where no page has the target."""
        docname, _, html_id = target.partition("#")
        place = (docname, html_id) if typ == PLACE else self.target(typ, target)
        if place is None:
            return contnode
        docname, html_id = place
        return make_refnode(builder, fromdocname, docname, html_id, [contnode])

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """The objects for inventories and the search, which finds sources; passages are found by their words."""
        seen = set()
        for docname, anchor in self._each("anchors", PageAnchor):
            if (anchor.kind, anchor.id) in seen or anchor.kind not in self.object_types:
                continue
            seen.add((anchor.kind, anchor.id))
            yield anchor.id, anchor.id, anchor.kind, docname, anchor.html_id, -1
