"""QTI 3: one item file for each question, a test that puts them in order, and the manifest.

Here: the package. Every kind has an interaction of its own here, so nothing is asked otherwise than in the book. Not
here: an item (`qti3_item.py`), and other formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree
from msgspec.structs import replace

from sourcebook.exports.lms.fallbacks import degrade
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.qti3_item import FALLBACKS, NAMESPACE, WRITERS, add_qti, identifier, item_file
from sourcebook.exports.lms.qti12 import add
from sourcebook.exports.lms.question_bank import Bank, Export, Loss, archive, pictures, xml, xml_root
from sourcebook.exports.lms.safe_html import legal
from sourcebook.questions.items import Item

PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
HINTS = "hints: QTI 3 has none."
PARTS = "parts of the points: the whole order is right or wrong."


def export(bank: Bank) -> Export:
    """`qti3.zip`: an item for each question, and a test for the assignment or for each of its variants."""
    degraded = [(item.id, *degrade(item, FALLBACKS, bank.phrases)) for item in bank.items]
    bank = replace(bank, items=[each for _, asked, _ in degraded for each in asked])
    files = {f"items/{item.id}.xml": item_file(item, bank.language) for item in bank.items}
    losses = pictures(bank.items) + [Loss(ident, loss) for ident, _, lost in degraded for loss in lost]
    losses += [Loss(item.id, HINTS) for item in bank.items if item.hints]
    losses += [Loss(item.id, PARTS) for item in bank.items if item.kind == "ordering"]
    tests = {}
    for variant, items in bank.variants():
        ident = bank.ident(variant)
        tests[f"{ident}.xml"] = [item.id for item in items]
        files[f"{ident}.xml"] = _test(bank, identifier(ident), bank.called(variant), items)
    files["imsmanifest.xml"] = _manifest(bank, tests)
    return Export(archive(files), tuple(losses))


def _test(bank: Bank, ident: str, title: str, items: Sequence[Item]) -> bytes:
    root = xml_root("qti-assessment-test", NAMESPACE, identifier=ident, title=title)
    part = add_qti(root, "test-part", identifier="part", navigation_mode="nonlinear", submission_mode="individual")
    section = add_qti(part, "assessment-section", identifier="section", title=title, visible="true")
    body = add_qti(add_qti(section, "rubric-block", view="candidate", use="instructions"), "content-body")
    for text in filter(None, (bank.tools, bank.rights)):
        etree.SubElement(body, f"{{{NAMESPACE}}}p").text = legal(text)
    for item in items:
        add_qti(section, "assessment-item-ref", identifier=identifier(item.id), href=f"items/{item.id}.xml")
    return xml(root)


def _manifest(bank: Bank, tests: Mapping[str, Sequence[str]]) -> bytes:
    root = xml_root("manifest", PACKAGE, identifier=f"manifest-{bank.assignment.id}")

    about = add(root, "metadata")
    add(about, "schema", "QTI Package")
    add(about, "schemaversion", "3.0.0")
    add(root, "organizations")
    resources = add(root, "resources")
    for path, items in tests.items():
        ident = f"test-{path.removesuffix('.xml')}"
        test = add(resources, "resource", identifier=ident, type="imsqti_test_xmlv3p0", href=path)
        add(test, "file", href=path)
        for each in items:
            add(test, "dependency", identifierref=identifier(each))
    for item in bank.items:
        href = f"items/{item.id}.xml"
        question = add(resources, "resource", identifier=identifier(item.id), type="imsqti_item_xmlv3p0", href=href)
        add(question, "file", href=href)
    return xml(root)


QTI3 = LmsFormat(
    file="qti3.zip",
    purpose="platforms that read QTI 3",
    rank=40,
    export=export,
    writers=WRITERS,
    fallbacks=FALLBACKS,
    again="the ids are the same in every release; whether your platform replaces by them, try with one question.",
)
