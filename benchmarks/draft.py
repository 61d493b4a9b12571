"""How well `sourcebook draft` finds what stands in the records of this book and of the sample book, kind by kind.

The drafter is given the articles with their zones, languages and days, and nothing else of the records. A hit is a
proposal whose passage stands in the paragraph of the record and shares a third of its words, with the right value; a
record that cites a paragraph and no words asks for the paragraph alone. Not here: how fast it is (`draft_speed`, in the
tests, and the last table).
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.measuring import ROOT, Table, left_out, side_by_side
from sourcebook import check
from sourcebook.check import Opened
from sourcebook.drafting import drafter, reading
from sourcebook.drafting.printed_days import printed_times
from sourcebook.drafting.proposals import DraftProposal
from sourcebook.drafting.reading import DraftArticle
from sourcebook.drafting.vocabulary import Thresholds
from sourcebook.model.records import AUTHOR, UNNAMED, Actor, Report
from sourcebook.quotes.normalise import is_word, tokens
from sourcebook.store.articles import read_texts

SAMPLE = ROOT / "sourcebook" / "templates" / "book" / "sample"
GOALS = {
    "event, its paragraph prints a date": 0.9,
    "of these, the exact date": 0.7,
    "clock time": 1.0,
    "number": 0.9,
    "person or body": 0.9,
    "speaker of quoted speech": 0.8,
    "told by several, joined": 0.6,
}
PRECISION = {"told by several, joined": 0.5}


@dataclass(frozen=True)
class Wanted:
    """A record to be found: where it stands, its words (none: the paragraph alone) and its value."""

    kind: str
    key: str
    source: str
    paragraph: int
    words: frozenset[str]
    value: Any = None


@dataclass
class Score:
    """Records found among those wanted, and proposals that are right among those made."""

    found: int = 0
    wanted: int = 0
    right: int = 0
    made: int = 0

    def add(self, other: Score) -> None:
        for name in ("found", "wanted", "right", "made"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def recall(self) -> float | None:
        return self.found / self.wanted if self.wanted else None

    @property
    def precision(self) -> float | None:
        return self.right / self.made if self.made else None


Scores = dict[str, Score]


@dataclass(frozen=True)
class Bench:
    """A book opened with its records, and its articles blind to them."""

    opened: Opened
    articles: tuple[DraftArticle, ...]

    @classmethod
    def of(cls, root: Path, environ: Mapping[str, str]) -> Bench:
        opened = check.open_book(root, environ)
        texts, _ = read_texts(opened.book, environ)
        blind = tuple(reading.blind(key, opened.book.sources[key], text) for key, text in texts.items())
        return cls(opened, blind)

    def place(self, source: str, passage: str, paragraph: int | None) -> tuple[int, frozenset[str]]:
        """The paragraph and the words of what a record cites."""
        if passage:
            proof = self.opened.prover.passage(f"{source}/{passage}")
            words = _words(self.opened.book.passages[f"{source}/{passage}"].exact)
            return (proof.span.paragraph if proof.span else 0), words
        return paragraph or 0, frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in tokens(text) if is_word(word))


def hits(proposal: DraftProposal, wanted: Wanted) -> bool:
    """True if a passage of a proposal stands in the record's paragraph and shares a third of its words."""
    for passage in proposal.passages:
        if passage.source == wanted.source and passage.paragraph == wanted.paragraph:
            shared = len(_words(passage.exact) & wanted.words)
            if not wanted.words or shared >= len(wanted.words) / 3:
                return True
    return False


# -- what is wanted ----------------------------------------------------------------------------------------------------


def _reports(bench: Bench) -> Iterator[tuple[str, str, Report, int, frozenset[str]]]:
    """Every account of an event or a figure that stands in an article: kind, id, account, place."""
    keys = {article.key for article in bench.articles}
    for kind, records in (("event", bench.opened.book.events), ("figure", bench.opened.book.figures)):
        for key, record in records.items():
            for report in record.reports:
                if report.source in keys:
                    yield kind, key, report, *bench.place(report.source, report.passage, report.paragraph)


def _dated_paragraphs(bench: Bench) -> set[tuple[str, int]]:
    """The paragraphs that print a day or an hour."""
    return {(a.key, s.paragraph) for a in bench.articles for s, t in printed_times(a) if t.date or t.time}


def _score_events(bench: Bench, made: Sequence[DraftProposal]) -> Iterator[tuple[str, str, Score]]:
    events = [p for p in made if p.kind == "event"]
    dated = _dated_paragraphs(bench)
    every = [Wanted("event", k, r.source, n, w, r) for kind, k, r, n, w in _reports(bench) if kind == "event"]
    for article in bench.articles:
        mine = [w for w in every if w.source == article.key]
        printed = {w.key for w in mine if (w.source, w.paragraph) in dated}
        found = {w.key for w in mine if w.key in printed and any(hits(p, w) for p in events)}
        own = [p for p in events if p.sources == (article.key,) or article.key in p.sources]
        right = sum(any(hits(p, w) for w in mine) for p in own)
        yield "event, its paragraph prints a date", article.key, Score(len(found), len(printed), right, len(own))
        exact = [w for w in mine if w.value.date and (w.source, w.paragraph) in dated]
        good = {id(w) for w in exact if any(hits(p, w) and _says(p, w, "date", w.value.date) for p in events)}
        dates = [p for p in own if _of(p, article.key).get("date")]
        right = sum(any(hits(p, w) and _says(p, w, "date", w.value.date) for w in exact) for p in dates)
        yield "of these, the exact date", article.key, Score(len(good), len(exact), right, len(dates))
        clocks = [w for w in mine if w.value.time and w.value.time[0].isdigit()]
        timed = [p for p in own if _of(p, article.key).get("time", "")[:1].isdigit()]
        good = {id(w) for w in clocks if any(hits(p, w) and _says(p, w, "time", w.value.time) for p in events)}
        right = sum(any(hits(p, w) and _says(p, w, "time", w.value.time) for w in clocks) for p in timed)
        yield "clock time", article.key, Score(len(good), len(clocks), right, len(timed))


def _of(proposal: DraftProposal, source: str) -> Mapping[str, Any]:
    return next((r for r in proposal.record["reports"] if r["source"] == source), {})


def _says(proposal: DraftProposal, wanted: Wanted, name: str, value: str) -> bool:
    return bool(_of(proposal, wanted.source).get(name) == value)


def _score_figures(bench: Bench, made: Sequence[DraftProposal]) -> Iterator[tuple[str, str, Score]]:
    figures = [p for p in made if p.kind == "figure"]
    for article in bench.articles:
        wanted = []
        for kind, key, report, paragraph, words in _reports(bench):
            values = (report.low, report.best, report.high)
            if kind == "figure" and report.source == article.key and _prints(article, paragraph, values):
                wanted.append(Wanted(kind, key, article.key, paragraph, words, values))
        own = [p for p in figures if article.key in p.sources]
        good = {w.key for w in wanted if any(hits(p, w) and _equal(_of(p, w.source), w.value) for p in own)}
        right = sum(any(hits(p, w) and _equal(_of(p, w.source), w.value) for w in wanted) for p in own)
        yield "number", article.key, Score(len(good), len({w.key for w in wanted}), right, len(own))


_SPELLED = "one two three four five six seven eight nine ten eleven twelve".split()


def _prints(article: DraftArticle, paragraph: int, values: Iterable[float | None]) -> bool:
    """True if a paragraph prints one of the values, in digits or in words."""
    text = " ".join(s.text for s in article.sentences if s.paragraph == paragraph).lower()
    for value in values:
        if value is None:
            continue
        forms = {f"{value:,.0f}", f"{value:.0f}", *([_SPELLED[int(value) - 1]] if value in range(1, 13) else [])}
        forms |= {f"{value / 10**n:g} {w}" for n, w in ((3, "thousand"), (6, "million"), (9, "billion"))}
        forms |= {"dozen"} if value == 12 else {"double"} if value == 2 else set()
        if any(re.search(rf"(?<![\w,.]){re.escape(form)}", text) for form in forms):
            return True
    return False


def _equal(report: Mapping[str, Any], values: tuple[float | None, float | None, float | None]) -> bool:
    """True if a proposal has the number of a record: the number; a bound counts if either side has it."""
    mine = {report.get(name) for name in ("low", "best", "high")} - {None}
    return bool(mine & ({*values} - {None}))


def _score_actors(bench: Bench, made: Sequence[DraftProposal]) -> Iterator[tuple[str, str, Score]]:
    book = bench.opened.book
    for kinds, label, kind in (
        (("person",), "person", "actor"),
        (("organisation",), "body", "actor"),
        (("country", "region", "city", "town"), "place", "place"),
    ):
        records: Sequence[Any] = list((book.actors if kind == "actor" else book.places).values())
        for article in bench.articles:
            text = article.article.clean.replace("’", "'")
            inside = " ".join(s.text for s in article.sentences)
            wanted = [r for r in records if r.kind in kinds and any(_printed(n, inside) for n in _forms(r))]
            own = [p for p in made if p.kind == kind and article.key in p.sources and p.record["kind"] in kinds]
            found = sum(any(_same_name(p, r) for p in own) for r in wanted)
            right = sum(any(_same_name(p, r) for r in records) for p in own)
            yield label, article.key, Score(found, len(wanted), right, len(own))
            if label != "place":
                yield "person or body", article.key, Score(found, len(wanted), right, len(own))
            del text


def _forms(record: Any) -> list[str]:
    return [record.name, *record.variants]


def _printed(name: str, text: str) -> bool:
    return bool(name[:1].isupper() and re.search(rf"(?<!\w){re.escape(name.replace('’', chr(39)))}(?!\w)", text))


def _same_name(proposal: DraftProposal, record: Any) -> bool:
    mine = [proposal.record["name"], *proposal.record.get("variants", [])]
    return any(fuzz.ratio(a.lower(), b.lower()) >= 92 for a in mine for b in _forms(record))


def _score_speech(bench: Bench, made: Sequence[DraftProposal]) -> Iterator[tuple[str, str, Score]]:
    actors = bench.opened.book.actors
    for article in bench.articles:
        truth = {s.span: s.speaker for s in bench.opened.book.sources[article.key].speech if not s.void}
        own = bench.opened.book.authors(article.key)
        proposed = {
            p.record["span"]: p.record["speaker"] for p in made if p.kind == "speech" and p.sources == (article.key,)
        }
        named = {n: s for n, s in truth.items() if s not in (AUTHOR, UNNAMED) and s not in own}
        right = sum(_is(proposed.get(n, ""), actors.get(s)) for n, s in named.items())
        claims = {n: s for n, s in proposed.items() if s not in (AUTHOR, UNNAMED)}
        good = sum(_is(s, actors.get(truth.get(n, ""))) for n, s in claims.items())
        yield "speaker of quoted speech", article.key, Score(right, len(named), good, len(claims))


def _is(name: str, actor: Actor | None) -> bool:
    return actor is not None and any(fuzz.ratio(name.lower(), form.lower()) >= 92 for form in _forms(actor))


def _score_joins(bench: Bench, made: Sequence[DraftProposal]) -> Iterator[tuple[str, str, Score]]:
    several = _told_by_several(bench)
    joins = [p for p in made if p.kind in ("event", "figure") and len(p.sources) > 1]
    found = sum(any(_joins(p, ws) for p in joins) for ws in several.values())
    right = sum(any(_joins(p, ws) for ws in several.values()) for p in joins)
    yield "told by several, joined", "", Score(found, len(several), right, len(joins))


def _told_by_several(bench: Bench) -> dict[str, list[Wanted]]:
    """The accounts of each event and number that several articles tell."""
    places: dict[str, list[Wanted]] = defaultdict(list)
    for kind, key, report, paragraph, words in _reports(bench):
        places[f"{kind}:{key}"].append(Wanted(kind, key, report.source, paragraph, words))
    return {k: ws for k, ws in places.items() if len({w.source for w in ws}) > 1}


def _joins(proposal: DraftProposal, wanted: Sequence[Wanted], among: str = "") -> bool:
    """True if passages of two articles or more stand where a record has its accounts; one of them `among`, if given."""
    sources = {w.source for w in wanted if hits(proposal, w)}
    return len(sources) > 1 and (not among or among in sources)


def _score_implications(bench: Bench, made: Sequence[DraftProposal]) -> Iterator[tuple[str, str, Score]]:
    book = bench.opened.book
    for article in bench.articles:
        wanted = [
            Wanted("implication", i.id, i.source, *bench.place(i.source, i.passage, i.paragraph), i)
            for i in book.implications.values()
            if i.source == article.key
        ]
        own = [p for p in made if p.kind == "implication" and p.sources == (article.key,)]
        found = sum(any(hits(p, w) for p in own) for w in wanted)
        right = sum(any(hits(p, w) for w in wanted) for p in own)
        yield "consequence", article.key, Score(found, len(wanted), right, len(own))


def _score_passages(bench: Bench, made: Sequence[DraftProposal]) -> Iterator[tuple[str, str, Score]]:
    for article in bench.articles:
        source = bench.opened.book.sources[article.key]
        wanted = [
            Wanted("passage", p.id, article.key, *bench.place(article.key, p.id, None), p) for p in source.passages
        ]
        own = [p for p in made if p.kind == "passage" and p.sources == (article.key,)]
        told = [w for w in wanted if w.value.via or w.value.speaker != AUTHOR]
        everything = [p for p in made if article.key in p.sources and p.kind not in ("actor", "place")]
        found = sum(any(hits(p, w) for p in everything) for w in wanted)
        right = sum(any(hits(p, w) for w in wanted) for p in own)
        yield "passage", article.key, Score(found, len(wanted), right, len(own))
        del told


SCORERS: tuple[Callable[[Bench, Sequence[DraftProposal]], Iterator[tuple[str, str, Score]]], ...] = (
    _score_events, _score_figures, _score_actors, _score_speech, _score_joins, _score_implications, _score_passages,
)  # fmt: skip


def scored(bench: Bench) -> dict[str, Scores]:
    """The scores of a book: by kind, and by article ("": all together)."""
    made = drafter.draft(bench.articles)  # the thresholds stand as `vocabulary.py` has them
    out: dict[str, Scores] = defaultdict(lambda: defaultdict(Score))
    for scorer in SCORERS:
        for kind, source, score in scorer(bench, made):
            out[kind][source].add(score)
            if source:
                out[kind][""].add(score)
    return out


# -- tuned on all articles but one, told on that one -------------------------------------------------------------------

GRID = [
    Thresholds(same_event=same, shortest=shortest)
    for same in (0.08, 0.1, 0.12, 0.15, 0.2)
    for shortest in (12.0, 16.0, 20.0)
]


def held_out(bench: Bench) -> Iterator[tuple[str, Thresholds, Score, Score]]:
    """For each article: the thresholds that do best on the others, the score there, and on what it tells."""
    for article in bench.articles:
        others = replace(bench, articles=tuple(a for a in bench.articles if a is not article))
        tried = [(thresholds, _joined_score(others, thresholds)) for thresholds in GRID]
        best, score = max(tried, key=lambda each: _worth(each[1]))
        yield article.key, best, score, _joined_score(bench, best, article.key)


def _worth(score: Score) -> float:
    """How good a score is: what was found, half of it where more than half of what was made is wrong."""
    return (score.recall or 0) * (1 if (score.precision or 0) >= 0.5 else 0.5)


def _joined_score(bench: Bench, thresholds: Thresholds, among: str = "") -> Score:
    """What was joined of what several articles tell; with `among`, one of them this one."""
    made = drafter.draft(bench.articles, thresholds=thresholds)
    several = {k: ws for k, ws in _told_by_several(bench).items() if not among or among in {w.source for w in ws}}
    joins = [
        p for p in made if p.kind in ("event", "figure") and len(p.sources) > 1 and (not among or among in p.sources)
    ]
    found = sum(any(_joins(p, ws, among) for p in joins) for ws in several.values())
    right = sum(any(_joins(p, ws, among) for ws in several.values()) for p in joins)
    return Score(found, len(several), right, len(joins))


def held_out_table(bench: Bench) -> Table:
    """What several articles tell, with the thresholds tuned on the others."""
    lines = ["| told by several, joined | tuned on the other four | told on this one |", "| --- | --: | --: |"]
    four, one = Score(), Score()
    for key, _, tuned, told in held_out(bench):
        four.add(tuned)
        one.add(told)
        lines.append(f"| {key} | {_both(tuned)} | {_both(told)} |")
    lines.append(f"| all | {_both(four)} | {_both(one)} |")
    note = "Recall and precision. Only these thresholds are fitted; all else are rules and lists of words."
    return Table("Tuned on four articles, told on the fifth", notes=("\n".join(lines), note))


def _both(score: Score) -> str:
    return f"{_cell(score.recall)} of {score.wanted} / {_cell(score.precision)} of {score.made}"


# -- the tables --------------------------------------------------------------------------------------------------------


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def table(title: str, scores: Mapping[str, Scores], articles: Sequence[str]) -> Table:
    """A row a kind: what was found, at which precision, and what was found of each article."""
    head = ["kind", "goal", "recall", "precision", *articles]
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " --: |" * (len(head) - 1)]
    for kind, by in scores.items():
        whole = by[""]
        goal = f"{GOALS[kind]:.1f}" if kind in GOALS else ""
        row = [kind, goal, f"{_cell(whole.recall)} of {whole.wanted}", f"{_cell(whole.precision)} of {whole.made}"]
        row += [f"{_cell(by[a].recall)} / {_cell(by[a].precision)}" if a in by else "" for a in articles]
        lines.append("| " + " | ".join(row) + " |")
    return Table(title, notes=("\n".join(lines),))


def tables(quick: bool) -> Iterator[Table]:
    """The drafts of this book's articles and of the sample book's, told by kind and article."""
    texts = os.environ.get("SOURCEBOOK_TEXTS", "")
    if texts:
        bench = Bench.of(ROOT, os.environ)
        yield table("Drafts of this book's articles", scored(bench), [a.key for a in bench.articles])
        if not quick:
            yield held_out_table(bench)
    else:
        yield left_out("Drafts of this book's articles", "Left out: SOURCEBOOK_TEXTS names no folder of the articles.")
    sample = Bench.of(SAMPLE, {})
    yield table("Drafts of the sample book's articles", scored(sample), [a.key for a in sample.articles])
    yield _speed(quick)


def _speed(quick: bool) -> Table:
    """A draft of a text of 5,000 words: the sample book's articles over and over, each time with other words in it."""
    once = "\n\n".join(
        path.read_text(encoding="utf-8") for path in sorted((SAMPLE / "sources" / "fulltext").glob("*.txt"))
    )
    text = ""
    while len(text.split()) < 5000:
        made_up = f" the {'aeiou'[len(text) % 5]}l{'aeiou'[len(text) // 5 % 5]}m{'aeiou'[len(text) // 25 % 5]}n "
        text += once.replace(" the ", made_up) + "\n\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "long.txt")
        path.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "sourcebook", "draft", "--texts", str(path), "--json"]
        return side_by_side(
            "A draft of 5,000 words, from the start of the program", {"sourcebook draft": command}, 2 if quick else 5,
            "sourcebook draft",
        )  # fmt: skip
