"""`docs/seal-format.md` is true: its worked example comes out, computed from the page alone and by the package.

The verifier below is written from the page, with hashlib and nothing of ours, as a stranger would write one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from functools import cache
from typing import Any

import pytest

from sourcebook.exports.data import proof_bundle
from sourcebook.quotes import seals
from sourcebook.quotes.normalise import is_word, tokens
from tests.needs import ROOT


@cache
def page() -> str:
    return (ROOT / "docs" / "seal-format.md").read_text(encoding="utf-8")


def table(head: str) -> list[list[str]]:
    """The rows of the table that begins with a heading row, as cells."""
    lines = page().split(f"{head}\n", 1)[1].split("\n")[1:]
    rows = [line.strip("| ").split(" | ") for line in lines[: lines.index("")]]
    return [[cell.strip("`") for cell in row] for row in rows]


def leaves() -> list[list[str]]:
    return table("| token | text | place | nonce | leaf |")


def after(words: str) -> bytes:
    """The line of hexadecimal digits behind some words."""
    found = re.search(re.escape(words) + r"\n\n    ([0-9a-f]{64})\n", page())
    assert found
    return bytes.fromhex(found.group(1))


@cache
def example() -> dict[str, Any]:
    found = re.search(r"```json\n(.*?)```", page(), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def content(row: list[str]) -> bytes:
    return bytes.fromhex(row[2]) + row[1].encode()


# -- from the page alone ----------------------------------------------------------------------------------------------


def test_the_places_are_those_of_the_text() -> None:
    for number, row in enumerate(leaves()):
        assert row[0] == str(number)
        speech = 1 if number < 6 else 0
        assert bytes.fromhex(row[2]) == b"\4" + (4).to_bytes(4, "big") + speech.to_bytes(4, "big")


def test_the_key_and_the_nonces_come_out() -> None:
    password = b"\0".join(map(content, leaves()))
    key = hashlib.scrypt(password, salt=b"sourcebook seal\2", n=1024, r=8, p=1, dklen=32)
    assert key == after("The key:")
    for number, row in enumerate(leaves()):
        block = hmac.digest(key, (number // 2).to_bytes(4, "big"), "sha256")
        assert bytes.fromhex(row[3]) == (block[16:] if number % 2 else block[:16])


def test_the_leaves_the_nodes_and_the_root_come_out() -> None:
    row = [sha(b"\0" + bytes.fromhex(r[3]) + content(r)) for r in leaves()]
    assert [leaf.hex() for leaf in row] == [r[4] for r in leaves()]
    pad = sha(b"\2")
    assert pad == after("seven are `pad`:")
    row += [pad] * 7
    printed = {(int(level), int(node)): value for level, node, value in table("| level | node | hash |")}
    level = 0
    while len(row) > 1:
        level += 1
        row = [sha(b"\1" + row[i] + row[i + 1]) for i in range(0, len(row), 2)]
        for number, node in enumerate(row):
            assert printed.pop((level, number), node.hex()) == node.hex()
    assert printed == {}
    numbers = example()["tokens"].to_bytes(4, "big") + example()["words"].to_bytes(4, "big")
    assert sha(b"\3\2" + numbers + row[0]).hex() == example()["root"]


def verified(data: dict[str, Any], opening: dict[str, Any], words: list[str]) -> bool:
    """A verifier as the page describes it."""
    zones = "title standfirst dateline heading body caption author-note disclaimer".split()
    nonces, siblings = base64.b64decode(opening["nonces"]), base64.b64decode(opening["siblings"])
    places = [run[1:] for run in opening["places"] for _ in range(run[0])]
    row = []
    for i, (word, (zone, paragraph, speech)) in enumerate(zip(words, places, strict=True)):
        place = bytes([zones.index(zone)]) + paragraph.to_bytes(4, "big") + speech.to_bytes(4, "big")
        row.append(sha(b"\0" + nonces[16 * i : 16 * i + 16] + place + word.encode()))
    low, high, width = opening["start"], opening["start"] + len(row), 1
    while width < data["tokens"]:
        if low % 2:
            row, siblings = [siblings[:32], *row], siblings[32:]
        if high % 2:
            row, siblings = [*row, siblings[:32]], siblings[32:]
        row = [sha(b"\1" + row[i] + row[i + 1]) for i in range(0, len(row), 2)]
        low, high, width = low // 2, (high + 1) // 2, width * 2
    numbers = data["tokens"].to_bytes(4, "big") + data["words"].to_bytes(4, "big")
    return not siblings and sha(b"\3\2" + numbers + row[0]).hex() == data["root"]


def test_the_opening_verifies_and_another_word_does_not() -> None:
    opening = example()["openings"]["will-come-back"]
    assert verified(example(), opening, opening["exact"].split())
    assert not verified(example(), opening, "lake will come home".split())


@pytest.mark.parametrize("path", sorted((ROOT / "sources").glob("*.seal.json")), ids=lambda path: path.name)
def test_a_verifier_written_from_the_page_verifies_the_seals_of_the_book(path: Any) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["openings"]
    for name, opening in data["openings"].items():
        count = sum(run[0] for run in opening["places"])
        assert verified(data, opening, list(tokens(opening["exact"]))[:count]), name


# -- the same by the package ------------------------------------------------------------------------------------------


def test_the_package_reads_the_example() -> None:
    read = seals.from_json(example())
    assert proof_bundle.prove("any/will-come-back", "lake will […] back", read, read.openings["will-come-back"]).ok
    assert seals.to_json(read) == example()


def test_the_package_cuts_the_example_into_these_tokens() -> None:
    words = tokens("The lake will come back, he said.")
    assert words == tuple(row[1] for row in leaves())
    assert (len(words), sum(map(is_word, words))) == (example()["tokens"], example()["words"])


def test_the_page_names_every_zone_by_its_number_and_every_key() -> None:
    for number, zone in enumerate(seals.ZONES):
        assert f"{number} {zone}" in page()
    opening = example()["openings"]["will-come-back"]
    assert [name for name in (*example(), *opening) if f"`{name}`" not in page()] == []
    assert f"**version {seals.VERSION}**" in page()
