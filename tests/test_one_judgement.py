"""`check` and `build` are one judgement: whatever makes a build exit with 1 makes `check` do so, in the same words.

`check` said 0, and `build pdf` refused a picture. Here too: keys of front matter and of
the configuration that are mistyped, which nobody reads. Not here: books that did not load (`test_loading.py`).
"""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook import cli
from sourcebook.model.problems import Kind
from sourcebook.store import articles

FINE, FAULTY = 0, 1
ONLY_A_BUILD = {Kind.LONG_BRIEF: "how many pages a brief fills is known when it is set"}
"""The kinds that `check` cannot find, because a file must be made for them, and why, as the manual says it."""
ONLY_VERIFY = (Kind.SHOWN_OTHERWISE, Kind.ACTIVE_CONTENT)
"""The kinds that concern a received file, not a book: only `verify` finds them."""
ONLY_ESSAYS = (
    Kind.WRONG_SOURCE,
    Kind.WRONG_PARAGRAPH,
    Kind.UNMARKED_CHANGE,
    Kind.RETRANSLATED_SPEECH,
    Kind.UNMARKED_COPY,
    Kind.NOT_IN_PACKET,
)
"""The kinds that concern what students write: only `essays` finds them."""
HERE = {articles.TEXTS_VARIABLE: ""}
"""Each book finds its own articles."""
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
"""A picture of one pixel."""
PAGE, BRIEF, RECORD = "chapters/background.md", "briefs/sorrel-dam.md", "sources/courier-2031.yml"
Spoil = Callable[[Path], None]


def said(root: Path, *arguments: str) -> tuple[int, str]:
    """The exit code of a command, and all that it says."""
    found = CliRunner().invoke(cli.main, ["--root", str(root), *arguments], env=HERE)
    assert isinstance(found.exception, SystemExit | None), found.exception
    return found.exit_code, re.sub(r"\x1b\[[0-9;]*m", "", found.output)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(path: Path, text: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")


# -- spoilt books ------------------------------------------------------------------------------------------------------


def wordless(root: Path) -> None:
    (root / "chapters" / "dot.png").write_bytes(base64.b64decode(DOT))
    add(root / PAGE, ":::{image} dot.png\n:::")


def broken_picture(root: Path) -> None:
    (root / "chapters" / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    add(root / PAGE, ":::{image} dot.png\n:alt: A dot\n:::")


def without_glyph(root: Path) -> None:
    add(root / PAGE, "A word of no language: \U00013000 漢.")


def long_brief(root: Path) -> None:
    words = "Words that nobody needs stand here once more, and again. " * 12
    add(root / BRIEF, "\n\n".join(["## More", *[words] * 30]))


def old_brief(root: Path) -> None:
    add(root / BRIEF, ":::{sb:at-a-glance} Who tells us this\nTwo people.\n:::")


def unproven(root: Path) -> None:
    change(root / "_config.yml", "    language: en\n", "    language: en\n    sourcebook_require_proof: true\n")
    shutil.rmtree(root / "sources" / "fulltext")
    shutil.rmtree(root / "sources" / "seals", ignore_errors=True)
    for path in (root / "sources").rglob("*seal*"):
        path.unlink()


def misquoted(root: Path) -> None:
    add(root / PAGE, "They say {sb:q}`words of nobody at all <courier-2031/at-supper>`.")


def unlisted(root: Path) -> None:
    (root / "chapters" / "lonely.md").write_text("# Lonely\n\nNobody finds this.\n", encoding="utf-8")


def bad_assignment(root: Path) -> None:
    change(root / "exercises" / "assignments.yml", "      - whose-claim\n", "      - nobodys-claim\n")


def silent(root: Path) -> None:
    (root / "chapters" / "dot.png").write_bytes(base64.b64decode(DOT))
    add(root / PAGE, "A line with ![](dot.png) in it.")


def without_form(root: Path) -> None:
    add(root / PAGE, "```{py:function} f(x)\n```")


def no_language(root: Path) -> None:
    change(root / "_config.yml", "    language: en\n", "    language: eng\n")


def no_language_of_a_source(root: Path) -> None:
    change(root / RECORD, "language: en\n", "language: xx\n")


def untranslated(root: Path) -> None:
    change(root / "_config.yml", "    language: en\n", "    language: pt_BR\n")


SPOILT: list[tuple[Spoil, str, int, tuple[str, ...]]] = [
    (wordless, "no-alt-text", FAULTY, ("html", "pdf", "briefs")),
    (broken_picture, "unknown-node", FINE, ("html", "pdf")),
    (without_glyph, "no-glyph", FINE, ("html", "pdf")),
    (long_brief, "", FINE, ("html", "briefs")),
    (old_brief, "old-brief", FAULTY, ("html", "briefs")),
    (unproven, "no-proof", FAULTY, ("html", "briefs", "packs")),
    (misquoted, "misquoted", FAULTY, ("html", "briefs", "packs")),
    (unlisted, "unlisted-page", FINE, ("html", "briefs")),
    (silent, "silent-picture", FINE, ("html", "pdf")),
    (without_form, "unknown-node", FINE, ("html", "pdf")),
    (no_language, "wrong-type", FAULTY, ("html", "pdf")),
    (no_language_of_a_source, "wrong-type", FAULTY, ("html", "briefs")),
    (untranslated, "untranslated", FINE, ("html", "pdf")),
    (bad_assignment, "unknown-reference", FAULTY, ("html", "packs")),
]


@pytest.mark.parametrize(("spoil", "kind", "code", "builds"), SPOILT, ids=[case[0].__name__ for case in SPOILT])
def test_check_and_build_are_one_judgement(
    book: Path, spoil: Spoil, kind: str, code: int, builds: tuple[str, ...]
) -> None:
    spoil(book)
    checked, told = said(book, "check")
    assert (checked, f"[{kind}]" in told or not kind) == (code, True), told
    built = {what: said(book, "build", what) for what in builds}
    assert max(each for each, _ in built.values()) == checked, built
    refused = "".join(words for each, words in built.values() if each)
    for message in re.findall(r": error: (.+ \[[a-z-]+\])$", refused, re.MULTILINE):
        assert message in told


def test_a_letter_without_a_glyph_is_told_with_its_line(book: Path) -> None:
    without_glyph(book)
    lines = (book / PAGE).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if "漢" in text)
    assert f"{PAGE}:{line}: caution: no font here can show" in said(book, "check")[1]


def test_a_picture_in_a_line_is_told_by_every_build_unless_it_only_adorns(book: Path) -> None:
    silent(book)
    for what in ("html", "pdf"):
        assert said(book, "build", what)[1].count("[sourcebook.silent-picture]") == 1
    change(book / "_config.yml", "- colon_fence", "- colon_fence\n    - attrs_inline")
    change(book / PAGE, "![](dot.png) in", "![](dot.png){.decorative} in")
    assert said(book, "check")[0] == FINE
    assert "silent-picture" not in said(book, "check")[1]
    change(book / PAGE, "![](dot.png){.decorative} in", "![A dot](dot.png) in")
    assert "silent-picture" not in said(book, "check")[1]


# -- keys that nobody reads --------------------------------------------------------------------------------------------

MISTYPED = [
    (PAGE, "", "---\nortphan: true\n---\n", f"{PAGE}:2: error: front matter: there is no key 'ortphan' here; did you"),
    (BRIEF, "audience:", "audiense:", f"{BRIEF}:6: error: front matter: there is no key 'audiense' here; did you mean"),
    (BRIEF, "cut-off:", "cutoff:", f"{BRIEF}:9: error: front matter: there is no key 'cutoff' here; did you mean"),
    (
        "_config.yml",
        "    language: en\n",
        "    langauge: en\n",
        "there is no setting 'langauge'; did you mean 'language'?",
    ),
    (
        "_config.yml",
        "    language: en\n",
        "    language: en\n    sourcebook_share_wran: 30\n",
        "there is no setting 'sourcebook_share_wran'; did you mean 'sourcebook_share_warn'?",
    ),
    (
        "_config.yml",
        "    language: en\n",
        "    language: en\n    sourcebook_colour: red\n",
        "there is no setting 'sourcebook_colour'; docs/configuration.md lists those there are.",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), MISTYPED, ids=[case[3][-40:] for case in MISTYPED])
def test_a_mistyped_key_is_told_once_with_its_line(book: Path, file: str, old: str, new: str, message: str) -> None:
    change(book / file, old, new)
    code, told = said(book, "check")
    lines = [line for line in told.splitlines() if ": error: " in line]
    assert (code, len(lines)) == (FAULTY, 1), told
    assert message in lines[0]
    assert re.match(rf"{re.escape(file)}:\d+", lines[0])
    code, told = said(book, "build")
    assert (code, told.count("[sourcebook.unknown-key]")) == (FAULTY, 1), told


# -- every kind --------------------------------------------------------------------------------------------------------

BRIEF_FAULTS = f"""
:::{{sb:bottom-line}}
{"The lake stood high before the flood. " * 10} So say both accounts.
:::

:::{{sb:judgement}}
:for: courier-2031/below-its-brim
:support: agreed
:likelihood: surely
The lake may have stood high, and it is certain.
:::

:::{{sb:judgement}}
:for: courier-2031/below-its-brim
:against: courier-2031/gates-opened
:likelihood: likely
:action: Wait.
The lake stood high.
:::

:::{{sb:judgement}}
:for: courier-2031/seat-on-the-board
:action: Wait.
Calvey has a seat on the Board.
:::

:::{{sb:option}} Wait
:cost: none
:risk: none
:reversibility: full
Some words.
:::

:::{{sb:judgement}}
Both articles agree.
:::

:::{{sb:judgement}}
:for: courier-2031/below-its-brim
:action: Wait.
It is likely that the lake stood high.
:::
"""
PAGE_FAULTS = """
“These are four words of nobody,” they said. A sign: ☃, and a line with ![](dot.png) in it.

:::{image} dot.png
:::

:::{sb:timeline}
:from: yesterday
:to: 2031-03-15
:colour: red
:::

```{py:function} f(x)
```

It costs $x^2$ in all. See [this](nowhere.md).

:::::{sb:exercise} odd
:kind: short-answer
:points: 1

Who says {sb:q}`The siren sounded at 10:05 p.m. <ives-2031/siren>`?
:::::

It is so ({sb:src}`Courier ¶1 <ives-2031>`).

The rain went on: {sb:q}`courier-2031/nobody-warned-us`.

:::::{sb:exercise} first-and-second
:kind: ordering

Put these in order.

1. The siren sounds.
2. The gates of the dam open.
:::::
"""
IN_FILES = {
    Kind.STALE_SEAL: "test_check.py",
    Kind.OLD_SEAL: "test_check.py",
    Kind.UNKNOWN_CHARACTER: "test_check.py",
}
"""Kinds of seals, and the tests that make `check` find them."""


def with_many_faults(root: Path) -> None:
    (root / "chapters" / "dot.png").write_bytes(base64.b64decode(DOT))
    for name in (PAGE, BRIEF):
        add(root / name, PAGE_FAULTS if name == PAGE else BRIEF_FAULTS)
    brief = (root / BRIEF).read_text(encoding="utf-8")
    brief = brief.replace(":find-out:\n", "").replace("## What to do now", "## Otherwise")
    brief = brief.replace("Two articles tell of", "They carry far. Two articles tell of")
    (root / BRIEF).write_text(brief, encoding="utf-8")
    unlisted(root)
    change(root / "exercises" / "reading.md", ":kind: single-choice\n", ":kind: single-choice\n:tools: barred\n")
    change(root / RECORD, "language: en\n", "language: und\n")
    change(root / "_config.yml", "    language: en\n", "    language: pt_BR\n")
    (root / "sources" / "courier-2031.seal.json").unlink(missing_ok=True)
    (root / "sources" / "ives-2031.seal.json").write_text("{}", encoding="utf-8")


def test_every_kind_is_found_by_check_or_declared(book: Path) -> None:
    """Kinds of records and quotations have a folder in `tests/bad`, each of which `test_check.py` tries."""
    here = Path(__file__).parent
    found = {path.name for path in (here / "bad").iterdir()} | {kind for _, kind, _, _ in SPOILT}
    with_many_faults(book)
    found |= set(re.findall(r"\[([a-z-]+)\]$", said(book, "check")[1], re.MULTILINE))
    for kind, name in IN_FILES.items():
        assert f"Kind.{kind.name}" in (here / name).read_text(encoding="utf-8")
    declared = {kind.label for kind in (*IN_FILES, *ONLY_A_BUILD, *ONLY_VERIFY, *ONLY_ESSAYS)}
    assert {kind.label for kind in Kind} - found - declared == set()
    assert not {kind.label for kind in (*ONLY_A_BUILD, *ONLY_VERIFY, *ONLY_ESSAYS)} & found


def test_the_manual_lists_what_only_a_build_finds() -> None:
    page = (Path(__file__).parent.parent / "docs" / "problems.md").read_text(encoding="utf-8")
    for kind, reason in ONLY_A_BUILD.items():
        assert f"- `{kind.label}`: {reason}." in page
    for kind in (*ONLY_VERIFY, *ONLY_ESSAYS):
        assert f"`{kind.label}`" in page.partition("<!-- made: problems -->")[0]
