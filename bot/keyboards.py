"""The buttons under the messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import (
    Choose,
    DigestAt,
    Done,
    Drop,
    Forget,
    Pay,
    Places,
    Regions,
    Show,
    Speak,
    Toggle,
    Unwatch,
    Watch,
    Watched,
    WatchNot,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from aiogram.filters.callback_data import CallbackData

    from alerts.areas import Area
    from bot.voice import Voice

DIGEST_HOURS: Final = (7, 8, 9, 12, 18, 21, 22)
LANGUAGE_NAMES: Final = {"ru": "Русский", "en": "English"}
_PAGE: Final = 16
_COLUMNS: Final = 2
_MOST_OWN: Final = 80

Row = list[InlineKeyboardButton]
Markup = InlineKeyboardMarkup


def beginning(voice: Voice) -> Markup:
    """Give the first two things to do."""
    return rows(
        [
            [button(voice.plain("button-place"), Regions())],
            [button(voice.plain("button-language"), Speak())],
        ]
    )


def offer(area: str, voice: Voice) -> Markup:
    """Ask whether to follow one place."""
    return rows(
        [
            [button(voice.plain("button-yes"), Choose(area=area))],
            [button(voice.plain("button-other"), Regions())],
        ]
    )


def regions(areas: Iterable[Area], own: Collection[str], page: int, voice: Voice) -> Markup:
    """Give one page of the regions; a tick marks those with a place of one's own."""
    named = sorted((voice.name(area.id), area.id) for area in areas)
    chosen = {area.partition("/")[0] for area in own}
    buttons = [
        button(_ticked(name, region in chosen), Places(region=region)) for name, region in named
    ]
    turning = [Regions(page=other) for other in range(_pages(buttons))]
    return rows([*_page(buttons, page), *_turn(turning, page), _done(voice)])


def places(
    region: str, areas: Iterable[Area], own: Collection[str], page: int, voice: Voice
) -> Markup:
    """Give the whole region and one page of its places, those of one's own ticked."""
    named = sorted((voice.name(area.id), area.id) for area in areas)
    buttons = [
        button(_ticked(name, area in own), Toggle(area=area, on=area not in own, page=page))
        for name, area in named
    ]
    whole = _ticked(voice.plain("button-whole"), region in own)
    turning = [Places(region=region, page=other) for other in range(_pages(buttons))]
    return rows(
        [
            [button(whole, Toggle(area=region, on=region not in own, page=page))],
            *_page(buttons, page),
            *_turn(turning, page),
            [button(voice.plain("button-regions"), Regions()), *_done(voice)],
        ]
    )


def own_places(own: Sequence[str], voice: Voice) -> Markup:
    """Give one's places, each to be removed."""
    buttons = [button("✖ " + voice.name(area), Drop(area=area)) for area in own[:_MOST_OWN]]
    everything = [button(voice.plain("button-all"), Drop())] if len(own) > 1 else []
    return rows([*_columns(buttons), everything, _done(voice)])


def candidates(areas: Iterable[Area], to: type[Choose | Show], voice: Voice) -> Markup:
    """Give places that may be meant, with the region where the name alone is not enough."""
    return rows([[button(full_name(area, voice), to(area=area.id))] for area in areas])


def about(area: str, others: Iterable[Area], voice: Voice, *, followed: bool) -> Markup:
    """Give what to do with a place that was told about, and other places of that name."""
    if followed:
        wish = button(voice.plain("button-unsubscribe"), Drop(area=area))
    else:
        wish = button(voice.plain("button-subscribe"), Choose(area=area))
    rest = [[button(full_name(other, voice), Show(area=other.id))] for other in others]
    return rows([[wish], *rest])


def digest_hours(chosen: int | None, voice: Voice) -> Markup:
    """Give the hours of the digest, the present one ticked."""
    hours = [
        button(_ticked(f"{hour:02}:00", chosen == hour * 60), DigestAt(hour=hour))
        for hour in DIGEST_HOURS
    ]
    off = button(_ticked(voice.plain("button-off"), chosen is None), DigestAt())
    return rows([hours[:4], hours[4:], [off]])


def languages(chosen: str) -> Markup:
    """Give the languages, each in its own words."""
    return rows(
        [
            [
                button(_ticked(name, language == chosen), Speak(language=language))
                for language, name in LANGUAGE_NAMES.items()
            ]
        ]
    )


def forgetting(voice: Voice) -> Markup:
    """Ask once more before everything is deleted."""
    return rows(
        [
            [button(voice.plain("button-forget"), Forget(sure=True))],
            [button(voice.plain("button-keep"), Forget(sure=False))],
        ]
    )


def paying(voice: Voice) -> Markup:
    """Ask once more before alarms cost."""
    return rows(
        [
            [button(voice.plain("button-pay"), Pay(sure=True))],
            [button(voice.plain("button-pay-not"), Pay(sure=False))],
        ]
    )


def watching(asked: Watch, voice: Voice) -> Markup:
    """Ask an operator whether to follow the channel shown."""
    return rows(
        [
            [button(voice.plain("button-watch"), asked)],
            [button(voice.plain("button-watch-not"), WatchNot())],
        ]
    )


def unwatching(username: str, voice: Voice) -> Markup:
    """Ask an operator whether to follow a channel no more."""
    return rows(
        [
            [button(voice.plain("button-unwatch"), Unwatch(username=username))],
            [button(voice.plain("button-watch-keep"), WatchNot())],
        ]
    )


def watched(page: int, pages: int) -> Markup:
    """Give what turns the pages of the followed channels."""
    return rows(_turn([Watched(page=other) for other in range(pages)], page))


def full_name(area: Area, voice: Voice) -> str:
    """Return the name of a place with its region."""
    name = voice.name(area.id)
    return name if area.is_region else f"{name}, {voice.name(area.id.partition('/')[0])}"


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    """Return one button."""
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def _ticked(text: str, chosen: bool) -> str:  # noqa: FBT001 - reads as a sentence
    return f"✅ {text}" if chosen else text


def rows(of_buttons: Iterable[Row]) -> Markup:
    """Return rows of buttons, empty ones left out."""
    return InlineKeyboardMarkup(inline_keyboard=[row for row in of_buttons if row])


def _columns(buttons: Row) -> list[Row]:
    return [buttons[start : start + _COLUMNS] for start in range(0, len(buttons), _COLUMNS)]


def _pages(buttons: Row) -> int:
    return max(1, -(-len(buttons) // _PAGE))


def _page(buttons: Row, page: int) -> list[Row]:
    start = min(page, _pages(buttons) - 1) * _PAGE
    return _columns(buttons[start : start + _PAGE])


def _turn(pages: Sequence[CallbackData], page: int) -> list[Row]:
    """Give the row that turns the pages round and round, if there is more than one."""
    if len(pages) == 1:
        return []
    count = len(pages)
    page = min(page, count - 1)
    return [
        [
            button("‹", pages[(page - 1) % count]),
            button(f"{page + 1} / {count}", pages[page]),
            button("›", pages[(page + 1) % count]),
        ]
    ]


def _done(voice: Voice) -> Row:
    return [button(voice.plain("button-done"), Done())]
