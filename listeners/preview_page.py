"""Reads one preview page: its posts, its channel, and whether it is a page of posts at all."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from listeners.preview_text import plain_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

NO_PREVIEW: Final = "the channel has no public preview"

_POST: Final = re.compile(r"(?P<name>[^/]+)/(?P<id>\d{1,10})")
_ALBUM_PART: Final = re.compile(r"/(?P<name>[^/]+)/(?P<id>\d{1,10})\?single$")
_PEER: Final = re.compile(r"c(?P<id>\d+)_")
_LINKS_BACK: Final = '.tme_messages_more[data-before], link[rel="prev"]'
_QUOTES: Final = ".tgme_widget_message_reply, .tgme_widget_message_reply_template"
_LARGEST_ID: Final = 2**31 - 1
_MARKED: Final = 10**12  # the Bot API writes a channel's number n as -(10**12 + n)


class PageError(Exception):
    """A page that is no page of the asked channel's posts, told in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePost:
    """A post as it stands on a page; ``album`` are the further numbers it took."""

    message_id: int
    text: str
    published_at: datetime
    forwarded_from: str | None = None
    album: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, or several that follow each other; ``posts`` and ``ids`` are in ascending order.

    ``ids`` are the numbers of all blocks, service messages among them; ``parts`` are the further
    numbers an album took. ``unreadable`` names posts that could not be read; ``links_back`` says
    that the page offers older ones. A page without ids is the statement that there are no posts.
    """

    posts: tuple[PagePost, ...]
    ids: tuple[int, ...]
    parts: frozenset[int] = frozenset()
    unreadable: tuple[str, ...] = ()
    links_back: bool = False
    title: str | None = None
    channel_id: int | None = None


def read_page(html: str, channel: str) -> Page:
    """Read a page of ``channel``; PageError if it does not show that channel's posts."""
    tree = LexborHTMLParser(html.replace("\x00", ""))
    blocks = tree.css(".tgme_widget_message[data-post]")
    if not blocks and not tree.any_css_matches((".tme_no_messages_found",)):
        if tree.any_css_matches((".tgme_page_additional",)):
            raise PageError(NO_PREVIEW)
        raise PageError("the page shows no posts and does not say that there are none")
    posts: dict[int, PagePost] = {}
    ids: set[int] = set()
    unreadable: list[str] = []
    for block in blocks:
        message_id = _message_id(block, channel)
        if message_id is None:
            unreadable.append(_attribute(block, "data-post")[:40])
            continue
        ids.add(message_id)
        if block.css_matches(".service_message, .tgme_widget_message_service"):
            continue
        post = _post(block, message_id)
        if post is None:
            unreadable.append(str(message_id))
        else:
            posts[message_id] = post
    return Page(
        posts=tuple(posts[message_id] for message_id in sorted(posts)),
        ids=tuple(sorted(ids)),
        parts=frozenset(number for post in posts.values() for number in post.album),
        unreadable=tuple(unreadable),
        links_back=tree.css_first(_LINKS_BACK) is not None,
        title=_title(tree),
        channel_id=next(filter(None, map(_channel_id, blocks)), None),
    )


def _message_id(block: LexborNode, channel: str) -> int | None:
    """Return the block's number, None if it has none; PageError if it is another channel's."""
    match = _POST.fullmatch(_attribute(block, "data-post"))
    if match is None:
        return None
    if match["name"].lower() != channel:
        raise PageError(f"the page shows posts of another channel, {match['name'][:40]!r}")
    message_id = int(match["id"])
    return message_id if 0 < message_id <= _LARGEST_ID else None


def _post(block: LexborNode, message_id: int) -> PagePost | None:
    """Read a block, None if it does not say when it was published."""
    published_at = _published_at(block)
    if published_at is None:
        return None
    for quote in block.css(_QUOTES):
        quote.decompose()  # otherwise the alarm somebody answers to is heard as a new one
    origin = block.css_first(".tgme_widget_message_forwarded_from_name")
    return PagePost(
        message_id=message_id,
        text=_text(block),
        published_at=published_at,
        forwarded_from=plain_text(origin) or None if origin is not None else None,
        album=tuple(sorted(_album_parts(block) - {message_id})),
    )


def _text(block: LexborNode) -> str:
    """Return the text of a post; an album's caption lies in a text inside a text."""
    found: list[str] = []
    inside: set[int] = set()
    for node in block.css(".tgme_widget_message_text"):
        if node.mem_id in inside or node.css_matches(".js-message_reply_text"):
            continue
        inside.update(nested.mem_id for nested in node.css(".tgme_widget_message_text"))
        found.append(plain_text(node))
    return "\n".join(text for text in found if text)


def _published_at(block: LexborNode) -> datetime | None:
    """Return when the post was published; a video's length is a ``time`` too, but has no moment."""
    nodes = block.css(".tgme_widget_message_date time[datetime]") or block.css("time[datetime]")
    for node in nodes:
        try:
            moment = datetime.fromisoformat(_attribute(node, "datetime"))
        except ValueError:
            continue
        if moment.tzinfo is not None:
            return moment
    return None


def _album_parts(block: LexborNode) -> set[int]:
    """Return the numbers that the single pictures of an album link to; words may link anywhere."""
    name = _attribute(block, "data-post").partition("/")[0].lower()
    words = block.css(".tgme_widget_message_text a[href]")
    in_words = {link.mem_id for link in words}
    links = (link for link in block.css("a[href]") if link.mem_id not in in_words)
    found = (_ALBUM_PART.search(_attribute(link, "href")) for link in links)
    return {int(match["id"]) for match in found if match and match["name"].lower() == name}


def _channel_id(block: LexborNode) -> int | None:
    """Return the channel's bare number if the block carries it."""
    if match := _PEER.match(_attribute(block, "data-peer")):
        return int(match["id"])
    try:
        view = json.loads(base64.urlsafe_b64decode(_attribute(block, "data-view") + "=="))
    except (ValueError, RecursionError):
        return None
    number = view.get("c") if isinstance(view, dict) else None
    return abs(number) % _MARKED or None if isinstance(number, int) else None


def _title(tree: LexborHTMLParser) -> str | None:
    """Return what the channel calls itself."""
    for place in (".tgme_channel_info_header_title", ".tgme_header_title"):
        node = tree.css_first(place)
        if node is not None and (title := plain_text(node)):
            return title
    return None


def _attribute(node: LexborNode, name: str) -> str:
    """Return an attribute's value, empty if it has none."""
    return node.attributes.get(name) or ""
