"""What students and instructors read: the name of a slip, questions about an essay, the criterion that is concerned.

Not here: the message of one finding (`judge.py`), and how pages are laid out (`pages.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcebook.essays.judge import RIGHT, UNKNOWN, Finding
from sourcebook.model.problems import Kind
from sourcebook.model.records import AUTHOR

SLIPS: dict[str, tuple[str, frozenset[str]]] = {
    kind.label: (title, frozenset(words.split()))
    for kind, title, words in (
        (Kind.DROPPED_HEDGE, "A hedge is cut off", "hedge strength possibly certain claim"),
        (Kind.DROPPED_NEGATION, "A denial is cut off", "denial negation strength hedge claim"),
        (Kind.INSERTED_NEGATION, "A denial is added", "denial negation strength claim"),
        (Kind.CUT_NUMBER, "A number is cut", "number figure count exact"),
        (Kind.UNMARKED_OMISSION, "Words are left out, unmarked", "omission quotation exact words marked"),
        (Kind.UNMARKED_CHANGE, "A form is changed, unmarked", "bracket quotation exact words marked"),
        (Kind.MISQUOTED, "Other words than the article’s", "quotation exact words quoted"),
        (Kind.WRONG_SPEAKER, "Somebody else’s words", "owner whose who speaker voice words speaks"),
        (Kind.WRONG_SOURCE, "Another reading", "source reading reference cited owner"),
        (Kind.WRONG_PARAGRAPH, "Another paragraph", "paragraph reference cited place"),
        (Kind.RETRANSLATED_SPEECH, "Re-translated speech", "re-translated translation copy speech"),
        (Kind.NOISE, "Not the article, but its page", "source article page evidence"),
        (Kind.UNMARKED_COPY, "A reading’s words without marks", "own paraphrase quotation marks words"),
        (Kind.NOT_IN_PACKET, "Not in the packet", "source evidence readings packet"),
    )
}
"""What each kind of slip is called, and the words by which the criterion of a rubric is known that it concerns."""
OTHER = "A slip in the editor’s marks"
NO_MARK = (
    "This page is no mark, and it says nothing about who or what wrote the essay. It was made on this computer alone, "
    "by a program that compares words: where it is wrong, say so."
)
_LEAST = 12
"""Characters up to which a word of a rubric is looked at whole, so that `hedges` meets `hedge`."""


def title(finding: Finding) -> str:
    """What the first slip of a finding is called."""
    return SLIPS.get(finding.kinds[0], (OTHER, frozenset()))[0]


@dataclass(frozen=True)
class Rubric:
    """What an assignment says of good work: its title, its criteria, and the comment bank of its exercises."""

    title: str
    criteria: tuple[str, ...] = ()
    bank: tuple[str, ...] = ()

    def concerned(self, finding: Finding) -> str:
        """The criterion, and the comment of the bank, that a slip concerns; empty where none does."""
        wanted = {word for kind in finding.kinds for word in SLIPS.get(kind, ("", frozenset[str]()))[1]}
        lines = (_fitting(wanted, texts) for texts in (self.criteria, self.bank))
        return " ".join(
            f"{head}: {line}" for head, line in zip(("Criterion", "Comment bank"), lines, strict=True) if line
        )


def _fitting(wanted: set[str], texts: Sequence[str]) -> str:
    """The text that has the most of the wanted words; empty where none has two, or one that is rare."""

    def shared(text: str) -> int:
        words = set(re.findall(r"[\w-]+", text.lower()))
        return sum(any(word.startswith(w[:_LEAST].rstrip("s")) for word in words) for w in wanted)

    best = max(texts, key=shared, default="")
    return best if best and shared(best) > 1 else ""


def questions(findings: Sequence[Finding]) -> Iterator[str]:
    """Three questions for a conversation about an essay, from its own quotations: fewer where it has fewer."""
    chosen: list[Finding] = []
    for wanted in (_spoken, _weighed, _right, _any):
        chosen += [f for f in findings if f not in chosen and f.verdict != UNKNOWN and wanted(f)][:1]
    for finding, asked in zip(chosen[:3], _asked(chosen), strict=False):
        words = finding.quotation.words
        yield f"You quote “{words if len(words) < 160 else words[:150] + ' …'}”. {asked}"


def _asked(chosen: Sequence[Finding]) -> Iterator[str]:
    for number, finding in enumerate(chosen):
        if _spoken(finding) and not number:
            yield "Whose words are these, who passes them on, and what would change if they were the author’s own?"
        elif finding.hints or finding.verdict != RIGHT:
            yield "What does the article say right before and after it, and does your sentence keep its strength?"
        elif number % 2:
            yield "Which other reading tells this otherwise, and why did you follow this one?"
        else:
            yield "Which claim of yours rests on it, and what would speak against that claim?"


def _spoken(finding: Finding) -> bool:
    return finding.speaker not in ("", AUTHOR)


def _weighed(finding: Finding) -> bool:
    return bool(finding.hints) or finding.verdict != RIGHT


def _right(finding: Finding) -> bool:
    return finding.verdict == RIGHT


def _any(_: Finding) -> bool:
    return True
