"""The theme's style sheet without the rules that no page needs.

Here: which rules stay, by hand, and that none that any page of the project's own book needs is gone. Not here: that
pages look as they should (`tests/browser/`).
"""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from sourcebook.sphinx_ext.html import theme, used_styles

NAMES = {"here", "there"}


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".here{color:red}.gone{color:red}", ".here{color:red}"),
        (".gone,.here,p{color:red}", ".here,p{color:red}"),
        (".here .gone,.here.there{color:red}", ".here.there{color:red}"),
        ("a:not(.gone),b:is(.here,.gone) i{color:red}", "a:not(.gone),b:is(.here,.gone) i{color:red}"),
        ("a:not(.gone:is(.x,.y)) .gone{color:red}p{}", "p{}"),
        ("@media print{.gone{color:red}.here{color:red}}", "@media print{.here{color:red}}"),
        ("@media print{.gone{color:red}}p{top:0}", "p{top:0}"),
        ("@media print{@supports (a:b){.gone{c:d}p{e:f}}}", "@media print{@supports (a:b){p{e:f}}}"),
        ("@font-face{src:url(a.gone)}", "@font-face{src:url(a.gone)}"),
        ('@charset "UTF-8";p{top:0}', '@charset "UTF-8";p{top:0}'),
        ("/*! v1.gone, 2.gone } */.here{a:b}", "/*! v1.gone, 2.gone } */.here{a:b}"),
        ('.here::before{content:"}.gone{"}p{a:b}', '.here::before{content:"}.gone{"}p{a:b}'),
        ('[data-a=".gone"]{a:b}', ""),
        ("#gone,[title]{a:b}", "#gone,[title]{a:b}"),
        ("", ""),
    ],
)
def test_a_rule_stays_where_all_its_classes_are_used(sheet: str, left: str) -> None:
    assert used_styles.used_rules(sheet, NAMES) == left


def test_classes_are_read_in_every_way_to_write_them(tmp_path: Path) -> None:
    page, script = tmp_path / "a.html", tmp_path / "a.js"
    page.write_text("<p class=\"one two\"><b CLASS='three'><i class = four><u title='class'>", encoding="utf-8")
    script.write_text('e.classList.add("five-six"); x.className = `seven${n}`', encoding="utf-8")
    assert {"one", "two", "three", "four", "five-six", "seven"} <= used_styles.named_classes([page], [script])


PSEUDO = r"/::?(?:before|after|hover|focus|focus-visible|focus-within|active|visited|marker|placeholder)(?![-\w])/g"
MATCHES = f"""(selectors) => selectors.filter((each) => {{
  try {{ return document.querySelector(each.replace({PSEUDO}, "")); }} catch {{ return false; }}
}})"""


def test_no_element_of_the_book_needs_a_rule_that_is_gone(chromium: Path, real_book: Path) -> None:
    [whole] = (f.read_text() for f in files("pydata-sphinx-theme") or () if f.as_posix().endswith(theme.WHOLE))
    used = (real_book / "_static" / theme.USED).read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content("<style id=a></style><style id=b></style>")
        listed = """([id, sheet]) => {
          const style = document.getElementById(id);
          style.textContent = sheet;
          const walk = (rules) => [...rules].flatMap((r) => [r.selectorText || "", ...walk(r.cssRules || [])]);
          const parts = (each) => each.split(/,(?![^(]*\\))/).map((part) => part.trim());
          return walk(style.sheet.cssRules).filter(Boolean).flatMap(parts);
        }"""
        gone = sorted(set(page.evaluate(listed, ["a", whole])) - set(page.evaluate(listed, ["b", used])))
        assert len(gone) > 1000
        for name in ("index", "chapters/timeline", "chapters/people", "exercises/close-reading", "search", "404"):
            page.goto((real_book / f"{name}.html").as_uri())
            assert page.evaluate(MATCHES, gone) == [], name
        browser.close()


def test_the_sheet_is_a_third_of_the_whole_and_every_page_names_it(real_book: Path) -> None:
    assert not (real_book / "_static" / theme.WHOLE).exists()
    assert (real_book / "_static" / theme.USED).stat().st_size < 130_000
    pages = [path for path in real_book.rglob("*.html") if "_static" not in path.parts and path.stem != "404"]
    assert len(pages) > 20
    assert [path for path in pages if theme.USED not in path.read_text(encoding="utf-8")] == []


def test_only_the_whole_without_some_rules_is_a_part_of_it() -> None:
    whole = "/*a.b*/p{a:b}.x,.y:not(.z){c:d}@media print{.x .y{e:f}}.y{g:h}"
    for names in (set(), {"x"}, {"y"}, {"x", "y"}, {"z"}):
        assert used_styles.is_part(used_styles.used_rules(whole, names), whole)
    for other in ("", "p{a:b}", whole.replace("c:d", "c:e"), whole + "p{display:none}", whole.replace(".y{g:h}", "")):
        assert not used_styles.is_part(other, whole), other
