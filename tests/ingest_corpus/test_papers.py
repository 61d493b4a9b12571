"""PDFs in the shapes that publications have: the share of words kept, of furniture let in; and those that are refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from sourcebook.model.problems import SourcebookError
from tests.ingest_corpus.articles import DE, EN, ES, FR, IT, PT, RU, TR, UK, Article
from tests.ingest_corpus.measure import Measure, measure
from tests.ingest_corpus.papers import SHAPES, Printed, one_column, scanned, with_a_wrong_map, without_a_map

pytest.importorskip("pypdf")

from sourcebook.ingest.pdf_text import pdf_reader

FLOOR = 0.95
LANGUAGES = (EN, FR, DE, ES, RU, UK, TR, PT, IT)
"""Those whose letters the typefaces that Typst brings hold."""


@cache
def measured(shape: Callable[[Article], Printed], article: Article) -> Measure:
    printed = shape(article)
    return measure(pdf_reader.read(printed.data, "article.pdf"), printed.quotable, printed.furniture)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_each_shape_keeps_the_article_and_lets_no_furniture_in(shape: Callable[[Article], Printed]) -> None:
    found = {article.language: measured(shape, article) for article in LANGUAGES}
    share = sum(m.kept for m in found.values()) / sum(m.wanted for m in found.values())
    print(f"{shape.__name__}: {len(found)} PDFs, {share:.3f} of the words kept")
    assert {tag: m.let_in for tag, m in found.items() if m.let_in} == {}
    assert share >= FLOOR, {tag: m.lost for tag, m in found.items() if m.lost}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (scanned(), "it was scanned.*OCR"),
        (without_a_map(one_column(EN).data), "fonts that do not say which characters.*OCR"),
        (without_a_map(one_column(RU).data), "fonts that do not say which characters.*OCR"),
        (with_a_wrong_map(one_column(EN).data), "no words of any language.*OCR"),
    ],
)
def test_a_pdf_whose_words_cannot_be_known_is_refused_with_the_remedy(data: bytes, message: str) -> None:
    with pytest.raises(SourcebookError, match=message):
        pdf_reader.read(data, "article.pdf")
