"""What students do with exercises: answer each kind with the keyboard alone, read feedback, come back, print.

Here: what only a browser shows; the book is served with a strict content security policy. Not here: what stands on the
page (`tests/sphinx_ext/exercises/test_directives.py`).
"""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from sourcebook.questions.kinds import KINDS
from tests.browser.conftest import Silent
from tests.sphinx_ext import conftest as small
from tests.sphinx_ext import every_kind

# The frame of the page has styles of its own in it; that exercises have none, the tests of their HTML show.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'"
)
BASIC = {"html_theme": "basic", "html_sidebars": {"**": []}}
BOOK = {"html_theme": "sphinx_book_theme", "html_context": {"default_mode": "auto"}, "html_title": "The harbour"}
TABLE = "# All exercises\n\n:::{sb:exercise-table}\n:::\n"
GRADED = every_kind.page("graded").replace("# Exercises", "# Graded").replace("exercise} ", "exercise} graded-")


class Strict(Silent):
    """Serves with the policy."""

    policy = POLICY

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


class Lenient(Strict):
    """For a theme that has scripts of its own on the page."""

    policy = ""


@contextmanager
def served(root: Path, handler: type[Strict], **theme: Any) -> Iterator[str]:
    """The address of a book with every kind of exercise, once for practice and once graded."""
    (root / "articles").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCEBOOK_TEXTS", str(root / "articles"))
        book = small.Book(root / "book", root / "articles", patch)
        small.write_articles(book)
        book.write("sources/actors.yml", small.ACTORS)
        pages = {"practice": every_kind.page(), "graded": GRADED, "list": small.LIST, "table": TABLE}
        toctree = "# The book\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n"
        for name, words in {"index": toctree, **pages}.items():
            book.write(f"{name}.md", words)
        built = book.build(myst_enable_extensions=["colon_fence", "deflist"], smartquotes=False, **theme)
    assert built.warnings == []
    directory = functools.partial(handler, directory=str(built.out))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), directory) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a book that allows no inline script and no inline style."""
    with served(tmp_path_factory.mktemp("strict"), Strict, **BASIC) as address:
        yield address


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the same book in its real theme."""
    with served(tmp_path_factory.mktemp("themed"), Lenient, **BOOK) as address:
        yield address


Opener = Callable[..., Page]


@pytest.fixture
def look(browser: Browser) -> Iterator[Opener]:
    """Open a page; what went wrong in it is in `page.errors`."""
    contexts = []

    def opened(address: str, width: int = 1300, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        errors: list[str] = []
        page.on(
            "console",
            lambda said: errors.append(f"{said.text} {said.location['url']}") if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.errors = errors  # type: ignore[attr-defined]  # kept where the test finds it
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def errors_of(page: Page) -> list[str]:
    found: list[str] = page.errors  # type: ignore[attr-defined]  # set above
    return found


# -- answering with the keyboard --------------------------------------------------------------------------------------


def exercise(page: Page, ident: str) -> Locator:
    return page.locator(f"#exercise-{ident}")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until an element has the focus."""
    page.evaluate("document.activeElement.blur()")
    for _ in range(250):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {wanted}")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    tab_to(page, wanted)
    page.keyboard.press(key)


def choose(page: Page, menu: Locator, label: str) -> None:
    """Choose in a menu by typing the beginning of an entry."""
    tab_to(page, menu)
    page.keyboard.type(label, delay=5)
    expect(menu.locator("option:checked")).to_have_text(label)


def write(page: Page, field: Locator, words: str) -> None:
    tab_to(page, field)
    page.keyboard.type(words)


def answer_single(page: Page, here: Locator) -> None:
    tab_to(page, here.locator("input").first)
    page.keyboard.press("ArrowDown")


def answer_several(page: Page, here: Locator) -> None:
    for index in (0, 2):
        press(page, here.locator("input").nth(index), "Space")


def answer_order(page: Page, here: Locator) -> None:
    for place, words in enumerate(("The engine was found unsafe.", "The ferry stopped.", "The company may")):
        entry = here.locator(".sb-order > li", has_text=words)
        while entry.evaluate("(e) => [...e.parentElement.children].indexOf(e)") > place:
            press(page, entry.get_by_role("button", name="Move up"))


def answer_menus(page: Page, here: Locator, pairs: dict[str, str]) -> None:
    for left, right in pairs.items():
        choose(page, here.get_by_label(left), right)


def answer_marks(page: Page, here: Locator) -> None:
    press(page, here.get_by_role("button", name="possibly it comes back"), "Space")


def answer_gaps(page: Page, here: Locator) -> None:
    write(page, here.get_by_label("Gap 1"), " ZQgap. ")
    choose(page, here.get_by_label("Gap 2"), "zqmenu")


ANSWERS: dict[str, Callable[[Page, Locator], None]] = {
    "who-speaks": answer_single,
    "which-hold": answer_several,
    "in-order": answer_order,
    "match-them": lambda page, here: answer_menus(
        page, here, {"Tomas Reed": "harbour master", "Ilsa Quill": "author of the report"}
    ),
    "fill-in": answer_gaps,
    "how-many": lambda page, here: write(page, here.get_by_label("Number"), "7390"),
    "one-word": lambda page, here: write(page, here.get_by_label("In a few words"), "A  zqshort"),
    "sort-them": lambda page, here: answer_menus(
        page,
        here,
        {"The ferry stopped.": "The article", "The council meets.": "The article", "Buy a boat today.": "Furniture"},
    ),
    "find-it": answer_marks,
}


def test_every_kind_but_the_essay_is_completed_by_keyboard_below() -> None:
    """The essay, which nobody can check, has a test of its own."""
    names = re.compile(r"\{sb:exercise\} ([\w-]+)")
    asked = {ident: kind for kind, text in every_kind.KINDS.items() for ident in names.findall(text)}
    assert {ident for ident, kind in asked.items() if kind != "essay"} == set(ANSWERS)
    assert set(asked.values()) == set(KINDS)


@pytest.mark.parametrize("ident", ANSWERS)
def test_the_keyboard_alone_completes_each_kind(look: Opener, strict: str, ident: str) -> None:
    page = look(f"{strict}/practice.html")
    here = exercise(page, ident)
    expect(here.locator("details.sb-answer-key")).to_be_hidden()
    ANSWERS[ident](page, here)
    press(page, here.get_by_role("button", name="Check", exact=True))
    expect(here.get_by_role("status")).to_contain_text("Right:")
    expect(here.locator("details.sb-answer-key")).to_be_visible()
    assert errors_of(page) == []


def test_an_essay_is_written_counted_and_compared(look: Opener, strict: str) -> None:
    page = look(f"{strict}/practice.html")
    here = exercise(page, "weigh-it")
    write(page, here.get_by_label("Your text"), "They should wait.")
    expect(here.locator(".sb-count")).to_have_text("3 words of 100 to 200")
    expect(here.get_by_text("A model: zqessay.")).to_be_hidden()
    press(page, here.get_by_role("button", name="Show the model answer"))
    expect(here.get_by_text("A model: zqessay.")).to_be_visible()


def test_a_wrong_choice_gets_its_feedback(look: Opener, strict: str) -> None:
    page = look(f"{strict}/practice.html")
    here = exercise(page, "who-speaks")
    here.get_by_label("The company.").check()
    here.get_by_role("button", name="Check", exact=True).click()
    expect(here.get_by_role("status")).to_have_text("Not right: 0 of 2 points.")
    expect(here.locator(".sb-told")).to_contain_text("It did not answer: zqfeedback.")
    expect(here.locator(".sb-told")).not_to_contain_text("He is quoted.")
    expect(here.locator("li[data-value=a] .sb-verdict")).to_contain_text("not right")
    here.get_by_label("The harbour master.").check()
    expect(here.get_by_role("status")).to_have_text("")


def test_choosing_everything_earns_less_than_choosing_right(look: Opener, strict: str) -> None:
    page = look(f"{strict}/practice.html")
    here = exercise(page, "which-hold")
    for box in here.locator("input").all():
        box.check()
    here.get_by_role("button", name="Check", exact=True).click()
    expect(here.get_by_role("status")).to_have_text("Partly right: 1.5 of 3 points.")


def test_no_answer_is_no_wrong_answer(look: Opener, strict: str) -> None:
    page = look(f"{strict}/practice.html")
    here = exercise(page, "how-many")
    here.get_by_role("button", name="Check", exact=True).click()
    expect(here.get_by_role("status")).to_have_text("There is no answer yet.")
    expect(here.locator("details.sb-answer-key")).to_be_hidden()


@pytest.mark.parametrize(("given", "right"), [("7389", True), ("7393", True), ("7393.01", False), ("7388", False)])
def test_a_number_is_right_within_its_tolerance(look: Opener, strict: str, given: str, right: bool) -> None:
    page = look(f"{strict}/practice.html")
    here = exercise(page, "how-many")
    here.get_by_label("Number").fill(given)
    here.get_by_label("Number").press("Enter")
    expect(here.get_by_role("status")).to_contain_text("Right:" if right else "Not right:")


def test_entries_can_be_dragged(look: Opener, strict: str) -> None:
    page = look(f"{strict}/practice.html")
    entries = exercise(page, "in-order").locator(".sb-order > li")
    before = [words.partition("↑")[0].strip() for words in entries.all_inner_texts()]
    entries.nth(2).drag_to(entries.nth(0))
    after = [words.partition("↑")[0].strip() for words in entries.all_inner_texts()]
    assert after == [before[2], before[0], before[1]]


# -- progress ---------------------------------------------------------------------------------------------------------


def progress(page: Page) -> Locator:
    return page.get_by_role("region", name="Your progress")


def test_progress_survives_a_reload_can_be_saved_and_begun_again(look: Opener, strict: str, tmp_path: Path) -> None:
    page = look(f"{strict}/practice.html")
    for ident, answer in ANSWERS.items():
        answer(page, exercise(page, ident))
    exercise(page, "who-speaks").get_by_role("button", name="Check", exact=True).click()
    expect(progress(page)).to_contain_text("9 of 10 answered on this page, 2 of 12 points.")
    page.reload()
    expect(progress(page)).to_contain_text("9 of 10 answered on this page, 2 of 12 points.")
    expect(exercise(page, "who-speaks").get_by_label("The harbour master.")).to_be_checked()
    expect(exercise(page, "who-speaks").get_by_role("status")).to_have_text("Right: 2 of 2 points.")
    expect(exercise(page, "how-many").get_by_label("Number")).to_have_value("7390")
    expect(exercise(page, "find-it").get_by_role("button", name="possibly")).to_have_attribute("aria-pressed", "true")
    first = exercise(page, "in-order").locator(".sb-order > li").first
    expect(first).to_contain_text("The engine was found unsafe.")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Download my answers").click()
    loading.value.save_as(tmp_path / "my-answers.html")
    saved = lxml.html.document_fromstring((tmp_path / "my-answers.html").read_bytes())
    kept = json.loads("".join(str(script.text) for script in saved.iter("script")))["answers"]
    marked = {name: kept["who-speaks"][name] for name in ("answer", "checked", "points", "of", "words")}
    assert marked == {"answer": ["b"], "checked": True, "points": 2, "of": 2, "words": "The harbour master."}
    assert [heading.text for heading in saved.iter("h3")] == [state["title"] for state in kept.values()]
    assert all(state["question"] and state["words"] for state in kept.values())
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Keep them").click()
    expect(progress(page)).to_contain_text("9 of 10 answered")
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Delete the answers on this page").click()
    expect(progress(page)).to_contain_text("0 of 10 answered on this page, 0 of 12 points.")
    page.reload()
    expect(exercise(page, "how-many").get_by_label("Number")).to_have_value("")


def test_answers_are_read_sent_and_brought_back_with_their_questions(look: Opener, strict: str, tmp_path: Path) -> None:
    page = look(f"{strict}/practice.html")
    for ident, answer in ANSWERS.items():
        answer(page, exercise(page, ident))
    page.goto(f"{strict}/table.html")
    expect(progress(page)).to_contain_text("You have answered 9 in this book")
    progress(page).locator("summary").click()
    page.get_by_role("button", name="Read or print them").click()
    expect(page.locator("#sb-my-answers")).to_be_focused()
    expect(page.locator("#sb-my-answers section")).to_have_count(9)
    with page.expect_download() as loading:
        page.get_by_role("button", name="Download them").click()
    loading.value.save_as(tmp_path / "sent.html")
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Delete all my answers").click()
    expect(progress(page)).to_contain_text("You have answered none yet.")
    page.locator("#sb-bring").set_input_files(tmp_path / "sent.html")
    expect(progress(page)).to_contain_text("9 brought back. You have answered 9 in this book")
    page.goto(f"{strict}/practice.html")
    expect(exercise(page, "how-many").get_by_label("Number")).to_have_value("7390")
    assert errors_of(page) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no answers", "That file holds no answers"),
        ('{"answers": []}', "That file holds no answers"),
        ('{"answers": {"how-many": null}}', "That file holds no answers"),
        (
            '{"answers": {"how-many": {"answer": {"<img>": 1}}, "fill-in": {"answer": null, "title": "<b>x</b>"}}}',
            "2 brought",
        ),
        ('{"answers": {"who-speaks": {"answer": 7, "checked": true}}}', "1 brought back"),
    ],
)
def test_a_file_of_another_form_does_no_harm(look: Opener, strict: str, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "sent.json").write_text(text, encoding="utf-8")
    page = look(f"{strict}/table.html")
    page.locator("#sb-bring").set_input_files(tmp_path / "sent.json")
    expect(progress(page)).to_contain_text(said)
    progress(page).locator("summary").click()
    page.get_by_role("button", name="Read or print them").click()
    expect(page.locator("#sb-my-answers").locator("b, img")).to_have_count(0)
    page.goto(f"{strict}/practice.html")
    expect(page.get_by_role("button", name="Check", exact=True)).to_have_count(9)
    assert errors_of(page) == []


def test_one_exercise_is_printed_alone(look: Opener, strict: str) -> None:
    page = look(f"{strict}/practice.html")
    page.evaluate("window.print = () => { window.printed = true; }")
    exercise(page, "how-many").get_by_role("button", name="Print this one").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(exercise(page, "how-many")).to_be_visible()
    expect(exercise(page, "who-speaks")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(exercise(page, "who-speaks")).to_be_visible()


def test_filters_of_the_table_stand_in_the_address(look: Opener, strict: str) -> None:
    page = look(f"{strict}/table.html")
    rows = page.locator(".sb-exercise-table tbody tr:visible")
    all_rows = rows.count()
    assert all_rows == 20
    page.get_by_label("Kind").select_option("Essay")
    expect(rows).to_have_count(2)
    assert page.url.endswith("table.html?kind=Essay")
    shared = look(page.url)
    expect(shared.locator(".sb-exercise-table tbody tr:visible")).to_have_count(2)
    expect(shared.get_by_label("Kind")).to_have_value("Essay")
    expect(shared.locator(".sb-filters + p")).to_contain_text("2 of 20 in sight")
    unknown = look(f"{strict}/table.html?kind=Nothing")
    expect(unknown.locator(".sb-exercise-table tbody tr:visible")).to_have_count(20)


@pytest.mark.parametrize("width", [320, 1300])
def test_the_table_is_open_to_everybody(look: Opener, themed: str, width: int) -> None:
    page = look(f"{themed}/table.html", width=width)
    report = Axe().run(page, context="article").response
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in report["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_answer_that_no_longer_fits_its_question_is_left_alone(look: Opener, strict: str) -> None:
    page = look(f"{strict}/practice.html")
    answer_gaps(page, exercise(page, "fill-in"))
    page.evaluate(
        """() => {
          const place = Object.keys(localStorage)[0];
          const all = JSON.parse(localStorage[place]);
          all["fill-in"].answer = { "gap-7": "old" };
          localStorage[place] = JSON.stringify(all);
        }"""
    )
    page.reload()
    expect(exercise(page, "fill-in").get_by_label("Gap 1")).to_have_value("")
    assert errors_of(page) == []


def test_graded_items_are_answered_and_kept_and_never_checked(look: Opener, strict: str) -> None:
    page = look(f"{strict}/graded.html")
    expect(page.get_by_role("button", name="Check", exact=True)).to_have_count(0)
    expect(page.locator("details.sb-answer-key")).to_have_count(0)
    exercise(page, "graded-how-many").get_by_label("Number").fill("5")
    page.reload()
    expect(exercise(page, "graded-how-many").get_by_label("Number")).to_have_value("5")
    expect(progress(page)).to_contain_text("1 of 10 answered on this page. Answers are kept in this browser alone.")


# -- without a script, on paper, on every screen ----------------------------------------------------------------------


def test_without_scripts_the_answers_are_there_to_open(look: Opener, strict: str) -> None:
    page = look(f"{strict}/practice.html", java_script_enabled=False)
    assert page.locator("details.sb-answer-key").count() == 10
    for index in range(10):
        key = page.locator("details.sb-answer-key").nth(index)
        expect(key).to_be_visible()
        key.locator("> summary").click()
        assert key.locator("p:visible").count() > 0
    expect(page.locator(".sb-progress, .sb-check")).to_have_count(0)


def test_on_paper_there_is_room_and_no_key(look: Opener, strict: str) -> None:
    page = look(f"{strict}/practice.html")
    exercise(page, "who-speaks").get_by_label("The company.").check()
    exercise(page, "who-speaks").get_by_role("button", name="Check", exact=True).click()
    page.emulate_media(media="print")
    for hidden in (".sb-answer-key", ".sb-progress", ".sb-buttons", ".sb-told", ".sb-verdict", ".sb-moves", ".sb-hint"):
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    box = exercise(page, "weigh-it").locator("textarea").bounding_box()
    assert box
    assert box["height"] > 200
    expect(exercise(page, "match-them").locator(".sb-options-paper")).to_be_visible()


ARTICLE = ".bd-article"


@pytest.mark.parametrize("name", ["practice", "graded"])
@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_exercises_is_sound_on_every_screen(
    look: Opener, themed: str, name: str, width: int, scheme: Any
) -> None:
    page = look(f"{themed}/{name}.html", width, color_scheme=scheme)
    if name == "practice":
        answer_single(page, exercise(page, "who-speaks"))
        exercise(page, "who-speaks").get_by_role("button", name="Check", exact=True).click()
        exercise(page, "how-many").get_by_label("Number").fill("1")
        exercise(page, "how-many").get_by_label("Number").press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert errors_of(page) == []
    report = Axe().run(page, context=ARTICLE).response
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in report["violations"]] == []
    assert len(report["passes"]) > 5
