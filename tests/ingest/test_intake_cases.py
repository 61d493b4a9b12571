"""What use has shown of the intake: each case gives what is right, through `add` and the verdict on a quotation."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner

from sourcebook.cli import main
from sourcebook.ingest import add, propose, reader
from sourcebook.model.problems import CommandReport, SourcebookError
from sourcebook.store import articles
from tests.commands.harbour import write_empty_book

pytest.importorskip("trafilatura")
pytest.importorskip("pypdf")

REST = (
    "The council meets on Friday to hear the islanders, the company and the harbour master in turn.",
    "The company did not answer our call, and its office on the quay has been shut since the new year.",
    "Fishermen carry letters across when the weather lets them, as their grandparents used to do.",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_empty_book(tmp_path / "book")


def page(*paragraphs: str, language: str = "en") -> str:
    body = "".join(f"<p>{p}</p>" for p in (*paragraphs, *REST))
    return f"<!doctype html><html lang='{language}'><meta charset=utf-8><body><article><h1>No boat</h1>{body}</article>"


def added(root: Path, data: str | bytes, name: str = "page.html") -> CommandReport:
    path = root.parent / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return add.add(root, path, "source", environ={})


def verdicts(root: Path, *quotations: str) -> list[str]:
    """`accepted`, `rejected` for each quotation, as `sourcebook quote --from` says."""
    lines = "\n".join(json.dumps({"id": f"q{n}", "source": "source", "exact": q}) for n, q in enumerate(quotations))
    asked = root.parent / "q.jsonl"
    asked.write_text(lines + "\n", encoding="utf-8")
    arguments = ["--root", str(root), "quote", "--from", str(asked)]
    result = CliRunner().invoke(main, arguments, env={articles.TEXTS_VARIABLE: ""})
    return re.findall(r"^q\d+: (\w+)", result.output, re.MULTILINE)


def bodies(root: Path, data: str | bytes, name: str = "page.html") -> list[str]:
    path = root.parent / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    read = reader.read(path)
    labels = propose.propose(propose.blocks_of_page(read), read.facts, read.marked).labels
    return [block.text for block, label in labels if label == "body"]


# -- raised figures: case html-superscript ----------------------------------------------------------------------------

COUNTED = (
    "The office counted 40{0}2{1} islanders in 2029{0}3{1}, and 10{0}6{1} crowns were paid for the line that year."
)
OWNER = "The owner{0}4{1} appealed the next day, and a judge in the town will hear him."
TRUE = ("counted 40 islanders in 2029", "10⁶ crowns were paid", "The owner appealed the next day")
FALSE = ("counted 402 islanders", "106 crowns were paid", "10 crowns were paid", "The owner4 appealed")


def test_case_html_superscript_in_a_page(root: Path) -> None:
    told = added(root, page(COUNTED.format("<sup>", "</sup>"), OWNER.format("<sup><a href='#n4'>", "</a></sup>")))
    assert verdicts(root, *TRUE, *FALSE) == ["accepted"] * 3 + ["rejected"] * 4
    lines = "\n".join(told.lines)
    assert "To be looked at:" in lines
    assert "left out: 40², 2029³, owner⁴." in lines
    assert "as a power: 10⁶." in lines


def test_case_html_superscript_by_style_and_as_typed_figures(root: Path) -> None:
    style = "<span style='vertical-align: super'>"
    typed = "The owner⁴ appealed the next day, and a judge in the town will hear him."
    added(root, page(COUNTED.format(style, "</span>"), typed))
    assert verdicts(root, *TRUE, *FALSE) == ["accepted"] * 3 + ["rejected"] * 4


@pytest.mark.parametrize("glyphs", ["true", "false"])
def test_case_html_superscript_in_a_pdf(glyphs: str, root: Path) -> None:
    text = "\n\n".join([COUNTED.format("#super[", "]"), OWNER.format("#super[", "]"), *REST])
    source = f"#set page(width: 14cm, height: 20cm)\n#set super(typographic: {glyphs})\n= No boat to Merrow\n\n{text}"
    added(root, typst.compile(source.encode()), "sup.pdf")
    assert verdicts(root, *TRUE, *FALSE) == ["accepted"] * 3 + ["rejected"] * 4


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a flat of 40 m<sup>2</sup> for two", "a flat of 40 m² for two"),
        ("the 1<sup>st</sup> and the XIX<sup>e</sup>", "the 1st and the XIXe"),
        ("CO<sub>2</sub> and H<sub>2</sub>O rose", "CO2 and H2O rose"),
        ("E = mc<sup>2</sup> holds", "E = mc² holds"),
        ("the law<sup>*</sup> of<sup>[a]</sup> May.<sup>12</sup>", "the law of May."),
        ("a share of 3<sup>1</sup>/<sub>2</sub> per cent", "a share of 3 1/2 per cent"),
        ("10<sup>&minus;3</sup> of it", "10⁻³ of it"),
        ("a mark<sup>TM</sup> or two<sup>®</sup>", "a markTM or two®"),
        ("<sup>14</sup>C was found", "¹⁴C was found"),
    ],
)
def test_what_is_raised_is_read_for_what_it_means(markup: str, text: str, root: Path) -> None:
    assert any(text in body for body in bodies(root, page(f"It is said that {markup}, and so on for a while.")))


# -- line breaks: case html-br-paragraphs -----------------------------------------------------------------------------

SIX = (
    "The ferry to Merrow Island stopped on Monday, and nobody on the quay could say when it would sail again.",
    "The harbour master said: “The engine is not safe. We sail again in spring.” Possibly it is back in April.",
    "About 300 islanders depend on the boat, although 40 of them own one, according to a count of the council.",
    *REST,
)


@pytest.mark.parametrize(
    "body",
    [
        "<div class='post-body'>" + "<br>".join(SIX) + "</div>",
        "<div class='post-body'>" + "<br><br>".join(SIX) + "</div>",
        "<p>" + "<br /><br />".join(SIX) + "</p>",
        "<div>" + "<br>&nbsp;<br>".join(SIX) + "</div>",
        "<div>" + "<br><br>".join(f"<span>{line}</span>" for line in SIX) + "</div>",
        "<div>" + "".join(f"<span>{line}<br></span><br>" for line in SIX) + "</div>",
        "<div>" + "<p>&nbsp;</p>".join(SIX) + "</div>",
        "<td>" + "<p>".join(f"<font size=2>{line}</font>" for line in SIX) + "</td>",
        "<div>" + "<br><br>".join(line.replace(", ", ",<br>") for line in SIX) + "</div>",
    ],
)
def test_case_html_br_paragraphs(body: str, root: Path) -> None:
    menu = "<nav><a href=/>Home</a></nav>"
    html = f"<html lang=en><meta charset=utf-8><body>{menu}<article><h1>No boat</h1>{body}</article>"
    assert bodies(root, html) == list(SIX)


def test_single_breaks_between_short_lines_are_one_paragraph(root: Path) -> None:
    verse = "The boat is gone,<br>the quay is bare,<br>the gulls go on,<br>and none is there."
    assert "The boat is gone, the quay is bare, the gulls go on, and none is there." in bodies(root, page(verse))


# -- what stands inside a line: case html-inline ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "markup", "text"),
    [
        ("en", "<q>We build a <q>bridge</q></q>", "“We build a ‘bridge’”"),
        ("fr", "<q>Nous partirons</q>", "«\u202fNous partirons\u202f»"),
        ("de", "<q>Wir gehen</q>", "„Wir gehen“"),
        ("ja", "<q>明日出発する</q>", "「明日出発する」"),
        ("en", "<q>“typed already”</q>", "“typed already”"),
        ("en", "rose to <del>40</del> <ins>45</ins> crowns", "rose to 45 crowns"),
        ("en", "<s>Monday</s> Tuesday it is", "Tuesday it is"),
        ("en", "<ruby>東京<rp>(</rp><rt>とう</rt><rp>)</rp></ruby> said", "東京 said"),
        ("en", "Donau<wbr>dampf<wbr>schiff", "Donaudampfschiff"),
        ("en", "<span class=drop>N</span>obody asked", "Nobody asked"),
        ("en", "the <abbr title='gross'>GDP</abbr> fell", "the GDP fell"),
        ("en", "a <span hidden>not</span> safe boat", "a safe boat"),
        ("en", "<math alttext='x = 2'><mi>x</mi></math> holds", "x = 2 holds"),
        ("en", "so <img class=emoji alt='☂' src=a.png> it rains", "so ☂ it rains"),
    ],
)
def test_case_html_inline(language: str, markup: str, text: str, root: Path) -> None:
    found = bodies(root, page(f"It was said: {markup} and more of it for the length of a line.", language=language))
    assert any(text in body for body in found), found


def test_struck_out_text_is_told(root: Path) -> None:
    told = added(root, page("The price rose to <del>40</del> <ins>45</ins> crowns a ticket on the day after."))
    assert any("struck out was left out (40)" in line for line in told.lines)


# -- character sets: case html-charset --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "codec", "words"),
    [
        ("gb2312", "gb18030", "前总理朱镕基说，渡轮星期一停航，公司也许会在四月恢复航线。"),
        ("x-gbk", "gb18030", "开往梅罗岛的渡轮星期一停航，港务长说发动机不安全。"),
        ("shift_jis", "cp932", "渡し船は①月曜日に止まった～、港長の髙橋は安全ではないと述べた。"),
        ("x-sjis", "cp932", "渡し船は月曜日に止まった、港長の髙橋は安全ではないと述べた。"),
        ("euc-kr", "cp949", "항만장 펲시 씨는 엔진이 안전하지 않다고 말했다. 똠방각하라는 말도 나왔다."),
        ("us-ascii", "cp1252", "The harbour master’s office said that the “engine” is not safe at all."),
        ("iso-8859-1", "cp1252", "The harbour master’s office said that the “engine” is not safe at all."),
        ("iso-8859-9", "cp1254", "Liman müdürü Işık “motor güvenli değil” dedi ve ayrıldı, şimdi."),
        ("windows-874", "cp874", "เรือไปเกาะหยุดเมื่อวันจันทร์ “เครื่องยนต์ไม่ปลอดภัย” นายท่ากล่าว"),
        ("big5+hkscs", "big5hkscs", "港務長說發動機不安全，公司也許會在四月恢復航線，係咪㗎。"),
        ("koi8-u", "koi8-u", "Пором стоїть із понеділка, і ніхто не знає, коли він вийде."),
        ("windows-1251", "cp1251", "Паром стоит с понедельника, и никто не знает, когда он выйдет — так сказали."),
    ],
)
@pytest.mark.parametrize(
    "meta", ["<meta charset={}>", "<meta http-equiv=Content-Type content='text/html; charset={}'>"]
)
def test_case_html_charset(meta: str, label: str, codec: str, words: str, root: Path) -> None:
    html = (
        f"<!doctype html><html><head>{meta.format(label)}<title>T</title></head><body><article><p>{words}</p></article>"
    )
    path = root.parent / "page.html"
    path.write_bytes(html.encode(codec))
    from sourcebook.ingest.web import webpage

    assert words in webpage.read(path.read_bytes(), "page.html").text


def test_case_html_charset_a_wrong_label_is_said_to_be_wrong(root: Path) -> None:
    with pytest.raises(SourcebookError, match=r"declares 'utf-8', and its bytes are not that; .*--encoding"):
        bodies(root, page("The harbour master’s office.").replace("charset=utf-8", "charset=utf-8 ").encode("cp1252"))


# -- hyphens: case text-hyphen ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["-", "\u2010", "\u00ad", "¬", " -"])
def test_case_text_hyphen(mark: str, root: Path) -> None:
    first = (
        f"The harbour office began an evaluation of the struc{mark}\ntural damage to the boat, which is on "
        f"the record of the off{mark}\nice."
    )
    told = added(root, f"No boat to Merrow Island\n\n{first}\n\n" + "\n\n".join(REST), "hyphen.txt")
    assert verdicts(root, "the structural damage to the boat", "on the record of the office") == ["accepted"] * 2
    assert any("put together: structural, office" in line for line in told.lines)


def test_case_text_hyphen_a_compound_keeps_its_hyphen_and_is_told(root: Path) -> None:
    first = (
        "The harbour office said on Monday that the damage is non-\nthreatening, and that a self-\nstyled expert was "
        "wrong."
    )
    told = added(root, f"No boat to Merrow Island\n\n{first}\n\n" + "\n\n".join(REST), "hyphen.txt")
    assert verdicts(root, "the damage is non-threatening", "the damage is nonthreatening") == ["accepted", "rejected"]
    assert any("left with the hyphen: non-threatening, self-styled" in line for line in told.lines)


# -- what is no article: case authoring (z.ris, z.json) ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("z.ris", "TY  - NEWS\nTI  - T\nER  - \n", "reference manager"),
        ("z.txt", "TY  - NEWS\nTI  - T\nER  - \n", "reference manager"),
        ("z.json", '[{"id":"x","title":"T"}]\n', "reference manager"),
        ("z.bib", "@article{a,\n  title = {T},\n}\n", "reference manager"),
        ("z.enw", "%0 Newspaper Article\n%T A title\n%A Quill\n", "reference manager"),
        ("z.nbib", "PMID- 1\nTI  - A title\n", "reference manager"),
        ("z.xml", "<?xml version='1.0'?><xml><records><record></record></records></xml>", "reference manager"),
        ("z.rdf", "<rdf:RDF xmlns:z='http://www.zotero.example/x'><bib:Article/></rdf:RDF>", "reference manager"),
        ("feed.xml", "<?xml version='1.0'?><rss><channel><item/></channel></rss>", "news feed"),
        ("data.json", '{"a": [1, 2, 3]}', "JSON"),
        ("rows.csv", "year,place,number\n2029,Merrow,310\n2030,Merrow,300\n", "CSV"),
        ("code.py", "import os\n\ndef main():\n    return os.name;\n}\n", "source code"),
        ("a.png", b"\x89PNG\r\n\x1a\n0000", "a picture"),
        ("a.txt", b" \n", "empty"),
        ("a.rtf", b"{\\rtf1 words}", "word processor"),
        (
            "login.html",
            "<html><body><form><p>Please log in.</p><input type=password></form></body></html>",
            "to log in",
        ),
        (
            "wall.html",
            "<html><body><p>Please enable JavaScript and cookies to continue.</p></body></html>",
            "before the",
        ),
    ],
)
def test_case_authoring_what_is_no_article_is_refused(name: str, text: str | bytes, message: str, root: Path) -> None:
    with pytest.raises(SourcebookError, match=message):
        added(root, text, name)
    assert list((root / "sources").iterdir()) == []


def test_an_article_that_speaks_of_data_is_one(root: Path) -> None:
    first = "{The mayor} said [and wrote] that import duties, tables and code: all of it would go on, at once."
    assert added(root, f"No boat to Merrow Island\n\n{first}\n\n" + "\n\n".join(REST), "a.txt").problems == ()


def test_a_page_that_is_cut_by_an_offer_is_said_to_be_cut(root: Path) -> None:
    told = added(root, page(*SIX[:3], *SIX[:2], "Subscribe to continue reading this story."))
    assert any("may be cut" in line for line in told.lines)


# -- marks of every kind: case typography -----------------------------------------------------------------------------


def test_case_typography_a_text_keeps_its_marks_and_loses_none(root: Path) -> None:
    lines = [
        "The minister resigned² the next day,³ and the bank¹⁴ closed, the office said on Monday.",
        "The dose was 5 µg per Ω or K of H₂O at 10⁻³ m² in the year of the report.",
        "The rate rose from 3,5 to 4,25 per cent, which is ¾ of a point, the bank said.",
    ]
    added(root, "Marks and signs\n\n" + "\n\n".join(lines), "art.txt")
    assert verdicts(root, *(line.rstrip(".") for line in lines)) == ["accepted"] * 3


# -- bounded time -----------------------------------------------------------------------------------------------------


def test_many_spans_in_one_paragraph_take_seconds(root: Path) -> None:
    started = time.process_time()
    added(root, "A title of some words\n\n" + " ".join(f"“Word {n} here.” said {n}." for n in range(6000)), "spans.txt")
    assert time.process_time() - started < 20
