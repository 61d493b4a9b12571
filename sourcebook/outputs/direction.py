"""The direction in which a language is written, from its tag.

Here: scripts and languages from right to left. Not here: fonts, and how each output sets the direction.
"""

from __future__ import annotations

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ku-arab nqo prs ps sd syr ug ur yi".split())
SCRIPTS = frozenset("adlm arab hebr mand nkoo samr syrc thaa".split())


def direction(language: str) -> str:
    """`rtl` or `ltr` of a language tag (BCP 47), by its script where it names one."""
    first, *rest = language.lower().replace("_", "-").split("-")
    named = next((part for part in rest if len(part) == 4), "")
    if named:
        return "rtl" if named in SCRIPTS else "ltr"
    return "rtl" if first in RIGHT_TO_LEFT else "ltr"
