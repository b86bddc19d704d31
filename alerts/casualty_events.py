"""Finds what befell whom in a sentence: harms and the people next to them, with their number."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from alerts.casualty_asides import without_asides
from alerts.casualty_elided import ENDS_COUNT, left_out
from alerts.casualty_harm import Deed, Event, Harm
from alerts.casualty_people import People, in_lists, people_of, word_at
from alerts.casualty_words import casualty_words, is_harm, is_person, is_toll, is_wound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.tally_tokens import Token

_COSTS: Final = {",": 10, "и": 6, "and": 6, "а": 6, "-": 2, ":": 2, "(": 4, ")": 4, '"': 0}
_WORD_COST: Final = 1
_LIMIT: Final = 20
_VICTIMS: Final = frozenset(
    {"пострадавших", "раненых", "погибших", "пострадавшие", "раненые", "погибшие"}
)
_NEAR: Final = 6
_CONDITION: Final = "состоянии"
_MANAGED: Final = frozenset({"удалось", "смогли", "сумели", "успели"})
_TOLL_REACH: Final = 17
_THERE_ARE: Final = frozenset({"есть", "имеются"})
_CLAUSE_ENDS: Final = frozenset({",", ";", ":", "(", ")"})
_ONE_VICTIM: Final = frozenset({"раненый", "раненая", "погибший", "погибшая"})


def events(tokens: Sequence[Token]) -> list[Event]:
    """Return the harms a sentence tells, each with its people."""
    tokens = without_asides(tokens)
    found = [*_tolls(tokens), *_victims(tokens)]
    settled = {event.harm for event in found if event.whole}
    deeds = [deed for deed in _deeds(tokens) if deed.harm not in settled]
    if not deeds:
        return found
    people = in_lists(tokens, people_of(tokens))
    words = casualty_words()
    later = any(token.text in words.later for token in tokens)
    pairs = _bind(tokens, deeds, people)
    colon = next((at for at, token in enumerate(tokens) if at and token.text == ":"), len(tokens))
    counted = Counter[Harm]()
    opened = word_at(tokens, 0) in words.all
    for event in found:
        counted[event.harm] += event.value or 0
    headed = counted.copy()  # those told of before a colon
    for deed, whose in [*pairs, *left_out(tokens, pairs, people)]:
        if whose.other or _retold(whose, headed[deed.harm], colon):
            continue
        before = tokens[max(0, whose.at - 3) : whose.at] + tokens[deed.at : deed.at + 3]
        found.append(
            Event(
                deed.harm,
                whose.value,
                whole=_says_all(tokens, min(deed.at, whose.at))
                or _says_all(tokens, whose.at)
                or (opened and not counted[deed.harm]),
                more=any(token.text in words.more for token in before),
                weak=deed.weak or whose.again or _stays(tokens, whose.at, whose.end),
                generic=whose.generic,
                later=later,
                follows=any(event.harm is deed.harm for event in found),
            )
        )
        counted[deed.harm] += whose.value or 0
        headed[deed.harm] += (whose.value or 0) if whose.at < colon else 0
    return found


def _tolls(tokens: Sequence[Token]) -> list[Event]:
    """Read «число пострадавших выросло до пяти»."""
    found: list[Event] = []
    for at, token in enumerate(tokens):
        if not is_toll[token.text]:
            continue
        near = range(at + 1, min(len(tokens), at + _TOLL_REACH))
        back = range(at - 1, max(-1, at - _TOLL_REACH), -1)
        harm = next((harm for step in near if (harm := _victim(word_at(tokens, step)))), None)
        near = _up_to_another(tokens, near, harm)
        if word_at(tokens, at - 1) == "их":  # «ещё один погибший, их число выросло до трёх»
            harm = next((h for step in back if (h := _victim(word_at(tokens, step)))), harm)
        if harm is None and word_at(tokens, at - 1) == "death":
            harm = Harm.KILLED
        numbers = [(step, tokens[step].number) for step in near if tokens[step].number]
        if harm is None or not numbers:
            continue
        after = [n for step, n in numbers if word_at(tokens, step - 1) in {"до", "to", "-", ":"}]
        number = (after or [n for _, n in numbers])[-1]
        if number is not None:
            found.append(Event(harm, number.value, whole=True))
    return found


def _up_to_another(tokens: Sequence[Token], near: range, harm: Harm | None) -> range:
    """Leave out what is said of others: «число погибших выросло до двух, раненых - пятеро»."""
    for step in near:
        if harm and (other := _victim(word_at(tokens, step))) and other is not harm:
            return range(near.start, step)
    return near


def _victims(tokens: Sequence[Token]) -> list[Event]:
    """Read «двое раненых» and «один пострадавший»; «среди пострадавших двое детей» is a part."""
    words = casualty_words()
    found: list[Event] = []
    last: dict[Harm, int] = {}
    for at, token in enumerate(tokens):
        if token.number is None:
            if token.text in _VICTIMS or token.text in _ONE_VICTIM:
                told = _counted_behind(tokens, at) or _unnumbered(tokens, at)
                found.extend([told] if told else [])
            continue
        step = at + 1
        while step < len(tokens) and word_at(tokens, step) in words.linking:
            step += 1
        harm = _victim(word_at(tokens, step))
        if harm is None or word_at(tokens, step) in words.injured or _is_verb(tokens, step):
            continue
        if not any(word_at(tokens, back) in words.parts for back in range(max(0, at - 3), at)):
            more = any(word_at(tokens, back) in words.more for back in (at - 1, at - 2))
            whole = _says_all(tokens, at)
            value, weak = token.number.value, _stays(tokens, at, step)
            parted = last.get(harm, at) < at and any(t.place for t in tokens[last[harm] : at])
            found.append(Event(harm, value, whole, more, weak, generic=not parted, follows=parted))
            last[harm] = at
    return found


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell "five wounded", read as a deed, from "two fatalities"."""
    return tokens[at].text.isascii() and not tokens[at].text.startswith("fatalit")


def _unnumbered(tokens: Sequence[Token], at: int) -> Event | None:
    """Read «- раненый», «есть пострадавшие», «пострадавшие есть - трое»."""
    word, before = tokens[at].text, word_at(tokens, at - 1)
    if word in _ONE_VICTIM and (before == "-" or before in _THERE_ARE):
        return Event(_victim(word) or Harm.INJURED, 1)
    if word in _ONE_VICTIM and _is_named(tokens, at):
        return Event(_victim(word) or Harm.INJURED, 1)
    harm = _victim(word) if word in {"пострадавшие", "раненые", "погибшие"} else None
    if harm and before in _THERE_ARE:
        return Event(harm, None)
    if harm and word_at(tokens, at + 1) in _THERE_ARE and word_at(tokens, at + 2) == "-":
        number = tokens[at + 3].number if at + 3 < len(tokens) else None
        return Event(harm, number.value if number else None, generic=True)
    return None


def _is_named(tokens: Sequence[Token], at: int) -> bool:
    """Tell «погибший при ударе дрона - местный житель»."""
    for step in range(at + 1, min(len(tokens), at + _NEAR)):
        if word_at(tokens, step) == "-":
            return _people_follow(tokens, step + 1)
        if word_at(tokens, step) in _CLAUSE_ENDS:
            break
    return False


def _stays(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell «в больницах остается 61 пострадавший», who were hurt before, from news of today."""
    stay = casualty_words().stay
    near = [*range(max(0, at - 3), at), end + 1]
    return any(word_at(tokens, index) in stay for index in near)


def _counted_behind(tokens: Sequence[Token], at: int) -> Event | None:
    """Read «пострадавших двое», «раненых - 3»: the number stands behind and counts no noun."""
    harm = _victim(tokens[at].text) if tokens[at].text in _VICTIMS else None
    step = at + 1 + (word_at(tokens, at + 1) in {"-", ":"})
    number = tokens[step].number if step < len(tokens) else None
    if harm is None or number is None or tokens[at].text.isascii():
        return None
    after = word_at(tokens, step + 1)
    listed = word_at(tokens, at + 1) == ":" and _people_follow(tokens, step + 1)
    return Event(harm, number.value, generic=True) if listed or after in ENDS_COUNT else None


def _people_follow(tokens: Sequence[Token], at: int) -> bool:
    """Tell «пострадавшие: трое мирных жителей» from «пострадавшие: 5 домов»."""
    return any(is_person[word_at(tokens, step)] for step in (at, at + 1) if word_at(tokens, step))


def _victim(word: str) -> Harm | None:
    """Return the harm a noun of victims tells: «раненых»."""
    words = casualty_words()
    if word in words.killed_people:
        return Harm.KILLED
    return Harm.INJURED if word in words.injured_people else None


def _deeds(tokens: Sequence[Token]) -> list[Deed]:
    """Return the words that tell a harm, the denied ones left out."""
    words = casualty_words()
    found: list[Deed] = []
    for at, token in enumerate(tokens):
        word = token.text
        if not (is_harm[word] or is_wound[word]) or word_at(tokens, at - 1) in {"не", "not", "no"}:
            continue
        hurts = word in words.hurts
        if word in words.save or word == _CONDITION:
            found += _outcome(tokens, at)
        elif word in words.killed:
            found.append(Deed(at, Harm.KILLED, hurts=hurts))
            continue
        if word in words.injured:
            found.append(Deed(at, Harm.INJURED, hurts=hurts))
            continue
        near = [word_at(tokens, step) for step in range(at - _NEAR, at + 1 + _NEAR)]
        if word in words.received and any(each in words.wound for each in near):
            found.append(Deed(at, Harm.INJURED))
        elif word in words.treated and (
            any(each in words.treated_where for each in near) or _taken_away(tokens, at)
        ):
            found.append(Deed(at, Harm.INJURED, weak=not _wounded(tokens, at), hurts=hurts))
        elif word in words.wound and "с" in (word_at(tokens, at - 1), word_at(tokens, at - 2)):
            found.append(Deed(at - 1, Harm.INJURED, weak=True, hurts=True))
        elif word in words.wound and "у" in (*near[_NEAR - 3 : _NEAR], *near[_NEAR + 1 :]):
            found.append(Deed(at, Harm.INJURED, weak=True, hurts=True))
    return found


def _outcome(tokens: Sequence[Token], at: int) -> list[Deed]:
    """Tell what is said of somebody's fate: «спасти не удалось», «в тяжелом состоянии»."""
    if word_at(tokens, at) == _CONDITION:
        told = word_at(tokens, at - 1) in casualty_words().condition
        return [Deed(at, Harm.INJURED, weak=True)] if told else []
    return [Deed(at, Harm.KILLED, hurts=True)] if _in_vain(tokens, at) else []


def _in_vain(tokens: Sequence[Token], at: int) -> bool:
    """Tell «спасти не удалось» and «не смогли спасти»."""
    behind = (word_at(tokens, at + 1), word_at(tokens, at + 2))
    before = (word_at(tokens, at - 2), word_at(tokens, at - 1))
    return any(first == "не" and second in _MANAGED for first, second in (behind, before))


def _wounded(tokens: Sequence[Token], at: int) -> bool:
    """Tell «с ранениями госпитализированы», which tells the harm itself."""
    for step in (-1, 1):
        index = at + step
        while abs(index - at) <= _NEAR and (word := word_at(tokens, index)) not in _CLAUSE_ENDS:
            if is_wound[word]:
                return True
            index += step
    return False


def _taken_away(tokens: Sequence[Token], at: int) -> bool:
    """Tell «доставили в Брянск»: who is taken to a town is taken to its hospital."""
    return word_at(tokens, at + 1) == "в" and at + 2 < len(tokens) and bool(tokens[at + 2].place)


def _bind(
    tokens: Sequence[Token], deeds: Sequence[Deed], people: Sequence[People]
) -> list[tuple[Deed, People]]:
    """Pair each deed with the people next to it, the closest first."""
    items = sorted(
        [(deed.at, deed.at, at, True) for at, deed in enumerate(deeds)]
        + [(person.at, person.end, at, False) for at, person in enumerate(people)]
    )
    pairs: list[tuple[int, int, int]] = []
    for left, right in pairwise(items):
        if left[3] == right[3]:
            continue
        gap = tokens[left[1] + 1 : right[0]]
        cost = sum(_COSTS.get(token.text, _WORD_COST) for token in gap)
        deed_at, people_at = (left[2], right[2]) if left[3] else (right[2], left[2])
        deed, person = deeds[deed_at], people[people_at]
        if person.whom and not deed.hurts:
            continue
        if cost < (3 if person.bare else _LIMIT):
            pairs.append((cost + 2 * person.other, deed_at, people_at))
    done: dict[int, int] = {}
    taken: set[int] = set()
    for _, deed_at, people_at in sorted(pairs):
        if deed_at not in done and people_at not in taken:
            done[deed_at] = people_at
            taken.add(people_at)
    return [(deeds[at], people[done[at]]) for at in sorted(done)]


def _retold(whose: People, counted: int, colon: int) -> bool:
    """Tell who is told of behind a colon from others: «погиб 1 человек: мужчина скончался …»."""
    return colon < whose.at and 0 < (whose.value or 0) <= counted


def _says_all(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether «всего» stands before."""
    words = casualty_words()
    return any(word_at(tokens, back) in words.all for back in range(max(0, at - 4), at))
