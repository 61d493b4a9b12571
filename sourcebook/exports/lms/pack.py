"""The pack of an assignment: every file that an instructor takes away, in one folder.

Here: which files there are, the summary of what each format could not carry, and writing them whole. Not here: the
formats (`moodle.py` …), and how sheets and keys are set on paper: their makers are handed in.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sourcebook.exports.lms import canvas, cartridge, gift, moodle, qti3, rubric
from sourcebook.exports.lms.question_bank import Bank, Export, Loss, numbered
from sourcebook.model.problems import SourcebookError
from sourcebook.store import atomic

Maker = Callable[[Bank], Export]
MAKERS: Mapping[str, Maker] = {
    "moodle.xml": moodle.export,
    "canvas.zip": canvas.export,
    "cartridge.imscc": cartridge.export,
    "qti3.zip": qti3.export,
    "questions.gift": gift.export,
    "rubric.csv": rubric.canvas_csv,
    "marks.csv": rubric.marks_csv,
}
LOSSES = "losses.md"
FOR = {
    "moodle.xml": "Moodle (Question bank, Import, Moodle XML format)",
    "canvas.zip": "Canvas (Settings, Import course content, QTI .zip file)",
    "cartridge.imscc": "Blackboard, Brightspace, Sakai and others (Common Cartridge 1.1)",
    "qti3.zip": "platforms that read QTI 3",
    "questions.gift": "programs that read GIFT",
    "rubric.csv": "Canvas (Rubrics, Import rubric)",
    "marks.csv": "a spreadsheet",
}


def files(bank: Bank, papers: Mapping[str, Callable[[], bytes]] | None = None) -> dict[str, bytes]:
    """Every file of the pack by its name. `papers`: what makes the sheets and keys, by the names of their files."""
    _sound(bank)
    listed = numbered(bank)
    exports = {name: make(listed) for name, make in MAKERS.items()}
    made = {name: export.data for name, export in exports.items()}
    made |= {name: make() for name, make in (papers or {}).items()}
    made[LOSSES] = losses(bank, {name: export.losses for name, export in exports.items()}).encode()
    return made


def write(folder: Path, bank: Bank, papers: Mapping[str, Callable[[], bytes]] | None = None) -> list[Path]:
    """Write the pack; the folder appears whole, or stays as it was. The paths of its files, in order."""
    made = files(bank, papers)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sourcebook-") as beside:
        for name, data in made.items():
            (Path(beside) / name).write_bytes(data)
        atomic.publish(Path(beside), folder)
    folder.chmod(0o755)
    return [folder / name for name in sorted(made)]


def _sound(bank: Bank) -> None:
    """A platform tells questions apart by their ids, so none may stand twice."""
    title = bank.assignment.id
    if not bank.items:
        raise SourcebookError(f"the assignment {title} has no questions; name some under `items`.")
    twice = [ident for ident, count in Counter(item.id for item in bank.items).items() if count > 1]
    if twice:
        raise SourcebookError(f"the assignment {title} has the question {twice[0]} twice; take one away.")


# -- what is lost ------------------------------------------------------------------------------------------------------


def losses(bank: Bank, lost: Mapping[str, tuple[Loss, ...]]) -> str:
    """`losses.md`: for each file what it is for, and what it could not carry, the same words once."""
    parts = [f"# What each file could not carry: {_literal(bank.assignment.title)}"]
    parts.append("Where a format lacks a kind of question, it is asked in another way, on purpose.")
    for name, found in lost.items():
        parts.append(f"## {name}\n\nFor {FOR[name]}.")
        parts.append("\n".join(_said(found, len(bank.items))) or "Nothing is lost.")
    parts += [_literal(bank.rights)] if bank.rights else []
    return "\n\n".join(parts) + "\n"


def _said(found: tuple[Loss, ...], questions: int) -> Iterator[str]:
    """A line for each loss, with the questions that it befalls, unless it befalls all."""
    items: dict[str, list[str]] = {}
    for loss in found:
        items.setdefault(loss.says, []).append(loss.item)
    for says, named in items.items():
        where = ", ".join(f"`{item}`" for item in named if item)
        where = "every question" if 1 < questions == len(set(named)) else where
        said = _literal(says[0].upper() + says[1:])
        yield f"- {said} ({where})" if where else f"- {said}"


def _literal(text: str) -> str:
    """Words in which no character is Markdown's or HTML's."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#$|&{}" else c for c in " ".join(text.split()))
