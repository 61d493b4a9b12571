"""Find active or foreign markup in a received page: anything that this program does not write itself.

Here: the allowed elements, attributes, styles and scripts. Everything else is a problem, because a style, a script or a
frame can hide, change or add words. Not here: the words themselves (`verify_page.py`).
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from sourcebook.figures import timeline_svg
from sourcebook.model.problems import Kind, Place, Problem

STATIC = "_static"
USED = "styles/theme-used.css"
"""The part of the theme's style sheet that a book uses (`sphinx_ext/html/used_styles.py`)."""
PYGMENTS = "pygments.css"
ELEMENTS = frozenset(
    "html head title meta link script body a abbr address article aside b bdi blockquote br button caption circle cite "
    "clippath code col colgroup dd defs desc dfn details dialog div dl dt ellipse em fieldset figcaption figure footer "
    "form g h1 h2 h3 h4 h5 h6 header hr i img input kbd label legend li line main mark nav ol optgroup option p path "
    "pattern picture polygon polyline pre q rect rp rt ruby samp search section select small source span strong style "
    "sub summary sup svg symbol table tbody td text textarea tfoot th thead time tr tspan u ul use var wbr".split()
)
"""The allowed elements: without `del`, `s`, `bdo`, `iframe`, `object`, `template`, `base` and others that can replace
words."""
ATTRIBUTES = frozenset(
    "abbr accept-charset accesskey action align alt as autocapitalize autocomplete autocorrect autofocus blocking "
    "async border charset checked cite class color cols colspan content crossorigin cx cy d datetime decoding "
    "default defer disabled dominant-baseline download dx dy enctype fetchpriority fill fill-opacity fill-rule "
    "focusable font-family font-size font-style font-weight for headers height high href hreflang http-equiv "
    "id inputmode integrity label lang list loading low max maxlength media method min minlength multiple name "
    "nomodule open optimum patternunits placeholder pointer-events points preserveaspectratio prefix property "
    "r readonly referrerpolicy rel required reversed role rows rowspan rx ry scope selected size sizes span "
    "spellcheck src start step stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity "
    "stroke-width style summary tabindex target text-anchor title transform translate type valign value version "
    "vector-effect viewbox width wrap x x1 x2 xml:lang xml:space xmlns xmlns:xlink y y1 y2 dir".split()
)
_STYLE = re.compile(
    r"(?:\s*(?:width\s*:\s*(?:[1-9]\d|100)(?:\.\d+)?%|vertical-align\s*:\s*\w+|text-align\s*:\s*\w+"
    r"|margin-right\s*:\s*\d{1,2}px)\s*;?)*\s*"
)
"""Column widths and alignment, as docutils writes them."""
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ps sd syr ug ur yi".split())
_ENTRY = re.compile(r"<!(?!--|doctype\s)|<\?|<!-->|<!--->|--!>|\0", re.IGNORECASE)
"""Markup that some HTML parsers read as a comment or an instruction and others as text."""
_TAG = re.compile(r"<([a-zA-Z][^\s/>]*)")
_DATA = frozenset(("application/json",))
_METAS = frozenset(("content-security-policy", "x-ua-compatible", "content-type"))
_CODE_RULE = re.compile(r"[^{}<>@,\\]*(?:\.highlight|\bpre\b|\.linenos)[^{}<>@,\\]*")
"""A CSS selector for code highlighting."""
_GENERATED = {
    "documentation_options.js": re.compile(
        r"const DOCUMENTATION_OPTIONS = \{(?:\s*[A-Z_]+: (?:'[^'\\\n]*'|\w+),?)*\s*\};?\s*"
    ),
}
"""Files that every build writes anew: their digest is unknown, so their form is checked."""
_SEARCH_STYLE = "display: none"
_SEARCH_SCRIPT = "document.getElementById('searchbox').style.display = \"block\""
"""The script by which Sphinx's basic theme shows its search box."""
_FILLED = re.compile(r"\{\{.*?\}\}")
"""A variable of a theme's template: a colour or a width."""


def problems(text: str, tree: Any, path: Path) -> Iterator[Problem]:
    """A problem for each kind of markup that this program does not write."""
    findings = dict.fromkeys([*_raw(text), *_of_elements(tree), *_of_files(tree, path)])
    for what in findings:
        message = f"{what}: it is not of this program's making, so the page may show something else than it says. "
        message += "Get the page from the edition that you trust."
        yield Problem(Kind.ACTIVE_CONTENT, message, Place(path.name))


def _raw(text: str) -> Iterator[str]:
    """Source text that browsers and the parser here read differently."""
    for match in _ENTRY.finditer(text):
        yield f"the page holds {match[0]!r}"
    for name in dict.fromkeys(match[1].lower() for match in _TAG.finditer(text)):
        if name not in ELEMENTS | {"noscript"}:
            yield f"the page holds the element <{name[:40]}>"


def _of_elements(tree: Any) -> Iterator[str]:
    for element in tree.iter("*"):
        name = element.tag.lower()
        # The only `noscript` that this program writes is the note of the search page.
        note = name == "noscript" and not element.xpath(".//*[not(self::p or self::div)]")
        if name not in ELEMENTS and not note:
            yield f"the page holds the element <{name[:40]}>"
        for attribute, value in element.attrib.items():
            yield from _of_attribute(element, name, attribute.lower(), value)
        if name == "style" and (element.text or "").strip() not in _styles():
            yield "the page holds a style sheet of its own"
        if name in {"textarea", "title", "option"} and len(element):
            yield f"<{name}> holds elements"
        if name == "meta":
            yield from _of_meta(element)


@cache
def _styles() -> frozenset[str]:
    return frozenset(value.strip() for value in vars(timeline_svg).values() if isinstance(value, str))


def _of_attribute(element: Any, tag: str, name: str, value: str) -> Iterator[str]:
    known = name in ATTRIBUTES or name.startswith("aria-") or (name.startswith("data-") and name != "data-bs-html")
    if name.startswith("on"):
        yield f"<{tag}> runs a script ({name})"
    elif not known:
        yield f"<{tag}> has the attribute {name[:40]!r}"
    elif name == "style" and not _STYLE.fullmatch(value) and not _is_search(element, value):
        yield f"<{tag}> has the style {' '.join(value.split())[:80]!r}"
    elif name == "dir" and value.lower() not in ("auto", _direction(element)):
        yield f"<{tag}> turns the direction of its text (dir={value[:20]!r})"
    elif name in {"href", "src", "action", "cite"} and _leads_to_code(tag, name, value):
        yield f"<{tag}> loads or runs {value[:80]!r}"
    elif name == "class" and any(word.startswith("fa-quote") for word in value.split()):
        yield f"<{tag}> draws quotation marks ({value[:60]!r})"


def _is_search(element: Any, style: str) -> bool:
    """True for the search box of the basic theme, if it holds nothing else."""
    inside = {e.tag for e in element.iterdescendants("*")}
    plain = inside <= {"h2", "h3", "div", "form", "input", "script"}
    return style == _SEARCH_STYLE and element.get("id") == "searchbox" and plain


def _direction(element: Any) -> str:
    lang = next((e.get("lang") for e in (element, *element.iterancestors()) if e.get("lang")), "")
    return "rtl" if lang.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def _leads_to_code(tag: str, name: str, value: str) -> bool:
    """True if an address loads or runs something in the page itself, unlike a link to another page."""
    bare = re.sub(r"[\x00-\x20]", "", value).lower()
    if name == "src" or (tag in {"use", "image", "form", "link"} and name in {"href", "action"}):
        away = bool(urlsplit(bare).scheme or bare.startswith(("//", "\\\\", "/\\")))
        return (away and tag != "link") or (tag == "use" and not bare.startswith("#"))
    return bare.startswith(("javascript:", "data:", "vbscript:", "blob:"))


def _of_meta(element: Any) -> Iterator[str]:
    command, charset = element.get("http-equiv"), element.get("charset")
    if command is not None and command.strip().lower() not in _METAS:
        yield f"<meta> gives the command {command[:40]!r}"
    if charset is not None and charset.strip().lower() != "utf-8":
        yield f"<meta> names the character set {charset[:40]!r}"
    content = element.get("content", "").lower()
    if command is not None and "charset" in content and "utf-8" not in content:
        yield f"<meta> names the character set {content[:40]!r}"


# -- scripts and style sheets ------------------------------------------------------------------------------------------


def _of_files(tree: Any, path: Path) -> Iterator[str]:
    for script in tree.iter("script"):
        kind = (script.get("type") or "").strip().lower()
        if script.get("src") is not None:
            yield from _of_file(script.get("src"), path, "script")
        elif kind in _DATA:
            if "<" in (script.text or ""):
                yield "data in the page holds '<'"
        elif (script.text or "").strip() != _SEARCH_SCRIPT:
            yield f"the page holds a script of its own ({' '.join((script.text or '').split())[:60]!r})"
    for link in tree.iter("link"):
        relation = (link.get("rel") or "").lower().split()
        if "stylesheet" in relation or link.get("as", "").lower() == "style":
            yield from _of_file(link.get("href") or "", path, "style sheet")
        elif {"import", "modulepreload"} & set(relation):
            yield f"<link> loads {(link.get('href') or '')[:80]!r}"


def _of_file(address: str, page: Path, what: str) -> Iterator[str]:
    """Check a script or style sheet: its name, and its bytes if the file is beside the page."""
    parts = urlsplit(address)
    name = PurePosixPath(unquote(parts.path))
    below = [part for part in name.parts if part != ".."]
    inner = "/".join(below[1:]) if below[:1] == [STATIC] else "/".join(below)
    names = {*known(), *_templates(), *_GENERATED, PYGMENTS, USED}
    if parts.scheme or parts.netloc or name.is_absolute() or "\\" in address or inner not in names:
        yield f"the page loads the {what} {address[:80]!r}"
        return
    file = page.parent.joinpath(*name.parts)
    if file.is_file() and not _is_ours(inner, file):
        yield f"the {what} {address[:80]!r} beside the page is not the one that this version of the program has"


def _is_ours(inner: str, file: Path) -> bool:
    data = file.read_bytes() if file.stat().st_size <= 16 * 1024 * 1024 else b""
    if inner == PYGMENTS:
        return _colours_code_only(data.decode("utf-8", "replace"))
    if inner == USED:
        return _is_part_of_theme(data.decode("utf-8", "replace"))
    if inner in _GENERATED:
        return bool(_GENERATED[inner].fullmatch(data.decode("utf-8", "replace")))
    if hashlib.sha256(data).digest() in known().get(inner, ()):
        return True
    text = data.decode("utf-8", "replace").strip()
    return any(form.fullmatch(text) for form in _templates().get(inner, ()))


def _is_part_of_theme(style: str) -> bool:
    """True if a style sheet is the theme's own, but for the rules of what the book does not use."""
    from sourcebook.sphinx_ext.html import theme, used_styles  # loads Sphinx, which no other page needs

    wholes = (folder / theme.WHOLE for folder in _folders())
    return any(used_styles.is_part(style, path.read_text(encoding="utf-8")) for path in wholes if path.is_file())


def _colours_code_only(style: str) -> bool:
    """True if every rule of a style sheet is for code, and none can insert text or load a file."""
    *rules, rest = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL).split("}")
    for rule in rules:
        selectors, opened, values = rule.partition("{")
        if not opened or re.search(r"[{@\\]|url|content", values):
            return False
        if not all(_CODE_RULE.fullmatch(selector) for selector in selectors.split(",")):
            return False
    return not rest.strip()


@cache
def known() -> dict[str, frozenset[bytes]]:
    """The digests of the style sheets and scripts of this program, Sphinx and the themes, by name."""
    digests_by_name: dict[str, set[bytes]] = {}
    for folder in _folders():
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".css", ".js"} and file.is_file():
                name = file.relative_to(folder).as_posix()
                digests_by_name.setdefault(name, set()).add(hashlib.sha256(file.read_bytes()).digest())
    return {name: frozenset(values) for name, values in digests_by_name.items()}


@cache
def _templates() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Patterns for the style sheets that a theme generates from templates, with any colour or width."""
    forms: dict[str, tuple[re.Pattern[str], ...]] = {}
    for folder in _folders():
        for file in (path for ending in (".css.jinja", ".css_t") for path in folder.rglob(f"*{ending}")):
            name = file.relative_to(folder).as_posix().removesuffix(".jinja").removesuffix("_t")
            parts = map(re.escape, _FILLED.split(file.read_text(encoding="utf-8").strip()))
            forms[name] = (*forms.get(name, ()), re.compile(r"[\w.%# -]{0,40}".join(parts)))
    return forms


def _folders() -> Iterable[Path]:
    yield Path(__file__).parent.parent / "static"
    for package, below in (
        ("sphinx", "themes/basic/static"),
        ("pydata_sphinx_theme", "theme/pydata_sphinx_theme/static"),
        ("sphinx_book_theme", "theme/sphinx_book_theme/static"),
    ):
        spec = importlib.util.find_spec(package)  # located, not imported: only their files are needed
        if spec and spec.origin:
            yield Path(spec.origin).parent / below
