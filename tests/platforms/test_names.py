"""No two names in a file share their digits: ten thousand questions whose ids are drawn, in one quiz."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from sourcebook.exports.lms import canvas, cartridge
from sourcebook.exports.lms.qti12 import Names
from sourcebook.exports.lms.question_bank import Bank, Export
from sourcebook.questions.items import AnswerOption, Gap, Item, Pair
from tests.exports.archives import bare, unpacked
from tests.exports.samples import assignment, entry, para, said

COUNT = 10_000


def drawn() -> Iterator[Item]:
    """Questions with ids as a digest makes them: a letter, then hexadecimal digits."""
    draw = random.Random(20)

    def ident() -> str:
        return f"r-{draw.getrandbits(32):08x}"

    for place in range(COUNT):
        common: dict[str, Any] = {"id": f"{ident()}-{place}", "title": f"Question {place}", "prompt": para("Which?")}
        match place % 3:
            case 0:
                pairs = [Pair(left=entry(ident(), f"left {n}"), right=entry(ident(), f"right {n}")) for n in range(4)]
                yield Item(kind="matching", pairs=pairs, **common)
            case 1:
                choices = [AnswerOption(id=ident(), content=para(f"{n}"), correct=n == 0) for n in range(4)]
                yield Item(kind="single-choice", choices=choices, **common)
            case _:
                gaps = [Gap(id=f"g-{n}", accepted=[f"word {n}", f"form {n}"]) for n in range(2)]
                prompt = [part for gap in gaps for part in said("It ", gap.id, "sb-gap", "", ".")]
                yield Item(kind="cloze", gaps=gaps, **{**common, "prompt": prompt})


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank(assignment=assignment(), items=list(drawn()))


def first_digits(name: str) -> str:
    found = re.search(r"\d+", name)
    return found[0] if found else name


@pytest.mark.parametrize(
    ("export", "part"), [(canvas.export, 1), (cartridge.export, 5)], ids=["canvas", "a fifth in a cartridge"]
)
def test_no_two_names_of_a_file_share_their_first_digits(
    export: Callable[[Bank], Export], part: int, bank: Bank
) -> None:
    data = export(replace(bank, items=bank.items[::part])).data
    (root,) = (bare(inner) for name, inner in unpacked(data).items() if b"<questestinterop" in inner[:200])
    names = Counter[str]()
    for item in root.iter("item"):
        own = {each.get("ident", "") for each in item.iter("response_label")}
        own |= {each.get("ident", "") for each in item.iter("response_lid") if "blank" not in each.get("ident", "")}
        names.update(first_digits(name) for name in own - {"response1"})
    assert len(names) > COUNT / part
    assert [name for name, count in names.items() if count > 1] == []


def test_a_name_is_the_same_in_every_release_and_for_every_asking() -> None:
    names = Names()
    assert names.of("a", "b") == names.of("a", "b") == Names().of("a", "b")
    assert re.fullmatch(r"[1-9]\d{7}", names.of("a", "b"))
    assert names.of("a", "c") != names.of("a", "b")


def test_a_number_that_is_taken_is_not_given_again() -> None:
    names = Names()
    given = {names.of(str(n)) for n in range(60_000)}
    assert len(given) == 60_000
