"""The command `draft`: records proposed from the text of articles, shown, accepted, rejected."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sourcebook.cli.app import SuggestingChoice, fail, main, open_book, print_lines, require_source
from sourcebook.model.problems import near

if TYPE_CHECKING:
    from sourcebook.check import Opened
    from sourcebook.drafting.proposals import DraftProposal
    from sourcebook.drafting.reading import DraftArticle

KINDS = ("speech", "passage", "actor", "place", "event", "figure", "implication")
_WIDTH = 116


@main.command()
@click.argument("names", nargs=-1, metavar="[SOURCE ...]")
@click.option("--texts", is_flag=True, help="The arguments are files: texts, saved pages, PDFs. No book is needed.")
@click.option("--kind", "kinds", multiple=True, type=SuggestingChoice(KINDS), help="Only drafts of this kind.")
@click.option("--accept", multiple=True, metavar="all|KIND|ID", help="Write drafts into the records. Can be repeated.")
@click.option("--reject", multiple=True, metavar="ID", help="Never propose this again. Can be repeated.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--language", default="", metavar="CODE", help="With --texts: the language, where it is not found: fr …")
@click.option("--encoding", default="", metavar="NAME", help="With --texts: the encoding, where it is not UTF-8.")
@click.pass_obj
def draft(root: Path, /, names: tuple[str, ...], **given: Any) -> None:
    """Propose records from the articles alone: who speaks, whom they name, what happened, how many, what follows.

    Nothing is part of the book until you accept it, and nothing is accepted in bulk that was not shown before:
    `--accept all` takes what an earlier run printed, and prints what is new. A draft that you reject is not proposed
    again.
    """
    asked = _Asked(**given)
    if asked.texts:
        if asked.accept or asked.reject:
            fail("drafts of files that no book holds cannot be kept; add them to a book first: sourcebook add FILE.")
        _print(asked.selected(_drafts_of_files(names, asked)), asked.as_json)
        return
    opened = open_book(root)
    for name in names:
        require_source(opened, name)
    articles, every = _drafts_of_book(opened)
    scope = [p for p in every if not names or set(p.sources) & set(names)]
    if asked.accept or asked.reject:
        _decide(opened, articles, scope, every, asked)
        return
    from sourcebook.drafting import decisions

    listed = asked.selected(scope)
    _print(listed, asked.as_json)
    decisions.show(root, listed)


@dataclass(frozen=True)
class _Asked:
    """The options of the command, as click names them."""

    texts: bool
    kinds: tuple[str, ...]
    accept: tuple[str, ...]
    reject: tuple[str, ...]
    as_json: bool
    language: str
    encoding: str

    def selected(self, proposals: Iterable[DraftProposal]) -> list[DraftProposal]:
        """The proposals of the kinds that are asked for."""
        return [p for p in proposals if not self.kinds or p.kind in self.kinds]


def _drafts_of_files(names: Sequence[str], asked: _Asked) -> list[DraftProposal]:
    from sourcebook.analysis import language_tags
    from sourcebook.drafting import drafter, reading

    if not names:
        fail("name the files: sourcebook draft --texts FILE …")
    language = language_tags.accepted(asked.language) if asked.language else ""
    return drafter.draft(reading.of_files([Path(name) for name in dict.fromkeys(names)], asked.encoding, language))


def _drafts_of_book(opened: Opened) -> tuple[list[DraftArticle], list[DraftProposal]]:
    """The articles of a book that are at hand, and every draft that is neither on record nor rejected."""
    from sourcebook.drafting import decisions, drafter, reading
    from sourcebook.drafting.on_record import Recorded

    articles = reading.of_book(opened)
    if not articles:
        fail(
            "no article is at hand, and drafts are made from articles; add one with sourcebook add FILE --key KEY, or "
            "name their folder in SOURCEBOOK_TEXTS."
        )
    recorded, gone = Recorded(opened), decisions.rejected(opened.book.root)
    return articles, drafter.ordered(recorded.new(drafter.draft(articles, gone)), articles)


# -- decisions ---------------------------------------------------------------------------------------------------------


def _decide(
    opened: Opened,
    articles: Sequence[DraftArticle],
    scope: Sequence[DraftProposal],
    every: Sequence[DraftProposal],
    asked: _Asked,
) -> None:
    """Accept and reject what is named; print what was not shown before instead of accepting it."""
    from sourcebook.drafting import accepting, decisions

    root = opened.book.root
    by_id = {p.id: p for p in scope}
    _require_drafts(by_id, asked)
    refused = [by_id[word] for word in asked.reject]
    if refused:
        decisions.reject(root, refused)
        print_lines(f"rejected {p.id}" for p in refused)
    left = {key: p for key, p in by_id.items() if p not in refused}
    taken, unseen = decisions.chosen(left, asked.accept, decisions.shown(root))
    if taken:
        print_lines(accepting.accept(opened, articles, taken, every))
        click.echo("Next: put the titles into your own words, then sourcebook check, and sourcebook seal.")
    if unseen:
        _print(unseen, False)
        decisions.show(root, unseen)
        click.echo(f"These {len(unseen)} were not shown before, so they are not accepted yet. Read them; say it again.")
    elif asked.accept and not taken:
        click.echo("There is nothing of that left to accept.")


def _require_drafts(by_id: Mapping[str, DraftProposal], asked: _Asked) -> None:
    """Exit with a message where a draft is named that is not there."""
    for words, others in ((asked.accept, ("all", *KINDS)), (asked.reject, ())):
        for word in words:
            if word not in by_id and word not in others:
                meant = near(word, [*by_id, *others])
                hint = f"did you mean {meant!r}?" if meant else "sourcebook draft lists them."
                fail(f"there is no draft {word!r}; {hint}")


# -- printing ----------------------------------------------------------------------------------------------------------


def _print(proposals: Sequence[DraftProposal], as_json: bool) -> None:
    if as_json:
        print_lines(json.dumps(p.as_json(), ensure_ascii=False) for p in proposals)
        return
    for head, group in groupby(proposals, key=_heading):
        listed = list(group)
        click.echo(f"\n{head} ({len(listed)})\n")
        print_lines(line for each in listed for line in _lines(each))
    if not proposals:
        click.echo("Nothing to propose that is not on record or rejected.")


def _heading(proposal: DraftProposal) -> str:
    if proposal.kind in ("actor", "place"):
        return "Whom and what the articles name"
    return "What several articles may tell" if len(proposal.sources) > 1 else f"What {proposal.sources[0]} tells"


def _lines(proposal: DraftProposal) -> Iterator[str]:
    """A draft for a terminal: its id, value and certainty; why; its words by source."""
    yield f"{proposal.id:<24} {proposal.value}  [{proposal.confidence:.2f}]"
    for passage in proposal.passages:
        words = textwrap.shorten(passage.exact, 240, placeholder=" …")
        yield from textwrap.wrap(
            f"{passage.source} ¶{passage.paragraph}: {words}", _WIDTH, initial_indent="    ", subsequent_indent="      "
        )
    yield from textwrap.wrap(f"because: {proposal.why}", _WIDTH, initial_indent="    ", subsequent_indent="      ")
