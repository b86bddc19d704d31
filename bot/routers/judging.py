"""/why and /correct, in operators' chats alone: how a post was read, and having it mean another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from alerts.correcting import corrected
from alerts.verdicts import Kind
from bot import judging_keyboards as keyboards
from bot.callbacks import Correct, CorrectAs, CorrectKinds, CorrectNot
from bot.judging import Judging, Proposed
from bot.judging_words import Said, UnclearError, kind_names, read_said
from bot.lookup import LONGEST_QUERY
from bot.post_links import read_link
from bot.screen import fitted, show
from bot.who import who
from bot.why_words import correction_lines, told_lines, why_lines

if TYPE_CHECKING:
    from collections.abc import Collection

    from aiogram.types import CallbackQuery

    from bot.context import Visit
    from storage.store import Story

WHY: Final = re.compile(r"why_(\d{1,15})")
"""A command that can be pressed in a text: a post by the number it is kept under."""


async def why(message: Message, command: CommandObject, visit: Visit, judging: Judging) -> None:
    """Tell how a post was heard and understood, and what came of it."""
    words = (command.args or "").split()
    if command.regexp_match is not None:
        story = await visit.store.story(int(command.regexp_match[1]))
    elif words and (link := read_link(words[0])):
        post_id = await visit.store.post_id(link.channel, link.message_id)
        story = None if post_id is None else await visit.store.story(post_id)
    else:
        await show(message, visit.voice.say("why-usage"))
        return
    if story is None:
        await show(message, visit.voice.say("why-unknown"))
        return
    zone = ZoneInfo(visit.resident.timezone)
    reader = judging.reader_of(story.channel.username)
    lines = why_lines(story, reader, visit.voice, zone, visit.now)
    buttons = None if story.newest.deleted else keyboards.judged(story.post_id, visit.voice)
    await show(message, fitted(lines, visit.voice), buttons)


async def correct(message: Message, command: CommandObject, visit: Visit, judging: Judging) -> None:
    """Show what a correction would do, and ask whether to do it."""
    link_word, *words = (command.args or "").split() or [""]
    link = read_link(link_word)
    usage = visit.voice.say("correct-usage", kinds=kind_names(visit.voice))
    if link is None:
        await show(message, usage)
        return
    post_id = await visit.store.post_id(link.channel, link.message_id)
    story = None if post_id is None else await visit.store.story(post_id)
    if story is None:
        await show(message, visit.voice.say("why-unknown"))
        return
    try:
        said = read_said(words, story.channel.region, visit.voice)
    except UnclearError as unclear:
        text = visit.voice.say("correct-unclear", word=unclear.word[:LONGEST_QUERY])
        await show(message, text + "\n\n" + usage)
        return
    if said.kind is None:
        await _ask_kind(message, story, visit)
    else:
        await _propose(message, story, said, visit, judging)


async def ask_kind(query: CallbackQuery, callback_data: CorrectKinds, visit: Visit) -> None:
    """Ask what a post really is, below what was shown of it."""
    story = await visit.store.story(callback_data.post_id)
    if story is None:
        await show(query, visit.voice.say("why-unknown"))
        return
    if isinstance(query.message, Message):
        await _ask_kind(query.message, story, visit)


async def propose(
    query: CallbackQuery, callback_data: CorrectAs, visit: Visit, judging: Judging
) -> None:
    """Show what the chosen kind would do."""
    story = await visit.store.story(callback_data.post_id)
    if story is None:
        await show(query, visit.voice.say("why-unknown"))
        return
    await _propose(query, story, Said(Kind(callback_data.kind), None, None), visit, judging)


async def confirmed(
    query: CallbackQuery, callback_data: Correct, visit: Visit, judging: Judging
) -> None:
    """Correct the post as it was shown, unless it has changed since."""
    proposed = judging.proposed(visit.resident.chat_id, callback_data.question)
    story = None if proposed is None else await visit.store.story(proposed.post_id)
    if proposed is None or story is None or story.newest.number != proposed.revision:
        await show(query, visit.voice.say("correct-again"))
        return
    told = await judging.corrector.correct(
        proposed.post_id, proposed.verdict, who(query), visit.now
    )
    if told is None:
        await show(query, visit.voice.say("correct-deleted"))
        return
    lines = [
        *correction_lines(story, proposed.verdict.statements, visit.voice, done=True),
        *told_lines(told, visit.voice),
    ]
    await show(query, fitted(lines, visit.voice))


async def refused(query: CallbackQuery, visit: Visit) -> None:
    """Leave the post as it was read."""
    await show(query, visit.voice.say("correct-not"))


async def _ask_kind(event: Message, story: Story, visit: Visit) -> None:
    """Offer the kinds a post may really be of."""
    if story.newest.deleted or story.newest.verdict is None:
        await show(event, visit.voice.say("correct-deleted"))
        return
    present = story.newest.verdict.kind
    buttons = keyboards.kinds(story.post_id, present, visit.voice)
    await show(event, visit.voice.say("correct-kinds"), buttons)


async def _propose(
    event: Message | CallbackQuery, story: Story, said: Said, visit: Visit, judging: Judging
) -> None:
    """Rehearse a correction, show what people would get, and ask."""
    newest = story.newest
    if newest.deleted or newest.verdict is None or said.kind is None:
        await show(event, visit.voice.say("correct-deleted"))
        return
    verdict = corrected(newest.verdict, story.channel, said.kind, said.hazards, said.areas)
    told = await judging.corrector.rehearse(story.post_id, verdict, who(event), visit.now)
    if told is None:
        await show(event, visit.voice.say("correct-deleted"))
        return
    lines = [
        *correction_lines(story, verdict.statements, visit.voice),
        *told_lines(told, visit.voice),
    ]
    proposed = Proposed(story.post_id, newest.number, verdict)
    question = judging.remember(visit.resident.chat_id, proposed)
    await show(event, fitted(lines, visit.voice), keyboards.confirming(question, visit.voice))


def router(chats: Collection[int]) -> Router:
    """Return the router of those who judge readings, deaf to all other chats."""
    routes = Router(name="judging")
    routes.message.filter(F.chat.id.in_(chats))
    routes.callback_query.filter(F.message.chat.id.in_(chats))
    routes.message.register(why, Command("why", WHY, ignore_case=True))
    routes.message.register(correct, Command("correct", ignore_case=True))
    routes.callback_query.register(ask_kind, CorrectKinds.filter())
    routes.callback_query.register(propose, CorrectAs.filter())
    routes.callback_query.register(confirmed, Correct.filter())
    routes.callback_query.register(refused, CorrectNot.filter())
    return routes
