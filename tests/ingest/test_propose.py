"""Which paragraph of a text is what: the rules one by one, and the five articles against their records."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.ingest.page import Facts
from sourcebook.ingest.propose import Proposal, blocks_of_text, propose
from sourcebook.model.records import Source, Zone
from sourcebook.store import book as store_book
from sourcebook.store import files
from tests.commands.harbour import TEXT

BODY = "The council met on Friday to hear the islanders, the company and the harbour master in turn, it said."


def proposed(text: str, title: str = "") -> Proposal:
    return propose(blocks_of_text(text), Facts(title=title))


def labels(text: str, title: str = "") -> list[str]:
    return [name for _, name in proposed(text, title).labels]


def around(line: str) -> str:
    """A line in the middle of an article."""
    return "\n\n".join(["A title of some words", BODY, f"{BODY} Twice.", line, f"{BODY} Again.", f"{BODY} And again."])


def test_the_parts_of_an_article_are_told_apart() -> None:
    assert proposed(TEXT).zones == (
        Zone(zone="dateline", lines="3"),
        Zone(zone="title", lines="5"),
        Zone(zone="body", lines="9"),
        Zone(zone="body", lines="13"),
        Zone(zone="heading", lines="15"),
        Zone(zone="body", lines="17-19"),
        Zone(zone="author-note", lines="21"),
        Zone(zone="disclaimer", lines="23"),
    )


def test_a_run_of_body_stops_at_furniture() -> None:
    text = "\n\n".join(["A title of some words", BODY, "Subscribe to our newsletter", f"{BODY} Again."])
    assert [(z.zone, z.lines) for z in proposed(text).zones] == [("title", "1"), ("body", "3"), ("body", "7")]


def test_what_the_text_prints_of_itself_is_found() -> None:
    facts = proposed(TEXT).facts
    assert (facts.title, facts.author, facts.issued) == ("No boat to Merrow Island", ("Ilsa Quill",), "2031-02-03")
    assert "Line 3" in facts.issued_because
    assert facts.language == "en"


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Related",
        "Related: Bread prices rise again",
        "Share this article",
        "Subscribe",
        "Read more",
        "Read more: Bread prices rise",
        "Sign up for our newsletter",
        "Become a member today",
        "Support quality news",
        "Get unlimited access to every article",
        "30-day free trial.",
        "© 2031 The Lantern",
        "All rights reserved.",
        "12 comments",
        "Follow us on the harbour radio",
        "By Ilsa Quill",
        "Bread prices\nA whale in the bay\nSnow on the quay",
    ],
)
def test_furniture_is_noise(line: str) -> None:
    assert labels(around(line)) == ["title", "body", "body", "noise", "body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Related costs rose to three million, the director of the company told the council on Friday evening.",
        "By Friday, the harbour was empty.",
        "Share prices of the company fell after the news, and nobody on the island was surprised by it.",
        "“Read it again,” he said.",
        "Support for the company is low on the island, where 40 people own a boat and all others need one to live.",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_body(line: str) -> None:
    assert labels(around(line))[3] == "body"


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("What comes next", "heading"),
        ("‘Nobody asked us’", "heading"),
        ("The quay in winter (Photo: Quill)", "caption"),
        ("The quay in winter [File: Lantern/Reuters]", "caption"),
    ],
)
def test_headings_and_captions_inside_the_body(line: str, label: str) -> None:
    assert labels(around(line))[3] == label


def test_what_stands_twice_is_a_button() -> None:
    text = around("Listen on the radio here") + "\n\nListen on the radio here"
    assert labels(text)[3] == labels(text)[6] == "noise"


def test_a_known_title_is_found_where_it_stands() -> None:
    text = "\n\n".join(["Morning edition of the paper", "The boat is late.", BODY, BODY + " Again."])
    assert labels(text, "The boat is late.") == ["noise", "title", "body", "body"]
    assert labels(text) == ["title", "body", "body", "body"]


def test_the_section_behind_a_title_is_left_out() -> None:
    found = proposed(f"No boat to Merrow Island | Opinions\n\n{BODY}\n\n{BODY} Again.")
    assert found.facts.title == "No boat to Merrow Island"
    assert found.zones[0] == Zone(zone="title", lines="1", ends="No boat to Merrow Island")


def test_a_place_before_the_first_words_is_a_dateline() -> None:
    found = proposed(f"No boat to Merrow Island\n\nMERROW QUAY, Feb. 3 – {BODY}\n\n{BODY} Again.").zones
    assert found[1:3] == (
        Zone(zone="dateline", lines="3", starts="MERROW", ends="MERROW QUAY, Feb. 3 –"),
        Zone(zone="body", lines="3", starts="The council"),
    )


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("3 February 2031", "2031-02-03"),
        ("Monday, 3rd Feb 2031", "2031-02-03"),
        ("Published: February 3, 2031, 10:40 GMT", "2031-02-03"),
        ("2031-02-03", "2031-02-03"),
        ("Published 3 February 2031. Updated 5 February 2031", "2031-02-03"),
        ("03/02/2031", ""),
        ("Updated: 5 February 2031", ""),
        ("Monday", ""),
    ],
)
def test_a_date_is_read_only_where_it_can_be_read_in_one_way(line: str, issued: str) -> None:
    assert proposed(f"No boat to Merrow Island\n\n{line}\n\n{BODY}\n\n{BODY} Again.").facts.issued == issued


def test_lines_without_an_empty_line_between_are_paragraphs_of_their_own() -> None:
    assert [(b.first, b.last) for b in blocks_of_text(f"{BODY}\n{BODY} And {BODY}\n\nEnd.\n")] == [
        (1, 1),
        (2, 2),
        (4, 4),
    ]


def test_nothing_is_proposed_for_nothing() -> None:
    assert proposed("").zones == ()


def by_line(zones: list[Zone] | tuple[Zone, ...]) -> dict[int, set[str]]:
    out: dict[int, set[str]] = {}
    for zone in zones:
        first, _, last = zone.lines.partition("-")
        for line in range(int(first), int(last or first) + 1):
            out.setdefault(line, set()).add(zone.zone)
    return out


def test_on_the_five_articles_few_lines_are_taken_for_what_they_are_not(texts: Path, book_root: Path) -> None:
    book, _ = store_book.load_book(book_root)
    lines = wrong = 0
    for source in filter(lambda s: isinstance(s, Source), book.sources.values()):
        text = files.decode((texts / source.text.file).read_bytes())
        truth, found = by_line(source.zones), by_line(proposed(text).zones)
        numbers = [n for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
        lines += len(numbers)
        wrong += sum(truth.get(n) != found.get(n) for n in numbers)
    assert lines > 200
    assert wrong <= 0.03 * lines
