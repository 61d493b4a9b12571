"""The longer hunt can begin: its readers read what they are given first, and a call that cannot work says why."""

from __future__ import annotations

import importlib.util

import pytest

from tests.fuzz import longer
from tests.fuzz.readers import READERS


@pytest.mark.parametrize("name", READERS)
def test_each_reader_reads_what_a_hunt_begins_with(name: str) -> None:
    reader = READERS[name]
    files = [good.encode() if isinstance(good, str) else good for good in reader.good()]
    assert files
    for data in files:
        reader.read(data)


def test_a_word_is_written_as_libfuzzer_reads_it() -> None:
    assert longer.quoted('"\\é') == '"\\x22\\x5c\\xc3\\xa9"\n'
    assert longer.quoted("") == ""


@pytest.mark.parametrize("arguments", [["soon"], ["60", "nonsense"]])
def test_a_wrong_call_is_told(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    assert longer.main(arguments) == 2
    assert "how many seconds, and which of: record, " in capsys.readouterr().err


def test_without_atheris_it_says_how_to_have_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert longer.main(["60"]) == 2
    assert "pip install atheris" in capsys.readouterr().err
