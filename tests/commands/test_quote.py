"""Quotations by the line: what may be asked, and the answers.

Here: `sourcebook.commands.quote` on a book of two invented articles. Not here: the rules (`tests/quotes/`), nor
arguments and exit codes (`test_cli.py`).
"""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from sourcebook.check import Opened, check_book, open_book
from sourcebook.commands import quote
from sourcebook.commands.quote import Reply, answer_all, as_line
from tests.quotes.velm import write_book


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    book = open_book(write_book(tmp_path_factory.mktemp("book")), {})
    assert [p for p in check_book(book) if p.is_error] == []
    return book


def answer(opened: Opened, **question: Any) -> dict[str, Any]:
    """The answer to one question about the longer article."""
    (reply,) = answer_all(opened, [json.dumps({"source": "velm", **question}).encode()])
    return reply.as_json()


def labels(reply: dict[str, Any]) -> list[str]:
    return [p["kind"] for p in reply["problems"]]


def test_an_answer_has_the_fields_of_the_manual(opened: Opened) -> None:
    assert answer(opened, id="a", exact="an unprecedented failure", speaker="Brandt") == {
        "id": "a",
        "verdict": "accepted",
        "state": "full",
        "zone": "body",
        "speaker": "ilse-brandt",
        "paragraph": 4,
        "problems": [],
    }


def test_a_problem_has_kind_severity_and_message(opened: Opened) -> None:
    (problem,) = answer(opened, exact="No lock was broken")["problems"]
    assert (problem["kind"], problem["severity"], sorted(problem)) == (
        "context",
        "caution",
        ["kind", "message", "severity"],
    )


def test_cautions_accept_and_errors_reject(opened: Opened) -> None:
    assert answer(opened, exact="No lock was broken")["verdict"] == "accepted"
    assert answer(opened, exact="The flood cost some 3")["verdict"] == "rejected"


@pytest.mark.parametrize(
    "name", ["ilse-brandt", "Ilse Brandt", "Brandt", "brandt", "the harbour master", " Ilse  Brandt "]
)
def test_a_speaker_is_named_by_id_name_or_variant(opened: Opened, name: str) -> None:
    assert answer(opened, exact="We did not sleep", speaker=name)["verdict"] == "accepted"


@pytest.mark.parametrize("name", ["author", "Author", "mara-quill", "Mara Quill", "Quill"])
def test_the_author_is_named_as_such_or_by_name(opened: Opened, name: str) -> None:
    assert answer(opened, exact="She then left the room", speaker=name)["verdict"] == "accepted"
    assert answer(opened, exact="A “keyhouse” is a hut", speaker=name)["verdict"] == "accepted"


def test_a_wrong_speaker_rejects_and_the_right_one_is_told(opened: Opened) -> None:
    reply = answer(opened, exact="We did not sleep", speaker="Ren")
    assert (reply["verdict"], labels(reply)[0], reply["speaker"]) == ("rejected", "wrong-speaker", "ilse-brandt")


def test_without_a_speaker_only_the_words_are_judged(opened: Opened) -> None:
    for nobody in ({}, {"speaker": None}, {"speaker": ""}):
        reply = answer(opened, exact="We did not sleep", **nobody)
        assert (reply["verdict"], reply["speaker"]) == ("accepted", "ilse-brandt")


def test_nobody_of_that_name_gets_a_suggestion(opened: Opened) -> None:
    reply = answer(opened, exact="We did not sleep", speaker="ilse-brand")
    assert (reply["verdict"], labels(reply)) == ("rejected", ["unknown-speaker"])
    assert "did you mean 'ilse-brandt'?" in reply["problems"][0]["message"]


def test_no_source_of_that_key_gets_a_suggestion(opened: Opened) -> None:
    reply = answer(opened, source="velmm", exact="We did not sleep")
    assert (reply["verdict"], labels(reply)) == ("rejected", ["unknown-reference"])
    assert "did you mean 'velm'?" in reply["problems"][0]["message"]


def test_a_prefix_says_which_of_two_places_is_meant(opened: Opened) -> None:
    assert labels(answer(opened, exact="stood by the gates")) == ["repeated"]
    assert labels(answer(opened, exact="stood by the gates", prefix="The guards")) == []


def test_a_rejection_names_the_closest_passage_and_the_other_source(opened: Opened) -> None:
    (near,) = answer(opened, exact="The river Velm rose by 2.4 metres")["problems"]
    assert "“2.4” for “2.5”" in near["message"]
    assert "¶3, line 7" in near["message"]
    (other,) = answer(opened, exact="The pumps were dry for nine days")["problems"]
    assert "They stand in ott." in other["message"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"not json", "is not JSON"),
        (b'{"exact": "x"', "is not JSON"),
        (b'{"id": NaN}', "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'["velm", "x"]', "is not an object"),
        (b"null", "is not an object"),
        (b"{}", "has no 'source'"),
        (b'{"source": "velm"}', "has no 'exact'"),
        (b'{"source": "velm", "exact": 5}', "has no 'exact'"),
        (b'{"source": ["velm"], "exact": "x"}', "has no 'source'"),
        (b'{"source": "velm", "exact": "x", "speaker": 0}', "'speaker' is not a string"),
        (b'{"source": "velm", "exact": "x", "prefix": []}', "'prefix' is not a string"),
        (b'{"source": "velm", "exact": "x", "speeker": "y"}', "did you mean 'speaker'?"),
        (b'{"source": "velm", "exact": "x \\ud800"}', "half a character"),
        (b'{"source": "velm", "exact": "x", "id": "\\udc00"}', "half a character"),
    ],
)
def test_a_line_that_is_no_question_is_answered_too(opened: Opened, line: bytes, words: str) -> None:
    (reply,) = answer_all(opened, [line])
    assert (reply.verdict, labels(reply.as_json())) == ("rejected", ["wrong-type"])
    assert "line 1 " in (message := reply.answer.problems[0].message) or "line 1:" in message
    assert words in message


def test_answers_and_questions_keep_step(opened: Opened) -> None:
    lines = [b'{"id": 1, "source": "velm", "exact": "x"}', b"", b"  \n", b"broken", b'{"id": "last"}']
    assert [r.id for r in answer_all(opened, lines)] == [1, None, "last"]


def test_an_id_is_given_back_as_it_came(opened: Opened) -> None:
    for name in (0, "", [1, {"a": None}], 1.5, None, "é \U0001f600"):
        assert answer(opened, id=name, exact="x")["id"] == name


def test_keys_of_the_askers_own_are_let_pass(opened: Opened) -> None:
    assert answer(opened, exact="We did not sleep", expected="accepted", page=3)["verdict"] == "accepted"


@pytest.mark.parametrize("batch", [quote.BATCH, 10_000])
def test_many_questions_of_a_file_are_answered_as_each_alone(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(quote, "BATCH", batch)
    asked = ("We did not sleep", "We never slept", "No lock was broken")
    lines = [as_line(words, "velm", None) for words in asked] * 700
    lines[1500:1500] = [b"", b"broken", b"  "]
    data = b"\n".join(lines) + b"\n"
    assert len(data) > quote.MANY
    (tmp_path / "many.jsonl").write_bytes(data)
    with (tmp_path / "many.jsonl").open("rb") as file:
        together = list(quote.tell_all(opened, file, Reply.as_text))
    alone = list(quote.tell_all(opened, io.BytesIO(data), Reply.as_text))  # as what comes through a pipe
    assert together == alone
    assert len(alone) == 2101
    assert [accepted for _, accepted in alone[:3]] == [True, False, True]
    assert "line 1502 is not JSON" in alone[1500][0]


def test_what_comes_through_a_pipe_is_answered_before_the_next_question(opened: Opened) -> None:
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb", buffering=0) as asked, os.fdopen(theirs, "wb", buffering=0) as asking:
        told = iter(quote.tell_all(opened, asked, Reply.as_text))
        for words, accepted in (("We did not sleep", True), ("We never slept", False)):
            asking.write(as_line(words, "velm", None) + b"\n")
            assert next(told)[1] is accepted


def test_one_question_makes_one_line() -> None:
    assert json.loads(as_line("a “b”", "velm", None)) == {"source": "velm", "exact": "a “b”"}
    assert json.loads(as_line("x", "velm", "Brandt"))["speaker"] == "Brandt"


def test_without_the_article_nothing_is_accepted_or_rejected(opened: Opened, tmp_path: Path) -> None:
    shutil.copytree(opened.book.root / "sources", tmp_path / "sources", ignore=shutil.ignore_patterns("fulltext"))
    reply = answer(open_book(tmp_path, {}), exact="We did not sleep")
    assert (reply["verdict"], reply["state"], labels(reply)) == ("unproven", "unchecked", ["no-proof"])


def test_the_words_for_a_terminal(opened: Opened) -> None:
    (reply,) = answer_all(opened, [as_line("No lock was broken", "velm", None)])
    first, second = reply.as_text().splitlines()
    assert first == "accepted (full). body, ¶7, said by author."
    assert second.startswith("  caution: ")
    assert second.endswith("[context]")
