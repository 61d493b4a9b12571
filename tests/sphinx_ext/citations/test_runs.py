"""Where brackets stand and what they say. The first part reads like a page: words, and what is written between them.

`Merkel` names a source; `[M4]` quotes a passage of its paragraph 4, `(M4)` is a bracket that was typed by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.citations import runs
from sourcebook.sphinx_ext.citations.runs import Bracket, Citation, Flow, FlowPiece

SOURCES = {"M": "Merkel", "P": "Poghosyan", "A": "Al Jazeera opinion", "D": "Moscow dispatch"}
FORMS = {key: runs.forms_of(short, [], "", "opinion") for key, short in SOURCES.items()}
PART = re.compile(r"(\[[^\]]+\]|\((?:[MPAD]\d+(?:–\d+)?(?:, )?)+\))")


def cited(text: str) -> Citation:
    low, _, high = text[1:].partition("–")
    return Citation(text[0], tuple(range(int(low), int(high or low) + 1)))


def pieces(text: str) -> Iterator[FlowPiece]:
    for part in PART.split(text):
        if part.startswith("["):
            yield FlowPiece(
                "quoted", "“words.”" if part.endswith(".]") else "“words”", cited=(cited(part.strip("[.]")),)
            )
        elif PART.fullmatch(part):
            yield FlowPiece("typed", cited=tuple(map(cited, part.strip("()").split(", "))))
        elif part:
            yield FlowPiece("prose", part)


def shown(text: str, before: str = "") -> str:
    """The paragraph as a reader sees it, `“”` for quoted words."""
    # The space before a typed bracket goes with it, as the page's reader does it.
    given = list(pieces(re.sub(r" (\((?:[MPAD]\d))", r"\1", text)))
    flow = Flow(given, runs.naming(FORMS), list(FORMS), before)
    written = ""
    for number, part in runs.parted(given, flow.resolve()):
        if isinstance(part, Bracket):
            items = (f"{SOURCES[i.key]} " * i.named + wording.paragraphs(i.paragraphs) for i in part.items)
            written += f"{' ' if written and not written.endswith(' ') else ''}({', '.join(items)})"
        else:
            written += "“”" if part is None and given[number].kind == "quoted" else part or given[number].text
    return written


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Merkel says that it was [M4].", "Merkel says that it was “” (¶4)."),
        ("It was [M4].", "It was “” (Merkel ¶4)."),
        ("It was [M4], says Merkel.", "It was “”, says Merkel (¶4)."),
        ("Merkel says [M4]. It adds [M4].", "Merkel says “”. It adds “” (¶4)."),
        ("Merkel says [M4]. Nobody else. It adds [M4].", "Merkel says “” (¶4). Nobody else. It adds “” (¶4)."),
        ("Merkel says [M4] and [M6].", "Merkel says “” (¶4) and “” (¶6)."),
        ("Merkel says [M4], Poghosyan [P5].", "Merkel says “” (¶4), Poghosyan “” (¶5)."),
        ("Merkel and Poghosyan say [P5].", "Merkel and Poghosyan say “” (Poghosyan ¶5)."),
        ("Merkel says [M4]; it is [P5].", "Merkel says “” (¶4); it is “” (Poghosyan ¶5)."),
        ("Merkel calls it [M4] with Russia: 7 km (editor).", "Merkel calls it “” with Russia (¶4): 7 km (editor)."),
        ("Merkel has it (M4).", "Merkel has it (¶4)."),
        ("It is so (M4).", "It is so (Merkel ¶4)."),
        ("Merkel says [M4] (M4).", "Merkel says “” (¶4)."),
        ("Merkel says [M4] (M6).", "Merkel says “” (¶4, ¶6)."),
        ("Merkel has it (M4). It is [M4].", "Merkel has it. It is “” (¶4)."),
        ("Merkel has it (M7–8). It is [M8].", "Merkel has it (¶7–8). It is “” (¶8)."),
        ("It ended in deaths (P5, A9).", "It ended in deaths (Poghosyan ¶5, Al Jazeera opinion ¶9)."),
        ("Poghosyan tells of deaths (P5, A9).", "Poghosyan tells of deaths (¶5, Al Jazeera opinion ¶9)."),
        ("All: Merkel (M4), Poghosyan (P5), Merkel (M6).", "All: Merkel (¶4), Poghosyan (¶5), Merkel (¶6)."),
        ("Merkel asks [M4.] Then [P5].", "Merkel asks “” (¶4) Then “” (Poghosyan ¶5)."),
        ("The dispatch says [D2].", "The dispatch says “” (¶2)."),
        ("Its opinion is [A2].", "Its opinion is “” (Al Jazeera opinion ¶2)."),
        ("Mr. Merkel says [M4].", "Mr. Merkel says “” (¶4)."),
        ("Merkel's gas (LPG) is [M4] (LPG), a fuel.", "Merkel's gas (LPG) is “” (LPG) (¶4), a fuel."),
        ("[M4]", "“” (Merkel ¶4)"),
        ("(M4)", "(Merkel ¶4)"),
        ("Nothing is cited.", "Nothing is cited."),
    ],
)
def test_a_bracket_closes_a_run_and_names_the_source_where_the_words_before_do_not(typed: str, expected: str) -> None:
    assert shown(typed) == expected


def test_what_stands_above_a_paragraph_names_its_source() -> None:
    assert shown("thirty years (M4)", before="M") == "thirty years (¶4)"
    assert shown("thirty years (M4)", before="P") == "thirty years (Merkel ¶4)"


def test_a_paragraph_that_is_not_known_leaves_the_name() -> None:
    given = [FlowPiece("prose", "Merkel says "), FlowPiece("quoted", "“words”", cited=(Citation("M"),))]
    (bracket,) = Flow(given, runs.naming(FORMS), list(FORMS)).resolve()
    assert bracket.items[0].named


@pytest.mark.parametrize(
    ("short", "families", "container", "genre", "forms"),
    [
        ("Merkel", ["Merkel"], "EUobserver", "opinion", ["Merkel", "Merkel"]),
        ("Al Jazeera opinion", [], "Al Jazeera", "opinion", ["Al Jazeera opinion", "Al Jazeera"]),
        ("Moscow dispatch", [], "", "news", ["Moscow dispatch", "the dispatch", "The dispatch"]),
    ],
)
def test_names_of_a_source(short: str, families: list[str], container: str, genre: str, forms: list[str]) -> None:
    assert runs.forms_of(short, families, container, genre) == forms


@pytest.mark.parametrize(
    ("numbers", "words"), [((4,), "¶4"), ((7, 8), "¶7–8"), ((7, 8, 9), "¶7–9"), ((6, 4), "¶4, ¶6"), ((), "")]
)
def test_numbers_of_paragraphs(numbers: tuple[int, ...], words: str) -> None:
    assert wording.paragraphs(numbers) == words
