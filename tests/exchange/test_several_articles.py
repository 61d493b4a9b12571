"""Files of databases that hold several articles: parted at their headers, one source each, shown first."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from sourcebook.exchange import database_text, several_articles
from tests.exchange.conftest import Run
from tests.exchange.samples import EUROPRESSE, FACTIVA, FACTIVA_CODED, LEXIS, NEXIS_UNI, PROQUEST

FILES = {"Factiva": FACTIVA, "Nexis Uni": NEXIS_UNI, "LexisNexis": LEXIS, "ProQuest": PROQUEST}


@pytest.mark.parametrize("database", FILES)
def test_each_database_is_parted_at_its_headers(database: str) -> None:
    first, second = database_text.articles(FILES[database])
    assert first.database == second.database == database
    assert (first.title, first.issued) == ("Harbour town votes on new barrier", "2032-01-05")
    assert first.author[0] == "Hannah Quill"
    assert (first.source, first.language) == ("The Ondrian", "en")
    assert first.paragraphs[0].startswith("The council of Sorrelford voted on Monday for a barrier of three gates.")
    assert len(first.paragraphs) == 2
    assert (second.title, second.issued) == ("Ferry returns after repairs", "2032-01-07")
    assert second.paragraphs == ("The ferry between the two banks went back to work on Wednesday.",)


def test_factivas_coded_form() -> None:
    [article] = database_text.articles(FACTIVA_CODED)
    assert (article.title, article.author, article.source) == (
        "Harbour town votes on new barrier", ("Hannah Quill",), "The Ondrian",
    )  # fmt: skip
    assert article.paragraphs == ("The council of Sorrelford voted on Monday.", "Eleven members were in favour.")


def test_factiva_without_a_line_of_copyright_loses_no_paragraph() -> None:
    text = FACTIVA.replace("Copyright 2032 Ondrian Press. All Rights Reserved.\n", "")
    assert len(database_text.articles(text)[0].paragraphs) == 2
    bare = text.replace("English\n", "", 1).replace("ONDR\n", "", 1)
    assert len(database_text.articles(bare)[0].paragraphs) == 2


def test_factiva_as_a_page(tmp_path: Path) -> None:
    lines = "".join(f"<div>{line}</div>" for line in FACTIVA.split("\n") if line)
    (tmp_path / "factiva.html").write_text(f"<html><body><div class='article enArticle'>{lines}</div></body></html>")
    first, second = several_articles.read(tmp_path / "factiva.html", (tmp_path / "factiva.html").read_bytes())
    assert (first.header.title, first.header.issued) == ("Harbour town votes on new barrier", "2032-01-05")
    assert [len(each.page.blocks) for each in (first, second)] == [3, 2]


def test_europresse_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "europresse.html"
    path.write_text(EUROPRESSE, encoding="utf-8")
    first, second = several_articles.read(path, path.read_bytes())
    assert (first.header.title, first.header.issued) == ("La ville vote la barrière", "2032-01-05")
    assert (first.header.container_title, str(first.header.author[0])) == ("Le Monde", "Anne Lepetit")
    assert [block.text for block in first.page.blocks] == [
        "La ville vote la barrière",
        "Le conseil de Sorrelford a voté lundi pour une barrière.",
        "Onze membres étaient pour.",
    ]
    assert (second.header.title, second.header.container_title) == ("Le bac revient", "Libération")


def test_the_cover_of_a_download_from_nexis_is_no_article() -> None:
    cover = "User Name: me\nDate and Time: Saturday, June 4, 2033 10:00:00 AM CEST\nJob Number: 12\nDocuments (2)\n"
    cover += "1. Harbour town votes on new barrier\nSearch Terms: ferry\n"
    first, second = database_text.articles(cover + NEXIS_UNI)
    assert (first.title, first.source) == ("Harbour town votes on new barrier", "The Ondrian")
    assert (first.issued, second.issued) == ("2032-01-05", "2032-01-07")


def test_a_title_over_two_lines_and_a_line_below_the_byline() -> None:
    wrapped = LEXIS.replace("Harbour town votes on new barrier", "Harbour town\nvotes on new barrier")
    assert database_text.articles(wrapped)[0].title == "Harbour town votes on new barrier"
    [article, _] = database_text.articles(FACTIVA.replace("Quill\n", "Quill\nOur Correspondent\n"))
    assert (article.title, article.author) == ("Harbour town votes on new barrier", ("Hannah Quill",))


def test_authors_that_are_turned_round() -> None:
    text = PROQUEST.replace("Author: Quill, Hannah", "Author: Quill, Hannah; van Berg, Tom.")
    assert database_text.articles(text)[0].author == ("Hannah Quill", "Tom van Berg")


def test_factivas_coded_form_as_a_table_of_a_page() -> None:
    cells = [line for line in FACTIVA_CODED.replace("   ", "\n").split("\n") if line][:-1]
    [article] = database_text.articles("\n\n".join(cells))
    assert (article.title, article.source) == ("Harbour town votes on new barrier", "The Ondrian")
    assert article.paragraphs == ("The council of Sorrelford voted on Monday.", "Eleven members were in favour.")


@pytest.mark.parametrize(
    "text",
    [
        '4 May\nA title\nGroup: Public\nTotal annotations: 1\n\nAnnotation 1:\nQuote: "Nobody died."\n',
        "<html><body><h1>Taguette highlights: x</h1><p>Nobody died.</p><p>Document: a Tags: b</p></body></html>",
    ],
)
def test_highlights_for_reading_are_no_article(text: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "h").write_text(text)
    assert "export them as JSON, CSV or XLSX" in run("import", tmp_path / "h").stderr


def test_an_article_is_no_database() -> None:
    assert database_text.articles("Some words\n\nmore words, 312 words of them\n\nEnd of document") == []
    assert database_text.articles("Text\n\nDocument LBA0000020320107ei1700022\n") == []


def test_one_source_each_is_shown_first_and_made_in_one_go(flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_text(FACTIVA)
    shown = run("import", tmp_path / "f.txt")
    assert "f.txt, 2 articles" in shown.stdout
    assert "author Hannah Quill; container-title The Ondrian; issued 2032-01-05; language en" in shown.stdout
    assert not (flood / "sources" / "quill-2032.yml").exists()
    done = run("import", tmp_path / "f.txt", "--yes")
    assert done.exit_code == 0
    record = (flood / "sources" / "quill-2032.yml").read_text()
    assert "Factiva prints it in the article's header: 5 January 2032." in record
    text = (flood / "sources" / "fulltext" / "quill-2032.txt").read_text()
    assert text.startswith("Harbour town votes on new barrier\n\nThe council")
    assert "Ferry" not in text
    assert run("check").exit_code == 0
    assert "2 already there" in run("import", tmp_path / "f.txt").stdout


def test_the_same_article_in_another_paper_is_another_source(flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_text(FACTIVA)
    run("import", tmp_path / "f.txt", "--yes")
    (tmp_path / "n.txt").write_text(NEXIS_UNI.replace("The Ondrian\n", "Calvey Herald\n"))
    assert "New source quill-2032-2" in run("import", tmp_path / "n.txt").stdout


def test_an_article_comes_to_the_record_that_waits_for_it(flood: Path, run: Run, tmp_path: Path) -> None:
    reference = "TY  - NEWS\nTI  - Harbour town votes on new barrier\nAU  - Quill, Hannah\nPY  - 2032\nER  - \n"
    (tmp_path / "z.ris").write_text(reference)
    run("import", tmp_path / "z.ris", "--yes")
    (tmp_path / "f.txt").write_text(FACTIVA)
    assert "The article of quill-2032" in run("import", tmp_path / "f.txt", "--yes").stdout
    assert "family: Quill" in (flood / "sources" / "quill-2032.yml").read_text()


def test_a_word_file_of_several_articles(run: Run, tmp_path: Path) -> None:
    document = docx.Document()
    for line in NEXIS_UNI.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "nexis.docx"))
    assert "2 articles" in run("import", tmp_path / "nexis.docx").stdout


def test_a_mistyped_source_makes_no_second_copy(flood: Path, run: Run, tmp_path: Path) -> None:
    article = flood / "sources" / "fulltext" / "ives-2031.txt"
    done = run("import", article, "--source", "ives-203", "--yes")
    assert (done.exit_code, "It is like ives-2031: name that" in done.stdout) == (1, True)
    assert not (flood / "sources" / "ives-203.yml").exists()


def test_one_name_is_not_for_two_articles(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_text(FACTIVA)
    assert "holds 2 articles" in run("import", tmp_path / "f.txt", "--source", "quill-2032").stderr
