"""Blocks in pandoc's model: each kind has a form, words stay words, and what Word would lose is told in words."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from sourcebook.exports.paper import pandoc
from sourcebook.model import document as b
from tests.exports.harbour import heading, paragraph, text


def kinds(nodes: object) -> list[str]:
    """The kind of every node, from the outside in."""
    found = []
    if isinstance(nodes, dict):
        found += [nodes["t"]] if "t" in nodes else []
        nodes = list(nodes.values())
    for inner in nodes if isinstance(nodes, list) else []:
        found += kinds(inner)
    return found


def said(nodes: object) -> str:
    """The words of nodes."""
    if isinstance(nodes, dict):
        return str(nodes["c"]) if nodes.get("t") == "Str" else said(list(nodes.values()))
    return "".join(map(said, nodes)) if isinstance(nodes, list) else ""


def made(*blocks: b.Block, notes: dict[str, list[b.Block]] | None = None) -> list[dict[str, Any]]:
    return pandoc.Pandoc(notes).blocks(blocks)


def test_every_kind_of_block_and_of_inline_has_a_form() -> None:
    assert set(pandoc._BLOCKS) == set(get_args(b.Block))
    assert set(pandoc._INLINES) == set(get_args(b.Inline))


def test_a_footnote_stands_at_its_mark() -> None:
    marked = b.Paragraph(content=[*text("Word"), b.Note(id="n")])
    (found,) = made(marked, notes={"n": [paragraph("The note.")]})
    assert kinds(found) == ["Para", "Str", "Note", "Para", "Str"]
    assert said(found) == "WordThe note."


def test_a_table_has_a_head_widths_a_caption_and_spans() -> None:
    cells = [b.Cell(body=[paragraph("Who")], columns=2)]
    table = b.Table(head=[cells], body=[[b.Cell(body=[paragraph("a")], header=True), b.Cell(body=[paragraph("b")])]],
                    widths=[1, 3], caption=text("Title"))  # fmt: skip
    (found,) = made(table)
    _, caption, columns, (_, head), ((_, _, _, body),), _ = found["c"]
    assert said(caption) == "Title"
    assert [width["c"] for _, width in columns] == [0.25, 0.75]
    assert head[0][1][0][2:4] == [1, 2]
    assert [kinds(cell)[:2] for cell in body[0][1]] == [["AlignDefault", "Plain"]] * 2
    assert kinds(body[0][1][0]).count("Strong") == 1


@pytest.mark.parametrize(
    ("uri", "kind"), [("https://example.org/", "Link"), ("javascript:alert(1)", "Str"), ("", "Str")]
)
def test_a_link_leads_to_the_web_or_is_its_words(uri: str, kind: str) -> None:
    (found,) = made(b.Paragraph(content=[b.Link(content=text("there"), uri=uri, target="" if uri else "brief#x")]))
    assert found["c"][0]["t"] == kind
    assert "javascript" not in json.dumps(found)


def test_the_language_of_words_is_kept() -> None:
    (found,) = made(b.Paragraph(content=[b.Span(content=text("слово"), lang="kk")]))
    assert found["c"][0]["c"][0] == ["", [], [["lang", "kk"]]]


def test_a_judgement_shows_its_one_label_what_it_changes_and_the_evidence_on_both_sides() -> None:
    judgement = b.Judgement(
        content=text("It broke."), support="contested", origins=1, action=text("Wait."), question=text("Who?"),
        evidence=[text("A ¶1"), text("B ¶2")], contrary=[text("C ¶3")],
    )  # fmt: skip
    words = said(made(judgement))
    for part in ("Contested", "1 independent origin for it", "Do: Wait.", "Ask: Who?",
                 "Evidence for: A ¶1; B ¶2", "Evidence against: C ¶3"):  # fmt: skip
        assert part in words, part
    likely = said(made(replace(judgement, likelihood="likely", against=text("a log"))))
    for part in ("Likely", "Would speak against it: a log", "almost certain"):
        assert part in likely, part
    assert "Contested" not in likely, "the word stands in place of the label"


def test_options_name_who_only_where_somebody_is_named() -> None:
    option = b.Option(title=text("Wait"), body=[], cost=text("Low."), risk=text("None."), reversibility=text("Yes."))
    assert "Who" not in said(made(option))
    assert "1. Wait" in said(made(option))
    owned = b.Option(title=text("Go"), body=[], cost=[], risk=[], reversibility=[], owner=text("Desk"))
    assert "Who" in said(made(b.Options(items=[option, owned])))


def test_a_picture_comes_as_its_words() -> None:
    found = made(b.Picture(svg="<svg/>", alt="A quay.", caption=text("The quay")))
    assert said(found) == "[Picture: A quay.]The quay"


def test_the_key_of_a_question_stays_out() -> None:
    choice = b.Choice(content=text("Quill"), right=True, because=text("KEY"))
    question = b.Question(stem=[paragraph("Who?")], points="1", choices=[choice], lines=2, key=[paragraph("KEY")])
    exercise = b.Exercise(title=text("Questions"), questions=[question], key=[paragraph("KEY")])
    assert said(made(exercise)) == f"Questions1. Who? (1 point)Quill{pandoc.ROOM}{pandoc.ROOM}"


def test_headings_are_never_deeper_than_word_knows() -> None:
    assert [node["c"][0] for node in made(heading(1, "a"), heading(9, "b"))] == [1, 6]
