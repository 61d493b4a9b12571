"""Decode a web page: find its declared character set, and read encoding labels as browsers do.

Labels and their meaning follow the WHATWG Encoding Standard (by webencodings): `gb2312` is gb18030, `iso-8859-1` is
windows-1252. Not here: parsing the page (`ingest/web/tree.py`).
"""

from __future__ import annotations

import codecs
import re

import webencodings

from sourcebook.model.problems import SourcebookError

_HEAD = 8192
"""How many bytes are searched for a declaration: browsers search 1,024, but saved pages put comments first."""
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
"""Python's codec for an encoding of the standard, where the codec of the same name has fewer characters."""
_OTHER_NAMES = {
    "big5+hkscs": "big5",
    "x-sjis": "shift_jis",
    "x-gb2312": "gbk",
    "utf8mb4": "utf-8",
    "cp874": "windows-874",
}


def codec(label: str) -> str:
    """Python's codec for an encoding label; empty where the standard has no such label."""
    name = label.strip().lower()
    encoding = webencodings.lookup(_OTHER_NAMES.get(name, name))
    if encoding is None:
        return ""
    if encoding.name in ("replacement", "x-user-defined"):
        return "cp1252" if encoding.name == "x-user-defined" else ""
    return _WIDER.get(encoding.name, str(encoding.codec_info.name))


def declared(data: bytes) -> str:
    """The encoding label that a page declares, by byte order mark first; empty where there is none.

    A page whose declaration of UTF-16 is readable as ASCII is not UTF-16: browsers read it as UTF-8.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    head = data[:_HEAD]
    declaration = _META.search(_COMMENT.sub(b"", head))
    label = next((g for g in declaration.groups() if g), b"").decode("ascii", "replace") if declaration else ""
    return "utf-8" if re.match(r"utf-?16", label, re.IGNORECASE) else label


def page_text(data: bytes, name: str, encoding: str = "") -> str:
    """Decode a page and normalise line ends. SourcebookError says which label is wrong, and what to do.

    Valid UTF-8 is read as UTF-8 whatever the page declares: other encodings are not valid UTF-8 by chance.
    """
    label = encoding or declared(data)
    text = _decoded(data, name, label, bool(encoding))
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SourcebookError(f"{name}: line {line} holds a NUL character; is it a page? Save it again as HTML.")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, name: str, label: str, required: bool) -> str:
    codec_name = label if label in ("utf-16", "utf-8-sig") else codec(label) if label else "utf-8"
    if required and not codec_name:
        raise SourcebookError(f"there is no encoding {label!r}; common ones are utf-8, cp1252, cp1251 and gb18030.")
    tried = [codec_name] if required or codec_name in ("utf-16", "iso2022_jp") else ["utf-8-sig", codec_name]
    for name_of_codec in filter(None, tried):
        try:
            return data.decode(name_of_codec)
        except UnicodeDecodeError:
            continue
    if required:
        raise SourcebookError(f"{name} is not {label}; name its true encoding with --encoding.")
    fault = "is not UTF-8, and declares no encoding" if not label else f"declares {label!r}, and its bytes are not that"
    fault = f"declares {label!r}, which is no encoding" if label and not codec_name else fault
    raise SourcebookError(
        f"{name} {fault}; name its true encoding with --encoding (cp1252, cp1251, gb18030 …), "
        "or save it again as UTF-8."
    )
