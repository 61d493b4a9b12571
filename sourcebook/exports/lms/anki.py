"""Anki: a deck of the practice questions, to learn by heart how the sources tell it.

Here: the cards and their file, an SQLite database in an archive. A card shows its answer, so a graded question has
none, nor has an open task. Not here: other formats.

All ids are made of ours, so that a second import changes the cards that are there and leaves what was learnt; Anki
takes the newer of two by their date, which is that of the build where it has one (`SOURCE_DATE_EPOCH`). A field is
HTML. Square brackets and doubled braces, by which Anki knows sounds, TeX programs and fields, are references.
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from html import escape
from typing import Any

from sourcebook import processes
from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.question_bank import (
    Bank,
    Export,
    Loss,
    archive,
    drawn,
    explained,
    in_drawn_order,
    number,
    pictures,
    rights,
)
from sourcebook.exports.lms.safe_html import Blocks, html, legal, replaced, text_html
from sourcebook.exports.paper.direction import direction
from sourcebook.questions import prompt_blocks as words
from sourcebook.questions.items import Item, Number

MODEL = 1_706_533_021
"""The id of the type of our notes, the same for ever: Anki knows a type by it."""
FIELDS = ("Question", "Hint", "Answer", "Why", "About")
FRONT = "{{Question}}{{hint:Hint}}"
BACK = '{{FrontSide}}<hr id="answer">{{Answer}}{{Why}}<footer>{{About}}</footer>'
STYLE = """.card { max-width: 40em; margin: 0 auto; text-align: start; line-height: 1.4 }
td { padding: .2em .8em .2em 0; vertical-align: top }
blockquote { margin-inline: 0; padding-inline-start: .8em; border-inline-start: 3px solid #888 }
footer { margin-top: 1.5em; font-size: .8em; opacity: .7 }"""
NO_DATE = 1_420_070_400
"""The date of cards where the build has none, in seconds since 1970."""
IDS = 1_400_000_000_000, 200_000_000_000
"""Where the ids of notes and cards begin, and in how wide a range: Anki takes them for milliseconds since 1970."""
SCHEMA = 11
"""The version of the database that every Anki since 2.1 reads; its tables follow."""
TABLES = {
    "col": "id INTEGER PRIMARY KEY, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags",
    "notes": "id INTEGER PRIMARY KEY, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data",
    "cards": (
        "id INTEGER PRIMARY KEY, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue, "
        "odid, flags, data"
    ),
    "revlog": "id INTEGER PRIMARY KEY, cid, usn, ease, ivl, lastIvl, factor, time, type",
    "graves": "usn, oid, type",
}
SEPARATOR = "\x1f"
"""What stands between the fields of a note."""
SQLITE_VERSION = slice(96, 100)
"""Where a database says which SQLite wrote it (SQLite, "Database File Format", 1.3)."""
GRADED = "a graded question: no card, because a card shows its answer."
OPEN = "an open task: no card."
UNMARKED = "points: a card has none, and nothing is typed; whoever learns judges the answer."
FALLBACKS: dict[str, fallbacks.Fallback] = {"find-the-quote": fallbacks.marking_to_choices}


def export(bank: Bank) -> Export:
    """`cards.apkg`: a card for each practice question; no file where there is none."""
    losses = [Loss(item.id, loss) for item in bank.items if (loss := _without_card(bank, item))]
    named = {loss.item for loss in losses}
    items = [item for item in bank.items if item.id not in named]
    if not items:
        return Export(b"", tuple(losses))
    notes = [_note(bank, item, losses) for item in items]
    database = _database(bank, notes)
    lost = (Loss("", UNMARKED), *pictures(items), *losses)
    return Export(archive({"collection.anki2": database, "media": b"{}"}), lost)


def _without_card(bank: Bank, item: Item) -> str:
    if "graded" in {item.use, bank.assignment.use}:
        return GRADED
    return OPEN if item.kind == "essay" else ""


# -- notes -------------------------------------------------------------------------------------------------------------


def _note(bank: Bank, item: Item, losses: list[Loss]) -> tuple[Item, list[str]]:
    """The fields of a question."""
    (asked,), lost = fallbacks.degrade(item, FALLBACKS, bank.phrases)
    losses += [Loss(item.id, loss) for loss in lost]
    (asked,), _ = fallbacks.gaps_to_text(asked)  # with the options beside, nothing is lost: nobody types on a card
    gaps = {gap.id: place for place, gap in enumerate(asked.gaps, 1)}
    prompt = replaced(
        asked.prompt, lambda ident, content: [words.strong(f"({gaps[ident]}) _____")] if ident in gaps else content
    )
    offered, answer = CARDS[asked.kind](asked)
    about = text_html(bank.called(asked.variant)) + (text_html(bank.rights) if bank.rights else "")
    question = html([*prompt, *fallbacks.unit(asked, bank.phrases)]) + offered
    fields = (question, "".join(map(html, asked.hints)), answer, html(explained(asked)), about)
    return item, [_field(bank, text) for text in fields]


def _field(bank: Bank, markup: str) -> str:
    """HTML in the direction of the book, without what Anki itself would read."""
    inert = markup.replace("[", "&#91;").replace("{{", "{&#123;")
    return f'<div lang="{escape(bank.language)}" dir="{direction(bank.language)}">{inert}</div>' if markup else ""


def _listed(contents: Iterable[Blocks], tag: str = "ul") -> str:
    inside = "".join(f"<li>{html(content)}</li>" for content in contents)
    return f"<{tag}>{inside}</{tag}>"


def _choices(item: Item) -> tuple[str, str]:
    """All choices, and the right ones, each with what is said to whoever chose it."""
    right = [[*choice.content, *choice.feedback] for choice in item.choices if choice.correct]
    wrong = [[*choice.content, *choice.feedback] for choice in item.choices if choice.feedback and not choice.correct]
    said = f"<details>{_listed(wrong)}</details>" if wrong else ""
    return _listed(choice.content for choice in in_drawn_order(item)), _listed(right) + said


def _ordering(item: Item) -> tuple[str, str]:
    return _listed(entry.content for entry in drawn(item.entries, item, True)), _listed(
        (entry.content for entry in item.entries), "ol"
    )


def _matching(item: Item) -> tuple[str, str]:
    offered = _listed(pair.left.content for pair in item.pairs) + _listed((each.content for each in rights(item)), "ol")
    return offered, _paired((pair.left.content, pair.right.content) for pair in item.pairs)


def _paired(pairs: Iterable[tuple[Blocks, Blocks]]) -> str:
    rows = "".join(f"<tr><td>{html(left)}</td><td>{html(right)}</td></tr>" for left, right in pairs)
    return f"<table>{rows}</table>"


def _categorise(item: Item) -> tuple[str, str]:
    labels = {category.id: [words.paragraph(category.label)] for category in item.categories}
    members = drawn([member for category in item.categories for member in category.members], item)
    offered = _listed(member.content for member in members) + _listed(labels.values(), "ol")
    pairs = ((member.content, labels[each.id]) for each in item.categories for member in each.members)
    return offered, _paired(pairs)


def _cloze(item: Item) -> tuple[str, str]:
    return "", _listed(([words.paragraph(" / ".join(gap.accepted))] for gap in item.gaps), "ol")


def _numeric(item: Item) -> tuple[str, str]:
    given = item.number or Number(value=0)
    around = f" ± {number(given.tolerance)}" if given.tolerance else ""
    return "", text_html(f"{number(given.value)}{around} {given.unit}".strip())


def _short(item: Item) -> tuple[str, str]:
    return "", _listed([words.paragraph(form)] for form in item.accepted)


CARDS: dict[str, Callable[[Item], tuple[str, str]]] = {
    "single-choice": _choices,
    "multiple-choice": _choices,
    "ordering": _ordering,
    "matching": _matching,
    "categorise": _categorise,
    "cloze": _cloze,
    "numeric": _numeric,
    "short-answer": _short,
}
"""What is offered with a question of each kind, and the answer."""


# -- the file ----------------------------------------------------------------------------------------------------------


def _stable(*names: str, below: int) -> int:
    """A number made of names, the same for ever."""
    return int.from_bytes(sha256("\0".join(names).encode()).digest()[:8], "big") % below


def _database(bank: Bank, notes: Sequence[tuple[Item, list[str]]]) -> bytes:
    """Anki's database, the same bytes from every version of SQLite."""
    stamp = processes.build_date(os.environ) or NO_DATE
    start, width = IDS
    ident = bank.assignment.id
    deck = start + _stable("deck", ident, below=width)
    ids = itertools.count(start + _stable("notes", ident, below=width))
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA page_size = 1024")
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({columns})")
    settings: tuple[dict[str, Any], ...] = ({}, _note_type(stamp, deck), _decks(bank, deck, stamp), {}, {})
    _insert(connection, "col", (1, stamp, stamp * 1000, stamp * 1000, SCHEMA, 0, 0, 0, *map(json.dumps, settings)))
    for item, fields in notes:
        note, card, tags = next(ids), next(ids), f" {item.group} {item.level} "
        values = (_guid(ident, item.id), MODEL, stamp, -1, tags, SEPARATOR.join(fields), fields[0], 0, 0, "")
        _insert(connection, "notes", (note, *values))
        _insert(connection, "cards", (card, note, deck, 0, stamp, -1, *[0] * 11, ""))
    connection.commit()
    written = bytearray(connection.serialize())
    connection.close()
    written[SQLITE_VERSION] = bytes(4)
    return bytes(written)


def _insert(connection: sqlite3.Connection, table: str, values: Sequence[Any]) -> None:
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608 -- our own names


def _guid(*names: str) -> str:
    """The id of a note for ever, by which Anki finds it again."""
    return sha256(SEPARATOR.join(names).encode()).hexdigest()[:16]


def _note_type(stamp: int, deck: int) -> dict[str, Any]:
    """The type of our notes: its fields, and the two sides of a card."""
    card = {"name": "Card", "ord": 0, "qfmt": FRONT, "afmt": BACK, "bqfmt": "", "bafmt": "", "did": None}
    look = {"font": "Arial", "size": 20, "rtl": False, "sticky": False, "media": []}
    fields = [{"name": name, "ord": place, **look} for place, name in enumerate(FIELDS)]
    about = {"id": MODEL, "name": "Sourcebook question", "type": 0, "mod": stamp, "usn": -1, "did": deck, "sortf": 0}
    rest = {"css": STYLE, "latexPre": "", "latexPost": "", "tags": [], "vers": [], "req": [[0, "any", [0]]]}
    return {str(MODEL): {**about, "tmpls": [card], "flds": fields, **rest}}


def _decks(bank: Bank, ident: int, stamp: int) -> dict[str, Any]:
    """Our deck, and the one that every collection has."""
    none = {key: [0, 0] for key in ("newToday", "revToday", "lrnToday", "timeToday")}
    same = {"mod": stamp, "usn": -1, "dyn": 0, "conf": 1, "collapsed": False, "extendNew": 0, "extendRev": 0, **none}
    ours = {"id": ident, "name": _deck_name(bank), "desc": _about(bank), **same}
    return {"1": {"id": 1, "name": "Default", "desc": "", **same}, str(ident): ours}


def _deck_name(bank: Bank) -> str:
    """The title of the assignment; two colons would begin a deck within a deck."""
    return legal(bank.called("")).replace("::", ": :")


def _about(bank: Bank) -> str:
    """What Anki shows below the name of the deck."""
    return "".join(text_html(text) for text in (bank.assignment.purpose, bank.tools, bank.rights) if text)


ANKI = LmsFormat(
    file="cards.apkg",
    purpose="students who learn with Anki (File, Import): practice questions alone, with their answers",
    rank=48,
    export=export,
    writers={*CARDS, "essay"},
    fallbacks=FALLBACKS,
    again="cards that changed are changed, new ones come in, and what was learnt stays.",
)
