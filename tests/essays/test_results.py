"""The forty essays of the corpus: what is found in them, and the table of the manual that says so."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.essays import corpus, results
from tests.essays.results import Results

LEAST = 12
"""Times that each kind of slip stands in the corpus at least."""


@pytest.fixture(scope="module")
def found() -> Results:
    return results.evaluate()


def test_the_corpus_is_what_it_is_said_to_be() -> None:
    made = corpus.essays()
    assert len(made) == corpus.ESSAYS
    assert {essay.form for essay in made} == set(corpus.FORMATS)
    assert Counter(essay.language for essay in made) == {"en": 30, "de": 10}


def test_each_kind_of_slip_is_found(found: Results) -> None:
    assert min(found.planted.values()) >= LEAST
    assert found.found.total() >= 0.99 * found.planted.total(), found.misses


def test_genuine_quotations_and_scare_quotes_are_left_in_peace(found: Results) -> None:
    assert found.alarms <= 0.01 * found.genuine, found.misses
    assert found.reported == 0


def test_the_table_of_the_manual(found: Results) -> None:
    page = results.PAGE.read_text(encoding="utf-8")
    assert page == results.written(page, found), "run `python -m tests.essays.results`"
