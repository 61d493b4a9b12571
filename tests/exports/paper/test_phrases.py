"""What papers say of themselves: whole in every language, and in that of the book on every paper."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.paper import assignment_papers, pdf, word
from sourcebook.exports.paper.days import date_in_words, day_in_words
from sourcebook.exports.paper.direction import turned
from sourcebook.exports.paper.phrases import (
    CATALOGUES,
    FRENCH,
    PHRASES,
    lacking,
    listed,
    origins,
    phrases,
    points,
    tongue,
)
from sourcebook.model import document as b
from tests import poppler
from tests.exports import french
from tests.exports.archives import bare, unpacked
from tests.exports.harbour import BRIEF, ORDER
from tests.exports.samples import assignment, items

UNNAMED = replace(BRIEF, meta={name: words for name, words in BRIEF.meta.items() if name != "series"})
FRENCH_ORDER = replace(ORDER, language="fr")
BANK = Bank(assignment=assignment(), items=items(), language="fr")


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_language_has_every_phrase_with_the_same_blanks(language: str) -> None:
    said = CATALOGUES[language]
    assert said.keys() == PHRASES.keys()
    assert said["language"] == language
    assert {name for name in said if said[name].count("{}") != PHRASES[name].count("{}")} == set()
    assert all(words.strip() for words in said.values())


@pytest.mark.parametrize(("tag", "first"), [("fr-CA", "fr"), ("FR_ca", "fr"), ("en", "en"), ("", "")])
def test_a_country_changes_no_phrase(tag: str, first: str) -> None:
    assert tongue(tag) == first
    assert phrases(tag) is CATALOGUES.get(first, PHRASES)


def judgement(count: int, *, contrary: bool = False) -> b.Judgement:
    against: list[list[b.Inline]] = [[b.Text(text="x")]] if contrary else []
    return b.Judgement(content=[], support="agreed", origins=count, contrary=against)


def test_no_line_of_french_begins_with_a_sign() -> None:
    assert [words for words in FRENCH.values() if re.search(" [:;?!]", words)] == []
    assert FRENCH["labelled"] == "{}\u00a0:"


def test_counts_are_said_in_words() -> None:
    assert [origins(judgement(n), FRENCH) for n in (0, 1, 2)] == [
        "Aucune origine", "1 origine indépendante", "2 origines indépendantes"
    ]  # fmt: skip
    assert origins(judgement(2, contrary=True), PHRASES) == "2 independent origins for it"
    assert [points(n, PHRASES) for n in ("1", "2", "0.5")] == ["1 point", "2 points", "0.5 points"]


def printed(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split())


def in_word(made: bytes) -> str:
    return " ".join("".join(map(str, p.itertext())) for p in bare(unpacked(made)["word/document.xml"]).iter("p"))


def key() -> bytes:
    return pdf.handout(FRENCH_ORDER, assignment_papers.key(BANK), key=True)


def handout() -> b.Page:
    return assignment_papers.handout(BANK, *BANK.variants()[0])


PAPERS: dict[str, tuple[Callable[[], str], list[str]]] = {
    "handout": (lambda: printed(pdf.handout(FRENCH_ORDER, handout())), ["Nom", "Date", "Pour s’exercer", "minutes"]),
    "key": (
        lambda: printed(key()),
        ["– corrigé", "Les réponses en bref", "N° Question Réponse Points", "Total", "ne pas distribuer", "Corrigé"],
    ),
    "sheet": (
        lambda: printed(pdf.handout(FRENCH_ORDER, assignment_papers.sheet(BANK))),
        ["But", "Consigne", "Genre Points Minutes"],
    ),
    "brief": (
        lambda: printed(pdf.brief(FRENCH_ORDER, UNNAMED)),
        [
            "NOTE DE SYNTHÈSE",
            "Qui décide",
            "N° Jugement Appui Ce que cela change",
            "Option Coût Risque",
            "Source",
        ],
    ),
}
ENGLISH = [
    "Name", "For practice", "For instructors", "Answers at a glance", "Together", "Purpose", "Minutes Question",
    "Policy brief", "POLICY BRIEF", "Who decides", "What is known up to", "Judgement", "Support", "Reversible?",
    "independent origin", "Made with", "Kind and date", "Copy and proof", "Would speak", "Key ",
]  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_a_french_book_speaks_french(name: str) -> None:
    make, wanted = PAPERS[name]
    said = make()
    assert [words for words in wanted if words not in said] == []
    assert [words for words in ENGLISH if words in said] == []


@pytest.mark.skipif(not word.available(), reason="pypandoc-binary is not installed: the extra docx")
def test_word_files_of_a_french_book_speak_french() -> None:
    said = in_word(word.document(handout(), "fr")) + in_word(word.brief(FRENCH_ORDER, UNNAMED))
    said = said.replace("\u00a0", " ")
    wanted = ["Nom : ___", "Note de synthèse", "Qui décide : ", "Jugement", "Ce que cela change", "Réversible ?"]
    wanted += ["Annexe : les sources", "Genre et date", "origines indépendantes", "Produit avec Sourcebook"]
    assert [words for words in wanted if words not in said] == []
    assert [words for words in ENGLISH if words in said] == []


def test_english_lines_of_an_arabic_book_run_from_left_to_right(tmp_path: Path, pdftotext: Path) -> None:
    """Case bidi: the full stop of “Made with Sourcebook 1.0.” stood before its first word."""
    page = b.Page(name="x", title="x", blocks=[b.Heading(level=1, content=[b.Text(text="x")])])
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf.chapter(replace(ORDER, language="ar"), page))
    words = [word.text for sheet in poppler.sheets(path, pdftotext) for word in sheet.words]
    assert f"{ORDER.version}." in words


ARABIC, HEBREW = "هذا كتاب عن الميناء", "זה ספר על הנמל"


@pytest.mark.parametrize(("language", "words"), [("ar", ARABIC), ("he", HEBREW)])
def test_words_run_in_their_own_direction(language: str, words: str, tmp_path: Path, pdftotext: Path) -> None:
    """The full stop of the line of rights, and of plain words, stood before their first word."""
    plain = "In plain words: the ferry stayed."
    blocks: list[b.Block] = [
        b.Heading(level=1, content=[b.Text(text=words)]),
        b.Paragraph(content=[b.Text(text=plain)], classes=["sb-plain"]),
        b.Paragraph(content=[b.Text(text=f"{words}.")]),
        b.Heading(level=2, content=[b.Text(text="Was it late?")]),
        b.Items(items=[[b.Paragraph(content=[b.Text(text="One thing.")])]]),
        b.Table(head=[], body=[[b.Cell(body=[b.Paragraph(content=[b.Text(text="A cell.")])])]], widths=[1.0],
                caption=[b.Text(text="A caption.")]),
    ]  # fmt: skip
    path = tmp_path / "made.pdf"
    order = replace(ORDER, language=language, rights="Quotations belong to their publishers.")
    path.write_bytes(pdf.chapter(order, b.Page(name="x", title=words, blocks=blocks)))
    sheet_ = poppler.sheets(path, pdftotext)[0]
    found = {word.text: word for word in sheet_.words}
    for last in ("stayed.", "publishers.", "late?", "thing.", "cell.", "caption."):
        assert last in {word.strip("\u2066\u2069") for word in found}, f"{last} in {list(found)}"
    assert found["In"].left < sheet_.width / 2, "a paragraph of English begins at the left"
    assert max(word.right for word in sheet_.words if turned(word.text)) > sheet_.width / 2


def test_a_paragraph_from_right_to_left_in_an_english_book(tmp_path: Path, pdftotext: Path) -> None:
    path = tmp_path / "made.pdf"
    blocks: list[b.Block] = [
        b.Heading(level=1, content=[b.Text(text="A book")]),
        b.Paragraph(content=[b.Text(text=f"{HEBREW}.")]),
        b.Paragraph(content=[b.Text(text="Words.")]),
    ]
    path.write_bytes(pdf.chapter(ORDER, b.Page(name="x", title="A book", blocks=blocks)))
    sheet_ = poppler.sheets(path, pdftotext)[0]
    own = [word for word in sheet_.words if turned(word.text)]
    assert len(own) == len(HEBREW.split())
    assert min(word.left for word in own) > sheet_.width / 2
    assert next(word for word in sheet_.words if word.text == "Words.").left < sheet_.width / 2


# -- not one English word ----------------------------------------------------------------------------------------------

ORACLE = sorted(
    {
        part.strip(" .,:;()[]?–")
        for name, words in PHRASES.items()
        for part in words.split("{}")
        if FRENCH[name] != words and name not in {"language", "decimal", "first-day"}
    }
    - {""}
)
"""Every English phrase that is not also French, in pieces where something is put into it."""
FUNCTION_WORDS = "the of and to is are was by for your which what how that this these with where it not or".split()


def english_in(said: str) -> list[str]:
    return [words for words in (*ORACLE, *FUNCTION_WORDS) if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said)]


def french_papers(bank: Bank) -> dict[str, b.Page]:
    handouts = {f"handout {name}": assignment_papers.handout(bank, name, items) for name, items in bank.variants()}
    return {"sheet": assignment_papers.sheet(bank), "key": assignment_papers.key(bank), **handouts}


@pytest.mark.parametrize("bank", french.BANKS, ids=["practice", "graded", "object"])
def test_no_english_word_stands_on_a_french_sheet_handout_or_key(bank: Bank) -> None:
    order = replace(FRENCH_ORDER, language=bank.language, rights=bank.rights, sources=[])
    for name, page in french_papers(bank).items():
        said = printed(pdf.handout(order, page, key=name == "key", timestamp=1_930_000_000))
        assert english_in(said) == [], f"{name}: {said}"


@pytest.mark.skipif(not word.available(), reason="pypandoc-binary is not installed: the extra docx")
@pytest.mark.parametrize("bank", french.BANKS, ids=["practice", "graded", "object"])
def test_no_english_word_stands_in_a_french_word_file(bank: Bank) -> None:
    for name, page in french_papers(bank).items():
        if name != "key":
            assert english_in(in_word(word.document(page, bank.language))) == [], name


def test_the_oracle_knows_english() -> None:
    english = Bank(assignment=assignment(), items=items())
    said = printed(pdf.handout(ORDER, assignment_papers.key(english), key=True))
    assert len(english_in(said)) > 10


def test_what_french_papers_ask_rule_and_count() -> None:
    practice, graded, _ = french.BANKS
    key_ = printed(pdf.handout(FRENCH_ORDER, assignment_papers.key(practice), key=True))
    sheet_ = printed(pdf.handout(FRENCH_ORDER, assignment_papers.sheet(graded)))
    handout_ = printed(pdf.handout(FRENCH_ORDER, assignment_papers.handout(practice, *practice.variants()[0])))
    for words in ("9,5 heures, à 1,2 près", "neuf ou 9", "Réponse type", "Copie de référence : Bien", "Variante A"):
        assert words in key_
    for words in ("Les outils d’IA sont interdits.", "Texte à trous", "Critère", "Thèse : ce", "1,5 point :"):
        assert words in sheet_
    for words in ("Une nuit au port, variante A", "Choisissez une seule réponse.", "De 500 à 600 mots.", "1,5 point"):
        assert words in handout_
    assert "1,5 points" not in key_ + sheet_ + handout_


@pytest.mark.parametrize(
    ("count", "english", "french_"),
    [("0", "0 points", "0 point"), ("0.5", "0.5 points", "0,5 point"), ("1", "1 point", "1 point"),
     ("1.5", "1.5 points", "1,5 point"), ("2", "2 points", "2 points")],
)  # fmt: skip
def test_points_take_the_number_of_their_language(count: str, english: str, french_: str) -> None:
    assert (points(count, PHRASES), points(count, FRENCH)) == (english, french_)


def test_items_are_joined_as_a_language_joins_them() -> None:
    assert [listed(names, FRENCH) for names in ([], ["a"], ["a", "b", "c"])] == ["", "a", "a, b et c"]
    assert listed(["a", "b"], PHRASES) == "a and b"


def test_days_are_said_in_the_language_of_the_book() -> None:
    first, later = dt.date(2031, 8, 1), dt.date(2031, 2, 20)
    assert [day_in_words(day, "fr-CA") for day in (first, later)] == ["1er août 2031", "20 février 2031"]
    assert [day_in_words(day, "en") for day in (first, later)] == ["1 August 2031", "20 February 2031"]
    assert day_in_words(later, "ar") == "20 February 2031", "a language without phrases gets English, as its words do"


@pytest.mark.parametrize(
    ("edtf", "english", "french_"),
    [
        ("2031-02-03", "3 February 2031", "3 février 2031"),
        ("2031-08", "August 2031", "août 2031"),
        ("2031", "2031", "2031"),
        ("2031-05-01/2031-05-02", "between 1 May 2031 and 2 May 2031", "entre le 1er mai 2031 et le 2 mai 2031"),
        ("2031-02/..", "February 2031 or later", "février 2031 ou plus tard"),
        ("../2031-02", "February 2031 or earlier", "février 2031 ou plus tôt"),
        ("2031-02~", "February 2031 (approximate)", "février 2031 (approximatif)"),
        ("[2031-02-03,2031-02-04]", "3 February 2031 or 4 February 2031", "3 février 2031 ou 4 février 2031"),
        ("2031-13", "2031-13", "2031-13"),
        ("one day", "one day", "one day"),
    ],
)
def test_dates_of_records_are_said_in_the_language_of_the_book(edtf: str, english: str, french_: str) -> None:
    assert (date_in_words(edtf, "en"), date_in_words(edtf, "fr")) == (english, french_)


def test_a_phrase_that_a_language_lacks_is_english_and_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CATALOGUES, "eo", {"language": "eo", "page": "Paĝo"})
    assert phrases("eo")["page"] == "Paĝo"
    assert phrases("eo")["contents"] == PHRASES["contents"]
    assert {"page", "language"} & set(lacking("eo")) == set()
    assert lacking("fr") == []
    page = b.Page(name="x", title="x", blocks=[b.Heading(level=1, content=[b.Text(text="x")])])
    with pdf.listening() as cautions:
        for paper in ("a4", "us-letter"):
            pdf.chapter(replace(ORDER, language="eo"), page, paper)
    assert [problem.kind.label for problem in cautions] == ["untranslated"]
    assert "“eo” lacks words that paper says of itself" in cautions[0].message
