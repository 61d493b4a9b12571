"""Pages that show what the sources tell: the timeline, accounts side by side, numbers, people, the matrix, the map.

Here: what stands on the page for a reader, with no script and no style. Not here: the browser (`tests/browser/`), the
order and the verdicts themselves (`tests/analysis/`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sphinx_ext.conftest import begun, written
from tests.sphinx_ext.harbour import PAGES, furnish, one, tree, words

if TYPE_CHECKING:
    from tests.sphinx_ext.conftest import Book, Built


@pytest.fixture
def harbour(book: Book) -> Book:
    """The book of two articles with events, numbers, interpretations and consequences."""
    furnish(book)
    return book


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same, built once for the tests that only look at its pages."""
    with pytest.MonkeyPatch.context() as patch:
        book = written(begun(tmp_path_factory.mktemp("harbour"), patch))
        furnish(book)
        made = book.build()
    assert made.warnings == []
    return made


def event(built: Built, ident: str) -> Any:
    return one(tree(built.page("timeline.html")), f".//*[@id='event-{ident}']")


# -- the timeline -----------------------------------------------------------------------------------------------------


def test_events_stand_in_an_ordered_list_in_their_order(built: Built) -> None:
    titles = tree(built.page("timeline.html")).xpath(".//ol[contains(@class, 'sb-events')]/li/details/summary/span[1]")
    assert [words(title) for title in titles] == [
        "The boat is built",
        "The ferry stops",
        "Reed speaks",
        "A new boat comes",
    ]


def test_dates_are_times_for_machines_where_html_has_a_form(built: Built) -> None:
    when = one(event(built, "ferry-stops"), ".//span[contains(@class, 'sb-when')]")
    assert words(when) == "between 3 and 4 February 2031. The quay"
    assert [t.get("datetime") for t in when.xpath("./time")] == ["2031-02-03", "2031-02-04"]
    hour = one(event(built, "words-of-reed"), "./summary/span[contains(@class, 'sb-when')]")
    assert words(hour) == "Statement. 3 February 2031, at 17:23 (no zone given)"
    assert one(hour, "./time").get("datetime") == "2031-02-03T17:23"
    assert event(built, "boat-built").xpath(".//time") == []  # "about 1999" has no form
    assert words(one(event(built, "boat-built"), "./summary/span[contains(@class, 'sb-when')]")) == "about 1999"


def test_a_conflict_is_said_with_its_reason_before_the_accounts(built: Built) -> None:
    verdict = one(event(built, "ferry-stops"), "./summary/span[contains(@class, 'sb-verdict')]")
    assert words(verdict) == "≠ Accounts conflict: date (2 independent origins)."
    reasons = words(one(event(built, "ferry-stops"), "./ul[contains(@class, 'sb-reasons')]"))
    assert "No day fits Quill and Quay letter." in reasons


def test_an_event_is_folded_below_what_is_seen_at_a_glance(built: Built) -> None:
    found = event(built, "ferry-stops")
    assert found.tag == "details"
    assert found.get("open") is None
    assert words(one(found, "./summary")) == (
        "The ferry stops between 3 and 4 February 2031. The quay "
        "≠ Accounts conflict: date (2 independent origins). Told by Quill, Quay letter"
    )


def test_one_origin_alone_is_said_to_be_one(built: Built) -> None:
    verdict = one(event(built, "boat-built"), "./summary/span[contains(@class, 'sb-verdict')]")
    assert words(verdict) == "1 One origin tells it."


def test_an_account_shows_source_words_and_what_it_asserts(built: Built) -> None:
    first, second = event(built, "ferry-stops").xpath("./ul[contains(@class, 'sb-accounts')]/li")
    assert words(first) == (
        "Quill says: “The ferry to Merrow Island stopped on Monday.” (¶2) "
        "When: 3 February 2031, at 08:10 (no zone given); Who acted: Tomas Reed"
    )
    assert words(second) == ("Quay letter says (¶2) When: 4 February 2031 In short: The quay is empty.")
    assert "sb-src-1" in first.get("class")
    assert first.xpath(".//a/@href")[0] == "list.html#passage-ferry-2031-ferry-stopped"


def test_speech_names_the_speaker_and_who_reported_it(built: Built) -> None:
    account = one(event(built, "words-of-reed"), "./ul[contains(@class, 'sb-accounts')]/li")
    assert words(account).startswith("Quill reports, citing Merrow council, in words of Tomas Reed: “The engine")


def test_a_retranslated_copy_is_named_at_speech_out_of_it(built: Built) -> None:
    account = one(event(built, "boat-built"), "./ul[contains(@class, 'sb-accounts')]/li")
    assert words(account).split(") ")[0].endswith("(¶2, re-translated")


def test_the_quotations_of_a_timeline_are_proven_and_linked_back(harbour: Book) -> None:
    built = harbour.build()
    listed = words(one(tree(built.page("list.html")), ".//*[@id='passage-ferry-2031-ferry-stopped']"))
    assert listed.endswith("Quoted in: Timeline, Side by side, Consequences")
    harbour.replace("sources/ferry-2031.yml", "stopped on Monday", "stopped on Tuesday")
    again = harbour.build()
    assert any("passages[0].exact: " in line for line in again.warnings)
    assert "rejected" in words(event(again, "ferry-stops"))


def test_the_drawing_leads_to_the_events_of_its_page(built: Built) -> None:
    page = tree(built.page("timeline.html"))
    links = page.xpath(".//*[contains(@class, 'sb-drawing')]//a/@href")
    ids = {f"#{found}" for found in page.xpath(".//details[contains(@class, 'sb-event')]/@id")}
    assert len(links) == 4
    assert set(links) == ids


def test_ids_of_a_page_are_unique(built: Built) -> None:
    for name in ("timeline", "apart", "people", "matrix", "twice", "consequences"):
        ids = [found for found in tree(built.page(f"{name}.html")).xpath(".//@id") if not found.startswith("id")]
        assert sorted(ids) == sorted(set(ids)), name


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (":to: 2000", ["boat-built"]),
        (":from: 2000\n:to: 2031-02-03", ["ferry-stops", "words-of-reed"]),
        (":from: 2032", ["new-boat"]),
        (":only: conflicts", ["ferry-stops"]),
        (":only: ferry-2031", ["ferry-stops", "words-of-reed"]),
        (":only: forecast, statement", ["words-of-reed", "new-boat"]),
        (":only: reed ferry-2031", ["ferry-stops"]),
        (":only: council", ["ferry-stops", "words-of-reed"]),
    ],
)
def test_options_choose_events(harbour: Book, options: str, expected: list[str]) -> None:
    harbour.write("timeline.md", f"# T\n\n:::{{sb:timeline}}\n{options}\n:::\n")
    found = tree(harbour.build().page("timeline.html")).xpath(".//ol[contains(@class, 'sb-events')]/li/details/@id")
    assert found == [f"event-{ident}" for ident in expected]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":from: January", "timeline.md:4: WARNING: from: 'January' is not a date"),
        (":only: nobody", "timeline.md:4: WARNING: only: “nobody” is no source"),
        (":from: 2090", "there is nothing to show in this timeline: no event on record is chosen"),
    ],
)
def test_a_wrong_option_is_a_problem(harbour: Book, option: str, message: str) -> None:
    harbour.write("timeline.md", f"# T\n\n:::{{sb:timeline}}\n{option}\n:::\n")
    said = harbour.build().warnings
    assert any(message in line for line in said), said


@pytest.mark.parametrize(
    ("shown", "tables", "days", "drawings"),
    [("", 2, 3, 1), ("overview days", 1, 3, 0), ("synopsis", 1, 0, 0), ("drawing", 0, 0, 1)],
)
def test_a_timeline_shows_the_parts_that_are_asked_for(
    harbour: Book, shown: str, tables: int, days: int, drawings: int
) -> None:
    option = f":show: {shown}\n" if shown else ""
    harbour.write("timeline.md", f"# T\n\n:::{{sb:timeline}}\n{option}:::\n")
    page = tree(harbour.build().page("timeline.html"))
    assert len(page.xpath(".//table")) == tables
    assert len(page.xpath(".//details[contains(@class, 'sb-day')]")) == days
    assert len(page.xpath(".//*[contains(@class, 'sb-drawing-column')]")) == drawings


def test_a_part_that_is_none_is_a_problem(harbour: Book) -> None:
    harbour.write("timeline.md", "# T\n\n:::{sb:timeline}\n:show: overvew\n:::\n")
    said = harbour.build().warnings
    assert any("“overvew” is no part of a timeline. did you mean overview?" in line for line in said), said


def test_the_overview_counts_what_the_records_hold(built: Built) -> None:
    table = tree(built.page("timeline.html")).xpath(".//*[contains(@class, 'sb-overview')]//table")[0]
    assert [words(head) for head in table.xpath("./thead//th")] == ["When", "Quill", "Quay letter", "All"]
    rows = [[words(cell) for cell in row.xpath("./*")] for row in table.xpath("./tbody/tr")]
    assert rows == [
        ["Before 2030", "0", "1", "1"],
        ["2031", "2, 1 in conflict", "1, 1 in conflict", "2, 1 in conflict"],
        ["After 2031", "0", "1", "1"],
    ]


def test_the_synopsis_says_what_each_source_says_or_that_it_is_silent(built: Built) -> None:
    table = tree(built.page("timeline.html")).xpath(".//*[contains(@class, 'sb-synopsis')]//table")[0]
    rows = {
        words(one(row, "./th/p[1]")): [words(cell) for cell in row.xpath("./td")] for row in table.xpath("./tbody/tr")
    }
    assert rows["The boat is built"][0] == "silent"
    assert rows["The ferry stops"] == [
        "3 February 2031, at 08:10 (no zone given); Tomas Reed. ¶2",
        "4 February 2031. The quay is empty. ¶2",
    ]


# -- two sources ------------------------------------------------------------------------------------------------------


@pytest.fixture
def compared(harbour: Book) -> Built:
    harbour.write("gone.md", "# Two\n\n:::{sb:compare}\n:::\n")
    made = harbour.build()
    assert made.warnings == []
    return made


def test_a_comparison_has_a_column_for_every_source_and_a_table_for_every_period(compared: Built) -> None:
    tables = tree(compared.page("gone.html")).xpath(".//*[contains(@class, 'sb-compare')]/details//table")
    assert [[words(head) for head in table.xpath("./thead//th")] for table in tables] == [
        *[["Event", "Quill", "Quay letter"]] * 3,
        ["Number", "Quill", "Quay letter"],
    ]
    assert [words(s) for s in tree(compared.page("gone.html")).xpath(".//details/summary")][-1] == "Numbers: 1 number"


def test_a_comparison_says_the_same_as_the_synopsis_and_the_words_where_both_tell_it(compared: Built) -> None:
    page = tree(compared.page("gone.html"))
    row = one(page, ".//tr[./th//a[contains(@href, '#event-ferry-stops')]]")
    cells = [[words(line) for line in cell.xpath("./p")] for cell in row.xpath("./td")]
    assert cells[0][:2] == ["Quill", "3 February 2031, at 08:10 (no zone given); Tomas Reed. ¶2"]
    assert cells[1][:2] == ["Quay letter", "4 February 2031. The quay is empty. ¶2"]
    assert "“The ferry to Merrow Island stopped on Monday.”" in cells[0][2]
    assert len(cells[1]) == 2  # cited without its words
    alone = one(page, ".//tr[./th//a[contains(@href, '#event-boat-built')]]")
    assert words(alone.xpath("./td")[0]) == "Quill silent"
    assert alone.xpath(".//q") == []


def test_a_row_names_the_pairs_that_contradict_each_other(compared: Built) -> None:
    rows = tree(compared.page("gone.html")).xpath(".//*[contains(@class, 'sb-compare')]//tbody/tr")
    marked = [row for row in rows if "sb-unlike-ferry-2031-quay-2031" in row.get("class", "")]
    assert [words(one(row, "./th/p[1]")) for row in marked] == ["The ferry stops", "Islanders who need the boat"]
    assert all("Accounts conflict" in words(one(row, "./th")) for row in marked)
    assert [row for row in rows if row not in marked and "Accounts conflict" in words(row)] == []


def test_paper_and_an_epub_leave_the_comparison_out(harbour: Book) -> None:
    harbour.write("gone.md", "# Two\n\nBefore.\n\n:::{sb:compare}\n:::\n\nAfter.\n")
    page = harbour.build("epub", epub_show_urls="no", version="1", epub_copyright="-").page("gone.xhtml")
    assert "sb-compare" not in page
    assert "After." in page


def test_a_book_of_one_source_has_nothing_to_compare(book: Book) -> None:
    for name in ("actors", "letter"):
        (book.root / f"{name}.md").unlink(missing_ok=True)
    (book.root / "sources" / "quay-2031.yml").unlink()
    book.write("list.md", "# L\n\n:::{sb:compare}\n:::\n")
    assert any("nothing to show in this comparison: it takes two sources" in line for line in book.build().warnings)


def test_the_drawing_on_a_page_of_its_own_leads_to_the_list(harbour: Book) -> None:
    harbour.write("timeline.md", "# T\n\n:::{sb:timeline}\n:show: days\n:::\n")
    harbour.write("apart.md", "# A\n\n:::{sb:timeline}\n:show: drawing\n:::\n")
    links = tree(harbour.build().page("apart.html")).xpath(".//*[contains(@class, 'sb-drawing-column')]//a/@href")
    assert "timeline.html#event-new-boat" in links


def test_an_epub_has_each_event_in_its_place_and_no_synopsis(harbour: Book) -> None:
    built = harbour.build("epub", epub_show_urls="no", version="1", epub_copyright="-")
    page = built.page("timeline.xhtml")
    assert "sb-synopsis" not in page
    assert "Silent: </span>Quill." in page
    assert page.count("<details") == page.count('open="open"') > 3


def test_an_author_folds_a_part(harbour: Book) -> None:
    harbour.write("apart.md", "# A\n\n:::{sb:fold} What *follows*\nWords that fold.\n:::\n")
    part = one(tree(harbour.build().page("apart.html")), ".//details[contains(@class, 'sb-fold')]")
    assert words(one(part, "./summary")) == "What follows"
    assert words(part).endswith("Words that fold.")
    assert part.get("open") is None


def test_an_event_on_two_timelines_of_a_page_has_two_ids(harbour: Book) -> None:
    harbour.write("timeline.md", "# T\n\n:::{sb:timeline}\n:::\n\n:::{sb:timeline}\n:only: forecast\n:::\n")
    page = tree(harbour.build().page("timeline.html"))
    assert one(page, ".//*[@id='event-new-boat-2']") is not None
    assert page.xpath(".//*[contains(@class, 'sb-drawing')]//a/@href").count("#event-new-boat-2") == 1


# -- side by side -----------------------------------------------------------------------------------------------------


def test_reports_stand_side_by_side(built: Built) -> None:
    box = one(tree(built.page("apart.html")), ".//*[@id='reports-ferry-stops']")
    assert words(box).startswith("The ferry stops, between 3 and 4 February 2031 ≠ Accounts conflict")
    assert len(box.xpath(".//ul[contains(@class, 'sb-side-by-side')]/li")) == 2


def test_a_number_shows_who_says_what(built: Built) -> None:
    box = one(tree(built.page("apart.html")), ".//*[@id='figure-islanders']")
    said = words(box)
    assert said.startswith("Islanders who need the boat: people who depend on it")
    assert "No number fits Quill and Quay letter." in said
    assert "Number: 300 people" in said
    assert "Number: a lower bound of 400 people" in said
    drawing = box.xpath(".//svg")[0]
    assert (
        drawing.get("aria-label")
        == "Islanders who need the boat. Quill: 300 people; Quay letter: a lower bound of 400 people"
    )


def test_a_mention_links_to_the_timeline(built: Built) -> None:
    mention = tree(built.page("apart.html")).xpath(".//span[contains(@class, 'sb-mention')]")[0]
    assert mention.getparent().get("href") == "timeline.html#event-ferry-stops"


def test_a_mention_leads_to_the_accounts_where_there_is_no_timeline(harbour: Book) -> None:
    harbour.write("timeline.md", "# T\n\nNothing.\n")
    mention = tree(harbour.build().page("apart.html")).xpath(".//span[contains(@class, 'sb-mention')]")[0]
    assert mention.getparent().get("href") == "#reports-ferry-stops"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{sb:event}`ferry-stop`", "there is no event “ferry-stop” on record. The nearest is “ferry-stops”."),
        ("{sb:figure}`nothing`", "there is no figure “nothing” on record."),
        (":::{sb:reports} ferry-stop\n:::", "there is no event “ferry-stop” on record."),
        (":::{sb:figure} islander\n:::", "there is no figure “islander” on record."),
        (":::{sb:implications} nobody\n:::", "there is no actor “nobody” on record."),
        (":::{sb:implications} reed\n:::", "no implication for “reed” is on record."),
        (":::{sb:matrix}\n:only: brokn\n:::", "there is no hypothesis “brokn” on record."),
    ],
)
def test_a_name_that_is_nobodys_is_a_problem_on_every_build(harbour: Book, text: str, message: str) -> None:
    harbour.write("apart.md", f"# A\n\n{text}\n")
    for _ in range(2):
        assert any(message in line for line in harbour.build().warnings)


# -- people -----------------------------------------------------------------------------------------------------------


def test_a_person_has_name_respelling_variants_roles_and_confusions(built: Built) -> None:
    page = tree(built.page("people.html"))
    term = one(page, ".//dt[@id='actor-reed']")
    assert words(term) == "Tomas Reed (say TOM-ass REED)"
    said = words(term.getnext())
    assert "Also: Reed, Captain Reed." in said
    assert "Quill: Harbour master (¶2)." in said
    assert "Quay letter: The man who waits (¶2)." in said
    assert (
        "Not to be confused with the director of the line: Reed runs the harbour; the director runs the line." in said
    )


def test_a_person_is_linked_to_where_they_speak_act_and_are_named(built: Built) -> None:
    body = one(tree(built.page("people.html")), ".//dt[@id='actor-reed']").getnext()
    lines = [words(line) for line in body.xpath(".//*[contains(@class, 'sb-met')]")]
    assert lines == [
        "Speaks in: Quill ¶2",
        "Spoken of in: Quill ¶2",
        "Takes part in: The ferry stops",
        "Named on: Timeline, Side by side, Why, Two matrices, Consequences, All sources",
    ]
    links = [link.get("href") for link in body.xpath(".//*[contains(@class, 'sb-met')]//a")]
    assert links == [
        "list.html#passage-ferry-2031-engine-not-safe",
        "list.html#passage-ferry-2031-ferry-stopped",
        "timeline.html#event-ferry-stops",
        *(f"{name}.html" for name in ("timeline", "apart", "matrix", "twice", "consequences", "list")),
    ]


def test_the_page_of_people_is_written_again_when_another_page_names_one(harbour: Book) -> None:
    harbour.build()
    harbour.write("timeline.md", "# Timeline\n\n{sb:actor}`director`\n")
    body = one(tree(harbour.build().page("people.html")), ".//dt[@id='actor-director']").getnext()
    assert "Named on: Timeline" in words(body)


def test_kinds_are_chosen(built: Built) -> None:
    lists = tree(built.page("people.html")).xpath(".//dl[contains(@class, 'sb-people')]")
    assert [dt.get("id") for dt in lists[1].xpath("./dt")] == ["actor-iceland", "actor-norway"]


# -- the matrix -------------------------------------------------------------------------------------------------------


def test_the_matrix_is_a_table_with_scopes_and_words(built: Built) -> None:
    table = tree(built.page("matrix.html")).xpath(".//table")[0]
    heads = table.xpath("./thead//th")
    assert [words(head) for head in heads] == ["Evidence", "H1 The engine broke", "H2 Money ran out", "H3 A storm came"]
    assert {head.get("scope") for head in heads} == {"col"}
    rows = table.xpath("./tbody/tr")
    assert [one(row, "./th").get("scope") for row in rows] == ["row", "row"]
    assert [words(cell) for cell in rows[0].xpath("./td")] == [
        "H1 CC very consistent",
        "H2 I inconsistent",
        "H3 II very inconsistent",
    ]


def test_every_cell_leads_to_its_reason_and_passage(built: Built) -> None:
    page = tree(built.page("matrix.html"))
    for link in page.xpath(".//table[1]/tbody//td//a"):
        assert one(page, f".//*[@id='{link.get('href')[1:]}']") is not None
    why = words(one(page, ".//dl[contains(@class, 'sb-why')]"))
    assert "H2 Money ran out: I, inconsistent. It needs no money to break, <b>none</b>." in why
    assert "Quill says, citing Merrow council, in words of Tomas Reed: “The engine is not safe." in why


def test_the_matrix_prints_origins_and_method_and_neither_total_nor_order(built: Built) -> None:
    page = tree(built.page("matrix.html"))
    said = words(page)
    assert "Research has not shown that this method improves accuracy" in said
    assert "From Quill, Quay letter: 2 items, 2 independent origins." in said
    assert page.xpath(".//tfoot") == []
    assert len(page.xpath(".//table")) == 1
    assert "least contradicted by these sources" in said
    assert "Without " in said
    for word in ("likely", "score", "ighted inconsistency", "%", "per cent"):
        assert word not in said


def test_an_item_that_is_n_throughout_is_left_out_of_its_question_and_that_is_said(harbour: Book) -> None:
    harbour.write("matrix.md", "# Why\n\n:::{sb:matrix}\n:only: money\n:::\n")
    page = tree(harbour.build().page("matrix.html"))
    rows = page.xpath(".//table/tbody/tr")
    assert [words(one(row, "./th")) for row in rows] == ["Reed calls the engine unsafe (Quill)"]
    assert "1 item that would be N throughout is left out of this question." in words(page)
    assert "It says nothing of money." not in words(page)


def test_each_sign_has_a_class_of_its_own(built: Built) -> None:
    signs = tree(built.page("matrix.html")).xpath(".//p[contains(@class, 'sb-key')]/span")
    assert [(words(each), each.get("class").split()[-1]) for each in signs] == [
        ("CC", "sb-sign-cc"),
        ("C", "sb-sign-c"),
        ("N", "sb-sign-n"),
        ("I", "sb-sign-i"),
        ("II", "sb-sign-ii"),
    ]


def test_only_some_interpretations_make_a_smaller_matrix(harbour: Book) -> None:
    harbour.write("matrix.md", "# Why\n\n:::{sb:matrix}\n:only: broken storm\n:title: Two of three\n:::\n")
    table = tree(harbour.build().page("matrix.html")).xpath(".//table")[0]
    assert [words(head) for head in table.xpath("./thead//th")] == [
        "Evidence",
        "H1 The engine broke",
        "H3 A storm came",
    ]
    assert words(one(table, "./caption")).startswith("Two of three")


# -- the map ----------------------------------------------------------------------------------------------------------


def test_the_map_leads_each_country_to_its_section(built: Built) -> None:
    svg = one(tree(built.page("consequences.html")), ".//svg[contains(@class, 'sb-map')]")
    links = {link.get("aria-label").partition(":")[0]: link.get("href") for link in svg.xpath(".//a")}
    assert links == {"Iceland": "#implications-iceland"}
    plain = [group.get("aria-label").partition(":")[0] for group in svg.xpath(".//g[@role='img']")]
    assert plain == ["Kingdom of the North"]  # on the map, with no section to lead to


def test_the_table_beside_the_map_says_the_same_of_everybody(built: Built) -> None:
    table = one(tree(built.page("consequences.html")), ".//table[contains(@class, 'sb-map-table')]")
    heads = table.xpath(".//thead//th[@scope='col']")
    assert [words(head) for head in heads] == ["Country or actor", "Stated or awaited", "Consequences", "Told by"]
    columns = table.xpath(".//span[@class='sb-column']")  # a telephone names them in each cell
    assert {words(column) for column in columns} == {"Stated or awaited:", "Consequences:", "Told by:"}
    for column in columns:
        column.drop_tree()
    rows = [[words(cell) for cell in row.xpath("./th[@scope='row'] | ./td")] for row in table.xpath(".//tbody/tr")]
    assert rows == [
        ["Merrow council", "only stated as fact", "1 stated", "Quill"],
        ["Iceland", "some stated, some expected, feared or recommended", "1 stated and 1 feared", "Quill"],
        ["Kingdom of the North", "only expected, feared or recommended", "1 expected", "Quill"],
    ]


def test_the_map_says_whose_the_shapes_are(built: Built) -> None:
    assert "Natural Earth" in words(tree(built.page("consequences.html")))


def test_the_map_follows_a_section_that_moves(harbour: Book) -> None:
    harbour.build()
    harbour.replace("consequences.md", "(implications-iceland)=\n", "")
    harbour.replace("people.md", "## Countries", "(implications-iceland)=\n## Countries")
    built = harbour.build()
    assert built.warnings == []
    link = one(tree(built.page("consequences.html")), ".//svg[contains(@class, 'sb-map')]//a")
    assert link.get("href") == "people.html#implications-iceland"


def test_the_table_of_consequences_is_folded_under_a_line_that_counts_them(built: Built) -> None:
    folded = one(tree(built.page("consequences.html")), ".//details[.//table[contains(@class, 'sb-implications')]]")
    assert folded.get("open") is None
    assert words(one(folded, "./summary")) == "What the articles draw for Iceland: 1 stated and 1 feared"


def test_consequences_say_who_when_how_firmly_and_what_came_of_it(built: Built) -> None:
    table = one(tree(built.page("consequences.html")), ".//table[contains(@class, 'sb-implications')]")
    for column in table.xpath(".//span[@class='sb-column']"):
        column.drop_tree()
    head, written, said = (words(cell) for cell in table.xpath("./tbody/tr")[0])
    assert head == "Trade stops. When: by spring"
    assert written == "3 February 2031 or later"
    assert said.startswith("Quill fears: “The ferry to Merrow Island stopped on Monday.” (¶2)")
    assert said.endswith("Later: Nobody says whether it did.")
    assert "Quill states, citing Tomas Reed (¶3)" in words(table)


# -- other writers, other builds --------------------------------------------------------------------------------------


def test_every_part_stands_in_plain_text(harbour: Book) -> None:
    built = harbour.build("text")
    assert built.warnings == []
    pages = {name: " ".join(built.page(f"{name}.txt").split()) for name in PAGES}
    assert "Accounts conflict" in pages["timeline"]
    assert "No day fits Quill and Quay letter." in pages["timeline"]
    assert "Tomas Reed (say TOM-ass REED)" in pages["people"]
    assert "It needs no sea to break." in pages["matrix"]
    assert "Iceland: 1 stated and 1 feared" in pages["consequences"]
    assert "No number fits Quill and Quay letter." in pages["apart"]
    assert "Told by" not in pages["apart"]  # no card outside HTML


@pytest.mark.parametrize("builder", ["latex", "epub", "blocks"])
def test_every_part_is_written_by_every_writer(harbour: Book, builder: str) -> None:
    built = harbour.build(builder, epub_show_urls="no", version="1", epub_copyright="-")
    ours = [f"{name}.md" for name in PAGES if name != "index"]
    assert [line for line in built.warnings if any(name in line for name in ours)] == []


def test_a_book_without_these_records_says_what_is_missing(book: Book) -> None:
    for name, options in (("timeline", ""), ("people", ":kind: group\n"), ("matrix", ""), ("map", "")):
        book.write("story.md", f"# S\n\n:::{{sb:{name}}}\n{options}:::\n")
        assert any("there is nothing to show in this" in line for line in book.build().warnings), name


def test_a_page_is_read_again_when_a_record_changes(harbour: Book) -> None:
    harbour.build()
    harbour.replace("sources/events.yml", "title: The ferry stops", "title: The ferry halts")
    again = harbour.build()
    assert (
        {"timeline", "apart", "people", "matrix", "twice", "consequences", "gone"}
        >= set(again.read)
        >= {"timeline", "apart", "people"}
    )
    assert "The ferry halts" in again.text("timeline.html")
    assert "The ferry halts" in again.text("apart.html")


def test_reading_in_parallel_makes_the_same_pages(harbour: Book) -> None:
    alone = harbour.build(folder="alone")
    together = harbour.build(folder="together", parallel=2)
    for name in ("timeline.html", "apart.html", "people.html", "matrix.html", "consequences.html"):
        assert alone.page(name) == together.page(name)


def test_zones_of_the_configuration_that_nobody_knows_are_a_problem(harbour: Book) -> None:
    said = harbour.build(sourcebook_zones=["Europe/Nowhere", "Europe/Paris"]).warnings
    assert len([line for line in said if "'Europe/Nowhere' is no zone" in line]) == 1


def test_an_edition_that_nobody_knows_is_a_problem_and_the_book_stays_public(harbour: Book) -> None:
    said = harbour.build(sourcebook_edition="teacher").warnings
    assert len([line for line in said if "'teacher' stands where 'public' or 'instructor' should stand" in line]) == 1


def test_only_pages_that_need_them_load_style_and_script(built: Built) -> None:
    assert "sourcebook-timeline.js" in built.page("timeline.html")
    assert "sourcebook-matrix.js" in built.page("matrix.html")
    for name in ("timeline.js", "matrix.js", "map.css"):
        assert f"sourcebook-{name}" not in built.page("list.html")
