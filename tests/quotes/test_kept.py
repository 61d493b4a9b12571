"""A kept article is the laid one, is used only for what it was made of, and is never believed when it is damaged."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest

from sourcebook import keeping
from sourcebook.quotes import kept, zones
from sourcebook.quotes.zones import Article
from sourcebook.records import Source

TEXT = """\
A title – of sorts

Mr. Quill said: “We may sail. No?” Then, at 5:23PM, nobody came… But the café’s door stood open.
Buy rudders now!
The second paragraph isn’t long.
"""
RECORD = {
    "title": "A title",
    "short": "Quill",
    "genre": "report",
    "language": "en",
    "fidelity": "original",
    "origin": "quill",
    "reliability": {"letter": "F", "because": "Made up."},
    "text": {"file": "quill.txt", "sha256": "0" * 64},
    "zones": [{"zone": "title", "lines": "1"}, {"zone": "body", "lines": "3"}, {"zone": "body", "lines": "5"}],
    "speech": [{"span": 1, "speaker": "quill"}],
}


def source(**changes: object) -> Source:
    return msgspec.convert({**RECORD, **changes}, Source)


def everything(article: Article) -> tuple[object, ...]:
    """All that is known of an article."""
    plain = [getattr(article, name) for name in Article.__dataclass_fields__ if name not in {"stream", "noise"}]
    found = article.words, article.noise.words, article.sentences, article.forces, article.glued
    return (*plain, *found, list(article.stream.find(("We", "may"))))


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every article that was laid and not taken from the folder."""
    found: list[str] = []
    original = zones.lay

    def counted(key: str, record: Source, text: str) -> kept.Laid:
        found.append(key)
        return original(key, record, text)

    monkeypatch.setattr(zones, "lay", counted)
    return found


def test_the_second_time_it_is_taken_and_is_the_same_in_everything(tmp_path: Path, laid: list[str]) -> None:
    first, faults = kept.lay("quill", source(), TEXT, tmp_path / "made")
    second, none = kept.lay("quill", source(), TEXT, tmp_path / "made")
    assert faults == none == []
    assert laid == ["quill"]
    assert everything(second) == everything(first)
    assert everything(second) == everything(zones.lay("quill", source(), TEXT)[0])
    assert {type(value) for value in everything(second)} == {type(value) for value in everything(first)}


@pytest.mark.parametrize("kept_before", [0, 30])
def test_many_that_are_laid_together_are_those_that_are_laid_one_by_one(tmp_path: Path, kept_before: int) -> None:
    count = kept.MANY + kept_before + 7
    sources = {f"quill-{n}": source(speech=[] if n == 40 else RECORD["speech"]) for n in range(count)}
    texts = {key: TEXT.replace("second", f"{n}th") for n, key in enumerate(sources)}
    for key in list(sources)[:kept_before]:
        kept.lay(key, sources[key], texts[key], tmp_path)
    found = kept.lay_all(sources, texts, tmp_path)
    assert list(found) == list(sources)
    for key, (article, faults) in found.items():
        alone, same = zones.lay(key, sources[key], texts[key])
        assert everything(article) == everything(alone)
        assert faults == same
    assert {path.stem for path in tmp_path.iterdir()} == {*sources} - {"quill-40"}


@pytest.mark.parametrize(
    "changes",
    [
        {"text": {"file": "quill.txt", "sha256": "1" * 64}},
        {"zones": RECORD["zones"][:2]},  # type: ignore[index]  # the record is of many types
        {"speech": [{"span": 1, "speaker": "somebody"}]},
        {"author": [{"family": "Quill", "actor": "quill"}]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_it_was_made_of_has_changed(tmp_path: Path, laid: list[str], changes: dict[str, object]) -> None:
    kept.lay("quill", source(), TEXT, tmp_path)
    found, _ = kept.lay("quill", source(**changes), TEXT, tmp_path)
    assert laid == ["quill", "quill"]
    assert everything(found) == everything(zones.lay("quill", source(**changes), TEXT)[0])


def test_other_code_lays_anew(tmp_path: Path, laid: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    kept.lay("quill", source(), TEXT, tmp_path)
    monkeypatch.setattr(keeping, "code", lambda *_: b"another version")
    kept.lay("quill", source(), TEXT, tmp_path)
    assert laid == ["quill", "quill"]


def test_a_file_that_is_damaged_anywhere_is_not_believed(tmp_path: Path, laid: list[str]) -> None:
    kept.lay("quill", source(), TEXT, tmp_path)
    [path] = tmp_path.iterdir()
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        kept.lay("quill", source(), TEXT, tmp_path)
        assert path.read_bytes() == whole, "it was laid anew, and mended"
    for cut in (0, 10, 63, 64, len(whole) - 1):
        path.write_bytes(whole[:cut])
        kept.lay("quill", source(), TEXT, tmp_path)
        assert path.read_bytes() == whole
    assert len(laid) == 1 + len(range(0, len(whole), 7)) + 5


def test_a_file_that_is_whole_and_no_article_is_not_believed(tmp_path: Path, laid: list[str]) -> None:
    kept.lay("quill", source(), TEXT, tmp_path)
    [path] = tmp_path.iterdir()
    keeping.write(path, path.read_bytes()[:32], msgspec.msgpack.encode(["an", "other", "form"]))
    kept.lay("quill", source(), TEXT, tmp_path)
    assert laid == ["quill", "quill"]


def test_what_has_a_fault_is_not_kept(tmp_path: Path) -> None:
    _, faults = kept.lay("quill", source(speech=[]), TEXT, tmp_path)
    assert faults
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_kept_nothing_is_lost(tmp_path: Path, laid: list[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    found, faults = kept.lay("quill", source(), TEXT, tmp_path / "file" / "below")
    assert faults == []
    assert found.words == kept.lay("quill", source(), TEXT, None)[0].words


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    kept.lay("quill", source(), TEXT, tmp_path)
    [path] = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
