"""A post as the public preview page shows it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sandbox.model import Channel, Post

ADDRESS: Final = re.compile(r"https?://[^\s<>\"«»]+[^\s<>\"«».,!?;:)]")
EMOJI: Final = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}"
    "|[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\u203c\u2049]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]?)"
)
QUOTE_LENGTH: Final = 120


def words(text: str) -> str:
    """Return a post's text as the page's HTML: line breaks, links, emoji in their wrapping."""
    pieces, done = [], 0
    for match in ADDRESS.finditer(text):
        address = escape(match[0])
        pieces.append(plain(text[done : match.start()]))
        pieces.append(f'<a href="{address}" target="_blank" rel="noopener">{address}</a>')
        done = match.end()
    pieces.append(plain(text[done:]))
    return "".join(pieces)


def plain(text: str) -> str:
    """Return words without links."""
    lines = escape(text).replace("\n", "<br/>")
    return EMOJI.sub(r'<i class="emoji"><b>\g<0></b></i>', lines)


def block(channel: Channel, post: Post, base: str) -> str:
    """Return the block of one post."""
    address = f"{base}/{channel.username}/{post.id}"
    edited = "edited &nbsp;" if post.edited is not None else ""
    body = ""
    if post.text:
        body = (
            '<div class="tgme_widget_message_text js-message_text" dir="auto">'
            f"{words(post.text)}</div>"
        )
    return f"""
<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message text_not_supported_wrap js-widget_message"\
 data-post="{channel.username}/{post.id}">
<div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_author accent_color">\
<a class="tgme_widget_message_owner_name" href="{base}/{channel.username}">\
<span dir="auto">{escape(channel.title)}</span></a></div>
{forward(post)}{quote(channel, post, base)}{body}
<div class="tgme_widget_message_footer compact js-message_footer">
<div class="tgme_widget_message_info short js-message_info">
<span class="tgme_widget_message_meta">{edited}\
<a class="tgme_widget_message_date" href="{address}">\
<time datetime="{post.date.isoformat(timespec="seconds")}" class="time">\
{post.date:%H:%M}</time></a></span>
</div></div></div></div></div>"""


def forward(post: Post) -> str:
    """Return whom a post was forwarded from."""
    if post.forwarded_from is None:
        return ""
    return (
        '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from '
        '<span class="tgme_widget_message_forwarded_from_name" dir="auto">'
        f"{escape(post.forwarded_from)}</span></div>"
    )


def quote(channel: Channel, post: Post, base: str) -> str:
    """Return the quote of the post that is answered."""
    answered = channel.posts.get(post.reply_to) if post.reply_to is not None else None
    if answered is None or answered.deleted:
        return ""
    return (
        f'<a class="tgme_widget_message_reply" href="{base}/{channel.username}/{answered.id}">'
        '<div class="tgme_widget_message_author accent_color">'
        '<span class="tgme_widget_message_author_name" dir="auto">'
        f"{escape(channel.title)}</span></div>"
        '<div class="tgme_widget_message_text js-message_reply_text" dir="auto">'
        f"{plain(answered.text[:QUOTE_LENGTH])}</div></a>"
    )


def page(channel: Channel, posts: list[Post], base: str, *, older: bool, newer: bool) -> str:
    """Return the whole page."""
    address = f"{base}/s/{channel.username}"
    previous = f'<link rel="prev" href="{address}?before={posts[0].id}">' if older else ""
    body = "".join(block(channel, post, base) for post in posts)
    if not posts:
        body = '<div class="tme_no_messages_found">No posts found</div>'
    above = more(address, "before", posts[0].id) if older else ""
    below = more(address, "after", posts[-1].id) if newer else ""
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(channel.title)}</title>{previous}</head>
<body class="widget_frame_base tgme_widget body_widget_post emoji_image">
<header class="tgme_header"><div class="tgme_channel_info">
<div class="tgme_channel_info_header">
<div class="tgme_channel_info_header_title"><span dir="auto">{escape(channel.title)}</span></div>
<div class="tgme_channel_info_header_username">\
<a href="{base}/{channel.username}">@{channel.username}</a></div></div>
<div class="tgme_channel_info_description">{words(channel.about)}</div>
</div></header>
<main class="tgme_main"><section class="tgme_channel_history js-message_history">
{above}{body}{below}
</section></main></body></html>
"""


def more(address: str, side: str, number: int) -> str:
    """Return the link to the next page in a direction."""
    return (
        '<div class="tgme_widget_message_centered js-messages_more_wrap">'
        f'<a href="{address}?{side}={number}" class="tme_messages_more js-messages_more"'
        f' data-{side}="{number}"></a></div>'
    )
