"""Discovery: what a module declares is found, without a list that names the module."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sourcebook.exports.discovery import declared

OFFER = "class Offer:\n    def __init__(self, name):\n        self.name = name\n"


def test_declarations_are_found_by_module_and_line_each_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "offers_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text(OFFER, encoding="utf-8")
    (package / "second.py").write_text(
        "from offers_of_a_test import Offer\nfrom offers_of_a_test.first import ONE\nTWO = Offer('two')\n",
        encoding="utf-8",
    )
    (package / "first.py").write_text(
        "from offers_of_a_test import Offer\nTHREE = Offer('three')\nONE = Offer('one')\nNAME = 'none'\n",
        encoding="utf-8",
    )
    (package / "third.py").write_text("NAME = 'none'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    try:
        offer = __import__("offers_of_a_test").Offer
        assert [each.name for each in declared("offers_of_a_test", offer)] == ["three", "one", "two"]
    finally:
        for name in [name for name in sys.modules if name.startswith("offers_of_a_test")]:
            del sys.modules[name]
