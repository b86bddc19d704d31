"""Places that a post names in passing: who is spoken to, who came, whose road or station it is.

They are left out where the post names others. Where it names no other, they are what it is about:
«Жители Елабуги! Опасность БПЛА».
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.areas import Mention

_PEOPLE: Final = (
    *("команд", "школьник", "студент", "спортсмен", "волонтер", "бригад", "специалист", "врач"),
    *("энергетик", "спасател", "расчет"),
)
_WAYS: Final = (
    *("дорог", "трасс", "автодорог", "шоссе", "электричк", "электропоезд", "поезд", "автобус"),
    *("маршрут", "перегон"),
)
_LEADS: Final = (
    # who is spoken to
    r"(?:^|[.!\n]\s*)(?:уважаемые |дорогие |вниманию )?жител(?:и|ям|ей) (?:город[аеу] )?",
    # who came, answers or reports
    r"\b(?:глав[аеуы]|главой|мэр\w{0,2}|градоначальник\w{0,2})\s(?:города\s|г\.\s?)?",
    rf"\b(?:{'|'.join(_PEOPLE)})\w*\sиз\s(?:города\s|г\.\s?)?",
    # the ends of a way, the stations of a railway
    rf"\b(?:{'|'.join(_WAYS)})\w*\s(?:№\s?\w+\s)?\"?(?:[\w-]+\s-\s)?",
    r"\bрейс\w*\s(?:на|в|до|из)\s",
)
_IN_PASSING: Final = re.compile(rf"(?:{'|'.join(_LEADS)})$")
_SHELLED_FROM: Final = re.compile(r"\d{1,2}[:.]\d{2}\s-\s(?:(?:н\.\s?п|г|пгт|пос|с)\.\s?)?$")
_SHELLED: Final = re.compile(r"\s-\s(?:н\.|г\.|пгт|пос\.|с\.)")
_FLOWN_TO: Final = re.compile(
    r"\b(?:летевш|летящ|летел|летят|направлявш|направляющ|следовавш)\w*\sна\s+$"
)
_STEMS: Final = (
    *("жител", "глав", "мэр", "градонач", " из ", "дорог", "трасс", "шоссе", "электр", "поезд"),
    *("автобус", "маршрут", "перегон", "рейс", "обстрел"),
)
"""Without one of these a post names no place in passing."""
_LISTED: Final = re.compile(r"(?:\s*,\s*|\s+)(?:(?:и|-)\s+)?(?:(?:в|на|из)\s)?")
_LOOK_BACK: Final = 60


def told_of(found: Sequence[Mention], text: str) -> list[Mention]:
    """Return places without those that a normal text names in passing, unless there are no others.

    What is listed behind one is named in passing too: «жителям Льговского и Рыльского районов».
    """
    if len(found) < 2 or not any(stem in text for stem in _STEMS):  # noqa: PLR2004 - one is all
        return list(found)
    kept, end = [], -1
    for mention in found:
        listed = end >= 0 and _LISTED.fullmatch(text, end, mention.start)
        if listed or _in_passing(mention, text):
            end = mention.end
        else:
            end = -1
            kept.append(mention)
    return kept or list(found)


def _in_passing(mention: Mention, text: str) -> bool:
    before = max(0, mention.start - _LOOK_BACK), mention.start
    if _IN_PASSING.search(text, *before):
        return True
    return bool(_SHELLED.match(text, mention.end) and _SHELLED_FROM.search(text, *before))


def is_flown_to(mention: Mention, text: str) -> bool:
    """Tell whether a place is only where something shot down was flying: «летевших на Москву»."""
    before = max(0, mention.start - _LOOK_BACK), mention.start
    return " на " in text[before[0] : before[1]] and _FLOWN_TO.search(text, *before) is not None


def not_flown_to(found: Iterable[Mention], text: str) -> list[Mention]:
    """Return places without those that something was only flying to."""
    return [mention for mention in found if not is_flown_to(mention, text)]
