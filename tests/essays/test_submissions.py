"""Folders and ZIPs of learning platforms: whose each file is, and which are refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sourcebook.essays import submissions
from sourcebook.model.problems import SourcebookError
from tests.essays import corpus


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("name", "student", "late"),
    [
        ("Ana María Ruiz_4711_assignsubmission_file_/essay.docx", "Ana María Ruiz", False),
        ("Jo O'Neil-Smith_4711_assignsubmission_onlinetext_/onlinetext.html", "Jo O'Neil-Smith", False),
        ("Li Wei_4711_assignsubmission_file_my_own_essay.docx", "Li Wei", False),
        ("ruizana_LATE_123_456_essay.docx", "ruizana", True),
        ("ruizana_123_456_essay-2.docx", "ruizana", False),
        ("ruizana_123_456_my_own_essay.docx", "ruizana", False),
        ("essay of Ana.docx", "essay of Ana", False),
    ],
)
def test_the_names_that_platforms_give(name: str, student: str, late: bool) -> None:
    assert submissions.student_of(name) == (student, late)


def test_both_platforms_zips() -> None:
    made = corpus.essays()[:6]
    for data, first in ((corpus.moodle_zip(made), "Student essay-01"), (corpus.canvas_zip(made), "studentessay01")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert len(archive.namelist()) == 6
        assert {submissions.student_of(name)[0] for name in archive.namelist()} >= {first}


def test_what_is_no_essay_is_a_line_and_junk_is_none(tmp_path: Path) -> None:
    for name in ("a.txt", "photo.jpg", ".DS_Store", "~$a.docx", "__MACOSX/._a.txt", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"words")
    found = submissions.collect(tmp_path)
    assert [(s.file, bool(s.fault)) for s in found] == [("a.txt", False), ("photo.jpg", True)]


def test_a_zip_that_leads_out_of_itself(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "class.zip",
        **{"../../evil.txt": b"words", "/etc/a.txt": b"words", "C:\\a.txt": b"w", "a.txt": b"words"},
    )
    found = submissions.collect(path)
    assert [s.file for s in found if not s.fault] == ["a.txt"]
    assert all("leads out" in s.fault for s in found if s.fault)


def test_a_bomb_in_a_zip(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "class.zip", **{"bomb.txt": bytes(submissions.LARGEST + 1), "a.txt": b"words", "in.zip": b"PK"}
    )
    faults = {s.file: s.fault for s in submissions.collect(path)}
    assert "unpacks" in faults["bomb.txt"]
    assert "ZIP inside" in faults["in.zip"]
    assert not faults["a.txt"]


def test_a_damaged_zip_in_a_folder_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "a.txt").write_bytes(b"words")
    assert {s.file: bool(s.fault) for s in submissions.collect(tmp_path)} == {"a.txt": False, "class.zip": True}


def test_a_copy_is_read_once(tmp_path: Path) -> None:
    folder = tmp_path / "Ana_1_assignsubmission_file_"
    folder.mkdir()
    for name in ("essay.txt", "essay (1).txt"):
        (folder / name).write_bytes(b"words")
    (tmp_path / "other.txt").write_bytes(b"words")  # the same words of another student are read, and nothing is said
    assert [bool(s.fault) for s in submissions.collect(tmp_path)] == [False, True, False]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.txt").write_bytes(b"words")
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret" / "a.txt")
    assert "link" in submissions.collect(folder)[0].fault


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SourcebookError, match="not there"):
        submissions.collect(tmp_path / "class")
    with pytest.raises(SourcebookError, match="no file"):
        submissions.collect(tmp_path)
