"""Saved pages in the shapes that sites give them, in fifteen languages: the share of words kept, of furniture let in.

Every word is invented. Most pages are read in this process; one of each sort goes through the process set apart.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sourcebook.ingest import reader
from tests.ingest_corpus.articles import ARTICLES, EN, Article
from tests.ingest_corpus.measure import Measure, measure
from tests.ingest_corpus.shapes import SHAPES, Saved, newspaper

pytest.importorskip("trafilatura")

from sourcebook.ingest.web import webpage

FLOOR = 0.95


def measured(saved: Saved) -> Measure:
    return measure(webpage.read(saved.html.encode(), "page.html"), saved.quotable, saved.furniture)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_each_shape_keeps_the_article_and_lets_no_furniture_in(shape: Callable[[Article], Saved]) -> None:
    found = {article.language: measured(shape(article)) for article in ARTICLES}
    share = sum(m.kept for m in found.values()) / sum(m.wanted for m in found.values())
    print(f"{shape.__name__}: {len(found)} pages, {share:.3f} of the words kept")
    assert {tag: m.let_in for tag, m in found.items() if m.let_in} == {}
    assert {tag: m.lost for tag, m in found.items() if m.share < FLOOR} == {}


def test_over_all_pages_and_languages() -> None:
    found = [measured(shape(article)) for shape in SHAPES for article in ARTICLES[::3]]
    share = sum(m.kept for m in found) / sum(m.wanted for m in found)
    let_in = sum(len(m.let_in) for m in found)
    print(f"{len(found)} pages: {share:.4f} of the quotable words kept, {let_in} pieces of furniture let in")
    assert len(found) >= 60
    assert share >= FLOOR
    assert let_in == 0


def test_a_page_through_the_process_that_is_set_apart(tmp_path: Path) -> None:
    saved = newspaper(EN)
    path = tmp_path / "page.html"
    path.write_text(saved.html, encoding="utf-8")
    assert measure(reader.read(path), saved.quotable, saved.furniture).share == 1.0
