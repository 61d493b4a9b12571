"""Days, authors and languages as articles print them: found where there is one reading, and left open where not."""

from __future__ import annotations

import pytest

from sourcebook.ingest import languages, printed_facts
from sourcebook.ingest.page import Facts
from sourcebook.ingest.propose import blocks_of_text, propose
from tests.ingest_corpus.articles import ARTICLES, Article

DAY = "2017-10-22"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("22 October 2017", DAY),
        ("Oct. 22, 2017", DAY),
        ("Sunday, 22nd of October 2017, 10:30 GMT", DAY),
        ("2 octobre 2017", "2017-10-02"),
        ("1er octobre 2017", "2017-10-01"),
        ("Publié le 22 octobre 2017 à 10h30", DAY),
        ("3 de octubre de 2017", "2017-10-03"),
        ("22 de outubro de 2017", DAY),
        ("22 ottobre 2017", DAY),
        ("Veröffentlicht am 22. Oktober 2017, 10:30 Uhr", DAY),
        ("22 октября 2017 г.", DAY),
        ("22 жовтня 2017 року", DAY),
        ("2017 жылғы 22 қазан", DAY),
        ("22 Ekim 2017", DAY),
        ("22 أكتوبر 2017", DAY),
        ("٢٢ تشرين الأول ٢٠١٧", DAY),
        ("פורסם ב-22 באוקטובר 2017", DAY),
        ("22 अक्टूबर 2017", DAY),
        ("2017年10月2日", "2017-10-02"),
        ("发布时间：2017年10月22日", DAY),
        ("2017. 10. 22.", DAY),
        ("2017/10/22", DAY),
        ("22/10/2017", DAY),
        ("10/22/2017", DAY),
        ("31 February 2017", ""),
    ],
)
def test_a_printed_day_is_found(text: str, found: str) -> None:
    assert printed_facts.day(text).edtf == found
    assert printed_facts.is_date(text)


def test_a_day_with_two_readings_is_open_but_where_the_language_has_one() -> None:
    assert printed_facts.day("02/10/2017") == printed_facts.Day(open="02/10/2017")
    assert printed_facts.day("02.10.2017").edtf == ""
    assert printed_facts.day("02.10.2017", "de").edtf == "2017-10-02"


def test_a_day_with_two_readings_is_told() -> None:
    body = "The council met on Friday to hear the islanders, the company and the harbour master in turn, it said."
    facts = propose(blocks_of_text(f"No boat to Merrow\n\n02/10/2017\n\n{body}\n\n{body} Twice.\n"), Facts()).facts
    assert facts.issued == ""
    assert any("Line 3 prints 02/10/2017, where either number may be the month" in aside for aside in facts.asides)


@pytest.mark.parametrize("text", ["In 2017 the mayor left", "22 October 2017 was a day like others", "12 boats sailed"])
def test_a_sentence_is_no_date(text: str) -> None:
    assert not printed_facts.is_date(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ilsa Quill and Tomas Reed", ["Ilsa Quill", "Tomas Reed"]),
        ("By ILSA QUILL | 3 May 2020", ["ILSA QUILL"]),
        ("By Ilsa Quill, correspondent in Merrow", ["Ilsa Quill"]),
        ("Par Anne Le Goff et Jean Petit", ["Anne Le Goff", "Jean Petit"]),
        ("De Pieter van den Berg", ["Pieter van den Berg"]),
        ("文/李四光", ["李四光"]),
        ("By Friday, the harbour was empty.", []),
        ("Von der Leyen sprach", []),
        ("Por favor, no", []),
        ("Di fronte al mare", []),
        ("文化新闻报道", []),
    ],
)
def test_a_byline_is_one_only_where_names_follow(text: str, names: list[str]) -> None:
    assert printed_facts.byline(text) == names


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.language)
def test_an_article_says_its_day_its_author_and_its_language(article: Article) -> None:
    text = "\n\n".join([article.title, article.byline, article.date, *article.body]) + "\n"
    facts = propose(blocks_of_text(text), Facts()).facts
    assert (facts.issued, facts.author, facts.language) == (article.issued, (article.author,), article.language)
    assert facts.language_because == "guessed from its words"


def test_a_language_that_the_words_contradict_is_told() -> None:
    text = "Парома нет\n\nПаром не ходит с понедельника, и никто на острове не знает, когда он вернётся домой.\n"
    facts = propose(blocks_of_text(text), Facts(language="en")).facts
    assert facts.language == "en"
    assert any("look like 'ru'" in aside for aside in facts.asides)


def test_too_few_words_say_nothing_of_their_language() -> None:
    assert languages.guess("Zq 12.") == ""
