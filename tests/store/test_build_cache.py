"""The mark of a build cache: written with a key of this user, void for other bytes, other places and other users."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sourcebook.store import build_cache
from sourcebook.store.build_cache import STATE, is_genuine, sign, state_folder, user_key


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def cache(tmp_path: Path, state: Path) -> Path:
    """A folder with two files, marked."""
    folder = tmp_path / "cache"
    (folder / "below").mkdir(parents=True)
    (folder / "a").write_text("one")
    (folder / "below" / "b").write_text("two")
    sign(folder, folder / "mark", tmp_path)
    return folder


def genuine(cache: Path) -> bool:
    return is_genuine(cache, cache / "mark", cache.parent)


def test_what_this_user_left_is_genuine(cache: Path) -> None:
    assert genuine(cache)


def test_another_byte_file_name_or_link_is_not(cache: Path) -> None:
    (cache / "a").write_text("One")
    assert not genuine(cache)
    (cache / "a").write_text("one")
    (cache / "c").write_text("")
    assert not genuine(cache)
    (cache / "c").unlink()
    (cache / "below" / "b").rename(cache / "b")
    assert not genuine(cache)
    (cache / "b").rename(cache / "below" / "b")
    assert genuine(cache)
    (cache / "below" / "b").unlink()
    (cache / "below" / "b").symlink_to(cache / "a")
    assert not genuine(cache)


def test_a_mark_holds_for_its_own_paths_only(cache: Path, tmp_path: Path) -> None:
    assert not is_genuine(cache, cache / "mark", tmp_path / "another book")
    moved = cache.rename(tmp_path / "moved")
    assert not is_genuine(moved, moved / "mark", tmp_path)


def test_another_user_has_another_key(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STATE, str(tmp_path / "other"))
    assert not genuine(cache)


def test_a_mark_that_is_missing_or_no_mark_is_not_believed(cache: Path) -> None:
    for wrong in (b"", b"0" * 128, b"\xff" * 128, b"x" * 5000):
        (cache / "mark").write_bytes(wrong)
        assert not genuine(cache)
    (cache / "mark").unlink()
    assert not genuine(cache)


def test_the_key_is_made_once_for_its_user_alone(state: Path) -> None:
    key = user_key()
    assert key
    assert len(key) == 32
    assert user_key() == key
    assert stat.S_IMODE((state / build_cache.KEY_FILE).stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_a_key_that_others_may_read_is_replaced(state: Path) -> None:
    key = user_key()
    (state / build_cache.KEY_FILE).chmod(0o644)
    assert user_key() != key


def test_where_no_key_can_be_kept_nothing_is_genuine(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(STATE, str(tmp_path / "file" / "below"))
    assert user_key() is None
    assert not genuine(cache)
    sign(cache, cache / "mark", tmp_path)
    assert not (cache / "mark").exists()


def test_a_state_folder_inside_whatever_folder_one_stands_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STATE, "state")
    assert user_key() is None


def test_the_state_folder_is_the_one_of_the_system() -> None:
    assert state_folder({"HOME": "/home/x"}, "linux") == Path("/home/x/.local/state/sourcebook")
    assert state_folder({"HOME": "/home/x", "XDG_STATE_HOME": "/s"}, "linux") == Path("/s/sourcebook")
    assert state_folder({"HOME": "/Users/x"}, "darwin") == Path("/Users/x/Library/Application Support/sourcebook")
    assert state_folder({"LOCALAPPDATA": "/l"}, "win32") == Path("/l/sourcebook")
    assert state_folder({}, "win32") is None
    assert state_folder({}, "linux") is None
