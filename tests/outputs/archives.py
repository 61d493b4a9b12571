"""Reading what the exports pack: files by name, elements by their bare names.

Here: helpers of the tests of archives. Not here: the tests.
"""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from sourcebook.outputs.markup import Element


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
