"""Take in articles: those of a database's file, one source each, or the one that a file is.

An article that the book has already, by title and date or author, is not added twice. Not here: parting a file
(`database_text.py`), and what adding a source does (`ingest/add.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sourcebook.check import Opened
from sourcebook.exchange import database_text, headers
from sourcebook.exchange import plan as plans
from sourcebook.exchange.plan import ImportItem, ImportPlan, LeftOut, Selection, Verdict
from sourcebook.exchange.references import ArticleHeader
from sourcebook.ingest import add, reader, waiting
from sourcebook.ingest.page import ExtractedBlock, ExtractedPage, Facts, decoded
from sourcebook.ingest.sandbox import run_sandboxed
from sourcebook.model.problems import Problem, SourcebookError
from sourcebook.model.records import Name, Source
from sourcebook.store import yaml_edit

_HIGHLIGHTS = re.compile(r"(?m)^(?:Taguette (?:highlights|codebook)(?::|$)|Total annotations:\s+\d+$)")
"""What Taguette and Hypothesis print at the head of their exports as text, page or Word file."""


@dataclass(frozen=True)
class Arrived:
    """An article that a file holds: its page, and its header as a reference."""

    page: ExtractedPage
    header: ArticleHeader


def read(path: Path, data: bytes, encoding: str = "") -> list[Arrived]:
    """The articles of a file: those that its database parted, or the one that it is."""
    text = _text(path, data, encoding)
    if _HIGHLIGHTS.search(text[:3000]):
        raise SourcebookError(f"{path.name} is a list of highlights for reading; export them as JSON, CSV or XLSX.")
    if parted := database_text.articles(text):
        return [_arrived(article) for article in parted]
    page = reader.read(path, encoding)
    author = tuple(Name(literal=name) for name in page.facts.author)
    return [Arrived(page, ArticleHeader(page.facts.title or _first_words(page), author, issued=page.facts.issued))]


def _first_words(page: ExtractedPage) -> str:
    titled = next((block.text for block in page.blocks if block.hint == "title"), page.blocks[0].text)
    return " ".join(titled.split()[:12])


def _text(path: Path, data: bytes, encoding: str) -> str:
    """The text of a file with one paragraph a line, whatever the file is; empty for a PDF."""
    from sourcebook.ingest import word_text
    from sourcebook.ingest.web import plain_lines

    if data.startswith(b"%PDF"):
        return ""
    if reader.is_word(data):
        page = run_sandboxed(word_text.read, path.name, data, path.name)
        return "\n\n".join(block.text for block in page.blocks)
    if reader.is_html(data, path):
        return run_sandboxed(plain_lines.read, path.name, data, path.name, encoding)
    return decoded(data, path.name, encoding)


def _arrived(article: database_text.HeaderedArticle) -> Arrived:
    """An article of a database as a page: its title and its text, the header as facts."""
    blocks = [ExtractedBlock(article.title, "title"), *(ExtractedBlock(text, "body") for text in article.paragraphs)]
    facts = Facts(
        title=article.title,
        author=article.author,
        container_title=article.source,
        issued=article.issued,
        issued_because=f"{article.database} prints it in the article's header: {article.printed_date}.",
        language=article.language,
        language_because=f"as {article.database} has it" if article.language else "",
    )
    author = tuple(Name(literal=name) for name in article.author)
    header = ArticleHeader(article.title, author, article.source, issued=article.issued, language=article.language)
    form = f"an article of a file of {article.database}"
    return Arrived(ExtractedPage(form, tuple(blocks), facts, marked=True), header)


def plan(opened: Opened, path: Path, title: str, arrived: Sequence[Arrived], key: str, choice: Selection) -> ImportPlan:
    """What becomes of each article: a new source, or the completion of one that waits for it."""
    root, left = opened.book.root, LeftOut(opened.book.root, choice)
    shelf = headers.Shelf(opened.book)
    items, problems, writes, fresh = [], list[Problem](), dict[Path, bytes](), set[Path]()
    for number, each in enumerate(arrived, 1):
        mark = plans.digest(("article", each.header.title, each.header.issued, each.page.text))
        if why := left.why(number, mark):
            items.append(ImportItem(number, each.header.title, Verdict.LEFT_OUT, why))
            continue
        alike = [like for like in shelf.matches(each.header) if _same_paper(each, shelf.all[like])]
        if key and key not in shelf.all and alike:
            why = (
                f"It is like {alike[0]}: name that, or make a second one of it: sourcebook add {path.name} --key {key}"
            )
            items.append(ImportItem(number, each.header.title, Verdict.UNFIT, why))
            continue
        known = [key] if key else alike
        if known and (known[0] in shelf.new or not _waits(opened, known[0])) and known[0] in shelf.all:
            items.append(ImportItem(number, each.header.title, Verdict.THERE, f"It is {' or '.join(known)}."))
            continue
        name = known[0] if known else shelf.free_key(each.header)
        addition = add.prepare(root, path, name, each.page)
        if faults := [problem.message for problem in addition.report.problems if problem.is_error]:
            items.append(ImportItem(number, each.header.title, Verdict.UNFIT, " ".join(faults[:3])))
            continue
        shelf.new[name] = each.header
        writes |= addition.writes
        fresh |= addition.fresh
        problems += addition.report.problems
        why = _why(name, name in opened.book.sources, each)
        items.append(ImportItem(number, each.header.title, Verdict.TAKEN, why, _lines(each)))
    then = tuple(f"Read sources/{name}.yml beside the text: zones and speech are proposed." for name in shelf.new)
    return ImportPlan(
        title, tuple(items), {**writes, **left.writes()}, frozenset(fresh), problems=tuple(problems), then=then
    )


def _same_paper(arrived: Arrived, other: Source | ArticleHeader) -> bool:
    """True unless an article and one of the same title stand in two papers: each prints its own copy."""
    ours, theirs = map(headers.plain_title, (arrived.header.container_title, other.container_title))
    return not (ours and theirs) or set(ours) <= set(theirs) or set(theirs) <= set(ours)


def _waits(opened: Opened, key: str) -> bool:
    return key not in opened.book.sources or waiting.is_waiting(opened.book.sources[key])


def _why(key: str, known: bool, arrived: Arrived) -> str:
    words = sum(len(block.text.split()) for block in arrived.page.blocks)
    what = f"The article of {key}" if known else f"New source {key}"
    return f"{what}: {words:,} words in {len(arrived.page.blocks)} paragraphs."


def _lines(arrived: Arrived) -> tuple[str, ...]:
    """What the header gives, and what it does not."""
    header = arrived.header
    given = {
        "author": "; ".join(map(str, header.author)),
        "container-title": header.container_title,
        "issued": header.issued,
        "language": header.language,
    }
    told = "; ".join(f"{name} {value}" for name, value in given.items() if value)
    last = yaml_edit.one_line(arrived.page.blocks[-1].text)
    return tuple(filter(None, [told, f"It ends: … {last[-60:]}"]))
