"""Records that wait for their article: begun from a reference, completed by `sourcebook add`.

Such a record names the digest of an empty text, and has no zones, speech or passages. Not here: beginning one
(`exchange/headers.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import Source
from sourcebook.store import validation, yaml_edit, yaml_source
from sourcebook.store.book import SOURCES, read_file

NO_TEXT = hashlib.sha256(b"").hexdigest()
"""The digest that the record of an article names while it is not here."""

HEAD = "From a reference manager: the article is not here yet."
"""The comment with which such a record begins."""


def is_waiting(source: Source) -> bool:
    """True if a record waits for its article."""
    return source.text.sha256 == NO_TEXT and not (source.zones or source.speech or source.passages)


def record(root: Path, key: str) -> tuple[str, Source] | None:
    """The text and the record of a source that waits for its article; None where there is none."""
    path = root / SOURCES / f"{key}.yml"
    text = read_file(path, root)[0] if path.is_file() else None
    if text is None:
        return None
    source, _ = validation.to_record(Source, yaml_source.parse(text), path.name)
    return (text, source) if source and is_waiting(source) else None


def completed(text: str, source: Source, fields: Mapping[str, Sequence[str]]) -> str:
    """The text of a waiting record with the article's file, and the lines of its zones, its speech and its language.

    `fields` are lines by key, each with its comments. What stands in the record otherwise stays as it is.
    """
    manuscript = yaml_edit.Manuscript(text)
    manuscript.replace(("text", "file"), source.text.file)
    manuscript.replace(("text", "sha256"), source.text.sha256)
    out = manuscript.result()
    for key, lines in fields.items():
        head, mark, tail = out.partition(f"\n{key}: {'und' if key == 'language' else '[]'}\n")
        if not mark and key != "language":
            raise SourcebookError(f"its record has {key} already; write `{key}: []` there, and add the article again.")
        out = head + "\n" + "\n".join(lines) + "\n" + tail if mark else out
    first, _, rest = out.partition("\n\n")
    return rest if first.startswith(f"# {HEAD}") else out
