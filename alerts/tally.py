"""Decides what a post counts: drones by region or municipality, their total and the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.normal import normalise
from alerts.periods import period_of
from alerts.tally_counts import Count, CountReader, Told
from alerts.tally_grammar import Bound, Group, bind, join_lines
from alerts.tally_tokens import sentences
from alerts.tally_words import Thing, tally_phrases
from alerts.verdicts import Period, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.areas import Mention
    from alerts.tally_tokens import Sentence


_ROWS: Final = 2


def count(text: str, mentions: Sequence[Mention], home: str | None = None) -> Tally | None:
    """Return what a post counts, or None when it counts nothing.

    In a channel of its own region (``home``) the municipalities are counted, in a federal one the
    regions. A number told of several places together is in the total only.
    """
    normal = normalise(text)
    return count_of(sentences(normal, mentions), normal, mentions, home)


def count_of(
    said: Sequence[Sentence], normal: str, mentions: Sequence[Mention], home: str | None
) -> Tally | None:
    """Return what the sentences of a normal text count, or None when they count nothing."""
    if not tally_phrases().worth.search(normal):
        return None
    reader, bygone = (
        CountReader(of_drones=tally_phrases().drone.search(normal) is not None),
        tally_phrases().bygone,
    )
    read = [
        (told := reader.read(sentence, normal), bind(sentence, told.counts))
        for sentence in join_lines(said)
        if not bygone.search(normal, sentence.start, sentence.end)
    ]
    named = {m.area: m.place for m in mentions if m.area and not m.is_region and not m.within}
    _settle_deeds(
        read, federal=home is None, report=tally_phrases().report.search(normal) is not None
    )
    ledger = _Ledger(home, named, deeds=any(told.shot or told.launched for told, _ in read))
    for told, bound in read:
        ledger.enter(told, bound)
    return ledger.tally(period_of(normal))


def _settle_deeds(
    read: Sequence[tuple[Told, Sequence[Bound]]], *, federal: bool, report: bool
) -> None:
    """Decide what was done to counts whose sentence does not say it: a table tells what was shot.

    A defence report counts what was shot down in whatever words, and not what was launched. A
    ``report`` that names no deed counts what came: «Сводка: 32 обстрела, 94 беспилотника».
    """
    tabled = sum(_rows(bound) for _, bound in read)
    deeds = any(told.shot or told.launched or told.beaten or told.flying for told, _ in read)
    if report and not deeds:
        for told, _ in read:
            told.launched = any(count.thing is Thing.DRONE for count in told.counts)
    shot = any(told.shot and told.counts for told, _ in read)
    for told, bound in read:
        if tabled < _ROWS or not bound:
            continue
        if federal:
            flying = told.flying and _rows(bound) < _ROWS
            told.shot = told.shot or not (flying or (told.launched and shot))
            told.launched = told.launched and (told.shot or not shot)
        elif not (told.launched or told.beaten or told.fallen or told.flying):
            told.shot = True


def _rows(bound: Sequence[Bound]) -> int:
    """Return how many counts of drones are told each of its own places."""
    return sum(each.group is not None and each.count.thing is Thing.DRONE for each in bound)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A number that stands for no one place."""

    value: int
    whole: bool
    more: bool


@dataclass(slots=True)
class _Ledger:
    """Gathers the counts of a post, sentence by sentence."""

    home: str | None
    named: dict[str, str]
    deeds: bool
    by_region: dict[str, int] = field(default_factory=dict)
    by_place: dict[str, int] = field(default_factory=dict)
    shared: list[tuple[int, list[tuple[str, str]]]] = field(default_factory=list)
    stated: list[_Stated] = field(default_factory=list)
    implied: int = 0
    targets: dict[Thing, int] = field(default_factory=dict)
    shells: bool = False

    def enter(self, told: Told, bound: Sequence[Bound]) -> None:
        """Enter the counts of one sentence."""
        self.shells = self.shells or told.shells
        done = told.shot or told.launched
        if (told.fallen and not told.shot) or (told.flying and not done):
            return
        certain = told.shot or (told.launched and not told.beaten)
        if told.beaten and not certain:
            return
        before: Bound | None = None
        for each in bound:
            if before is not None and self._inside(each, before):
                continue
            before = each
            if each.count.thing is not Thing.DRONE:
                if certain:
                    self._target(each.count)
                    if each.count.thing is Thing.TARGET and any(b.count.part for b in bound):
                        self._state(each.count, sum(each.count.values))
            else:
                self._drones(each, certain=certain, shot=told.shot)

    def _inside(self, part: Bound, whole: Bound) -> bool:
        """Tell whether a part is a region's share that is in the region's count already."""
        if not part.count.part or whole.count.part or whole.count.each:
            return False
        outer, inner = self._keys(whole.group), self._keys(part.group)
        return len(outer) == 1 and len(inner) == 1 and outer[0][0] == inner[0][0] == "region"

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
            self._add(keys[0], value, more=told.more)
            if keys[0] == ("region", self.home) and certain:
                self._state(told, value, shot=shot)
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
            self.stated.append(_Stated(value, told.whole, told.more))

    def _add(self, key: tuple[str, str], value: int, *, more: bool) -> None:
        """Enter a number for one place; named twice, a place keeps the larger number."""
        table = self.by_region if key[0] == "region" else self.by_place
        if more and key[1] in table and table[key[1]] != value:
            table[key[1]] += value
        else:
            table[key[1]] = max(value, table.get(key[1], 0))

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
            known = {m.area for m in local if not m.within}
            keys += [("region", region) for region in regions if region not in owned]
            for m in local:
                inside = m.within or m.area is None
                if inside and known and (m.area is None or m.area in known):
                    continue
                own = self.named.get(m.area, m.place) if m.area and m.within else m.place
                keys.append(("place", own))
        return list(dict.fromkeys(keys))

    def tally(self, over: Period | None) -> Tally | None:
        """Close the ledger."""
        regions = dict(self.by_region)
        if set(regions) == {self.home} or (self.by_place and self.home in regions):
            regions.pop(str(self.home))
        total = self._total(regions)
        if total is None and not regions and not self.by_place:
            return None
        return Tally(total=total, by_region=regions, by_place=dict(self.by_place), period=over)

    def _total(self, regions: dict[str, int]) -> int | None:
        """Return the stated number, that of the only part, or what else was shot down.

        Several parts without a stated number have none: the post does not say it.
        """
        whole = [stated.value for stated in self.stated if stated.whole]
        if whole:
            return max(whole)
        if self.stated:
            total = self.stated[0].value
            for stated in self.stated[1:]:
                total = total + stated.value if stated.more else max(total, stated.value)
            return total
        parts = sum(regions.values()) + sum(self.by_place.values())
        if parts and self.targets.get(Thing.TARGET) == parts:
            return parts
        if len(regions) + len(self.by_place) + self._shared_apart() > 1:
            return self._shared_by_all(regions)
        return max(self._sum(regions), self.implied) or self._other_targets()

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
