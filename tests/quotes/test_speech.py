"""Which words of a page stand in quotation marks, and what a ruling does about marks that are lost or doubled."""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind
from sourcebook.model.records import Speech
from sourcebook.quotes.speech import Spoken, detect, rule


def spans(text: str, continued: bool = False, language: str = "en") -> list[str]:
    """The spans of one paragraph; an irregular one ends in `(!)`."""
    found = detect(text, 0, len(text), continued, language)
    return [text[s.start : s.end] + ("(!)" if s.fault else "") for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said “go” and “stay”.", ["“go”", "“stay”"]),
        ('She said "go" and "stay".', ['"go"', '"stay"']),
        ("She said ‘go’ and 'stay'.", ["‘go’", "'stay'"]),
        ("She said ”go” twice.", ["”go”"]),
        ("She said “go“ twice.", ["“go“"]),
        ("She said „geh“ twice.", ["„geh“"]),
        ("The clerk's and the clerks' keys, the '90s.", []),
        ("“He told me ‘go’ and I did.”", ["“He told me ‘go’ and I did.”"]),
        ("‘He told me “go” and I did.’", ["‘He told me “go” and I did.’"]),
        ("He ‘doesn’t know’ it.", ["‘doesn’t know’"]),
        ("“Are you there?” ” he asked.", ["“Are you there?”"]),
        ("She said “go.", ["“go.(!)"]),
        ("She said “go and “stay” there.", ["“go and (!)", "“stay”"]),
        ("A mark “ alone", ["“ alone(!)"]),
        ("A mark at the end “", []),
        ("No speech at all.", []),
        ("", []),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "« Le moteur n’est pas sûr. » Et il rit.", ["« Le moteur n’est pas sûr. »"]),
        ("fr", "l’« affaire » et ‹ oui ›", ["« affaire »", "‹ oui ›"]),
        ("ru", "«Двигатель небезопасен», — сказал он. «Да».", ["«Двигатель небезопасен»", "«Да»"]),
        ("ru", "Он сказал: «Сегодня „нет“ суда».", ["«Сегодня „нет“ суда»"]),
        (
            "de",
            "Er sagte: »Wir gehen nicht.« Dann „Wir bleiben“, und ‚so‘.",
            ["»Wir gehen nicht.«", "„Wir bleiben“", "‚so‘"],
        ),
        ("sv", "»Hej på dig» sa han. ”Nej”, sa hon.", ["»Hej på dig»", "”Nej”"]),
        ("ja", "大臣は「明日『もう』出発する」と述べた。", ["「明日『もう』出発する」"]),
        ("zh", "部长说：“我们不会离开。”他没有离开。", ["“我们不会离开。”"]),
        ("ar", "قال: «سنغادر غداً»، ثم خرج.", ["«سنغادر غداً»"]),
        ("he", 'דובר צה"ל אמר "נצא מחר" והלך.', ['"נצא מחר"']),
        ("en", "«The engine is not safe», he said.", ["«The engine is not safe»"]),
        ("en", "Home » News » Sport: 5 » 4", []),
        ("ru", "«Мы уходим", ["«Мы уходим(!)"]),
    ],
)
def test_marks_of_other_languages(language: str, text: str, expected: list[str]) -> None:
    """Case guillemets, and its sisters."""
    assert spans(text, language=language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "— Мы уходим, — сказал он. — Завтра снова.", ["— Мы уходим,", " — Завтра снова."]),
        ("es", "—Vamos —dijo él—. Mañana iremos.", ["—Vamos", "—. Mañana iremos."]),
        ("fr", "— Nous partons, dit-il.", ["— Nous partons, dit-il."]),
        ("ru", "— Москва — столица, — сказал он.", ["— Москва — столица,"]),
        ("ru", "— первое дело;", []),
        ("ru", "Москва — столица. Он сказал.", []),
        ("en", "— We go, he said.", []),
    ],
)
def test_a_dash_opens_a_speech_where_the_language_prints_it_so(language: str, text: str, expected: list[str]) -> None:
    assert spans(text, language=language) == expected


def test_a_speech_of_several_paragraphs_closes_only_the_last() -> None:
    assert spans("“Water has no memory.", continued=True) == ["“Water has no memory."]
    assert spans("“Water has no memory.", continued=False) == ["“Water has no memory.(!)"]


TEXT = "She said “go and then she left. He said “stay” there."
DETECTED = [(s, len(TEXT)) for s in detect(TEXT, 0, len(TEXT))]


def ruled(*records: Speech) -> tuple[dict[int, str], list[str]]:
    found, problems = rule(TEXT, DETECTED, records)
    assert {p.kind for _, p in problems} <= {Kind.BAD_SPEECH}
    return {n: TEXT[s.start : s.end] for n, s in found.items()}, [f"{i}: {p.message}" for i, p in problems]


GO = Speech(span=1, speaker="a", ends="go", because="The mark is lost.")
STAY = Speech(span=2, speaker="b")


def test_a_ruling_says_where_a_speech_ends() -> None:
    assert ruled(GO, STAY) == ({1: "“go", 2: "“stay”"}, [])


def test_a_ruling_says_where_a_speech_starts() -> None:
    found, problems = ruled(Speech(span=1, speaker="a", starts="and then", ends="left.", because="Doubled."), STAY)
    assert (found[1], problems) == ("and then she left.", [])


def test_a_void_span_is_no_speech() -> None:
    assert ruled(Speech(span=1, speaker="a", void=True, because="A stray mark."), STAY) == ({2: "“stay”"}, [])


@pytest.mark.parametrize(
    ("records", "index", "words"),
    [
        ((GO,), -1, "add `- span: 2`"),
        ((Speech(span=1, speaker="a"), STAY), 0, "another opens before it is closed"),
        ((Speech(span=1, speaker="a", ends="go"), STAY), 0, "needs a reason"),
        ((Speech(span=1, speaker="a", void=True), STAY), 0, "say why"),
        ((Speech(span=1, speaker="a", ends="gone", because="Lost."), STAY), 0, "`ends` ('gone')"),
        ((Speech(span=1, speaker="a", starts="gone", because="Lost."), STAY), 0, "`starts` ('gone')"),
        ((GO, STAY, Speech(span=3, speaker="a")), 2, "the text has 2 pairs"),
        ((GO, STAY, STAY), 2, "listed twice"),
    ],
)
def test_a_list_that_does_not_fit(records: tuple[Speech, ...], index: int, words: str) -> None:
    _, problems = ruled(*records)
    assert [p for p in problems if p.startswith(f"{index}: ") and words in p] == problems
    assert problems


def test_all_faults_are_found_in_one_run() -> None:
    assert len(ruled(Speech(span=1, speaker="a"), Speech(span=9, speaker="a"))[1]) == 3
    assert DETECTED[0][0] == Spoken(9, 40, "another opens before it is closed")
