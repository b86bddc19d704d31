"""Methods about channels: finding, joining, the list of chats, the cheap look at many."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from telethon.tl import types

from tests.mtproto import wire
from tests.mtproto.call import RpcError, channel_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.mtproto.call import Call
    from tests.mtproto.channel import Channel, Message

_MOST_PEERS = 100


def _resolve_username(call: Call) -> types.contacts.ResolvedPeer:
    channel = call.world.named(call.request.username)
    if channel is None or channel.private:
        raise RpcError(400, "USERNAME_NOT_OCCUPIED")
    return types.contacts.ResolvedPeer(
        peer=types.PeerChannel(channel.id), chats=wire.chats(call.account, channel), users=[]
    )


def _get_channels(call: Call) -> types.messages.Chats:
    found = call.batch(call.request.id)
    return types.messages.Chats(chats=wire.chats(call.account, *found))


def _get_full_channel(call: Call) -> types.messages.ChatFull:
    channel = call.channel(call.request.channel)
    full = types.ChannelFull(
        id=channel.id,
        about="",
        read_inbox_max_id=0,
        read_outbox_max_id=0,
        unread_count=0,
        chat_photo=types.PhotoEmpty(0),
        notify_settings=types.PeerNotifySettings(),
        bot_info=[],
        pts=channel.pts,
        participants_count=channel.subscribers,
    )
    return types.messages.ChatFull(full, chats=wire.chats(call.account, channel), users=[])


def _join_channel(call: Call) -> types.messages.ChatInviteJoinResultOk:
    channel = call.channel(call.request.channel)
    channel.members.add(call.account.name)
    return types.messages.ChatInviteJoinResultOk(_touched(call, channel))


def _leave_channel(call: Call) -> types.Updates:
    channel = call.channel(call.request.channel)
    channel.members.discard(call.account.name)
    return _touched(call, channel)


def _touched(call: Call, channel: Channel) -> types.Updates:
    return types.Updates(
        updates=[types.UpdateChannel(channel.id)],
        users=[],
        chats=wire.chats(call.account, channel),
        date=datetime.now(UTC),
        seq=0,
    )


def _get_peer_dialogs(call: Call) -> types.messages.PeerDialogs:
    if len(call.request.peers) > _MOST_PEERS:
        raise RpcError(400, "LIMIT_INVALID")
    found = call.batch(call.request.peers)
    tops = _tops(found)
    return types.messages.PeerDialogs(
        dialogs=[wire.dialog(each, call.faults.odd.dialog_count(each)) for each in found],
        messages=[wire.message(*top) for top in tops],
        chats=wire.chats(call.account, *found, *wire.origins([post for _, post in tops])),
        users=[],
        state=wire.state(),
    )


def _get_dialogs(call: Call) -> types.messages.DialogsSlice:
    """Answer the newest chats first, those after the one that the last page ended with."""
    joined = sorted(call.world.joined(call.account), key=_freshness, reverse=True)
    last = channel_id(call.request.offset_peer)
    after = next((n + 1 for n, channel in enumerate(joined) if channel.id == last), 0)
    page = joined[after : after + min(call.request.limit or _MOST_PEERS, _MOST_PEERS)]
    tops = _tops(page)
    return types.messages.DialogsSlice(
        count=len(joined),
        dialogs=[wire.dialog(each, call.faults.odd.dialog_count(each)) for each in page],
        messages=[wire.message(*top) for top in tops],
        chats=wire.chats(call.account, *page, *wire.origins([post for _, post in tops])),
        users=[],
    )


def _freshness(channel: Channel) -> tuple[float, int]:
    return (channel.top.date.timestamp() if channel.top else 0.0, channel.id)


def _tops(found: list[Channel]) -> list[tuple[Channel, Message]]:
    return [(channel, channel.top) for channel in found if channel.top]


METHODS: Final[Mapping[str, Callable[[Call], object]]] = {
    "contacts.resolveUsername": _resolve_username,
    "channels.getChannels": _get_channels,
    "channels.getFullChannel": _get_full_channel,
    "channels.joinChannel": _join_channel,
    "channels.leaveChannel": _leave_channel,
    "messages.getPeerDialogs": _get_peer_dialogs,
    "messages.getDialogs": _get_dialogs,
}
