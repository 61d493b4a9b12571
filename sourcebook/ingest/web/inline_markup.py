"""Turn inline markup into text before a page is read, so that its text is what a reader sees.

Quotation marks of `q`, superscripts, subscripts, formulas and pictures of words become text; deleted and hidden text
and ruby annotations are removed. Not here: which paragraph is the article (`article_body.py`).
"""

from __future__ import annotations

import re
from typing import Any

from sourcebook.ingest import superscripts

_UNSEEN = frozenset(
    "applet area audio base button canvas datalist dialog embed frame frameset head iframe input link map meta noembed "
    "noframes noscript object option optgroup param progress meter rp rt rtc script select source style svg template "
    "textarea title track video".split()
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|(?<![\w-])opacity\s*:\s*0\s*(?:[;!]|$)",
    re.IGNORECASE,
)
_HIDDEN_NAMES = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|is-hidden|hidden|hide|d-none|u-hidden|"
    r"mw-editsection)(?:\s|$)",
    re.IGNORECASE,
)
_SHOWN_NAMES = re.compile(
    r"(?:^|\s)(?:\w+:|d-(?:sm|md|lg|xl|xxl)-)(?:block|flex|inline|grid|table|contents)", re.IGNORECASE
)
"""Classes that show an element again on a wider screen."""
_UP_STYLE = re.compile(
    r"vertical-align\s*:\s*(?:super|text-top|[1-9])|font-variant-position\s*:\s*super", re.IGNORECASE
)
_DOWN_STYLE = re.compile(r"vertical-align\s*:\s*sub|font-variant-position\s*:\s*sub", re.IGNORECASE)
_NOTE_NAMES = re.compile(
    r"(?:foot|end|side)?-?note-?(?:ref|mark|anchor|call|link)?|noteref|cite_ref|reference|fn-?ref", re.IGNORECASE
)
_STRUCK = frozenset("del s strike".split())
_PICTURE = re.compile(
    r"(?:^|[\s_-])(?:emoji|smiley|tex|latex|math\w*|drop-?cap|initial|letter)(?:[\s_-]|$)", re.IGNORECASE
)
_QUOTES = {
    "": "“”‘’", "en": "“”‘’", "ar": "”“’‘", "be": "«»„“", "bg": "„“‘’", "cs": "„“‚‘", "da": "“”‘’", "de": "„“‚‘",
    "de-CH": "«»‹›", "el": "«»“”", "es": "«»“”", "et": "„“«»", "fa": "«»‹›", "fi": "””’’", "fr": "«»“”",
    "fr-CH": "«»‹›",
    "he": "””’’", "hi": "“”‘’", "hr": "„”‚’", "hu": "„”»«", "hy": "«»“”", "it": "«»“”", "ja": "「」『』", "ka": "„“‚‘",
    "kk": "«»“”", "ko": "“”‘’", "lt": "„“‚‘", "lv": "“”‘’", "nl": "“”‘’", "no": "«»‘’", "nb": "«»‘’", "pl": "„”«»",
    "pt": "“”‘’", "pt-PT": "«»“”", "ro": "„”«»", "ru": "«»„“", "sk": "„“‚‘", "sl": "„“‚‘", "sr": "„“‘‘", "sv": "””’’",
    "th": "“”‘’", "tr": "“”‘’", "uk": "«»„“", "uz": "“”’‘", "vi": "“”‘’", "zh": "“”‘’", "zh-TW": "「」『』",
    "zh-HK": "「」『』", "zh-Hant": "「」『』", "it-CH": "«»‹›", "ur": "“”‘’", "mn": "«»‘’", "tk": "“”“”", "az": "“”‘’",
}  # fmt: skip
"""The quotation marks that browsers set around a `q` and a nested one, by language: opening, closing."""
_SPACED = {"fr": "\u202f"}


def prepare(tree: Any) -> tuple[str, ...]:
    """Rewrite a page's tree to the text that readers see. Returns notes for the author, a sentence each."""
    struck: list[str] = []
    gone: set[Any] = set()
    for element in list(tree.iter()):
        if element in gone or element.tag in ("html", "body"):
            continue
        inside = list(element.iterdescendants())
        if not isinstance(element.tag, str) or unseen(element):
            _drop(element)
        elif element.tag in _STRUCK:
            words = " ".join(element.text_content().split())
            struck += [words] if words else []
            _drop(element, " ")
        elif not _reword(element):
            continue
        gone.update(inside)
    return _notes(struck)


def _notes(struck: list[str]) -> tuple[str, ...]:
    if not struck:
        return ()
    shown = "; ".join(" ".join(words.split()[:4]) for words in struck[:3])
    count = (
        "1 piece of text that is struck out was"
        if len(struck) == 1
        else f"{len(struck)} pieces of struck out text were"
    )
    return (f"{count} left out ({shown}{' …' if len(struck) > 3 else ''}).",)


def unseen(element: Any) -> bool:
    """True if an element is invisible in a saved page."""
    if element.tag in _UNSEEN:
        shown = {"dialog": "open", "template": "shadowrootmode"}.get(element.tag, "")
        return not shown or element.get(shown) is None
    names = element.get("class", "")
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and element.tag not in ("body", "main", "article"))
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
        or bool(_HIDDEN_NAMES.search(names) and not _SHOWN_NAMES.search(names))
    )


def _drop(element: Any, between: str = "") -> None:
    """Remove an element from the tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    _put(parent, element, between + (element.tail or ""))
    parent.remove(element)


def _put(parent: Any, before: Any, text: str) -> None:
    """Insert text into a parent, just before one of its children."""
    previous = before.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _reword(element: Any) -> bool:
    """Replace an element by text where its markup has a meaning. True if all of its content was replaced."""
    tag = element.tag
    if tag == "q":
        _quote(element)
        return False
    if tag == "math":
        return _replace(element, " " + (element.get("alttext") or _formula(element)) + " ")
    if tag == "img":
        alt = " ".join((element.get("alt") or "").split())
        names = f"{element.get('class', '')} {element.get('src', '')[-80:]}"
        if alt and (_PICTURE.search(names) or (len(alt) == 1 and (element.tail or "")[:1].islower())):
            return _replace(element, alt)
    elif tag == "sup" or _UP_STYLE.search(element.get("style", "")) or _is_mark(element):
        return _raise(element)
    elif tag == "sub" or _DOWN_STYLE.search(element.get("style", "")):
        words = element.text_content().strip()
        if 0 < len(words) <= 12:
            return _replace(element, superscripts.lowered(words))
    return False


def _is_mark(element: Any) -> bool:
    """True if a link without `sup` is a note reference: `<a role="doc-noteref">1</a>`."""
    named = "noteref" in element.get("role", "") + element.get("epub:type", "") or re.search(
        r"(?:^|\s)(?:foot|end)note-?(?:ref|mark|call|anchor)(?:\s|$)|(?:^|\s)super(?:script)?(?:\s|$)",
        element.get("class", ""),
    )
    return bool(named) and element.tag in ("a", "span", "small", "em", "font") and not len(element.xpath(".//sup"))


def _raise(element: Any) -> bool:
    """Replace a raised element by a marked run; one with a whole sentence is ordinary text."""
    words = " ".join(element.text_content().split())
    around = [element, *element.iterancestors("a"), *element.iter("a")]
    links = [a for a in around if a.tag == "a" and " ".join(a.text_content().split()) == words]
    names = " ".join(f"{e.get('class', '')} {e.get('id', '')} {e.get('role', '')}" for e in around)
    sup = element.tag == "sup"
    noted = bool(links) or bool(element.xpath(".//a[@href]")) or (bool(_NOTE_NAMES.search(names)) and len(words) <= 24)
    if not words or (len(words) > 12 and not (noted and sup and len(words) <= 40)):
        return False
    if noted and re.fullmatch(r"[^\W\d_]{2,}", words) and not re.search(r"cite|note|ref", names + words, re.IGNORECASE):
        noted = False  # the letters of an ordinal number inside a link
    return _replace(element, superscripts.raised(words, noted))


def _replace(element: Any, words: str) -> bool:
    """Replace the content of an element by text. Always True."""
    for child in list(element):
        element.remove(child)
    if element.tag == "img":
        element.tail = words + (element.tail or "")
    else:
        element.tag = "span"
        element.text = words
    return True


def _formula(element: Any) -> str:
    """The text of a formula without an alternative text: its leaves in order, exponents raised."""
    out = []
    for leaf in element.iter():
        if isinstance(leaf.tag, str) and leaf.tag.rpartition("}")[2] in ("mi", "mn", "mo", "mtext") and leaf.text:
            parent = leaf.getparent()
            up = parent is not None and parent.tag == "msup" and leaf is parent[-1]
            out.append(superscripts.raised(leaf.text.strip()) if up else leaf.text.strip())
    return "".join(out)


def _quote(element: Any) -> None:
    """Add the quotation marks of its language to a `q`, unless the page types them itself."""
    language = next((e.get("lang") for e in element.iterancestors() if e.get("lang")), "") or ""
    depth = sum(1 for e in element.iterancestors() if e.get("data-sourcebook-q"))
    marks = _marks(language)
    opening, closing = marks[2 * (depth % 2)], marks[2 * (depth % 2) + 1]
    inside = element.text_content().strip()
    element.set("data-sourcebook-q", "1")
    if inside[:1] in '“„«‹‘‚「『»"' and inside[:1]:
        return
    space = _SPACED.get(language.partition("-")[0].lower(), "") if opening == "«" else ""
    element.text = opening + space + (element.text or "").lstrip()
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() + space + closing
    else:
        element.text = element.text.rstrip() + space + closing


def _marks(language: str) -> str:
    """The quotation marks for a language tag, or for the closest known one."""
    parts = language.replace("_", "-").split("-")
    for n in range(len(parts), 0, -1):
        tag = "-".join([parts[0].lower(), *(p.title() if len(p) == 4 else p.upper() for p in parts[1:n])])
        if tag in _QUOTES:
            return _QUOTES[tag]
    return _QUOTES[""]
