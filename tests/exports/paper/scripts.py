"""Fonts of other scripts as if they were not installed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sourcebook.exports.paper import glyphs

if TYPE_CHECKING:
    import pytest


def without(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    """Hide the packages of other scripts whose names hold one of these words, and forget what was asked."""
    kept = tuple(script for script in glyphs._installed() if not any(word in script.package for word in packages))
    monkeypatch.setattr(glyphs, "_installed", lambda: kept)
    monkeypatch.setattr(glyphs, "_HAS_GLYPH", {})
    monkeypatch.setattr(glyphs, "fonts", cache(glyphs.fonts.__wrapped__))
