"""What authors write on pages, and what people write behind `sourcebook`: an answer or a message, and nothing lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import strategies as st

from sourcebook import check as checking
from sourcebook.cli import main
from sourcebook.commands import read_book
from sourcebook.model.problems import Kind, SourcebookError
from tests import sealed
from tests.fuzz import strategies as given_
from tests.fuzz.cases import Fuzz, explained, readable
from tests.fuzz.test_files import everything
from tests.sealed import KEY

CONF = """\
extensions = ["myst_parser", "sourcebook"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
exclude_patterns = ["_build"]
"""
INDEX = "# The book\n\n```{toctree}\npage\nbriefs/brief\n```\n"
REF = f"{KEY}/people-sent-home"
OPTIONS: dict[str, tuple[str, ...]] = {
    "quote": ("accept", "class", "plain"),
    "sources": (),
    "timeline": ("from", "to", "only", "title"),
    "reports": (),
    "figure": (),
    "matrix": ("only", "title"),
    "people": ("kind",),
    "map": (),
    "implications": (),
    "exercise": tuple("kind title points minutes level group teaches use tools answer tolerance unit words".split()),
    "items": tuple("make count seed use title points minutes sources events figures actors passages".split()),
    "assignment": (),
    "hint": (),
    "solution": (),
    "anchor": (),
    "rubric": (),
    "bottom-line": ("accept",),
    "at-a-glance": (),
    "judgement": tuple("for against support action question likelihood unless accept".split()),
    "option": tuple("cost risk reversibility owner find-out accept".split()),
    "unanswered": (),
    "evidence": (),
    "quality": (),
}
KINDS = (
    "single-choice multiple-choice ordering matching cloze numeric short-answer categorise find-the-quote essay".split()
)
BODIES = (
    "", "Words.", "- [x] a\n- [ ] b", "1. a\n2. b", "a\n: b\n\nc\n: d", "(none)\n: x", "{sb:gap}`a|*b`",
    "{sb:hot}`*a <b>`",
    "A | b\n: 4 C | d\n: 3 E | f", "| a |\n|---|\n| b |", "> quoted", "$$x$$", "![](x.png)", "```\ncode\n```", "% c",
)  # fmt: skip
one_line = given_.values.map(lambda text: " ".join(text.split())[:200])
arguments = st.one_of(st.just(REF), st.just(KEY), st.just("an-id"), one_line, st.just(""))
shown = st.one_of(st.sampled_from([REF, KEY, "torn", "1", "graded", "high", *KINDS, *given_.NUMBERS]), one_line)


@st.composite
def directives(draw: st.DrawFn) -> str:
    """A directive of ours with options and a body, well formed or not."""
    name = draw(st.sampled_from(sorted(OPTIONS)))
    wanted = draw(st.lists(st.sampled_from([*OPTIONS[name], "odd"]), max_size=5, unique=True))
    options = "".join(f":{option}: {draw(shown)}\n" for option in wanted)
    kind = f":kind: {draw(st.sampled_from(KINDS))}\n" if name == "exercise" and "kind" not in wanted else ""
    body = "\n\n".join(draw(st.lists(st.one_of(st.sampled_from(BODIES), given_.joined(given_.MYST)), max_size=3)))
    return f"::::{{sb:{name}}} {draw(arguments)}\n{kind}{options}\n{body}\n::::\n"


roles = st.builds(
    lambda role, text: f"Said {{sb:{role}}}`{text}` there.\n",
    st.sampled_from("q src actor event figure gap hot".split()),
    st.one_of(one_line, one_line.map(lambda text: f"{text} <{REF}>"), st.sampled_from([REF, KEY, "torn"])),
)
comments = one_line.map(lambda text: f"% sourcebook: accept {text}\n")
snippets = st.lists(st.one_of(directives(), roles, comments, given_.joined(given_.MYST)), min_size=8, max_size=14)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = sealed.write_book(tmp_path_factory.mktemp("pages"))
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    (root / "index.md").write_text(INDEX, encoding="utf-8")
    (root / "briefs").mkdir()
    (root / "page.md").write_text("# Page\n", encoding="utf-8")
    (root / "briefs" / "brief.md").write_text("# Brief\n", encoding="utf-8")
    return root


def checked(book: Path) -> tuple[read_book.Pages | None, str]:
    """What `sourcebook check` finds, or the message with which it ends."""
    try:
        return read_book.check(checking.open_book(book, {})), ""
    except SourcebookError as error:
        return None, str(error)


def test_any_directive_and_any_role_is_a_page_or_problems(fuzz: Fuzz, book: Path) -> None:
    tried: list[int] = []

    def check(found: list[str]) -> None:
        tried.append(len(found))
        page = book / ("briefs/brief.md" if len(found) % 2 else "page.md")
        page.write_text("# Page\n\n" + "\n".join(found), encoding="utf-8", errors="replace")
        result, message = checked(book)
        if result is None:
            readable(message)
        else:
            explained(result.problems)

    known = [[HARD] for HARD in HOSTILE]
    fuzz("pages", check, snippets, known, 40)
    fuzz.count("directives and roles", sum(tried))
    (book / "page.md").write_text("# Page\n", encoding="utf-8")
    (book / "briefs" / "brief.md").write_text("# Brief\n", encoding="utf-8")


HOSTILE = [
    f":::{{sb:quote}} {'a' * 5000}/{'b' * 5000}\n:::\n",
    f"{{sb:q}}`{'<' * 2000}` {{sb:src}}`{'x' * 3000}` {{sb:actor}}`../../x`\n",
    f":::{{sb:exercise}} a\n:kind: essay\n:points: {given_.DIGITS}\n:words: {given_.DIGITS}-5\n:::\n",
    f":::{{sb:exercise}} a\n:kind: numeric\n:minutes: 1e999\n:answer: ٣\n:tolerance: {given_.DIGITS}\n:::\n",
    f"::::{{sb:exercise}} a\n:kind: essay\nx\n\n:::{{sb:rubric}}\nA | b\n: {given_.DIGITS} E | d\n: 4 | |\n:::\n::::\n",
    ":::{sb:items} a\n:make: who-said-it\n:count: 999999999\n:::\n",
    f"{{sb:q}}`a b <{REF}>` " * 200,
    f":::{{sb:quote}} {REF}\n:accept: {'a because ' * 2000}\n:::\n",
    ":" * 5000 + "{sb:quote}\n",
    ":::{sb:quote} x\n" * 100,
    "```{include} page.md\n```\n",
    "> " * 200 + "x\n",
    "“\u202ethe lake will come back now again\u202c” \u200b\n",
    "a\0b\n",
]


@pytest.mark.parametrize(
    ("matter", "kind"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", Kind.FORBIDDEN_YAML),
        (f"a: {'[' * 3000}\n", Kind.FORBIDDEN_YAML),
        ("a: !!python/object/apply:os.system [id]\n", Kind.FORBIDDEN_YAML),
        ("date: 2022-13-45\n", Kind.SYNTAX),
        (f"number: {given_.DIGITS}\n", Kind.SYNTAX),
        ("- a\n", Kind.WRONG_TYPE),
    ],
)
def test_front_matter_that_is_no_plain_yaml_is_a_problem_with_its_line(book: Path, matter: str, kind: Kind) -> None:
    (book / "page.md").write_text(f"---\n{matter}---\n\n# Page\n", encoding="utf-8")
    result, message = checked(book)
    (book / "page.md").write_text("# Page\n", encoding="utf-8")
    assert result is not None, message
    found = [problem for problem in result.problems if problem.place.file == "page.md"]
    assert {problem.kind for problem in found} == {kind}
    assert found[0].place.line == 2


@pytest.fixture
def secret(book: Path) -> Iterator[Path]:
    path = book.parent / "secret.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\nsecret")
    yield path
    path.unlink()


@pytest.mark.parametrize(
    "text",
    [
        "![x](../secret.png)", "```{include} ../secret.png\n```", "```{literalinclude} ../secret.png\n```",
        "{download}`x <../secret.png>`", "![x](link.png)", "```{figure} ../secret.png\n```",
    ],
)  # fmt: skip
def test_nothing_from_outside_the_book_is_shown(book: Path, secret: Path, text: str) -> None:
    link = book / "link.png"
    link.symlink_to(secret)
    (book / "page.md").write_text(f"# Page\n\n{text}\n", encoding="utf-8")
    result, message = checked(book)
    link.unlink()
    (book / "page.md").write_text("# Page\n", encoding="utf-8")
    assert result is not None, message
    told = [problem for problem in result.problems if problem.place.file == "page.md"]
    assert Kind.UNREADABLE in {problem.kind for problem in told}
    assert "leads out of" in "".join(problem.message for problem in told)


def test_a_page_that_is_a_link_out_of_the_book_is_not_read(book: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("# The secret\n", encoding="utf-8")
    (book / "page.md").unlink()
    (book / "page.md").symlink_to(outside)
    result, message = checked(book)
    (book / "page.md").unlink()
    (book / "page.md").write_text("# Page\n", encoding="utf-8")
    assert result is not None, message
    assert [problem.kind for problem in result.problems if problem.place.file.startswith("page")] == [Kind.UNREADABLE]


# -- the command line -------------------------------------------------------------------------------------------------

COMMANDS: dict[str, list[list[str]]] = {
    "quote": [["--source", KEY], ["--speaker", "torn"], ["--json"], ["--source"], ["--from"]],
    "find": [["--source", KEY], ["--limit", "2"], ["--limit"], ["--source"]],
    "seal": [[KEY]],
    "verify": [[]],
    "remove": [[KEY], ["--because", "x"], ["--write"]],
    "add": [["--key", "new-2031"], ["--key"], ["--title"], ["--encoding"]],
    "reanchor": [[KEY], ["--write"], ["--take", "x"], ["--take"], ["--encoding"]],
    "export": [["evidence"], ["tables"], ["--to"]],
    "pack": [[]],
    "packet": [[KEY], ["--paper"]],
    "new": [["private"]],
    "--root": [["seal"], ["find", "lake"]],
    "--version": [[]],
    "": [[]],
}
words = st.one_of(
    given_.pieces, st.sampled_from([KEY, "lake", "the lake", "sources/salt-2031.yml", "index.md", "conf.py"])
)


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """A command with options and words behind it."""
    name = draw(st.sampled_from(sorted(COMMANDS)))
    parts = [draw(st.sampled_from(COMMANDS[name])) for _ in range(draw(st.integers(0, 3)))]
    parts += [[word] for word in draw(st.lists(words, max_size=3))]
    rest = [word for part in draw(st.permutations(parts)) for word in part]
    return [word.replace("\0", "") for word in ([name] if name else []) + rest]


def test_any_line_of_arguments_is_answered(fuzz: Fuzz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a copy for each: 0, 1 or 2, words and no traceback; nothing is written outside, and on a 2 nothing at all."""
    for name in ("SOURCEBOOK_TEXTS", "SOURCEBOOK_PRIVATE"):  # what is added goes where they say
        monkeypatch.delenv(name, raising=False)
    master = sealed.write_book(tmp_path / "master")
    runner = CliRunner()

    def check(arguments: list[str]) -> None:
        box = tmp_path / "box"
        shutil.rmtree(box, ignore_errors=True)
        book = box / "book"
        shutil.copytree(master, book)
        monkeypatch.chdir(book)
        before = everything(box)
        result = runner.invoke(main, arguments, catch_exceptions=True)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code in (0, 1, 2), result.output
        readable(result.output + ".")
        after = everything(box)
        assert {name for name in before.keys() ^ after.keys() if not name.startswith(str(book))} == set()
        if result.exit_code == 2:
            kept = str(book / "_build" / ".work")  # what is worked out once may be kept whatever comes of the call
            assert {name: data for name, data in after.items() if not name.startswith(kept)} == before, arguments

    known = [[name, word.replace("\0", "")] for name in COMMANDS if name for word in given_.NAMES]
    known += [["add", word.replace("\0", ""), "--key", "x"] for word in given_.NAMES]
    known += [["add", "sources/actors.yml", "--key", word.replace("\0", "")] for word in given_.NAMES]
    known += [
        ["find", "a" * 100_000],
        ["find", *[f"word{i}" for i in range(3000)]],
        ["quote", "--source", KEY, "[a] " * 9000],
    ]
    known += [
        ["find", "\udcff"],
        ["quote", "--source", KEY, "\udcff"],
        ["\udcff"],
        ["verify", "\udcff"],
        ["add", "\udcff", "--key", "\udcff"],
    ]
    fuzz("lines of arguments", check, lines().filter(_harmless), [line for line in known if _harmless(line)], 150)
    monkeypatch.chdir(tmp_path)


def _harmless(arguments: list[str]) -> bool:
    """Nothing that may write where this test does not look: a folder that is named by a whole path, or the home."""
    return not any(word.startswith(("/", "~", "..", "C:")) for word in arguments if arguments[0] in ("export", "new"))
