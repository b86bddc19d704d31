"""Places that a post names and does not speak of: where one is taken, borders, comes from.

«Не в Курске, а в Льгове» tells of Lgov alone, and a bridge over the Sakmara is not in Sakmara.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.stems import has_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alerts.areas import Mention

_TAKEN_TO: Final = (
    r"(?:доставлен|доставил|транспортирова|отправк|отправлен|отправил|увез|везут|госпитализирова"
    r"|вывез|вывози|эвакуирова|переселен|переехал)\w*"
    r"\s(?:\w+\s)?в"
)
_BORDER: Final = r"на границе с|у границы с|близ границы с|сосед(?:ями|и|ей|ям) из"
_ELSEWHERE: Final = re.compile(
    r"\b(?:вместе с|со стороны|из-под|дорог\w* на|включая|космодром\w*"
    r"|объезд\w*[^.!?\n]{0,30}(?:через|по)|запасн\w+[^.!?\n]{0,30}\sв"
    rf"|подальше от|дальше от|{_BORDER}|{_TAKEN_TO})"
    r"\s+(?:г\.?\s*|город[аеу]?\s)?$"
)
_CLINICS: Final = re.compile(r"\b(?:больниц|госпитал|клиник|медцентр|институт)\w*\s+(?:города\s)?$")
_TOWARDS: Final = re.compile(
    r"\b(?:в сторону|в направлении|направлени\w+ на|в сторону города)\s+(?:г\.?\s*)?$"
)
_NOT_HERE: Final = re.compile(r"(?<!\w)не (?:во?|на|для|по|над) (?:г\.?\s*|город[аеу]?\s)?$")
_BUT_THERE: Final = re.compile(r"[^.!?\n]{0,25}\s(?:а|но)\s(?:во?|на|для|по|над)\s")
_RIVER: Final = re.compile(r"\b(?:мост\w{0,3}|переправ\w{1,3})\s(?:через|над)\s$")
_OF_ASIDES: Final = (
    *("не в", "не на", "не для", "не по", "не над", "мост", "переправ"),
    *("вместе с", "сторон", "направлени", "из-под", "дорог", "трасс", "объезд", "включая"),
    *("дальше от", "границ", "сосед", "больниц", "госпитал", "клиник", "достав", "транспорт"),
    *("отправ", "увез", "везут", "космодром", "запасн", "медцентр", "институт"),
    *("вывез", "вывози", "эвакуир", "пересел", "переехал"),
)
"""Without one of these a post tells no place aside, nor do the words before a place."""
_LISTED: Final = re.compile(r"\s*(?:,|и|-)\s*(?:в\s|на\s)?")
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
    """Tell a place that is not spoken of; one at home is, where something flies towards it."""
    before = max(0, mention.start - _LOOK_BACK), mention.start
    if not has_any(_OF_ASIDES, text[before[0] : before[1]]):
        return False
    if _ELSEWHERE.search(text, *before) or _RIVER.search(text, *before):
        return True
    if _NOT_HERE.search(text, *before) and _BUT_THERE.match(text, mention.end):
        return True
    if not (_TOWARDS.search(text, *before) or _CLINICS.search(text, *before)):
        return False
    return mention.area is None or region_of(mention.area) != home
