"""QTI 3: one item file for each question, a test that puts them in order, and the manifest.

Here: the package, which QTI 2.1 shares. Every kind has an interaction of its own in QTI 3, so nothing is asked
otherwise than in the book. Not here: an item (`qti3_item.py`), and other formats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from msgspec.structs import replace

from sourcebook.exports.lms.fallbacks import Fallback, degrade
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.qti3_item import FALLBACKS, NAMESPACE, WRITERS, add_qti, identifier, item_file
from sourcebook.exports.lms.qti12 import add
from sourcebook.exports.lms.question_bank import Bank, Export, Loss, archive, pictures, xml, xml_root
from sourcebook.exports.lms.safe_html import legal
from sourcebook.questions.items import Item

PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
HINTS = "hints: QTI 3 has none."
PARTS = "parts of the points: the whole order is right or wrong."


@dataclass(frozen=True)
class Release:
    """What differs between releases of QTI in the package of an assignment.

    `package` is the namespace of the manifest, with the address of its schema where readers want one; `form` ends the
    types of resources; `losses` tells what an item loses beside what `fallbacks` say.
    """

    name: str
    version: str
    form: str
    package: tuple[str, str]
    fallbacks: Mapping[str, Fallback]
    item: Callable[[Item, str], bytes]
    test: Callable[[Bank, str, str, Sequence[Item]], bytes]
    losses: Callable[[Item], Sequence[str]]


def packed(bank: Bank, release: Release) -> Export:
    """An item for each question, a test for the assignment or for each of its variants, and the manifest."""
    degraded = [(item.id, *degrade(item, release.fallbacks, bank.phrases)) for item in bank.items]
    bank = replace(bank, items=[each for _, asked, _ in degraded for each in asked])
    files = {f"items/{item.id}.xml": release.item(item, bank.language) for item in bank.items}
    losses = pictures(bank.items) + [Loss(ident, loss) for ident, _, lost in degraded for loss in lost]
    losses += [Loss(item.id, loss) for item in bank.items for loss in release.losses(item)]
    tests = {}
    for variant, items in bank.variants():
        ident = bank.ident(variant)
        tests[f"{ident}.xml"] = [item.id for item in items]
        files[f"{ident}.xml"] = release.test(bank, identifier(ident), bank.called(variant), items)
    files["imsmanifest.xml"] = _manifest(bank, tests, release)
    return Export(archive(files), tuple(losses))


def _losses(item: Item) -> list[str]:
    return [loss for loss, there in {HINTS: item.hints, PARTS: item.kind == "ordering"}.items() if there]


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


def _manifest(bank: Bank, tests: Mapping[str, Sequence[str]], release: Release) -> bytes:
    root = xml_root("manifest", *release.package, identifier=f"manifest-{bank.assignment.id}")
    about = add(root, "metadata")
    add(about, "schema", release.name)
    add(about, "schemaversion", release.version)
    add(root, "organizations")
    resources = add(root, "resources")
    for path, items in tests.items():
        ident = f"test-{path.removesuffix('.xml')}"
        test = add(resources, "resource", identifier=ident, type=f"imsqti_test_xml{release.form}", href=path)
        add(test, "file", href=path)
        for each in items:
            add(test, "dependency", identifierref=identifier(each))
    for item in bank.items:
        href = f"items/{item.id}.xml"
        form = f"imsqti_item_xml{release.form}"
        question = add(resources, "resource", identifier=identifier(item.id), type=form, href=href)
        add(question, "file", href=href)
    return xml(root)


_RELEASE = Release("QTI Package", "3.0.0", "v3p0", (PACKAGE, ""), FALLBACKS, item_file, _test, _losses)


def export(bank: Bank) -> Export:
    """`qti3.zip`."""
    return packed(bank, _RELEASE)


QTI3 = LmsFormat(
    file="qti3.zip",
    purpose="platforms that read QTI 3",
    rank=40,
    export=export,
    writers=WRITERS,
    fallbacks=FALLBACKS,
    again="the ids are the same in every release; whether your platform replaces by them, try with one question.",
)
