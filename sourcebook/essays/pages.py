"""The page about one essay, and the overview of a class: as blocks, which become HTML and PDF.

Here: what stands on a page and in which order, and the frame of the HTML, which needs no script and no other file. Not
here: how blocks become HTML (`exports/lms/safe_html.py`) and PDF (`exports/paper/pdf.py`).
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sourcebook.essays.class_run import Checked
from sourcebook.essays.judge import RIGHT, UNKNOWN, WRONG, EssayReport, Finding
from sourcebook.essays.tutor_wording import NO_MARK, OTHER, SLIPS, Rubric, questions, title
from sourcebook.exports.lms.safe_html import html as blocks_html
from sourcebook.exports.lms.safe_html import legal, table
from sourcebook.model import document as b
from sourcebook.model.document import BookOrder
from sourcebook.model.records import AUTHOR
from sourcebook.questions.prompt_blocks import items, paragraph
from sourcebook.store.book import Book

DISCUSSED = 3
"""Slips that the overview proposes to discuss."""
_STYLE = """
:root { color-scheme: light dark; --ink: #1d2327; --paper: #fff; --line: #c9ced3; --mark: #8a3b00; --soft: #f4f5f6 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7e9ea; --paper: #16191c; --line: #444b52; --mark: #ffb27a; --soft: #202429 }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.55 "Source Serif 4", Georgia, serif }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1.1rem 4rem; overflow-wrap: break-word }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.25 } h1 { font-size: 1.6rem } h2 { margin-top: 2.4rem }
h3 { font-size: 1.05rem; color: var(--mark); margin: 1.8rem 0 .4rem }
dl { margin: 0; padding: .6rem 1rem; background: var(--soft); border-left: 3px solid var(--line) }
dt { font: 600 .82rem system-ui, sans-serif; margin-top: .5rem } dd { margin: 0 } strong { color: var(--mark) }
table { border-collapse: collapse; width: 100%; font-size: .95rem }
th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid var(--line) }
@media print { body { background: #fff; color: #000 } }
"""
_FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>{style}</style></head><body><main>{body}</main></body></html>
"""


def student_page(book: Book, name: str, report: EssayReport, rubric: Rubric | None) -> b.Page:
    """The page about one essay, for its writer."""
    wrong = [f for f in report.findings if f.verdict != RIGHT]
    right = [f for f in report.findings if f.verdict == RIGHT]
    blocks: list[b.Block] = [_heading(1, f"What your essay quotes: {name}"), paragraph(_summary(report))]
    if wrong:
        blocks.append(_heading(2, "To look at again"))
    for number, finding in enumerate(wrong, 1):
        blocks += [_heading(3, f"{number}. {title(finding)} (your {finding.place})"), _told(book, finding, rubric)]
    if right:
        blocks += [_heading(2, "Right as they stand"), items([_right_line(book, f) for f in right])]
    asked = list(questions(report.findings))
    if asked:
        blocks += [_heading(2, "For a conversation about it"), items(asked, ordered=True)]
    absent = list(_absent(book, report))
    if absent:
        blocks += [_heading(2, "The readings"), items(absent)]
    blocks += [_heading(2, "What was not checked"), items(_unchecked(report)), paragraph(NO_MARK)]
    return b.Page(name="essay", title=f"What your essay quotes: {name}", blocks=blocks, meta={"answers": "no"})


def _summary(report: EssayReport) -> str:
    total = len(report.findings)
    if not total:
        return "No quotation of four words or more was found, and no run of a reading’s words without quotation marks."
    parts = [
        f"{report.count(RIGHT)} right",
        f"{report.count(WRONG)} to look at again",
        f"{report.count(UNKNOWN)} from no reading of the course",
    ]
    last = " For each that needs another look, your words stand beside the article’s." if report.count(WRONG) else ""
    return f"{total} passages were held against the readings: {', '.join(parts)}.{last}"


def _told(book: Book, finding: Finding, rubric: Rubric | None, whose: str = "Your essay") -> b.Definitions:
    """A slip: the essay's words, the article's, where they stand and who says them, and what to do."""
    lang = book.sources[finding.source].language if finding.source else ""
    entries = [(whose, _marked(finding.quotation.words, finding.right_words, finding))]
    if finding.right_words:
        entries.append(
            ("The article", [b.Span(content=_marked(finding.right_words, finding.quotation.words, finding), lang=lang)])
        )
    if finding.source:
        entries.append(("Where", [b.Text(text=where(book, finding))]))
    entries.append(("What to do", [b.Text(text=finding.message)]))
    concerned = rubric.concerned(finding) if rubric else ""
    if concerned:
        entries.append(("In the assignment", [b.Text(text=concerned)]))
    return b.Definitions(
        items=[
            b.Definition(term=[b.Text(text=head)], body=[b.Paragraph(content=list(content))])
            for head, content in entries
        ]
    )


def where(book: Book, finding: Finding) -> str:
    """The place of a finding's words in the readings, and whose they are."""
    at = f", ¶{finding.paragraph}" if finding.paragraph else ""
    verb = "written" if finding.speaker == AUTHOR else "said"
    who = f"; {verb} by {book.speaker_name(finding.source, finding.speaker)}" if finding.speaker else ""
    return f"{book.sources[finding.source].short}{at}{who}"


def _marked(words: str, others: str, finding: Finding) -> list[b.Inline]:
    """Words in quotation marks, those strong that the other side has not; none where the words themselves are right."""
    if not others or not {"misquoted", "unmarked-omission", "unmarked-change"} & set(finding.kinds):
        return [b.Text(text=f"“{words}”")]
    ours, theirs = words.split(), others.split()
    out: list[b.Inline] = [b.Text(text="“")]
    for tag, low, high, _, _ in SequenceMatcher(
        None, [*map(_bare, ours)], [*map(_bare, theirs)], autojunk=False
    ).get_opcodes():
        text = " ".join(ours[low:high]) + (" " if high < len(ours) else "")
        if text:
            out.append(b.Text(text=text) if tag == "equal" else b.Strong(content=[b.Text(text=text)]))
    return [*out, b.Text(text="”")]


def _bare(word: str) -> str:
    return word.strip(".,;:!?…“”\"'’‘»«()").casefold()


def _right_line(book: Book, finding: Finding) -> str:
    hints = f" {' '.join(finding.hints)}" if finding.hints else ""
    return f"“{finding.quotation.words}” ({where(book, finding)}).{hints}"


def _absent(book: Book, report: EssayReport) -> Iterator[str]:
    for keys, what in (
        (report.unused, "is neither quoted nor named."),
        (report.named, "is named, and not quoted."),
        (report.through, "is quoted only as another reading has it."),
    ):
        for key in keys:
            yield f"{book.sources[key].short} {what}"


def _unchecked(report: EssayReport) -> list[str]:
    """What nobody should take for checked."""
    terms = f"Quotations of fewer than four words: {report.terms}." if report.terms else ""
    always = (
        "What is told in your own words, whether your argument holds, and works that are not readings of this course."
    )
    return [always, *filter(None, (terms,)), *report.unchecked]


def _heading(level: int, text: str) -> b.Heading:
    return b.Heading(level=level, content=[b.Text(text=text)])


# -- a class -----------------------------------------------------------------------------------------------------------


def overview(book: Book, checked: Sequence[Checked]) -> b.Page:
    """The overview of a class: counts, the commonest slips, three to discuss, what was not read."""
    reports = [c.report for c in checked if c.report]
    slips = [f for r in reports for f in r.findings if f.kinds]
    counts = Counter(f.kinds[0] for f in slips)
    essays = Counter(kind for r in reports for kind in {f.kinds[0] for f in r.findings if f.kinds})
    total, right = sum(len(r.findings) for r in reports), sum(r.count(RIGHT) for r in reports)
    summary = f"{len(reports)} essays were read, with {total} quotations; {right} of them are right as they stand."
    blocks: list[b.Block] = [_heading(1, "What the class quotes"), paragraph(summary)]
    if counts:
        rows = [[SLIPS.get(kind, (OTHER,))[0], str(count), str(essays[kind])] for kind, count in counts.most_common()]
        blocks += [_heading(2, "The commonest slips"), table(["Slip", "Times", "Essays"], rows)]
        blocks.append(_heading(2, "Three to discuss" if len(counts) >= DISCUSSED else "To discuss"))
        for kind, _ in counts.most_common(DISCUSSED):
            example = max((f for f in slips if f.kinds[0] == kind), key=lambda f: min(len(f.quotation.words), 160))
            blocks += [_heading(3, SLIPS.get(kind, (OTHER,))[0]), _told(book, example, None, "An essay")]
    used = Counter(f.source for r in reports for f in r.findings if f.source)
    rows = [[s.short, str(used[key]), str(sum(key in r.unused for r in reports))] for key, s in book.sources.items()]
    blocks += [_heading(2, "The readings"), table(["Reading", "Quoted", "Essays without it"], rows)]
    unread = [f"{c.submission.file}: {c.fault}" for c in checked if not c.report]
    if unread:
        blocks += [_heading(2, "Not read"), items(unread)]
    return b.Page(
        name="class", title="What the class quotes", blocks=[*blocks, paragraph(NO_MARK)], meta={"answers": "no"}
    )


# -- files -------------------------------------------------------------------------------------------------------------


def as_html(page: b.Page) -> bytes:
    """A page as HTML that needs nothing else."""
    body = blocks_html(page.blocks)
    for level in (3, 4, 5):  # the blocks of a platform begin two levels down, below the platform's own
        body = body.replace(f"<h{level}>", f"<h{level - 2}>").replace(f"</h{level}>", f"</h{level - 2}>")
    name = html.escape(legal(page.title))
    return _FRAME.format(title=name, style=_STYLE, body=body).encode()


def as_pdf(page: b.Page) -> bytes:
    """A page as PDF."""
    from sourcebook.exports.paper import pdf

    order = BookOrder(title=page.title, author="", language="en", version="", rights="", pages=[])
    return pdf.handout(order, page)
