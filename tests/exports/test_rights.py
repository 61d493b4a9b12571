"""Who owns what stands in every file of a pack and in every export, as words."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from icalendar import Calendar
from lxml import etree
from msgspec.structs import replace

from sourcebook.analysis.timeline import build_timeline
from sourcebook.check import open_book
from sourcebook.commands import export
from sourcebook.exports.data import evidence
from sourcebook.exports.data.feeds import timelinejs
from sourcebook.exports.lms import canvas, cartridge, gift, moodle, pack, qti3, qti21
from sourcebook.exports.lms.question_bank import Bank, Export
from sourcebook.exports.paper import assignment_papers, word
from sourcebook.sphinx_ext.config import RIGHTS
from tests.exports.paper.test_word import needs_pandoc, paragraphs
from tests.exports.samples import assignment, items

SAYS = "Ours & yours <b>: CC BY 4.0, ]]> quotations their publishers'."
PACKED = {"moodle.xml": moodle.export, "canvas.zip": canvas.export, "cartridge.imscc": cartridge.export,
          "qti3.zip": qti3.export, "qti21.zip": qti21.export, "questions.gift": gift.export}  # fmt: skip


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank(assignment=assignment(), items=items(), rights=SAYS)


def texts(name: str, data: bytes) -> Mapping[str, str]:
    """The files of an export as their platform reads them: the text of every element."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {inner: _text(inner, archive.read(inner)) for inner in archive.namelist()}
    return {name: _text(name, data)}


def _text(name: str, data: bytes) -> str:
    if name.endswith(".gift"):
        return data.decode()
    tree = etree.HTML(data) if name.endswith(".html") else etree.fromstring(data)
    once = " ".join(map(str, tree.itertext()))
    # Moodle and Canvas keep what people read as HTML inside their XML.
    inner = etree.HTML(f"<div>{once}</div>") if "<p>" in once else None
    return once if inner is None else f"{once} {' '.join(map(str, inner.itertext()))}"


@pytest.mark.parametrize("name", PACKED)
def test_every_file_of_a_pack_for_a_platform_says_who_owns_what(bank: Bank, name: str) -> None:
    made: Export = PACKED[name](bank)
    assert [inner for inner, text in texts(name, made.data).items() if SAYS in text] != []


@pytest.mark.parametrize("name", PACKED)
def test_a_book_that_says_nothing_adds_nothing(bank: Bank, name: str) -> None:
    made: Export = PACKED[name](replace(bank, rights=""))
    assert not any("CC BY" in text for text in texts(name, made.data).values())


def test_the_list_of_losses_says_it_for_all_files_of_the_pack(bank: Bank) -> None:
    assert pack.losses(bank, {}).splitlines()[-1].replace("\\", "") == SAYS


def test_tests_of_qti_are_valid_with_it(bank: Bank, schemas: Path) -> None:
    schema = etree.XMLSchema(etree.parse(schemas / "qti30" / "imsqti_asiv3p0_sbacv1p0_v1p0.xsd"))
    with zipfile.ZipFile(io.BytesIO(qti3.export(bank).data)) as archive:
        tests = [archive.read(name) for name in archive.namelist() if "/" not in name and name != "imsmanifest.xml"]
    assert tests
    for data in tests:
        schema.assertValid(etree.fromstring(data))


@needs_pandoc
def test_a_word_file_ends_with_it(bank: Bank) -> None:
    assert paragraphs(word.document(assignment_papers.sheet(bank), "en", rights=SAYS))[-1] == ("Rights", SAYS)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "conf.py").write_text(f'project = "The gate"\n{RIGHTS.name} = {SAYS!r}\n', encoding="utf-8")
    return tmp_path


def test_timeline_and_tables_say_it(root: Path) -> None:
    opened = open_book(root, {})
    timeline, tables = export.export(opened, "timeline", {}), export.export(opened, "tables", {})
    assert json.loads(timeline["timeline.json"])["title"]["text"]["text"] == (
        "Ours &amp; yours &lt;b&gt;: CC BY 4.0, ]]&gt; quotations their publishers&#x27;."
    )
    described = str(Calendar.from_ical(timeline["timeline.ics"].decode())["X-WR-CALDESC"])
    assert described.replace("\\,", ",") == SAYS  # the reader leaves what it does not know as it is written
    assert tables["rights.txt"].decode() == f"{SAYS}\n"


def test_the_evidence_says_it(root: Path) -> None:
    opened = open_book(root, {})
    assert evidence.evidence(opened.book, opened.prover, [], "x", SAYS)["rights"] == SAYS
    assert "rights" in evidence.schema()["required"]


def test_a_feed_without_rights_has_an_empty_title_text() -> None:
    assert json.loads(timelinejs(build_timeline({}, {}, {}), "T", ""))["title"]["text"]["text"] == ""
