"""Residents as a CSV file: ``chat_id,area,hazards,language``, one line for each area of a chat."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from alerts.subscriptions import Subscriber, Subscription
from alerts.verdicts import Hazard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.gazetteer import Gazetteer

COLUMNS: Final = ("chat_id", "area", "hazards", "language")
LANGUAGES: Final = frozenset({"ru", "en"})

Residents = list[tuple[Subscriber, list[Subscription]]]


class BadLinesError(ValueError):
    """Lines that cannot be read, each as "number: what is wrong"."""

    def __init__(self, lines: list[str]) -> None:
        """Keep the sentences."""
        super().__init__("\n".join(lines))
        self.lines = lines


def read_subscribers(lines: Iterable[str], gazetteer: Gazetteer) -> Residents:
    """Return the residents of a file; BadLinesError names every bad line."""
    reader = csv.DictReader(lines)
    if reader.fieldnames is None or not {"chat_id", "area"} <= set(reader.fieldnames):
        raise BadLinesError([f"1: the header must be {','.join(COLUMNS)}"])
    known = _area_ids(gazetteer)
    subscribers: dict[int, Subscriber] = {}
    areas: dict[int, dict[str, Subscription]] = {}
    bad: list[str] = []
    for row in reader:
        try:
            subscriber, subscription = _read_row(row, known)
        except ValueError as error:
            bad.append(f"{reader.line_num}: {error}")
            continue
        subscribers[subscriber.chat_id] = subscriber
        areas.setdefault(subscriber.chat_id, {})[subscription.area] = subscription
    if bad:
        raise BadLinesError(bad)
    return [(subscriber, list(areas[chat].values())) for chat, subscriber in subscribers.items()]


def write_subscribers(residents: Sequence[tuple[Subscriber, Sequence[Subscription]]]) -> str:
    """Return residents as the text of a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for subscriber, subscriptions in residents:
        for subscription in subscriptions:
            hazards = " ".join(sorted(subscription.hazards))
            writer.writerow((subscriber.chat_id, subscription.area, hazards, subscriber.language))
    return text.getvalue()


def _area_ids(gazetteer: Gazetteer) -> dict[str, str]:
    """Return the time zone of each area that one can subscribe to."""
    regions = {region.id: region.timezone for region in gazetteer.regions()}
    below = {
        area.id: area.timezone for region in regions for area in gazetteer.municipalities(region)
    }
    return regions | below


def _read_row(row: dict[str, str | None], known: dict[str, str]) -> tuple[Subscriber, Subscription]:
    """Return one line; ValueError says what is wrong with it."""
    chat, area = (row.get("chat_id") or "").strip(), (row.get("area") or "").strip()
    if not re.fullmatch(r"-?\d{1,18}", chat) or int(chat) == 0:
        raise ValueError(f"chat_id {chat!r} is not a chat's number")
    if area not in known:
        raise ValueError(f"area {area!r} is not a known area id")
    words = re.split(r"[\s;,|]+", (row.get("hazards") or "").strip())
    names = {word.lower() for word in words if word}
    if unknown := names - set(Hazard):
        raise ValueError(f"hazards: {' '.join(sorted(unknown))} is not one of {' '.join(Hazard)}")
    language = (row.get("language") or "").strip().lower() or "ru"
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is not ru or en")
    subscriber = Subscriber(chat_id=int(chat), language=language, timezone=known[area])
    return subscriber, Subscription(area=area, hazards=frozenset(Hazard(n) for n in names))
