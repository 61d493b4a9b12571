"""Boxes of other people's extensions: each prints under the title that its page in a browser shows."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pypdf
import pytest

from sourcebook.exports.paper import epub, pdf, word
from sourcebook.model import document, document_tree
from sourcebook.model import document as b
from tests.sphinx_ext.conftest import Book

INVENTED = '''\
"""An extension that an author of another book wrote: boxes with titles, numbers and names of their own."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class claim_node(nodes.Admonition, nodes.Element):
    """Numbered, with its title added in brackets."""


class duty_node(nodes.Admonition, nodes.Element):
    """A title of its own."""


class plain_node(nodes.General, nodes.Element):
    """Derived from nothing that this project knows."""


class shell_node(nodes.Admonition, nodes.Element):
    """Holds another box and nothing else."""


class hint_node(nodes.Admonition, nodes.Element):
    """Named by an attribute."""


def shown(self, node):
    self.body.append(self.starttag(node, "div", CLASS="admonition"))


def shown_plainly(self, node):
    title = node.pop(0)
    self.body.append(self.starttag(node, "div") + self.encode(title.astext()))


def ended(self, node):
    self.body.append("</div>")


def none(self, node):
    pass


class Box(SphinxDirective):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):
        kind = self.name
        made = KINDS[kind]()
        title = self.arguments[0] if self.arguments else ""
        body = nodes.section(ids=["content"])
        self.state.nested_parse(self.content, self.content_offset, body)
        if kind == "shell":
            inner = nodes.admonition("", *body.children, ids=["inner"])
            made += inner
            return [made]
        if kind == "hintbox":
            made["type"] = "hint"
        else:
            words, _ = self.state.inline_text(title, self.lineno)
            made += nodes.title(title, "", *words)
        made["ids"].append(f"{kind}-{self.env.new_serialno(kind)}")
        made += body
        return [made]


KINDS = {"claim": claim_node, "duty": duty_node, "plain": plain_node, "shell": shell_node, "hintbox": hint_node}


def setup(app):
    app.add_enumerable_node(claim_node, "claim", None, html=(shown, ended))
    for node in (duty_node, hint_node):
        app.add_node(node, html=(shown, ended))
    app.add_node(plain_node, html=(shown_plainly, ended))
    app.add_node(shell_node, html=(none, none))
    for name in KINDS:
        app.add_directive(name, Box)
    return {"parallel_read_safe": True}
'''
STORY = """\
# The story

:::{claim} (Boats & *quays*)
All boats lie still.

So do the quays.
:::

:::{duty} What <you> do & why
Row.
:::

:::{plain} A plain "box"
Sail.
:::

:::{shell}
Proof. It sank.
:::

:::{hintbox}
Look west.
:::

:::{claim} Tides
Another.
:::

:::{note}
:::{warning}
Deep.
:::
:::
"""
TITLES = [
    "Claim 1 (Boats & quays)",
    "What <you> do & why",
    'A plain "box"',
    "",
    "Hint",
    "Claim 2 Tides",
    "Note",
    "Warning",
]


@pytest.fixture
def invented(book: Book) -> Book:
    book.write("invented_boxes.py", INVENTED)
    book.monkeypatch.syspath_prepend(str(book.root))
    book.config = {
        "extensions": ["myst_parser", "sourcebook", "invented_boxes"],
        "numfig": True,
        "numfig_format": {"claim": "claim %s"},
        "smartquotes": False,
    }
    book.write("story.md", STORY.replace(":::{note}\n", "::::{note}\n").replace("Deep.\n:::\n:::", "Deep.\n:::\n::::"))
    return book


def boxes_of(book: Book, **config: Any) -> tuple[document.BookOrder, b.Page, list[b.Box]]:
    built = book.build("blocks", **config)
    assert built.warnings == []
    order, pages = document_tree.read(built.out)
    (page,) = (page for page in pages if page.name == "story")
    return order, page, [piece for piece in document_tree.walk(page.blocks) if isinstance(piece, b.Box)]


def test_a_box_of_a_stranger_has_its_own_title(invented: Book) -> None:
    """Case: boxes of sphinx-proof and sphinx-exercise printed as “Note”."""
    _, _, found = boxes_of(invented)
    assert [document_tree.plain_text(box.title) for box in found] == TITLES
    assert [document_tree.plain_text(box.body) for box in found][:3] == [
        "All boats lie still. So do the quays.",
        "Row.",
        "Sail.",
    ]
    assert found[3].anchors == ["story#inner"]
    assert any(isinstance(piece, b.Emphasis) for piece in document_tree.walk(found[0].title))


def test_the_title_stands_in_pdf_and_word(invented: Book) -> None:
    order, page, _ = boxes_of(invented)
    pages = pypdf.PdfReader(io.BytesIO(pdf.chapter(order, page))).pages
    printed = " ".join(" ".join(sheet.extract_text() for sheet in pages).split())
    assert [title for title in TITLES if title not in printed] == []
    assert printed.count("Note") == 1
    if word.available():
        made = word.document(page, "en")
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            text = re.sub(r"<[^>]+>", "", packed.read("word/document.xml").decode())
        assert "What &lt;you&gt; do &amp; why" in text
        assert "Claim 1 (Boats &amp; quays)" in text


def test_the_title_stands_in_an_epub(invented: Book) -> None:
    settings: dict[str, Any] = epub.settings("A", "", "", "1")
    built = invented.build("epub", **settings)
    text = " ".join(re.sub(r"<[^>]+>", "", built.page("story.xhtml")).split())
    assert "claim 1 (Boats &amp; quays)" in text
    assert "What &lt;you&gt; do &amp; why" in text


def test_names_of_notes_speak_the_language_of_the_book(book: Book) -> None:
    book.monkeypatch.setattr("sphinx.locale.translators", {})  # else the next book would speak this language too
    book.write("story.md", "# The story\n\n:::{warning}\na\n:::\n\n:::{seealso}\nb\n:::\n")
    _, _, found = boxes_of(book, language="fr")
    assert [document_tree.plain_text(box.title) for box in found] == ["Avertissement", "Voir aussi"]


PROOFS = """\
# The story

```{prf:theorem} Pythagoras & co
:label: pyth
A.
```

```{prf:proof}
Trivial.
```

```{prf:remark}
:nonumber:
B.
```

```{prf:theorem}
:label: untitled
C.
```
"""
EXERCISES = """\
# The story

```{exercise} Count & row
:label: ex1
Do it.
```

```{exercise}
:nonumber:
:label: ex2
Do it.
```

```{solution} ex1
Done.
```
"""


@pytest.mark.parametrize(
    ("extension", "story", "titles"),
    [
        ("sphinx_proof", PROOFS, ["Theorem 1 (Pythagoras & co)", "", "Remark", "Theorem 2"]),
        (
            "sphinx_exercise",
            EXERCISES,
            ["Exercise 1 (Count & row)", "Exercise", "Solution to Exercise 1 (Count & row)"],
        ),
    ],
)
def test_real_boxes(book: Book, extension: str, story: str, titles: list[str]) -> None:
    """Case: boxes of sphinx-proof and sphinx-exercise printed as “Note”."""
    book.write("story.md", story)
    _, _, found = boxes_of(book, extensions=["myst_parser", extension, "sourcebook"])
    assert [document_tree.plain_text(box.title) for box in found] == titles
