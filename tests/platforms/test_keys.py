"""Every question through every platform's rules: the key earns all, a wrong answer and a blank earn nothing.

Where a platform cannot mark so, the losses of the file name it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sourcebook.exports.lms.fallbacks import degrade
from sourcebook.exports.lms.formats import lms_formats
from sourcebook.exports.lms.question_bank import Bank, numbered
from sourcebook.questions.items import Item
from tests.exports.samples import bank, varied
from tests.own_book import OwnBook
from tests.platforms import signs, truth
from tests.platforms.platform_reader import Asked, PlatformReader, readers, squeezed

READERS = readers()
BANKS = {"every kind": bank(), "every sign": signs.bank(), "variants": varied()}


def faults(reader: PlatformReader, bank: Bank) -> Iterator[str]:
    """Whatever a platform asks or marks otherwise than the records, and no loss names."""
    listed = numbered(bank)
    form = lms_formats()[reader.file]
    export = form.export(listed)
    if not export.data:
        return
    read: dict[str, Asked] = {each.ident: each for each in reader.read(export.data)}
    for item in listed.items:
        lost = [loss.says for loss in export.losses if loss.item in {"", item.id}]
        for asked in degrade(item, form.fallbacks, bank.phrases)[0]:
            found = read.get(asked.id) or read.get(item.id)  # GIFT names the parts of a question alike
            if found is None:
                yield f"{asked.id}: not there"
            else:
                yield from (f"{asked.id}: {fault}" for fault in _faults(reader, asked, found, lost))


def _faults(reader: PlatformReader, item: Item, asked: Asked, lost: list[str]) -> Iterator[str]:
    if asked.points is not None and asked.points != item.points and not any("points" in loss for loss in lost):
        yield f"counts {asked.points}, not {item.points}"
    for name, answer, expected in truth.cases(item):
        earned = asked.grade(answer)
        if earned is None:
            yield from () if item.kind == "essay" else ("waits for a person",)
        elif abs(earned - expected) > 0.001 and not _named(reader, item, name, lost):
            yield f"{name} {answer!r} earns {earned}, not {expected}"
    offered = {squeezed(words) for words in truth.offered(item)}
    if (
        asked.offered
        and {squeezed(words) for words in asked.offered} != offered
        and not _named(reader, item, "key", lost)
    ):
        yield f"offers {asked.offered}"


def _named(reader: PlatformReader, item: Item, case: str, lost: list[str]) -> bool:
    words = reader.lapses.get((item.kind, case), "\0")
    return any(words in loss for loss in lost)


@pytest.mark.parametrize("bank", BANKS.values(), ids=BANKS)
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.platform)
def test_the_key_earns_all_and_nothing_else_does(reader: PlatformReader, bank: Bank) -> None:
    assert list(faults(reader, bank)) == []


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.platform)
def test_every_question_of_the_book(reader: PlatformReader, own_book: OwnBook) -> None:
    found = {ident: list(faults(reader, bank)) for ident, bank in own_book.banks().items()}
    assert {ident: told for ident, told in found.items() if told} == {}


TRIED_BY_THEMSELVES = {"blackboard.txt", "brightspace.csv", "cards.apkg"}
"""Formats that part a question by its shape, or hold no ids: their keys are tried in `exports/lms/test_*.py`."""


def test_every_format_that_asks_has_a_reader() -> None:
    """A new format of the registry is wanted here by itself."""
    asking = {name for name, each in lms_formats().items() if each.writers}
    assert asking == {reader.file for reader in READERS} | TRIED_BY_THEMSELVES


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.platform)
def test_every_sign_of_a_question_arrives(reader: PlatformReader) -> None:
    form = lms_formats()[reader.file]
    read = {each.ident: each for each in reader.read(form.export(signs.bank()).data)}
    for item in signs.bank().items:
        for asked in degrade(item, form.fallbacks, signs.bank().phrases)[0]:
            found = read.get(asked.id) or read[item.id]
            told = [signs.SIGNS] if item.kind == "cloze" else [signs.SIGNS, rf"\({signs.TEX}\)"]
            plain = item.id in {"equal-sides", "like-title"}
            missing = [words for words in told if squeezed(words) not in squeezed(found.prompt)]
            assert plain or missing == [], asked.id
