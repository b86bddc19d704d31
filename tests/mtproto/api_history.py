"""Methods that return posts: pages of history, and posts by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from telethon.tl import types

from tests.mtproto import wire
from tests.mtproto.call import RpcError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.mtproto.call import Call
    from tests.mtproto.channel import Channel, Message

_USUAL_PAGE, _LONGEST_PAGE = 20, 100


def page(channel: Channel, request: Any) -> list[Message]:  # noqa: ANN401 - a TL object, untyped
    """Return the posts that a request for history means, newest first.

    As documented by Telegram: a window of ``limit`` posts begins ``add_offset`` after the posts
    that are at or above ``offset_id`` (or not older than ``offset_date``); what of it lies before
    the newest post is lost, not moved; only then ``max_id`` and ``min_id`` leave posts out.
    """
    newest_first = list(reversed(channel.messages.values()))
    begin = request.add_offset
    if request.offset_id:
        begin += sum(post.id >= request.offset_id for post in newest_first)
    elif request.offset_date and request.offset_date.timestamp():
        begin += sum(post.date >= request.offset_date for post in newest_first)
    end = begin + min(request.limit or _USUAL_PAGE, _LONGEST_PAGE)
    return [
        post
        for post in newest_first[max(begin, 0) : max(end, 0)]
        if post.id > request.min_id and (not request.max_id or post.id < request.max_id)
    ]


def _get_history(call: Call) -> types.messages.ChannelMessages:
    channel = call.channel(call.request.peer)
    posts = page(channel, call.request)
    shown = [wire.message(channel, post) for post in posts]
    return _answer(call, channel, posts, call.faults.odd.page(shown))


def _get_messages(call: Call) -> types.messages.ChannelMessages:
    channel = call.channel(call.request.channel)
    ids = [each.id for each in call.request.id]
    if len(ids) > _LONGEST_PAGE:
        raise RpcError(400, "MSG_ID_INVALID")
    there = channel.messages
    shown = [
        wire.message(channel, there[each])
        if each in there
        else types.MessageEmpty(each, peer_id=types.PeerChannel(channel.id))
        for each in ids
    ]
    return _answer(call, channel, [there[each] for each in ids if each in there], shown)


def _answer(
    call: Call, channel: Channel, posts: list[Message], shown: list[types.Message]
) -> types.messages.ChannelMessages:
    return types.messages.ChannelMessages(
        pts=channel.pts,
        count=3 if call.faults.odd.jumbled else len(channel.messages),
        messages=shown,
        topics=[],
        chats=wire.chats(call.account, channel, *wire.origins(posts)),
        users=[],
    )


METHODS: Final[Mapping[str, Callable[[Call], object]]] = {
    "messages.getHistory": _get_history,
    "channels.getMessages": _get_messages,
}
