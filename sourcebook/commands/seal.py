"""`sourcebook seal`: renew the seal file of a source, and report what changed.

Not here: the seal, its format and its proof (`quotes/seals.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.check import Opened
from sourcebook.model.problems import CommandReport, Kind, Place, Problem
from sourcebook.quotes.seals import Seal, encoded
from sourcebook.store import articles, atomic


def seal(opened: Opened, key: str) -> CommandReport:
    """Seal a source whose article is available; write the file if it changed, and report what changed."""
    book, prover = opened.book, opened.prover
    if key not in prover.articles:
        message = "its article is not at hand, and only the article can be sealed; name its folder in SOURCEBOOK_TEXTS."
        return CommandReport((), (Problem(Kind.NO_PROOF, message, Place(book.source_file(key))),))
    new, problems = prover.seal(key)
    if new is None:
        places = {n: book.passage_place(f"{key}/{n}") if n else Place(book.source_file(key)) for n, _ in problems}
        return CommandReport((f"{key}: not sealed.",), tuple(p.at(places[n]) for n, p in problems))
    old = prover.seals.get(key)
    if old == new:
        return CommandReport((f"{key}: unchanged, root {_short(new)}.",))
    file = articles.seal_file(book.root, key)
    with atomic.alone(book.root / atomic.BUILD):
        atomic.sweep(file.parent)
        atomic.write_file(file, encoded(new))
    return CommandReport(tuple(_changes(key, old, new)))


def _changes(key: str, old: Seal | None, new: Seal) -> Iterator[str]:
    opened = f"{len(new.openings)} passages opened, root {_short(new)}"
    if old is None:
        yield f"{key}: sealed for the first time, {opened}."
        return
    if old.version != new.version:
        yield f"{key}: renewed in version {new.version} of the format (it was version {old.version}), {opened}."
        return
    if old.root != new.root:
        yield f"{key}: THE ROOT CHANGED, from {_short(old)} to {_short(new)}:"
        yield "  the text, its zones or its speech are not what they were."
    else:
        yield f"{key}: sealed anew, {opened}."
    for sign, names in (
        ("+", sorted(set(new.openings) - set(old.openings))),
        ("-", sorted(set(old.openings) - set(new.openings))),
        ("~", sorted(n for n in set(new.openings) & set(old.openings) if new.openings[n] != old.openings[n])),
    ):
        if names and not (sign == "~" and old.root != new.root):
            yield f"  {sign} {', '.join(names)}"


def _short(sealed: Seal) -> str:
    return sealed.root.hex()[:16]
