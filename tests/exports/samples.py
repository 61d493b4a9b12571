"""A question of every kind, of our own writing, and the same full of hostile text.

Here: records for the tests of the exports. Not here: the tests.
"""

from __future__ import annotations

from typing import Any

from sourcebook.exports.lms.question_bank import Bank
from sourcebook.model import document as b
from sourcebook.questions import prompt_blocks as words
from sourcebook.questions.items import (
    AnchorAnswer,
    AnswerOption,
    Assignment,
    Category,
    Criterion,
    Gap,
    Hot,
    Item,
    Number,
    Pair,
    RubricLevel,
    Secret,
    Statement,
)

HOSTILE = "]]> <script>alert('x')</script> & &amp; {1:SA:=x} ~=#:\\ -> [blank1] % \"q\" $x$ ::t:: //c *"
"""What means something to one format or another, and must stay text in all of them."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula, plain and full width (OWASP, CSV injection)."""


def para(text: str) -> list[Any]:
    """A paragraph."""
    return [words.paragraph(text)]


def said(before: str, ident: str, kind: str, text: str, after: str) -> list[Any]:
    """A paragraph with a gap or a stretch in it."""
    inside: list[b.Inline] = [b.Text(text=text)] if text else []
    return [words.paragraph(before, b.Span(content=inside, anchors=[ident], classes=[kind]), after)]


def entry(ident: str, text: str) -> Statement:
    return Statement(id=ident, content=para(text))


def rubric(names: str = "Claim Evidence Doubt Style", text: str = "") -> list[Criterion]:
    """Four criteria, the best level of each worth three points."""
    levels = [("Excellent", 3.0), ("Good", 2.0), ("Fair", 1.0), ("Not yet", 0.0)]
    ratings = [
        RubricLevel(name=f"{text}{name}", description=f"{text}{name} work", points=points) for name, points in levels
    ]
    return [
        Criterion(id=f"c-{place}", name=f"{text}{name}", description=f"{text}What of {name}", ratings=ratings)
        for place, name in enumerate(names.split(), 1)
    ]


QUOTATION = b.Quotation(
    words=para("“The ferry left at nine.”"),
    attribution=[b.Text(text="The harbour master, ¶4")],
    lang="en",
    ref="harbour/ferry",
)


def items(text: str = "") -> list[Item]:
    """A question of every kind; `text` stands in every field that an author writes."""
    solution = Secret(solution=para(f"{text}The harbour book says so."))
    common: dict[str, Any] = {"hints": [para(f"{text}Look at the second line.")], "secret": solution, "points": 3}

    def choice(ident: str, words_: str, correct: bool = False) -> AnswerOption:
        feedback = para(f"{text}About {ident}.")
        return AnswerOption(id=ident, content=para(f"{text}{words_}"), correct=correct, feedback=feedback)

    return [
        Item(
            id="who-wrote",
            kind="single-choice",
            title=f"{text}Who wrote it?",
            prompt=[QUOTATION, *para(f"{text}Who wrote the note?")],
            choices=[choice("clerk", "The clerk", True), choice("pilot", "The pilot"), choice("cook", "The cook")],
            **common,
        ),
        Item(
            id="true-or-false",
            kind="single-choice",
            title=f"{text}Is it so?",
            prompt=[QUOTATION, *para(f"{text}The ferry left at ten.")],
            choices=[
                AnswerOption(id="yes", content=para("True")),
                AnswerOption(id="no", content=para("False"), correct=True),
            ],
        ),
        Item(
            id="which-two",
            kind="multiple-choice",
            title=f"{text}Which two?",
            prompt=para(f"{text}Which of these does the note say?"),
            choices=[
                choice("nine", "Nine o’clock", True),
                choice("rain", "It rained", True),
                choice("ten", "Ten o’clock"),
                choice("snow", "It snowed"),
                choice("fog", "There was fog"),
            ],
            **common,
        ),
        Item(
            id="in-order",
            kind="ordering",
            title=f"{text}In order",
            prompt=para(f"{text}Put the night in order."),
            entries=[entry("bell", f"{text}The bell"), entry("boat", f"{text}The boat"), entry("fire", f"{text}Fire")],
            **common,
        ),
        Item(
            id="who-what",
            kind="matching",
            title=f"{text}Who did what?",
            prompt=para(f"{text}Match each to what they did."),
            pairs=[
                Pair(left=entry("clerk", f"{text}The clerk"), right=entry("wrote", f"{text}wrote")),
                Pair(left=entry("pilot", f"{text}The pilot"), right=entry("steered", f"{text}steered")),
                Pair(left=entry("cook", f"{text}The cook"), right=entry("cooked", f"{text}cooked")),
            ],
            extra=[entry("slept", f"{text}slept")],
            **common,
        ),
        Item(
            id="fill-in",
            kind="cloze",
            title=f"{text}Fill in",
            prompt=[
                *said(f"{text}The ferry left at ", "hour", "sb-gap", "", f" o’clock{text}"),
                *said("and it ", "weather", "sb-gap", "", "."),
            ],
            gaps=[
                Gap(id="hour", accepted=[f"nine{text}", f"9{text}"]),
                Gap(
                    id="weather",
                    accepted=[f"rained{text}"],
                    options=[f"rained{text}", f"snowed{text}", f"thundered{text}"],
                ),
            ],
            **common,
        ),
        Item(
            id="one-word",
            kind="cloze",
            title=f"{text}One word",
            prompt=said("The bell rang ", "times", "sb-gap", "", f" times. {text}"),
            gaps=[Gap(id="times", accepted=["three", "3"], options=["two", "three"])] if not text else
            [Gap(id="times", accepted=["three"], options=["two", "three"])],
        ),
        Item(
            id="how-long",
            kind="numeric",
            title=f"{text}How long?",
            prompt=para(f"{text}How long was the crossing?"),
            number=Number(value=9.5, tolerance=1.2, unit=f"hours{text}"),
            **common,
        ),
        Item(
            id="one-name",
            kind="short-answer",
            title=f"{text}One name",
            prompt=para(f"{text}What was the ferry called?"),
            accepted=[f"Heron{text}", f"the Heron{text}"],
            **common,
        ),
        Item(
            id="sort-them",
            kind="categorise",
            title=f"{text}Sort them",
            prompt=para(f"{text}Seen or heard?"),
            categories=[
                Category(id="seen", label=f"{text}Seen", members=[entry("smoke", f"{text}Smoke")]),
                Category(id="heard", label=f"{text}Heard", members=[entry("horn", f"{text}Horn"),
                                                                    entry("shout", f"{text}Shout")]),
                Category(id="neither", label=f"{text}Neither", members=[]),
            ],
            **common,
        ),
        Item(
            id="mark-it",
            kind="find-the-quote",
            title=f"{text}Mark it",
            prompt=[
                *para(f"{text}Mark what the clerk saw."),
                *said("The clerk ", "saw", "sb-hot", f"saw the smoke{text}", ", and "),
                *said("they say ", "heard", "sb-hot", f"the horn was heard{text}", "."),
            ],
            hots=[
                Hot(id="saw", text=f"saw the smoke{text}", correct=True),
                Hot(id="heard", text=f"the horn was heard{text}"),
            ],
            **common,
        ),
        essay(text),
    ]  # fmt: skip


def essay(text: str = "") -> Item:
    return Item(
        id="write-it",
        kind="essay",
        title=f"{text}Write it",
        prompt=para(f"{text}Was the clerk right?"),
        points=12,
        words=(300, 400),
        rubric=rubric(text=text),
        hints=[para(f"{text}Begin with the times.")],
        secret=Secret(
            solution=para(f"{text}The model answer is secret."),
            anchors=[AnchorAnswer(level=f"{text}Good", content=para(f"{text}An anchor."))],
            marking=para(f"{text}A marking note."),
            errors=para(f"{text}A common error."),
        ),
    )


def assignment(text: str = "") -> Assignment:
    return Assignment(
        id="night-at-the-harbour",
        title=f"{text}A night at the harbour",
        purpose=f"{text}To read times.",
        task=f"{text}Answer all.",
        criteria=[f"{text}Each answer names its line.", f"{text}Nothing is invented."],
        outcomes=[f"{text}You can read a log."],
        minutes=40,
        items=["who-wrote"],
        alternative=f"{text}Speak instead.",
    )


def bank(text: str = "") -> Bank:
    """An assignment with a question of every kind."""
    return Bank(assignment=assignment(text), items=items(text))


def varied() -> Bank:
    """An assignment in two variants, with one question that both have."""
    first = [item for item in items() if item.id in {"who-wrote", "in-order"}]
    made = [
        Item(
            id=f"drawn{suffix}",
            kind="single-choice",
            title="Drawn",
            prompt=para(f"Which? {variant}"),
            choices=[AnswerOption(id="a", content=para("A"), correct=True), AnswerOption(id="b", content=para("B"))],
            variant=variant,
        )
        for variant, suffix in (("A", ""), ("B", "-b"))
    ]
    return Bank(assignment=assignment(), items=[*first, *made])
