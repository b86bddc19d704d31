"""How places of one sentence belong together: a part beside its town, a place inside an area."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.areas import Mention

_BESIDE: Final = 3
_NEAR: Final = 60
_JOINED: Final = re.compile(r"\b(?:и|также|по всей|вся|all of)\b")
_PARTS: Final = (" район", " округ")


def key_of(mention: Mention) -> tuple[str | None, str]:
    """Return what tells places apart: the area, and the name of one that is not known."""
    return mention.area, mention.place if mention.area is None else ""


def without_parts(found: Sequence[Mention]) -> list[Mention]:
    """Return places without the parts of a town that stand beside it.

    «Ленинский район Донецка», «Кировский и Советский районы Волгограда», «Горловка, Никитовский
    район»: the town is the place. A part told apart from its town is a place of its own.
    """
    if not [mention for mention in found if mention.within and _may_be_part(mention)]:
        return list(found)
    dropped: set[Mention] = set()
    for side in (list(found), list(reversed(found))):
        beside = None  # the town, or the part of it that the next part may stand beside
        for mention in side:
            if _may_be_part(mention) and beside is not None and _adjoin(mention, beside):
                dropped.add(mention)
            elif mention.within or mention.area is None:
                beside = None
                continue
            beside = mention
    return [mention for mention in found if mention not in dropped]


def _may_be_part(mention: Mention) -> bool:
    return mention.within and mention.place.endswith(_PARTS)


def _adjoin(part: Mention, beside: Mention) -> bool:
    """Tell whether only a comma or «и» stands between places of one area."""
    between = max(part.start, beside.start) - min(part.end, beside.end)
    return part.area == beside.area and 0 <= between <= _BESIDE


def parts_of(found: Sequence[Mention]) -> tuple[tuple[str, str], ...]:
    """Return the places inside areas that are not themselves named, with those areas."""
    whole = {mention.area for mention in found if not mention.within}
    pairs = [
        (mention.area, mention.place)
        for mention in found
        if mention.within and mention.area is not None and mention.area not in whole
    ]
    return tuple(dict.fromkeys(pairs))


def areas_of(mentions: Sequence[Mention], text: str, *, whole: bool) -> tuple[str, ...]:
    """Return the areas, without one that only says where a place inside it lies.

    Only ``whole`` areas for what ends: a danger in a village concerns its municipality, the end
    of the danger in the village does not.
    """
    if len(mentions) == 1:
        (only,) = mentions
        if only.area is None or (whole and only.within):
            return ()
        return (only.area,)
    narrow = [mention for mention in mentions if mention.area is not None and "/" in mention.area]
    villages = [mention for mention in narrow if mention.within] if whole else []
    kept = []
    for mention in mentions:
        if mention.area is None or mention in villages:
            continue
        inside = narrow if mention.is_region else villages
        if any(_locates(mention, other, text) for other in inside):
            continue
        kept.append(mention.area)
    return tuple(dict.fromkeys(kept))


def _locates(wide: Mention, inner: Mention, text: str) -> bool:
    if inner.area is None or wide.area not in {inner.area, region_of(inner.area)}:
        return False
    first, second = sorted((wide, inner), key=lambda mention: mention.start)
    return second.start - first.end < _NEAR and not _JOINED.search(text, first.end, second.start)
