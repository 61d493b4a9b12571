"""References of Zotero and others: the three formats as the managers write them, and what is broken in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.exchange import received, references
from sourcebook.exchange.references import ArticleHeader
from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import Name


def read(folder: Path, name: str, data: str | bytes) -> tuple[list[ArticleHeader], list[str]]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return references.read(received.receive(path))


ZOTERO_CSL = """[
  {
    "id": "http://zotero.org/users/1/items/AB12", "type": "article-newspaper", "container-title": "The Ondrian",
    "title": "Six months after the <i>water</i> &amp; the mud", "URL": "https://ondrian.example/six",
    "author": [{"family": "Quill", "given": "Hannah"},
               {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
               {"literal": "Joint River Commission"}],
    "issued": {"date-parts": [["2031", 9, 1]]}, "accessed": {"date-parts": [["2031", 9, 2]]}, "language": "en-GB",
    "DOI": "https://doi.org/10.1000/ABC.1"
  }
]"""


def test_zoteros_csl_json(tmp_path: Path) -> None:
    [reference], notes = read(tmp_path, "z.json", ZOTERO_CSL)
    assert reference == ArticleHeader(
        title="Six months after the water & the mud",
        author=(
            Name(family="Quill", given="Hannah"),
            Name(family="van der Berg", given="Jan"),
            Name(literal="Joint River Commission"),
        ),
        container_title="The Ondrian",
        issued="2031-09-01",
        language="en",
        genre="newspaper article",
        doi="10.1000/abc.1",
        address="https://ondrian.example/six",
        id="http://zotero.org/users/1/items/AB12",
    )
    assert notes == []


BIBTEX = r"""@string{ond = "The Ondrian"}
@comment{jabref-meta: databaseType:bibtex;}
@article{quill_six_2031,
  title = {The {R}iver {\"U}ber \& under --- a {H}istory},
  author = {Quill, Hannah and {World Health Organization} and M{\"u}ller, J{\'o}zef and others},
  journal = ond, year = 2031, month = sep, day = {1}, langid = {ngerman},
  url = {https://ondrian.example/six?a=1\&b=2},
}
@online{second, title = {Second}, date = {2031-01/2031-03}, author = {Plato}}
"""


def test_bibtex_with_latex_bodies_and_others(tmp_path: Path) -> None:
    [first, second], notes = read(tmp_path, "library.txt", BIBTEX)
    assert first.title == "The River Über & under — a History"
    assert list(map(str, first.author)) == ["Hannah Quill", "World Health Organization", "Józef Müller"]
    assert first.author[1].literal == "World Health Organization"
    assert (first.container_title, first.issued, first.language) == ("The Ondrian", "2031-09-01", "de")
    assert (second.issued, second.genre, second.author) == ("2031-01/2031-03", "web page", (Name(literal="Plato"),))
    assert notes == []


def test_the_extended_names_of_biblatex(tmp_path: Path) -> None:
    names = "given=Jan, family=Berg, prefix=van, useprefix=true and given={Anne Marie}, family=Li and World Bank"
    [reference], notes = read(tmp_path, "b.bib", f"@article{{a, title = {{One}}, author = {{{names}}}}}")
    assert list(map(str, reference.author)) == ["Jan van Berg", "Anne Marie Li", "World Bank"]
    assert notes == []


def test_what_is_broken_in_bibtex_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    data = '@string{p = "The Ondrian"}\n@misc{a, title={One}}\n@misc{a, title={Again}}\n@misc{b, author={X}}\n'
    data += "@article{c, title={Broken, year={2031}\n@article{d, title={Whole}, journal=p}\n@misc{e, title={cut"
    listed, notes = read(tmp_path, "b.bib", data)
    assert [reference.title for reference in listed] == ["One", "Again", "Whole"]
    assert listed[-1].container_title == "The Ondrian"
    said = " ".join(notes)
    assert all(part in said for part in ("@article{c, title={Broken", "@misc{e, title={cut", "has no title"))


def test_a_ris_file_that_is_cut_off_says_so(tmp_path: Path) -> None:
    assert read(tmp_path, "z.ris", "TY  - NEWS\nTI  - One\nER  - \n")[1] == []
    assert "no end" in read(tmp_path, "z.ris", "TY  - NEWS\nTI  - One\nER  - \nTY  - NEWS\nTI  - Tw")[1][0]


def test_endnotes_ris_has_day_and_year_apart(tmp_path: Path) -> None:
    [reference], _ = read(tmp_path, "e.ris", "TY  - NEWS\nDA  - May 12\nPY  - 2033\nTI  - One\nER  - \n")
    assert reference.issued == "2033-05-12"


def test_ris_with_a_mark_windows_line_ends_repeated_tags_and_no_end(tmp_path: Path) -> None:
    data = (
        "\ufeffTY  - NEWS\r\nTI  - First\r\nTI  - again\r\nAU  - Quill, Hannah\r\nAU  - World Bank\r\n"
        "T2  - The Ondrian\r\nDA  - 2031/09/01/\r\nUR  - https://a.example/\r\nZZ  - unknown\r\n"
        "N1  - a note\r\nthat goes on\r\n"
        "TY - JOUR\r\nT1  - Second\r\nA1  - Ives, Marcus, Jr.\r\nPY  - 2031///Spring\r\nJF  - Journal\r\nLA  - French"
    )
    [first, second], _ = read(tmp_path, "z.ris", data)
    assert (first.title, first.issued, first.container_title) == ("First", "2031-09-01", "The Ondrian")
    assert first.author == (Name(family="Quill", given="Hannah"), Name(literal="World Bank"))
    assert (second.title, second.issued, second.language) == ("Second", "2031-21", "fr")
    assert second.author == (Name(family="Ives Jr.", given="Marcus"),)


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2031-09-01", "2031-09-01"),
        ("2031/09/01/", "2031-09-01"),
        ("2031/09", "2031-09"),
        ("2031", "2031"),
        ("2031-09-01T10:00:00Z", "2031-09-01"),
        ("1 September 2031", "2031-09-01"),
        ("Sept. 2031", "2031-09"),
        ("September 2031", "2031-09"),
        ("mercredi 5 janvier 2032", "2032-01-05"),
        ("2031///Winter", "2031-24"),
        ("Fall 2031", "2031-23"),
        ("2-5 January 2031", "2031-01-02/2031-01-05"),
        ("May 2 to 20, 2031", "2031-05-02/2031-05-20"),
        ("Jan-Feb 2031", "2031-01/2031-02"),
        ("January/February 2031", "2031-01/2031-02"),
        ("2031/2032", "2031/2032"),
        ("2031-01 – 2031-03", "2031-01/2031-03"),
        ("2031-13-45", "2031"),
        ("2031-02-30", "2031-02"),
        ("no date", ""),
        ("", ""),
    ],
)
def test_dates_become_edtf(written: str, edtf: str) -> None:
    assert references.date(written) == edtf


@pytest.mark.parametrize(
    ("issued", "edtf"),
    [
        ('{"date-parts": [[2031]], "season": 2}', "2031-22"),
        ('{"date-parts": [[2031, 1], [2031, 3]]}', "2031-01/2031-03"),
        ('{"raw": "Winter 2031"}', "2031-24"),
        ('{"literal": "12 March 2031"}', "2031-03-12"),
        ('{"date-parts": [[2031]], "circa": true}', "2031~"),
        ('{"date-parts": [["x"]]}', ""),
        ('"2031-05"', "2031-05"),
        ("null", ""),
    ],
)
def test_csl_dates(issued: str, edtf: str, tmp_path: Path) -> None:
    [reference], _ = read(tmp_path, "z.json", f'[{{"id": "x", "title": "T", "issued": {issued}}}]')
    assert reference.issued == edtf


def test_values_that_go_on_over_lines_and_tags_that_stand_twice(tmp_path: Path) -> None:
    """Found by throwing broken files at the reader."""
    [reference], _ = read(tmp_path, "z.ris", "TY  - NEWS\nTI  - A long\ntitle\nTI  - Other\nand more\nER  - \n")
    assert reference.title == "A long title"


def test_no_record_gets_characters_that_nobody_sees(tmp_path: Path) -> None:
    [reference], _ = read(tmp_path, "z.ris", "TY  - NEWS\nTI  - A\u202eb\x07c\nER  - \n")
    assert reference.title == "Abc"


def test_a_file_without_a_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourcebookError, match="no reference that can be read"):
        read(tmp_path, "z.ris", "TY  - NEWS\nAU  - X\nER  - \n")
