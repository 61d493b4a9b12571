"""Records that wait for their article: what counts as one, and what completing one changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.ingest import waiting
from sourcebook.model.problems import SourcebookError

RECORD = f"""# {waiting.HEAD} With its file, run: sourcebook add FILE --key a

title: T  # kept
short: T
genre: article
language: und
fidelity: original
origin: a
reliability:
  letter: F
  because: none
text:
  file: a.txt
  sha256: {waiting.NO_TEXT}

zones: []

speech: []

passages: []
"""


def record(folder: Path, text: str) -> tuple[str, object] | None:
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "sources" / "a.yml").write_text(text)
    return waiting.record(folder, "a")


def test_a_record_waits_while_it_names_no_text(tmp_path: Path) -> None:
    assert record(tmp_path, RECORD) is not None
    assert record(tmp_path, RECORD.replace(waiting.NO_TEXT, "0" * 64)) is None
    assert record(tmp_path, "title: [") is None
    assert waiting.record(tmp_path, "b") is None


def test_completing_keeps_what_the_author_wrote(tmp_path: Path) -> None:
    kept = waiting.record(tmp_path, "a") or record(tmp_path, RECORD)
    assert kept
    text, source = waiting.record(tmp_path, "a") or ("", None)
    assert source
    zones = ["zones:", "  - zone: body", "    lines: 1"]
    fields = {"zones": zones, "speech": ["speech: []"], "language": ["language: en"]}
    done = waiting.completed(text, source, fields)
    assert "title: T  # kept" in done
    assert "language: en\n" in done
    assert "zones:\n  - zone: body\n    lines: 1\n" in done
    assert waiting.HEAD not in done
    with pytest.raises(SourcebookError, match="its record has zones already"):
        waiting.completed(text.replace("zones: []", "zones: [] # mine"), source, fields)
