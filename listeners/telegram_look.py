"""A single look at a channel through an account, before it is followed; nothing is changed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from telethon import errors
from telethon.tl import functions, types

from alerts.posts import SourcePost
from alerts.profiles import ChannelLook, Profile, UnseenError
from listeners.telegram_client import ConnectionLostError, answer, connected
from listeners.telegram_said import channel_of, facts_of, said
from listeners.telegram_session import SessionError, read_session
from listeners.telegram_troubles import (
    NO_CHANNEL,
    account_trouble,
    channel_trouble,
    connection_trouble,
    leaves,
)

if TYPE_CHECKING:
    from datetime import datetime

    from listeners.telegram_client import PushClient
    from listeners.telegram_settings import TelegramSettings

SECONDS: Final = 40.0
"""How long a look may take in all."""
_SUBSCRIBERS_SECONDS: Final = 10.0
"""How long it is waited for the number of subscribers, which is good to know and no more."""

FAILURES: Final = (
    SessionError,
    ConnectionLostError,
    errors.RPCError,
    errors.AuthKeyNotFound,
    errors.SecurityError,
    errors.TypeNotFoundError,
    OSError,
    EOFError,
    BufferError,
)
"""What a connection to Telegram may end with that is no fault of ours."""


async def look_with_account(
    username: str, *, account: str, settings: TelegramSettings, posts: int, now: datetime
) -> ChannelLook:
    """Look at a channel and its last posts with an account; UnseenError tells why it cannot be.

    Posts are asked for without joining, and by a connection of its own: the account may listen
    meanwhile.
    """
    try:
        async with asyncio.timeout(SECONDS):
            session = read_session(settings.sessions, account)
            async with connected(settings, session) as client:
                return await _look(client, username, account, posts, now)
    except FAILURES as error:
        raise UnseenError(_why(error)) from None


async def name_of_account(account: str, settings: TelegramSettings) -> str:
    """Return what a logged-in account is called; UnseenError tells why Telegram does not say."""
    try:
        async with asyncio.timeout(SECONDS):
            session = read_session(settings.sessions, account)
            async with connected(settings, session) as client:
                [me] = await answer(
                    client, functions.users.GetUsersRequest([types.InputUserSelf()])
                )
    except FAILURES as error:
        raise UnseenError(_why(error)) from None
    return " ".join(part for part in (me.first_name, me.last_name) if part) or str(me.id)


async def _look(
    client: PushClient, username: str, account: str, posts: int, now: datetime
) -> ChannelLook:
    """Ask for the channel, what it says of itself, and its last posts."""
    found = await answer(client, functions.contacts.ResolveUsernameRequest(username))
    number = getattr(found.peer, "channel_id", None)
    channel = next(
        (chat for chat in found.chats if isinstance(chat, types.Channel) and chat.id == number),
        None,
    )
    if channel is None:
        raise UnseenError(NO_CHANNEL)
    peer = types.InputPeerChannel(channel.id, channel.access_hash)
    history = await answer(
        client,
        functions.messages.GetHistoryRequest(
            peer=peer,
            offset_id=0,
            offset_date=None,
            add_offset=0,
            limit=posts,
            max_id=0,
            min_id=0,
            hash=0,
        ),
    )
    facts = facts_of(channel, username)
    subscribers = await _subscribers(client, peer)
    read = [
        said(message, history.chats, history.users)
        for message in history.messages
        if channel_of(message) == channel.id
    ]
    posts_read = {one.message_id: one for one in read if one is not None and one.text}
    heard = [
        SourcePost(
            channel=username,
            message_id=one.message_id,
            text=one.text or "",
            published_at=one.published_at,
            received_at=now,
            source=f"telegram:{account}",
            channel_id=channel.id,
            forwarded_from=one.forwarded_from,
        )
        for one in sorted(posts_read.values(), key=lambda one: one.message_id)
    ]
    return ChannelLook(
        username=username,
        profile=Profile(
            channel_id=facts.channel_id,
            username=facts.username,
            title=facts.title,
            verified=facts.verified,
            scam=facts.scam,
            fake=facts.fake,
            restricted=facts.restricted,
            subscribers=subscribers or facts.subscribers,
        ),
        posts=tuple(heard),
        through=f"telegram:{account}",
        key=None if channel.access_hash is None else (account, channel.access_hash),
    )


async def _subscribers(client: PushClient, peer: object) -> int | None:
    """Return how many have joined a channel, None if Telegram does not say."""
    try:
        async with asyncio.timeout(_SUBSCRIBERS_SECONDS):
            whole = await answer(client, functions.channels.GetFullChannelRequest(peer))
    except (errors.RPCError, errors.TypeNotFoundError, TimeoutError) as error:
        if account_trouble(error) is not None:
            raise
        return None
    count: int | None = getattr(getattr(whole, "full_chat", None), "participants_count", None)
    return count


def _why(error: BaseException) -> str:
    """Return why a look failed, in one sentence; raise what is a fault of ours."""
    first = next(leaves(error))
    if isinstance(first, errors.FloodWaitError):
        return f"Telegram asks for a pause of {first.seconds} s"
    sentence = account_trouble(first) or channel_trouble(first) or connection_trouble(first)
    if sentence is None:
        raise error
    return sentence
