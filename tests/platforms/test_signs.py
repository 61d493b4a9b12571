"""An assignment full of signs, in every format of the registry and on its papers: nothing breaks, and the signs arrive.

A new format comes in by itself; how a new type of file is read back stands in `tests/hostile/shown.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.exports.lms import pack
from sourcebook.exports.lms.formats import LmsFormat, lms_formats
from sourcebook.exports.paper import assignment_papers, pdf, word
from tests.exports.harbour import ORDER
from tests.hostile import shown
from tests.platforms import signs
from tests.platforms.platform_reader import squeezed

FORMATS = [each for each in lms_formats().values() if each.writers]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.file)
def test_the_signs_arrive_in_every_format(form: LmsFormat) -> None:
    data = form.export(signs.bank()).data
    text = squeezed("\n".join(shown.READERS[Path(form.file).suffix](data)))
    assert squeezed(signs.LETTERS) in text
    assert squeezed(signs.SIGNS) in text


def test_a_pack_of_signs_is_made_whole() -> None:
    made = pack.files(signs.bank())
    assert set(made) == {*lms_formats(), "README.md", "losses.md"}
    assert signs.LETTERS in made["README.md"].decode()


@pytest.mark.parametrize("key", [False, True], ids=["handout", "key"])
def test_the_signs_stand_on_paper(key: bool) -> None:
    made = signs.bank()
    page = assignment_papers.key(made) if key else assignment_papers.handout(made, *made.variants()[0])
    text = squeezed("\n".join(shown.pdf(pdf.handout(ORDER, page, key=key))))
    missing = [letter for letter in "&<>{}=~#:½∑ПриветHorn" if letter not in text]
    assert missing == []


@pytest.mark.skipif(not word.available(), reason="pypandoc-binary is not installed: the extra docx")
def test_the_signs_stand_in_word() -> None:
    made = signs.bank()
    text = "\n".join(shown.word(word.document(assignment_papers.handout(made, *made.variants()[0]), "en")))
    assert squeezed(signs.SIGNS) in squeezed(text)
