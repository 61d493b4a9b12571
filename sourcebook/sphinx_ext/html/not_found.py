"""The page that a host shows where an address is not in the book: `404.html`, which stands alone.

A host shows it at any address, so it may name no file beside it: its style is in it, and its links begin at the root of
the host, or at the book's own address where it has one (`html_baseurl`).
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sourcebook.store import atomic

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE = "404.html"
PAGE = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>Not in this book: {title}</title>
<style>
body {{ font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto 0; padding: 0 1.25rem; }}
a {{ display: inline-block; padding: 0.25rem 0; }}
</style>
</head>
<body>
<main>
<h1>This page is not in the book</h1>
<p>The address may be mistyped, or the page may have another name now.
Nothing that is withdrawn is lost: the book says what became of it.</p>
<p><a href="{root}index.html">{title}</a><br><a href="{root}search.html">Search the book</a></p>
</main>
</body>
</html>
"""


def page(title: str, lang: str, address: str) -> str:
    """The page of a book with this title and language; `address` is that of the book, empty where it has none."""
    root = urlsplit(address).path.rpartition("/")[0] + "/"
    return PAGE.format(title=escape(title), lang=escape(lang), root=escape(root))


def write(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Handler of `html-collect-pages`: write the page beside the others."""
    if app.builder.format == "html" and app.builder.name != "epub":
        title, lang = str(app.config.html_title or app.config.project), str(app.config.language or "en")
        made = page(title, lang, str(app.config.html_baseurl or ""))
        atomic.write_file(Path(app.outdir) / FILE, made.encode())
    return ()


def register(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("html-collect-pages", write)
