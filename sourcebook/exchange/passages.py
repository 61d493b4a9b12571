"""Judge the excerpts of a received file, and append those that stand in an article to the passages of its source.

An excerpt is taken word for word or not at all: what does not fit is answered with the nearest passage, as every
rejected quotation is. Not here: reading excerpts from a format (`web_annotations.py`, `tables.py`, `word_marks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from sourcebook.check import Limits, Opened, check_book
from sourcebook.exchange import headers, record_edits
from sourcebook.exchange import plan as plans
from sourcebook.exchange.plan import ImportItem, ImportPlan, LeftOut, Selection, Verdict
from sourcebook.exchange.received import visible
from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import AUTHOR, ID, Passage
from sourcebook.quotes import suggestions
from sourcebook.quotes.article import Article
from sourcebook.quotes.match import MatchResult, ParsedQuotation, judge
from sourcebook.quotes.normalise import count_words, is_word, tokens
from sourcebook.quotes.prover import Prover
from sourcebook.quotes.selector import unique
from sourcebook.store import yaml_edit

_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[^\s)>\].,;:!?]")
_FIELD = re.compile(r"(speaker|via|source|plain)\s*[:=]\s*(.+)", re.IGNORECASE)
"""A tag that says more than a word: `speaker: NAME`."""


@dataclass(frozen=True)
class Excerpt:
    """Words that somebody marked in a document, what they wrote beside them, and how the document is named."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    document: str = ""
    address: str = ""
    tags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    id: str = ""
    """The id that its passage had in the book from which it comes."""
    aside: str = ""
    """Why it is no excerpt, where the file holds something else: a page note, a deleted annotation."""

    def field(self, name: str) -> str:
        """What a tag such as `speaker: NAME` says; empty where there is none."""
        matches = (_FIELD.fullmatch(tag.strip()) for tag in self.tags)
        return next((match[2].strip() for match in matches if match and match[1].lower() == name), "")


def plan(opened: Opened, title: str, excerpts: Sequence[Excerpt], key: str, choice: Selection) -> ImportPlan:
    """What becomes of each excerpt. `key` names the source of all of them; left out, each finds its own."""
    shelf = _Shelf(opened, LeftOut(opened.book.root, choice))
    items = tuple(shelf.judged(number, excerpt, key) for number, excerpt in enumerate(_united(excerpts), 1))
    problems = shelf.problems()
    faulty = any(problem.is_error for problem in problems)
    notes = ("Nothing is taken, because of the errors below; leave items out with --skip.",) if faulty else ()
    then = () if faulty else tuple(f"Now seal anew: sourcebook seal {key}" for key in shelf.new)
    return ImportPlan(title, items, {} if faulty else shelf.writes(), notes=notes, problems=tuple(problems), then=then)


def _united(excerpts: Sequence[Excerpt]) -> list[Excerpt]:
    """The excerpts, with one that stands several times, a row for each of its tags, as one."""
    out: dict[tuple[Excerpt, int], Excerpt] = {}
    for number, excerpt in enumerate(excerpts):
        same = replace(excerpt, tags=(), comments=(), id=""), 0 if excerpt.exact and not excerpt.aside else number
        known = out.get(same, same[0])
        tags = tuple(dict.fromkeys((*known.tags, *excerpt.tags)))
        comments = tuple(dict.fromkeys((*known.comments, *excerpt.comments)))
        out[same] = replace(known, tags=tags, comments=comments, id=known.id or excerpt.id)
    return list(out.values())


class _Shelf:
    """The sources of a book, and the passages that an import adds to them, one after another."""

    def __init__(self, opened: Opened, left: LeftOut) -> None:
        self.opened, self.book, self.left = opened, opened.book, left
        self.articles = opened.prover.articles
        self.addresses = plans.remembered(opened.book.root, plans.REFERENCES)
        self.new: dict[str, list[Passage]] = {}
        self.spans = {
            (proof.ref.partition("/")[0], proof.span.start, proof.span.end): proof.ref
            for proof in opened.prover.proofs()
            if proof.span
        }

    def judged(self, number: int, excerpt: Excerpt, key: str) -> ImportItem:
        """The item of one excerpt; a passage that is taken is added."""
        if excerpt.aside or not excerpt.exact.strip():
            why = excerpt.aside or "It marks no words."
            return ImportItem(number, excerpt.exact or "; ".join(excerpt.comments), Verdict.UNFIT, why)
        mark = plans.digest(("passage", *tokens(excerpt.exact)))
        if why := self.left.why(number, mark):
            return ImportItem(number, excerpt.exact, Verdict.LEFT_OUT, why)
        key, why = (key, "") if key else self._source(excerpt)
        article = self.articles.get(key)
        if why or article is None:
            return ImportItem(number, excerpt.exact, Verdict.UNFIT, why or self._no_article(key))
        found = _place(article, excerpt)
        if isinstance(found, str):
            return ImportItem(number, excerpt.exact, Verdict.UNFIT, found or self._not_found(key, excerpt))
        return self._taken(number, excerpt, key, found, mark)

    def _taken(self, number: int, excerpt: Excerpt, key: str, found: tuple[int, int], mark: str) -> ImportItem:
        """The item of words that stand in an article: a new passage, unless a rule or the record speaks against it."""
        article = self.articles[key]
        if there := self.spans.get((key, *found)):
            listed = (*self.book.sources[key].passages, *self.new.get(key, ()))
            note = next((passage.note for passage in listed if f"{key}/{passage.id}" == there), "")
            lacking = [comment for comment in excerpt.comments if _printed(comment) not in note]
            aside = [f"Not taken: its comment {comment!r}" for comment in lacking]
            return ImportItem(number, excerpt.exact, Verdict.THERE, f"It is {there}.", tuple(aside))
        quotation, verdict = unique(article, *found)
        fault = self._fault(key, excerpt, quotation, verdict)
        if fault:
            return ImportItem(number, excerpt.exact, Verdict.UNFIT, fault)
        words = [token for token in tokens(quotation.exact) if is_word(token)]
        if gone := self._withdrawn(key, words, mark):
            return ImportItem(number, excerpt.exact, Verdict.LEFT_OUT, gone)
        passage = self._passage(key, excerpt, quotation, verdict, words)
        self.new.setdefault(key, []).append(passage)
        self.spans[key, found[0], found[1]] = f"{key}/{passage.id}"
        self.left.took(mark)
        who = self.book.speaker_name(key, verdict.speaker)
        lines = [f"note: {passage.note}"] if passage.note else []
        lines += [f"{p.severity.value}: {p.message} [{p.kind.label}]" for p in verdict.problems]
        where = f"{key}/{passage.id}, ¶{verdict.paragraph}, said by {who}."
        return ImportItem(number, excerpt.exact, Verdict.TAKEN, where, tuple(lines))

    def _passage(
        self, key: str, excerpt: Excerpt, quotation: ParsedQuotation, verdict: MatchResult, words: list[str]
    ) -> Passage:
        source = self.book.sources[key]
        taken = [p.id for p in (*source.passages, *self.new.get(key, ()))] + [gone.id for gone in source.withdrawn]
        own = excerpt.id if re.fullmatch(ID, excerpt.id) and excerpt.id not in taken else ""
        return Passage(
            id=own or yaml_edit.slug(words, taken, otherwise=f"p{verdict.paragraph}"),
            exact=quotation.exact,
            prefix=quotation.prefix,
            suffix=quotation.suffix,
            speaker=verdict.speaker or AUTHOR,
            via=self.book.resolve_speaker(key, excerpt.field("via")) or "",
            plain=visible(excerpt.field("plain")),
            note=self._note(key, excerpt),
        )

    def _note(self, key: str, excerpt: Excerpt) -> str:
        """Comments and tags as a note."""
        tags = [tag for tag in map(visible, dict.fromkeys(excerpt.tags)) if tag and not _FIELD.fullmatch(tag)]
        actors = [who for tag in tags if (who := self.book.resolve_speaker(key, tag)) in self.book.actors]
        about = [self.book.actors[who].name for who in dict.fromkeys(actors) if who]
        others = [tag for tag in tags if self.book.resolve_speaker(key, tag) not in self.book.actors]
        parts = [_printed(comment) for comment in excerpt.comments]
        parts += [f"About: {', '.join(about)}."] if about else []
        parts += [f"Tagged: {', '.join(others)}."] if others else []
        return " ".join(part if part.endswith((".", "!", "?", "…")) else f"{part}." for part in parts if part)

    # -- which source -------------------------------------------------------------------------------------------------

    def _source(self, excerpt: Excerpt) -> tuple[str, str]:
        """The source of an excerpt, or why none can be told: by name, by address, by the words themselves."""
        named = self._named(excerpt.field("source") or excerpt.document) or self._addressed(excerpt.address)
        if len(named) == 1:
            return named[0], ""
        holders = [key for key, article in self.articles.items() if isinstance(_place(article, excerpt), tuple)]
        holders = [key for key in holders if key in named] if named else holders
        if len(holders) == 1:
            return holders[0], ""
        if len(holders) > 1:
            return "", f"Its words stand in {' and '.join(holders)}; import it with --source KEY."
        name = excerpt.document or excerpt.address
        head = f"The file names {name!r}, which is no source of this book. " if name and not named else ""
        return "", f"{head}No article at hand holds these words. {self._closest(excerpt)}".strip()

    def _named(self, name: str) -> list[str]:
        """The sources that a document's name may mean: a key, a file, a title or its beginning."""
        words = headers.plain_title(name)
        if not words:
            return []
        stem = Path(name.replace("\\", "/")).name.rsplit(".", 1)[0].casefold()
        for key, source in self.book.sources.items():
            if name.strip() == key or stem in (key, source.text.file.rsplit(".", 1)[0].casefold()):
                return [key]
        titles = {key: headers.plain_title(source.title) for key, source in self.book.sources.items()}
        same = [key for key, title in titles.items() if title == words]
        # Browsers append the name of the site to the title.
        return same or [key for key, title in titles.items() if len(title) > 2 and words[: len(title)] == title]

    def _addressed(self, address: str) -> list[str]:
        """The sources whose article has an address, by what references told."""
        known = {key: str(entry.get("URL", "")) for key, entry in self.addresses.items() if isinstance(entry, dict)}
        known = {key: url for key, url in known.items() if key in self.book.sources}
        said = [key for key, source in self.book.sources.items() if address and address in source.provenance]
        return [key for key, url in known.items() if headers.same_address(url, address)] or said

    # -- verdicts -----------------------------------------------------------------------------------------------------

    def _no_article(self, key: str) -> str:
        if key not in self.book.sources:
            return f"There is no source {key!r}; add its article first: sourcebook add FILE --key {key}"
        return f"The article of {key} is not at hand, and only the article can prove new words."

    def _not_found(self, key: str, excerpt: Excerpt) -> str:
        """What is wrong with words that do not stand in the article of a source, with the nearest passage."""
        answer = self.opened.prover.quote(key, ParsedQuotation(excerpt.exact))
        return f"{key}: {' '.join(problem.message for problem in answer.problems if problem.is_error)}"

    def _closest(self, excerpt: Excerpt) -> str:
        """The passage of all articles that is nearest to words which none of them holds."""
        words, near = tokens(excerpt.exact), []
        for key, article in self.articles.items():
            if closest := suggestions.nearest(article, words):
                differing = sum(len(a.split()) + len(b.split()) for a, b in closest.differences)
                near.append((differing, f"{key}: {suggestions.describe(article, closest)}"))
        return min(near)[1] if near else ""

    def _fault(self, key: str, excerpt: Excerpt, quotation: ParsedQuotation, verdict: MatchResult) -> str:
        """Why words that stand in an article are no passage; empty where they are one."""
        errors = [problem.message for problem in verdict.problems if problem.is_error]
        if name := excerpt.field("speaker"):
            who = self.book.resolve_speaker(key, name)
            claim = judge(self.articles[key], replace(quotation, speaker=who)).problems if who else ()
            errors += [problem.message for problem in claim if problem.kind is Kind.WRONG_SPEAKER]
            errors += [] if who else [f"No record knows the speaker {name!r}."]
        if (via := excerpt.field("via")) and self.book.resolve_speaker(key, via) not in self.book.actors:
            errors.append(f"No record knows {via!r}, who is said to have told it.")
        count, most = count_words(tokens(quotation.exact)), Limits().longest_passage
        if count > most and not self.book.sources[key].permission:
            errors.append(f"It holds {count} words in a row, and {most} are the most; mark shorter passages.")
        return " ".join(errors)

    def _withdrawn(self, key: str, words: list[str], mark: str) -> str:
        """Why a passage that was taken out of the book does not come back; empty where there was none."""
        gone = {tombstone.id: tombstone for tombstone in self.book.sources[key].withdrawn}
        tombstone = gone.get(yaml_edit.slug(words, ()))
        if tombstone and not self.left.again:
            return f"{key}/{tombstone.id} was withdrawn ({tombstone.because}); --again takes it under a new id."
        return "It was taken before, and is in the record no more; --again takes it." if self.left.dropped(mark) else ""

    # -- the whole ----------------------------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """What `check` says of the book with the new passages, and does not say of it now; seals come after."""
        if not self.new:
            return []
        sources = {
            key: msgspec.structs.replace(source, passages=[*source.passages, *self.new.get(key, ())])
            for key, source in self.book.sources.items()
        }
        prover = Prover(sources, self.articles, self.opened.prover.seals)
        known = {(p.kind, p.message) for p in check_book(self.opened)}
        after = check_book(Opened(replace(self.book, sources=sources), prover, self.opened.problems))
        return [p for p in after if (p.kind, p.message) not in known and p.kind is not Kind.UNSEALED]

    def writes(self) -> dict[Path, bytes]:
        """The records with the new passages, and what the memory keeps."""
        out = self.left.writes()
        for key, passages in self.new.items():
            path = self.book.root / self.book.source_file(key)
            text = record_edits.with_passages(record_edits.read(path), [[*_lines(p)] for p in passages], path.name)
            out[path] = record_edits.encoded(path, text)
        return out


def _printed(comment: str) -> str:
    """A comment as it stands in a note, which is printed: without addresses."""
    return visible(_ADDRESS.sub("[address left out]", comment))


def _lines(passage: Passage) -> Iterator[str]:
    """The lines of a passage in a record."""
    speaker = "" if passage.speaker == AUTHOR else passage.speaker
    yield from yaml_edit.passage(passage.id, passage.exact, passage.prefix, passage.suffix, speaker)
    for name in ("via", "plain", "note"):
        yield from yaml_edit.entry(name, getattr(passage, name), 4) if getattr(passage, name) else ()


def _place(article: Article, excerpt: Excerpt) -> tuple[int, int] | str:
    """The tokens of an excerpt in an article, where they are one run at one place; else why not (empty: not there)."""
    plain = judge(article, ParsedQuotation(excerpt.exact))
    if not plain.runs:
        return ""
    if plain.marked or len(plain.runs) > 1:
        return "It holds marks that are not the article's, and a passage is verbatim; mark its parts one by one."
    if not _repeated(plain):
        return plain.start, plain.end
    before, after = _whole(excerpt.prefix, first=True), _whole(excerpt.suffix, first=False)
    as_told = (excerpt.prefix.strip(), excerpt.suffix.strip())
    for prefix, suffix in (as_told, (before, after), (before, ""), ("", after)):
        verdict = judge(article, ParsedQuotation(excerpt.exact, None, prefix, suffix))
        if verdict.runs and not _repeated(verdict):
            return verdict.start, verdict.end
    return "Its words stand more than once in the article, and nothing beside them says which; mark more words."


def _repeated(verdict: MatchResult) -> bool:
    return any(problem.kind is Kind.REPEATED for problem in verdict.problems)


def _whole(context: str, *, first: bool) -> str:
    """The words beside an excerpt without the one that may be cut: tools keep so many characters."""
    return " ".join(context.split()[1:] if first else context.split()[:-1])
