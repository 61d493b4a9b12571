"""A Common Cartridge 1.1 as Moodle reads it.

Sources, read in 4.1 (build 20221201) and 4.5.6: `backup/cc/entity11.quiz.class.php` (`get_answers`, `get_score`,
`get_answers_fib`, `get_defaultgrade`), `backup/util/settings/base_setting.class.php` (a title must be the same without
tags). Marking: `moodle_marking.py`.
"""

from __future__ import annotations

import re

from sourcebook.exports.lms.safe_html import Element
from tests.exports.archives import bare, chosen, unpacked
from tests.platforms import moodle_marking as marking
from tests.platforms.platform_reader import Asked, Grade, PlatformReader, by_hand, seen


class RefusedError(Exception):
    """Moodle restores nothing of the package."""


def read(data: bytes) -> list[Asked]:
    """Every question of every test, or RefusedError."""
    files = unpacked(data)
    manifest = bare(files["imsmanifest.xml"])
    titles = [re.sub(" ", "", "".join(map(str, each.itertext())).strip()) for each in manifest.iter("string")]
    titles += [(each.text or "").strip() for each in manifest.iter("title")]
    for title in titles:
        if re.search(r"<(?!\s)", title):  # PHP's strip_tags
            raise RefusedError(title)
    tests = [bare(files[name]) for name in files if name.endswith("assessment.xml")]
    return [_asked(item) for test in tests for item in test.iter("item")]


def _field(item: Element, label: str) -> str:
    return str(item.xpath(f"string(itemmetadata/qtimetadata/qtimetadatafield[fieldlabel='{label}']/fieldentry)"))


def _asked(item: Element) -> Asked:
    kind = _field(item, "cc_profile").split(".")[1]
    weight = _field(item, "cc_weighting")
    points = int(float(weight)) if weight and 0 <= int(float(weight)) <= 99 else 1
    prompt = seen(item.findtext("presentation/material/mattext") or "")
    grade, offered = _words(item) if kind == "fib" else _choice(item, kind)
    if kind == "essay":
        grade = by_hand
    return Asked(ident=item.get("ident", ""), prompt=prompt, grade=grade, offered=offered, points=points)


def _rules(item: Element) -> list[Element]:
    return chosen(item, "resprocessing/respcondition")


def _words(item: Element) -> tuple[Grade, list[str]]:
    """The answers of the first rule that gives a hundred; a bare asterisk is any text."""
    (rule, *_) = (each for each in _rules(item) if each.findtext("setvar") == "100")
    return marking.written([each.text or "" for each in rule.iterfind("conditionvar/varequal") if each.text]), []


def _choice(item: Element, kind: str) -> tuple[Grade, list[str]]:
    labels = {each.get("ident", ""): seen(each.findtext("material/mattext") or "") for each in
              item.iter("response_label")}  # fmt: skip
    keyed = ".//setvar[@varname='SCORE'][.='100']/../conditionvar//varequal[@case='Yes'][not(parent::not)]"
    several = [each.text or "" for each in chosen(item, keyed)]
    parts = {ident: _score(item, ident) for ident in labels}
    if kind == "multiple_response" and several:
        parts |= dict.fromkeys(several, round(1 / len(several), 7))
    return marking.choosing(list(labels.values()), [parts[ident] for ident in labels]), list(labels.values())


def _score(item: Element, ident: str) -> float:
    """All, where the last rule whose first condition is this choice sets a score; a condition inside others is none."""
    score = ""
    for rule in _rules(item):
        if (rule.findtext("conditionvar/varequal") or "").lower() == ident.lower():
            score = rule.findtext("setvar") or ""
    return float(bool(score))


CARTRIDGE = PlatformReader(
    platform="Moodle, from a cartridge",
    file="cartridge.imscc",
    read=read,
    lapses={("multiple-choice", "all"): "whoever ticks everything", ("short-answer", "wrong"): "an asterisk"},
)
