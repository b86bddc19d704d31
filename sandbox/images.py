"""The size of a picture, read from its first bytes."""

from __future__ import annotations

import struct
from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8"
FRAME_MARKERS: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def picture_size(content: bytes) -> tuple[str, int, int] | None:
    """Return the type, width and height of a PNG or JPEG, None for anything else."""
    if content.startswith(PNG) and len(content) >= 24:  # noqa: PLR2004 - signature, IHDR, sizes
        width, height = struct.unpack_from(">II", content, 16)
        return ("image/png", width, height) if width and height else None
    if content.startswith(JPEG):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[str, int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:  # noqa: PLR2004 - a marker
        marker = content[position + 1]
        (length,) = struct.unpack_from(">H", content, position + 2)
        if marker in FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", content, position + 5)
            return "image/jpeg", width, height
        position += 2 + length
    return None
