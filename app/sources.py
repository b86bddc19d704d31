"""Which sources a config asks for, with the clock they live by."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.channels import Channel, Role
from app.clock import RecordedClock, SystemClock
from app.config import ConfigError
from app.pins import KeptPins
from app.starter import starter_channel
from listeners.preview import PreviewListener
from listeners.replay import RecordedPost, ReplayListener, read_recording
from storage.store import ChannelMismatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.config import Config, ReplayConfig
    from listeners.protocol import Clock, Listener
    from storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where posts come from, the channels they are about, and the clock of it all."""

    listeners: tuple[Listener, ...]
    channels: tuple[Channel, ...]
    clock: Clock


def source_names(config: Config) -> list[str]:
    """Return what the sources of a config are called."""
    if config.replay is not None:
        return [ReplayListener.name]
    names = [f"telegram:{account.name}" for account in config.telegram.accounts]
    return [*names, PreviewListener.name] if config.preview.enabled else names


async def listeners_for(
    config: Config, store: Store, heard_by_account: Callable[[str], bool]
) -> Sources:
    """Follow what a config and the operators ask for, and make the listeners of it.

    A recorded night takes the place of live sources. ``heard_by_account`` tells the preview which
    channels an account hears well at the moment.
    """
    channels = tuple(channel.channel() for channel in config.channels)
    if config.replay is not None:
        sources = await _recorded(config.replay, channels, store)
        await _follow(store, sources.channels)
        return sources
    await _follow(store, channels)
    followed = await store.channels()
    names = [channel.username for channel in followed]
    clock = SystemClock()
    listeners: list[Listener] = _accounts(config, names, store, clock)
    if config.preview.enabled:
        listeners.append(
            PreviewListener(
                names,
                memory=store,
                clock=clock,
                base_url=config.preview.base_url,
                proxy=config.preview.proxy,
                period_seconds=config.preview.period_seconds,
                heard_elsewhere=heard_by_account,
            )
        )
    return Sources(listeners=tuple(listeners), channels=tuple(followed), clock=clock)


def _accounts(config: Config, names: Sequence[str], store: Store, clock: Clock) -> list[Listener]:
    """Return a listener for each account."""
    if not config.telegram.accounts:
        return []
    from app.telegram import settings_of  # noqa: PLC0415 - Telethon only for whoever has accounts
    from listeners.telegram import TelegramListener  # noqa: PLC0415 - the same

    settings, pins = settings_of(config.telegram), KeptPins(store)
    return [
        TelegramListener(
            account.name, names, memory=store, pins=pins, clock=clock, settings=settings
        )
        for account in config.telegram.accounts
    ]


async def _follow(store: Store, channels: Sequence[Channel]) -> None:
    """Follow the channels of the config; ConfigError if one is not who it was."""
    try:
        await store.follow(channels)
    except ChannelMismatchError as error:
        raise ConfigError(
            [f"channels: {error}; correct its id, or follow the other by `tocsin channel add`"]
        ) from None


def read_posts(config: ReplayConfig) -> list[RecordedPost]:
    """Read a recorded night; lines that cannot be read are named and passed over."""
    posts: list[RecordedPost] = []
    try:
        with config.file.open(encoding="utf-8") as lines:
            for item in read_recording(lines):
                if isinstance(item, RecordedPost):
                    posts.append(item)
                else:
                    log.warning("%s: %s: %s", config.file, item.place, item.why)
    except OSError as error:
        raise ConfigError([f"replay.file: {config.file}: {error.strerror}"]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"replay.file: {config.file}: is not UTF-8 text"]) from None
    if not posts:
        raise ConfigError([f"replay.file: {config.file}: holds no posts"])
    return sorted(posts, key=lambda post: post.posted_at)


async def _recorded(config: ReplayConfig, channels: tuple[Channel, ...], store: Store) -> Sources:
    """Return a recorded night, its clock set to the first post that is not yet kept."""
    posts = read_posts(config)
    known = {channel.username: channel for channel in channels}
    for post in posts:
        known.setdefault(post.channel, recorded_channel(post))
    kept = {name: await store.newest_id(name) or 0 for name in known}
    new = [post for post in posts if post.message_id > kept[post.channel]]
    start = new[0].posted_at if new else posts[-1].posted_at
    clock = RecordedClock(start, config.speed)
    listener = ReplayListener(posts, memory=store, clock=clock)
    return Sources(listeners=(listener,), channels=tuple(known.values()), clock=clock)


def recorded_channel(post: RecordedPost) -> Channel:
    """Return a channel that only the recording names, of the office the starter list knows.

    Of others the home region makes an authority.
    """
    known = starter_channel(post.channel.lower())
    if known is not None and known.region == post.channel_region:
        role, municipality = known.role, known.municipality
    else:
        role, municipality = Role.GOVERNMENT if post.channel_region else Role.DEFENCE, None
    return Channel(
        username=post.channel,
        title="@" + post.channel,
        role=role,
        region=post.channel_region,
        municipality=municipality,
    )
