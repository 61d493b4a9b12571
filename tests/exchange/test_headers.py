"""What references do to a book: fill what is empty, show what clashes, begin what is new, keep addresses private."""

from __future__ import annotations

import json
from pathlib import Path

from tests.exchange.conftest import Run

RIS = """TY  - NEWS
TI  - The Night the River came to Sorrelford
AU  - Ostrey, Lena
T2  - Sorrelford Courier
DA  - 2031/03/02
PB  - Courier House
UR  - https://www.courier.example/night?utm_source=x
ER  -

TY  - NEWS
TI  - Six months after the water
AU  - Quill, Hannah
DA  - 2031/09/01
T2  - The Ondrian
UR  - https://ondrian.example/six
ER  -
"""
ARTICLE = """Six months after the water

By Hannah Quill

The shops of Mill Street have opened again, and the baker says that "the damp will never leave the walls".

Nobody in the council wanted to say when the new barrier will be ready, and the engineers expect two more winters.
"""


def test_a_reference_fills_what_is_empty_and_nothing_else(flood: Path, run: Run, tmp_path: Path) -> None:
    record, before = flood / "sources" / "courier-2031.yml", (flood / "sources" / "courier-2031.yml").read_text()
    (tmp_path / "z.ris").write_text(RIS)
    shown = run("import", tmp_path / "z.ris")
    assert (shown.exit_code, record.read_text()) == (2, before)
    assert "add --yes" in shown.stderr
    done = run("import", tmp_path / "z.ris", "--yes")
    assert done.exit_code == 0
    assert "Fills publisher of courier-2031" in done.stdout
    assert "issued: the record has '2031-03-16', the reference '2031-03-02'; the record stays." in done.stdout
    assert record.read_text() == before.replace('publisher: ""', "publisher: Courier House")


def test_a_new_reference_begins_a_record_that_add_completes(flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "z.ris").write_text(RIS)
    assert run("import", tmp_path / "z.ris", "--yes").exit_code == 0
    assert run("check").exit_code == 0
    assert "already there" in run("import", tmp_path / "z.ris").stdout
    record = flood / "sources" / "quill-2031.yml"
    record.write_text(record.read_text().replace("genre: newspaper article", "genre: report  # mine"))
    (tmp_path / "six.txt").write_text(ARTICLE)
    assert run("add", tmp_path / "six.txt", "--key", "quill-2031").exit_code == 0
    text = record.read_text()
    assert "genre: report  # mine" in text
    assert "issued: 2031-09-01" in text
    assert "lines: 5-7" in text
    assert "not here yet" not in text.split("reliability")[0]
    assert run("find", "two more winters").exit_code == 0
    assert "there is a source" in run("add", tmp_path / "six.txt", "--key", "quill-2031").stderr


def test_addresses_are_kept_out_of_records_and_of_git(flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "z.ris").write_text(RIS)
    run("import", tmp_path / "z.ris", "--yes")
    assert not [p for p in (flood / "sources").glob("*.yml") if "https://" in p.read_text()]
    kept = json.loads((flood / ".sourcebook" / "references.json").read_text())
    assert kept["quill-2031"]["URL"] == "https://ondrian.example/six"
    assert (flood / ".sourcebook" / ".gitignore").read_text() == "*\n"


def test_a_source_is_found_by_address_and_by_a_like_title(flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "z.ris").write_text(RIS)
    run("import", tmp_path / "z.ris", "--yes")
    moved = RIS.replace("Six months after the water", "Half a year").replace("https://ondrian", "http://www.ondrian")
    (tmp_path / "moved.ris").write_text(moved)
    assert "It is quill-2031" in run("import", tmp_path / "moved.ris").stdout
    longer = "TY  - NEWS\nTI  - The gates did what gates are for: an answer\nAU  - Ives, M.\nPY  - 2031\nER  - \n"
    (tmp_path / "longer.ris").write_text(longer)
    assert "It is ives-2031" in run("import", tmp_path / "longer.ris").stdout


def test_what_was_left_out_does_not_come_back(flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "z.ris").write_text(RIS)
    assert "2. left out" in run("import", tmp_path / "z.ris", "--yes", "--skip", "2").stdout
    assert "You left it out before" in run("import", tmp_path / "z.ris", "--yes").stdout
    assert not (flood / "sources" / "quill-2031.yml").exists()
    assert "2. taken" in run("import", tmp_path / "z.ris", "--yes", "--again").stdout


def test_one_source_can_be_named_for_one_reference(run: Run, tmp_path: Path) -> None:
    (tmp_path / "z.ris").write_text(RIS)
    assert "--source names one source" in run("import", tmp_path / "z.ris", "--source", "ives-2031").stderr
    assert "did you mean 'ives-2031'" in run("import", tmp_path / "z.ris", "--source", "ives-203").stderr


def test_line_ends_and_comments_stay(flood: Path, run: Run, tmp_path: Path) -> None:
    record = flood / "sources" / "courier-2031.yml"
    record.write_bytes(record.read_bytes().replace(b"\n", b"\r\n"))
    (tmp_path / "z.ris").write_text(RIS)
    run("import", tmp_path / "z.ris", "--yes")
    assert record.read_bytes().count(b"\r\n") == record.read_bytes().count(b"\n")
    assert b"publisher: Courier House\r\n" in record.read_bytes()
