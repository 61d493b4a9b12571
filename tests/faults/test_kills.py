"""A kill at any moment: the last good outputs are whole, the author's files whole, and the next run mends the rest.

Each command is killed before one change that it makes to a folder, the change being drawn at random from all that it
makes, every other time from the last ones, among which outputs are moved into place. Here: kills. Not here: faults
that the program can answer (`test_refusals.py`). SOURCEBOOK_FAULTS=20 tries twenty times as many moments.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Site, long_run
from tests.sealed import ARTICLE

Note = Callable[[str, object], None]
KILLED = -9
LAST = 12
"""How many of a command's last changes are those in which outputs are moved."""
MOMENTS = {"html": 3, "briefs": 2, "packs": 1, "pdf": 1, "epub": 1, "all": 1}


def moments(total: int, count: int, seed: str) -> Iterator[int]:
    """The numbers of changes at which to kill."""
    drawn = random.Random(seed)
    for number in range(count * long_run()):
        yield drawn.randrange(max(0, total - LAST), total) if number % 2 else drawn.randrange(total)


@pytest.mark.parametrize("what", MOMENTS)
def test_a_kill_leaves_the_last_good_outputs_and_the_next_build_mends_the_rest(
    site: Site, what: str, record_property: Note
) -> None:
    total, after = site.well("build", what)
    site.restore()
    before = site.outputs()
    for moment in moments(total, MOMENTS[what], what):
        site.restore()
        site.edit()
        sources = site.sources()
        killed = site.run("build", what, fault="kill", at=moment)
        assert killed.code == KILLED, (moment, killed.said)
        assert [step for step, found in site.outputs().items() if found not in (before[step], after[step])] == []
        assert site.sources() == sources
        done = site.run("build", what)
        assert (done.code, "Traceback" in done.said) == (0, False), (moment, done.said)
        assert [step for step, found in site.outputs().items() if found != after[step]] == [], moment
        assert site.leavings() == []
        assert site.sources() == sources
    record_property("kills during a build", MOMENTS[what] * long_run())


# -- commands that change the author's files --------------------------------------------------------------------------


def corrected(site: Site) -> Path:
    """The article as its publisher corrected it: a paragraph has come in."""
    file = site.root.parent / "corrected.txt"
    file.write_text(ARTICLE.replace("Sale! Garden", "A new paragraph stands here.\n\nSale! Garden"), encoding="utf-8")
    return file


def another(site: Site) -> Path:
    file = site.root.parent / "another.txt"
    paragraphs = [
        f"Paragraph {n} tells of the quay, of its boats and of those who mend them all the year." for n in range(9)
    ]
    file.write_text("A quay\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return file


COMMANDS: dict[str, Callable[[Site], list[str]]] = {
    "seal": lambda _: ["seal"],
    "add": lambda site: ["add", str(another(site)), "--key", "quay-2032"],
    "remove": lambda _: ["remove", "salt-2031", "--write", "--because", "It was withdrawn."],
    "reanchor": lambda site: ["reanchor", "salt-2031", str(corrected(site)), "--write"],
}


def prepared(site: Site, name: str) -> None:
    """The book before a command: as it was built, but that there is something to seal."""
    site.restore()
    if name == "seal":
        (site.root / "sources" / "salt-2031.seal.json").unlink()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_kill_leaves_the_author_s_files_as_they_were_or_as_they_will_be(
    site: Site, name: str, record_property: Note
) -> None:
    words = COMMANDS[name](site)
    prepared(site, name)
    before = site.sources()
    done = site.run(*words)
    wanted, total = site.sources(), done.changes
    assert wanted != before, done.said
    for moment in range(total):
        prepared(site, name)
        assert site.run(*words, fault="kill", at=moment).code == KILLED
        half = _without_parts(site.sources())
        first = site.run("find", "lake")
        assert "Traceback" not in first.said
        now = _without_parts(site.sources())
        assert now in (before, wanted), moment
        assert half == before or now == wanted, moment
        if now == before:
            assert site.run(*words).code == done.code
        assert site.sources() == wanted, moment
        assert site.leavings() == []
    record_property("kills while files of the author change", total)


def _without_parts(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in found.items() if not name.endswith(".part")}
