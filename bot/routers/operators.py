"""/watch, /unwatch and /channels, in operators' chats alone; to all others they are no commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import Command, CommandObject

from alerts.areas import region_of
from alerts.authority import needs_municipality, needs_region
from alerts.channels import CHANNEL_ROLES, Role
from alerts.profiles import UnseenError
from bot import keyboards
from bot.callbacks import Unwatch, Watch, Watched, WatchNot
from bot.lookup import LONGEST_QUERY
from bot.screen import fitted, show
from bot.standing import standings
from bot.texts import Html
from bot.watch_words import doubt_lines, look_lines, standing_lines
from bot.watching import Asked, start_watching, stop_watching
from bot.who import who
from storage.store import ChannelMismatchError

if TYPE_CHECKING:
    from aiogram.types import CallbackQuery, Message

    from bot.context import Visit
    from bot.watching import Starter, Watching

A_PAGE: Final = 8
ROLES: Final = CHANNEL_ROLES
_NAME: Final = 32


class _UnclearError(Exception):
    """A word that is neither a place nor a role."""

    def __init__(self, word: str) -> None:
        """Keep the word."""
        super().__init__(word)
        self.word = word


async def watch(message: Message, command: CommandObject, visit: Visit, watching: Watching) -> None:
    """Show a channel as it is, and ask whether to follow it."""
    name, *words = (command.args or "").split() or [""]
    username = _username(name)
    if username is None:
        await show(message, visit.voice.say("watch-usage", roles=", ".join(ROLES)))
        return
    starter = watching.starter(username)
    try:
        office = _office(words, starter, visit)
    except _UnclearError as unclear:
        text = visit.voice.say("watch-unclear", word=unclear.word[:LONGEST_QUERY])
        await show(message, text + "\n\n" + visit.voice.say("watch-usage", roles=", ".join(ROLES)))
        return
    role, region, municipality = office
    if municipality is None and needs_municipality(role, region):
        await show(message, visit.voice.say("watch-mayor", channel=username))
        return
    if region is None and needs_region(role):
        text = visit.voice.say("watch-region", channel=username, role=role.value)
        await show(message, text + "\n\n" + visit.voice.say("watch-usage", roles=", ".join(ROLES)))
        return
    if any(
        known.channel.username == username and known.stranger is None
        for known in await visit.store.watched_channels()
    ):
        await show(message, visit.voice.say("watch-already", channel=username))
        return
    await show(message, visit.voice.say("watch-looking", channel=username))
    try:
        look = await watching.look(username)
    except UnseenError as error:
        await show(message, visit.voice.say("watch-unseen", channel=username, why=str(error)))
        return
    zone = ZoneInfo(visit.resident.timezone)
    area = municipality or region
    voice_of = visit.voice.plain("role", role=role.value)
    place = visit.voice.name(area) if area else visit.voice.plain("watch-federal")
    lines = [
        visit.voice.say("watch-ask", channel=username, role=voice_of, place=place),
        "",
        *doubt_lines(look, starter, await visit.store.pinned_number(username), visit.voice),
        *look_lines(look, region=region, reader=watching.reader, voice=visit.voice, zone=zone),
    ]
    question = Asked(look=look, role=role, region=region, municipality=municipality)
    asked = Watch(username=username, question=watching.remember(message.chat.id, question))
    await show(message, fitted(lines, visit.voice), keyboards.watching(asked, visit.voice))


async def confirmed(
    query: CallbackQuery, callback_data: Watch, visit: Visit, watching: Watching
) -> None:
    """Follow the channel that was shown."""
    username = callback_data.username
    asked = watching.asked(visit.resident.chat_id, callback_data.question)
    if asked is None:
        await show(query, visit.voice.say("watch-again", channel=username))
        return
    try:
        await start_watching(
            visit.store,
            asked.look,
            role=asked.role,
            region=asked.region,
            municipality=asked.municipality,
            who=who(query),
            now=visit.now,
        )
    except ChannelMismatchError as error:
        await show(query, visit.voice.say("watch-mismatch", channel=error.username))
        return
    watching.changed()
    await show(query, visit.voice.say("watch-added", channel=username))


async def refused(query: CallbackQuery, visit: Visit) -> None:
    """Leave the channel alone."""
    await show(query, visit.voice.say("watch-not"))


async def unwatch(message: Message, command: CommandObject, visit: Visit) -> None:
    """Ask whether to follow a channel no more."""
    username = _username((command.args or "").strip())
    known = {one.channel.username: one for one in await visit.store.watched_channels()}
    if username is None or username not in known:
        await show(message, visit.voice.say("unwatch-usage"))
    elif known[username].added_by is None:
        await show(message, visit.voice.say("unwatch-config", channel=username))
    else:
        question = visit.voice.say("unwatch-ask", channel=username)
        await show(message, question, keyboards.unwatching(username, visit.voice))


async def unwatched(
    query: CallbackQuery, callback_data: Unwatch, visit: Visit, watching: Watching
) -> None:
    """Follow the channel no more."""
    username = callback_data.username
    await stop_watching(visit.store, username, who=who(query), now=visit.now)
    watching.changed()
    await show(query, visit.voice.say("unwatched", channel=username))


async def channels(
    event: Message | CallbackQuery, visit: Visit, callback_data: Watched | None = None
) -> None:
    """Show a page of the followed channels; those that need attention come first."""
    found = standings(await visit.store.watched_channels(), await visit.store.health(), visit.now)
    if not found:
        await show(event, visit.voice.say("channels-none"))
        return
    zone = ZoneInfo(visit.resident.timezone)
    pages = -(-len(found) // A_PAGE)
    page = min(callback_data.page if callback_data else 0, pages - 1)
    ill = sum(one.needs_attention for one in found)
    lines = [visit.voice.say("channels-title", count=len(found), ill=ill)]
    for one in found[page * A_PAGE : (page + 1) * A_PAGE]:
        lines += [Html(""), *standing_lines(one, visit.voice, zone)]
    await show(event, fitted(lines, visit.voice), keyboards.watched(page, pages))


async def help_(message: Message, visit: Visit) -> None:
    """Tell what the bot can do, for operators too."""
    text = visit.voice.say("help") + "\n\n" + visit.voice.say("help-operators")
    await show(message, text)


def _office(
    words: list[str], starter: Starter | None, visit: Visit
) -> tuple[Role, str | None, str | None]:
    """Return the role, region and municipality that are meant; _UnclearError for another word.

    The list fills in what was not said; its municipality goes with its region alone.
    """
    role = starter.role if starter else Role.GOVERNMENT
    region = starter.region if starter else None
    municipality = starter.municipality if starter else None
    regions = {area.id for area in visit.gazetteer.regions()}
    for word in words:
        home = region_of(word).upper()
        below = {area.id.casefold(): area.id for area in visit.gazetteer.municipalities(home)}
        if word.casefold() in below:
            region, municipality = home, below[word.casefold()]
        elif word.upper() in regions:
            municipality = municipality if region == word.upper() else None
            region = word.upper()
        elif word.lower() in ROLES:
            role = Role(word.lower())
        else:
            raise _UnclearError(word)
    return role, region, municipality


def _username(name: str) -> str | None:
    """Return a channel's username in lower case without "@", None if it cannot be one."""
    name = name.removeprefix("https://t.me/").removeprefix("@").lower()
    sound = name.isascii() and name.replace("_", "a").isalnum() and len(name) <= _NAME
    return name if sound else None


def router(watching: Watching) -> Router:
    """Return the router of operators, deaf to all other chats."""
    routes = Router(name="operators")
    routes.message.filter(F.chat.id.in_(watching.chats))
    routes.callback_query.filter(F.message.chat.id.in_(watching.chats))
    routes.message.register(watch, Command("watch"))
    routes.message.register(unwatch, Command("unwatch"))
    routes.message.register(channels, Command("channels"))
    routes.message.register(help_, Command("help"))
    routes.callback_query.register(confirmed, Watch.filter())
    routes.callback_query.register(refused, WatchNot.filter())
    routes.callback_query.register(unwatched, Unwatch.filter())
    routes.callback_query.register(channels, Watched.filter())
    return routes
