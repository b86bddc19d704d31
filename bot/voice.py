"""One resident's language: places, hazards, moments and lengths of time put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from alerts.advice import advice
from alerts.verdicts import Hazard, Kind
from bot.texts import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from alerts.gazetteer import Gazetteer
    from alerts.situation import Alert
    from bot.texts import Html, Texts

HOME_ZONE: Final = ZoneInfo("Europe/Moscow")
MOST_DEMANDING: Final = (
    Hazard.MISSILE,
    Hazard.SHELLING,
    Hazard.AVIATION,
    Hazard.DRONE,
    Hazard.SABOTAGE,
    Hazard.FIRE,
    Hazard.WEATHER,
    Hazard.OTHER,
)
"""Hazards in the order in which their advice wins."""

_NAMED_HAZARDS: Final = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """Texts in one language, with the names of places."""

    texts: Texts
    gazetteer: Gazetteer
    language: str

    def say(self, key: str, **facts: str | float) -> Html:
        """Return a text as HTML, its facts escaped."""
        return self.texts.say(self.language, key, **facts)

    def plain(self, key: str, **facts: str | float) -> str:
        """Return a text for a button or a menu, where there is no HTML."""
        return self.texts.plain(self.language, key, **facts)

    def source(self, name: str) -> str:
        """Return what a source of posts is called; ``telegram:main`` is the account main."""
        kind, _, account = name.partition(":")
        if kind == "telegram" and account:
            return self.plain("source-account", account=account)
        return self.plain("source-preview") if name == "preview" else name

    def name(self, area: str) -> str:
        """Return the name of an area; one that has left the gazetteer keeps its id."""
        try:
            known = self.gazetteer.area(area)
        except KeyError:
            return area
        return known.name if self.language == "ru" else known.name_en

    def names(self, areas: Sequence[str], limit: int) -> str:
        """Return the names of the first ``limit`` areas and how many more there are."""
        named = [self.name(area) for area in areas[:limit]]
        if len(areas) > limit:
            named[-1] += " " + self.plain("and-more", count=len(areas) - limit)
        return ", ".join(named)

    def zone(self, areas: Iterable[str]) -> ZoneInfo:
        """Return the time zone people live by in the first known of these areas."""
        for area in areas:
            try:
                return ZoneInfo(self.gazetteer.area(area).timezone)
            except KeyError:
                continue
        return HOME_ZONE

    def what(self, kind: Kind, hazards: Iterable[Hazard]) -> str:
        """Return what is announced: an attack, a danger, or its end."""
        texts = [self._title(kind, hazard) for hazard in by_demand(hazards)[:_NAMED_HAZARDS]]
        return " · ".join(dict.fromkeys(texts)) or self._title(kind, None)

    def advice(self, hazard: Hazard | None, *, now: bool) -> Html:
        """Return what officials advise to do about a hazard."""
        return escaped(advice(hazard, self.language, now=now))

    def danger(self, alert: Alert) -> str:
        """Return what threatens in an alert."""
        return self.what(Kind.THREAT, [alert.hazard] if alert.hazard else [])

    def _title(self, kind: Kind, hazard: Hazard | None) -> str:
        name = hazard.value if hazard else "any"
        match kind:
            case Kind.ATTACK:
                return self.plain("attack", hazard=name)
            case Kind.ALL_CLEAR:
                return self.plain("clear", hazard=name)
            case _:
                return self.plain("threat", hazard=name)

    def clock(self, moment: datetime, zone: ZoneInfo) -> str:
        """Return the local time of day."""
        return f"{moment.astimezone(zone):%H:%M}"

    def date(self, moment: datetime, zone: ZoneInfo) -> str:
        """Return the local day and month."""
        local = moment.astimezone(zone)
        month = self.plain("month", month=local.month)
        return self.plain("date", day=local.day, month=month)

    def moment(self, moment: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
        """Return the local time, with the date unless it is the day of ``now``."""
        clock = self.clock(moment, zone)
        if now is not None and moment.astimezone(zone).date() == now.astimezone(zone).date():
            return clock
        return self.plain("dated", clock=clock, date=self.date(moment, zone))

    def duration(self, length: timedelta) -> str:
        """Return a length of time in hours and minutes, at least one minute."""
        hours, minutes = divmod(max(1, round(length.total_seconds() / 60)), 60)
        if hours:
            return self.plain("hours", hours=str(hours), minutes=minutes)
        return self.plain("minutes", minutes=minutes)


def by_demand(hazards: Iterable[Hazard]) -> list[Hazard]:
    """Return hazards with the one first whose advice wins."""
    return sorted(set(hazards), key=MOST_DEMANDING.index)
