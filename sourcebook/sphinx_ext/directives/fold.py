"""The directive `sb:fold`: a part of a page that a reader opens, under a line that says what is in it.

On paper, and without anything to fold, it is open. A link into it opens it (`static/sourcebook-frame.js`).
"""

from __future__ import annotations

from docutils import nodes

from sourcebook.sphinx_ext.nodes import sb_fold, sb_summary
from sourcebook.sphinx_ext.options import BookDirective


class FoldDirective(BookDirective):
    """A folded part. Its argument is the line under which it stands, its body what is folded."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        words, problems = self.parse_inline(self.arguments[0], lineno=self.lineno)
        box = sb_fold("", sb_summary("", "", *words), *self.parse_content_to_nodes(), classes=["sb-fold"])
        self.set_source_info(box)
        return [box, *problems]
