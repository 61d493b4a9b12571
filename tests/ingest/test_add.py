"""`sourcebook add`: a record that loads, says what is empty, and is never written over anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook import check
from sourcebook.cli import main
from sourcebook.ingest import add as ingest_add
from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import Source, Zone
from sourcebook.store import articles, atomic
from tests.commands.harbour import PAGE, TEXT, write_book, write_empty_book

IRREGULAR = TEXT.replace("not safe.” Possibly", "not safe. Possibly").replace(
    "hear the islanders,", "hear “the islanders “and the others”,"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_empty_book(tmp_path / "book")


def write(folder: Path, text: str = TEXT, name: str = "ferry.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def add(root: Path, path: Path, key: str = "ferry-2031", **options: str) -> Source:
    """The record that was written, which must be without error."""
    added = ingest_add.add(root, path, key, ingest_add.Given(**options), environ={})
    assert added.problems == ()
    opened = check.open_book(root, {})
    assert [p for p in check.check_book(opened) if p.is_error] == []
    return opened.book.sources[key]


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), *arguments], env={articles.TEXTS_VARIABLE: ""})


def test_a_text_becomes_a_source(root: Path, tmp_path: Path) -> None:
    source = add(root, write(tmp_path))
    assert (source.title, source.short, source.issued) == ("No boat to Merrow Island", "Quill", "2031-02-03")
    assert [str(name) for name in source.author] == ["Ilsa Quill"]
    assert (source.container_title, source.publisher, source.disclosure) == ("", "", "")
    assert (source.fidelity, source.reliability.letter, source.origin) == ("original", "F", "ferry-2031")
    assert source.zones[1] == Zone(zone="title", lines="5")
    assert (root / "sources" / "fulltext" / "ferry-2031.txt").read_text(encoding="utf-8") == TEXT


def test_every_span_of_speech_is_listed_and_nobodys(root: Path, tmp_path: Path) -> None:
    source = add(root, write(tmp_path))
    assert [(s.span, s.speaker) for s in source.speech] == [(1, "unnamed"), (2, "unnamed")]
    written = (root / "sources" / "ferry-2031.yml").read_text(encoding="utf-8")
    assert "  # ¶3: The engine is …\n  - span: 1\n" in written
    assert "The engine is not" not in written


def test_irregular_marks_get_a_ruling_that_is_to_be_checked(root: Path, tmp_path: Path) -> None:
    source = add(root, write(tmp_path, IRREGULAR))
    assert [(s.span, s.ends) for s in source.speech if s.because] == [(1, "April."), (3, "islanders")]
    assert "never closed" in source.speech[0].because


def test_what_was_not_found_is_said_to_be_empty(root: Path, tmp_path: Path) -> None:
    add(root, write(tmp_path))
    written = (root / "sources" / "ferry-2031.yml").read_text(encoding="utf-8")
    assert '# Not found in the file.\npublisher: ""\n' in written
    assert '# Not found in the file.\ncontainer-title: ""\n' in written


def test_a_saved_page_becomes_a_source(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    source = add(root, write(tmp_path, PAGE, "page.html"))
    assert (source.container_title, source.issued, source.language) == ("The Merrow Lantern", "2031-02-03", "en")
    assert "https://lantern.example/ferry" in source.provenance
    assert [z.zone for z in source.zones] == "title standfirst caption body body heading body author-note".split()


def test_furniture_cannot_be_quoted(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    add(root, write(tmp_path, PAGE, "page.html"))
    article = check.open_book(root, {}).prover.articles["ferry-2031"]
    for words in (("Advertisement",), ("Bread", "prices"), ("Subscribe",), ("Home",)):
        assert article.noise.holds(words)
        assert not article.stream.holds(words)


def test_a_text_without_title_gets_one_in_brackets(root: Path, tmp_path: Path) -> None:
    source = add(root, write(tmp_path, "The boat is late. Nobody came to the quay.\n"))
    assert source.title == "[Untitled: The boat is …]"


def test_the_title_may_be_given(root: Path, tmp_path: Path) -> None:
    source = add(root, write(tmp_path), title="What comes: next?")
    assert source.title == "What comes: next?"


GEORGIAN = "ხიდი ღამით ჩამოინგრა. სოფლის მცხოვრებლებმა სახლები დატოვეს ორშაბათს და სკოლაში წავიდნენ."


def test_where_the_rules_do_not_know_a_language_the_author_is_told(root: Path, tmp_path: Path) -> None:
    told = "Cut hedges and negations are not looked for in Georgian"
    assert told in run(root, "add", str(write(tmp_path, f"{GEORGIAN}\n")), "--key", "bridge").output
    assert told in run(root, "check").output
    assert told not in run(root, "add", str(write(tmp_path)), "--key", "boat", "--language", "de-AT").output


def test_a_language_that_is_not_found_is_asked_for(root: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "Zq xw\n\nVx 12.\n")
    result = run(root, "add", str(path), "--key", "short")
    assert "Language: not found" in result.output
    assert "--language CODE" in result.output
    assert add(root, path, "short-2", language="pt_br").language == "pt-BR"
    with pytest.raises(SourcebookError, match="names no language"):
        add(root, path, "short-3", language="und")


def test_words_of_another_language_are_not_called_english(root: Path, tmp_path: Path) -> None:
    source = add(root, write(tmp_path, "Kein Schiff zur Insel\n\nDie Fähre fährt seit Montag nicht mehr.\n"))
    assert source.language in ("de", "und")


def test_a_language_that_is_guessed_is_told_as_a_guess(root: Path, tmp_path: Path) -> None:
    text = "Кораблей на остров нет\n\nПаром не ходит с понедельника, и никто не знает, когда он вернётся.\n"
    path = write(tmp_path, text)
    result = run(root, "add", str(path), "--key", "parom")
    assert "language: ru (guessed from its words)" in result.output
    assert "# Guessed from the words" in (root / "sources" / "parom.yml").read_text(encoding="utf-8")


def test_no_other_text_is_written_over(root: Path, tmp_path: Path) -> None:
    kept = root / "sources" / "fulltext" / "ferry-2031.txt"
    kept.parent.mkdir()
    kept.write_text("another article")
    with pytest.raises(SourcebookError, match="nothing is written over"):
        add(root, write(tmp_path))
    assert kept.read_text() == "another article"
    assert not (root / "sources" / "ferry-2031.yml").exists()


def test_no_record_is_written_over(tmp_path: Path) -> None:
    root = write_book(tmp_path / "book")
    before = (root / "sources" / "ferry-2031.yml").read_bytes()
    with pytest.raises(SourcebookError, match="there is a source 'ferry-2031' already"):
        add(root, write(tmp_path))
    assert (root / "sources" / "ferry-2031.yml").read_bytes() == before


def test_a_text_in_the_folder_of_the_articles_stays_as_it_is(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    path = write(folder, TEXT + "\r\n\n\n")
    environ = {articles.TEXTS_VARIABLE: str(folder)}
    before = path.read_bytes()
    assert ingest_add.add(root, path, "ferry-2031", environ=environ).problems == ()
    assert list(folder.iterdir()) == [path]
    assert path.read_bytes() == before
    opened = check.open_book(root, environ)
    assert opened.book.sources["ferry-2031"].text.file == "ferry.txt"
    assert [p for p in check.check_book(opened) if p.is_error] == []


def test_the_text_goes_to_the_folder_that_is_named(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    ingest_add.add(root, write(tmp_path), "ferry-2031", environ={articles.TEXTS_VARIABLE: str(folder)})
    assert [path.name for path in folder.iterdir()] == ["ferry-2031.txt"]
    assert not (root / "sources" / "fulltext").exists()


@pytest.mark.parametrize(
    "key", ["", "Ferry", "../ferry", "a/b", "a--b", "-a", "a.yml", "é", "actors", "withdrawn", "fulltext"]
)
def test_a_key_that_is_none_is_refused(key: str, root: Path, tmp_path: Path) -> None:
    with pytest.raises(SourcebookError, match="key"):
        add(root, write(tmp_path), key)
    assert list((root / "sources").iterdir()) == []


def test_the_key_of_a_withdrawn_source_is_not_used_again(root: Path, tmp_path: Path) -> None:
    stones = "withdrawn:\n  - id: ferry-2031\n    because: The publisher asked for it.\n"
    (root / "sources" / "withdrawn.yml").write_text(stones)
    with pytest.raises(SourcebookError, match="was withdrawn"):
        add(root, write(tmp_path))


@pytest.mark.parametrize("link", ["sources/ferry-2031.yml", "sources/fulltext/ferry-2031.txt", "sources/fulltext"])
def test_nothing_is_written_through_a_link(link: str, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(outside)
    with pytest.raises(SourcebookError, match="is a link"):
        add(root, write(tmp_path))
    assert not outside.exists()


def test_where_the_record_cannot_be_written_the_text_goes_too(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failed = atomic.write_part, []

    def failing(path: Path, data: bytes) -> Path:
        if path.suffix == ".yml":
            failed.append(path)
            raise OSError(28, "No space left on device", str(path))
        return real(path, data)

    monkeypatch.setattr(atomic, "write_part", failing)
    with pytest.raises(SourcebookError, match=r"ferry-2031\.yml cannot be changed: No space left"):
        add(root, write(tmp_path))
    assert failed
    assert [p.name for p in root.rglob("*") if p.is_file()] == [".lock"]


def test_the_command_says_what_it_found_and_what_is_next(root: Path, tmp_path: Path) -> None:
    result = run(root, "add", str(write(tmp_path)), "--key", "ferry-2031")
    assert result.exit_code == 0, result.output
    for words in (
        "Wrote sources/ferry-2031.yml",
        "author: Ilsa Quill",
        "Left empty",
        "publisher",
        "unnamed",
        "sourcebook find",
    ):
        assert words in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.txt", "--key", "a"], "not there"),
        (["ferry.txt"], "--key"),
        (["ferry.txt", "--key", "A"], "is no key"),
        (["ferry.txt", "--key", "a", "--encoding", "x"], "no encoding"),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_message(arguments: list[str], message: str, root: Path, tmp_path: Path) -> None:
    file, *rest = arguments
    write(tmp_path)
    result = run(root, "add", str(tmp_path / file), *rest)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_a_folder_without_a_book_is_named(tmp_path: Path) -> None:
    result = run(tmp_path, "add", str(write(tmp_path)), "--key", "a")
    assert result.exit_code == 2
    assert "there is no book" in result.output


def test_the_five_articles_are_added_without_an_error(texts: Path, tmp_path: Path) -> None:
    environ = {articles.TEXTS_VARIABLE: str(texts)}
    root = write_empty_book(tmp_path / "book")
    paths = sorted(texts.glob("*.txt"))
    for number, path in enumerate(paths):
        assert ingest_add.add(root, path, f"a-{number}", environ=environ).problems == ()
    assert len(paths) == 5
    assert [p for p in check.check_book(check.open_book(root, environ)) if p.is_error] == []
