"""The pack of an assignment: all its files for the instructor, in one folder.

Here: the contents of a pack, what it says of itself and of what each format could not carry, and the atomic write. Not
here: the formats (`formats.py`), and the layout of sheets and keys, whose makers are arguments.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from sourcebook.exports.lms.formats import lms_formats
from sourcebook.exports.lms.question_bank import Bank, Loss, numbered
from sourcebook.model.problems import SourcebookError
from sourcebook.store import atomic

LOSSES, README = "losses.md", "README.md"
IMPORTING = f"""\
## Into a learning platform

1. Take one file, that of your platform: each holds all questions.
2. Read what `{LOSSES}` says of it: what is asked in another way there, and what to set by hand.
3. Import it into an empty course, and answer a question of each kind as a student before students do."""
PAPERS = {
    "sheet": "students: purpose, task and criteria",
    "handout": "students: the questions on paper",
    "key": "you: answers, anchor answers, marking notes",
}
"""Whom a paper is for, by the first word of its name."""


def files(bank: Bank, papers: Mapping[str, Callable[[], bytes]] | None = None) -> dict[str, bytes]:
    """Every file of the pack by its name. `papers` makes the sheets and keys, by the names of their files."""
    _sound(bank)
    listed = numbered(bank)
    made = {name: lms_format.export(listed) for name, lms_format in lms_formats().items()}
    exports = {name: export for name, export in made.items() if export.data}
    contents = {name: export.data for name, export in exports.items()}
    contents |= {name: make() for name, make in (papers or {}).items()}
    contents[LOSSES] = losses(bank, {name: export.losses for name, export in exports.items()}).encode()
    contents[README] = readme(bank, contents).encode()
    return contents


def write(folder: Path, bank: Bank, papers: Mapping[str, Callable[[], bytes]] | None = None) -> list[Path]:
    """Write the pack atomically: the folder is complete, or as it was. Returns the paths of its files, in order."""
    contents = files(bank, papers)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sourcebook-") as beside:
        for name, data in contents.items():
            (Path(beside) / name).write_bytes(data)
        atomic.publish(Path(beside), folder)
    folder.chmod(0o755)
    return [folder / name for name in sorted(contents)]


def _sound(bank: Bank) -> None:
    """SourcebookError for a bank without questions, or with an id twice: platforms identify questions by their ids."""
    title = bank.assignment.id
    if not bank.items:
        raise SourcebookError(f"the assignment {title} has no questions; name some under `items`.")
    twice = [ident for ident, count in Counter(item.id for item in bank.items).items() if count > 1]
    if twice:
        raise SourcebookError(f"the assignment {title} has the question {twice[0]} twice; take one away.")


# -- for whoever gets the folder alone ---------------------------------------------------------------------------------


def readme(bank: Bank, names: Collection[str]) -> str:
    """`README.md`: which file is for what and for which platform, and what a second import does."""
    formats = {name: each for name, each in lms_formats().items() if name in names}
    purposes = {name: _whom(name) for name in sorted(names) if name not in formats and name != LOSSES}
    purposes |= {name: each.purpose for name, each in formats.items()}
    purposes[LOSSES] = "you: what each file could not carry, question by question"
    absent = [f"`{name}` ({each.purpose})" for name, each in lms_formats().items() if name not in names]
    parts = [
        f"# {_literal(bank.assignment.title)}: {len(bank.items)} questions to print and to import",
        "This folder stands alone: whoever teaches with it needs nothing else.",
        "**Every file that the table does not give to students holds answers: keep it to yourself.**",
        "| file | for |\n| --- | --- |\n" + "\n".join(f"| `{name}` | {what} |" for name, what in purposes.items()),
        "Not here, because it would hold nothing of this assignment: " + ", ".join(absent) + "." if absent else "",
        IMPORTING,
        "## A second time\n\n" + "\n".join(f"- `{name}`: {each.again}" for name, each in formats.items() if each.again),
        _literal(bank.rights),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _whom(name: str) -> str:
    """Whom a paper is for, and the paper or program of its file."""
    stem, _, ending = name.rpartition(".")
    form = "a Word file" if ending == "docx" else "US Letter" if stem.endswith("-letter") else "A4"
    return f"{PAPERS.get(stem.partition('-')[0], 'you')} ({form})"


# -- losses ------------------------------------------------------------------------------------------------------------


def losses(bank: Bank, lost: Mapping[str, tuple[Loss, ...]]) -> str:
    """`losses.md`: for each file its purpose and what it could not carry, each sentence once."""
    parts = [f"# What each file could not carry: {_literal(bank.assignment.title)}"]
    parts.append("Where a format lacks a kind of question, it is asked in another way, on purpose.")
    for name, format_losses in lost.items():
        parts.append(f"## {name}\n\nFor {lms_formats()[name].purpose}.")
        parts.append("\n".join(_loss_lines(format_losses, len(bank.items))) or "Nothing is lost.")
    parts += [_literal(bank.rights)] if bank.rights else []
    return "\n\n".join(parts) + "\n"


def _loss_lines(format_losses: tuple[Loss, ...], questions: int) -> Iterator[str]:
    """A line for each loss, with the questions that it affects, unless it affects all."""
    items: dict[str, list[str]] = {}
    for loss in format_losses:
        items.setdefault(loss.says, []).append(loss.item)
    for sentence, named in items.items():
        where = ", ".join(f"`{item}`" for item in named if item)
        where = "every question" if 1 < questions == len(set(named)) else where
        escaped = _literal(sentence[0].upper() + sentence[1:])
        yield f"- {escaped} ({where})" if where else f"- {escaped}"


def _literal(text: str) -> str:
    """The text with all special characters of Markdown and HTML escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#$|&{}" else c for c in " ".join(text.split()))
