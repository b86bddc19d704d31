"""A single look at a channel through its preview page, before it is followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from alerts.posts import SourcePost
from alerts.profiles import ChannelLook, Profile, UnseenError
from listeners.preview_page import PageError, read_page
from listeners.preview_site import SiteError, open_site

if TYPE_CHECKING:
    from listeners.protocol import Clock

SOURCE: Final = "preview"
_HEADER: Final = ".tgme_channel_info_header"
_MARK: Final = ".verified-icon"
_COUNTER: Final = ".tgme_channel_info_counter"
_SUBSCRIBERS: Final = re.compile(r"([\d.,]+)\s*([KM]?)\s*subscriber", re.IGNORECASE)
_TIMES: Final = {"": 1, "K": 1_000, "M": 1_000_000}
_SECONDS: Final = 15.0


async def look_at_page(
    username: str, *, base_url: str, proxy: str | None, clock: Clock, posts: int
) -> ChannelLook:
    """Look at a channel's page and its last posts; UnseenError tells why it cannot be."""
    try:
        async with open_site(
            base_url, proxy=proxy, clock=clock, at_once=1, timeout_seconds=_SECONDS
        ) as site:
            answer = await site.page(username)
        html = answer.html or ""
        page = read_page(html, username)
    except (SiteError, PageError) as error:
        raise UnseenError(str(error)) from None
    heard = tuple(
        SourcePost(
            channel=username,
            message_id=post.message_id,
            text=post.text,
            published_at=post.published_at,
            received_at=clock.now(),
            source=SOURCE,
            channel_id=page.channel_id,
            forwarded_from=post.forwarded_from,
        )
        for post in page.posts
        if post.text
    )
    verified, subscribers = _header(html)
    return ChannelLook(
        username=username,
        profile=Profile(
            channel_id=page.channel_id,
            username=username,
            title=page.title or "@" + username,
            verified=verified,
            subscribers=subscribers,
        ),
        posts=heard[-posts:],
        through=SOURCE,
    )


def _header(html: str) -> tuple[bool | None, int | None]:
    """Return the mark and the rounded number of subscribers, as far as the page shows them."""
    tree = LexborHTMLParser(html.replace("\x00", ""))
    header = tree.css_first(_HEADER)
    verified = None if header is None else header.css_first(_MARK) is not None
    for counter in tree.css(_COUNTER):
        if match := _SUBSCRIBERS.search(counter.text(separator=" ")):
            number = float(match[1].replace(",", "")) * _TIMES[match[2].upper()]
            return verified, round(number)
    return verified, None
