"""What is written of a class: pages, commented copies, the table; where nothing may be written; and deleting it all."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from click.testing import CliRunner, Result
from lxml import html

from sourcebook import cli
from sourcebook.essays import class_files, pages, privacy, word_comments
from sourcebook.essays.class_files import Wanted
from sourcebook.essays.judge import EssayReport
from sourcebook.essays.submissions import MANIFEST, Submission
from sourcebook.essays.tutor_wording import NO_MARK, Rubric, questions
from sourcebook.model.problems import SourcebookError
from tests.essays import corpus, results
from tests.essays.corpus import MadeEssay
from tests.essays.test_readers import paragraph, run, word_file

JUDGE = results.judge()
TEXT = (
    "Bram says that “Whoever owns the tolls decides which ships come in” (Bram ¶6). The harbour “lay empty like a hall "
    "after a wedding” (Kestrel dispatch ¶4). As Stahl said, “every port dreams of being a capital”."
)


def made(text: str = TEXT, form: str = "docx") -> bytes:
    return corpus.as_file(MadeEssay("essay", form, "en", (("Title", False), (text, False)), ()))


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SOURCEBOOK_TEXTS", raising=False)
    return corpus.PACKET


def call(book: Path, *arguments: object) -> Result:
    return CliRunner().invoke(cli.main, ["--root", str(book), "essays", *map(str, arguments)])


@pytest.fixture
def essays(tmp_path: Path) -> Path:
    folder = tmp_path / "essays"
    folder.mkdir()
    (folder / "bergana_LATE_12_34_essay.docx").write_bytes(made())
    (folder / "=cmd.txt").write_bytes(made(form="txt"))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    return folder


def test_a_class_from_end_to_end(book: Path, essays: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = call(book, essays, "--to", out)
    assert result.exit_code == 1, result.output
    assert "not read: broken.docx" in result.output
    files = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert files >= {
        "class.csv",
        "overview.html",
        "overview.pdf",
        "bergana/page.html",
        "bergana/page.pdf",
        "bergana/commented.docx",
    }
    listed = json.loads((out / MANIFEST).read_text())["files"]
    assert set(listed) | {MANIFEST} == files
    rows = list(csv.DictReader(io.StringIO((out / "class.csv").read_text(encoding="utf-8-sig"))))
    late = next(row for row in rows if row["student"] == "bergana")
    assert (late["late"], late["right"], late["wrong"], late["not in the packet"], late["misquoted"]) == (
        "late",
        "1",
        "1",
        "1",
        "1",
    )
    assert any(row["student"] == "'=cmd" for row in rows)  # no formula
    mine = out / "notes.txt"
    mine.write_text("mine")
    deleted = call(book, "--delete", out)
    assert deleted.exit_code == 0
    assert [p.name for p in out.rglob("*")] == ["notes.txt"]
    assert "notes.txt" in deleted.output


def test_json_lines(book: Path, essays: Path) -> None:
    result = call(book, essays, "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert set(lines[0]) == {"file", "quotation", "verdict", "kinds", "source", "paragraph", "right_words", "message"}
    assert [line["verdict"] for line in lines if line["file"] == "=cmd.txt"] == ["wrong", "right", "unknown"]
    assert [line["kinds"] for line in lines if line["file"] == "broken.docx"] == [["unreadable"]]


def test_a_student_checks_a_draft_and_nothing_is_written(book: Path, essays: Path) -> None:
    before = sorted(p.name for p in essays.rglob("*"))
    result = call(book, essays / "=cmd.txt")
    assert "you write “owns”, the article “sets”" in result.output
    assert sorted(p.name for p in essays.rglob("*")) == before


def test_numbers_in_place_of_names(book: Path, essays: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    call(book, essays, "--to", out, "--anonymous")
    for path in out.rglob("*"):
        assert "bergana" not in path.name
        assert not path.is_file() or path.suffix in (".pdf", ".docx") or b"bergana" not in path.read_bytes()
    key = privacy.key_file(out)
    assert "bergana" in key.read_text()
    assert key.parent == out.parent
    call(book, "--delete", out)
    assert not key.exists()
    assert not out.exists()


def test_refused_inside_a_repository_unless_ignored(book: Path, essays: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    subprocess.run(["git", "init", "-q", tree], check=True)
    refused = call(book, essays, "--to", tree / "out")
    assert refused.exit_code == 2
    assert "repository" in refused.output
    assert not (tree / "out").exists()
    (tree / ".gitignore").write_text("/out/\n")
    assert call(book, essays, "--to", tree / "out").exit_code == 1
    assert (tree / "out" / "overview.html").exists()


def test_a_folder_of_somebody_else_is_not_touched(book: Path, essays: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    assert call(book, essays, "--to", tmp_path / "out").exit_code == 2
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]
    assert call(book, "--delete", tmp_path / "out").exit_code == 2


def test_a_manifest_deletes_nothing_outside(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "precious.txt").write_text("mine")
    (out / MANIFEST).write_text(json.dumps({"files": ["../precious.txt", str(tmp_path / "precious.txt")]}))
    privacy.delete(out)
    assert (tmp_path / "precious.txt").exists()


def test_without_the_articles_it_says_so_and_ends(
    essays: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCEBOOK_TEXTS", raising=False)
    sources = tmp_path / "book" / "sources"
    sources.mkdir(parents=True)
    for path in (corpus.PACKET / "sources").glob("*.yml"):
        (sources / path.name).write_bytes(path.read_bytes())
    result = call(tmp_path / "book", essays, "--json")
    assert result.exit_code == 2
    assert "not at hand" in result.output
    assert "verdict" not in result.output


def test_calls_that_say_too_little(book: Path, essays: Path) -> None:
    assert call(book).exit_code == 2
    assert "--to" in call(book, essays, "--anonymous").output
    assert "not there" in call(book, essays / "nowhere").output


# -- pages -------------------------------------------------------------------------------------------------------------


def report(text: str = TEXT) -> EssayReport:
    from sourcebook.essays.readers import read

    return JUDGE.report(read("a.txt", text.encode()))


def test_a_page_is_escaped_and_needs_no_script() -> None:
    page = pages.student_page(
        JUDGE.readings.book, "<b>Ana</b>", report("He says “<script>alert of the whole town</script>” and so."), None
    )
    text = pages.as_html(page)
    tree = html.document_fromstring(text)
    assert not tree.xpath("//script | //@onclick | //*[@src] | //b")
    assert tree.get("lang") == "en"
    assert [e.tag for e in tree.iter("h1", "h2", "h3")][:3] == ["h1", "h2", "h3"]
    assert NO_MARK in " ".join(map(str, tree.itertext()))


def test_the_pdf_says_the_same() -> None:
    page = pages.student_page(JUDGE.readings.book, "Ana", report(), None)
    text = " ".join("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pages.as_pdf(page))).pages).split())
    assert "Whoever sets the tolls decides which ships come in" in text
    assert "no mark" in text


def test_the_overview_names_nobody_but_files_that_were_not_read() -> None:
    from sourcebook.essays.class_run import Checked

    checked = [
        Checked(Submission("ana.txt", "Ana"), report()),
        Checked(Submission("b.txt", "Bo"), None, "it is empty."),
    ]
    text = pages.as_html(pages.overview(JUDGE.readings.book, checked)).decode()
    assert "Ana" not in text
    assert "b.txt: it is empty." in text
    assert "Other words than the article’s" in text


def test_three_questions_from_the_essays_own_quotations() -> None:
    asked = list(questions(report(TEXT + " Osei wrote “you cannot nationalise a promise” (Bram ¶7).").findings))
    assert len(asked) == 3
    assert len(set(asked)) == 3
    assert "nationalise" in " ".join(asked)


def test_criteria_and_comment_bank_that_concern_a_slip() -> None:
    rubric = Rubric(
        "Essay",
        ("Argument: one claim", "Owners: it is said whose words are quoted and who speaks"),
        ("Wrong paragraph cited: look again at the reference",),
    )
    (finding,) = report(
        "Lindqvist argued that “Whoever sets the tolls decides which ships come in” (Bram ¶6)."
    ).findings
    assert rubric.concerned(finding).startswith("Criterion: Owners")
    (finding,) = report("Bram says “Whoever sets the tolls decides which ships come in” (Bram ¶3).").findings
    assert "Comment bank: Wrong paragraph" in rubric.concerned(finding)


# -- comments ----------------------------------------------------------------------------------------------------------


def comments(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    """The text of a Word file, and each of its comments with the words that it hangs on."""
    document = docx.Document(io.BytesIO(data))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    anchored: dict[str, str] = {}
    open_: list[str] = []
    for element in document.element.body.iter():
        if element.tag == f"{w}commentRangeStart":
            open_.append(element.get(f"{w}id"))
            anchored[open_[-1]] = ""
        elif element.tag == f"{w}commentRangeEnd":
            open_.remove(element.get(f"{w}id"))
        elif element.tag == f"{w}t":
            for ident in open_:
                anchored[ident] += element.text or ""
    text = "\n".join(p.text for p in document.paragraphs)
    return text, [(anchored[str(c.comment_id)], c.text) for c in document.comments]


def test_word_comments_hang_on_the_quotations_and_change_no_word() -> None:
    from sourcebook.essays.readers import read

    data = made()
    essay = read("a.docx", data)
    found = JUDGE.report(essay)
    text, hung = comments(word_comments.commented(data, essay, found.findings, lambda f: f.message))
    assert text == comments(data)[0]
    assert [words for words, _ in hung] == [
        "“Whoever owns the tolls decides which ships come in”",
        "“every port dreams of being a capital”",
    ]
    assert "sets" in hung[0][1]


def test_a_file_with_macros_gets_no_copy() -> None:
    from sourcebook.essays.readers import read

    data = word_file(paragraph(run("It is “every port dreams of being a capital here”.")))
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    essay = read("a.docx", out.getvalue())
    with pytest.raises(SourcebookError, match="macros"):
        word_comments.commented(out.getvalue(), essay, (), lambda f: f.message)


def test_two_files_of_one_student_have_two_folders() -> None:
    names = list(
        class_files._folders(
            [Submission("a.txt", "Ana"), Submission("b.txt", "ana"), Submission("c.txt", "../x")], False
        )
    )
    assert names == ["Ana", "ana-2", "__x"]
    assert Wanted(Path("out")).rubric is None
