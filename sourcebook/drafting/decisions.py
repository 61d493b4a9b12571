"""What an author decided about drafts: those rejected, in a file of the book; those shown, on this machine alone.

A rejection is a line of `sources/rejected-drafts.txt`, which is kept under version control with the records, so that
the lines of two authors merge. Nothing is accepted in bulk that was not shown by an earlier run in this folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from sourcebook.drafting.proposals import DraftProposal
from sourcebook.model.problems import SourcebookError
from sourcebook.store import atomic, transaction
from sourcebook.store.book import SOURCES

REJECTED = Path(SOURCES) / "rejected-drafts.txt"
_HEAD = (
    "# Drafts that were rejected, one a line, by `sourcebook draft --reject`. Delete a line to see its draft again.\n"
)
_SHOWN = Path(atomic.BUILD) / "drafts-shown.json"


def rejected(root: Path) -> frozenset[str]:
    """The ids of the rejected drafts of a book. What is no id, a comment or a mark of a merge, is passed over."""
    path = root / REJECTED
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        raise SourcebookError(f"{REJECTED} cannot be read; mend it, or delete it to see all drafts again.") from None
    return frozenset(line.split()[0] for line in text.splitlines() if line.strip() and line[0].isalpha())


def reject(root: Path, proposals: Iterable[DraftProposal]) -> None:
    """Write proposals down as rejected; none of an article's words go into the file."""
    path = root / REJECTED
    before = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    lines = {line for line in before if line.strip() and not line.startswith("#")}
    lines |= {f"{p.id} {' '.join(p.sources)} ¶{p.passages[0].paragraph}" for p in proposals}
    transaction.change(root, {path: (_HEAD + "".join(f"{line}\n" for line in sorted(lines))).encode()})


def shown(root: Path) -> frozenset[str]:
    """The ids of the proposals that an earlier run in this folder printed."""
    try:
        value = json.loads((root / _SHOWN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return frozenset(each for each in value if isinstance(each, str)) if isinstance(value, list) else frozenset()


def show(root: Path, proposals: Iterable[DraftProposal]) -> None:
    """Remember that proposals were printed."""
    path = root / _SHOWN
    path.parent.mkdir(exist_ok=True)
    atomic.write_file(path, json.dumps(sorted(shown(root) | {p.id for p in proposals})).encode())


def chosen(proposals: Mapping[str, DraftProposal], words: Iterable[str], seen: frozenset[str]) -> tuple[
    list[DraftProposal], list[DraftProposal]
]:  # fmt: skip
    """The proposals that `all`, a kind or an id names: those that may be accepted, and those not shown before.

    One that is named by its id was seen: nobody guesses ids.
    """
    wanted = set(words)
    ids = [p for key, p in proposals.items() if key in wanted]
    bulk = [p for p in proposals.values() if p not in ids and ("all" in wanted or p.kind in wanted)]
    return ids + [p for p in bulk if p.id in seen], [p for p in bulk if p.id not in seen]
