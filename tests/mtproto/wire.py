"""How the made-up Telegram looks in TL, and how answers become bytes."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from telethon.tl import types

from tests.mtproto.channel import Change, Kind

if TYPE_CHECKING:
    from tests.mtproto.channel import Channel, Message
    from tests.mtproto.world import Account

_TRUE, _FALSE, _VECTOR = 0x997275B5, 0xBC799737, 0x1CB5C415
CHANNEL_TIMEOUT: Final = 30
"""Seconds after which the official clients ask a quiet channel again."""


def encode(answer: object) -> bytes:
    """Return a TL object, a truth or a list of objects as bytes."""
    if isinstance(answer, bool):
        return struct.pack("<I", _TRUE if answer else _FALSE)
    if isinstance(answer, list):
        head = struct.pack("<Ii", _VECTOR, len(answer))
        return head + b"".join(bytes(each) for each in answer)
    return bytes(answer)  # type: ignore[call-overload,no-any-return] # a TL object, untyped


def chat(channel: Channel, account: Account) -> types.Channel | types.ChannelForbidden:
    """Return a channel as an account sees it."""
    access_hash = account.access_hash(channel.id)
    if channel.shut_to(account.name):
        return types.ChannelForbidden(channel.id, access_hash, channel.title, broadcast=True)
    return types.Channel(
        id=channel.id,
        title=channel.title,
        photo=types.ChatPhotoEmpty(),
        date=datetime(2020, 1, 1, tzinfo=UTC),
        broadcast=True,
        left=account.name not in channel.members,
        verified=channel.verified,
        scam=channel.scam,
        fake=channel.fake,
        restricted=channel.restricted,
        access_hash=access_hash,
        username=channel.username,
    )


def chats(account: Account, *channels: Channel) -> list[types.Channel]:
    """Return channels and those that their posts were forwarded from, each once."""
    return [chat(channel, account) for channel in dict.fromkeys(channels)]


def user(account: Account) -> types.User:
    """Return an account as it sees itself."""
    return types.User(
        id=account.id,
        is_self=True,
        access_hash=account.access_hash(account.id),
        first_name=account.name,
        phone=account.phone,
    )


def message(channel: Channel, post: Message) -> types.Message | types.MessageService:
    """Return a post or a service message."""
    peer = types.PeerChannel(channel.id)
    if post.action is not None:
        return types.MessageService(
            id=post.id, peer_id=peer, date=post.date, action=post.action, post=True
        )
    return types.Message(
        id=post.id,
        peer_id=peer,
        date=post.date,
        message=post.text,
        post=True,
        views=1,
        forwards=0,
        edit_date=post.edit_date,
        grouped_id=post.grouped_id,
        entities=list(post.entities) or None,
        media=types.MessageMediaPhoto(photo=types.PhotoEmpty(post.id)) if post.photo else None,
        fwd_from=post.forward
        and types.MessageFwdHeader(
            date=post.forward.date,
            from_id=types.PeerChannel(post.forward.channel.id),
            channel_post=post.forward.message_id,
        ),
    )


def origins(posts: list[Message] | tuple[Message, ...]) -> list[Channel]:
    """Return the channels that posts were forwarded from."""
    return [post.forward.channel for post in posts if post.forward]


def update(change: Change) -> types.UpdateNewChannelMessage:
    """Return a change as an update of its channel."""
    channel, pts, count = change.channel, change.pts, change.count
    match change.kind:
        case Kind.NEW:
            post = message(channel, change.messages[0])
            return types.UpdateNewChannelMessage(post, pts=pts, pts_count=count)
        case Kind.EDITED:
            post = message(channel, change.messages[0])
            return types.UpdateEditChannelMessage(post, pts=pts, pts_count=count)
        case Kind.DELETED:
            ids = [post.id for post in change.messages]
            return types.UpdateDeleteChannelMessages(channel.id, ids, pts=pts, pts_count=count)
        case Kind.ABOUT:
            return types.UpdateChannel(channel.id)


def dialog(channel: Channel, count: int | None) -> types.Dialog:
    """Return a channel's line in the list of chats, with its count of events."""
    return types.Dialog(
        peer=types.PeerChannel(channel.id),
        top_message=channel.top.id if channel.top else 0,
        read_inbox_max_id=0,
        read_outbox_max_id=0,
        unread_count=len(channel.messages),
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        notify_settings=types.PeerNotifySettings(),
        pts=count,
    )


def state() -> types.updates.State:
    """Return the account's own numbers, which never move: nobody writes to it in private."""
    return types.updates.State(pts=1, qts=0, date=datetime.now(UTC), seq=1, unread_count=0)
