"""Write accepted proposals into the record files as a person would: comments, order and line ends stay as they are.

All files change together or none does. Whom or what a record refers to is written down too, where the book lacks it: a
speaker, a place. Not here: which proposals are accepted (`decisions.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from sourcebook.check import Limits, Opened
from sourcebook.drafting.proposals import DraftProposal
from sourcebook.drafting.reading import DraftArticle, DraftPassage
from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import AUTHOR, UNNAMED, Record, Source
from sourcebook.quotes.normalise import is_word
from sourcebook.store import transaction, validation, yaml_edit, yaml_source
from sourcebook.store.book import COLLECTIONS, SOURCES
from sourcebook.store.yaml_edit import Manuscript

_ORDER = ("speech", "actor", "place", "passage", "event", "figure", "implication")
_IN_FLOW = re.compile(r"[\[\]{},:#&*!|>'\"%@`]")


def accept(
    opened: Opened, articles: Sequence[DraftArticle], proposals: Sequence[DraftProposal], every: Iterable[DraftProposal]
) -> list[str]:
    """Write proposals into the records of a book, and say what was written, one line a record.

    `every`: all proposals, among which a speaker or a place that is referred to is found. SourcebookError where a file
    would not be a record file any more; then nothing has changed.
    """
    ledger = _Ledger(opened, articles, every)
    for proposal in sorted(proposals, key=lambda p: _ORDER.index(p.kind)):
        ledger.add(proposal)
    transaction.change(opened.book.root, ledger.files())
    return ledger.lines


class _Ledger:
    """The entries to be written, by file, with the ids that are taken."""

    def __init__(self, opened: Opened, articles: Sequence[DraftArticle], every: Iterable[DraftProposal]) -> None:
        self.book = opened.book
        self.articles = {article.key: article for article in articles}
        self.named = {(p.kind, n): p for p in every if p.kind in ("actor", "place")
                      for n in (p.record["name"], *p.record.get("variants", []))}  # fmt: skip
        self.lines: list[str] = []
        self._entries: dict[str, list[list[str]]] = defaultdict(list)
        self._rulings: dict[str, dict[int, str]] = defaultdict(dict)
        self._taken = {
            stem: _taken(self.book, stem) for stem in ("actors", "places", "events", "figures", "implications")
        }
        self._passages = {
            key: {p.id for p in s.passages} | {t.id for t in s.withdrawn} for key, s in self.book.sources.items()
        }
        self._quoted = {
            (key, " ".join(p.exact.split())): p.id for key, source in self.book.sources.items() for p in source.passages
        }
        self._tokens = {key: _quoted_tokens(opened, key) for key in self.book.sources}
        self._ids = {
            kind: {form.casefold(): r.id for r in records.values() for form in (r.id, r.name, *r.variants)}
            for kind, records in (("actor", self.book.actors), ("place", self.book.places))
        }  # fmt: skip

    # -- one proposal -----------------------------------------------

    def add(self, proposal: DraftProposal) -> None:
        """Take one proposal down."""
        if proposal.kind == "speech":
            source, span = proposal.record["source"], int(proposal.record["span"])
            self._rulings[source][span] = self._speaker(proposal.record["speaker"], source)
            self.lines.append(f"{SOURCES}/{source}.yml: span {span} is {self._rulings[source][span]}'s")
        elif proposal.kind in ("actor", "place"):
            self._name(proposal.kind, proposal.record["name"])
        elif proposal.kind == "passage":
            if not self._passage(proposal.passages[0], proposal.record.get("via", "")):
                self.lines.append(
                    f"left out: {proposal.id}, because a third of {proposal.sources[0]} is quoted already"
                )
        else:
            self._account(proposal)

    def _account(self, proposal: DraftProposal) -> None:
        """An event, a figure or an implication, with the passages that it cites."""
        stem = f"{proposal.kind}s"
        record = dict(proposal.record)
        cited = {p.source: self._words_or_paragraph(p) for p in proposal.passages}
        name = yaml_edit.slug(_telling(proposal.passages[0].exact), self._taken[stem], otherwise=proposal.kind)
        self._taken[stem].add(name)
        if "reports" in record:
            record["reports"] = [self._report(report, cited[report["source"]]) for report in record["reports"]]
            if "actors" in record:
                record["actors"] = list(dict.fromkeys(self._actor(n, proposal.sources[0]) for n in record["actors"]))
            if "place" in record:
                record["place"] = self._name("place", record["place"])
        else:
            source = record["source"]
            record |= {"about": self._actor(record["about"], source), **cited[source]}
            record["holder"] = self._speaker(record["holder"], source)
        self._entries[stem].append(_entry({"id": name, **record}))
        self.lines.append(f"{SOURCES}/{stem}.yml: {name}")

    def _report(self, report: Mapping[str, Any], cited: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {"source": report["source"], **cited}
        for key, value in report.items():
            if key in ("agent", "via"):
                value = self._speaker(value, report["source"])  # noqa: PLW2901 -- the name becomes an id
                if value in (AUTHOR, UNNAMED):
                    continue
            out.setdefault(key, value)
        return out

    def _words_or_paragraph(self, passage: DraftPassage) -> dict[str, Any]:
        """What an account cites: the passage, or its paragraph alone where enough of the source is quoted."""
        name = self._passage(passage)
        return {"passage": name} if name else {"paragraph": passage.paragraph}

    def _is_enough(self, passage: DraftPassage) -> bool:
        """True if a passage would make more of an article quoted than a book may without a caution."""
        quoted = self._tokens[passage.source] | set(range(*passage.tokens))
        words = self.articles[passage.source].article.words
        return sum(is_word(words[i]) for i in quoted) * 100 > Limits().share_warn * sum(map(is_word, words))

    def _passage(self, passage: DraftPassage, via: str = "") -> str:
        """The id of a passage of a source, written down if it is not on record; empty where enough is quoted."""
        known = self._quoted.get((passage.source, passage.exact))
        if known or self._is_enough(passage):
            return known or ""
        self._tokens[passage.source] |= set(range(*passage.tokens))
        taken = self._passages[passage.source]
        name = yaml_edit.slug(_telling(passage.exact), taken)
        taken.add(name)
        self._quoted[passage.source, passage.exact] = name
        speaker = self._speaker_of(passage)
        lines = yaml_edit.passage(name, passage.exact, speaker="" if speaker == AUTHOR else speaker)
        informant = self._speaker(via, passage.source) if via else ""
        if informant and informant not in (AUTHOR, UNNAMED, speaker):
            lines += yaml_edit.entry("via", informant, 4)
        self._entries[passage.source].append([line[2:] for line in lines])
        self.lines.append(f"{SOURCES}/{passage.source}.yml: {name}")
        return name

    def _speaker_of(self, passage: DraftPassage) -> str:
        """Who says the words of a passage, by the marks and what is ruled of them, also just now."""
        article = self.articles[passage.source].article
        inside = {article.speech[i] for i in range(*passage.tokens) if is_word(article.words[i])}
        if len(inside) != 1 or 0 in inside:
            return AUTHOR
        span = inside.pop()
        return self._rulings[passage.source].get(span) or article.speakers.get(span, UNNAMED)

    # -- whom and what it refers to ---------------------------------

    def _speaker(self, name: str, source: str) -> str:
        if name in ("", AUTHOR, UNNAMED):
            return name
        return AUTHOR if self.book.resolve_speaker(source, name) == AUTHOR else self._actor(name, source)

    def _actor(self, name: str, source: str) -> str:
        known = self.book.resolve_speaker(source, name)
        return known if known and known not in (AUTHOR, UNNAMED) else self._name("actor", name)

    def _name(self, kind: str, name: str) -> str:
        """The id of an actor or a place, written down if the book has none of that name."""
        ids = self._ids[kind]
        proposal = self.named.get((kind, name))
        record = dict(proposal.record) if proposal else {"name": name, "kind": "group" if kind == "actor" else "city"}
        forms = (record["name"], name, *record.get("variants", []))
        known = next((ids[form.casefold()] for form in forms if form.casefold() in ids), None)
        if known:
            return known
        stem = f"{kind}s"
        key = yaml_edit.slug([record["name"]], self._taken[stem], most=8, otherwise=kind)
        self._taken[stem].add(key)
        ids |= {form.casefold(): key for form in forms}
        self._entries[stem].append(_entry({"id": key, **record}))
        self.lines.append(f"{SOURCES}/{stem}.yml: {key}")
        return key

    # -- files ------------------------------------------------------

    def files(self) -> dict[Path, bytes]:
        """The new content of each file. SourcebookError where one would be faulty."""
        out = {}
        for stem in {*self._entries, *self._rulings}:
            path = self.book.root / SOURCES / f"{stem}.yml"
            before = path.read_bytes() if path.is_file() else b""
            text = before.decode("utf-8-sig").replace("\r\n", "\n")
            key = stem if stem in COLLECTIONS else "passages"
            text = _with_rulings(text, self._rulings.get(stem, {}))
            text = _with_entries(text, key, self._entries.get(stem, []))
            _require_record(text, path.name, COLLECTIONS.get(stem, Source))
            out[path] = yaml_edit.as_before(text, before)
        return out


def _quoted_tokens(opened: Opened, key: str) -> set[int]:
    spans = [opened.prover.passage(f"{key}/{p.id}").span for p in opened.book.sources[key].passages]
    return {i for span in spans if span for i in range(span.start, span.end)}


def _taken(book: Any, stem: str) -> set[str]:
    collection = book.collections.get(stem)
    return set(getattr(book, stem)) | {t.id for t in getattr(collection, "withdrawn", [])}


def _telling(exact: str) -> list[str]:
    """The longer words of a passage, of which an id is made."""
    words = re.findall(r"[^\W_]+", exact)
    return [word for word in words if len(word) > 3 or word.isdigit()] or words


def _require_record(text: str, name: str, kind: type[Record]) -> None:
    record, problems = validation.to_record(kind, yaml_source.parse(text), f"{SOURCES}/{name}")
    if record is None:
        why = problems[0].message if problems else "it is no record file"
        raise SourcebookError(
            f"{name} would have a fault, so nothing was written: {why} Mend the file, then try again."
        )


# -- YAML -----------------------------------------------------------------------------------------------


def _entry(record: Mapping[str, Any], indent: int = 0) -> list[str]:
    """The lines of an entry of a list, its dash at `indent`."""
    lines = [line for key, value in record.items() for line in _field(key, value, indent + 2)]
    return [" " * indent + "- " + lines[0].lstrip(), *lines[1:]]


def _field(key: str, value: Any, indent: int) -> list[str]:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [" " * indent + f"{key}:", *(line for each in value for line in _entry(each, indent + 2))]
    if isinstance(value, list):
        written = ", ".join(_in_flow(str(each)) for each in value)
        return [" " * indent + f"{key}: [{written}]"]
    if isinstance(value, float):
        return [" " * indent + f"{key}: {value:.10g}" if value < 1e10 else " " * indent + f"{key}: {value:.0f}"]
    return yaml_edit.entry(key, str(value), indent)


def _in_flow(text: str) -> str:
    plain = yaml_edit.scalar(text)
    return plain if plain[:1] == '"' or not _IN_FLOW.search(plain) else msgspec.json.encode(text).decode()


def _with_rulings(text: str, rulings: Mapping[int, str]) -> str:
    """A source's text with the speakers of some spans."""
    if not rulings:
        return text
    record = yaml_source.parse(text).value
    spans = {int(each["span"]): i for i, each in enumerate(record.get("speech") or [])}
    manuscript = Manuscript(text)
    for span, speaker in rulings.items():
        if span in spans:
            manuscript.replace(("speech", spans[span], "speaker"), speaker)
    text = manuscript.result()
    new = [["- span: " + str(span), f"  speaker: {speaker}"] for span, speaker in rulings.items() if span not in spans]
    return _with_entries(text, "speech", new)


def _with_entries(text: str, key: str, entries: Sequence[Sequence[str]]) -> str:
    """A record file's text with entries at the end of a list, indented and parted as those before them."""
    if not entries:
        return text
    manuscript = Manuscript(text) if text.strip() else None
    if manuscript is None or (key,) not in manuscript:
        head = text.rstrip("\n") + "\n\n" if text.strip() else ""
        return head + f"{key}:\n" + "\n\n".join(_indented(each, 2) for each in entries) + "\n"
    count = sum(1 for path in manuscript.places() if len(path) == 2 and path[0] == key)
    if not count:
        manuscript.rewrite((key,), [_indented(each, 2).split("\n") for each in entries])
        return manuscript.result().replace(f"{key}: \n", f"{key}:\n")
    first = next(path for path in manuscript.places() if len(path) == 3 and path[:2] == (key, 0))
    dash = max(0, manuscript.indent(first) - 2)
    apart = bool(re.search(rf"^{key}:\s*\n(?:.*\n)*?\s*\n\s*(?:#.*\n\s*)*- ", text, re.MULTILINE))
    lines = [line for each in entries for line in ([""] if apart else []) + _indented(each, dash).split("\n")]
    manuscript.add_key((key, count - 1), lines)
    return manuscript.result()


def _indented(lines: Sequence[str], indent: int) -> str:
    return "\n".join(" " * indent + line for line in lines)
