"""Places that a post names in passing: who is spoken to, who came, whose road or station it is.

They are left out where the post names others. Where it names no other, they are what it is about:
«Жители Елабуги! Опасность БПЛА».
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.stems import has_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.areas import Mention

_PEOPLE: Final = (
    *("команд", "школьник", "студент", "спортсмен", "волонтер", "бригад", "специалист", "врач"),
    *("энергетик", "спасател", "расчет", "коммунальщик", "министр", "строител", "ремонтник"),
)
_WAYS: Final = (
    *("дорог", "трасс", "автодорог", "шоссе", "электричк", "электропоезд", "поезд", "автобус"),
    *("маршрут", "перегон"),
)
_LEADS: Final = (
    # who is spoken to
    r"(?:^|[.!\n]\s*)(?:уважаемые |дорогие |вниманию )?жител(?:и|ей) (?:город[аеу] )?",
    # who came, answers or reports, and from where
    r"\b(?:глав[аеуы]|главой|мэр\w{0,2}|градоначальник\w{0,2})\s(?:города\s|г\.\s?)?",
    rf"\b(?:{'|'.join(_PEOPLE)})\w*\sиз\s(?:города\s|г\.\s?)?",
    # where the wounded lie
    r"\b(?:больниц|госпитал|клиник)\w*(?:\s№\s?\d+)?\s(?:города\s|г\.\s?)?",
    r"\bсоболезн\w+\s",
)
_ROUTES: Final = (
    rf"\b(?:{'|'.join(_WAYS)})\w*\s(?:№\s?\w+\s)?\"?(?:[\w-]+(?:\s\w+)?\s-\s)?",
    r"\b(?:рейс|паром)\w*\s(?:на|в|до|из)\s",
)
"""The ends of a way, the stations of a railway."""
_IN_PASSING: Final = re.compile(rf"(?:{'|'.join(_LEADS)})$")
_ON_THE_WAY: Final = re.compile(rf"(?:{'|'.join(_ROUTES)})$")
_SHELLED_FROM: Final = re.compile(r"\d{1,2}[:.]\d{2}\s-\s(?:(?:н\.\s?п|г|пгт|пос|с)\.\s?)?$")
_COMES: Final = re.compile(r"\s(?:едет|едут|выех|выезжа|прибы|напра|отпра|идет|идут)")
_SHELLED: Final = re.compile(r"\s-\s(?:н\.|г\.|пгт|пос\.|с\.)")
_FLOWN_TO: Final = re.compile(
    r"\b(?:летевш|летящ|летел|летят|направлявш|направляющ|следовавш)\w*\sна\s+$"
)
_STEMS: Final = (
    *("жител", "глав", "мэр", "градонач", " из ", "дорог", "трасс", "шоссе", "электр", "поезд"),
    *(
        "автобус",
        "маршрут",
        "перегон",
        "рейс",
        "паром",
        "обстрел",
        "соболезн",
        "больниц",
        "госпитал",
        "клиник",
    ),
)
"""Without one of these a post names no place in passing, nor do the words before a place."""
_LISTED: Final = re.compile(r"(?:\s*,\s*|\s+)(?:(?:и|-)\s+)?(?:(?:в|на|из)\s)?")
_LOOK_BACK: Final = 60


def may_pass_over(text: str) -> bool:
    """Tell whether a normal text may name a place in passing at all; most do not."""
    return has_any(_STEMS, text)


def told_of(found: Sequence[Mention], text: str, *, ways: bool) -> list[Mention]:
    """Return places without those that a normal text names in passing, unless there are no others.

    Those are no ends of a way, but where ``ways`` may be told of: «дрон ударил на перегоне A – B».
    What is listed behind one is named in passing too: «автобусы Курск – Льгов и Курск – Рыльск».
    """
    kept: list[Mention] = []
    passing: list[Mention] = []
    end, on_the_way = -1, False
    for mention in found:
        listed = end >= 0 and _LISTED.fullmatch(text, end, mention.start)
        led = has_any(_STEMS, text[max(0, mention.start - _LOOK_BACK) : mention.start])
        on_the_way = (on_the_way and bool(listed)) or (
            led and _stands_behind(_ON_THE_WAY, mention, text)
        )
        if listed or on_the_way or _in_passing(mention, text, led=led):
            end = mention.end
            passing += [] if on_the_way and not ways else [mention]
        else:
            end = -1
            kept.append(mention)
    return kept or passing


def _in_passing(mention: Mention, text: str, *, led: bool) -> bool:
    if led and _stands_behind(_IN_PASSING, mention, text):
        return True
    if _COMES.match(text, mention.end) and text.endswith("из ", 0, mention.start):
        return True
    return bool(_SHELLED.match(text, mention.end)) and _stands_behind(_SHELLED_FROM, mention, text)


def _stands_behind(pattern: re.Pattern[str], mention: Mention, text: str) -> bool:
    return pattern.search(text, max(0, mention.start - _LOOK_BACK), mention.start) is not None


def is_flown_to(mention: Mention, text: str) -> bool:
    """Tell whether a place is only where something shot down was flying: «летевших на Москву»."""
    return text.endswith(" на ", 0, mention.start) and _stands_behind(_FLOWN_TO, mention, text)


def not_flown_to(found: Iterable[Mention], text: str) -> list[Mention]:
    """Return places without those that something was only flying to."""
    return [mention for mention in found if not is_flown_to(mention, text)]
