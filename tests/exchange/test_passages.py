"""Excerpts become passages word for word or not at all: annotations of Hypothesis and of the W3C's model."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.exchange.conftest import Run
from tests.exchange.samples import hypothesis, rows

ASKED = "She has asked the government of Ondria to find out who gave the order, and when."


def record(flood: Path) -> str:
    return (flood / "sources" / "courier-2031.yml").read_text(encoding="utf-8")


def given(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_words_that_stand_in_the_article_become_a_passage_with_note_and_speaker(
    flood: Path, run: Run, tmp_path: Path
) -> None:
    before = record(flood)
    comment = "Who rang? See [this](https://x.example/page)"
    file = given(tmp_path / "h.json", rows(hypothesis(exact=ASKED, text=comment, tags=["Ada Brill", "warning"])))
    done = run("import", file, "--yes")
    assert done.exit_code == 0
    assert "1. taken" in done.stdout
    assert "said by Lena Ostrey" in done.stdout
    added = record(flood).removeprefix(before)
    assert record(flood).startswith(before)
    assert f"exact: >-\n      {ASKED}\n" in added
    assert 'note: "Who rang? See [this]([address left out]). About: Ada Brill. Tagged: warning."' in added
    assert run("seal", "courier-2031").exit_code == 0
    assert run("check").exit_code == 0


def test_spoken_words_get_the_speaker_that_the_record_has(flood: Path, run: Run, tmp_path: Path) -> None:
    words = "there would be no dam and no Sorrelford"
    run("import", given(tmp_path / "h.json", rows(hypothesis(exact=words))), "--yes")
    assert record(flood).endswith(f"{words}\n    speaker: wenn\n")
    wrong = rows(hypothesis(exact="If we had waited another hour", tags=["speaker: Ada Brill"]))
    done = run("import", given(tmp_path / "w.json", wrong))
    assert "wenn’s, not brill’s" in done.stdout
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (hypothesis(exact="The bridge to Calvey is shut"), "“shut” for “closed”"),
        (hypothesis(exact="he bridge to Calvey is closed"), "it cuts a word"),
        (hypothesis(exact=""), "note on the whole page"),
        (hypothesis(deleted=True), "deleted or hidden"),
        (hypothesis(references=["elsewhere"]), "answers an annotation that the file lacks"),
        (hypothesis(exact="Four weeks of the Courier for the price of one"), "article"),
        (hypothesis(exact="The bridge […] is closed"), "marks that are not the article's"),
        (hypothesis(exact="Quite other words that nobody wrote"), "No article at hand holds these words"),
    ],
)
def test_what_does_not_fit_is_listed_with_the_reason_and_never_changed(
    row: dict[str, object], why: str, flood: Path, run: Run, tmp_path: Path
) -> None:
    before = record(flood)
    row = {**row, "document": {}, "uri": "https://unknown.example/"} if "Quite" in json.dumps(row) else row
    done = run("import", given(tmp_path / "h.json", rows(row)), "--yes")
    assert done.exit_code == 1
    assert "does not fit" in done.stdout
    assert why in done.stdout
    assert record(flood) == before


def test_words_that_stand_twice_are_told_apart_by_what_stands_beside_them(
    flood: Path, run: Run, tmp_path: Path
) -> None:
    beside = hypothesis(exact="the river", prefix="n half an hour ", suffix=" Sorrel stood in the market squa")
    assert "1. taken" in run("import", given(tmp_path / "a.json", rows(beside)), "--yes").stdout
    assert record(flood).endswith("the river\n    prefix: hour\n")
    alone = hypothesis(exact="the lake", prefix="", suffix="")
    assert "stand more than once" in run("import", given(tmp_path / "b.json", rows(alone))).stdout


def test_replies_join_what_they_answer(flood: Path, run: Run, tmp_path: Path) -> None:
    reply = hypothesis(id="r", exact="", text="Since Sunday.", references=["ann-1"])
    run("import", given(tmp_path / "h.json", rows(reply, hypothesis(text="Since when?"))), "--yes")
    assert "Since when? Since Sunday." in record(flood)


def test_the_document_is_found_by_address_and_by_the_words_themselves(run: Run, tmp_path: Path) -> None:
    reference = "TY  - NEWS\nTI  - The gates did what gates are for\nUR  - https://engineer.example/gates\nER  - \n"
    run("import", given(tmp_path / "z.ris", reference), "--yes")
    known = hypothesis(exact="The lake was indeed", uri="http://www.engineer.example/gates/#x", document={})
    assert "ives-2031/" in run("import", given(tmp_path / "a.json", rows(known))).stdout
    unknown = hypothesis(uri="https://elsewhere.example/", document={"title": ["Elsewhere"]})
    assert "courier-2031/" in run("import", given(tmp_path / "b.json", rows(unknown))).stdout


def test_an_import_is_made_once_and_what_was_left_out_or_taken_out_stays_out(
    flood: Path, run: Run, tmp_path: Path
) -> None:
    before = record(flood)
    file = given(tmp_path / "h.json", rows(hypothesis(), hypothesis(id="b", exact=ASKED)))
    assert "2. left out" in run("import", file, "--yes", "--skip", "2").stdout
    again = run("import", file, "--yes").stdout
    assert "1. already there" in again
    assert "2. left out" in again
    (flood / "sources" / "courier-2031.yml").write_text(before, encoding="utf-8")
    assert "It was taken before, and is in the record no more" in run("import", file, "--yes").stdout
    assert record(flood) == before
    assert "2 taken" in run("import", file, "--yes", "--again").stdout


def test_a_withdrawn_passage_does_not_come_back(flood: Path, run: Run, tmp_path: Path) -> None:
    path = flood / "sources" / "courier-2031.yml"
    path.write_text(record(flood) + "\nwithdrawn:\n  - id: the-bridge-to-calvey-is\n    because: It says little.\n")
    assert "was withdrawn (It says little.)" in run("import", given(tmp_path / "h.json", rows(hypothesis()))).stdout


def test_more_than_may_be_quoted_is_not_taken(flood: Path, run: Run, tmp_path: Path) -> None:
    article = (flood / "sources" / "fulltext" / "courier-2031.txt").read_text(encoding="utf-8")
    long = article.split("\n\n")[3]
    assert "80 are the most" in run("import", given(tmp_path / "h.json", rows(hypothesis(exact=long)))).stdout
    sentences = [part.strip() for part in article.replace("\n", " ").split(". ") if 5 < len(part.split()) < 60]
    many = [hypothesis(id=str(n), exact=words) for n, words in enumerate(sentences)]
    done = run("import", given(tmp_path / "m.json", rows(*many)), "--yes")
    assert done.exit_code == 1
    assert "Nothing is taken, because of the errors below" in done.stdout
    assert "too-large-share" in done.stderr


def test_nothing_is_taken_without_the_article(flood: Path, run: Run, tmp_path: Path) -> None:
    (flood / "sources" / "fulltext" / "courier-2031.txt").unlink()
    file = given(tmp_path / "h.json", rows(hypothesis()))
    assert "is not at hand, and only the article can prove new words" in run("import", file).stdout


W3C = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "http://example.org/anno1",
    "type": "Annotation",
    "motivation": "commenting",
    "creator": {"type": "Person", "name": "Reader"},
    "body": [
        {"type": "TextualBody", "value": "<p>Since &quot;when&quot;?</p>", "format": "text/html"},
        {"type": "TextualBody", "purpose": "tagging", "value": "bridge"},
        {"type": "SpecificResource", "purpose": "linking", "source": "https://x.example/"},
    ],
    "target": {
        "source": {"id": "https://courier.example/night", "title": "The night the river came to Sorrelford"},
        "selector": [
            {"type": "FragmentSelector", "value": "p10"},
            {"type": "RangeSelector", "refinedBy": {"type": "TextQuoteSelector", "exact": "The bridge to Calvey is"}},
        ],
    },
}


@pytest.mark.parametrize(
    "shape",
    [
        W3C,
        [W3C],
        {"@context": W3C["@context"], "type": "AnnotationPage", "items": [W3C]},
        {"type": ["AnnotationCollection"], "first": {"type": "AnnotationPage", "items": [W3C], "next": "https://x/2"}},
        {"@graph": [{**W3C, "@type": "oa:Annotation"}]},
    ],
)
def test_web_annotations_in_every_shape(shape: object, flood: Path, run: Run, tmp_path: Path) -> None:
    done = run("import", given(tmp_path / "w.jsonld", json.dumps(shape)), "--yes")
    assert done.exit_code == 0
    assert 'note: "Since \\"when\\"? Tagged: bridge."' in record(flood)


def test_what_goes_out_comes_back_the_same(flood: Path, run: Run, tmp_path: Path) -> None:
    run("export", "annotations", "--to", tmp_path)
    file, before = tmp_path / "annotations.jsonld", record(flood)
    assert "32 already there" in run("import", file).stdout
    head, _, passages = before.partition("passages:")
    (flood / "sources" / "courier-2031.yml").write_text(f"{head}passages: []\n", encoding="utf-8")
    for name in ("events", "figures", "hypotheses", "implications", "places"):
        (flood / "sources" / f"{name}.yml").unlink()
    actors = flood / "sources" / "actors.yml"
    actors.write_text(re.sub(r"passage: [a-z0-9-]+", "paragraph: 1", actors.read_text()))
    assert run("import", file, "--yes").exit_code == 0
    for word in ("- id: at-supper", "- id: nobody-warned-us", "speaker: brill", "plain: The lake was almost full"):
        assert word in passages
        assert word in record(flood)
