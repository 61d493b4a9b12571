"""What Moodle's documentation asks of a question in Moodle XML, type by type.

Here: the rules, each with what is said where it is broken. Not here: the tests that hold exports to them. Sources: the
pages "Moodle XML format", "Embedded Answers (Cloze) question type" and "Ordering question type" of Moodle's
documentation, and its list of fractions.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from sourcebook.exports.lms.safe_html import Element
from tests.exports.archives import chosen

FRACTIONS = (100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5,
             11.11111, 10, 5, 0)  # fmt: skip
"""The shares of a mark that Moodle knows, in per cent; wrong choices may take as much away."""
CLOZE = re.compile(r"\{(\d+):(SHORTANSWER|MULTICHOICE):((?:[^{}\\]|\\.)*)\}")
GIVES = re.compile(r"(?:^|(?<!&)~)(=|%-?\d+%)")


def faults(data: bytes) -> Iterator[str]:
    """Whatever an import would refuse, warn of or read otherwise; each begins with the id of its question."""
    root = etree.fromstring(data, etree.XMLParser(strip_cdata=False))
    if root.tag != "quiz" or root[0].get("type") != "category":
        yield "the file does not begin with a category"
    for question in root:
        if question.get("type") != "category":
            yield from (f"{question.findtext('idnumber')}: {fault}" for fault in _of_one(question))


def _of_one(question: Element) -> Iterator[str]:
    kind = question.get("type", "")
    if kind not in _TYPES:
        yield f"Moodle knows no type {kind!r}"
        return
    yield from _head(question)
    yield from _texts(question)
    yield from _TYPES[kind](question)


def _head(question: Element) -> Iterator[str]:
    for path in ("name/text", "questiontext/text", "idnumber"):
        if not (question.findtext(path) or "").strip():
            yield f"it has no {path}"
    if question.get("type") != "cloze" and float(question.findtext("defaultgrade") or 0) <= 0:
        yield "it gives no points"
    if not 0 <= float(question.findtext("penalty") or -1) <= 1:
        yield "its penalty is no share"
    if question.findtext("hidden") != "0":
        yield "it is hidden"


def _texts(question: Element) -> Iterator[str]:
    """HTML stands in CDATA, and a file that it shows comes with it, in base64."""
    for text in chosen(question, ".//*[@format='html']/text"):
        raw = etree.tostring(text, encoding="unicode", with_tail=False)
        if text.text and not raw.startswith("<text><![CDATA["):
            yield "a text in HTML stands outside CDATA"
    for shown in re.findall(r"(?:src|href)=\"(?!https?:|mailto:)([^\"]*)\"", etree.tostring(question).decode()):
        name = shown.removeprefix("@@PLUGINFILE@@/")
        if not chosen(question, f".//file[@name='{name}']"):
            yield f"it shows {shown!r}, which does not come with it"
    for file in question.iter("file"):
        try:
            base64.b64decode(file.text or "", validate=True)
        except binascii.Error:
            yield f"the file {file.get('name')!r} is not in base64"


def _settings(question: Element, allowed: Mapping[str, set[str]]) -> Iterator[str]:
    for tag, values in allowed.items():
        if question.findtext(tag) not in values:
            yield f"its {tag} is {question.findtext(tag)!r}, not one of {sorted(values)}"


def _multichoice(question: Element) -> Iterator[str]:
    numbering = {"abc", "ABCD", "123", "iii", "IIII", "none"}
    boolean = {"true", "false"}
    yield from _settings(question, {"single": boolean, "shuffleanswers": boolean, "answernumbering": numbering})
    shares = [float(answer.get("fraction", "nan")) for answer in question.iterfind("answer")]
    if len(shares) < 2:
        yield "it offers fewer than two answers"
    if any(all(abs(abs(share) - known) > 0.00001 for known in FRACTIONS) for share in shares):
        yield f"it has a fraction that Moodle does not know: {shares}"
    if question.findtext("single") == "true" and sorted(shares)[-2:] != [0, 100]:
        yield f"its one right answer does not give all: {shares}"
    if question.findtext("single") == "false" and abs(sum(share for share in shares if share > 0) - 100) > 0.001:
        yield f"its right answers do not add up to all: {shares}"
    if any(answer.find("feedback") is None or answer.get("format") != "html" for answer in question.iterfind("answer")):
        yield "an answer has no feedback or no format"


def _ordering(question: Element) -> Iterator[str]:
    allowed = {
        "layouttype": {"VERTICAL", "HORIZONTAL"},
        "selecttype": {"ALL", "RANDOM", "CONTIGUOUS"},
        "gradingtype": {"ALL_OR_NOTHING", "ABSOLUTE_POSITION", "RELATIVE_NEXT_EXCLUDE_LAST"},
        "showgrading": {"SHOW", "HIDE"},
        "numberingstyle": {"none", "abc", "ABCD", "123", "iii", "IIII"},
        "shownumcorrect": {"1", "0"},
    }
    yield from _settings(question, allowed)
    places = [float(answer.get("fraction", "nan")) for answer in question.iterfind("answer")]
    if places != list(range(1, len(places) + 1)) or len(places) < 2:
        yield f"its answers do not stand in order: {places}"


def _matching(question: Element) -> Iterator[str]:
    yield from _settings(question, {"shuffleanswers": {"true", "false"}})
    parts = [(part.findtext("text"), part.findtext("answer/text")) for part in question.iterfind("subquestion")]
    if sum(bool(left) for left, _ in parts) < 2:
        yield "it asks for fewer than two pairs"
    if len({right for _, right in parts}) < 2 or not all(right for _, right in parts):
        yield "its answers are too few, or one is empty"
    if any("<" in (right or "") for _, right in parts):
        yield "an answer holds HTML, which a menu cannot show"


def _numerical(question: Element) -> Iterator[str]:
    yield from _settings(question, {"showunits": {"0", "1", "2", "3"}, "unitgradingtype": {"0", "1", "2"}})
    (answer,) = question.iterfind("answer")
    float(answer.findtext("text") or "nothing")
    if answer.get("fraction") != "100" or float(answer.findtext("tolerance") or -1) < 0:
        yield "its answer does not give all, or has no tolerance"


def _shortanswer(question: Element) -> Iterator[str]:
    yield from _settings(question, {"usecase": {"0", "1"}})
    forms = list(question.iterfind("answer"))
    if not forms or {form.get("fraction") for form in forms} != {"100"}:
        yield "not every form of its answer gives all"
    if any(form.get("format") not in {"moodle_auto_format", "plain_text"} for form in forms):
        yield "an answer in writing is in HTML"


def _essay(question: Element) -> Iterator[str]:
    yield from _settings(question, {"responseformat": {"editor", "plain", "monospaced", "noinline"}})
    if not (question.findtext("graderinfo/text") or "").strip():
        yield "it tells markers nothing"
    least, most = (question.findtext(tag) for tag in ("minwordlimit", "maxwordlimit"))
    if any(limit and not limit.isdigit() for limit in (least, most)):
        yield "a limit of words is no number"


def _cloze(question: Element) -> Iterator[str]:
    text = question.findtext("questiontext/text") or ""
    parts = CLOZE.findall(text)
    if not parts or "{" in CLOZE.sub("", text):
        yield "its gaps cannot be read"
    if any("=" not in GIVES.findall(answers) for _, _, answers in parts):
        yield "a gap has no right answer"


_TYPES: dict[str, Callable[[Element], Iterator[str]]] = {
    "multichoice": _multichoice,
    "ordering": _ordering,
    "matching": _matching,
    "numerical": _numerical,
    "shortanswer": _shortanswer,
    "essay": _essay,
    "cloze": _cloze,
}
