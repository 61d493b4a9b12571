"""A record laid on its page: zones, paragraph numbers, noise, sentences and speech by token."""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes.article import Article, ArticleParagraph
from tests.quotes.velm import PAGE, RECORD, article_of, laid, source, velm


def at(words: str) -> int:
    """The index of the first token of some words of the invented article."""
    return next(velm().stream.find(tuple(words.split())))


def faults(record: str, page: str = PAGE) -> list[tuple[Kind, tuple[str, int]]]:
    return [(problem.kind, where) for where, problem in quotes_article.tokenise("velm", source(record), page)[1]]


def test_every_block_has_a_number_and_what_shares_a_line_shares_it() -> None:
    assert velm().blocks == tuple(
        ArticleParagraph(n + 1, line, line) for n, line in enumerate([*range(3, 14, 2), *range(17, 36, 2)])
    )


def test_lines_that_touch_are_one_paragraph() -> None:
    assert article_of("one\ntwo\n\nthree").blocks == (ArticleParagraph(1, 1, 2), ArticleParagraph(2, 4, 4))


@pytest.mark.parametrize(
    ("words", "zone", "paragraph", "line"),
    [
        ("The long", "title", 1, 3),
        ("OSTREL -", "dateline", 3, 7),
        ("The river", "body", 3, 7),
        ("The views", "disclaimer", 16, 35),
    ],
)
def test_tokens_know_their_place(words: str, zone: str, paragraph: int, line: int) -> None:
    token = at(words)
    assert (velm().zones[token], velm().paragraphs[token], velm().line_of(token)) == (zone, paragraph, line)


def test_what_no_zone_covers_is_noise() -> None:
    noise = velm().noise
    assert noise.holds(("SUBSCRIBE", "NOW", "|", "Menu"))
    assert noise.holds(("the", "gate", "that", "never", "closed"))
    assert not velm().stream.holds(("Menu",))


def test_a_token_behind_noise_is_marked() -> None:
    broken = [velm().words[i] for i, b in enumerate(velm().broken) if b]
    assert broken == ["Well"]  # “Read also: …” stands before it; what stands before the title comes before any token


def test_speech_by_token() -> None:
    assert velm().speaker_of(at("an unprecedented")) == "ilse-brandt"
    assert velm().speaker_of(at("She then")) == "author"
    assert velm().speaker_of(at("keyhouse")) == "author"  # Mara Quill's own word: she is the author


def test_a_token_knows_whether_it_touches_the_one_before() -> None:
    start = at("Well - armed guards")
    assert velm().glued[start : start + 4] == (False, True, True, False)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("zone: title, lines: 3", "zone: title, lines: 99", ("zones", 0)),
        ("zone: title, lines: 3", "zone: title, lines: 3-2", ("zones", 0)),
        ("zone: body, lines: 7, starts: The river", "zone: body, lines: 7, starts: The brook", ("zones", 3)),
        ("ends: OSTREL –", "ends: WEST –", ("zones", 2)),
        ("zone: heading, lines: 19", "zone: heading, lines: 17", ("zones", -1)),
    ],
)
def test_a_zone_that_cannot_be_laid(old: str, new: str, where: tuple[str, int]) -> None:
    assert old in RECORD
    assert (Kind.BAD_ZONE, where) in faults(RECORD.replace(old, new))


def test_a_zone_that_cannot_be_laid_is_left_out_and_the_rest_is_laid() -> None:
    article, problems = quotes_article.tokenise(
        "velm", source(RECORD.replace("title, lines: 3", "title, lines: 99")), PAGE
    )
    assert len(problems) == 1
    assert not article.stream.holds(("The", "long", "night"))
    assert article.stream.holds(("The", "river", "Velm"))


def test_starts_and_ends_are_found_whatever_their_type() -> None:
    record = SHORT.replace("lines: 1", 'lines: 1, starts: "It began -", ends: early.')
    article = laid("It began — “so” they say — early. More noise", record)
    assert article.words[-1] == "."
    assert article.noise.words == ("More", "noise")


SHORT = """\
title: t
short: s
genre: report
language: en
fidelity: original
origin: o
reliability: {letter: F, because: b}
text: {file: f.txt, sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
zones:
  - {zone: body, lines: 1}
speech:
  - {span: 1, speaker: unnamed}
"""


def test_source_and_quotation_are_cut_into_the_same_tokens() -> None:
    article = laid("The clerkʼs ʼkeyʼ a‛b „so“ \ufb01n\u00ading.", SHORT)
    assert article.words == ("The", "clerk's", "'", "key", "'", "a'b", '"', "so", '"', "fining", ".")


def test_an_article_without_a_word_is_laid() -> None:
    article = article_of("")
    assert (len(article.stream), article.blocks) == (0, ())


# -- a part standing alone --------------------------------------------------------------------------------------------


def alike(one: Article, other: Article) -> bool:
    names = ("words", "paragraphs", "zones", "speech", "sentences")
    relative = [tuple(n - a.sentences[0] for n in a.sentences) for a in (one, other)]
    return relative[0] == relative[1] and all(getattr(one, n) == getattr(other, n) for n in names[:4])


def test_a_passage_standing_alone_is_what_it_was_in_the_article() -> None:
    start = at('" We did')
    end = next(velm().stream.find(("leave", ".", '"'))) + 3
    part = quotes_article.cut(velm(), start, end)
    exact = "“We did not sleep,” she said, “and we did not leave.”"
    run = slice(start, end)
    places = velm().paragraphs[run], velm().zones[run], velm().speech[run]
    assert alike(part, quotes_article.standing_alone("velm", exact, *places, velm().speakers))
    assert part.words == velm().words[run]


def test_a_passage_whose_places_do_not_fit_its_words_is_refused() -> None:
    with pytest.raises(ValueError, match="3 tokens, but 1 places"):
        quotes_article.standing_alone("velm", "one two three", (1,), ("body",), (0,), {})


def test_the_closing_mark_of_a_passage_may_be_the_quoting_sentences() -> None:
    alone = quotes_article.standing_alone("velm", "one two.", (1, 1), ("body", "body"), (0, 0), {})
    assert alone.words == ("one", "two")
