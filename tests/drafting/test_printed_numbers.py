"""Numbers of a text: their bounds, unit and what they count, written by hand."""

from __future__ import annotations

import pytest

from tests.drafting.pieces import drafted, told


@pytest.mark.parametrize(
    ("text", "low", "best", "high", "unit"),
    [
        ("The flood killed 230 people here.", None, 230, None, "people"),
        ("The flood killed more than 220 people here.", 220, None, None, "people"),
        ("The flood killed at least eleven people here.", 11, None, None, "people"),
        ("The flood killed fewer than 40 people here.", None, None, 40, "people"),
        ("Over a dozen islanders drowned here.", 12, None, None, "islanders"),
        ("Between 60 and 80 percent burn coal.", 60, None, 80, "per cent"),
        ("Repairs swallowed about 3 billion dollars.", None, 3e9, None, "dollars"),
        ("The damage cost $4.5m in the end.", None, 4.5e6, None, "dollars"),
        ("They fielded 300 thousand soldiers here.", None, 3e5, None, "soldiers"),
        ("Ada Brill, 81, has seen many floods.", None, 81, None, "years"),
        ("A quake of magnitude 6.8 struck the hills.", None, 6.8, None, "magnitude"),
        ("The price of gas more than doubled here.", 2, None, None, "times"),
        ("A house fell in 2015, killing 52; nobody was tried.", None, 52, None, "people"),
        ("The rains displaced 222,456, by one count.", None, 222456, None, "people"),
        ("The toll of the flood stood at 48 on Friday.", None, 48, None, "people"),
        ("They raised the number of cameras at Leith to 96 this year.", None, 96, None, "cameras"),
        ("Boats saved 40 people, and 21 were still missing.", None, 21, None, "people"),
        ("The Bank of Leith lent Bolivia $178 million for roads.", None, 178e6, None, "dollars"),
        ("Ada Brill: Some 30,000 people have walked there.", None, 30000, None, "people"),
        ("They doubled the number of lamps and sent two guards home.", None, 2, None, "guards"),
        ("The dam cut its flow from 1,250 to 504 metres.", None, 504, None, "metres"),
        ("They cut 350 of their 2,100 jobs here.", None, 350, None, "jobs"),
    ],
)
def test_a_number_has_its_bound_and_its_unit(
    text: str, low: float | None, best: float | None, high: float | None, unit: str
) -> None:
    found = [
        (*told(text, "figure", "low", "best", "high")[i], p.record["unit"])
        for i, p in enumerate(drafted(text, "figure"))
    ]
    assert (low, best, high, unit) in found


@pytest.mark.parametrize(
    "text",
    [
        "The 45th brigade came in 2030 at last.",
        "At 7:41PM on 12 March 2031 the siren sounded.",
        "One would think that nobody cares.",
        "Article 5 was not invoked by anybody.",
    ],
)
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert drafted(text, "figure") == []


@pytest.mark.parametrize(
    ("language", "text", "best", "unit"),
    [
        ("fr", "Le port emploie 2 300 dockers et plus.", 2300, "dockers"),
        ("de", "Der Hafen beschäftigt 1.200 Arbeiter seit Jahren.", 1200, "arbeiter"),
        ("ru", "Убытки достигли 4,5 млн рублей за день.", 4.5e6, "рублей"),
    ],
)
def test_thousands_are_grouped_as_the_language_does(language: str, text: str, best: float, unit: str) -> None:
    assert (best, unit) in [
        (p.record["reports"][0].get("best"), p.record["unit"]) for p in drafted(text, "figure", language=language)
    ]


def test_who_counts_is_the_one_who_is_cited() -> None:
    text = "The queue was eight kilometres long, according to the Harbour Police."
    assert told(text, "figure", "best", "via") == [(8, "Harbour Police")]
