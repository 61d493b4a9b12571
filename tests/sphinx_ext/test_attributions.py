"""Who told the author, in every output that names a speaker: the same words, never turned round."""

from __future__ import annotations

import json
import re

import pytest
from pypdf import PdfReader

from sourcebook.commands import build_packs
from tests.exports.archives import unpacked
from tests.own_book import OwnBook
from tests.sphinx_ext.conftest import Book
from tests.sphinx_ext.exercises.test_directives import ASSIGNMENT, CONF
from tests.sphinx_ext.harbour import furnish

SAID = "Ilsa Quill, citing the harbour office"
SPOKEN = "Tomas Reed, according to the harbour office"
STORY = """\
# The story

:::{sb:quote} ferry-2031/how-many
:::

It is {sb:q}`not safe <ferry-2031/engine-not-safe>`, and {sb:q}`About 300 islanders depend on the boat \
<ferry-2031/how-many>`.

:::::{sb:exercise} counted
:kind: single-choice

{sb:q}`About 300 islanders depend on the boat <ferry-2031/how-many>`. Was it counted?

- [x] It is not said.
- [ ] Twice.
  > {sb:q}`ferry-2031/engine-not-safe`
:::::
"""
ITEMS = """\
:::{sb:items} made
:make: which-source
:count: 2
:passages: ferry-2031/how-many ferry-2031/engine-not-safe
:::
"""


@pytest.fixture
def harbour(book: Book) -> Book:
    """Both articles; the author cites an office, and has the harbour master's words from it."""
    furnish(book)
    book.replace("sources/actors.yml", "name: Merrow council", "name: harbour office")
    book.replace("sources/ferry-2031.yml", "40 of them own one.\n", "40 of them own one.\n    via: council\n")
    book.replace("index.md", "timeline\n", "timeline\nstory\n")
    book.write("story.md", STORY)
    book.config["myst_enable_extensions"] = ["colon_fence", "deflist"]
    return book


def joined(text: str) -> str:
    return re.sub(r" ([,.:;)¶])", r"\1", " ".join(text.split())).replace("( ", "(")


def test_a_page_cites_in_blocks_in_sentences_and_in_the_list_of_passages(harbour: Book) -> None:
    built = harbour.build()
    story, listed = joined(built.text("story.html")), joined(built.text("list.html"))
    assert f"{SAID}, in Quill¶3" in story.replace(" ¶", "¶").replace("\u00a0", "")
    assert f"({SPOKEN},¶2)" in story.replace(" ¶", "¶").replace("\u00a0", "")  # Quill is named right above
    assert "(¶3, citing the harbour office)" in story
    assert f"{SAID},¶3" in listed
    assert f"{SPOKEN},¶2" in listed
    for page in built.out.glob("*.html"):
        assert "reported by" not in page.read_text(encoding="utf-8"), page.name


def test_a_reference_to_copy_and_the_search_cite(harbour: Book) -> None:
    built = harbour.build()
    assert f"{SAID}: “" in built.page("story.html")
    text = (built.out / "_static" / "sourcebook-finds.js").read_text(encoding="utf-8")
    finds = json.loads(text.removeprefix("window.sourcebook = ").rstrip().removesuffix(";"))["finds"]
    said = {find["at"]: find for find in finds}
    found = said["list.html#passage-ferry-2031-how-many"]
    assert found["lines"][0] == f"{SAID}, in Quill ¶3"
    assert found["cite"].startswith(f"{SAID}: “")
    assert said["list.html#passage-ferry-2031-engine-not-safe"]["lines"][0] == f"{SPOKEN}, in Quill ¶2"


def test_an_account_cites_whom_its_source_cites(harbour: Book) -> None:
    words = joined(harbour.build().text("apart.html") + harbour.build().text("timeline.html"))
    assert "citing the harbour office" in words
    assert "citing harbour office" not in words


@pytest.mark.parametrize("builder", ["text", "epub", "latex", "blocks"])
def test_other_formats_cite(harbour: Book, builder: str) -> None:
    harbour.config["project"], harbour.config["version"] = "Harbour", "1"
    built = harbour.build(builder, folder=builder)
    names = {"text": "story.txt", "epub": "story.xhtml", "latex": "harbour.tex", "blocks": "story.json"}
    words = re.sub(r"<[^>]+>", "", built.page(names[builder]))
    assert "citing the harbour office" in " ".join(words.split())
    assert "according to the harbour office" in " ".join(words.split())
    assert "reported by" not in words


def test_generated_feedback_papers_and_packs_cite(harbour: Book) -> None:
    harbour.write("conf.py", CONF + "exclude_patterns = ['_build']\n")
    harbour.write("story.md", STORY + ITEMS)
    harbour.write("exercises/assignments.yml", ASSIGNMENT.replace("how-many, from-evidence", "counted, made"))
    made = build_packs.make(harbour.root, ["first"])
    folder = made.folders[0]
    for name in ("moodle.xml", "questions.gift"):
        words = (folder / name).read_text(encoding="utf-8")
        assert "citing the harbour office" in words, name
        assert "according to the harbour office" in words, name
        assert "reported by" not in words, name
    for name in ("canvas.zip", "qti3.zip", "cartridge.imscc"):
        words = "\n".join(data.decode("utf-8", "replace") for data in unpacked((folder / name).read_bytes()).values())
        assert "citing the harbour office" in words, name
        assert "reported by" not in words, name
    key = " ".join(" ".join(page.extract_text() for page in PdfReader(folder / "key.pdf").pages).split())
    assert "citing the harbour office" in key
    assert "reported by" not in key


# -- the project's own book --------------------------------------------------------------------------------------------


def test_no_attribution_of_the_own_book_turns_informant_and_author_round(own_book: OwnBook) -> None:
    said = own_book.attributions
    assert len(said) > 300
    assert [words for words in said if "reported by" in words] == []
    assert any("David A. Merkel, citing the government of Kazakhstan" in words for words in said)
    assert any(re.search(r"¶22, citing the government of Kazakhstan", words) for words in said)
    assert not any(re.search(r"(citing|according to) (government|National|Kazakh Foreign|European)", w) for w in said)


def test_what_the_own_book_hands_out_turns_nothing_round(own_book: OwnBook) -> None:
    for ident, bank in own_book.banks().items():
        for item in bank.items:
            assert "reported by" not in str(item.secret) + str(item.prompt) + str(item.choices), (ident, item.id)
