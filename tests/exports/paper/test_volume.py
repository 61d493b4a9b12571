"""The order of a volume: headings, links, notes, tables, and the index of quotations."""

from __future__ import annotations

from msgspec.structs import replace

from sourcebook.exports.paper import volume as paper_volume
from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.model.problems import Kind, Place
from tests.exports.harbour import BRIEF, INDEX, ORDER, heading, paragraph, text


def page(*blocks: b.Block, name: str = "brief", **more: object) -> b.Page:
    return b.Page(name=name, title="", file=f"{name}.md", blocks=list(blocks), **more)  # type: ignore[arg-type]


def leading(*targets: str) -> b.Paragraph:
    """Links, without which an anchor would go."""
    return b.Paragraph(content=[b.Link(content=text("there"), target=target) for target in targets])


def arranged(*pages: b.Page) -> paper_volume.Volume:
    return paper_volume.volume(ORDER, pages)


def of_kind(volume: paper_volume.Volume, kind: type) -> list[object]:
    return [piece for piece in document_tree.walk(list(volume.pages)) if isinstance(piece, kind)]


def test_no_heading_is_deeper_by_more_than_one_than_that_before_it() -> None:
    found = of_kind(arranged(page(heading(1, "a"), heading(3, "b"), heading(4, "c"), heading(2, "d"))), b.Heading)
    assert [piece.level for piece in found if isinstance(piece, b.Heading)] == [1, 2, 3, 2]


def test_a_page_below_another_has_deeper_headings() -> None:
    order = replace(ORDER, pages=[("index", 0), ("brief", 1)])
    volume = paper_volume.volume(order, [page(heading(1, "a"), name="index"), page(heading(1, "b"), heading(2, "c"))])
    assert [piece.level for piece in of_kind(volume, b.Heading) if isinstance(piece, b.Heading)] == [1, 2, 3]


def test_a_page_taken_alone_begins_at_the_top() -> None:
    order = replace(ORDER, pages=[("index", 0), ("brief", 2)])
    (found,) = of_kind(paper_volume.volume(order, [page(heading(1, "a"))]), b.Heading)
    assert isinstance(found, b.Heading)
    assert found.level == 1


def test_the_name_of_a_page_leads_to_its_first_heading() -> None:
    links = leading("brief", "brief#a", "brief#b")
    first, second = of_kind(arranged(page(heading(1, "a"), heading(2, "b"), links)), b.Heading)
    assert isinstance(first, b.Heading)
    assert isinstance(second, b.Heading)
    assert first.anchors == ["brief", "brief#a"]
    assert second.anchors == ["brief#b"]


def test_anchors_inside_a_heading_stand_on_the_heading_and_notes_leave_it() -> None:
    inner = b.Span(content=text("words"), anchors=["brief#inner"], ref="ferry/stopped")
    title = b.Heading(level=1, content=[inner, b.Note(id="n")])
    (found,) = of_kind(arranged(page(title, leading("brief#inner"))), b.Heading)
    assert isinstance(found, b.Heading)
    assert "brief#inner" in found.anchors
    assert not [
        piece
        for piece in document_tree.walk(found.content)
        if isinstance(piece, b.Note) or document_tree.anchors(piece)
    ]


def test_an_anchor_stands_in_one_place_and_every_link_leads_somewhere() -> None:
    again = b.Paragraph(content=text("x"), anchors=["brief#a"])
    link = b.Link(content=text("gone"), target="brief#lost")
    volume = arranged(page(heading(1, "a"), again, b.Paragraph(content=[link]), leading("brief#a")))
    anchors = [anchor for piece in document_tree.walk(list(volume.pages)) for anchor in document_tree.anchors(piece)]
    assert anchors.count("brief#a") == 1
    assert [piece.target for piece in of_kind(volume, b.Link) if isinstance(piece, b.Link)] == ["brief#a"]
    assert "gone" in document_tree.plain_text(list(volume.pages))


def test_an_anchor_to_which_nothing_leads_goes_and_that_of_a_quotation_stays() -> None:
    quoted = b.Quotation(words=[paragraph("“x”")], ref="ferry/stopped", anchors=["brief#q", "brief#other"])
    volume = arranged(page(heading(1, "a"), quoted))
    assert [anchor for piece in document_tree.walk(list(volume.pages)) for anchor in document_tree.anchors(piece)] == [
        "brief#q"
    ]


def test_a_whole_book_leaves_the_lists_of_places_to_its_index() -> None:
    listed = b.Paragraph(content=text("Quoted in: Landing"), classes=["sb-quoted-in"])
    found = paper_volume.without_backlinks(page(heading(1, "a"), b.Group(body=[listed, paragraph("stays")])))
    assert document_tree.plain_text(found.blocks) == "a stays"


def test_a_chapter_alone_keeps_the_words_of_links_to_the_rest_of_the_book() -> None:
    volume = arranged(INDEX)
    assert [piece.uri for piece in of_kind(volume, b.Link) if isinstance(piece, b.Link)] == ["https://example.org/"]
    assert "the brief, nowhere, outside" in document_tree.plain_text(list(volume.pages))


def test_the_second_mark_of_a_note_leads_to_the_first_and_a_lost_note_goes() -> None:
    marks = b.Paragraph(content=[b.Note(id="n"), b.Note(id="n"), b.Note(id="lost")])
    volume = arranged(page(marks, notes={"n": [paragraph("note")]}))
    found = [(piece.id, piece.again) for piece in of_kind(volume, b.Note) if isinstance(piece, b.Note)]
    assert found == [("brief#n", False), ("brief#n", True)]
    assert document_tree.plain_text(volume.notes["brief#n"]) == "note"


def test_judgements_that_follow_one_another_make_one_table() -> None:
    kinds = [type(block).__name__ for block in arranged(BRIEF).pages[0].blocks]
    assert kinds.count("Judgements") == 1
    assert kinds.count("Options") == 1
    assert "Judgement" not in kinds


def test_the_column_with_more_words_is_wider() -> None:
    cells = [[b.Cell(body=[paragraph("yes")]), b.Cell(body=[paragraph("a good many more words " * 4)])]]
    narrow, wide = paper_volume.widths(b.Table(head=[], body=cells, widths=[1, 1]))
    assert wide > 2 * narrow


def test_a_column_has_room_for_its_longest_word() -> None:
    cells = [[b.Cell(body=[paragraph("incomprehensible")]), b.Cell(body=[paragraph("a b c d e f g")])]]
    first, second = paper_volume.widths(b.Table(head=[], body=cells, widths=[1, 1]))
    assert first > second


def test_a_wide_table_lies_on_its_side_only_where_no_frame_stands_around_it() -> None:
    table = b.Table(head=[], body=[[b.Cell(body=[paragraph("x")])] * 9], widths=[1.0] * 9)
    boxed = b.Box(kind="note", title=[], body=[table])
    volume = arranged(page(table, b.Group(body=[table]), boxed))
    assert [piece.across for piece in of_kind(volume, b.Table) if isinstance(piece, b.Table)] == [True, True, False]


def test_the_index_lists_each_passage_once_by_paragraph_with_every_place() -> None:
    again = b.Quotation(words=[paragraph("“x”")], ref="ferry/stopped", anchors=["index#again"])
    volume = arranged(BRIEF, page(heading(1, "i"), again, name="index"))
    (part,) = volume.index
    assert part.short == "Quill"
    assert [(e.paragraph, e.words, e.anchors) for e in part.entries] == [
        (2, "The ferry stopped on Monday.", ("brief#quote-stopped", "index#again")),
        (4, "The engine is not safe. We sail again in spring.", ("brief#quote-engine",)),
    ]


def test_a_long_quotation_is_cut_at_a_word_in_the_index() -> None:
    words = "one two three " * 20
    quotation = b.Quotation(words=[paragraph(f"“{words}”")], ref="ferry/stopped", anchors=["brief#q"])
    (entry,) = arranged(page(quotation)).index[0].entries
    assert entry.words.endswith((" one …", " two …", " three …"))
    assert len(entry.words) <= paper_volume.EXCERPT + 2


def test_a_picture_without_words_is_a_fault_with_file_and_line() -> None:
    picture = b.Picture(svg="<svg/>", alt=" ", line=7)
    (found,) = paper_volume.faults([page(picture, b.Picture(svg="<svg/>", alt="A quay."))])
    assert (found.kind, found.place) == (Kind.NO_ALT_TEXT, Place("brief.md", 7))
