"""Links to posts, in all the forms in which people copy them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LINK: Final = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/(?:s/)?|@)?"
    r"(?:c/(?P<number>\d{1,15})|(?P<name>[A-Za-z][A-Za-z0-9_]{3,31}))"
    r"/(?P<post>\d{1,12})(?:[/?#]\S*)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PostLink:
    """Which post is meant: its channel by username or by number, and its number there."""

    channel: str | int
    message_id: int


def read_link(word: str) -> PostLink | None:
    """Return the post a link leads to, None if it is no link to one."""
    found = _LINK.fullmatch(word.strip())
    if found is None:
        return None
    channel = int(found["number"]) if found["number"] else found["name"].lower()
    return PostLink(channel, int(found["post"]))
