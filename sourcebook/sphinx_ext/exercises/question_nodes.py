"""The docutils nodes of exercises and their HTML: native form controls that work without a script.

Here: node classes, each derived from a standard one, so that every other writer shows it as its parent: a gap as a
line, a choice as an entry of a list, a disclosure as a box. Not here: making them (`view.py`), and their behaviour in a
browser (`static/sourcebook-exercises.js`).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sourcebook.exports.lms.safe_html import in_script
from sourcebook.sphinx_ext.foreign import directions
from sourcebook.sphinx_ext.nodes import sb_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LINE = "________"
"""A gap on paper."""
NOTHING_CHOSEN = "Choose …"


class sb_exercise(nodes.container):  # noqa: N801 -- docutils names its nodes in lower case, and writers by them
    """An exercise. `data` is JSON for the script: it holds no key of a graded item in the public book."""


class sb_exercise_title(nodes.rubric):  # noqa: N801 -- see above
    """The title of an exercise. `level` is the level of the heading in HTML."""


class sb_answer(nodes.container):  # noqa: N801 -- see above
    """The form of an exercise. `legend` says what to do."""


class sb_choices(nodes.enumerated_list):  # noqa: N801 -- see above
    """Answers to choose from, or entries to order."""


class sb_choice(nodes.list_item):  # noqa: N801 -- see above
    """A choice or an entry, by its id (`value`)."""


class sb_label(nodes.paragraph):  # noqa: N801 -- see above
    """The label of a choice or of a field, with its form control in `field` (radio, checkbox, select or none)."""


class sb_field(nodes.paragraph):  # noqa: N801 -- see above
    """A field to fill in: `field` (text, number, select or textarea), its id, its label, its options, its unit."""


class sb_gap(nodes.inline):  # noqa: N801 -- see above
    """A gap in a text: a field to write in, or, with options, to choose from."""


class sb_hot(nodes.inline):  # noqa: N801 -- see above
    """Hot text: words that can be marked."""


class sb_hot_quoted(sb_hot):  # noqa: N801 -- see above
    """Hot text that is proven as a quotation."""


class sb_bracket(nodes.inline):  # noqa: N801 -- see above
    """A bracket around hot text on paper."""


class sb_asked(sb_words):  # noqa: N801 -- see above
    """Words of a passage whose speaker or source is asked for, without its reference.

    Generated ones are proven already; for those of an author, `ref` names the passage and `anchor` the exercise.
    """


class sb_again(nodes.strong):  # noqa: N801 -- see above
    """Words that are repeated from the same page, and checked there."""


class sb_scroll(nodes.container):  # noqa: N801 -- see above
    """A region that scrolls a wide table, by keyboard as well. `label` names it."""


class sb_disclosure(nodes.container):  # noqa: N801 -- see above
    """A box that a reader opens: a hint, an answer. Its first child is the title."""


class sb_disclosure_title(nodes.paragraph):  # noqa: N801 -- see above
    """The title of a disclosure."""


# -- HTML --------------------------------------------------------------------------------------------------------------


def _live(self: HTML5Translator) -> bool:
    """True if readers of this output can fill in a form; an EPUB is read like paper."""
    return not self.builder.name.startswith("epub")


def _visit_exercise(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "section", "\n", False, **{"aria-labelledby": f"{node['ids'][0]}-title"}))


def _depart_exercise(self: HTML5Translator, node: nodes.Element) -> None:
    if _live(self):
        self.body.append(f'<script type="application/json" class="sb-data">{in_script(node["data"])}</script>\n')
    self.body.append("</section>\n")


def _visit_title(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, f"h{node['level']}", ""))


def _depart_title(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f"</h{node['level']}>\n")


def _visit_answer(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "fieldset", "\n"))
    self.body.append(f"<legend>{escape(node['legend'])}</legend>\n")


def _depart_answer(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</fieldset>\n")


def _visit_choices(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "ol", "\n"))


def _depart_choices(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</ol>\n")


def _visit_choice(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "li", "", False, **{"data-value": node["value"]}))


def _depart_choice(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</li>\n")


def _visit_label(self: HTML5Translator, node: nodes.Element) -> None:
    if not node["field"] or not _live(self):
        self.body.append(self.starttag(node, "span", ""))
        return
    ident = escape(node["for"])
    if node["field"] in ("radio", "checkbox"):
        attributes = (
            f'type="{node["field"]}" id="{ident}" name="{escape(node["name"])}" value="{escape(node["value"])}"'
        )
        self.body.append(f"<input {attributes}>")
    self.body.append(self.starttag(node, "label", "", **{"for": node["for"]}))


def _depart_label(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</label>\n" if node["field"] and _live(self) else "</span>\n")


def _select(name: str, ident: str, options: list[tuple[str, str]], label: str = "") -> str:
    label_attribute = f' aria-label="{escape(label)}"' if label else ""
    option_elements = [
        f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in [("", NOTHING_CHOSEN), *options]
    ]
    return f'<select id="{escape(ident)}" name="{escape(name)}"{label_attribute}>{"".join(option_elements)}</select>'


def _visit_field(self: HTML5Translator, node: nodes.Element) -> None:
    if not _live(self):
        self.body.append(self.starttag(node, "p", ""))
        return
    ident, name = escape(node["field-id"]), escape(node["name"])
    self.body.append(self.starttag(node, "p", ""))
    if node["label"]:
        self.body.append(f'<label for="{ident}">{escape(node["label"])}</label> ')
    if node["field"] == "select":
        self.body.append(_select(node["name"], node["field-id"], node["options"]))
    elif node["field"] == "textarea":
        self.body.append(f'<textarea id="{ident}" name="{name}" rows="8"></textarea>')
    else:
        step = ' step="any" inputmode="decimal"' if node["field"] == "number" else ""
        self.body.append(f'<input type="{node["field"]}" id="{ident}" name="{name}" autocomplete="off"{step}>')
    if node["unit"]:
        self.body.append(f' <span class="sb-unit">{escape(node["unit"])}</span>')
    self.body.append("</p>\n")
    raise nodes.SkipNode


def _depart_field(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p>\n")


def _visit_gap(self: HTML5Translator, node: nodes.Element) -> None:
    if not _live(self):
        self.body.append(self.starttag(node, "span", ""))
        return
    ident, name, label = f"{node['exercise']}-{node['gap']}", node["gap"], node["label"]
    if node["options"]:
        self.body.append(_select(name, ident, [(option, option) for option in node["options"]], label))
    else:
        attributes = f'id="{escape(ident)}" name="{escape(name)}" aria-label="{escape(label)}"'
        self.body.append(f'<input type="text" class="sb-gap" {attributes} autocomplete="off">')
    raise nodes.SkipNode


def _visit_hot(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "span", "", False, **{"data-hot": node["hot"]}))


def _depart_span(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</span>")


def _visit_asked(self: HTML5Translator, node: nodes.Element) -> None:
    attributes: dict[str, Any] = {**directions.attribute(node, self.builder.config.language)}
    self.body.append(self.starttag(node, "q", "", **attributes))


def _depart_asked(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</q>")


def _visit_scroll(self: HTML5Translator, node: nodes.Element) -> None:
    label = escape(node["label"])
    region = f' tabindex="0" role="region" aria-label="{label}"' if _live(self) else ""
    self.body.append(f'<div class="sb-scroll"{region}>\n')


def _depart_scroll(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _visit_disclosure(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "details" if _live(self) else "div", "\n"))


def _depart_disclosure(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</details>\n" if _live(self) else "</div>\n")


def _visit_summary(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "summary" if _live(self) else "p", ""))


def _depart_summary(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</summary>\n" if _live(self) else "</p>\n")


def register(app: Sphinx) -> None:
    """Register the nodes with Sphinx. Writers without visitors for them use those of the parent class."""
    visitors: dict[type[nodes.Element], tuple[Any, Any]] = {
        sb_exercise: (_visit_exercise, _depart_exercise),
        sb_exercise_title: (_visit_title, _depart_title),
        sb_answer: (_visit_answer, _depart_answer),
        sb_choices: (_visit_choices, _depart_choices),
        sb_choice: (_visit_choice, _depart_choice),
        sb_label: (_visit_label, _depart_label),
        sb_field: (_visit_field, _depart_field),
        sb_gap: (_visit_gap, _depart_span),
        sb_hot: (_visit_hot, _depart_span),
        sb_hot_quoted: (_visit_hot, _depart_span),
        sb_bracket: (_visit_bracket, _depart_span),
        sb_asked: (_visit_asked, _depart_asked),
        sb_scroll: (_visit_scroll, _depart_scroll),
        sb_disclosure: (_visit_disclosure, _depart_disclosure),
        sb_disclosure_title: (_visit_summary, _depart_summary),
    }
    for node, pair in visitors.items():
        app.add_node(node, html=pair)


def _visit_bracket(self: HTML5Translator, node: nodes.Element) -> None:
    """The print style sheet alone shows it."""
    self.body.append(self.starttag(node, "span", "", False, **{"aria-hidden": "true"}))
