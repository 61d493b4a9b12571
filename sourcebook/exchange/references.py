"""Read references: the headers of articles as Zotero and other reference managers export them.

Three formats (CSL-JSON, BibTeX, RIS) become one record, `ArticleHeader`; dates become EDTF, languages ISO 639. Nothing
is inferred: what an entry does not give stays empty. Not here: what becomes of a reference in a book (`headers.py`).
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sourcebook.analysis import edtf
from sourcebook.exchange.received import Format, Received, entries, visible
from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import Name

_GENRES = {
    "article-newspaper": "newspaper article", "article-magazine": "magazine article", "news": "newspaper article",
    "newspaper": "newspaper article", "magazine": "magazine article", "mgzn": "magazine article",
    "article-journal": "journal article", "jour": "journal article", "webpage": "web page", "elec": "web page",
    "online": "web page", "post-weblog": "blog post", "blog": "blog post", "report": "report", "rprt": "report",
    "techreport": "report", "interview": "interview", "speech": "speech", "book": "book", "chapter": "chapter",
    "chap": "chapter", "incollection": "chapter", "thesis": "thesis", "phdthesis": "thesis",
}  # fmt: skip
"""Our word for the types of the three formats; any other is an article."""
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_TAG, _MACRO, _DOI = re.compile(r"</?[a-z]+[^<>]*>"), re.compile(r"\\[A-Za-z]+ ?|[{}]"), re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True)
class ArticleHeader:
    """The header of one article: what a reference manager knows of it. `issued` is EDTF; `id` is the manager's own."""

    title: str
    author: tuple[Name, ...] = ()
    container_title: str = ""
    publisher: str = ""
    issued: str = ""
    language: str = ""
    genre: str = ""
    doi: str = ""
    address: str = ""
    id: str = ""

    @property
    def year(self) -> str:
        return self.issued[:4] if self.issued[:4].isdigit() else ""


def read(file: Received) -> tuple[list[ArticleHeader], list[str]]:
    """The references of a file, and a sentence on each entry that could not be read."""
    reader = {Format.CSL: _csl, Format.BIBTEX: _bibtex, Format.RIS: _ris}[file.format]
    found, notes = reader(file)
    untitled = [n for n, reference in enumerate(found, 1) if not reference.title]
    notes += [f"Entry {n} has no title, and is left out; give it one in the program that made it." for n in untitled]
    references = [reference for reference in found if reference.title]
    if not references:
        raise SourcebookError(" ".join([f"{file.name} holds no reference that can be read; export it anew.", *notes]))
    return references, notes


def _words(value: Any) -> str:
    """A value as words on one line: without markup; the first of several."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return visible(html.unescape(_TAG.sub("", str(value)))) if isinstance(value, (str, int, float)) else ""


def _genre(kind: str) -> str:
    return _GENRES.get(kind.lower(), "article")


def _doi(*values: str) -> str:
    match = next(filter(None, (_DOI.search(value) for value in values)), None)
    return match.group().rstrip(".,;").lower() if match else ""


@cache
def language_code(name: str) -> str:
    """The ISO 639 code of a language's code (`en-GB`) or English name; empty where it is neither."""
    from babel import Locale

    word = name.strip().lower()
    if re.fullmatch(r"[a-z]{2,3}(?:[-_].*)?", word):
        return re.split("[-_]", word)[0]
    names = {str(value).lower(): str(code) for code, value in Locale("en").languages.items()}
    code = names.get({"ngerman": "german", "british": "english", "american": "english"}.get(word, word), "")
    return code if re.fullmatch("[a-z]{2,3}", code) else ""


# -- dates ------------------------------------------------------------------------------------------------------------


def date(text: str) -> str:
    """A written date as EDTF: ISO dates and ranges, slashes, names of months and seasons; empty where it is none."""
    plain = re.sub(r"[T ]\d\d:\d\d.*$", "", visible(text)).strip("/ .,")
    for candidate in (plain, re.sub(r"\s*(?:–|--|/)\s*", "/", plain)):
        if _is_edtf(candidate):
            return candidate
    match = re.fullmatch(r"(\d{4})(?:[/.-](\d{0,2}))?(?:[/.-](\d{0,2}))?(?:[/ ,-]+(.*))?", plain)
    if match and match[2]:
        return parts(match[1], match[2], match[3])
    return match[4] if match and match[4] and _is_edtf(match[4]) else _spelt(plain)


def _spelt(text: str) -> str:
    """A date with the name of its month or season, as precise as it is written; the year alone where that is all."""
    from sourcebook.ingest import printed_facts

    year = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", text)
    if days := re.search(r"(?<!\d)(\d{1,2})\s*(?:-|–|—|/|to|bis|and|&)\s*(\d{1,2})(?!\d)", text):
        end = printed_facts.day(f"{text[: days.start()]}{days[2]}{text[days.end() :]}").edtf
        interval = f"{end[:8]}{int(days[1]):02}/{end}"
        return interval if _is_edtf(interval) else end[:7] or (year.group() if year else "")
    if day := printed_facts.day(text).edtf:
        return day
    words = re.findall(r"[a-z]{3,}", text.lower())
    months = [n for n, name in enumerate(edtf.MONTHS, 1) if any(name.lower().startswith(word) for word in words)]
    months += [_SEASONS[word] for word in words if word in _SEASONS]
    told = [parts(year.group(), month) for month in months] if year else []
    interval = "/".join(told)
    return interval if told and _is_edtf(interval) else year.group() if year else ""


def parts(*given: Any) -> str:
    """A year, a month (21 to 24: a season) and a day as EDTF, as far as they are numbers and a date."""
    numbers: list[int] = []
    for part in given[:3]:
        if not re.fullmatch(r"0*[1-9]\d{0,3}", str(part)):
            break
        numbers.append(int(part))
    text = "-".join(f"{n:02}" if i else f"{n:04}" for i, n in enumerate(numbers))
    while text and not _is_edtf(text):
        text = text.rpartition("-")[0]
    return text


def _is_edtf(text: str) -> bool:
    try:
        edtf.parse(text)
    except ValueError:
        return False
    return True


# -- CSL-JSON ---------------------------------------------------------------------------------------------------------

_Readable = tuple[list[ArticleHeader], list[str]]


def _csl(file: Received) -> _Readable:
    return [_of_csl(entry) for entry in entries(file.value)], []


def _of_csl(entry: Mapping[str, Any]) -> ArticleHeader:
    address = _words(entry.get("URL"))
    return ArticleHeader(
        title=_words(entry.get("title")),
        author=tuple(filter(str, map(_csl_name, _objects(entry.get("author"))))),
        container_title=_words(entry.get("container-title")),
        publisher=_words(entry.get("publisher")),
        issued=_csl_date(entry.get("issued")),
        language=language_code(_words(entry.get("language"))),
        genre=_genre(_words(entry.get("type"))),
        doi=_doi(_words(entry.get("DOI")), address),
        address=address,
        id=_words(entry.get("id")),
    )


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _csl_name(name: Mapping[str, Any]) -> Name:
    """A CSL name; particles and suffixes stay with the part that they are printed with."""
    given = [_words(name.get(part)) for part in ("given", "dropping-particle")]
    family = [_words(name.get(part)) for part in ("non-dropping-particle", "family", "suffix")]
    literal = _words(name.get("literal"))
    return Name(literal=literal) if literal else _name(" ".join(filter(None, family)), " ".join(filter(None, given)))


def _name(family: str, given: str) -> Name:
    """A person's name; a family name alone is a name that is not parted."""
    return Name(family=family, given=given) if family and given else Name(literal=family or given)


def _csl_date(value: Any) -> str:
    if isinstance(value, (str, int)):
        return date(str(value))
    if not isinstance(value, dict):
        return ""
    listed = value.get("date-parts")
    days = [parts(*each) for each in listed if isinstance(each, list)] if isinstance(listed, list) else []
    season = str(value.get("season", ""))
    if len(days) == 1 and len(days[0]) == 4 and season:
        number = int(season) if season.isdigit() else 0
        days = [parts(days[0], number + 20 if number < 5 else number) if number else date(f"{season} {days[0]}")]
    text = "/".join(dict.fromkeys(filter(None, days)))
    text = text if _is_edtf(text) else date(_words(value.get("raw", value.get("literal", ""))))
    return f"{text}~" if text and value.get("circa") and _is_edtf(f"{text}~") else text


# -- BibTeX -----------------------------------------------------------------------------------------------------------


_PART = r"(given|family|prefix|suffix|useprefix)=(\{[^{}]*\}|[^,{}\n]+?)"
_EXTENDED_NAME = re.compile(rf"\b{_PART}(?:,\s*{_PART})+(?=\s+and\s|\s*[}}\"])")
"""A name in BibLaTeX's extended form: `given=Jan, family=Berg, prefix=van, useprefix=true`."""


def _plain_name(match: re.Match[str]) -> str:
    """An extended name in the form that every reader of BibTeX knows."""
    part = dict(re.findall(rf"{_PART}(?=,|$)", match[0]))
    family = " ".join(filter(None, (part.get("prefix", ""), part.get("family", ""))))
    return ", ".join(filter(None, (family, part.get("suffix", ""), part.get("given", ""))))


def _bibtex(file: Received) -> _Readable:
    whole, faults = _parsed(file.text)
    if not faults:
        return whole, []
    # A broken entry, or one whose key stood before, would take others with it: now one by one.
    pieces = re.split(r"(?m)^(?=[ \t]*@\s*[A-Za-z]+\s*[{(])", file.text)
    macros = "".join(piece for piece in pieces if re.match(r"\s*@\s*string", piece, re.IGNORECASE))
    found: list[ArticleHeader] = []
    notes = []
    for piece in pieces[1:]:
        read, faults = _parsed(piece if piece in macros else macros + piece)
        found += read
        first = visible(piece.strip().partition("\n")[0])[:60]
        what = "is read but for what is wrong in it" if read else "could not be read"
        notes += [f"One entry {what}: {first} … ({faults[0]}); look at it in the file."] if faults else []
    return found, notes


def _parsed(text: str) -> tuple[list[ArticleHeader], list[str]]:
    """The references of a BibTeX text, and what is wrong with it."""
    from pybtex import errors
    from pybtex.database import parse_string

    with errors.capture() as faults:
        library = parse_string(_EXTENDED_NAME.sub(_plain_name, text), "bibtex")
    said = [re.sub(r" in line \d+", "", visible(str(fault))) for fault in faults]
    return [_of_bibtex(key, entry) for key, entry in library.entries.items()], said


def _of_bibtex(key: str, entry: Any) -> ArticleHeader:
    fields = {name.lower(): _latex(value) for name, value in entry.fields.items()}
    fields["date"] = visible(entry.fields.get("date", "").strip("{}"))  # EDTF's `~` is a space to LaTeX

    def first(*names: str) -> str:
        return next((fields[name] for name in names if fields.get(name)), "")

    title = ": ".join(filter(None, (first("title"), first("subtitle"))))
    written = first("date") or " ".join(filter(None, (first("day"), first("month"), first("year"))))
    numbered = parts(first("year"), first("month"), first("day"))
    return ArticleHeader(
        title=title,
        author=tuple(filter(str, map(_bibtex_name, entry.persons.get("author", ())))),
        container_title=first("journaltitle", "journal", "booktitle", "maintitle", "howpublished"),
        publisher=first("publisher", "organization", "institution", "school"),
        issued=numbered if len(numbered) > 4 and not first("date") else date(written),
        language=language_code(first("langid", "language")),
        genre=_genre(first("entrysubtype") or entry.original_type),
        doi=_doi(first("doi"), first("url")),
        address=first("url"),
        id=key,
    )


def _latex(text: str) -> str:
    """A value without LaTeX's marks: accents and dashes as letters, braces and commands gone."""
    from pybtex.richtext import Text
    from pybtex.scanner import PybtexSyntaxError

    with contextlib.suppress(PybtexSyntaxError, ValueError, UnicodeError):  # unbalanced braces: taken as they stand
        text = str(Text.from_latex(text))
    return visible(_MACRO.sub("", text))


def _bibtex_name(person: Any) -> Name:
    """A BibTeX name; one in braces is a body's, `others` is nobody."""
    last = " ".join([*person.prelast_names, *person.last_names, *person.lineage_names])
    given = _latex(" ".join([*person.first_names, *person.middle_names]))
    return Name() if last == "others" and not given else _name(_latex(last), given)


# -- RIS --------------------------------------------------------------------------------------------------------------

_LINE = re.compile(r"^\s*([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$")


def _ris(file: Received) -> _Readable:
    import rispy

    last = re.split(r"(?m)^\s*TY {1,2}-", file.text)[-1]
    ends = re.search(r"(?m)^\s*ER {1,2}-", last)
    notes = [] if ends else ["The last entry has no end; if the file is cut off, export it again."]
    return [_of_ris(entry) for entry in rispy.loads("\n".join(_ris_lines(file.text)))], notes


def _ris_lines(text: str) -> Iterator[str]:
    """The lines in the form of the specification: every entry ends, and each value stands on one line with its tag."""
    entry: list[str] = []
    for line in text.split("\n"):
        match = _LINE.match(line.rstrip())
        tag, value = match.groups() if match else ("", "")
        if entry and tag in ("TY", "ER"):
            yield from [*entry, "ER  - "]
            entry = []
        if tag == "TY" or (entry and tag):
            entry.append(f"{tag}  - {value or ''}")
        elif entry and line.strip():
            entry[-1] += f" {line.strip()}"
    yield from [*entry, "ER  - "] if entry else ()


def _of_ris(entry: Mapping[str, Any]) -> ArticleHeader:
    def first(*names: str) -> str:
        return next((words for name in names if (words := _words(entry.get(name)))), "")

    names = [*entry.get("authors", ()), *entry.get("first_authors", ())]
    address = first("urls", "file_attachments2")
    written = [first(name) for name in ("date", "year", "publication_year")]
    written += [f"{written[0]}, {written[1]}"] if written[0] and not re.search(r"\d{4}", written[0]) else []  # EndNote
    return ArticleHeader(
        title=first("title", "primary_title", "translated_title", "short_title"),
        author=tuple(filter(str, map(_ris_name, names))),
        container_title=first("secondary_title", "alternate_title3", "journal_name", "alternate_title2"),
        publisher=first("publisher"),
        issued=max(map(date, written), key=len),
        language=language_code(first("language")),
        genre=_genre(first("type_of_reference")),
        doi=_doi(first("doi"), address),
        address=address,
        id=first("id"),
    )


def _ris_name(text: str) -> Name:
    """A RIS name, `Family, Given, Suffix`; without a comma it is not parted."""
    family, _, rest = visible(text).partition(",")
    given, _, suffix = rest.partition(",")
    return _name(" ".join(filter(None, (family.strip(), suffix.strip()))), given.strip())
