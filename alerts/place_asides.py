"""Places that a post names and does not speak of: where one is taken, borders, comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.stems import has_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alerts.areas import Mention

_HOSPITAL: Final = r"(?:в|из)\s(?:\w+\s)?(?:больниц|госпитал|клиник)\w*(?:\s№\s?\d+)?"
_TAKEN_TO: Final = (
    r"(?:доставлен|доставил|транспортирова|отправк|отправлен|отправил|увез|везут|госпитализирова)\w*"
    r"\s(?:\w+\s)?в"
)
_BORDER: Final = r"на границе с|у границы с|близ границы с|сосед(?:ями|и|ей|ям) из"
_ELSEWHERE: Final = re.compile(
    r"\b(?:вместе с|со стороны|из-под|дорог\w* на|трасс[еы]|дорог[еиу]|объезд через|включая"
    rf"|подальше от|дальше от|{_BORDER}|{_HOSPITAL}|{_TAKEN_TO})"
    r"\s+(?:г\.?\s*|город[аеу]?\s)?$"
)
_TOWARDS: Final = re.compile(
    r"\b(?:в сторону|в направлении|направлени\w+ на|в сторону города)\s+(?:г\.?\s*)?$"
)
_ADDRESS: Final = re.compile(
    r"(?:^|[.!\n]\s*)(?:уважаемые |дорогие |вниманию )?жител(?:и|ям|ей) (?:город[аеу] )?$"
)
_FLOWN_TO: Final = re.compile(
    r"\b(?:летевш|летящ|летел|летят|направлявш|направляющ|следовавш)\w*\sна\s+$"
)
_OF_ASIDES: Final = (
    *("вместе с", "сторон", "направлени", "из-под", "дорог", "трасс", "объезд", "включая"),
    *("дальше от", "границ", "сосед", "больниц", "госпитал", "клиник", "достав", "транспорт"),
    *("отправ", "увез", "везут"),
)
"""Without one of these stems a post tells no place aside, and is not searched for it."""
_LISTED: Final = re.compile(r"\s*(?:,|и)\s*(?:в\s|на\s)?")
_LOOK_BACK: Final = 45


def without_asides(mentions: Iterable[Mention], text: str, home: str | None) -> Iterator[Mention]:
    """Yield the places of a normal text that it speaks of, for a channel of the region ``home``."""
    if not has_any(_OF_ASIDES, text):
        yield from mentions
        return
    aside = -1  # where the last place told aside ends: what is listed with it is told so too
    for mention in mentions:
        listed = aside >= 0 and _LISTED.fullmatch(text, aside, mention.start)
        if listed or _is_aside(mention, text, home):
            aside = mention.end
        else:
            aside = -1
            yield mention


def _is_aside(mention: Mention, text: str, home: str | None) -> bool:
    """Tell a place that is not spoken of; what flies towards one at home is spoken of there."""
    before = max(0, mention.start - _LOOK_BACK), mention.start
    if _TOWARDS.search(text, *before):
        return mention.area is None or region_of(mention.area) != home
    return _ELSEWHERE.search(text, *before) is not None


def is_addressed(mention: Mention, text: str) -> bool:
    """Tell whether a place only names who is spoken to: «Жители Елабуги!»."""
    if "жител" not in text:
        return False
    before = max(0, mention.start - _LOOK_BACK), mention.start
    return _ADDRESS.search(text, *before) is not None


def is_flown_to(mention: Mention, text: str) -> bool:
    """Tell whether a place is only where something shot down was flying: «летевших на Москву»."""
    before = max(0, mention.start - _LOOK_BACK), mention.start
    return " на " in text[before[0] : before[1]] and _FLOWN_TO.search(text, *before) is not None
