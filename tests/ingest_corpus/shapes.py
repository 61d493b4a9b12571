"""The shapes of saved pages: each sets an article among furniture, as one kind of site does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape as e

from tests.ingest_corpus.articles import Article


@dataclass(frozen=True)
class Saved:
    """A page: its HTML, what may be quoted of it, and what may not."""

    html: str
    quotable: tuple[str, ...]
    furniture: tuple[str, ...]


def _head(a: Article, more: str = "") -> str:
    return f'<!doctype html><html lang="{a.language}"><head><meta charset="utf-8"><title>{e(a.title)} - Lantern</title>{more}</head>'


def _p(lines: Sequence[str], more: str = "") -> str:
    return "".join(f"<p{more}>{e(line)}</p>" for line in lines)


def _menu(a: Article) -> str:
    return (
        "<nav class='main-nav'><ul>"
        + "".join(f"<li><a href='/{n}'>{e(w)}</a></li>" for n, w in enumerate(a.menu))
        + "</ul></nav>"
    )


def _links(a: Article) -> str:
    return "<ul>" + "".join(f"<li><a href='/t{n}'>{e(w)}</a></li>" for n, w in enumerate(a.teasers)) + "</ul>"


def _comments(a: Article) -> str:
    return "".join(f"<div class='comment'><b>reader{n}</b><p>{e(w)}</p></div>" for n, w in enumerate(a.comments))


def _parts(a: Article) -> tuple[str, ...]:
    return (a.title, *a.body)


def newspaper(a: Article) -> Saved:
    body = a.body
    html = (
        f"{_head(a)}<body><div class='cookie-banner' role='dialog'><p>{e(a.cookies)}</p></div>{_menu(a)}<main><article>"
        f"<h1>{e(a.title)}</h1><p class='standfirst'>{e(a.standfirst)}</p><div class='byline'>{e(a.byline)}</div>"
        f"<time>{e(a.date)}</time><figure><img src='a.jpg'><figcaption>{e(a.caption)}</figcaption></figure>{_p(body[:2])}"
        f"<div class='ad'>{e(a.advertisement)}</div>{_p(body[2:3])}<aside class='related'><h3>{e(a.related_heading)}</h3>{_links(a)}"
        f"</aside><h2>{e(a.heading)}</h2>{_p(body[3:])}<div class='newsletter-box'><p>{e(a.newsletter)}</p></div></article>"
        f"<section id='comments'><h2>{e(a.comments_heading)}</h2>{_comments(a)}</section></main><footer><p>© Lantern</p></footer>"
    )
    return Saved(html, (a.title, a.standfirst, a.caption, a.heading, *body), a.furniture)


def divisions(a: Article) -> Saved:
    """No element says anything: classes in a word of the site's own, text in divisions."""
    body = "".join(f"<div class='x7'>{e(line)}</div>" for line in a.body)
    html = (
        f"{_head(a)}<body><div class='q1'><a href='/'>{e(a.menu[0])}</a> <a href='/w'>{e(a.menu[1])}</a> <a href='/m'>{e(a.menu[2])}</a></div>"
        f"<div class='q2'><div class='q3'><h1>{e(a.title)}</h1><div class='q4'>{body}</div></div><div class='q5'>{_links(a)}</div></div>"
    )
    return Saved(html, _parts(a), (*a.menu, *a.teasers))


def line_breaks(a: Article) -> Saved:
    body = "<br><br>\n".join(map(e, a.body))
    html = f"{_head(a)}<body>{_menu(a)}<div id='content'><h1>{e(a.title)}</h1><div class='post-body'>{body}</div></div><div id='sidebar'>{_links(a)}</div>"
    return Saved(html, _parts(a), (*a.menu, *a.teasers))


def broken_soup(a: Article) -> Saved:
    body = "<br>&nbsp;<br />".join(f"<span style='font-family:x'>{e(line)}</span>" for line in a.body)
    html = f"<html lang={a.language}><head><meta charset=utf-8><title>{e(a.title)}</title><body><table><tr><td>{body}<td></table><center><a href=/>{e(a.menu[0])}</a>"
    return Saved(html, a.body, (a.menu[0],))


def nineties(a: Article) -> Saved:
    """Tables for the layout, type by `font`."""
    side = "<br>".join(f"<a href='/{n}'><font size=1>{e(w)}</font></a>" for n, w in enumerate((*a.menu, *a.teasers)))
    body = "".join(f"<font face='Times' size=3>{e(line)}</font><p>" for line in a.body)
    html = (
        f"<html lang='{a.language}'><head><meta http-equiv='Content-Type' content='text/html; charset=utf-8'><title>{e(a.title)}</title></head><body bgcolor=white>"
        f"<table width=100%><tr><td width=120 valign=top>{side}</td><td><font size=5><b>{e(a.title)}</b></font><p>{body}</td></tr></table>"
    )
    return Saved(html, a.body, (*a.menu, *a.teasers))


def blog(a: Article) -> Saved:
    html = (
        f"{_head(a)}<body class='single single-post has-sidebar'><header class='site-header'><p class='site-title'><a href='/'>{e(a.menu[0])}</a></p></header>"
        f"<div class='content-area'><article class='post type-post tag-harbour category-news'><header class='entry-header'><h1 class='entry-title'>{e(a.title)}</h1>"
        f"<div class='entry-meta'>{e(a.date)} <span class='author'>{e(a.author)}</span></div></header><div class='entry-content'>{_p(a.body)}"
        f"<div class='sharedaddy sd-sharing'><h3>Share this:</h3><ul><li>Facebook</li><li>X</li></ul></div></div>"
        f"<div class='author-box'><p>{e(a.author)}</p></div></article><div id='respond' class='comments-area'><h3>{e(a.comments_heading)}</h3>{_comments(a)}</div></div>"
        f"<aside class='widget-area'><section class='widget'>{_links(a)}</section></aside>"
    )
    return Saved(html, _parts(a), (*a.teasers, *a.comments, a.menu[0], "Share this:"))


def wiki(a: Article) -> Saved:
    noted = "".join(
        f"<p>{e(line)}<sup id='cite_ref-{n}' class='reference'><a href='#cite_note-{n}'>[{n}]</a></sup></p>"
        for n, line in enumerate(a.body, 1)
    )
    html = (
        f"{_head(a)}<body><div id='mw-navigation'>{_menu(a)}</div><div id='content' class='mw-body'><h1 id='firstHeading'>{e(a.title)}</h1>"
        f"<div id='toc' class='toc'><ul><li><a href='#a'>1 {e(a.heading)}</a></li></ul></div><div class='mw-parser-output'>{noted}</div>"
        f"<div class='navbox'><ul><li><a href='/x'>{e(a.teasers[0])}</a></li></ul></div><div id='catlinks'><a href='/c'>{e(a.teasers[1])}</a></div></div>"
    )
    return Saved(html, _parts(a), (*a.menu, *a.teasers[:2], "[1]", "[2]"))


def amp(a: Article) -> Saved:
    html = (
        f"<!doctype html><html amp lang='{a.language}'><head><meta charset='utf-8'><title>{e(a.title)}</title></head><body><amp-sidebar layout='nodisplay'><ul>"
        f"<li><a href='/'>{e(a.menu[0])}</a></li><li><a href='/w'>{e(a.menu[1])}</a></li></ul></amp-sidebar><main class='amp-wp-article'><h1>{e(a.title)}</h1>"
        f"<amp-img src='a.jpg'></amp-img>{_p(a.body[:3])}<amp-ad type='x'><p>{e(a.advertisement)}</p></amp-ad>{_p(a.body[3:])}</main>"
    )
    return Saved(html, _parts(a), a.menu[:2])


def live_blog(a: Article) -> Saved:
    posts = "".join(
        f"<article class='live-post'><time>1{n}.05</time><h2>{e(a.heading)} {n}</h2><p>{e(line)}</p><div class='share-tools'><button>Share</button></div></article>"
        for n, line in enumerate(a.body)
    )
    html = f"{_head(a)}<body>{_menu(a)}<main><h1>{e(a.title)}</h1><p class='standfirst'>{e(a.standfirst)}</p>{posts}</main><div class='trending'>{_links(a)}</div>"
    return Saved(html, (a.title, a.standfirst, *a.body), (*a.menu, *a.teasers))


def teasers_without_end(a: Article) -> Saved:
    """The next articles follow, each with its first sentences."""
    more = "".join(
        f"<article class='card'><h2><a href='/{n}'>{e(w)}</a></h2><p>{e(c)} …</p></article>"
        for n, (w, c) in enumerate(zip(a.teasers, a.comments, strict=False))
    )
    html = f"{_head(a)}<body>{_menu(a)}<article class='full'><h1>{e(a.title)}</h1>{_p(a.body)}</article><div class='feed'>{more}</div>"
    return Saved(html, _parts(a), (*a.menu, *a.teasers[: len(a.comments)], *a.comments))


def government(a: Article) -> Saved:
    html = (
        f"{_head(a)}<body><form id='aspnetForm'><div id='skip'><a href='#main'>{e(a.menu[0])}</a></div><div class='breadcrumb'><a href='/'>{e(a.menu[1])}</a></div>"
        f"<div id='ctl00_main' role='main'><h1>{e(a.title)}</h1><p class='date'>{e(a.date)}</p><div class='rich-text'>{_p(a.body)}</div></div>"
        f"<div class='related-links'><h2>{e(a.related_heading)}</h2>{_links(a)}</div></form><footer><p>{e(a.cookies)}</p></footer>"
    )
    return Saved(html, _parts(a), (*a.menu[:2], *a.teasers, a.cookies))


def press_release(a: Article) -> Saved:
    html = (
        f"{_head(a)}<body><div class='wrapper'><div class='release'><h1>{e(a.title)}</h1><p><strong>MERROW, {e(a.date)}</strong> – {e(a.body[0])}</p>{_p(a.body[1:])}"
        f"<p>###</p></div><div class='contact-form'><form><p>{e(a.newsletter)}</p><input></form></div></div>"
    )
    return Saved(html, _parts(a), (a.newsletter,))


def linked_data(a: Article) -> Saved:
    data = f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{a.title}","author":{{"name":"{a.author}"}},"datePublished":"{a.issued}"}}'
    html = (
        f"{_head(a, '<script type=application/ld+json>' + data + '</script>')}<body><div id='app'><div class='css-1a2'><div class='css-3b4'>{e(a.menu[0])}</div>"
        f"<section class='css-9'><div class='css-0'>{e(a.title)}</div>{_p(a.body)}</section><section class='css-8'>{_links(a)}</section></div></div>"
    )
    return Saved(html, a.body, (*a.teasers, a.menu[0]))


def print_view(a: Article) -> Saved:
    html = f"{_head(a)}<body onload='window.print()'><h2>{e(a.title)}</h2><p><i>{e(a.byline)}</i></p><hr>{_p(a.body)}<hr><p><a href='/full'>{e(a.menu[0])}</a></p>"
    return Saved(html, a.body, (a.menu[0],))


def pull_quotes(a: Article) -> Saved:
    html = (
        f"{_head(a)}<body><article><h1>{e(a.title)}</h1>{_p(a.body[:2])}<blockquote class='pullquote'><p>{e(a.body[2][:40])}</p></blockquote>{_p(a.body[2:])}"
        f"<div class='tags'><a href='/t'>{e(a.menu[2])}</a></div></article>"
    )
    return Saved(html, _parts(a), (a.menu[2],))


def wrapped_in_names(a: Article) -> Saved:
    """Names of furniture on what holds everything, and paragraphs set apart by advertisements."""
    middle = f"<div class='advertisement'><span>{e(a.advertisement)}</span></div>"
    parts = middle.join(f"<div class='chunk'>{_p([line])}</div>" for line in a.body)
    html = (
        f"{_head(a)}<body class='page-with-sidebar social-on'><div class='share-wrapper newsletter-enabled'><div class='content sidebar-right'><h1>{e(a.title)}</h1>{parts}</div>"
        f"<div class='sidebar'>{_links(a)}<p>{e(a.newsletter)}</p></div></div>"
    )
    return Saved(html, _parts(a), (*a.teasers, a.newsletter))


def lead_apart(a: Article) -> Saved:
    """The first paragraph stands in a division of its own, before the others."""
    html = (
        f"{_head(a)}<body>{_menu(a)}<div class='page'><h1>{e(a.title)}</h1><div class='opening'><p>{e(a.body[0])}</p></div><div class='gallery'><figure><img src='a'>"
        f"<figcaption>{e(a.caption)}</figcaption></figure></div><div class='text'>{_p(a.body[1:])}</div></div><div class='most-read'>{_links(a)}</div>"
    )
    return Saved(html, _parts(a), (*a.menu, *a.teasers))


def unnamed_comments(a: Article) -> Saved:
    """Comments under a heading, in elements that have no name."""
    said = "".join(f"<div><b>reader{n}</b><p>{e(w)}</p></div>" for n, w in enumerate(a.comments))
    html = (
        f"{_head(a)}<body><div><h1>{e(a.title)}</h1>{_p(a.body)}<div><h3>{e(a.comments_heading)}</h3>{said}</div></div>"
    )
    return Saved(html, _parts(a), (*a.comments, a.comments_heading))


def pointers(a: Article) -> Saved:
    """Lines inside the article that point to others."""
    line = f"<p><strong>{e(a.related_heading)}: <a href='/t0'>{e(a.teasers[0])}</a></strong></p><p><a href='/t1'>{e(a.teasers[1])}</a></p>"
    html = f"{_head(a)}<body><article><h1>{e(a.title)}</h1>{_p(a.body[:2])}{line}{_p(a.body[2:])}</article>"
    return Saved(html, _parts(a), a.teasers[:2])


def inline_marks(a: Article) -> Saved:
    """Links, emphasis and first letters inside words and sentences; entities and soft hyphens."""
    first, *rest = a.body
    opened = f"<p><span class='dropcap'>{e(first[0])}</span>{e(first[1:])}</p>"
    linked = "".join(
        f"<p>{e(' '.join(w.split()[:2]))} <a href='/x'><em>{e(' '.join(w.split()[2:5]))}</em></a> {e(' '.join(w.split()[5:]))}</p>"
        for w in rest
    )
    html = (
        f"{_head(a)}<body><main><h1>{e(a.title)}</h1>{opened}{linked}</main><div class='recommended'>{_links(a)}</div>"
    )
    return Saved(html, _parts(a), a.teasers)


def figures_in_a_table(a: Article) -> Saved:
    table = "<table><tr><th>Merrow</th><th>2031</th></tr><tr><td>2029</td><td>310</td></tr></table>"
    html = f"{_head(a)}<body>{_menu(a)}<article><h1>{e(a.title)}</h1>{_p(a.body[:3])}{table}{_p(a.body[3:])}</article>"
    return Saved(html, (*_parts(a), "2029 310"), a.menu)


def hidden(a: Article) -> Saved:
    """What the page holds and shows nobody."""
    html = (
        f"{_head(a)}<body><div style='display:none'><p>{e(a.comments[0])}</p></div><article><h1>{e(a.title)}</h1><p>{e(a.body[0])}<span class='visually-hidden'>{e(a.menu[0])}</span></p>"
        f"<p hidden>{e(a.cookies)}</p>{_p(a.body[1:])}<template><p>{e(a.newsletter)}</p></template><dialog><p>{e(a.comments[1])}</p></dialog></article>"
    )
    return Saved(html, _parts(a), (a.comments[0], a.comments[1], a.menu[0], a.cookies, a.newsletter))


def lists_and_details(a: Article) -> Saved:
    items = "".join(f"<li>{e(line)}</li>" for line in a.body[2:])
    html = f"{_head(a)}<body>{_menu(a)}<main><h1>{e(a.title)}</h1>{_p(a.body[:1])}<details><summary>{e(a.heading)}</summary><p>{e(a.body[1])}</p></details><ol>{items}</ol></main>"
    return Saved(html, (*_parts(a), a.heading), a.menu)


SHAPES: tuple[Callable[[Article], Saved], ...] = (
    newspaper, divisions, line_breaks, broken_soup, nineties, blog, wiki, amp, live_blog, teasers_without_end, government,
    press_release, linked_data, print_view, pull_quotes, wrapped_in_names, lead_apart, unnamed_comments, pointers,
    inline_marks, figures_in_a_table, hidden, lists_and_details,
)  # fmt: skip
