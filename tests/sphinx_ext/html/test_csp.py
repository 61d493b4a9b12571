"""The policy: nothing but a book's own files, and of what stands in its pages exactly what was written."""

from __future__ import annotations

import base64
import hashlib

import pytest

from sourcebook.sphinx_ext.html import csp


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html>\n<html>\n<head>\n{head}</head>\n<body>{body}</body>\n</html>\n"


def expected(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def rules(*pages: str) -> dict[str, list[str]]:
    found = [rule.split() for rule in csp.policy(pages).split("; ")]
    return {name: values for name, *values in found}


def test_a_page_of_words_needs_nothing_inline() -> None:
    found = rules(page("<p>Words.</p><script src='own.js'></script>"))
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'"]
    assert found["style-src"] == ["'self'"]


@pytest.mark.parametrize("kind", ["", ' type="module"', ' type="text/javascript"'])
def test_an_inline_script_is_allowed_by_its_hash(kind: str) -> None:
    found = rules(page(f"<script{kind}>let a = 1 < 2;</script>"))
    assert found["script-src"] == ["'self'", expected("let a = 1 < 2;")]


def test_data_in_a_page_need_no_permission() -> None:
    assert rules(page('<script type="application/json">{"a": 1}</script>'))["script-src"] == ["'self'"]


def test_a_width_of_a_column_is_allowed_and_no_other_style() -> None:
    found = rules(page('<table><col style="width: 40%"></table>'))
    assert found["style-src"] == ["'self'", "'unsafe-hashes'", expected("width: 40%")]


def test_a_style_sheet_in_a_page_is_allowed_by_its_hash() -> None:
    assert rules(page("<svg><style>a { color: red }</style></svg>"))["style-src"][1:] == [expected("a { color: red }")]


def test_the_policy_of_a_book_is_that_of_all_its_pages() -> None:
    found = rules(page("<script>1</script>"), page("<script>2</script>"), page("<script>1</script>"))
    assert found["script-src"] == ["'self'", *sorted([expected("1"), expected("2")])]


def test_what_an_attribute_would_run_is_never_allowed() -> None:
    assert rules(page('<button onclick="go()">Go</button>'))["script-src"] == ["'self'"]


def test_a_page_gets_its_own_policy_first_in_its_head_and_once() -> None:
    once = csp.with_policy(page("<script>1</script>", '<meta charset="utf-8">\n'))
    assert once.index("Content-Security-Policy") < once.index("charset")
    assert expected("1") in once
    assert csp.with_policy(once) == once


def test_no_other_page_may_frame_the_book() -> None:
    assert csp.headers([page("")])["Content-Security-Policy"].endswith("; frame-ancestors 'self'")
