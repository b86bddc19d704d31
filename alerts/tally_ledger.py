"""Adds up what a post counts: by region, by municipality, and as a number for the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.tally_words import Thing
from alerts.verdicts import Period, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.tally_grammar import Bound
    from alerts.tally_groups import Group
    from alerts.tally_told import Count, Told


_SPANS: Final = frozenset({"ночь", "день", "утро", "вечер"})


@dataclass(slots=True)
class _Stated:
    """A number that stands for no one place; ``after_rows``: places were counted before it."""

    value: int
    whole: bool
    more: bool
    after_rows: bool
    jammed: bool = False
    span: str = ""


@dataclass(slots=True)
class Ledger:
    """Gathers the counts of a post, sentence by sentence."""

    home: str | None
    named: dict[str, str]
    deeds: bool
    over: bool = False
    by_region: dict[str, int] = field(default_factory=dict)
    by_place: dict[str, int] = field(default_factory=dict)
    shared: list[tuple[int, list[tuple[str, str]]]] = field(default_factory=list)
    stated: list[_Stated] = field(default_factory=list)
    rows: int = 0
    villages: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    beaten: int = 0
    raids: int = 0
    implied: int = 0
    targets: dict[Thing, int] = field(default_factory=dict)
    shells: bool = False
    rest: list[list[tuple[str, str]]] = field(default_factory=list)

    def enter(self, told: Told, bound: Sequence[Bound]) -> None:
        """Enter the counts of one sentence."""
        self.shells = self.shells or told.shells
        self.raids = max(self.raids, told.raids)
        done = told.shot or told.launched
        if (told.fallen and not told.shot) or (told.flying and not done):
            return
        certain = told.shot or (told.launched and not told.beaten)
        if told.beaten and not certain:
            self._beaten_off([each for each in bound if each.count.thing is Thing.DRONE])
            return
        parted = any(count.part for count in told.counts)
        before: Bound | None = None
        for each in bound:
            if before is not None and self._inside(each, before):
                continue
            before = each
            if each.count.rest:
                self._leave(each)
            elif told.launched and self._became(each, bound):
                continue
            elif each.count.thing is not Thing.DRONE:
                if certain:
                    self._target(each.count)
                    if each.count.thing is Thing.TARGET and parted:
                        self._state(each.count, sum(each.count.values))
            else:
                self._drones(each, certain=certain, shot=told.shot)

    def _beaten_off(self, bound: Sequence[Bound]) -> None:
        """Enter an attack told as beaten off: a count of its own only where the time is over."""
        for each in bound:
            keys = self._keys(each.group)
            own = [key for key in keys if key != ("region", self.home)]
            if len(own) == 1 and self.over and self.home is not None:
                self._drones(each, certain=True, shot=True)
            if not own:
                self.beaten = max(self.beaten, sum(each.count.values))
                self.over = self.over or each.count.whole

    def _inside(self, part: Bound, whole: Bound) -> bool:
        """Tell whether a part is a region's share that is in the region's count already."""
        if not part.count.part or whole.count.part or whole.count.each:
            return False
        outer, inner = self._keys(whole.group), self._keys(part.group)
        return len(outer) == 1 and len(inner) == 1 and outer[0][0] == inner[0][0] == "region"

    def _became(self, each: Bound, bound: Sequence[Bound]) -> bool:
        """Tell «применено 19 БПЛА, 14 сбиты», where the second number is a part of the first."""
        if self.home is None:
            return False
        return any(_is_fate_of(other, each) for other in bound)

    def _target(self, told: Count) -> None:
        """Enter targets or missiles, of which only the largest number is kept."""
        value = sum(told.values)
        self.targets[told.thing] = max(value, self.targets.get(told.thing, 0))

    def _drones(self, bound: Bound, *, certain: bool, shot: bool) -> None:
        """Enter drones under their places, or as a number for the whole."""
        told, value = bound.count, sum(bound.count.values)
        keys = self._keys(bound.group)
        unnamed = bound.group is not None and self._unnamed(bound.group)
        if len(told.values) == len(keys) > 1:
            for key, number in zip(keys, told.values, strict=True):
                self._add(key, number, more=told.more)
        elif told.each and keys:
            for key in keys:
                self._add(key, told.values[0], more=told.more)
        elif len(keys) == 1 and not unnamed and self.deeds:
            if keys[0] == ("region", self.home) and certain:
                self._state(told, value, shot=shot)
            self._add(keys[0], value, more=told.more or self._elsewhere(keys[0], bound.group))
        elif len(keys) > 1 and not unnamed and not told.implied and self.deeds:
            self.shared.append((value, keys))
            if told.whole:
                self._state(told, value)
        elif (certain or told.whole) and (not told.bare or told.more or told.whole or told.done):
            self._state(told, value, shot=shot)

    def _unnamed(self, group: Group) -> bool:
        """Tell whether a group holds a place that no table can name."""
        unknown = self.home is None and any(place.area is None for place in group.places)
        return group.unnamed or unknown

    def _state(self, told: Count, value: int, *, shot: bool = True) -> None:
        """Enter a number that stands for the whole; one that struck is a deed, not a count."""
        if value == 1 and not (shot or told.whole):
            return
        if told.implied:
            self.implied += 1 if told.more or not self.implied else 0
        else:
            after = self.rows > 0
            self.stated.append(_Stated(value, told.whole, told.more, after, told.jammed, told.span))

    def _add(self, key: tuple[str, str], value: int, *, more: bool) -> None:
        """Enter a number for one place; named twice, a place keeps the larger number."""
        table = self.by_region if key[0] == "region" else self.by_place
        further = more and key[1] in table
        self.rows += further or key[1] not in table
        table[key[1]] = (
            table.get(key[1], 0) + value if further else max(value, table.get(key[1], 0))
        )

    def _elsewhere(self, key: tuple[str, str], group: Group | None) -> bool:
        """Tell whether a district's other villages are counted: «Борисовка - 2, Березовка - 3»."""
        here = {place.place for place in group.places if place.within} if group else set()
        before = self.villages.setdefault(key, here)
        if before is here or not here or not before or here & before:
            return False
        before |= here
        return True

    def _keys(self, group: Group | None) -> list[tuple[str, str]]:
        """Return under what names a group is counted, each once, in order."""
        if group is None:
            return []
        regions = [m.area for m in group.places if m.area and m.is_region]
        local = [m for m in group.places if not m.is_region]
        keys: list[tuple[str, str]] = []
        if self.home is None:
            keys += [("region", region_of(m.area)) for m in group.places if m.area]
        else:
            owned = {region_of(m.area) for m in local if m.area}
            known = {m.area for m in local if m.area and not m.within}
            keys += [("region", region) for region in regions if region not in owned]
            for m in local:
                inside = (m.within or m.area is None) and not group.apart
                if inside and known and (m.area is None or m.area in known):
                    continue
                own = self.named.get(m.area, m.place) if m.area and inside else m.place
                keys.append(("place", own))
        return list(dict.fromkeys(keys))

    def tally(self, over: Period | None) -> Tally | None:
        """Close the ledger."""
        self._add_rest()
        regions = dict(self.by_region)
        if set(regions) == {self.home} or (self.by_place and self.home in regions):
            regions.pop(str(self.home))
        total = self._total(regions)
        if total is None and not regions and not self.by_place:
            return None
        return Tally(total=total, by_region=regions, by_place=dict(self.by_place), period=over)

    def _leave(self, bound: Bound) -> None:
        """Note the places of «остальные - над …»; those told with one unnamed get nothing."""
        named = bound.group is not None and not self._unnamed(bound.group)
        if bound.count.thing is Thing.DRONE:
            self.rest.append(self._keys(bound.group) if named else [])

    def _add_rest(self) -> None:
        """Give one place named with «остальные» what the stated whole leaves to it."""
        whole = max((stated.value for stated in self.stated), default=0)
        left = whole - self._sum(self.by_region)
        if left > 0 and self.rows and [len(keys) for keys in self.rest] == [1]:
            self._add(self.rest[0][0], left, more=False)

    def _total(self, regions: dict[str, int]) -> int | None:
        """Return the stated number, that of the only part, or what else was shot down.

        Several parts without a stated number have none: the post does not say it.
        """
        if self._told_by_spans():
            return None
        whole = [stated.value for stated in self.stated if stated.whole]
        if whole:
            return max(whole)
        added = self._sum(regions)
        if self.stated and not (self.stated[0].more and self.stated[0].after_rows):
            shot = self._added([stated for stated in self.stated if not stated.jammed])
            return shot if shot and shot == added else self._added(self.stated)
        if added and added in {self.targets.get(Thing.TARGET), self.beaten, self.raids}:
            return added
        if self.rows + self._shared_apart() > 1:
            return self._shared_by_all(regions)
        return max(added, self.implied) or (self.over and self.beaten) or self._other_targets()

    def _told_by_spans(self) -> bool:
        """Tell «за день сбито 8, за ночь - 25», which the post does not add up."""
        if any(each.whole and each.span not in _SPANS for each in self.stated):
            return False
        return len({each.span for each in self.stated if not each.more} & _SPANS) > 1

    def _added(self, stated: Sequence[_Stated]) -> int:
        """Return the largest of stated numbers, with those that are told as more."""
        total = 0
        for each in stated:
            total = total + each.value if each.more else max(total, each.value)
        return total

    def _other_targets(self) -> int | None:
        """Return what was shot down where no drones are counted."""
        if Thing.TARGET in self.targets:
            return self.targets[Thing.TARGET]
        if self.home is not None and not self.shells:
            return self.targets.get(Thing.MISSILE)
        return None

    def _shared_apart(self) -> int:
        """Return how many numbers are told of several places that have none of their own."""
        known = {("region", name) for name in self.by_region}
        known |= {("place", name) for name in self.by_place}
        return sum(known.isdisjoint(keys) for _, keys in self.shared)

    def _shared_by_all(self, regions: dict[str, int]) -> int | None:
        """Return the number that was stated for all the parts together, if there is one."""
        told = {("region", name) for name in regions} | {("place", name) for name in self.by_place}
        if not told and self._shared_apart() > 1:
            return None
        return next((value for value, keys in self.shared if told <= set(keys)), None)

    def _sum(self, regions: dict[str, int]) -> int:
        """Add up the parts; a number shared by places that are counted one by one is their sum."""
        told = {("region", name): value for name, value in regions.items()}
        told |= {("place", name): value for name, value in self.by_place.items()}
        total = sum(told.values())
        for value, keys in self.shared:
            single = sum(told.get(key, 0) for key in keys)
            total += max(0, value - single) if all(key in told for key in keys) else value
        return total


def _is_fate_of(launched: Bound, shot: Bound) -> bool:
    """Tell whether a count is what became of another before it."""
    whole, fate = launched.count, shot.count
    told = fate.fate and not whole.fate and whole.at < fate.at and not (fate.more or fate.part)
    alone = shot.group is None and whole.thing is fate.thing
    return told and alone and sum(whole.values) >= sum(fate.values)
