"""Turns the HTML of a post into its text, as a Telegram client would hand it over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS: Final = frozenset({"blockquote", "div", "p", "pre"})
_UNSEEN: Final = frozenset({"script", "style", "template"})

# Two characters that no post can hold stand for what only the layout of the page decides.
_SOFT: Final = "\x00"  # a line break of the HTML source: a space, if words stand around it
_EDGE: Final = "\x01"  # where a block begins or ends: a new line, unless there already is one
_MARKS: Final = re.compile(f"[{_SOFT}{_EDGE}]")
_SOURCE_BREAK: Final = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
_SOFT_BY_BREAK: Final = re.compile(f"{_SOFT}*([\n{_EDGE}]){_SOFT}*")
_EDGES: Final = re.compile(f"(\n*){_EDGE}+(\n*)")


def plain_text(root: LexborNode) -> str:
    """Return the text inside a node: ``<br>`` is a new line, an emoji its own character."""
    pieces: list[str] = []
    todo: list[tuple[LexborNode | None, bool]] = [(root, False)]  # a stack: pages may nest deeply
    while todo:
        node, verbatim = todo.pop()
        if node is None:
            pieces.append(_EDGE)
        elif node.tag == "-text":
            pieces.append(_characters(node.text_content or "", verbatim=verbatim))
        elif node.tag == "br":
            pieces.append("\n")
        elif node.tag not in _UNSEEN:
            verbatim = verbatim or node.tag == "pre"
            inside: list[tuple[LexborNode | None, bool]] = [
                (child, verbatim) for child in node.iter(include_text=True)
            ]
            if node.tag in _BLOCKS:
                inside = [(None, verbatim), *inside, (None, verbatim)]
            todo.extend(reversed(inside))
    return _laid_out("".join(pieces))


def _characters(text: str, *, verbatim: bool) -> str:
    """Return a text node's characters; spaces stay, for other sources hear them too."""
    text = _MARKS.sub("", text)
    return text if verbatim else _SOURCE_BREAK.sub(_SOFT, text)


def _laid_out(text: str) -> str:
    """Replace the layout marks by spaces and new lines."""
    text = _SOFT_BY_BREAK.sub(r"\1", text)
    text = _EDGES.sub(lambda edge: edge[1] + edge[2] or "\n", text)
    return text.replace(_SOFT, " ").strip()
