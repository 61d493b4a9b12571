"""Guess the language of a text from its letters and words, where the file does not name it.

Scripts of a single language decide first, then py3langid where it is installed, then frequent words. Not here: the
language that a page declares (`ingest/web/metadata.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

_ENOUGH = 20
"""The fewest letters of a text whose language is guessed."""
_SURE = 0.9
"""The probability from which py3langid is believed."""
_SCRIPTS = {
    "ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af", "he": "\u0590-\u05ff", "th": "\u0e00-\u0e7f", "el": "\u0370-\u03ff",
    "ka": "\u10a0-\u10ff", "hy": "\u0530-\u058f", "am": "\u1200-\u137f", "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f",
    "km": "\u1780-\u17ff", "my": "\u1000-\u109f", "lo": "\u0e80-\u0eff", "bn": "\u0980-\u09ff", "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff", "ml": "\u0d00-\u0d7f", "kn": "\u0c80-\u0cff", "si": "\u0d80-\u0dff",
}  # fmt: skip
"""Scripts that a single language of the press uses."""
_LATIN = {
    "English": "en", "German": "de", "French": "fr", "Spanish": "es", "Portuguese": "pt",
    "Italian": "it", "Dutch": "nl",
    "Turkish": "tr", "Polish": "pl", "Swedish": "sv", "Czech": "cs", "Romanian": "ro", "Hungarian": "hu",
}  # fmt: skip
_ENGLISH = frozenset("the of and to in that is was for it with as his on be at by he had".split())


def guess(text: str) -> str:
    """The language of a text as a two-letter tag; empty where it is uncertain."""
    text = text[:20_000]
    letters = sum(c.isalpha() for c in text)
    if letters < _ENOUGH:
        return ""
    return _by_script(text, letters) or _by_library(text) or _by_words(text)


def _by_script(text: str, letters: int) -> str:
    counts = {tag: len(re.findall(f"[{chars}]", text)) for tag, chars in _SCRIPTS.items()}
    tag = max(counts, key=lambda t: counts[t])
    if counts[tag] > (0.15 if tag == "ja" else 0.6) * letters:
        return tag
    if len(re.findall("[\u4e00-\u9fff]", text)) > 0.7 * letters:
        return "zh"
    if len(re.findall("[\u0600-\u06ff]", text)) > 0.6 * letters:
        return (
            "ur" if re.search("[ٹڈڑے]", text) else "fa" if len(re.findall("[پچگژی]", text)) > 0.02 * letters else "ar"
        )
    if len(re.findall("[\u0400-\u04ff]", text)) > 0.6 * letters:
        return _cyrillic(text.lower(), letters)
    return ""


def _cyrillic(text: str, letters: int) -> str:
    """Tell Cyrillic languages apart by letters that only one of them uses."""
    if len(re.findall("[әғқңұһ]", text)) > 0.02 * letters:
        return "tt" if "җ" in text else "kk"
    if len(re.findall("[їєґ]", text)) > 0.005 * letters:
        return "uk"
    if re.search("[ўі]", text) or re.search("[җңөүһҷӣӯҳӈђћљњџј]", text):
        return ""  # Belarusian, Kyrgyz, Uzbek, Tajik, Mongolian, Serbian: left to the library
    return "ru" if re.search("[ыэё]", text) else ""


@cache
def _identifier() -> Any:
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError:
        return None
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _by_library(text: str) -> str:
    identifier = _identifier()
    if identifier is None:
        return ""
    tag, sure = identifier.classify(text)
    return str(tag) if sure >= _SURE else ""


def _by_words(text: str) -> str:
    """Choose the language with clearly the largest share of frequent words."""
    words = [w.lower() for w in re.findall(r"[^\W\d_]+", text)]
    try:
        import justext
    except ImportError:
        return "en" if words and sum(w in _ENGLISH for w in words) > 0.15 * len(words) else ""
    count = Counter(words)
    shares = {tag: sum(count[w] for w in justext.get_stoplist(name)) / len(words) for name, tag in _LATIN.items()}
    best, second = sorted(shares.values(), reverse=True)[:2]
    return max(shares, key=lambda t: shares[t]) if best > 0.3 and best > 1.2 * second else ""
