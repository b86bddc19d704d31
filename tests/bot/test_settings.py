from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from aiogram import Router
from aiogram.exceptions import TelegramForbiddenError, TelegramNetworkError
from aiogram.filters import Command
from aiogram.types import (
    Chat,
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from bot.menu import COMMANDS, OPERATOR_COMMANDS, set_commands
from tests.fakes.telegram import MOMENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiogram import Bot, Dispatcher

    from bot.texts import Texts
    from storage.store import Store
    from tests.bot.conftest import Resident
    from tests.fakes.telegram import FakeTelegram


async def test_the_digest_hour_is_kept(anna: Resident, store: Store) -> None:
    """The hour chosen gives the next digest in the resident's own time."""
    await anna.sends("/subscribe Самарская область")
    assert "сейчас 07:00" in await anna.sends("/digest")
    assert await anna.clicks("08:00") == "Сводка будет приходить в 08:00."

    kept = await store.subscriber(7)
    assert kept is not None
    assert kept.digest_minute == 480
    assert kept.next_digest_at == datetime(2026, 11, 22, 4, 0, tzinfo=UTC)

    await anna.sends("/digest")
    assert "✅ 08:00" in anna.buttons
    await anna.clicks("Не присылать")
    kept = await store.subscriber(7)
    assert kept is not None
    assert (kept.digest_minute, kept.next_digest_at) == (None, None)


async def test_the_first_place_moves_the_digest_to_its_zone(anna: Resident, store: Store) -> None:
    """A digest asked for before any place keeps its hour in the new zone."""
    await anna.sends("/digest")
    await anna.clicks("08:00")
    await anna.sends("/subscribe Самарская область")
    kept = await store.subscriber(7)
    assert kept is not None
    assert kept.next_digest_at == datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


async def test_the_language_is_kept(anna: Resident, store: Store) -> None:
    """What is chosen outlasts Telegram's own setting."""
    await anna.sends("/start")
    await anna.clicks("Язык / Language")
    assert await anna.clicks("English") == "English from now on."
    assert "What Tocsin can do" in await anna.sends("/help")
    kept = await store.subscriber(7)
    assert kept is not None
    assert kept.language == "en"


async def test_a_command_in_capitals_is_understood(anna: Resident) -> None:
    """A phone that begins every line with a capital letter is understood."""
    assert (await anna.sends("/NOW")).startswith("Места пока не выбраны")
    assert (await anna.sends("/Region Белгород")).startswith("Белгородская область")
    assert "Набат" in await anna.sends("/Start")


@pytest.mark.parametrize("language_code", ["ru", "en"])
async def test_help_names_every_command(anna: Resident, language_code: str) -> None:
    """Nothing the bot can do is hidden."""
    anna.language_code = language_code
    answer = await anna.sends("/help")
    for command in set(COMMANDS) - {"help"}:
        assert f"/{command}" in answer


async def test_forget_asks_first_and_then_forgets_all(anna: Resident, store: Store) -> None:
    """One careless command deletes nothing; a second yes deletes everything."""
    await anna.sends("/subscribe Белгород")
    await anna.sends("/forget")
    assert await anna.clicks("Оставить") == "Ничего не удалено."
    assert await store.subscriptions(7)

    await anna.sends("/forget")
    assert "Удалено" in await anna.clicks("Удалить всё")
    assert await store.subscriber(7) is None
    assert await store.subscriptions(7) == []


async def test_a_block_is_noticed(
    anna: Resident, store: Store, dispatcher: Dispatcher, bot: Bot
) -> None:
    """Whoever blocks the bot is written to no more; unblocking alone changes nothing."""
    await anna.sends("/subscribe Белгород")
    me = User(id=1, is_bot=True, first_name="Tocsin")
    user = User(id=7, is_bot=False, first_name="Anna")
    member, banned = ChatMemberMember(user=me), ChatMemberBanned(user=me, until_date=MOMENT)
    changes = [
        ChatMemberUpdated(
            chat=Chat(id=7, type="private"),
            from_user=user,
            date=MOMENT,
            old_chat_member=old,
            new_chat_member=new,
        )
        for old, new in ((member, banned), (banned, member))
    ]
    for number, change in enumerate(changes):
        await dispatcher.feed_update(bot, Update(update_id=number, my_chat_member=change))
        assert await store.export_subscribers() == []


async def test_a_fault_of_ours_is_told_calmly(
    anna: Resident, dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    """The resident gets one sentence, the operator the error."""

    async def broken(_: Message) -> None:
        raise ZeroDivisionError("oh")

    router = Router()
    router.message.register(broken, Command("broken"))
    dispatcher.sub_routers.insert(0, router)
    router._parent_router = dispatcher  # noqa: SLF001 - include_router would put it last

    with caplog.at_level(logging.ERROR):
        answer = await anna.sends("/broken")

    assert answer.startswith("Не получилось ответить: ошибка у нас.")
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("error", "kept"),
    [(TelegramForbiddenError, False), (TelegramNetworkError, True)],
    ids=["blocked", "lost"],
)
async def test_telegrams_refusal_of_an_answer(
    anna: Resident,
    store: Store,
    telegram: FakeTelegram,
    error: Callable[..., Exception],
    *,
    kept: bool,
) -> None:
    """A block met while answering retires the resident; a lost answer does not."""
    await anna.sends("/subscribe Белгород")
    telegram.refuse(7, lambda method: error(method, "oh"))
    assert await anna.sends("/help") == ""
    assert bool(await store.export_subscribers()) is kept


async def test_the_menu_is_in_both_languages(
    bot: Bot, telegram: FakeTelegram, texts: Texts
) -> None:
    """Russian Telegrams get the Russian menu, all others the English one."""
    await set_commands(bot, texts)
    assert telegram.commands == {"ru": list(COMMANDS), None: list(COMMANDS)}
    assert telegram.chat_commands == {}


async def test_operators_have_a_menu_of_their_own(
    bot: Bot, telegram: FakeTelegram, texts: Texts
) -> None:
    """In an operators' chat their commands come first."""
    whole = [*OPERATOR_COMMANDS, *COMMANDS]
    await set_commands(bot, texts, [7])
    assert telegram.commands == {"ru": list(COMMANDS), None: list(COMMANDS)}
    assert telegram.chat_commands == {"ru": whole, None: whole}


async def test_groups_are_not_talked_into(
    anna: Resident, dispatcher: Dispatcher, bot: Bot, telegram: FakeTelegram
) -> None:
    """In a group the bot answers commands only."""
    assert anna.chat_id
    message = Message(
        message_id=1, date=MOMENT, chat=Chat(id=-100, type="supergroup"), text="Белгород"
    )
    await dispatcher.feed_update(bot, Update(update_id=1, message=message))
    assert telegram.order == []
