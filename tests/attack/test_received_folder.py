"""A received book with a `_build` in it: nothing there runs, decides a verdict, or reaches what is built."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook.cli import main
from sourcebook.store import build_cache
from tests import sealed
from tests.sealed import KEY


class Code:
    """A pickle that writes a file when it is loaded."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self.proof),)


@pytest.fixture(autouse=True)
def _no_other_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SOURCEBOOK_TEXTS", "SOURCEBOOK_PRIVATE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Where the small sealed book with pages stands, and a copy of how its sender built it there."""
    folder = tmp_path_factory.mktemp("sent")
    book, saved = folder / "book", folder / "saved"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SOURCEBOOK_TEXTS", "SOURCEBOOK_PRIVATE"):
            patch.delenv(name, raising=False)
        patch.setenv(build_cache.STATE, str(folder / "sender"))
        assert CliRunner().invoke(main, ["new", "book", str(book)]).exit_code == 0
        assert run(book, "build").exit_code == 0
    shutil.move(book, saved)
    return book, saved


@pytest.fixture
def received(sent: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The small sealed book with pages, as its sender built it in the same place, in the hands of another user."""
    book, saved = sent
    shutil.copytree(saved, book, symlinks=True)
    monkeypatch.setenv(build_cache.STATE, str(tmp_path / "receiver"))
    yield book
    shutil.rmtree(book)


def run(book: Path, *words: str) -> Result:
    """A command in the book."""
    words = tuple(str(book / word) if word == "out" else word for word in words)
    result = CliRunner().invoke(main, ["--root", str(book), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def poison(book: Path, proof: Path) -> int:
    """Put code in the place of every pickle, and where one would be looked for; how many there are."""
    count = 0
    work = book / "_build" / ".work"
    for edition in ("html", "check", "read", "paper", "instructor"):
        (work / f"{edition}.doctrees").mkdir(exist_ok=True)
        (work / f"{edition}.doctrees" / "environment.pickle").touch()
        (work / f"{edition}.doctrees" / "index.doctree").touch()
    (book / "_build" / ".doctrees").mkdir()
    (book / "_build" / ".doctrees" / "environment.pickle").touch()
    for path in (book / "_build").rglob("*"):
        if path.suffix in {".pickle", ".doctree"}:
            path.write_bytes(pickle.dumps(Code(proof)))
            count += 1
    return count


@pytest.mark.parametrize("command", [("build",), ("check",), ("export", "evidence", "--to", "out")])
def test_no_pickle_of_a_received_folder_runs(received: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert poison(received, tmp_path / "ran") > 10
    assert run(received, *command).exit_code == 0
    assert not (tmp_path / "ran").exists()


def test_the_poison_is_one(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Code(tmp_path / "ran")))  # noqa: S301 -- made on the line itself
    assert (tmp_path / "ran").is_dir()


def test_plain_sphinx_runs_none_either(received: Path, tmp_path: Path) -> None:
    from sphinx.cmd.build import build_main

    poison(received, tmp_path / "ran")
    out = ["-q", "-d", str(received / "_build/.doctrees"), str(received), str(received / "_build/html")]
    assert build_main(out) == 0
    assert not (tmp_path / "ran").exists()


def test_a_forged_mark_does_not_help(received: Path, tmp_path: Path) -> None:
    poison(received, tmp_path / "ran")
    for folder in (received / "_build" / ".work").glob("*.doctrees"):
        (folder / "sourcebook.mark").write_text("0" * 128, encoding="ascii")
    assert run(received, "check").exit_code == 0
    assert not (tmp_path / "ran").exists()


def test_links_in_the_cache_are_taken_away_and_not_followed(received: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.doctree").write_text("mine")
    doctrees = received / "_build" / ".work" / "html.doctrees"
    (doctrees / "away").symlink_to(mine)
    shutil.rmtree(received / "_build" / ".work" / "html")
    (received / "_build" / ".work" / "html").symlink_to(mine)
    assert run(received, "build").exit_code == 0
    assert [path.name for path in mine.iterdir()] == ["thesis.doctree"]
    assert not (doctrees / "away").exists()


def test_pages_and_scripts_that_lay_in_the_output_are_not_published(received: Path) -> None:
    made = received / "_build" / ".work" / "html"
    (made / "forged.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    page = made / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", "FORGED</body>"), encoding="utf-8")
    assert run(received, "build").exit_code == 0
    assert not (received / "_build" / "html" / "forged.html").exists()
    assert "FORGED" not in (received / "_build" / "html" / "index.html").read_text(encoding="utf-8")


def test_what_older_versions_kept_of_articles_and_records_is_not_looked_at(tmp_path: Path) -> None:
    root = sealed.write_book(tmp_path / "book")
    before = run(root, "check").output
    for name in ("articles/salt-2031.laid", "records", "templates/x"):
        path = root / "_build" / ".work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(64) + b"forged")
        path.chmod(0)
    assert run(root, "check").output == before


def test_a_seal_is_made_of_the_article_alone(tmp_path: Path) -> None:
    root = sealed.write_book(tmp_path / "book")
    good = sealed.seal_file(root).read_bytes()
    sealed.seal_file(root).unlink()
    (root / "_build" / ".work" / "articles").mkdir(parents=True)
    (root / "_build" / ".work" / "articles" / f"{KEY}.laid").write_bytes(bytes(200))
    assert run(root, "seal", KEY).exit_code == 0
    assert sealed.seal_file(root).read_bytes() == good


# -- records, seals and texts that were changed ------------------------------------------------------------------------


def test_a_forged_seal_of_other_words_is_found(tmp_path: Path) -> None:
    root = sealed.write_book(tmp_path / "book")
    sealed.edit_seal(root, lambda data: data["openings"]["people-sent-home"].update(exact="Nobody was sent home."))
    shutil.rmtree(root / "sources" / "fulltext")
    assert run(root, "check").exit_code == 1


def test_a_text_that_was_swapped_under_the_same_record_is_found(tmp_path: Path) -> None:
    root = sealed.write_book(tmp_path / "book")
    text = root / "sources" / "fulltext" / "salt.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("Nobody", "Somebody"), encoding="utf-8")
    result = run(root, "check")
    assert result.exit_code == 1
    assert "text-changed" in result.output


def test_words_changed_in_the_record_are_found(tmp_path: Path) -> None:
    root = sealed.write_book(tmp_path / "book")
    sealed.edit_record(root, "a bag of salt", "a sack of salt")
    assert run(root, "check").exit_code == 1
    shutil.rmtree(root / "sources" / "fulltext")
    assert run(root, "check").exit_code == 1
