"""Methods by which a client catches up with what it was not pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telethon.tl import types

from tests.mtproto import wire
from tests.mtproto.call import RpcError
from tests.mtproto.channel import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.mtproto.call import Call
    from tests.mtproto.channel import Channel

_MOST_CHANGES = 100
_NEWEST_SHOWN = 20


def _get_state(call: Call) -> types.updates.State:
    return call.account and wire.state()


def _get_difference(call: Call) -> types.updates.Difference:
    """Answer only which channels have moved; their posts are asked for one by one."""
    since = call.request.date.replace(microsecond=0)
    moved = [each for each in call.world.joined(call.account) if each.changed_at >= since]
    if not moved:
        state = wire.state()
        return types.updates.DifferenceEmpty(date=state.date, seq=state.seq)
    return types.updates.Difference(
        new_messages=[],
        new_encrypted_messages=[],
        other_updates=[types.UpdateChannelTooLong(each.id, pts=each.pts) for each in moved],
        chats=wire.chats(call.account, *moved),
        users=[],
        state=wire.state(),
    )


def _get_channel_difference(call: Call) -> types.updates.ChannelDifference:
    channel, pts = call.channel(call.request.channel), call.request.pts
    if pts <= 0:
        raise RpcError(400, "PERSISTENT_TIMESTAMP_EMPTY")
    if pts > channel.pts:
        raise RpcError(400, "PERSISTENT_TIMESTAMP_INVALID")
    if pts == channel.pts:
        return types.updates.ChannelDifferenceEmpty(
            pts=pts, final=True, timeout=wire.CHANNEL_TIMEOUT
        )
    if channel.pts - pts > _MOST_CHANGES:
        return _too_long(call, channel)
    return _since(call, channel, pts)


def _since(call: Call, channel: Channel, pts: int) -> types.updates.ChannelDifference:
    changes = [change for change in channel.changes if change.pts > pts]
    new = [
        channel.messages[post.id]
        for change in changes
        if change.kind is Kind.NEW
        for post in change.messages
        if post.id in channel.messages
    ]
    return types.updates.ChannelDifference(
        pts=channel.pts,
        new_messages=[wire.message(channel, post) for post in new],
        other_updates=[wire.update(each) for each in changes if each.kind is not Kind.NEW],
        chats=wire.chats(call.account, channel, *wire.origins(new)),
        users=[],
        final=True,
        timeout=wire.CHANNEL_TIMEOUT,
    )


def _too_long(call: Call, channel: Channel) -> types.updates.ChannelDifferenceTooLong:
    newest = list(reversed(channel.messages.values()))[:_NEWEST_SHOWN]
    return types.updates.ChannelDifferenceTooLong(
        dialog=wire.dialog(channel, channel.pts),
        messages=[wire.message(channel, post) for post in newest],
        chats=wire.chats(call.account, channel, *wire.origins(newest)),
        users=[],
        final=True,
        timeout=wire.CHANNEL_TIMEOUT,
    )


METHODS: Final[Mapping[str, Callable[[Call], object]]] = {
    "updates.getState": _get_state,
    "updates.getDifference": _get_difference,
    "updates.getChannelDifference": _get_channel_difference,
}
