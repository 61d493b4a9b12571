"""The manual is true: it is as the code makes it, everything has its place in it, and every example works.

Here: the pages in `docs/`, and the generator beside them. Not here: the README and CONTRIBUTING (`test_project.py`),
and the proof that `docs/seal-format.md` is complete (`quotes/test_seal_format.py`).

The records and articles that `docs/records.md` shows are a small book, and the pages that `docs/writing.md` shows are
its pages.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from docs import make_manual
from sourcebook import cli
from sourcebook.check import open_book
from sourcebook.model.problems import Kind
from sourcebook.questions.assignments import load_plan
from sourcebook.questions.kinds import KINDS
from sourcebook.sphinx_ext import config
from tests.needs import ROOT

DOCS = ROOT / "docs"
WITH_EXAMPLES = ("writing.md", "author-guide.md")
_FILE = re.compile(r"^`([\w./-]+)`:\n\n```(?:yaml|text|md)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"(?:^`([\w./-]+)`:\n\n)?^```md\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


# -- what is made from the code ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", make_manual.pages(), ids=lambda path: path.name)
def test_what_is_made_from_the_code_is_as_the_code_makes_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == make_manual.filled(text), f"{path.name} is out of date: run `make manual`"


def test_a_block_is_filled_anew_whatever_stood_in_it() -> None:
    empty = "Before.\n\n<!-- made: questions -->\n<!-- end -->\n\nAfter.\n"
    once = make_manual.filled(empty)
    assert "| `essay` | a rubric: the directive sb:rubric |" in once.splitlines()
    assert make_manual.filled(once.replace("essay", "something old")) == once
    assert once.startswith("Before.\n")
    assert once.endswith("\n\nAfter.\n")


# -- everything has its place ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.label)
def test_every_kind_of_problem_is_explained(kind: Kind) -> None:
    meaning = make_manual.kind_docs()[kind.label]
    assert meaning
    assert f"| `{kind.label}` | {kind.severity.value} | " in page("problems.md")


def test_every_record_lists_its_fields() -> None:
    assert make_manual.made_records(page("records.md")) == set(make_manual.record_types())


@pytest.mark.parametrize("name", sorted(make_manual.record_types()))
def test_every_field_of_a_record_is_named(name: str) -> None:
    block = "\n".join(make_manual.MAKERS["record"](name))
    assert block in page("records.md")
    assert [f.encode_name for f in msgspec.structs.fields(make_manual.record_types()[name])] == re.findall(
        r"^\| `([\w-]+)` \|", block, re.MULTILINE
    )


@pytest.mark.parametrize(("name", "command"), list(make_manual.commands()), ids=str)
def test_every_command_says_what_it_does(name: str, command: Any) -> None:
    assert command.help
    assert f"### `{name}`\n" in page("commands.md")


def test_every_command_is_among_those_listed() -> None:
    named = {name.split()[1] for name, _ in make_manual.commands()}
    assert named == set(cli.main.commands)


def test_every_setting_is_listed() -> None:
    listed = set(re.findall(r"^\| `(sourcebook_\w+)` \|", page("configuration.md"), re.MULTILINE))
    assert listed == {option.name for option in config.OPTIONS}


def test_the_start_page_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", page("index.md")))
    assert linked == {path.name for path in make_manual.pages()} - {"index.md"}


def test_links_between_pages_have_a_page_and_a_heading_to_go_to() -> None:
    broken = []
    for path in make_manual.pages():
        for name, anchor in re.findall(r"\]\(([\w./-]*\.md)?(?:#([\w-]+))?\)", without_code(page(path.name))):
            target = path.parent / name if name else path
            if not target.is_file() or (anchor and anchor not in headings(target)):
                broken.append(f"{path.name}: {name}#{anchor}")
    assert broken == []


def headings(path: Path) -> set[str]:
    """The names by which links find the headings of a page."""
    titles = re.findall(r"^#+ (.+)$", without_code(path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


# -- every example works -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """The book of the manual, built: its folder, what the build said, and the directives and roles that there are."""

    root: Path
    warnings: list[str]
    directives: dict[str, Any]
    roles: set[str]


def write(root: Path) -> list[str]:
    """The files that the manual shows, each at its place; the names of the pages."""
    for name, text in _FILE.findall(page("records.md")):
        put(root / name, text)
    names = []
    for number, (file, text) in enumerate(examples_of(*WITH_EXAMPLES), 1):
        name = file or f"chapters/example-{number}.md"
        names.append(name.removesuffix(".md"))
        put(root / name, text if file else f"# Example {number}\n\n{text}")
    listed = "\n".join(names)
    put(root / "index.md", f"# The book of the manual\n\n```{{toctree}}\n{listed}\n```\n")
    return names


def examples_of(*names: str) -> list[tuple[str, str]]:
    """The examples of pages of the manual: the file that an example says it is, if it says so, and its text."""
    return [example for name in names for example in _EXAMPLE.findall(page(name))]


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    root = tmp_path_factory.mktemp("manual")
    assert len(write(root)) > 15
    settings: dict[str, Any] = {
        "extensions": ["myst_parser", "sourcebook"],
        "myst_enable_extensions": ["colon_fence", "deflist"],
        "html_theme": "basic",
        "sourcebook_edition": "instructor",
    }
    warnings = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, docutils_namespace():
        patch.setenv("SOURCEBOOK_TEXTS", str(root / "sources" / "fulltext"))
        out = root / "_build"
        app = Sphinx(str(root), None, str(out / "html"), str(out / "trees"), "html", settings, None, warnings)
        app.build()
    directives = dict(app.registry.domain_directives["sb"])
    return Example(root, warnings.getvalue().splitlines(), directives, set(app.registry.domain_roles["sb"]))


def test_every_record_of_the_manual_loads_without_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.setenv("SOURCEBOOK_TEXTS", str(tmp_path / "sources" / "fulltext"))
    opened = open_book(tmp_path)
    assert [str(problem) for problem in (*opened.problems, *load_plan(tmp_path).problems)] == []
    assert all((opened.book.sources, opened.book.events, opened.book.figures, opened.book.hypotheses))


def test_every_page_of_the_manual_builds_without_a_warning(example: Example) -> None:
    assert example.warnings == []


def test_every_directive_has_a_heading_an_example_and_all_its_options(example: Example) -> None:
    examples = " ".join(text for _, text in _EXAMPLE.findall(page("writing.md")))
    parts = re.findall(r"^#.*?(?=^#|\Z)", page("writing.md"), re.MULTILINE | re.DOTALL)
    for name, directive in example.directives.items():
        if name == "at-a-glance":  # of the older form of a brief: refused wherever it stands
            continue
        told = [part for part in parts if f"`sb:{name}`" in part.splitlines()[0]]
        assert told, f"docs/writing.md has no heading for sb:{name}"
        assert f"{{sb:{name}}}" in examples, f"docs/writing.md has no example of sb:{name}"
        missing = [option for option in directive.option_spec or {} if f":{option}:" not in "".join(told)]
        assert missing == [], f"docs/writing.md says nothing of these options of sb:{name}"


def test_the_author_s_guide_writes_one_exercise_of_each_kind() -> None:
    told = " ".join(text for _, text in examples_of("author-guide.md"))
    assert sorted(re.findall(r"^:kind: ([\w-]+)$", told, re.MULTILINE)) == sorted(KINDS)


def test_every_role_has_a_heading_and_an_example(example: Example) -> None:
    examples = " ".join(text for _, text in _EXAMPLE.findall(page("writing.md")))
    titles = re.findall(r"^#+ .+$", page("writing.md"), re.MULTILINE)
    for name in example.roles:
        assert any(f"`sb:{name}`" in title for title in titles), f"docs/writing.md has no heading for sb:{name}"
        assert f"{{sb:{name}}}`" in examples, f"docs/writing.md has no example of sb:{name}"


def test_the_manual_names_no_directive_that_is_not_there(example: Example) -> None:
    named = {name for path in make_manual.pages() for name in re.findall(r"\bsb:([a-z-]+)", page(path.name))}
    assert named - example.roles - set(example.directives) == set()


# -- commands ----------------------------------------------------------------------------------------------------------

GUIDES = [*make_manual.pages(), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_documents_name_commands_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = {name for name, _ in make_manual.commands()} | {"sourcebook bundle"}  # with a file alone, it makes one
    named = re.findall(r"(?:`|^ {4})(sourcebook (?:new )?[a-z]+)\b", text, re.MULTILINE)
    assert [name for name in named if name not in known] == []
