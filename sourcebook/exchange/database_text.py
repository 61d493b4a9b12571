"""Part a database's file that holds several articles at their headers: Factiva, Nexis, ProQuest, Europresse.

Each article ends or begins with a line that its database always prints; its header gives title, by-line, date, source
and language. Nothing of a header is guessed: a line that is none of these stays out of the article and is not used. Not
here: what becomes of the articles (`several_articles.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sourcebook.exchange import references
from sourcebook.ingest import page, printed_facts

Lines = list[str]
_FACTIVA_END = re.compile(r"(?:AN\s+)?(?:Document|Dokument|Documento|Документ) [A-Za-z0-9]{10,40}\.?")
_NEXIS_END = re.compile(r"End of Document")
_LEXIS_START = re.compile(r"(?:Document )?\d+ (?:of|de|von) \d+ (?:DOCUMENTS?|DOKUMENTE?N?)")
_PROQUEST_LINE = re.compile(r"_{20,}|(?:Document|Documento) \d+ (?:of|de) \d+")
_EUROPRESSE_END = re.compile(r"(?:news|web|bio)[·.:-]\d{8}[·.:-]\S+")
_COUNT = re.compile(r"(\d[\d., ]*)\s+(?:words|Wörter|mots|palabras|parole|woorden|слов[ао]?)", re.IGNORECASE)
_COPYRIGHT = re.compile(r"\(?(?:copyright\b|c\)|©).*", re.IGNORECASE)
_CODE = re.compile(
    r"(HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|SE|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|ART|CLM)(?:\s{1,8}(\S.*))?"
)
_LABEL = re.compile(r"([A-Za-zÀ-ÿ][\w /()-]{1,38}?)\s*:\s*(.*)")
_WORDS = {
    "title": "title|headline|hd|titre|titel",
    "author": "author|authors|byline|by-line|by|auteur|autor",
    "source": "publication title|publication info|publication|source|sn|journal",
    "date": "publication date|date|pd|date de publication",
    "language": "language of publication|language|la|langue",
    "body": "full text|body|lp|td|texte|volltext",
}
"""The labels of each field that is used; the first that an article has counts."""
_FIELDS = {word: field for field, words in _WORDS.items() for word in words.split("|")}
_OTHER = frozenset(
    (
        "section|length|dateline|highlight|graphic|notes|note(s)|classification|subject|company|organization|person|"
        "people|geographic|location|industry|publication-type|publication type|publisher|isbn|issn|database|copyright|"
        "abstract|links|identifier|wc|et|sc|ed|pg|se|vol|cy|ct|rf|co|in|ns|re|ipc|ipd|pub|an|art|clm|cr|pages|volume|"
        "issue|place|document feature|series|publication year|country of publication|place of publication|load-date|"
        "publication subject|source type|document type|proquest document id|document url|last updated|word count|"
        "first page|company / organization|number of pages|journal code"
    ).split("|")
)
"""Labels of fields that are not used: the first of them after the text ends it."""


@dataclass(frozen=True)
class HeaderedArticle:
    """One article of a database's file: what its header gives, and its paragraphs. `issued` is EDTF."""

    title: str
    paragraphs: tuple[str, ...]
    author: tuple[str, ...] = ()
    source: str = ""
    printed_date: str = ""
    language: str = ""
    database: str = ""

    @property
    def issued(self) -> str:
        return references.date(self.printed_date) if self.printed_date else ""


def articles(text: str) -> list[HeaderedArticle]:
    """The articles of a database's file, in its order; empty where it is the file of no database that is known."""
    lines = [page.one_line(line) for line in re.sub("[\f\u2028\u2029]", "\n", text).split("\n")]
    for database, border, reader in _DATABASES:
        if not any(border.fullmatch(line) for line in lines):
            continue
        read = (reader(block) for block in _blocks(lines, border) if any(block))
        if found := [article for article in read if article]:
            return [replace(article, database=database) for article in found]
    return []


def _blocks(lines: Lines, border: re.Pattern[str]) -> Iterator[Lines]:
    """The runs of lines between the lines that part articles, without empty lines around them."""
    block: Lines = []
    for line in [*lines, None]:
        if line is None or border.fullmatch(line):
            yield "\n".join(block).strip("\n").split("\n")
            block = []
        else:
            block.append(line)


# -- the parts of one article -----------------------------------------------------------------------------------------


def _factiva(lines: Lines) -> HeaderedArticle | None:
    """An article of Factiva: with a code before each field, or in the fixed order of its header."""
    coded = [match for line in lines if (match := _CODE.fullmatch(line))]
    if sum(match[1] in ("HD", "WC", "PD", "SN", "LP", "TD") for match in coded) >= 4:
        text = "\n".join(_CODE.sub(r"\1: \2", line) if _CODE.fullmatch(line) else line for line in lines)
        return _labelled(re.sub(r"(?m)^([A-Z]{2,3}: )\n+(?![A-Z]{2,3}: )(?=\S)", r"\1", text).split("\n"))
    count = next((at for at, line in enumerate(lines) if _COUNT.fullmatch(line)), None)
    if count is None:
        return None
    above, below = [line for line in lines[:count] if line], [line for line in lines[count + 1 :] if line][:12]
    by = next((at for at in range(len(above) - 1, 0, -1) if printed_facts.byline(above[at])), len(above) - 1)
    author = _author(above[by]) if by > 0 else ()  # a line below it says what the author is
    title = above[by - 1] if author else " ".join(above[-1:])
    date = next((line for line in below[:3] if references.date(line)), "")
    header = [line for line in below[below.index(date) + 1 :] if not re.match(r"\d{1,2}[:.]\d\d", line)] if date else []
    if not header or not title:
        return None
    language = next((line for line in header[1:6] if _language(line)), "")
    code = next((line for line in header[1:3] if re.fullmatch(r"[A-Z0-9]{2,8}", line)), "")
    rights = next((line for line in header if _COPYRIGHT.fullmatch(line)), "")
    body = lines.index(rights or language or code or header[0], count) + 1
    return _made(title, lines[body:], author, header[0], date, _language(language))


def _nexis(lines: Lines) -> HeaderedArticle | None:
    """An article of Nexis Uni: title, source and date stand first, the other fields have labels.

    Before the first article may stand the cover of the download, with a date of its own and lines like labels.
    """
    end = next((at for at, line in enumerate(lines) if _field(line)), len(lines))
    at = next((at for at in range(end - 1, -1, -1) if printed_facts.prints_day(lines[at])), -1)
    above = [line for line in lines[: max(at, 0)] if line][-2:]
    if len(above) == 2:
        return _labelled(lines[at + 1 :], title=above[0], source=above[1], date=lines[at])
    head = [line for line in lines if line]
    return _labelled(lines, title=head[0], source=next((line for line in head[1:6] if not _field(line)), ""))


def _lexis(lines: Lines) -> HeaderedArticle | None:
    """An article of the older LexisNexis: source, date and title stand first, the other fields have labels."""
    head = lines[: next((at for at, line in enumerate(lines) if _field(line)), len(lines))]
    date = next((line for line in head if printed_facts.prints_day(line)), "")
    rest = ["" if line == date or _COPYRIGHT.fullmatch(line) else line for line in head]
    groups = [group.split("\n") for group in re.split(r"\n{2,}", "\n".join(rest).strip("\n"))]
    if len(groups) < 2:
        return None
    return _labelled(lines, title=" ".join(groups[-1]), source=groups[0][0], date=date)


def _proquest(lines: Lines) -> HeaderedArticle | None:
    """An article of ProQuest: every field has a label; the title may stand first, alone."""
    if not any(_field(line) in ("body", "title") for line in lines):
        return None
    first = next((line for line in lines if line), "")
    return _labelled(lines, title="" if _field(first) else first)


def _europresse(lines: Lines) -> HeaderedArticle | None:
    """An article of Europresse: source, section with date, title, by-line, text, copyright."""
    head = [line for line in lines if line][:5]
    date = next((line for line in head[:3] if references.date(line)), "")
    at = lines.index(date) + 1 if date else 0
    rest = [line for line in lines[at:] if line]
    if not date or not rest:
        return None
    author = _author(rest[1]) if len(rest) > 2 else ()
    body = lines[lines.index(rest[1 if author else 0], at) + 1 :]
    end = next((n for n, line in enumerate(body) if _COPYRIGHT.fullmatch(line) or _field(line) == "other"), len(body))
    return _made(rest[0], body[:end], author, head[0], date)


def _labelled(lines: Lines, title: str = "", source: str = "", date: str = "") -> HeaderedArticle | None:
    """An article whose fields have labels; what is given counts before them.

    Its text stands behind a label, or else is what follows the labels of the header, up to those at its end.
    """
    fields: dict[str, str] = {"title": title, "source": source, "date": date}
    body: Lines = []
    named, inside, labels = any(_field(line) == "body" for line in lines), False, 0
    for line in lines:
        field, value = _field(line), _value(line)
        if field == "body":
            inside, body = True, [*body, value]
        elif field:
            inside, labels = False, labels + 1
            fields[field] = fields.get(field) or value
        elif inside or (labels and not named and line and not body):
            inside, body = True, [*body, line]
    source = re.split(r"\s*;", fields["source"])[0]
    author = _names(fields.get("author", ""))
    return _made(fields["title"], body, author, source, fields["date"], _language(fields.get("language", "")))


def _made(
    title: str, body: Lines, author: tuple[str, ...], source: str, date: str, language: str = ""
) -> HeaderedArticle | None:
    """The article, where it has a title and a text."""
    paragraphs = tuple(page.paragraphs("\n".join(body))[0])
    if not title or not any(any(map(str.isalpha, paragraph)) for paragraph in paragraphs):
        return None
    return HeaderedArticle(title, paragraphs, author, source, date, language)


def _field(line: str) -> str:
    """The field that the label of a line names, `other` for one that is not used; empty where it has no label."""
    match = _LABEL.fullmatch(line)
    label = (match[1] if match else line).lower()
    if match is None:
        return {"body": "body", "full text": "body", "classification": "other", "graphic": "other"}.get(label, "")
    return _FIELDS.get(label) or ("other" if label in _OTHER else "")


def _value(line: str) -> str:
    match = _LABEL.fullmatch(line)
    return match[2] if match else ""


def _author(line: str) -> tuple[str, ...]:
    """The names of a line that is a by-line."""
    return tuple(printed_facts.byline(line) or printed_facts.unlabelled(line))


def _names(text: str) -> tuple[str, ...]:
    """The names of an author field: after `By`, parted by semicolons or `and`; those that are turned round, as said."""
    bare = re.sub(r"^(?:by|par|von|por)\s+", "", text, flags=re.IGNORECASE)
    family = r"[^,]+" if ";" in bare else r"[^,\s]+"
    parts = (part.strip(" .") for part in re.split(r"\s*;\s*|\s+and\s+", bare))
    return tuple(re.sub(rf"^({family}),\s*([^,]+)$", r"\2 \1", part) for part in parts if part)


def _language(name: str) -> str:
    """The code of a language's name; empty where the words are none, or are no name alone."""
    return references.language_code(name) if name.isalpha() and len(name) > 3 else ""


_DATABASES: tuple[tuple[str, re.Pattern[str], Callable[[Lines], HeaderedArticle | None]], ...] = (
    ("Factiva", _FACTIVA_END, _factiva),
    ("Nexis Uni", _NEXIS_END, _nexis),
    ("LexisNexis", _LEXIS_START, _lexis),
    ("ProQuest", _PROQUEST_LINE, _proquest),
    ("Europresse", _EUROPRESSE_END, _europresse),
)
"""The databases: the line that parts two articles, and what reads one. The first that finds an article counts."""
