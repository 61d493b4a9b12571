"""What papers say of themselves: whole in every language, and in that of the book on every paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from sourcebook import blocks as b
from sourcebook.outputs import pdf, sheet, word
from sourcebook.outputs.bank import Bank
from sourcebook.outputs.phrases import CATALOGUES, FRENCH, PHRASES, origins, phrases, points, tongue
from tests import poppler
from tests.outputs.archives import bare, unpacked
from tests.outputs.harbour import BRIEF, ORDER
from tests.outputs.samples import assignment, items

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
    return b.Judgement(content=[], support="agreed", confidence="low", because=[], origins=count, contrary=against)


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
    return pdf.handout(FRENCH_ORDER, sheet.key(BANK), key=True)


def handout() -> b.Page:
    return sheet.handout(BANK, *BANK.variants()[0])


PAPERS: dict[str, tuple[Callable[[], str], list[str]]] = {
    "handout": (lambda: printed(pdf.handout(FRENCH_ORDER, handout())), ["Nom", "Date", "Pour s’exercer", "minutes"]),
    "key": (
        lambda: printed(key()),
        ["– corrigé", "Les réponses en bref", "N° Question Réponse Points", "Total", "ne pas distribuer", "Corrigé"],
    ),
    "sheet": (
        lambda: printed(pdf.handout(FRENCH_ORDER, sheet.sheet(BANK))),
        ["But", "Consigne", "Genre Points Minutes"],
    ),
    "brief": (
        lambda: printed(pdf.brief(FRENCH_ORDER, UNNAMED)),
        [
            "NOTE DE SYNTHÈSE",
            "Destinataire",
            "N° Jugement Appui Confiance, et pourquoi",
            "Option Coût Risque",
            "Source",
        ],
    ),
}
ENGLISH = [
    "Name", "For practice", "For instructors", "Answers at a glance", "Together", "Purpose", "Minutes Question",
    "Policy brief", "POLICY BRIEF", "Prepared for", "Information cut-off", "Judgement", "Support", "Reversible?",
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
    wanted = ["Nom : ___", "Note de synthèse", "Destinataire : ", "Jugement", "Confiance, et pourquoi", "Réversible ?"]
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
