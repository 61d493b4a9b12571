"""Visits to the project's own book: which pages are tried, and what a page asked for and complained of.

Here: what the modules of tests about the real book share. Not here: building and serving it (`conftest.py`).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

from tests.needs import ROOT

Scheme = Literal["light", "dark"]
MAKE_ALL = os.environ.get("SOURCEBOOK_PAGES") == "all"
KINDS = {
    "index": "the landing page",
    "chapters/background": "prose and quotations",
    "chapters/timeline": "overview, filter, events",
    "chapters/synopsis": "a wide table and the drawing",
    "chapters/matrix": "matrix",
    "chapters/implications": "map and tables",
    "chapters/people": "people",
    "chapters/sources": "the sources together",
    "chapters/sources-merkel-2022": "a source and its passages",
    "chapters/compare": "two sources side by side",
    "chapters/glossary": "definitions",
    "chapters/citing": "references",
    "chapters/corrections": "corrections and tombstones",
    "briefs/kazakhstan-january-2022": "a brief",
    "exercises/index": "assignments",
    "exercises/all": "all exercises in a table",
    "exercises/close-reading": "exercises",
    "exercises/writing": "rubrics",
    "search": "the search page",
    "genindex": "the index",
}
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""Every rule that axe runs by itself, and the size of targets (WCAG 2.2, 2.5.8), which it leaves out."""


def pages() -> list[str]:
    """The pages to try: of every kind one, or all where SOURCEBOOK_PAGES says so."""
    if not MAKE_ALL:
        return list(KINDS)
    listed = re.findall(r"(?:root|file): (\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return list(dict.fromkeys([*listed, *KINDS]))


@dataclass
class Visit:
    """A page that was opened: what it asked for, and what it complained of, breaches of its policy among it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def to(self, address: str, silent: bool = True) -> Visit:
        """Go to an address and wait until the network is silent, or for the page, its scripts and fonts alone."""
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self.note)
        self.page.goto(address)
        if silent:  # half a second, which what only looks at the page need not wait
            self.page.wait_for_load_state("networkidle")
        else:
            self.page.evaluate("document.fonts.ready.then(() => null)")
        return self

    def note(self, asked: Request) -> None:
        """Remember a request. A method of ours, because the driver cannot hang anything on one of a list."""
        self.requests.append(asked)

    def foreign(self, home: str) -> list[str]:
        return [asked.url for asked in self.requests if not asked.url.startswith((home, "data:"))]

    def faults(self, **options: Any) -> tuple[list[tuple[str, str, str]], int]:
        """What axe finds wrong: rule, element and summary; and how many rules passed."""
        report = Axe().run(self.page, options={**AXE, **options}).response
        found = [(v["id"], n["html"][:200], n["failureSummary"]) for v in report["violations"] for n in v["nodes"]]
        return found, len(report["passes"])
