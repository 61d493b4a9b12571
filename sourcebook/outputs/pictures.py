"""Pictures as SVG text, the one form that every paper output takes: drawings as they are, photographs wrapped.

Not here: where a picture stands and what it shows in words.
"""

from __future__ import annotations

import base64
import struct

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG after which its size stands."""


def wrapped(data: bytes) -> str:
    """A picture as SVG; ValueError where it is neither SVG nor PNG nor JPEG."""
    if data.startswith(PNG):
        return _around("image/png", data, *struct.unpack(">II", data[16:24]))
    if data.startswith(JPEG):
        return _around("image/jpeg", data, *_size_of_jpeg(data))
    text = data.decode("utf-8-sig", errors="replace")
    if "<svg" not in text:
        raise ValueError("neither SVG nor PNG nor JPEG")
    return text[text.index("<svg") :]


def _around(kind: str, data: bytes, width: int, height: int) -> str:
    inside = base64.b64encode(data).decode()
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:{kind};base64,{inside}"/></svg>'


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    """Width and height: those of the first frame."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise ValueError("a JPEG without a size")
