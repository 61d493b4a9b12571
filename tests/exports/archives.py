"""Reading what the exports pack: files by name, elements by their bare names.

Here: helpers of the tests of archives. Not here: the tests.
"""

from __future__ import annotations

import io
import zipfile

import lxml.html
from lxml import etree

from sourcebook.exports.lms.safe_html import Element


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of an archive by their names, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name) for name in bundle.namelist()}


def bare(data: bytes) -> Element:
    """The root of an XML file whose elements have lost their namespaces."""
    root = etree.fromstring(data)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root


def one(parent: Element, path: str) -> Element:
    """The one element at a path; the test fails where there is none."""
    found = parent.find(path)
    assert found is not None, path
    return found


def chosen(parent: Element, xpath: str) -> list[Element]:
    """The elements that an XPath names."""
    found = parent.xpath(xpath)
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, etree._Element)]


def said_in(element: Element) -> str:
    """All words of an element, white space in one kind."""
    return " ".join("".join(map(str, element.itertext())).split())


def words_of_html(markup: str) -> str:
    """What a browser shows of a fragment of HTML, white space in one kind."""
    return said_in(lxml.html.fromstring(f"<div>{markup}</div>"))
