"""The shapes of PDFs: each sets an article as one kind of publication does, with Typst."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import typst

from tests.ingest_corpus.articles import Article


@dataclass(frozen=True)
class Printed:
    """A PDF: its bytes, what may be quoted of it, and what may not."""

    data: bytes
    quotable: tuple[str, ...]
    furniture: tuple[str, ...] = ()


def _set(a: Article, page: str, text: str, body: str) -> bytes:
    source = f'#set page({page})\n#set text(lang: "{a.language}", {text})\n{body}'
    return typst.compile(source.encode())


def _lines(a: Article) -> str:
    return "\n\n".join(line.replace("#", "\\#") for line in a.body)


def one_column(a: Article) -> Printed:
    data = _set(a, "width: 15cm, height: 21cm", "size: 11pt", f"= {a.title}\n\n{_lines(a)}")
    return Printed(data, (a.title, *a.body))


def two_columns(a: Article) -> Printed:
    data = _set(
        a, "width: 16cm, height: 12cm, columns: 2", "size: 9pt, hyphenate: false", f"= {a.title}\n\n{_lines(a)}"
    )
    return Printed(data, (a.title, *a.body))


def running_heads(a: Article) -> Printed:
    page = f"width: 10cm, height: 8cm, header: [{a.menu[1]}], footer: context counter(page).display()"
    return Printed(_set(a, page, "size: 10pt", f"= {a.title}\n\n{_lines(a)}"), (a.title, *a.body), (a.menu[1],))


def hyphenated(a: Article) -> Printed:
    body = f"#set par(justify: true)\n= {a.title}\n\n{_lines(a)}"
    return Printed(_set(a, "width: 9cm, height: 14cm", "size: 11pt, hyphenate: true", body), (a.title, *a.body))


def footnotes(a: Article) -> Printed:
    first, *rest = a.body
    noted = "\n\n".join([f"{first}#footnote[{a.teasers[0]}]", *rest[:-1], f"{rest[-1]}#footnote[{a.teasers[1]}]"])
    data = _set(a, "width: 11cm, height: 9cm", "size: 10pt", f"= {a.title}\n\n{noted}")
    return Printed(data, (a.title, *a.body), a.teasers[:2])


def front_page(a: Article) -> Printed:
    """A journal's: its name small, the title large, an abstract, two columns."""
    body = (
        f"#text(size: 8pt)[{a.menu[0]}]\n\n#align(center, text(size: 18pt)[{a.title}])\n\n#align(center)[{a.byline}]\n\n"
        f"#block(inset: 8pt)[{a.standfirst}]\n\n#columns(2)[{_lines(a)}]"
    )
    data = _set(a, "width: 18cm, height: 24cm", "size: 10pt, hyphenate: false", body)
    return Printed(data, (a.title, a.standfirst, *a.body), (a.byline,))


def slides(a: Article) -> Printed:
    pages = "\n#pagebreak()\n".join(f"== {a.heading} {n}\n{line}" for n, line in enumerate(a.body, 1))
    page = 'paper: "presentation-16-9", footer: context counter(page).display()'
    return Printed(_set(a, page, "size: 20pt", f"= {a.title}\n#pagebreak()\n{pages}"), (a.title, *a.body))


SHAPES: tuple[Callable[[Article], Printed], ...] = (
    one_column, two_columns, running_heads, hyphenated, footnotes, front_page, slides,
)  # fmt: skip


def scanned() -> bytes:
    """A page that is a picture."""
    return typst.compile(b"#set page(width: 8cm, height: 8cm)\n#circle(radius: 2cm)")


def without_a_map(data: bytes) -> bytes:
    """A PDF whose fonts no longer say which characters their glyphs are."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
                del item["/ToUnicode"]
        pdf.save(out)
    return out.getvalue()


def with_a_wrong_map(data: bytes) -> bytes:
    """A PDF whose fonts say of each letter that it is another."""
    import re

    import pikepdf

    def shift(match: re.Match[bytes]) -> bytes:
        code = int(match.group(2), 16)
        other = code + 7 if 0x61 <= code <= 0x73 else code - 19 if 0x74 <= code <= 0x7A else code
        return b"<%s> <%04X>" % (match.group(1), other)

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
                text = item.ToUnicode.read_bytes()
                item.ToUnicode = pdf.make_stream(re.sub(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>", shift, text))
        pdf.save(out)
    return out.getvalue()
