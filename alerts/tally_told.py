"""What a sentence tells: its counts, and the deeds it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from alerts.tally_deeds import word_at
from alerts.tally_words import Thing

if TYPE_CHECKING:
    from alerts.tally_tokens import Token

_VERB_BETWEEN: Final = 3


@dataclass(slots=True)
class Count:
    """One count at tokens ``at`` to ``end`` of its sentence (both included).

    ``values`` holds several for «31 и 33». ``each``: the number is that of every place. ``part``:
    it is a part of the count before. ``bare``: no noun of its own. ``implied``: the post names one
    thing and no number. ``done``: a word for the deed stands just before («сбито 22»). ``spread``:
    it is that of each place told of before («по четыре в каждом»). ``rest``: the value is what the
    whole leaves («остальные - над Тверской»). ``fate``: a word for the deed stands beside it.
    ``jammed``: suppressed, not shot down. ``span``: the part of the day that it is told of.
    ``shared_out``: the whole that the count before is a share of («28 из 50»).
    """

    values: tuple[int, ...]
    thing: Thing
    at: int
    end: int
    each: bool = False
    more: bool = False
    whole: bool = False
    part: bool = False
    bare: bool = False
    implied: bool = False
    done: bool = False
    spread: bool = False
    rest: bool = False
    fate: bool = False
    jammed: bool = False
    span: str = ""
    shared_out: bool = False


@dataclass(slots=True)
class Told:
    """What a sentence tells of: its counts and the deeds it speaks of."""

    counts: list[Count] = field(default_factory=list)
    raids: int = 0
    shells: bool = False
    shot: bool = False
    launched: bool = False
    beaten: bool = False
    fallen: bool = False
    flying: bool = False


def goes_on(tokens: list[Token], told: list[Count], count: Count) -> bool:
    """Tell «уничтожены 11 и перехвачены 4 БПЛА», one number told by two verbs."""
    if not told or not count.done or count.at - told[-1].end != _VERB_BETWEEN:
        return False
    last = told[-1]
    alike = last.done and last.thing is count.thing is Thing.DRONE
    single = len(last.values) == len(count.values) == 1 and not (last.part or count.part)
    return alike and single and word_at(tokens, count.at - 2) in {"и", "and"}


def raid_in_row(tokens: list[Token], at: int, end: int) -> bool:
    """Tell «Энергодар - 7 атак БПЛА, Токмак - 3», which are raids, from «19 атак БПЛА: в …»."""
    if word_at(tokens, at - 1) == "-" and tokens[at - 2].place:
        return True
    for token in tokens[end + 1 :]:
        if token.place or token.number or token.text in {":", "(", ";", "-"}:
            return token.place is not None
    return False
