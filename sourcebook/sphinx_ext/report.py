"""Report problems as Sphinx warnings while a book is built, and print the summary at its end.

Here: the only place on the Sphinx side that prints. Not here: finding faults.

An error is a warning without a type, so that `suppress_warnings` has nothing to hold it by; a caution has the type
`sourcebook` and its kind as subtype, so that authors can silence one kind.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from sourcebook.check import unread
from sourcebook.model.problems import Kind, NotLoadedError, Problem, in_order
from sourcebook.quotes.prover import State
from sourcebook.sphinx_ext import config, settings_files
from sourcebook.sphinx_ext.wording import times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain
    from sourcebook.sphinx_ext.session import BuildSession

logger = logging.getLogger(__name__)


class NotLoaded(SystemExit):
    """Raised to end a run of Sphinx before a page is read, because the records did not load.

    Every program that runs Sphinx (`sphinx-build`, `jupyter-book`) ends with the problems as its last words and with
    exit code 1. An exception of Sphinx's would do so as well in the first, but in a traceback in the second.
    """

    def __init__(self, error: NotLoadedError) -> None:
        super().__init__(str(error))
        self.problems = error.problems


def problems(app: Sphinx, found: Iterable[Problem]) -> None:
    """Report every problem once, by place, as a warning."""
    for problem in in_order(found):
        _problem(app, problem)


def _problem(app: Sphinx, problem: Problem) -> None:
    label = problem.kind.label
    where = _location(Path(app.srcdir), problem)
    message = f"{problem.place.path}: {problem.message}" if problem.place.path else problem.message
    if problem.is_error:
        logger.warning("%s [sourcebook.%s]", message, label, location=where)
    elif app.config.show_warning_types:
        # Sphinx adds the type and the subtype itself.
        logger.warning("%s", message, type="sourcebook", subtype=label, location=where)
    else:
        logger.warning("%s [sourcebook.%s]", message, label, type="sourcebook", subtype=label, location=where)


def _location(root: Path, problem: Problem) -> str | None:
    place = problem.place
    if not place.file:
        return None
    path = root / place.file
    return f"{path}:{place.line}" if place.line else str(path)


def unchecked(app: Sphinx, session: BuildSession) -> list[Problem]:
    """A problem for each passage without proof, where the book requires proof."""
    if not config.value(app.config, config.REQUIRE_PROOF):
        return []
    message = "neither the article nor its seal is at hand, so this passage is unchecked."
    refs = [ref for ref in session.refs() if session.prover.passage(ref).state is State.UNCHECKED]
    place = session.book.passage_place
    return [Problem(Kind.NO_PROOF, f"{ref}: {message}", place(ref), barred=True) for ref in refs]


def unlisted(app: Sphinx) -> list[Problem]:
    """A problem for each page that the table of contents does not name."""
    taken_in = {name for names in app.env.included.values() for name in names}
    return list(settings_files.unlisted(Path(app.srcdir), taken_in))


def tally(domain: SourcebookDomain) -> str:
    """How many quotations and passages are proven, and against what; how many cautions are accepted."""
    session = domain.session
    if session is None:
        return ""
    shown = [quotation.subject for _, quotation in domain.quotations if session.passage(quotation.subject.ref)]
    verdicts = [session.verdict(subject) for subject in shown]
    proofs = [session.prover.passage(ref) for ref in session.refs()]
    accepted = sum(len(verdict.accepted) for verdict in verdicts) + sum(len(proof.accepted) for proof in proofs)
    accepted += sum(escape.hits for _, escape in domain.escapes)
    pages = _count([(verdict.state, verdict.rejected) for verdict in verdicts])
    records = _count([(proof.state, not proof.ok) for proof in proofs])
    return (
        f"{times(len(verdicts), 'quotation')} on the pages: {pages}; "
        f"{times(len(proofs), 'passage')} on record: {records}; {times(accepted, 'caution')} accepted with a reason."
    )


def _count(standing: list[tuple[State, bool]]) -> str:
    count = Counter("rejected" if rejected else state.value for state, rejected in standing)
    parts = [
        f"{count['full']:,} proven against the full text",
        f"{count['sealed']:,} against a seal",
        f"{count['unchecked']:,} unchecked",
    ]
    if count["rejected"]:
        parts.append(f"{count['rejected']:,} rejected")
    return ", ".join(parts)


def summary(domain: SourcebookDomain) -> None:
    """Print the summary of a build."""
    for text in filter(None, [tally(domain), *(unread(domain.session.book) if domain.session else ())]):
        logger.info("sourcebook: %s", text)
