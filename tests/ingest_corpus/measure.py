"""How much of an article a reading keeps, and how much of a page's furniture it lets in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sourcebook.ingest import propose
from sourcebook.ingest.page import NOISE, ExtractedPage

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True)
class Measure:
    """Words that were to be kept and were, furniture that was to be left out and was let in."""

    wanted: int = 0
    kept: int = 0
    let_in: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.kept / self.wanted


def words(texts: Iterable[str]) -> Counter[str]:
    return Counter(w for text in texts for w in _WORD.findall(text))


def measure(page: ExtractedPage, quotable: Iterable[str], furniture: Iterable[str]) -> Measure:
    """What the zones that `add` would propose hold of what is quotable and of what is furniture."""
    proposal = propose.propose(propose.blocks_of_page(page), page.facts, page.marked)
    quoted = [block.text for block, label in proposal.labels if label not in (NOISE, "", "dateline")]
    wanted, found = words(quotable), words(quoted)
    whole = " ".join(" ".join(quoted).split())
    return Measure(
        wanted.total(),
        (wanted & found).total(),
        tuple(piece for piece in furniture if " ".join(piece.split()) in whole),
        tuple(piece for piece in quotable if " ".join(piece.split()) not in whole),
    )
