"""What the ends of a quotation cut off, by the lists of the reading's language and of the essay's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sourcebook.essays.claims import Claim
from sourcebook.essays.cuts import cut_off
from sourcebook.quotes.article import standing_alone
from sourcebook.quotes.languages import language_of
from sourcebook.quotes.normalise import tokens


def cut(text: str, language: str, quoted: str, around: str) -> list[str]:
    """The kinds of what a quotation cuts off in an article of one paragraph, quoted in a sentence of its own."""
    words, part = tokens(text), tokens(quoted)
    size = len(words)
    article = replace(standing_alone("a", text, [1] * size, ["body"] * size, [0] * size, {}), language=language)
    start = next(i for i in range(size) if words[i : i + len(part)] == part)
    claim = Claim(around=around, language=language_of(tokens(around)))
    return [p.kind.label for p in cut_off(article, (start, start + len(part)), claim)[0]]


GERMAN = "Taucher sollen Risse im dritten Pfeiler gefunden haben."
FRENCH = "Les plongeurs auraient trouvé des fissures dans la pile."
RUSSIAN = "Возможно, мэрия готовит продажу земли у реки."
TOLD = "Мост закрыли, потому что якобы нашли трещины в опоре."


@pytest.mark.parametrize(
    ("text", "language", "quoted", "around", "expected"),
    [
        (GERMAN, "de", "Risse im dritten Pfeiler", "Weber schreibt, die Taucher hätten \x01.", ["dropped-hedge"]),
        (GERMAN, "de", "Risse im dritten Pfeiler gefunden", "Vielleicht haben die Taucher \x01, so Weber.", []),
        (GERMAN, "de", "Risse im dritten Pfeiler gefunden", "Perhaps the divers found \x01.", []),
        (GERMAN, "de", "Risse im dritten Pfeiler gefunden", "The divers will say that they \x01.", ["dropped-hedge"]),
        ("Die Stadt hat die Berichte nicht veröffentlicht.", "de", "Die Stadt hat die Berichte", "Weber: \x01.",
         ["dropped-negation"]),
        (FRENCH, "fr", "trouvé des fissures dans la pile", "Selon Durand, ils ont \x01.", ["dropped-hedge"]),
        (FRENCH, "fr", "trouvé des fissures dans la pile", "Ils ont peut-être \x01, dit-il dans le texte.", []),
        (RUSSIAN, "ru", "мэрия готовит продажу земли", "Соколова утверждает, что \x01.", ["dropped-hedge"]),
        (RUSSIAN, "ru", "мэрия готовит продажу земли", "Вероятно, и это она знает, \x01.", []),
        (TOLD, "ru", "нашли трещины в опоре", "Она пишет, что они \x01.", ["dropped-hedge"]),
        ("The town claimed that the gate was safe.", "en", "the gate was safe", "The town claims that \x01.", []),
        ("The gate may have quietly been sold.", "en", "been sold", "The gate has \x01.", ["dropped-hedge"]),
    ],
)  # fmt: skip
def test_hedges_and_denials(text: str, language: str, quoted: str, around: str, expected: list[str]) -> None:
    assert cut(text, language, quoted, around) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The author says that it was not so", "en"),
        ("Die Autorin sagt, dass es nicht so war", "de"),
        ("Автор пишет, что это было не так и что он не знал", "ru"),
        ("L’auteur dit que ce n’est pas le cas dans la ville", "fr"),
        ("Merkel 17", "en"),
    ],
)
def test_the_language_of_an_essay(text: str, language: str) -> None:
    assert language_of(tokens(text)) == language
