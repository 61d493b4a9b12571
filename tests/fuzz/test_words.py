"""Articles, quotations, questions, seals and evidence: whatever words they hold, there is a verdict or a problem."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st

from sourcebook import check as checking
from sourcebook.analysis import clock, edtf
from sourcebook.check import Opened
from sourcebook.commands import quote
from sourcebook.exports.data import proof_bundle
from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.model.records import Source, Zone
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import marks, match, prose_lint, prover, seals, speech
from sourcebook.quotes.match import ParsedQuotation
from sourcebook.quotes.seals import BadSeal
from sourcebook.sphinx_ext import escapes, source_checks
from sourcebook.store import articles, validation, yaml_source
from tests import sealed
from tests.fuzz import strategies as given_
from tests.fuzz.cases import Fuzz, explained, readable
from tests.sealed import ARTICLE, KEY, RECORD

PLACE = Place("sources/x.yml", 1)
WORDS = [line for line in ARTICLE.splitlines() if line]
words = st.one_of(
    given_.mutated(WORDS), given_.mutated(WORDS, st.sampled_from(given_.MARKS)), given_.joined(given_.MARKS)
)


@pytest.fixture(scope="module")
def opened(salt: Path) -> Opened:
    return checking.open_book(salt, {})


def at_place(problems: Any) -> list[Problem]:
    return [problem.at(PLACE) for problem in problems]


# -- articles ---------------------------------------------------------------------------------------------------------


def source(**changes: Any) -> Source:
    record, _ = validation.to_record(Source, yaml_source.parse(RECORD.format(digest="0" * 64)), "x.yml")
    assert record is not None
    return msgspec.structs.replace(record, **changes)


def test_any_text_can_be_laid_under_any_record(fuzz: Fuzz) -> None:
    record = source()

    def check(text: str) -> None:
        article, found = quotes_article.tokenise(KEY, record, text)
        assert len(article.words) == len(article.zones) == len(article.speech) == len(article.sentences)
        explained(at_place(problem for _, problem in found))

    noise = st.sampled_from([*given_.UNSEEN, *given_.LOOKALIKES, "\n", "\n\n", "“", "”", "'", '"', "‘a", "a’ "])
    known = ["", "\n" * 50, "“" * 200, "'a " * 200, "\u202e" + ARTICLE, ARTICLE.replace(" ", "\u200b "), "x" * 20_000]
    fuzz("articles", check, given_.mutated([ARTICLE], noise), known, 250)


ranges = st.builds(
    lambda name, a, b, starts, ends: Zone(zone=name, lines=f"{a}-{b}", starts=starts, ends=ends),
    st.sampled_from(["title", "body", "caption"]), st.integers(1, 20), st.integers(1, 20),
    st.sampled_from(["", "The", "x", "\u200b", "“"]), st.sampled_from(["", "town", "\ufeff", "."]),
)  # fmt: skip


def test_zones_that_overlap_are_told_and_cost_nothing(fuzz: Fuzz) -> None:
    def check(found: list[Zone]) -> None:
        article, problems = quotes_article.tokenise(KEY, source(zones=found), ARTICLE)
        assert len(article.words) <= 3 * len(ARTICLE)
        explained(at_place(problem for _, problem in problems))

    known = [[Zone(zone="body", lines="1-17")] * 3000]
    fuzz("zones", check, st.lists(ranges, max_size=8), known, 200)


def test_speech_is_found_between_any_marks(fuzz: Fuzz) -> None:
    def check(text: str) -> None:
        spans = speech.detect(text, 0, len(text))
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert spans == sorted(spans, key=lambda span: span.start)
        for offset, _ in prose_lint.unproven(text):
            assert 0 <= offset < len(text)

    bits = ["“", "”", '"', "'", "‘", "’", " ", "a", "a ", ".", "\n", "(", "„", "‚"]
    known = ["'a " * 20_000, "“a”" * 20_000, '"' * 20_001, "‘a" * 20_000, "“a ‘b ” " * 10_000]
    fuzz("speech and quotation marks", check, st.lists(st.sampled_from(bits), max_size=40).map("".join), known, 400)


# -- quotations -------------------------------------------------------------------------------------------------------

LONG = "the lake " * 5000
MARKED = "[a] lake " * 5000
HOSTILE = [
    "", " ", "\u200b", "[", "]", "[]", "[[a]]", "[…]", "[…] […]", "…", "a" * 100_000, LONG, MARKED, "[…] the " * 60,
    "the […] " * 40, "[T]he lake", "\ud800", "lаke", "l\u200bake", "the \u202elake\u202c", "\0the lake", "'" * 50_000,
    "a" * 30_000 + "[b]",
]  # fmt: skip


def test_any_quotation_has_a_verdict(fuzz: Fuzz, opened: Opened) -> None:
    article = opened.prover.articles[KEY]

    def check(case: tuple[str, str, str]) -> None:
        verdict = match.judge(article, ParsedQuotation(case[0], None, case[1], case[2]))
        assert verdict.accepted == bool(verdict.runs and verdict.accepted)
        explained(at_place(verdict.problems))
        answer = opened.prover.quote(KEY, ParsedQuotation(case[0], None, case[1], case[2]))
        assert answer.verdict in ("accepted", "rejected")

    known = [(text, "", "") for text in HOSTILE] + [("the lake", text, text) for text in HOSTILE]
    short = st.sampled_from(["", "", "the", "\u200b", "“", "lake", "[x]"])
    fuzz("quotations", check, st.tuples(words, short, short), known, 500)


@pytest.mark.parametrize("letter", ["а", "ο", "і", "ѕ", "０", "ｌ", "ⅼ"])
def test_a_letter_that_only_looks_the_same_is_another_letter(opened: Opened, letter: str) -> None:
    latin = {"а": "a", "ο": "o", "і": "i", "ѕ": "s", "０": "o", "ｌ": "l", "ⅼ": "l"}[letter]
    told = "the lake has fallen by four metres since the dam was raised"
    assert opened.prover.quote(KEY, ParsedQuotation(told)).verdict == "accepted"
    assert opened.prover.quote(KEY, ParsedQuotation(told.replace(latin, letter, 1))).verdict == "rejected"


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060", "\ufe0f"])
def test_what_cannot_be_seen_changes_no_verdict(opened: Opened, unseen: str) -> None:
    told = "the lake has fallen by four metres since the dam was raised"
    answer = opened.prover.quote(KEY, ParsedQuotation(unseen.join(told)))
    assert answer.verdict == "accepted"


def test_a_quotation_beyond_reason_is_refused(opened: Opened) -> None:
    article = opened.prover.articles[KEY]
    assert [p.kind for p in match.judge(article, ParsedQuotation("a" * (match.LONGEST + 1))).problems] == [
        Kind.LONG_PASSAGE
    ]
    brackets = "[a] lake " * (marks.MOST_MARKS + 1)
    assert [p.kind for p in match.judge(article, ParsedQuotation(brackets)).problems] == [Kind.BAD_MARK]


LINE = json.dumps({"id": 1, "source": KEY, "exact": "the lake has fallen", "speaker": "torn"}).encode()


def test_any_line_of_questions_has_an_answer(fuzz: Fuzz, opened: Opened) -> None:
    def check(line: bytes) -> None:
        replies = list(quote.answer_all(opened, [line]))
        assert len(replies) == (1 if line.strip() else 0)
        for reply in replies:
            json.loads(json.dumps(reply.as_json(), ensure_ascii=False, allow_nan=False).encode())
            readable(reply.as_text().replace(str(reply.id), ""))
            explained(at_place(reply.answer.problems))

    objects = st.dictionaries(
        st.sampled_from(["id", "source", "exact", "speaker", "prefix", "suffix", "exakt", "x"]),
        st.one_of(given_.json_values, st.just(KEY), words),
    ).map(lambda value: json.dumps(value, ensure_ascii=True).encode())
    known = [
        b"[" * 100_000, b'{"id":' * 50_000, b'{"id": ' + b"9" * 5000 + b"}", b'{"id": 1e999}', b'{"id": NaN}', b"\xff",
        b"\xef\xbb\xbf" + LINE, LINE.decode().encode("utf-16"), b'{"exact": "\\ud800", "source": "x"}', b"null", b"\0",
        b'{"source": "' + b"a" * 100_000 + b'", "exact": "x"}', b'{"' + b"k" * 100_000 + b'": 1}',
        b'{"id": ' + b"[" * 900 + b"]" * 900 + b', "source": "x", "exact": "y"}',
    ]  # fmt: skip
    fuzz("lines of questions", check, st.one_of(given_.damaged([LINE]), objects, st.binary(max_size=40)), known, 500)


# -- seals and evidence -----------------------------------------------------------------------------------------------


def test_a_seal_is_read_or_refused_and_an_altered_one_proves_nothing(fuzz: Fuzz, salt: Path) -> None:
    good = json.loads(sealed.seal_file(salt).read_text(encoding="utf-8"))
    record = source()

    def check(data: object) -> None:
        try:
            made = seals.from_json(data)
        except BadSeal as error:
            readable(str(error)[:500])
            return
        for proof in prover.Prover({KEY: record}, {}, {KEY: made}).proofs():
            explained(at_place(proof.problems))
            if proof.ok and proof.state is prover.State.SEALED and made.root.hex() == good["root"]:
                assert proof.span is not None

    count = {**good["openings"]["gauge-moved"], "places": [[2**31 - 1, "body", 1, 0]]}
    known = [
        {**good, "tokens": 2**31 - 1, "words": 0},
        {**good, "openings": {"gauge-moved": count}},
        {**good, "openings": {"x" * 10_000: {}}},
        {**good, "root": "é" * 64},
    ]
    fuzz("seals", check, given_.altered(good), known, 400)


def test_the_file_of_a_seal_is_read_or_a_problem(fuzz: Fuzz, salt: Path, tmp_path: Path) -> None:
    good = sealed.seal_file(salt).read_bytes()
    path = tmp_path / "x.seal.json"

    def check(data: bytes) -> None:
        path.write_bytes(data)
        found, problems = articles.read_seal(path, tmp_path)
        explained(problems)
        assert found is None or not problems

    known = [b"[" * 100_000, b'{"a":' * 100_000, b"\xff", b"{", b"", b'"\\ud800"', b"9" * 5000, b"1e999", b"\0"]
    fuzz("files of seals", check, given_.damaged([good[:800], good]), known, 200)


def test_evidence_is_read_or_refused(fuzz: Fuzz, opened: Opened) -> None:
    made = json.loads(json.dumps(proof_bundle.make(opened.prover, [f"{KEY}/gauge-moved", f"{KEY}/will-come-back"])))

    def check(data: object) -> None:
        try:
            titles, findings = proof_bundle.read(data)
        except BadSeal as error:
            readable(str(error)[:500])
            return
        assert all(isinstance(title, str) for title in titles.values())
        for finding in findings:
            explained(at_place(finding.problems))

    deep: object = []
    for _ in range(900):
        deep = [deep]
    source_of = {KEY: {**made["sources"][KEY], "title": deep}}
    known: list[object] = [
        {**made, "sources": source_of},
        {**made, "version": deep},
        {**made, "quotations": [deep]},
        deep,
    ]
    fuzz("evidence", check, given_.altered(made), known, 400)


# -- small grammars ---------------------------------------------------------------------------------------------------


def test_any_date_is_a_date_or_an_explanation(fuzz: Fuzz) -> None:
    def check(text: str) -> None:
        try:
            found = edtf.parse(text)
        except edtf.DateError as error:
            readable(f"{error}")
        else:
            assert found.earliest <= found.latest
            assert found.english()

    valid = ["2022-01-05", "2022-01-02/..", "[2022-01-08,2022-01-09]", "202X", "2022-21~", "9999-12-31~", "0001-01-01~"]
    bits = st.sampled_from([*"0123456789X-/[],.?~%", "..", "00", "99", "9999", "٣"])
    fuzz("dates", check, st.one_of(given_.mutated(valid, bits), given_.values), [*given_.DATES, *valid], 600)


def test_any_hour_and_any_zone_is_one_or_an_explanation(fuzz: Fuzz) -> None:
    def check(text: str) -> None:
        for read in (clock.parse_clock, clock.check_zone):
            try:
                read(text)
            except clock.ClockError as error:
                readable(f"{error!r}")

    valid = ["17:23", "22:14/24:00", "../22:14", "17:23~", "night", "Asia/Almaty", "UTC", "Etc/GMT+5"]
    bits = st.sampled_from([*"0123456789:/~.", "24", "..", "Asia", "posix/", "\0", "é"])
    known = [
        *given_.DATES,
        *given_.NAMES,
        "Asia",
        "Asia/",
        "/Asia/Almaty",
        "Asia/../Asia/Almaty",
        "right/UTC",
        "a/" * 2000,
    ]
    fuzz("hours and zones", check, st.one_of(given_.mutated(valid, bits), given_.values), known, 600)


def test_any_reason_for_a_caution_is_one_or_a_problem(fuzz: Fuzz) -> None:
    def check(text: str) -> None:
        accept, problems = escapes.parse(text, PLACE)
        assert set(accept) <= set(escapes.CAUTIONS)
        explained(problems)

    valid = ["context because the sense is kept; repeated because of x", "context because a\nacross-noise because b"]
    known = ["a because " * 5000, "; " * 20_000, "a" * 100_000, "\n " * 20_000, "a-" * 50_000 + " because"]
    bits = st.sampled_from([" because ", ";", "\n", "context", "a", "-", "\u200b", "’"])
    fuzz("reasons for cautions", check, given_.mutated(valid, bits), known)


def test_fences_are_found_in_any_page(fuzz: Fuzz) -> None:
    def check(text: str) -> None:
        for inner, outer in source_checks.ended_early(text):
            assert 1 <= outer.line < inner.line <= len(text.splitlines())

    known = [
        ":" * 100_000,
        "> " * 50_000 + ":::",
        ":::{a}\n" * 5000,
        "`" * 100_000,
        " " * 100_000 + ":::",
        ":::" + " " * 100_000,
    ]
    fuzz("fences", check, given_.joined([*given_.MYST, ":::{sb:quote} x\n", "```{code}\n", ":::\n"], 40), known)
