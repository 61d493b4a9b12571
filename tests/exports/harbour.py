"""A brief, a sheet and a page about an invented harbour, as block records, for the tests of what is made of them."""

from __future__ import annotations

from sourcebook.model import document
from sourcebook.model import document as b

LETTERS = "ş ţ ă â î ı ğ ç ö ғ ұ қ ң ә ө і һ Ж Щ ы Ұ Ғ"
"""Romanian, Turkish and Kazakh letters."""


def text(words: str) -> list[b.Inline]:
    return [b.Text(text=words)]


def paragraph(words: str) -> b.Paragraph:
    return b.Paragraph(content=text(words))


def heading(level: int, words: str) -> b.Heading:
    return b.Heading(level=level, content=text(words), anchors=[f"brief#{words.lower()}"])


def quoted(words: str, name: str) -> b.Span:
    """A quotation inside a sentence."""
    inner = b.Span(content=text(f"“{words}”"), classes=["sb-words"])
    reference = b.Span(content=text("(Quill\u00a0¶2)"), classes=["sb-reference"])
    return b.Span(content=[inner, b.Text(text=" "), reference], ref=f"ferry/{name}", anchors=[f"brief#quote-{name}"])


def source(key: str, short: str) -> b.SourceLine:
    return b.SourceLine(
        key=key,
        short=short,
        title="No boat to Merrow Island",
        lang="en",
        author="Ilsa Quill",
        container="The Merrow Lantern",
        issued="3 February 2031",
        genre="news report",
        disclosure="The writer says that she owns a rowing boat.",
        copy="text as written",
        reliability="F",
        state="proven against the full text",
        root="0f" * 32,
    )


ORDER = document.BookOrder(
    title="The harbour book: one boat, two stories",
    author="Harbour desk",
    language="en",
    version="9.9.9",
    rights="Our own text is free. Quotations belong to their publishers.",
    pages=[("index", 0), ("brief", 0)],
    sources=[source("ferry", "Quill"), source("letter", "Quay letter")],
    paragraphs={"ferry/stopped": 2, "ferry/engine": 4},
)

BRIEF = b.Page(
    name="brief",
    title="After the last ferry",
    file="briefs/brief.md",
    meta={
        "series": "Policy brief",
        "number": "01/2031",
        "date": "2031-02-20",
        "audience": "the harbour committee",
        "decision": "Whether to wait",
        "cut-off": "19 February 2031",
    },
    notes={"n1": [paragraph("The letter gives no date.")], "n2": [paragraph("The council sits on the board.")]},
    blocks=[
        heading(1, "After the last ferry"),
        heading(2, "Who tells us this"),
        b.Paragraph(content=[*text("Three sources speak."), b.Note(id="n1"), b.Note(id="n2")]),
        b.BottomLine(body=[paragraph("The ferry will not sail before spring.")]),
        b.Box(kind="note", title=text("At a glance"), body=[paragraph(f"Letters: {LETTERS}")]),
        b.Judgement(
            content=text("The engine is not safe."),
            support="agreed",
            action=text("Keep it in port."),
            origins=3,
            likelihood="likely",
            against=text("an inspection that passes it."),
            evidence=[text("Quill ¶2"), text("Quay letter ¶1")],
            contrary=[text("Quay letter ¶9")],
        ),
        b.Judgement(
            content=text("The council was warned."),
            support="contested",
            question=text("Who wrote the report?"),
        ),
        heading(2, "Background"),
        b.Paragraph(
            content=[*text("Quill writes: "), quoted("The ferry stopped on Monday.", "stopped"), b.Note(id="n1")]
        ),
        b.Quotation(
            words=[paragraph("“The engine is not safe. We sail again in spring.”")],
            attribution=[b.Strong(content=text("Tomas Reed")), *text(", in No boat to Merrow Island, ¶4")],
            plain=[paragraph("It may break.")],
            lang="en",
            ref="ferry/engine",
            anchors=["brief#quote-engine"],
        ),
        b.Option(
            title=text("Find out first"),
            body=[paragraph("Ask for the report.")],
            cost=text("Low."),
            risk=text("Weeks pass."),
            reversibility=text("Fully."),
            owner=text("Harbour desk"),
        ),
        b.Option(
            title=text("Buy an engine"),
            body=[],
            cost=text("High."),
            risk=text("Paying for another."),
            reversibility=text("Not at all."),
        ),
        b.Group(body=[paragraph("The words of the evidence.")], classes=["sb-annex"]),
        b.Unanswered(question=text("Who inspected the engine?"), body=[paragraph("The log would say.")]),
    ],
)

SHEET = b.Page(
    name="sheet",
    title="Reading a stopped ferry",
    file="exercises/sheet.md",
    meta={"course": "Harbours 101", "points": "8 points"},
    blocks=[
        heading(1, "Reading a stopped ferry"),
        heading(2, "Task"),
        paragraph("Read both accounts."),
        b.Exercise(
            title=text("Questions"),
            facts=[b.Definition(term=text("Level"), body=[paragraph("Analyse")])],
            key=[paragraph("KEY-OF-THE-WHOLE")],
            questions=[
                b.Question(
                    stem=[paragraph("Who says so?")],
                    points="2",
                    choices=[
                        b.Choice(content=text("Quill"), because=text("KEY-WRONG-BECAUSE")),
                        b.Choice(content=text("Reed"), right=True, because=text("KEY-RIGHT-BECAUSE")),
                    ],
                ),
                b.Question(stem=[paragraph("Why?")], points="6", lines=4, key=[paragraph("KEY-OF-THE-QUESTION")]),
            ],
        ),
    ],
)

INDEX = b.Page(
    name="index",
    title="Landing",
    file="index.md",
    blocks=[
        heading(1, "Landing"),
        b.Paragraph(
            content=[
                b.Link(content=text("the brief"), target="brief", page=True),
                *text(", "),
                b.Link(content=text("nowhere"), target="lost#place"),
                *text(", "),
                b.Link(content=text("outside"), uri="https://example.org/"),
            ]
        ),
        b.Table(
            head=[[b.Cell(body=[paragraph("Who")], header=True), b.Cell(body=[paragraph("What")], header=True)]],
            body=[[b.Cell(body=[paragraph("Quill")], header=True), b.Cell(body=[paragraph("A boat.")])]],
            widths=[1, 1],
            caption=text("Who has what"),
        ),
        b.Picture(
            svg='<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="2" y="12">quay</text></svg>',
            alt="A quay.",
            caption=text("The quay"),
        ),
        b.Items(items=[[paragraph("one")], [paragraph("two")]], ordered=True, start=3),
        b.Definitions(items=[b.Definition(term=text("quay"), body=[paragraph("where boats lie")])]),
        b.Listing(text="a\n  b"),
        b.Box(kind="warning", title=text("Warning"), body=[paragraph("Mind the gap.")]),
        b.Rule(),
    ],
)
