"""The character set of a file, by the names that web pages use, read as browsers read them.

The names and what they mean are the WHATWG's (webencodings knows them): `gb2312` is gb18030 there, `iso-8859-1` is
windows-1252. Not here: what a page's tree says (`ingest/web/tree.py`).
"""

from __future__ import annotations

import codecs
import re

import webencodings

from sourcebook.model.problems import SourcebookError

_HEAD = 8192
"""How far into a file a declaration is looked for: browsers look at 1,024 bytes, saved pages put comments first."""
_META = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)|<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']+)""",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDER = {
    "gbk": "gb18030", "gb2312": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949", "big5": "big5hkscs",
    "windows-874": "cp874", "iso-8859-8-i": "iso-8859-8", "x-mac-cyrillic": "mac-cyrillic", "macintosh": "mac-roman",
    "euc-jp": "euc_jis_2004",
}  # fmt: skip
"""Python's codec for an encoding of the standard, where the one of the same name knows fewer characters."""
_OTHER_NAMES = {
    "big5+hkscs": "big5",
    "x-sjis": "shift_jis",
    "x-gb2312": "gbk",
    "utf8mb4": "utf-8",
    "cp874": "windows-874",
}


def codec(label: str) -> str:
    """Python's name of the codec for a label as web pages write it; empty where the standard knows no such label."""
    name = label.strip().lower()
    found = webencodings.lookup(_OTHER_NAMES.get(name, name))
    if found is None:
        return ""
    if found.name in ("replacement", "x-user-defined"):
        return "cp1252" if found.name == "x-user-defined" else ""
    return _WIDER.get(found.name, str(found.codec_info.name))


def declared(data: bytes) -> str:
    """The label that a page's first bytes declare, a mark of byte order before all others; empty where there is none.

    A page that declares UTF-16 and can be read for that declaration is not UTF-16: browsers read it as UTF-8.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    head = data[:_HEAD]
    found = _META.search(_COMMENT.sub(b"", head))
    label = next((g for g in found.groups() if g), b"").decode("ascii", "replace") if found else ""
    return "utf-8" if re.match(r"utf-?16", label, re.IGNORECASE) else label


def page_text(data: bytes, name: str, encoding: str = "") -> str:
    """A page's bytes as text, one kind of line end. SourcebookError says which label is wrong, and what to do.

    A page whose bytes are UTF-8 is UTF-8 whatever it declares: text in another encoding is not so by chance.
    """
    label = encoding or declared(data)
    text = _decoded(data, name, label, bool(encoding))
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SourcebookError(f"{name}: line {line} holds a NUL character; is it a page? Save it again as HTML.")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, name: str, label: str, asked: bool) -> str:
    known = label if label in ("utf-16", "utf-8-sig") else codec(label) if label else "utf-8"
    if asked and not known:
        raise SourcebookError(f"there is no encoding {label!r}; common ones are utf-8, cp1252, cp1251 and gb18030.")
    tried = [known] if asked or known in ("utf-16", "iso2022_jp") else ["utf-8-sig", known]
    for name_of_codec in filter(None, tried):
        try:
            return data.decode(name_of_codec)
        except UnicodeDecodeError:
            continue
    if asked:
        raise SourcebookError(f"{name} is not {label}; name its true encoding with --encoding.")
    said = "is not UTF-8, and declares no encoding" if not label else f"declares {label!r}, and its bytes are not that"
    said = f"declares {label!r}, which is no encoding" if label and not known else said
    raise SourcebookError(
        f"{name} {said}; name its true encoding with --encoding (cp1252, cp1251, gb18030 …), or save it again as UTF-8."
    )
