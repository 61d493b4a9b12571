"""Articles as they were laid, kept from run to run, because laying is most of the work of a large book's first second.

Here: the form of a kept article, and what it was made of: the same text, the same zones, speech and author, and the
same code. Only articles without fault are kept. Not here: laying (`zones.py`), and when a file may be believed
(`sourcebook/keeping.py`).
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby, repeat
from pathlib import Path

import msgspec

from sourcebook import keeping, processes
from sourcebook.problems import Problem
from sourcebook.quotes import zones
from sourcebook.quotes.normalise import SEPARATOR, Stream
from sourcebook.quotes.zones import Article, Paragraph
from sourcebook.records import Source

Faults = list[tuple[tuple[str, int], Problem]]
Laid = tuple[Article, Faults]
MANY = 50
"""So many articles are worth more than one process: each takes some milliseconds to lay."""


class _Form(msgspec.Struct, array_like=True, frozen=True):
    """An article as MessagePack. Numbers are arrays of four bytes each; values in a row are counted."""

    clean: str
    words: str
    starts: bytes
    ends: bytes
    paragraphs: bytes
    zones: list[tuple[str, int]]
    speech: bytes
    broken: bytes
    blocks: list[tuple[int, int, int]]
    speakers: dict[int, str]
    noise: str
    sentences: bytes
    forces: bytes


_DECODER = msgspec.msgpack.Decoder(_Form)


def lay(key: str, source: Source, text: str, folder: Path | None) -> Laid:
    """What `zones.lay` gives; kept in the folder, and taken from there where nothing has changed. None: nothing is."""
    return lay_all({key: source}, {key: text}, folder)[key]


def lay_all(sources: Mapping[str, Source], texts: Mapping[str, str], folder: Path | None) -> dict[str, Laid]:
    """The same for every text, by its source and in their order. Many are laid by several processes."""
    found = {key: _found(key, sources[key], folder) for key in texts}
    missing = [key for key, article in found.items() if article is None]

    def anew(keys: Sequence[str]) -> list[Laid]:
        return [_anew(key, sources[key], texts[key], folder) for key in keys]

    def packed(keys: Sequence[str]) -> list[tuple[bytes, Faults]]:
        return [(msgspec.msgpack.encode(_form(article)), faults) for article, faults in anew(keys)]

    if len(missing) < MANY or processes.cores() == 1:
        laid = anew(missing)
    else:
        rows = chain.from_iterable(processes.shared(packed, processes.portions(missing, processes.cores())))
        laid = [
            (_article(key, _DECODER.decode(body)), faults) for key, (body, faults) in zip(missing, rows, strict=True)
        ]
    anew_by = dict(zip(missing, laid, strict=True))
    return {key: (article, []) if article else anew_by[key] for key, article in found.items()}


def _found(key: str, source: Source, folder: Path | None) -> Article | None:
    """The article as it was kept, where it can be used."""
    return _read(_file(folder, key), key, _made_of(key, source)) if folder else None


def _anew(key: str, source: Source, text: str, folder: Path | None) -> Laid:
    """The article laid anew, and kept where it can be."""
    article, faults = zones.lay(key, source, text)
    if folder and not faults:
        keeping.write(_file(folder, key), _made_of(key, source), msgspec.msgpack.encode(_form(article)))
    return article, faults


def _file(folder: Path, key: str) -> Path:
    return folder / f"{key}.laid"


def _made_of(key: str, source: Source) -> bytes:
    """The digest of everything that a laid article depends on. The text is known by the fingerprint of its record."""
    parts = (keeping.code(*_RULES), *_MACHINE, key, source.text.sha256, source.zones, source.speech, source.author)
    return hashlib.sha256(msgspec.msgpack.encode(parts)).digest()


_RULES = tuple(sorted(Path(__file__).parent.glob("*.py")))
"""The code that lays."""
_MACHINE = (unicodedata.unidata_version, sys.byteorder, array("I").itemsize)
"""What another Python or another machine may do otherwise with the same code: the letters it knows, and its numbers."""


def _read(path: Path, key: str, made_of: bytes) -> Article | None:
    body = keeping.read(path, made_of)
    try:
        form = _DECODER.decode(body) if body is not None else None
        return _article(key, form) if form and _fits(form) else None
    except (msgspec.MsgspecError, ValueError):
        return None


def _fits(form: _Form) -> bool:
    """Whether what is known of the words is known of each of them. Asked before counted values are written out."""
    words = form.words.count(SEPARATOR) + bool(form.words)
    numbers = (form.starts, form.ends, form.paragraphs, form.speech, form.sentences)
    counts = [count for _, count in form.zones]
    return (
        {len(packed) for packed in numbers} == {words * _MACHINE[2]}
        and len(form.broken) == len(form.forces) == words
        and min(counts, default=0) >= 0
        and sum(counts) == words
    )


def _form(article: Article) -> _Form:
    return _Form(
        article.clean,
        SEPARATOR.join(article.words),
        _packed(article.starts),
        _packed(article.ends),
        _packed(article.paragraphs),
        [(zone, len(list(same))) for zone, same in groupby(article.zones)],
        _packed(article.speech),
        bytes(article.broken),
        [(block.number, block.first_line, block.last_line) for block in article.blocks],
        article.speakers,
        SEPARATOR.join(article.noise.words),
        _packed(article.sentences),
        bytes(article.forces),
    )


def _article(key: str, form: _Form) -> Article:
    article = Article(
        key=key,
        clean=form.clean,
        stream=Stream(_split(form.words)),
        starts=_numbers(form.starts),
        ends=_numbers(form.ends),
        paragraphs=_numbers(form.paragraphs),
        zones=tuple(chain.from_iterable(repeat(zone, count) for zone, count in form.zones)),
        speech=_numbers(form.speech),
        broken=tuple(map(bool, form.broken)),
        blocks=tuple(Paragraph(*block) for block in form.blocks),
        speakers=form.speakers,
        noise=Stream(_split(form.noise)),
    )
    # Both are found when they are first asked for, and every quotation asks.
    vars(article).update(sentences=_numbers(form.sentences), forces=tuple(form.forces))
    return article


def _packed(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def _numbers(packed: bytes) -> tuple[int, ...]:
    numbers = array("I")
    numbers.frombytes(packed)
    return tuple(numbers)


def _split(words: str) -> Sequence[str]:
    return words.split(SEPARATOR) if words else ()
