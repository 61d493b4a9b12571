"""The project's shell: one configuration, one book from either command, a complete lock, documents that are true.

Here: what stands in the root. Not here: the package, whose tests mirror its modules.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
import yaml
from lxml import html
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sourcebook import __version__
from tests.needs import folder, need, program

JUPYTER_BOOK = ("-c", "from jupyter_book.cli.main import main; main()", "build", "-W", "--keep-going", ".")
SPHINX = ("-m", "sphinx", "-W", "--keep-going", "-d", "_build/.doctrees", ".", "_build/html")

TOC = "format: jb-book\nroot: index\nchapters:\n  - file: chapters/traps\n"
# Each line holds a trap of this stack: mathematics, a bare name, a substitution, smart quotes.
TRAPS = """\
# A page of traps

From $5 to $6, or from $$5$$ to $$6$$, as name.eu says.

He said "it isn't {{ so }}" -- and left...
"""
PARTS_OF_THE_BOOK = ("conf.py", "_config.yml", "_toc.yml", "index.md", "chapters", "exercises", "briefs", "sources")


def write_small_book(root: Path, project: Path) -> None:
    """Pages of our own under the project's own configuration."""
    shutil.copy(project / "conf.py", root)
    shutil.copy(project / "_config.yml", root)
    (root / "chapters").mkdir()
    (root / "_toc.yml").write_text(TOC, encoding="utf-8")
    (root / "index.md").write_text("# A small book\n", encoding="utf-8")
    (root / "chapters" / "traps.md").write_text(TRAPS, encoding="utf-8")


def copy_real_book(root: Path, project: Path) -> None:
    """The book itself, without what was built or installed."""
    for part in map(project.joinpath, PARTS_OF_THE_BOOK):
        if part.is_dir():
            shutil.copytree(part, root / part.name, ignore=shutil.ignore_patterns("fulltext"))
        elif part.exists():
            shutil.copy(part, root)


def build(root: Path, command: tuple[str, ...], project: Path) -> dict[str, bytes]:
    """Every file of the HTML book that a command makes in `root`, by name."""
    environment = {**os.environ, "PYTHONPATH": str(project)}
    done = subprocess.run(
        [sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    made = root / "_build" / "html"
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}


@pytest.mark.parametrize("prepare", [write_small_book, copy_real_book], ids=["small", "real"])
def test_both_commands_make_the_same_files(
    prepare: Callable[[Path, Path], None], tmp_path: Path, book_root: Path
) -> None:
    # In one folder, one after the other, so that a path cannot be the difference.
    prepare(tmp_path, book_root)
    ours = build(tmp_path, SPHINX, book_root)
    shutil.rmtree(tmp_path / "_build")
    theirs = build(tmp_path, JUPYTER_BOOK, book_root)
    assert "index.html" in ours
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_the_extension_joins_a_book_with_jupyter_books_own_list_and_a_notebook(tmp_path: Path, book_root: Path) -> None:
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": ["print(1)"]}
    head = {"cell_type": "markdown", "metadata": {}, "source": ["# A notebook"]}
    about = {"language_info": {"name": "python"}}
    notebook = {"cells": [head, cell], "metadata": about, "nbformat": 4, "nbformat_minor": 4}
    files = {
        "_config.yml": "title: A book\nexecute: {execute_notebooks: 'off'}\nsphinx: {extra_extensions: [sourcebook]}\n",
        "_toc.yml": "format: jb-book\nroot: index\nchapters:\n  - file: people\n  - file: code\n",
        "index.md": "# A book\n\nWords.\n",
        "people.md": "# People\n\n{sb:actor}`reed` was here.\n\n:::{sb:people}\n:::\n",
        "code.ipynb": json.dumps(notebook),
        "sources/actors.yml": "actors:\n  - {id: reed, name: Tomas Reed, kind: person}\n",
    }
    (tmp_path / "sources").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = build(tmp_path, JUPYTER_BOOK, book_root)
    assert b"Tomas Reed" in made["people.html"]
    assert b"cell_input" in made["code.html"]
    assert b"mystnb." in made["code.html"]
    assert b"mystnb." not in made["people.html"]


@pytest.fixture(scope="module")
def small_book(tmp_path_factory: pytest.TempPathFactory, book_root: Path) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("small")
    write_small_book(root, book_root)
    return build(root, SPHINX, book_root)


def test_words_stay_as_they_were_typed(small_book: dict[str, bytes]) -> None:
    page = html.fromstring(small_book["chapters/traps.html"])
    paragraphs = ["".join(map(str, p.itertext())) for p in page.iterfind(".//article//p")]
    assert paragraphs == TRAPS.strip().split("\n\n")[1:]


def test_a_bare_name_is_no_link(small_book: dict[str, bytes]) -> None:
    page = html.fromstring(small_book["chapters/traps.html"])
    assert page.xpath("//article//p//a") == []


def addresses(page: bytes) -> list[str]:
    """Everything that a browser may fetch by itself when it shows this page, scripts in the page included."""
    tree = html.fromstring(page)
    fetched = [element.get(name, "") for element in tree.iter("*") for name in ("src", "srcset")]
    linked = [link.get("href", "") for link in tree.iter("link")]
    written = re.findall(r"//[\w-]+\.[\w.-]+", " ".join(script.text or "" for script in tree.iter("script")))
    return [*fetched, *linked, *written]


def test_a_page_asks_nobody_else(small_book: dict[str, bytes]) -> None:
    pages = [name for name in small_book if name.endswith(".html")]
    assert "chapters/traps.html" in pages
    foreign = [(name, url) for name in pages for url in addresses(small_book[name]) if "//" in url]
    assert foreign == []


def test_no_copy_of_a_source_file_is_published(small_book: dict[str, bytes]) -> None:
    assert [name for name in small_book if name.startswith("_sources") or name.endswith((".md", ".yml"))] == []


# -- the lock ---------------------------------------------------------------------------------------------------------


def dependencies(root: Path) -> list[Requirement]:
    """Everything that `pyproject.toml` asks for, extras included."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(map(Requirement, chain(project["dependencies"], *project["optional-dependencies"].values())))


def locked(root: Path) -> dict[str, list[str]]:
    """Each locked requirement with the lines that belong to it, comments left out."""
    entries: dict[str, list[str]] = {}
    for line in (root / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            entries[line.rstrip("\\ ")] = current = []
        elif line.startswith("    --hash"):
            current.append(line.strip(" \\"))
    return entries


def test_every_locked_package_has_one_version_and_a_hash(book_root: Path) -> None:
    for requirement, hashes in locked(book_root).items():
        assert [specifier.operator for specifier in Requirement(requirement).specifier] == ["=="], requirement
        assert hashes, requirement


def test_the_lock_names_no_address(book_root: Path) -> None:
    text = (book_root / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(r"\S*://\S*|^-\S.*|^.* @ .*", text, re.MULTILINE) == []


def test_the_lock_holds_every_dependency(book_root: Path) -> None:
    versions: dict[str, list[str]] = {}
    for pinned in map(Requirement, locked(book_root)):
        versions.setdefault(canonicalize_name(pinned.name), []).append(str(pinned.specifier).removeprefix("=="))
    for requirement in dependencies(book_root):
        held = versions.get(canonicalize_name(requirement.name), [])
        assert held, f"{requirement} is not in requirements.lock: run `make lock`"
        assert all(requirement.specifier.contains(version) for version in held), f"{requirement}: the lock has {held}"


# -- the documents ----------------------------------------------------------------------------------------------------


def targets(root: Path) -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_targets_that_exist(document: str, book_root: Path) -> None:
    text = (book_root / document).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.MULTILINE))
    assert named
    assert named <= targets(book_root)


def test_the_first_screen_of_the_readme_has_both_commands(book_root: Path) -> None:
    first_screen = (book_root / "README.md").read_text(encoding="utf-8").splitlines()[:30]
    assert {"make", "make test"} <= {line.split("#")[0].strip() for line in first_screen}


def test_contributing_names_files_that_exist(book_root: Path) -> None:
    text = (book_root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:sourcebook|tests|sources|chapters)/[\w./-]+|[\w.-]+\.(?:toml|lock|yml))`", text)
    assert len(named) > 10
    # The articles' folder is the author's own: git ignores it.
    expected = [name for name in named if name != "sources/fulltext/"]
    assert [name for name in expected if not (book_root / name).exists()] == []


# -- what a machine may lack ------------------------------------------------------------------------------------------


def test_what_is_not_there_skips_a_test_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBOOK_REQUIRE", "texts, node")
    with pytest.raises(pytest.skip.Exception, match="browser not found: install one"):
        need("browser", None, "install one")


def test_what_is_required_and_not_there_fails_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBOOK_REQUIRE", "texts, browser")
    with pytest.raises(pytest.fail.Exception, match="SOURCEBOOK_REQUIRE names it"):
        need("browser", None, "install one")


def test_a_named_folder_or_program_goes_before_the_usual_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCEBOOK_TEXTS", str(tmp_path))
    assert folder("SOURCEBOOK_TEXTS", "texts") == tmp_path.resolve()
    monkeypatch.setenv("SOURCEBOOK_TEXTS", str(tmp_path / "gone"))
    assert folder("SOURCEBOOK_TEXTS", "texts") is None
    monkeypatch.setenv("SOURCEBOOK_NODE", str(tmp_path / "gone"))
    assert program("SOURCEBOOK_NODE", "sh") is None


# -- how the project is cited ------------------------------------------------------------------------------------------

CITATION = {"cff-version", "message", "title", "authors"}
"""What the Citation File Format 1.2.0 cannot do without."""


def test_the_citation_file_is_of_its_form_and_true(book_root: Path) -> None:
    said = yaml.safe_load((book_root / "CITATION.cff").read_text(encoding="utf-8"))
    config = yaml.safe_load((book_root / "_config.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((book_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(said) >= CITATION
    assert said["cff-version"] == "1.2.0"
    assert said["type"] in {"software", "dataset"}
    assert all(isinstance(author, dict) and author.get("name") for author in said["authors"])
    assert said["title"] == config["title"]
    assert [author["name"] for author in said["authors"]] == [config["author"]]
    assert said["version"] == config["sphinx"]["config"]["release"] == __version__
    assert said["license"] == [project["license"], "CC-BY-4.0"]
    assert said["authors"][0]["name"] in (book_root / "LICENSE").read_text(encoding="utf-8")


def test_the_book_names_the_licence_of_its_prose(book_root: Path) -> None:
    settings = yaml.safe_load((book_root / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    assert "CC BY 4.0" in settings["sourcebook_rights"]
    assert settings["sourcebook_licence"] in (book_root / "LICENSE-prose").read_text(encoding="utf-8")
