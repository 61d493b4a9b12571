"""Samples of other tools' files, to the documentation of each: Hypothesis, W3C, Taguette, Word, databases.

Their words are those of the sample book, which is invented. Not here: what becomes of them (`test_*.py`).
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
ADDRESS = "https://courier.example/night"
TITLE = "The night the river came to Sorrelford – Sorrelford Courier"


def hypothesis(**other: Any) -> dict[str, Any]:
    """A row of Hypothesis' API (`GET /api/search`), with other values for some of its fields."""
    exact = other.pop("exact", "The bridge to Calvey is closed")
    quote = {"type": "TextQuoteSelector", "exact": exact, "prefix": other.pop("prefix", "than the water did. ")}
    quote["suffix"] = other.pop("suffix", ", and the market lives from thos")
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]", "startOffset": 1, "endOffset": 9},
        {"type": "TextPositionSelector", "start": 100, "end": 130},
        quote,
    ]
    return {
        "id": "ann-1", "created": "2031-04-02T10:00:00.000000+00:00", "updated": "2031-04-02T10:00:00.000000+00:00",
        "user": "acct:reader@hypothes.is", "uri": ADDRESS, "text": "", "tags": [], "group": "__world__",
        "permissions": {"read": ["group:__world__"]}, "flagged": False, "hidden": False,
        "document": {"title": [TITLE]},
        "target": [{"source": ADDRESS, "selector": selectors if exact else []}],
        **other,
    }  # fmt: skip


def rows(*annotations: dict[str, Any]) -> str:
    """The answer of Hypothesis' API."""
    return json.dumps({"total": len(annotations), "rows": annotations})


def commented(path: Path, *, reply: bool = False) -> Path:
    """A Word file with a comment over several runs, a highlight over two, a change, and a comment that does not fit."""
    document = docx.Document()
    document.add_paragraph("The night the river came to Sorrelford", style="Title")
    paragraph = document.add_paragraph("Read this: ")
    runs = [paragraph.add_run(text) for text in ("The bridge ", "to Calvey", " is closed")]
    runs[1].bold = True
    comments = [document.add_comment(runs, text="Since when?", author="Reader", initials="R")]
    for text in (" The baker lit his", " oven at midnight"):
        paragraph.add_run(text).font.highlight_color = WD_COLOR_INDEX.YELLOW
    other = document.add_paragraph().add_run("They asked for their names to be left in.")
    document.add_comment(other, text="Really?", author="Reader")
    if reply:
        comments.append(document.add_comment(runs, text="Since Sunday.", author="Other"))
        _thread(document, comments)
    document.save(str(path))
    return path


def _thread(document: Document, comments: list[Any]) -> None:
    """Make the second comment a reply to the first, as Word does: by a part of its own beside the comments."""
    from docx.opc.constants import CONTENT_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    for number, comment in enumerate(comments, 1):
        comment.paragraphs[-1]._p.set(f"{{{W14}}}paraId", f"0000000{number}")
    xml = (
        f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="00000001" w15:done="0"/>'
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/></w15:commentsEx>'
    )
    part = Part(PackURI("/word/commentsExtended.xml"), CONTENT_TYPE.XML, xml.encode(), document.part.package)
    document.part.relate_to(part, "http://schemas.microsoft.com/office/2011/relationships/commentsExtended")


def with_document_xml(path: Path, xml: str) -> bytes:
    """A Word file with other XML as its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, xml if name == "word/document.xml" else before.read(name))
    return out.getvalue()


FACTIVA = """Politics
Harbour town votes on new barrier
By Hannah Quill
312 words
5 January 2032
06:12
The Ondrian
ONDR
English
Copyright 2032 Ondrian Press. All Rights Reserved.

The council of Sorrelford voted on Monday for a barrier of three gates. Eleven members were in favour.

"We have waited long enough," said the mayor.

Document ONDR000020320105ei1500011

Ferry returns after repairs
145 words
7 January 2032
Reuters News
LBA
English
(c) 2032 Reuters Limited

The ferry between the two banks went back to work on Wednesday.

Document LBA0000020320107ei1700022
"""
FACTIVA_CODED = """HD   Harbour town votes on new barrier
BY   By Hannah Quill
WC   312 words
PD   5 January 2032
SN   The Ondrian
SC   ONDR
LA   English
CY   Copyright 2032 Ondrian Press.
LP   The council of Sorrelford voted on Monday.

TD
Eleven members were in favour.

CO   council
AN   Document ONDR000020320105ei1500011

Document ONDR000020320105ei1500011
"""
NEXIS_UNI = """Harbour town votes on new barrier
The Ondrian
January 5, 2032 Monday

Copyright 2032 Ondrian Press All Rights Reserved

Section: NEWS; Pg. 12
Length: 312 words
Byline: Hannah Quill and Tom Varga

Body

The council of Sorrelford voted on Monday for a barrier of three gates.

Eleven members were in favour.

Classification

Language: ENGLISH
Publication-Type: Newspaper

Load-Date: January 6, 2032

End of Document

Ferry returns after repairs
The Daily Ondrian
January 7, 2032 Wednesday 10:03 AM GMT
Length: 145 words
Body
The ferry between the two banks went back to work on Wednesday.
Load-Date: January 7, 2032
End of Document
"""
LEXIS = """                               1 of 2 DOCUMENTS

                               The Ondrian

                           January 5, 2032 Monday

Harbour town votes on new barrier

BYLINE: Hannah Quill

SECTION: NEWS; Pg. 12

LENGTH: 312 words

The council of Sorrelford voted on Monday for a barrier of three gates.

Eleven members were in favour.

LOAD-DATE: January 6, 2032

LANGUAGE: ENGLISH

                   Copyright 2032 Ondrian Press

                               2 of 2 DOCUMENTS

                               The Daily Ondrian

                           January 7, 2032 Wednesday

Ferry returns after repairs

LENGTH: 145 words

The ferry between the two banks went back to work on Wednesday.

LOAD-DATE: January 8, 2032
"""
PROQUEST = """____________________________________________________________

Document 1 of 2

Harbour town votes on new barrier

Author: Quill, Hannah

Publication info: The Ondrian ; Sorrelford [Sorrelford]05 Jan 2032: 12.

Abstract: The council voted.

Full text: The council of Sorrelford voted on Monday for a barrier of three gates.

Eleven members were in favour.

Subject: Floods

Title: Harbour town votes on new barrier

Publication title: The Ondrian; Sorrelford

Publication date: Jan 5, 2032

Language of publication: English

____________________________________________________________

Document 2 of 2

Ferry returns after repairs

Full text: The ferry between the two banks went back to work on Wednesday.

Publication title: The Daily Ondrian

Publication date: Jan 7, 2032

____________________________________________________________

Contact us at: http://www.proquest.com
"""
EUROPRESSE = """<html><head><title>Europresse</title></head><body>
<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Monde</span></div>
<span class="DocHeader">International, mercredi 5 janvier 2032, p. 8</span>
<div class="titreArticle"><p class="titreArticleVisu">La ville vote la barrière</p></div>
<p class="sm-margin-bottomNews">Anne Lepetit</p></header>
<section><div class="docOcurrContainer"><p>Le conseil de Sorrelford a voté lundi pour une barrière.</p>
<p>Onze membres étaient <mark>pour</mark>.</p></div></section>
<footer><p>© 2032 SA Le Monde. Tous droits réservés.</p>
<div class="publiC-lblNodoc">news·20320105·LM·1234567</div></footer></article>
<article><header><div><span class="DocPublicationName">Libération</span></div>
<span class="DocHeader">jeudi 8 janvier 2032</span>
<div class="titreArticle"><p>Le bac revient</p></div></header>
<section><p>Le bac entre les deux rives a repris le travail.</p></section>
<p>© 2032 SA Libération. Tous droits réservés.</p><div>news·20320108·LI·7654</div></article></body></html>
"""
