"""A made-up year of official channels: ``python benchmarks/make_year.py [CHANNELS] [DAYS] > FILE``.

Two or three channels a region. Nights of danger with reminders every hour, the upper level,
missiles within, districts in lists that are cleared in parts, attacks, what they did, and the talk
of the day; one danger in nine is never cleared. The same arguments give the same posts.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from alerts.channels import Channel, Role
from alerts.tables import load_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHANNELS: Final = 200
DAYS: Final = 365
POSTS_A_DAY: Final = 27
BEGINNING: Final = datetime(2025, 1, 1, tzinfo=UTC)
CALM: Final = (
    "Провели заседание правительства: обсудили ремонт дорог и подготовку школ.",
    "Завтра в районах области ожидается дождь, днём до 12 градусов.",
    "Поздравляю педагогов с профессиональным праздником!",
    "Аэропорт временно не принимает и не отправляет рейсы.",
    "Аэропорт снова работает, ограничения сняты.",
    "На трассе ограничено движение грузовых машин из-за ремонта моста.",
    "Напоминаем: найденные обломки БПЛА трогать нельзя, звоните 112.",
    "Открыли новый фельдшерский пункт, жители ждали его два года.",
)


_DAY: Final = " День "


@dataclass(frozen=True, slots=True)
class Said:
    """A post of the year; ``says`` is its text without what makes every calm post another."""

    channel: Channel
    number: int
    at: datetime
    text: str

    @property
    def says(self) -> str:
        """Return what has to be read of it."""
        return self.text.partition(_DAY)[0]


def channels(count: int = CHANNELS) -> list[Channel]:
    """Return so many channels, spread over all regions: governors, headquarters, governments."""
    regions = [area.id for area in load_gazetteer().regions() if not area.id.startswith("SEA")]
    roles = (Role.GOVERNOR, Role.HEADQUARTERS, Role.GOVERNMENT)
    return [
        Channel(
            username=f"channel_{number:03}",
            title=f"Channel {number}",
            role=roles[number // len(regions) % len(roles)],
            region=regions[number % len(regions)],
        )
        for number in range(count)
    ]


def year(of: Sequence[Channel], days: int = DAYS) -> Iterator[list[Said]]:
    """Yield the posts day by day, each day in the order of publication."""
    dice = random.Random(1)  # noqa: S311 - a made-up year
    numbers = dict.fromkeys((channel.username for channel in of), 0)
    for day in range(days):
        told: list[tuple[datetime, Channel, str]] = []
        for channel in of:
            midnight = BEGINNING + timedelta(days=day)
            night = list(_night(channel, dice)) if dice.random() < _share(channel) else []
            calm = [(dice.randrange(1440), _calm(dice, day)) for _ in range(_rest(dice, night))]
            told += [
                (midnight + timedelta(minutes=minute, seconds=dice.randrange(60)), channel, text)
                for minute, text in (*night, *calm)
            ]
        posts = []
        for at, channel, text in sorted(told, key=lambda one: (one[0], one[1].username)):
            numbers[channel.username] += 1
            posts.append(Said(channel, numbers[channel.username], at, text))
        yield posts


def _share(channel: Channel) -> float:
    """Return on how many of its nights a channel tells of danger: every second one does often."""
    return 0.6 if int(channel.username[-1]) % 2 else 0.15


def _rest(dice: random.Random, night: Sequence[object]) -> int:
    """Return how much else is said that day."""
    return max(3, POSTS_A_DAY + dice.randrange(-6, 7) - len(night))


def _calm(dice: random.Random, day: int) -> str:
    """Return what is said of a day that is no danger."""
    return f"{dice.choice(CALM)}{_DAY}{day}, вопрос {dice.randrange(1000)}."


def _night(channel: Channel, dice: random.Random) -> Iterator[tuple[int, str]]:
    """Yield what a channel says in a night of danger, by minutes after midnight."""
    area = load_gazetteer().area(channel.region or "")
    inside = load_gazetteer().municipalities(area.id)
    begin, end = dice.randrange(0, 240), dice.randrange(400, 900)
    if len(inside) > 3 and dice.random() < 0.4:  # noqa: PLR2004 - a list of three
        places = [place.name for place in dice.sample(list(inside), 3)]
        yield begin, f"{', '.join(places)}: опасность атаки БПЛА!"
        yield end - 60, f"{places[0]}: отбой опасности атаки БПЛА."
        if dice.random() < 8 / 9:
            yield end, f"{', '.join(places[1:])}: отбой опасности атаки БПЛА."
    else:
        yield begin, f"{area.name}: объявлена опасность атаки БПЛА."
        for hour in range(begin + 60, end, 60):
            yield hour, f"{area.name}: опасность атаки БПЛА сохраняется. Ждите отбоя."
        if dice.random() < 0.3:  # noqa: PLR2004 - a share of the nights
            upper = begin + 70
            yield upper, f"{area.name}: непосредственная опасность удара БПЛА! В укрытие."
            yield upper + 45, "Непосредственная опасность снята, режим опасности атаки сохраняется."
        if dice.random() < 8 / 9:
            yield end, f"{area.name}: отбой опасности атаки БПЛА."
    if dice.random() < 0.3:  # noqa: PLR2004 - a share of the nights
        missile = begin + dice.randrange(20, 100)
        yield missile, f"{area.name}: ракетная опасность! Спуститесь в укрытие."
        yield missile + dice.randrange(10, 60), f"{area.name}: отбой ракетной опасности."
    if dice.random() < 0.2:  # noqa: PLR2004 - a share of the nights
        yield begin + 30, "Над областью работает ПВО, отражаем атаку БПЛА."
        yield end + 30, f"Ночью над областью сбиты {dice.randrange(5, 90)} БПЛА. Пострадавших нет."


def main() -> None:
    """Write the year as ``tocsin replay`` reads it."""
    asked = [int(argument) for argument in sys.argv[1:]]
    count, days = [*asked, *(CHANNELS, DAYS)[len(asked) :]]
    for posts in year(channels(count), days):
        for said in posts:
            line = {
                "id": f"{said.channel.username}/{said.number}",
                "channel": said.channel.username,
                "channel_region": said.channel.region,
                "posted_at": said.at.isoformat(),
                "text": said.text,
            }
            print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
