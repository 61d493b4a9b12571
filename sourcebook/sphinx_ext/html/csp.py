"""The Content Security Policy of a book: browsers load the book's own files and nothing else.

Here: computing the policy from the pages that were written, and the two forms of it: the file `_headers`,
which several hosts read and `sourcebook serve` obeys, and a `meta` element in each page where the book has an address,
for hosts that set no headers. A book that is opened from a folder carries no policy: browsers do not agree what a
page's “self” is there. Not here: what keeps inline scripts few (`theme.py`).

When: at the end of a build, over all pages, whether they were written in this build or before. Each is parsed anew: to
keep what stands in it from build to build saved 7 per cent of one in which nothing had changed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.sphinx_ext.html.theme import framed

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from sphinx.application import Sphinx

FILE = "_headers"
SEARCH = "search.html"
OTHER_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_HEAD = re.compile(r"<head[^>]*>\n?", re.IGNORECASE)
_CODE = {"", "module", "text/javascript", "application/javascript"}
"""The types of executable scripts. Any other is data, to which no policy applies."""


def digest(text: str) -> str:
    """The source expression of an inline script or style: its hash, as Content Security Policy Level 3 writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@dataclass(frozen=True)
class Inline:
    """Hashes of the inline scripts, style sheets and style attributes of a page."""

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()

    def __or__(self, other: Inline) -> Inline:
        return Inline(self.scripts | other.scripts, self.styles | other.styles, self.attributes | other.attributes)


def inline(page: str) -> Inline:
    """The inline code of a page that its policy must allow. docutils writes widths of columns as style attributes."""
    from lxml import html

    tree = html.document_fromstring(page)
    return Inline(
        frozenset(digest(script.text or "") for script in tree.iter("script") if _runs(script)),
        frozenset(digest(style.text or "") for style in tree.iter("style")),
        frozenset(digest(element.get("style", "")) for element in tree.iter() if "style" in element.attrib),
    )


def _runs(script: HtmlElement) -> bool:
    return "src" not in script.attrib and script.get("type", "").lower() in _CODE


def policy(pages: Iterable[str], read: Callable[[str], Inline] = inline) -> str:
    """The strictest policy under which these pages work."""
    allowed = reduce(or_, map(read, pages), Inline())
    style = sorted(allowed.styles)
    # These values in attributes, and no others.
    style += ["'unsafe-hashes'", *sorted(allowed.attributes)] if allowed.attributes else []
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *sorted(allowed.scripts)],
        "style-src": ["'self'", *style],
        "img-src": ["'self'", "data:"],  # the theme keeps small drawings in its style sheet
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(" ".join([name, *values]) for name, values in rules.items())


def headers(pages: Iterable[str], read: Callable[[str], Inline] = inline) -> dict[str, str]:
    """The HTTP headers of every response. `frame-ancestors` works in a header only: a course may frame its own."""
    return {"Content-Security-Policy": f"{policy(pages, read)}; frame-ancestors 'self'", **OTHER_HEADERS}


def with_policy(page: str, others: Iterable[str] = (), read: Callable[[str], Inline] = inline) -> str:
    """The page with its policy in its head, replacing an earlier one; `others` are pages that it reads."""
    bare = _META.sub("", page)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy([bare, *others], read)}" />\n'
    return _HEAD.sub(lambda head: head[0] + meta, bare, count=1)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Handler of `build-finished`: write the policy of the book, and of each page where the book has an address."""
    if exception is not None or not framed(app):
        return
    files = [path for path in sorted(Path(app.outdir).rglob("*.html")) if "_static" not in path.parts]
    pages = {path: path.read_text(encoding="utf-8") for path in files}
    read = cache(inline)  # in a book with an address each page is asked about three times
    for path, page in pages.items() if app.config.html_baseurl else ():
        # The search shows words of every page, and reads them out of it, styles included.
        changed = with_policy(page, pages.values() if path.name == SEARCH else (), read)
        if changed != page:
            path.write_text(changed, encoding="utf-8")
    lines = [f"  {name}: {value}" for name, value in headers(pages.values(), read).items()]
    (Path(app.outdir) / FILE).write_text("\n".join(["/*", *lines, ""]), encoding="utf-8")


def register(app: Sphinx) -> None:
    """Register the handler, after those that write pages."""
    app.connect("build-finished", write, priority=900)
