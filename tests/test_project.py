"""The project's shell: one configuration, one book from either command, a complete lock, documents that are true.

Here: what stands in the root. Not here: the package, whose tests mirror its modules.
"""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
import yaml
from lxml import html
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sourcebook import __version__
from tests.needs import folder, need, program
from tests.own_book import JUPYTER_BOOK, SPHINX, build_html

TOC = "format: jb-book\nroot: index\nchapters:\n  - file: chapters/traps\n"
# Each line holds a trap of this stack: mathematics, a bare name, a substitution, smart quotes.
TRAPS = """\
# A page of traps

From $5 to $6, or from $$5$$ to $$6$$, as name.eu says.

He said "it isn't {{ so }}" -- and left...
"""


def write_small_book(root: Path, project: Path) -> None:
    """Pages of our own under the project's own configuration."""
    shutil.copy(project / "conf.py", root)
    shutil.copy(project / "_config.yml", root)
    (root / "chapters").mkdir()
    (root / "_toc.yml").write_text(TOC, encoding="utf-8")
    (root / "index.md").write_text("# A small book\n", encoding="utf-8")
    (root / "chapters" / "traps.md").write_text(TRAPS, encoding="utf-8")


def build(root: Path, command: tuple[str, ...]) -> dict[str, bytes]:
    """Every file of the HTML book that a command makes in `root`, by name."""
    return contents(build_html(root, command))


def contents(made: Path) -> dict[str, bytes]:
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}


@pytest.mark.parametrize("which", ["small", "real"])
def test_both_commands_make_the_same_files(
    which: str, tmp_path: Path, book_root: Path, request: pytest.FixtureRequest
) -> None:
    # In one folder, one after the other, so that a path cannot be the difference.
    if which == "small":
        root = tmp_path
        write_small_book(root, book_root)
        ours = build(root, SPHINX)
        shutil.rmtree(root / "_build")
    else:
        html_folder: Path = request.getfixturevalue("real_book")
        root, ours = html_folder.with_name("book"), contents(html_folder)
    theirs = build(root, JUPYTER_BOOK)
    assert "index.html" in ours
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_the_extension_joins_a_book_with_jupyter_books_own_list_and_a_notebook(tmp_path: Path) -> None:
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
    made = build(tmp_path, JUPYTER_BOOK)
    assert b"Tomas Reed" in made["people.html"]
    assert b"cell_input" in made["code.html"]
    assert b"mystnb." in made["code.html"]
    assert b"mystnb." not in made["people.html"]


@pytest.fixture(scope="module")
def small_book(tmp_path_factory: pytest.TempPathFactory, book_root: Path) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("small")
    write_small_book(root, book_root)
    return build(root, SPHINX)


def test_words_stay_as_they_were_typed(small_book: dict[str, bytes]) -> None:
    page = html.fromstring(small_book["chapters/traps.html"])
    paragraphs = ["".join(map(str, p.itertext())) for p in page.iterfind(".//article//p")]
    assert paragraphs == TRAPS.strip().split("\n\n")[1:]


def test_a_bare_name_is_no_link(small_book: dict[str, bytes]) -> None:
    page = html.fromstring(small_book["chapters/traps.html"])
    assert page.xpath("//article//p//a[not(contains(@class, 'sb-place'))]") == []


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


BUILD_LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"
LOCKS = (BUILD_LOCK, DEV_LOCK)
BUILD_EXTRAS = ("docx",)
ALL_EXTRAS = (*BUILD_EXTRAS, "cjk", "dev")


def dependencies(root: Path, extras: tuple[str, ...]) -> list[Requirement]:
    """What `pyproject.toml` asks for, with these extras."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    assert set(optional) == set(ALL_EXTRAS)
    return list(map(Requirement, chain(project["dependencies"], *map(optional.__getitem__, extras))))


def locked(root: Path, lock: str) -> dict[str, list[str]]:
    """Each requirement of a lock file with the hashes that belong to it."""
    entries: dict[str, list[str]] = {}
    for line in (root / lock).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            entries[line.rstrip("\\ ")] = current = []
        elif line.startswith("    --hash"):
            current.append(line.strip(" \\"))
    return entries


def pins(root: Path, lock: str) -> dict[str, set[str]]:
    """The versions of each package in a lock file, by its normalised name; several where a marker chooses."""
    versions: dict[str, set[str]] = {}
    for pinned in map(Requirement, locked(root, lock)):
        versions.setdefault(canonicalize_name(pinned.name), set()).add(str(pinned.specifier).removeprefix("=="))
    return versions


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_a_hash(lock: str, book_root: Path) -> None:
    for requirement, hashes in locked(book_root, lock).items():
        assert [specifier.operator for specifier in Requirement(requirement).specifier] == ["=="], requirement
        assert hashes, requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_address(lock: str, book_root: Path) -> None:
    text = (book_root / lock).read_text(encoding="utf-8")
    assert re.findall(r"\S*://\S*|^-\S.*|^.* @ .*", text, re.MULTILINE) == []


@pytest.mark.parametrize(("lock", "extras"), [(BUILD_LOCK, BUILD_EXTRAS), (DEV_LOCK, ALL_EXTRAS)])
def test_the_lock_holds_every_dependency(lock: str, extras: tuple[str, ...], book_root: Path) -> None:
    build_system = tomllib.loads((book_root / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]
    versions = pins(book_root, lock)
    for requirement in [*dependencies(book_root, extras), *map(Requirement, build_system["requires"])]:
        held = versions.get(canonicalize_name(requirement.name), set())
        assert held, f"{requirement} is not in {lock}: run `make lock`"
        assert all(requirement.specifier.contains(version) for version in held), f"{requirement}: the lock has {held}"


def test_both_locks_pin_the_same_versions(book_root: Path) -> None:
    everything = pins(book_root, DEV_LOCK)
    assert {name: held for name, held in pins(book_root, BUILD_LOCK).items() if everything.get(name) != held} == {}


def test_what_builds_need_names_no_tool_of_the_developers(book_root: Path) -> None:
    builds = pins(book_root, BUILD_LOCK)
    dev, plain = dependencies(book_root, ("dev",)), dependencies(book_root, ())
    tools = {canonicalize_name(r.name) for r in dev} - {canonicalize_name(r.name) for r in plain}
    # The build backend is a tool as well, and what else Sphinx itself asks for.
    assert tools & set(builds) <= {"packaging", "setuptools", "wheel"}
    assert set(builds).isdisjoint({"debugpy", "jedi"})


def test_the_package_imports_only_what_it_declares(book_root: Path) -> None:
    declared = {canonicalize_name(requirement.name) for requirement in dependencies(book_root, BUILD_EXTRAS)}
    distributions = importlib.metadata.packages_distributions()
    for module in (book_root / "sourcebook").rglob("*.py"):
        imported = {name.split(".")[0] for name in imports(module)} - sys.stdlib_module_names - {"sourcebook"}
        for name in imported:
            brought = set(map(canonicalize_name, distributions.get(name, [])))
            assert brought & declared, f"{module} imports {name}: declare it in pyproject.toml"


def imports(module: Path) -> Iterator[str]:
    """The names of the modules that a file imports, those of its own package left out."""
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_users_install_nothing_that_is_under_the_gpl_alone(book_root: Path) -> None:
    # The optional pandoc is: its wheel says MIT of itself, and brings the program.
    for requirement in map(Requirement, locked(book_root, BUILD_LOCK)):
        if requirement.marker and not requirement.marker.evaluate():
            continue
        named = licences(requirement.name)
        assert named, f"{requirement.name} names no licence"
        assert [each for each in named if not re.search(r"GPL|General Public", each)], f"{requirement.name}: {named}"


def licences(package: str) -> list[str]:
    """The licences among which whoever uses an installed package may choose."""
    about = importlib.metadata.metadata(package)
    classifiers = [each for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
    given = [about[field] for field in ("License-Expression", "License") if field in about]
    return [choice for each in [*classifiers, *given] for choice in each.split(" OR ")]


def test_the_newest_stack_has_what_the_package_needs(book_root: Path) -> None:
    listed = {
        canonicalize_name(line)
        for line in (book_root / "tests" / "newest.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    }
    # Jupyter Book pins an older Sphinx.
    needed = {canonicalize_name(requirement.name) for requirement in dependencies(book_root, ())} - {"jupyter-book"}
    assert needed - listed == set()


TOOLS = re.compile(r"\$\(BIN\)/(?:python -m )?(?:ruff|mypy|lint-imports|sphinx_autobuild|tests\.)|\$\(PYTEST\)")


def test_make_adds_the_tools_where_they_are_used_and_nowhere_else(book_root: Path) -> None:
    makefile = (book_root / "Makefile").read_text(encoding="utf-8")
    rules = re.findall(r"^([a-z-]+):(.*)\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    with_tools = {target for target, needs, _ in rules if "$(DEV_READY)" in needs}
    assert with_tools >= {"test", "lint", "live"}
    assert with_tools == {target for target, _, recipe in rules if TOOLS.search(recipe)}


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


def test_the_map_of_the_house_is_that_of_the_contract(book_root: Path) -> None:
    document = (book_root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    drawn = document.split("```")[1]
    package = book_root / "sourcebook"
    rooms = [path.parent for path in package.rglob("__init__.py") if path.parent != package]
    assert [room.name for room in rooms if f"{room.name}/" not in drawn] == []
    tool = tomllib.loads((book_root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    (layers,) = [each["layers"] for each in tool["importlinter"]["contracts"] if each["id"] == "layers"]
    placed: dict[int, set[str]] = {}
    for number, name in re.findall(r"^ +(\d) (\w+)", drawn, re.MULTILINE):
        placed.setdefault(int(number), set()).add(name)
    assert [placed[number] for number in sorted(placed, reverse=True)] == [set(re.findall(r"\w+", e)) for e in layers]


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


# -- the walls ---------------------------------------------------------------------------------------------------------


def modules(root: Path) -> list[Path]:
    return sorted((root / "sourcebook").rglob("*.py"))


def test_no_folder_file_or_function_is_too_large_to_take_in(book_root: Path) -> None:
    rooms = Counter(path.parent for path in modules(book_root) if path.stem != "__init__")
    assert {room: count for room, count in rooms.items() if count > 20} == {}
    for path in modules(book_root):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 500, path
        functions = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
        long = [n.name for n in functions if (n.end_lineno or 0) - n.lineno >= 50]
        assert long == [], path


def test_no_class_and_no_module_has_its_name_twice(book_root: Path) -> None:
    names = Counter(path.stem for path in modules(book_root) if path.stem != "__init__")
    names.update(
        f"class {node.name}"
        for path in modules(book_root)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []
