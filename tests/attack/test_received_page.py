"""A received page: whatever is changed in it between the build and the reader, `sourcebook verify` ends with 1.

One page of the sample book is built once, and each trick changes it in one way. Case verify-page.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook.cli import main
from sourcebook.commands import verify as verify_command

WORDS = "For three weeks before the flood the lake had stood less than a metre below its brim"
SHOWN = f'<span class="sb-mark">“</span>{WORDS}<span class="sb-mark">”</span>'
LIE = "The mayor is a thief and a liar."
Trick = Callable[[str], str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the sample book, as they are built."""
    root = tmp_path_factory.mktemp("received") / "book"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCEBOOK_TEXTS", raising=False)
        assert CliRunner().invoke(main, ["new", "book", str(root)]).exit_code == 0
        assert CliRunner().invoke(main, ["--root", str(root), "build"]).exit_code == 0
    return root


@pytest.fixture(scope="module")
def page(built: Path) -> str:
    return (built / "_build/html/chapters/background.html").read_text(encoding="utf-8")


def verify(folder: Path, file: Path, root: Path | None = None) -> Result:
    result = CliRunner().invoke(main, ["--root", str(root or folder), "verify", str(file)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def swap(old: str, new: str) -> Trick:
    """The first place where a page says something says something else."""
    return lambda page: page.replace(old, new, 1)


def add(markup: str) -> Trick:
    """Something more at the end of the text, before the evidence."""
    return swap(
        '<script type="application/json" class="sb-evidence">',
        f'{markup}\n<script type="application/json" class="sb-evidence">',
    )


def head(markup: str) -> Trick:
    return swap("</head>", f"{markup}</head>")


def inside(old: str, new: str) -> Trick:
    """Other markup in the words of the first quotation."""
    return swap(SHOWN, SHOWN.replace(old, new))


TRICKS: dict[str, tuple[Trick, str]] = {
    # -- other words -----------------------------------------------------------------------------------------------
    "a word changed": (inside("less", "more"), "does not prove"),
    "a word left out": (inside("less than ", ""), "does not prove"),
    "a word hidden by a style": (inside("less", '<s style="display:none">less</s>'), "display:none"),
    "a word hidden by a class": (inside("less", '<span class="d-none">less</span>'), "inside the quotation"),
    "a word hidden by an attribute": (inside("less", "<span hidden>less</span>"), "'hidden'"),
    "a word struck through": (inside("less", "<del>less</del>"), "<del>"),
    "a word struck, as an old element": (inside("less", "<strike>less</strike>"), "<strike>"),
    "words turned round by an element": (inside("less", '<bdo dir="rtl">less</bdo>'), "<bdo>"),
    "words turned round by a control": (inside("lake", "\u202elake\u202c"), "U+202E"),
    "words turned round by isolates": (inside("the flood the lake", "\u2067the flood\u2069 the lake"), "U+2067"),
    "words turned round by an attribute": (
        swap('<blockquote class="sb-words"', '<blockquote dir="rtl" class="sb-words"'),
        "direction",
    ),
    "letters of no width between": (inside("less", "l\U000e0041ess"), "U+E0041"),
    "a letter that looks alike": (inside("lake", "l\u0430ke"), "does not prove"),
    "a word in a ruby": (inside("less", "<ruby>less<rt>more</rt></ruby>"), "<ruby>"),
    "a picture in the words": (inside("less", '<img src="../_images/more.png" alt="less">'), "<img>"),
    "a comment that one reader takes for text": (inside("less", "less<!--> and more <!-- -->"), "'<!-->'"),
    "words in another class": (swap('class="sb-words"', 'class="sb-words opacity-0"'), "class"),
    # -- who, where ------------------------------------------------------------------------------------------------
    "another speaker": (swap('sb-speaker">Lena Ostrey', 'sb-speaker">The President'), "The President"),
    "another speaker in the reference too": (
        lambda page: "<script type".join(
            part.replace("Lena Ostrey", "The President") if i == 0 else part
            for i, part in enumerate(page.split("<script type"))
        ),
        "The President",
    ),
    "another speaker behind the first": (
        swap('sb-speaker">Lena Ostrey', 'sb-speaker">Lena Ostrey and the mayor'),
        "the mayor",
    ),
    "somebody who told it": (
        swap("Lena Ostrey</strong>, in", "Lena Ostrey</strong>, citing the police, in"),
        "the police",
    ),
    "the speaker hidden": (
        swap(
            '<strong class="sb-speaker">Lena Ostrey</strong>', '<strong class="sb-speaker d-none">Lena Ostrey</strong>'
        ),
        "attribution",
    ),
    "another paragraph": (swap("Courier\u00a0¶6<", "Courier\u00a0¶7<"), "¶7"),
    "another article": (swap("Courier\u00a0¶6<", "Ives\u00a0¶6<"), "Ives ¶6"),
    "another paragraph in a sentence": (swap(">(¶8)<", ">(¶9)<"), "(¶9)"),
    "another source in a sentence": (swap(">(¶8)<", ">(Courier\u00a0¶8)<"), "Courier ¶8"),
    "a bracket taken away": (lambda page: re.sub(r'<span data-quotes="quote-ives[^<]*</span>', "", page), "prints"),
    "no attribution": (
        lambda page: re.sub(r"(?s)<figcaption class=\"sb-attribution\">.*?</figcaption>", "", page, count=1),
        "prints",
    ),
    "words out of their figure": (add(f'<p>The President: <q class="sb-words">“{WORDS}”</q></p>'), "stands without"),
    "somebody else in a bracket": (swap(">(¶8)<", ">(the mayor, ¶8)<"), "the mayor"),
    # -- more quotations ---------------------------------------------------------------------------------------------
    "a quotation in plain text": (add(f"<p>The mayor said: “{LIE}”</p>"), LIE),
    "a quotation in straight marks": (add(f'<p>The mayor said: "{LIE}"</p>'), LIE),
    "a quotation in single marks": (add("<p>She said: ‘The mayor is a thief and a liar.’</p>"), LIE),
    "a quotation in guillemets": (add(f"<p>«{LIE}»</p>"), LIE),
    "a quotation in ornaments": (add(f"<p>❝{LIE}❞</p>"), LIE),
    "a quotation in low marks": (add(f"<p>„{LIE}“</p>"), LIE),
    "a quotation in double primes": (add(f"<p>″{LIE}″</p>"), LIE),
    "a quotation as a block": (add(f"<blockquote><p>{LIE}</p></blockquote>"), LIE),
    "a quotation as an element": (add(f"<p>He said <q>{LIE}</q></p>"), LIE),
    "a quotation of proven words in a plain block": (
        add(f"<figure><blockquote><p>“{WORDS} […] today”</p></blockquote><figcaption>He</figcaption></figure>"),
        "does not prove",
    ),
    "a quotation of proven words, moved by classes": (
        add(
            '<p class="d-flex"><span>“For three weeks</span><span class="order-1">before the flood</span> the lake”</p>'
        ),
        "does not prove",
    ),
    "a quotation of proven words in parts": (
        add("<p>“For three weeks <b>before the flood</b> the lake had stood”</p>"),
        "put together",
    ),
    "a quotation parted by hidden words": (
        add('<p>“For three weeks <span class="d-none">before the flood</span> the lake had stood”</p>'),
        "does not prove",
    ),
    "a quotation in a summary": (add(f"<details><summary>“{LIE}”</summary></details>"), LIE),
    "a quotation in a text for a picture": (add(f'<img src="../_static/file.png" alt="“{LIE}”">'), LIE),
    "a quotation in a label": (add(f'<p aria-label="“{LIE}”">x</p>'), LIE),
    "a quotation in a title": (add(f'<p title="“{LIE}”">x</p>'), LIE),
    "a quotation in a field": (add(f'<input value="“{LIE}”">'), LIE),
    "a quotation in a text field": (add(f"<textarea>“{LIE}”</textarea>"), LIE),
    "a quotation in a drawing": (add(f"<svg><text>“{LIE}”</text></svg>"), LIE),
    "a quotation in the head": (
        swap('<meta name="description" content="', f'<meta name="description" content="“{LIE}” '),
        LIE,
    ),
    "a quotation whose mark never closes": (add(f"<p>“{LIE}</p>"), "thief"),
    "icons as marks": (add(f'<p><i class="fa-solid fa-quote-left"></i> {LIE}</p>'), "draws quotation marks"),
    # -- parts that can show anything ---------------------------------------------------------------------------------
    "a style sheet": (
        head("<style>.sb-words p{font-size:0}.sb-words p::before{content:'Lies'}</style>"),
        "style sheet",
    ),
    "a style sheet from elsewhere": (head('<link rel="stylesheet" href="https://evil.example/x.css">'), "evil.example"),
    "a style sheet beside": (head('<link rel="stylesheet" href="../_static/more.css">'), "more.css"),
    "a style sheet as data": (head('<link rel="stylesheet" href="data:text/css,p{}">'), "data:text/css"),
    "a style sheet for another name": (head('<link rel="alternate stylesheet" href="x.css">'), "x.css"),
    "a script": (add("<script>document.title=1</script>"), "script of its own"),
    "a script as a module": (add('<script type="module">1</script>'), "script of its own"),
    "a script of a strange kind": (add('<script type="speculationrules">{}</script>'), "script of its own"),
    "a script from elsewhere": (head('<script src="//evil.example/x.js"></script>'), "evil.example"),
    "a script beside": (head('<script src="../_static/more.js"></script>'), "more.js"),
    "an event": (swap("<body", '<body onload="x()"'), "onload"),
    "a link that runs": (add('<a href=" java\nscript:x()">x</a>'), "loads or runs"),
    "a frame": (add('<iframe src="x.html"></iframe>'), "<iframe>"),
    "a frame of its own text": (add(f'<iframe srcdoc="{LIE}"></iframe>'), "srcdoc"),
    "an object": (add('<object data="x.html"></object>'), "<object>"),
    "an embedded file": (add('<embed src="x.svg">'), "<embed>"),
    "another base": (head('<base href="https://evil.example/">'), "<base>"),
    "a refresh": (head('<meta http-equiv="refresh" content="0;url=x">'), "refresh"),
    "another character set": (swap('<meta charset="utf-8"', '<meta charset="utf-7"'), "utf-7"),
    "a template with a shadow": (add('<div><template shadowrootmode="open"><p>x</p></template></div>'), "<template>"),
    "an element of its own": (add("<x-lie></x-lie>"), "<x-lie>"),
    "a slot": (add("<slot></slot>"), "<slot>"),
    "a picture as data": (add('<img src="data:image/png;base64,AAAA" alt="">'), "data:image"),
    "a picture from elsewhere": (add('<img src="https://evil.example/x.png" alt="">'), "evil.example"),
    "an animation": (add("<svg><text>x<set attributeName='x' to='1'/></text></svg>"), "<set>"),
    "a page in a drawing": (add("<svg><foreignObject><p>x</p></foreignObject></svg>"), "<foreignobject>"),
    "a drawing from elsewhere": (add('<svg><use href="x.svg#a"></use></svg>'), "x.svg"),
    "a style in an attribute": (add('<p style="position:fixed;top:0">x</p>'), "position:fixed"),
    "a column of no width": (add('<p style="width: 0%">x</p>'), "width: 0%"),
    "a field to write in": (swap('<section id="', '<section contenteditable="" id="'), "contenteditable"),
    "an instruction": (add("<?xml-stylesheet href='x.css'?>"), "'<?'"),
    # -- the evidence ----------------------------------------------------------------------------------------------
    "words changed in both": (lambda page: page.replace("less than a metre", "more than a metre"), "NOT PROVEN"),
    "the statement taken out": (
        lambda page: re.sub(
            r'"said":\{"speaker":"Lena Ostrey".*?\}', '"said":{"speaker":"","via":"","printed":""}', page, count=1
        ),
        "prints",
    ),
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_changed_page_fails_and_says_what_is_wrong(page: str, tmp_path: Path, name: str) -> None:
    trick, says = TRICKS[name]
    changed = trick(page)
    assert changed != page, "the trick did nothing"
    file = tmp_path / "page.html"
    file.write_text(changed, encoding="utf-8")
    report = verify_command.read(file, changed.encode())  # as the command does, in this process
    assert not report.ok
    assert says in "\n".join(report.lines())


@pytest.mark.parametrize(("name", "kind"), [("another speaker", "shown-otherwise"), ("a script", "active-content")])
def test_the_kind_of_problem_is_named(page: str, tmp_path: Path, name: str, kind: str) -> None:
    changed = TRICKS[name][0](page)
    report = verify_command.read(tmp_path / "page.html", changed.encode())
    assert kind in {problem.kind.label for problem in report.problems}


def test_the_page_as_it_was_built_proves(page: str, built: Path, tmp_path: Path) -> None:
    """With its style sheets and scripts beside it, and alone."""
    result = verify(tmp_path, built / "_build/html/chapters/background.html")
    assert result.exit_code == 0, result.output
    assert "error" not in result.output
    (tmp_path / "alone.html").write_text(page, encoding="utf-8")
    assert verify(tmp_path, tmp_path / "alone.html").exit_code == 0


def test_every_page_of_the_sample_book_that_quotes_proves(built: Path, tmp_path: Path) -> None:
    pages = [
        p for p in sorted((built / "_build/html").rglob("*.html")) if "sb-evidence" in p.read_text(encoding="utf-8")
    ]
    assert len(pages) > 5
    assert {p.name: verify(tmp_path, p).exit_code for p in pages} == dict.fromkeys([p.name for p in pages], 0)


@pytest.mark.parametrize("name", ["sourcebook.css", "doctools.js", "pygments.css", "documentation_options.js"])
def test_a_style_sheet_or_script_changed_beside_the_page_is_found(built: Path, tmp_path: Path, name: str) -> None:
    html = tmp_path / "html"
    shutil.copytree(built / "_build/html", html)
    file = html / "_static" / name
    more = "p{color:red}" if name.endswith(".css") else "alert(1)"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    result = verify(tmp_path, html / "chapters/background.html")
    assert result.exit_code == 1
    assert name in result.output


def test_inside_the_book_a_page_and_its_evidence_forged_together_are_found(
    page: str, built: Path, tmp_path: Path
) -> None:
    """Who speaks is no part of a seal: who changes the page and its evidence alike is found by the records alone."""
    file = tmp_path / "page.html"
    file.write_text(page.replace("Lena Ostrey", "The President"), encoding="utf-8")
    result = verify(tmp_path, file, built)
    assert result.exit_code == 1
    assert "the record of the book at hand names Lena Ostrey" in result.output


def test_proven_words_in_plain_text_are_told(page: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(add(f"<p>It says “{WORDS}” there.</p>")(page), encoding="utf-8")
    result = verify(tmp_path, file)
    assert result.exit_code == 0
    assert "take that for unproven" in result.output
