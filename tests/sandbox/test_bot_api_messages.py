from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from tests.sandbox.people import ANNA

if TYPE_CHECKING:
    from aiogram import Bot

    from sandbox.server import Sandbox

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def keys(data: str) -> InlineKeyboardMarkup:
    """Return a keyboard of one button."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Выбрать", callback_data=data)]]
    )


def data_of(message: Message) -> str | None:
    """Return the data of a message's only button."""
    assert message.reply_markup is not None
    [[button]] = message.reply_markup.inline_keyboard
    return button.callback_data


async def refusal(call: object) -> str:
    """Return the words a call is refused with."""
    with pytest.raises(TelegramBadRequest) as error:
        await call  # type: ignore[misc]  # any aiogram call can be awaited
    return error.value.message


async def test_a_message_comes_back_as_telegram_keeps_it(sandbox: Sandbox, bot: Bot) -> None:
    """The answer holds text, marks and keyboard as parsed, and the record holds it once."""
    message = await bot.send_message(
        ANNA,
        "🔴 <b>Опасность</b> &lt;БПЛА&gt;",
        parse_mode="HTML",
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=keys("place:1"),
    )

    assert message.text == "🔴 Опасность <БПЛА>"
    assert message.html_text == "🔴 <b>Опасность</b> &lt;БПЛА&gt;"
    assert message.chat.id == ANNA
    assert message.from_user is not None
    assert message.from_user.is_bot
    assert data_of(message) == "place:1"
    assert message.link_preview_options is not None
    assert message.link_preview_options.is_disabled
    [accepted] = sandbox.telegram.accepted
    assert (accepted.chat_id, accepted.method) == (ANNA, "sendMessage")
    assert (accepted.text, accepted.silent) == ("🔴 Опасность <БПЛА>", True)
    assert accepted.message_id == message.message_id


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" \n ", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("ы" * 4097, "message is too long"),
        ("a < b", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
    ],
)
async def test_a_text_telegram_would_refuse_is_refused(bot: Bot, text: str, why: str) -> None:
    """Empty, long and badly marked texts meet the official words."""
    assert await refusal(bot.send_message(ANNA, text, parse_mode="HTML")) == f"Bad Request: {why}"


async def test_length_is_counted_after_parsing(bot: Bot) -> None:
    """4096 letters within tags pass, because tags are not part of the text."""
    message = await bot.send_message(ANNA, f"<b>{'ы' * 4096}</b>", parse_mode="HTML")
    assert message.text == "ы" * 4096


async def test_nobody_is_written_to_first(bot: Bot) -> None:
    """A chat that never started the bot does not exist for it."""
    assert await refusal(bot.send_message(5, "x")) == "Bad Request: chat not found"
    assert await refusal(bot.send_message("@nobody_here", "x")) == "Bad Request: chat not found"


async def test_a_channel_is_not_written_to_by_a_stranger(bot: Bot) -> None:
    """A public channel refuses a bot that is not in it."""
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the channel chat"):
        await bot.send_message("@sandbox_governor_bel", "x")


async def test_a_resident_who_blocks_is_out_of_reach_until_they_return(
    sandbox: Sandbox, bot: Bot
) -> None:
    """Blocking is refused with 403 and told as my_chat_member; writing again undoes it."""
    sandbox.telegram.block(ANNA)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(ANNA, "x")
    sandbox.telegram.send(ANNA, "/start")
    await bot.send_message(ANNA, "x")

    blocked, back, start = await bot.get_updates()
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert back.my_chat_member is not None
    assert back.my_chat_member.new_chat_member.status == "member"
    assert start.message is not None


async def test_a_reply_shows_what_it_answers(bot: Bot) -> None:
    """A reply carries its original; without one it is refused, or sent plainly if allowed."""
    first = await bot.send_message(ANNA, "опасность")
    reply = await bot.send_message(
        ANNA, "отбой", reply_parameters=ReplyParameters(message_id=first.message_id, quote="опас")
    )
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.message_id == first.message_id
    assert reply.quote is not None

    gone = ReplyParameters(message_id=999)
    why = await refusal(bot.send_message(ANNA, "отбой", reply_parameters=gone))
    assert why == "Bad Request: message to be replied not found"
    lenient = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    alone = await bot.send_message(ANNA, "отбой", reply_parameters=lenient)
    assert alone.reply_to_message is None


async def test_an_edit_changes_the_message_in_place(sandbox: Sandbox, bot: Bot) -> None:
    """An edit keeps the number, drops buttons that are not sent again and leaves its mark."""
    sent = await bot.send_message(ANNA, "опасность", reply_markup=keys("a"))
    edited = await bot.edit_message_text("отбой", chat_id=ANNA, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert (edited.message_id, edited.text) == (sent.message_id, "отбой")
    assert edited.edit_date is not None
    assert edited.reply_markup is None

    with_keys = await bot.edit_message_reply_markup(
        chat_id=ANNA, message_id=sent.message_id, reply_markup=keys("b")
    )
    assert isinstance(with_keys, Message)
    assert data_of(with_keys) == "b"
    methods = [row.method for row in sandbox.telegram.accepted]
    assert methods == ["sendMessage", "editMessageText", "editMessageReplyMarkup"]


async def test_an_edit_that_cannot_be_is_refused(sandbox: Sandbox, bot: Bot) -> None:
    """Unchanged, missing, foreign and wordless messages meet the official words."""
    sent = await bot.send_message(ANNA, "x", reply_markup=keys("a"))
    theirs = sandbox.telegram.send(ANNA, "привет")
    photo = await bot.send_photo(ANNA, BufferedInputFile(png(4, 4), "p.png"))

    async def edit(number: int, text: str = "x") -> str:
        return await refusal(
            bot.edit_message_text(text, chat_id=ANNA, message_id=number, reply_markup=keys("a"))
        )

    assert await edit(sent.message_id) == NOT_MODIFIED
    assert await edit(999) == "Bad Request: message to edit not found"
    assert await edit(theirs) == "Bad Request: message can't be edited"
    assert await edit(sent.message_id, " ") == "Bad Request: message text is empty"
    no_text = "Bad Request: there is no text in the message to edit"
    assert await edit(photo.message_id) == no_text


async def test_a_deleted_message_is_gone(bot: Bot) -> None:
    """What is deleted can be neither edited nor deleted again."""
    sent = await bot.send_message(ANNA, "x")
    assert await bot.delete_message(ANNA, sent.message_id)
    why = await refusal(bot.delete_message(ANNA, sent.message_id))
    assert why == "Bad Request: message to delete not found"


async def test_a_picture_is_sent_once_and_again_by_its_id(bot: Bot) -> None:
    """A photo has its size, can be fetched back, and its file_id sends it anew."""
    content = png(64, 32)
    sent = await bot.send_photo(
        ANNA, BufferedInputFile(content, "day.png"), caption="<i>за ночь</i>", parse_mode="HTML"
    )
    assert sent.photo is not None
    assert (sent.photo[-1].width, sent.photo[-1].height) == (64, 32)
    assert (sent.caption, sent.html_text) == ("за ночь", "<i>за ночь</i>")

    fetched = await bot.download(sent.photo[-1].file_id)
    assert fetched is not None
    assert fetched.read() == content
    again = await bot.send_photo(ANNA, sent.photo[-1].file_id)
    assert again.photo is not None
    changed = await bot.edit_message_caption(
        chat_id=ANNA, message_id=again.message_id, caption="за день"
    )
    assert isinstance(changed, Message)
    assert changed.caption == "за день"


async def test_a_document_keeps_its_name(bot: Bot) -> None:
    """A document comes back with its name and size."""
    sent = await bot.send_document(ANNA, BufferedInputFile(b"a;b\n", "posts.csv"), caption="архив")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("posts.csv", 4)
    assert sent.caption == "архив"


async def test_files_that_cannot_be_are_refused(bot: Bot) -> None:
    """A long caption, a picture that is none and an unknown file meet the official words."""
    picture = BufferedInputFile(png(4, 4), "p.png")
    why = await refusal(bot.send_photo(ANNA, picture, caption="ы" * 1025))
    assert why == "Bad Request: message caption is too long"
    why = await refusal(bot.send_photo(ANNA, BufferedInputFile(b"not a picture", "p.png")))
    assert why == "Bad Request: IMAGE_PROCESS_FAILED"
    why = await refusal(bot.send_photo(ANNA, "no-such-file"))
    assert why == "Bad Request: wrong file identifier/HTTP URL specified"
    assert await refusal(bot.get_file("no-such-file")) == "Bad Request: invalid file_id"


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": "ы" * 32 + "!"}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "url": "no-address"},
            "inline keyboard button URL 'no-address' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": " ", "callback_data": "x"}, "keyboard button text must be non-empty"),
    ],
)
async def test_a_button_telegram_would_refuse_is_refused(
    bot: Bot, button: dict[str, str], why: str
) -> None:
    """A button's data counts in bytes, and a button must do something."""
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton.model_validate(button)]])
    assert await refusal(bot.send_message(ANNA, "x", reply_markup=markup)) == f"Bad Request: {why}"


async def test_sixty_four_bytes_of_data_pass(bot: Bot) -> None:
    """The limit of a button's data is reached by 32 Russian letters and not passed."""
    sent = await bot.send_message(ANNA, "x", reply_markup=keys("ы" * 32))
    assert data_of(sent) == "ы" * 32


async def test_a_reply_keyboard_stays_until_removed(sandbox: Sandbox, bot: Bot) -> None:
    """The keyboard below the chat is the last one sent, and none after its removal."""
    rows = [[KeyboardButton(text="Что сейчас")]]
    await bot.send_message(ANNA, "x", reply_markup=ReplyKeyboardMarkup(keyboard=rows))
    chat = sandbox.telegram.any_bot().chats[ANNA]
    assert chat.keyboard is not None
    assert chat.keyboard["keyboard"] == [[{"text": "Что сейчас"}]]
    await bot.send_message(ANNA, "x", reply_markup=ReplyKeyboardRemove())
    assert chat.keyboard is None


async def test_a_pinned_message_is_shown_with_the_chat(bot: Bot) -> None:
    """GetChat tells what is pinned; what is not there cannot be."""
    sent = await bot.send_message(ANNA, "важное")
    assert await bot.pin_chat_message(ANNA, sent.message_id)
    chat = await bot.get_chat(ANNA)
    assert chat.pinned_message is not None
    assert chat.pinned_message.text == "важное"
    why = await refusal(bot.pin_chat_message(ANNA, 999))
    assert why == "Bad Request: message to pin not found"
