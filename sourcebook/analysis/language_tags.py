"""Check, name and spell language tags, and suggest what to write in place of one that names no language.

Rules: BCP 47 (RFC 5646), with names from CLDR. As Sphinx and Babel do, `_` is taken for `-`, and `@` for what comes
before a variant. Not here: guessing the language of a text (`ingest/languages.py`).
"""

from __future__ import annotations

import re
from functools import cache

from sourcebook.model.problems import SourcebookError, near

NO_LANGUAGE = frozenset(("und", "mis", "mul", "zxx"))
"""Codes of ISO 639 that stand for no language: undetermined, uncoded, several, none."""
_TAG = re.compile(
    r"(?P<language>[A-Za-z]{2,3})(?:[-_](?P<script>[A-Za-z]{4}))?(?:[-_](?P<region>[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:[-_@][A-Za-z0-9]{4,8})*"
)


def instead(tag: str) -> str:
    """The advice on a tag that names no language, as the end of a message; empty where it names one."""
    parts = _TAG.fullmatch(tag)
    names = _names()
    code = parts["language"].lower() if parts else ""
    if not parts or code in NO_LANGUAGE or not _is_language(code):
        named = names.get(tag.casefold().split("-")[0].split("_")[0])
        meant = _shorter(code) if parts else named or names.get(near(tag.casefold(), names, 0.8))
        return f"write `{meant}`." if meant else "write a code of ISO 639-1, such as `en`, `fr` or `pt-BR`."
    if parts["region"] and parts["region"].upper() not in _cldr("territories"):
        return f"{parts['region']!r} is no country; write `{code}`, or a code of ISO 3166 behind it."
    if parts["script"] and parts["script"].title() not in _cldr("scripts"):
        return f"{parts['script']!r} is no script; write `{code}`, or a code of ISO 15924 behind it."
    return ""


def normal(tag: str) -> str:
    """A tag spelled as BCP 47 has it: `de-AT`, `zh-Hant`."""
    first, *others = tag.replace("_", "-").split("-")
    spelled = [part.title() if len(part) == 4 else part.upper() if len(part) < 4 else part.lower() for part in others]
    return "-".join([first.lower(), *spelled])


def accepted(tag: str) -> str:
    """The normal form of a tag that somebody typed; SourcebookError where it names no language."""
    if remedy := instead(tag):
        raise SourcebookError(f"{tag!r} names no language; {remedy}")
    return normal(tag)


def language_name(tag: str, language: str = "en") -> str:
    """The name of a language, in a language: Georgian, géorgien; the tag itself where CLDR has none."""
    from babel import Locale, UnknownLocaleError

    first, code = language.replace("_", "-").partition("-")[0].lower(), tag.replace("_", "-").partition("-")[0].lower()
    try:
        return str(Locale(first).languages.get(code, tag))
    except (UnknownLocaleError, ValueError):
        return str(Locale("en").languages.get(code, tag))


def _is_language(code: str) -> bool:
    """True if a code is one. CLDR names all of two letters, and of those of three only some of those in use."""
    return code in _cldr("languages") or (len(code) == 3 and not _shorter(code))


def _shorter(code: str) -> str:
    """The code of two letters that stands for one of three."""
    from babel.core import get_global

    return str(get_global("language_aliases").get(code, "")) if len(code) == 3 else ""


@cache
def _cldr(what: str) -> frozenset[str]:
    """The codes for which CLDR has an English name: of `languages`, `scripts` or `territories`."""
    from babel import Locale  # its data take a while to read

    return frozenset(getattr(Locale("en"), what))


@cache
def _names() -> dict[str, str]:
    """The codes of languages by their English names."""
    from babel import Locale

    return {name.casefold(): code.replace("_", "-") for code, name in Locale("en").languages.items()}
