"""The edges of an article: bylines with a day or without a label, and what stands behind its end."""

from __future__ import annotations

import pytest

from sourcebook.ingest import printed_facts
from sourcebook.ingest.page import Facts
from sourcebook.ingest.propose import Proposal, blocks_of_page, blocks_of_text, propose
from tests.ingest.test_propose import BODY, around, labels

TITLE = "No boat to Merrow Island"
DAY = "2022-01-12"


def article(*above: str, below: tuple[str, ...] = ()) -> Proposal:
    lines = [TITLE, *above, BODY, f"{BODY} Twice.", f"{BODY} Again.", f"{BODY} And again.", *below]
    return propose(blocks_of_text("\n\n".join(lines) + "\n"), Facts())


def body(proposal: Proposal) -> str:
    return "\n".join(b.text for b, name in proposal.labels if name in ("body", "heading", "caption", "standfirst"))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Roe | 12 January 2022", "Jane Roe"),
        ("Jane Roe, 12 January 2022", "Jane Roe"),
        ("12 January 2022 · Jane Roe", "Jane Roe"),
        ("Published 12 January 2022 | Jane Roe | 5 min read", "Jane Roe"),
        ("By Jane Roe, New York, Wednesday, Jan. 12, 2022, 10:14 a.m.", "Jane Roe"),
        ("By Jane Roe, correspondent in Berlin, 12 January 2022", "Jane Roe"),
        ("Written by Jane Roe on 12 January 2022", "Jane Roe"),
        ("By Jane Roe for Reuters, 12 January 2022", "Jane Roe"),
        ("Jane Roe, Reuters, 12 January 2022", "Jane Roe"),
        ("Author: Jane Roe Date: 12 January 2022", "Jane Roe"),
        ("Par Jean Dupont · 12 janvier 2022 à 10h14", "Jean Dupont"),
        ("Posted on January 12, 2022 by Jane Roe", "Jane Roe"),
        ("Von Max Muster, Berlin, 12. Januar 2022", "Max Muster"),
        ("De Ana Pérez, Madrid | 12 de enero de 2022", "Ana Pérez"),
        ("Автор: Иван Петров, 12 января 2022 г.", "Иван Петров"),
        ("Yazan: Ayşe Yılmaz - 12 Ocak 2022", "Ayşe Yılmaz"),
        ("记者 李四光 2022年1月12日", "李四光"),
        ("작성자: 홍길동 2022-01-12", "홍길동"),
    ],
)
def test_a_byline_and_its_day_on_one_line_give_both(line: str, name: str) -> None:
    found = article(line)
    assert (found.facts.author, found.facts.issued) == ((name,), DAY)
    assert line not in body(found)


def test_a_day_in_figures_beside_a_byline_is_read_by_the_articles_language() -> None:
    german = "Die Fähre zur Insel fährt seit Montag nicht mehr, und niemand am Kai wusste, wann sie wieder fahren wird."
    found = propose(
        blocks_of_text(f"Kein Boot\n\nVon Max Muster, Berlin, 12.01.2022\n\n{german}\n\n{german} Ja.\n"), Facts()
    )
    assert (found.facts.author, found.facts.issued) == (("Max Muster",), DAY)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Автор: Петров И. И.", "Петров И. И."),
        ("संवाददाता: राम कुमार", "राम कुमार"),
        ("بقلم: أحمد علي", "أحمد علي"),
        ("مراسلنا: أحمد علي", "أحمد علي"),
        ("نویسنده: رضا احمدی", "رضا احمدی"),
        ("记者：李四光", "李四光"),
        ("新华社记者 李四光", "李四光"),
        ("【記者李四光／台北報導】", "李四光"),
        ("記者 山田太郎", "山田太郎"),
        ("홍길동 기자", "홍길동"),
        ("서울=홍길동 기자 gildong@post.kr", "홍길동"),
        ("Автор текста: Иван Петров", "Иван Петров"),
        ("Тілші: Айгүл Сейтқали", "Айгүл Сейтқали"),
        ("Haber: Ali Veli", "Ali Veli"),
        ("Muhabir: Ali Veli", "Ali Veli"),
        ("Συντάκτης: Γιάννης Παπαδόπουλος", "Γιάννης Παπαδόπουλος"),
        ("כתב: דוד כהן", "דוד כהן"),
    ],
)
def test_a_label_in_any_script_is_read(line: str, name: str) -> None:
    assert printed_facts.byline(line) == [name]


@pytest.mark.parametrize(
    "above",
    [
        ("Jane Roe", "12 January 2022"),
        ("12 January 2022", "Jane Roe"),
        ("Jane Roe and John Smith", "12 January 2022"),
        ("Nobody on the island was asked what should come next.", "Jane Roe"),
        ("Иван Петров", "12 января 2022"),
    ],
)
def test_a_name_under_the_title_is_proposed_and_to_be_checked(above: tuple[str, ...]) -> None:
    found = article(*above)
    assert len(found.facts.author) == (2 if "and" in above[0].split() else 1)
    assert any("proposed as the author. To be checked." in aside for aside in found.facts.asides)
    assert found.facts.author[0] not in body(found)


@pytest.mark.parametrize(
    "line",
    [
        "Hong Kong, 12 January 2022",
        "The Lantern, 12 January 2022",
        "Breaking News, 12 January 2022",
        "Merrow Island, 12 January 2022",
        "Harbour Master, 12 January 2022",
        "Jane Roe said so, 12 January 2022",
    ],
)
def test_places_papers_and_words_of_the_article_are_no_names(line: str) -> None:
    assert article(line).facts.author == ()


def test_a_name_that_touches_neither_day_nor_standfirst_is_not_guessed() -> None:
    assert article("Jane Roe").facts.author == ()


def test_a_file_that_names_its_author_is_believed_and_the_line_leaves_the_body() -> None:
    lines = "\n\n".join([TITLE, "Jane Roe, 12 January 2022", BODY, f"{BODY} Twice."])
    found = propose(blocks_of_text(lines), Facts(author=("J. Roe",)))
    assert found.facts.author == ("J. Roe",)
    assert "Jane Roe" not in body(found)


@pytest.mark.parametrize(
    "line",
    [
        "Kaynak: Anadolu Ajansı",
        "Quelle: dpa, eigene Recherche",
        "Source: the harbour office, 2021.",
        "(Sources: the council; the company)",
        "Источник: ТАСС",
        "Дереккөз: Жергілікті кеңес",
        "المصدر: وكالات",
        "来源：新华社",
        "स्रोत: एजेंसियाँ",
        "Reporting by Jane Roe; Editing by John Smith",
        "Translated from the French by John Smith",
        "Read more: Bread prices rise again in the hills",
        "Lire aussi Le prix du pain augmente encore",
        "Lesen Sie auch: Brotpreise steigen wieder",
        "Читайте также: Хлеб снова дорожает",
        "[1] See the count that the council made.",
    ],
)
def test_what_stands_behind_the_end_is_no_body(line: str) -> None:
    assert line not in body(article(below=(line,)))


@pytest.mark.parametrize(
    "line",
    [
        "Sources said that the company had been warned twice, and that nobody in the office had answered the letters.",
        "Source after source told the council the same.",
        "Sources: that is what the company lacks, its director said, when he was asked who had told him of the fault.",
        "Notes were passed along the quay, and nobody on the island knew who had written them or what they said.",
        "Reporting by the Lantern showed that the engine was never mended.",
        "Table 2 shows that fewer boats sailed.",
        "Figure 3 is a map of the island and its quay.",
        "Рис. 2 показывает, что лодок стало меньше.",
        "Read more books, the harbour master told the children.",
    ],
)
def test_a_sentence_that_begins_like_a_source_or_a_caption_is_body(line: str) -> None:
    assert labels(around(line))[3] == "body"


def test_somebody_whose_words_stand_behind_source_again_and_again_is_a_speaker() -> None:
    said = [f"Source: I saw the boat number {n} leave." for n in range(4)]
    assert all(line in body(article(below=(*said, BODY + " The end."))) for line in said)


@pytest.mark.parametrize(
    "heading", ["Notes", "References", "Примечания", "Anmerkungen", "Kaynakça", "参考文献", "المراجع"]
)
def test_notes_under_a_late_heading_are_no_body(heading: str) -> None:
    notes = ("1. The council, count of boats, 2021.", "2. Roe, J. (2020), The quay, p. 12.", "3. Ibid., p. 14.")
    held = body(article(below=(heading, *notes)))
    assert not any(line in held for line in (heading, *notes))


def test_notes_under_a_rule_are_no_body() -> None:
    notes = ("1 The council made its count in autumn.", "2 A log kept by hand is another matter.")
    held = body(article(below=("* * *", *notes)))
    assert not any(line in held for line in notes)


def test_prose_under_a_heading_that_reads_notes_stays() -> None:
    under = (f"{BODY} It was long.", f"{BODY} It was longer than that.")
    assert all(line in body(article(below=("Sources", *under))) for line in under)


@pytest.mark.parametrize(
    "line", ["Table 2. Ferries by year", "Abbildung 3: Die Fähre", "Рис. 2 — Паром", "2-кесте. Паромдар"]
)
def test_a_caption_that_says_so_is_one(line: str) -> None:
    assert labels(around(line))[3] == "caption"


def page(html: str) -> Proposal:
    pytest.importorskip("trafilatura")
    from sourcebook.ingest.web import webpage

    read = webpage.read(html.encode(), "page.html")
    return propose(blocks_of_page(read), read.facts, read.marked)


PARAGRAPHS = "".join(f"<p>{BODY} Part {n}.</p>" for n in ("one", "two", "three", "four"))


@pytest.mark.parametrize(
    "below",
    [
        "<hr><p>1. The count of the council.</p><p>2. A log kept by hand.</p>",
        "<hr><ol><li>The count of the council.</li><li>A log kept by hand.</li></ol>",
        "<section class='footnotes'><ol><li>The count of the council.</li><li>A log kept by hand.</li></ol></section>",
        "<div role='doc-endnotes'><p>The count of the council.</p><p>A log kept by hand.</p></div>",
        "<h2>Примечания</h2><ol><li>The count of the council.</li><li>A log kept by hand.</li></ol>",
        "<p>Quelle: The count of the council.</p><p>Lire aussi A log kept by hand</p>",
    ],
)
def test_notes_and_sources_of_a_page_are_no_body(below: str) -> None:
    found = page(f"<html lang='en'><body><article><h1>{TITLE}</h1>{PARAGRAPHS}{below}</article>")
    assert "The count" not in body(found)
    assert "A log kept" not in body(found)
    assert "Part four." in body(found)


def test_a_rule_before_more_prose_or_a_list_inside_it_changes_nothing() -> None:
    more = f"<hr><p>{BODY} Part five.</p><ol><li>{BODY} Part six.</li></ol><p>{BODY} Part seven.</p>"
    held = body(page(f"<html lang='en'><body><article><h1>{TITLE}</h1>{PARAGRAPHS}{more}</article>"))
    assert all(f"Part {n}." in held for n in ("five", "six", "seven"))


def test_a_byline_with_its_day_inside_the_article_of_a_page() -> None:
    found = page(
        f"<html lang='en'><body><article><h1>{TITLE}</h1><p>Jane Roe, 12 January 2022</p>{PARAGRAPHS}</article>"
    )
    assert (found.facts.author, found.facts.issued) == (("Jane Roe",), DAY)
    assert "Jane Roe" not in body(found)
