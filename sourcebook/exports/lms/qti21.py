"""QTI 2.1: a test that puts the questions in order and adds up their points, and what the release loses.

Not here: an item (`qti21_item.py`), and the package around them, which all releases share (`qti3.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.qti3 import Release, packed
from sourcebook.exports.lms.qti3_item import identifier
from sourcebook.exports.lms.qti12 import add
from sourcebook.exports.lms.qti21_item import FALLBACKS, NAMESPACE, SCHEMA, WRITERS, item_file
from sourcebook.exports.lms.question_bank import Bank, Export, xml, xml_root
from sourcebook.questions.items import Item

PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
PACKAGE_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"
HINTS = "hints: QTI 2.1 has none."
PARTS = "parts of the points: the whole order is right or wrong."
NOTES = "model answer and marking notes: readers differ in whom they show them to, so they stand in key.pdf alone."
PATTERN = "a number is checked as text, by patterns; a reader without them takes the number itself alone."


def _losses(item: Item) -> list[str]:
    secret = item.secret
    notes = item.kind == "essay" and (secret.solution or secret.anchors or secret.marking or secret.errors)
    told = {
        HINTS: item.hints,
        PARTS: item.kind == "ordering",
        PATTERN: item.kind == "numeric",
        NOTES: notes,
    }
    return [loss for loss, there in told.items() if there]


def _test(bank: Bank, ident: str, title: str, items: Sequence[Item]) -> bytes:
    """A test that adds up the scores of its questions. Feedback is shown in practice, and one may try again."""
    root = xml_root("assessmentTest", NAMESPACE, SCHEMA, identifier=ident, title=title)
    for outcome in ("SCORE", "MAXSCORE"):
        declaration = add(root, "outcomeDeclaration", identifier=outcome, cardinality="single", baseType="float")
        whole = str(sum(item.points for item in items)) if outcome == "MAXSCORE" else "0"
        add(add(declaration, "defaultValue"), "value", whole)
    part = add(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    practice = "true" if bank.assignment.use == "practice" else "false"
    add(part, "itemSessionControl", maxAttempts="0", showFeedback=practice, allowReview="true")
    section = add(part, "assessmentSection", identifier="section", title=title, visible="true")
    about = add(section, "rubricBlock", view="candidate")
    for text in filter(None, (bank.tools, bank.rights)):
        add(about, "p", text)
    for item in items:
        add(section, "assessmentItemRef", identifier=identifier(item.id), href=f"items/{item.id}.xml")
    total = add(add(add(root, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE"), "sum")
    add(total, "testVariables", variableIdentifier="SCORE")
    return xml(root)


_RELEASE = Release("QTIv2.1 Package", "1.0.0", "v2p1", (PACKAGE, PACKAGE_SCHEMA), FALLBACKS, item_file, _test, _losses)


def export(bank: Bank) -> Export:
    """`qti21.zip`."""
    return packed(bank, _RELEASE)


QTI21 = LmsFormat(
    file="qti21.zip",
    purpose="OpenOlat, TAO, Inspera and others that read QTI 2.1",
    rank=45,
    export=export,
    writers=WRITERS,
    fallbacks=FALLBACKS,
    again="the ids are the same in every release; whether your platform replaces by them, try with one question.",
)
