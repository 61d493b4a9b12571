"""Articles kept from run to run: whatever lies in their folder, the article is the one that is laid."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st

from sourcebook import load
from sourcebook.quotes import kept, zones
from sourcebook.quotes.zones import Article
from sourcebook.records import Source
from tests.fuzz import strategies as given_
from tests.fuzz.cases import Fuzz
from tests.sealed import ARTICLE, KEY, RECORD

MANY = 2**62
"""More of anything than a machine holds."""


@pytest.fixture(scope="module")
def source() -> Source:
    record, _ = load.to_record(Source, load.parse(RECORD.format(digest="0" * 64)), "x.yml")
    assert record is not None
    return record


def known_of(article: Article) -> tuple[object, ...]:
    return article, article.words, article.noise.words, article.sentences, article.forces


def written(source: Source, folder: Path) -> bytes:
    """The file of the article as it should be."""
    kept.lay(KEY, source, ARTICLE, folder)
    return (folder / f"{KEY}.laid").read_bytes()


def test_a_kept_article_is_the_laid_one_whatever_its_file_holds(fuzz: Fuzz, source: Source, tmp_path: Path) -> None:
    whole, path = written(source, tmp_path), tmp_path / f"{KEY}.laid"
    laid = known_of(zones.lay(KEY, source, ARTICLE)[0])

    def check(data: bytes) -> None:
        path.write_bytes(data)
        article, faults = kept.lay(KEY, source, ARTICLE, tmp_path)
        assert faults == []
        assert _plain(known_of(article)) == _plain(laid)
        assert path.read_bytes() == whole

    known = [b"", b"\0" * 64, whole[:64], whole[:-1], whole + b"\0", whole[64:], whole * 2, b"\xff" * len(whole)]
    fuzz("kept articles", check, st.one_of(given_.damaged([whole]), st.binary(max_size=200)), known)


def _plain(found: tuple[object, ...]) -> tuple[object, ...]:
    """The same without the objects that are compared by what they are and not by what they hold."""
    article = found[0]
    assert isinstance(article, Article)
    names = (name for name in Article.__dataclass_fields__ if name not in {"stream", "noise"})
    return (*(getattr(article, name) for name in names), *found[1:])


FIELDS = kept._Form.__struct_fields__


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("zones", [["body", MANY]]),
        ("zones", [["body", -1], ["body", MANY]]),
        ("zones", []),
        ("starts", b"\0" * 7),
        ("ends", b""),
        ("sentences", b"\0" * 4),
        ("forces", b""),
        ("broken", b"\1"),
        ("words", ""),
        ("words", "\x1f" * 50),
    ],
)  # fmt: skip
def test_a_file_whose_numbers_do_not_fit_its_words_is_passed_over(
    source: Source, tmp_path: Path, name: str, value: object
) -> None:
    whole, path = written(source, tmp_path), tmp_path / f"{KEY}.laid"
    form = msgspec.msgpack.decode(whole[64:])
    form[FIELDS.index(name)] = value
    path.write_bytes(sealed_again(whole, form))
    article, _ = kept.lay(KEY, source, ARTICLE, tmp_path)
    assert len(article.words) == len(article.zones) > 100
    assert path.read_bytes() == whole


def test_any_form_under_a_right_digest_is_an_article_or_passed_over(fuzz: Fuzz, source: Source, tmp_path: Path) -> None:
    """Nobody makes such a file by accident; who makes it on purpose gets no traceback either."""
    whole, path = written(source, tmp_path), tmp_path / f"{KEY}.laid"
    form = msgspec.msgpack.decode(whole[64:])

    def check(case: tuple[int, Any]) -> None:
        changed = [case[1] if i == case[0] else value for i, value in enumerate(form)]
        path.write_bytes(sealed_again(whole, changed))
        article, _ = kept.lay(KEY, source, ARTICLE, tmp_path)
        parallel = (article.starts, article.ends, article.paragraphs, article.zones, article.speech, article.broken)
        assert {len(values) for values in parallel} == {len(article.words)}

    pairs = st.lists(st.tuples(st.text(max_size=4), st.integers(-5, MANY)), max_size=4)
    numbers = st.lists(st.tuples(*[st.integers(-5, MANY)] * 3), max_size=3)
    values = st.one_of(
        st.binary(max_size=40), st.text(max_size=9), pairs, numbers, st.dictionaries(st.integers(0, 9), st.text())
    )
    fuzz("forms of kept articles", check, st.tuples(st.integers(0, len(FIELDS) - 1), values), (), 200)


def sealed_again(whole: bytes, form: object) -> bytes:
    body = msgspec.msgpack.encode(form)
    return whole[:32] + hashlib.sha256(body).digest() + body


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_queue_or_a_folder_in_its_place_is_not_waited_for(source: Source, tmp_path: Path) -> None:
    path = tmp_path / f"{KEY}.laid"
    os.mkfifo(path)
    assert kept.lay(KEY, source, ARTICLE, tmp_path)[1] == []
    path.unlink()
    path.mkdir()
    assert kept.lay(KEY, source, ARTICLE, tmp_path)[1] == []


def test_another_python_or_another_machine_lays_anew(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = written(source, tmp_path)
    for other in (("99.0.0", *kept._MACHINE[1:]), (kept._MACHINE[0], "neither", kept._MACHINE[2])):
        monkeypatch.setattr(kept, "_MACHINE", other)
        assert written(source, tmp_path)[:32] != whole[:32]
