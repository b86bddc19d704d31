"""Where a statement applies: the places of its sentences, its heading, the post, or home."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from alerts.areas import region_of
from alerts.place_asides import without_asides
from alerts.place_margins import is_flown_to, may_pass_over, not_flown_to, told_of
from alerts.place_parts import areas_of, key_of, parts_of, without_parts
from alerts.scope import EVERYWHERE, Scope
from alerts.stems import has_any
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from alerts.areas import Mention
    from alerts.sentences import Sentence

_OF_EXCEPTIONS: Final = ("кроме", "исключ", "но не", "except", "exclud", "apart")
_NEAR: Final = 30
_OPENS: Final = 12
_SIGNAL: Final = 4
"""A bare signal has hardly more words: «Отбой!», «Опасность БПЛА»."""
_CITY_REGIONS: Final = frozenset({"UA-40", "RU-SPE", "RU-MOW"})
"""Cities that are regions; officials there name them as the place."""
_EXCEPT: Final = re.compile(
    r"\b(?:кроме(?! того| этого)|за исключением|исключая|но не(?= (?:во?|на|для|по|над) )"
    r"|except(?:ing)?|excluding|apart from)\b"
)
_AT_HOME: Final = frozenset({Kind.ADVISORY, Kind.DRILL, Kind.OTHER})
_ADVISORY, _CLEAR = Kind.ADVISORY, Kind.ALL_CLEAR
_HEADING: Final = 8
_MOSTLY: Final = 0.6
_DANGERS: Final = frozenset({Kind.THREAT, Kind.ATTACK})


class Places:
    """The mentions of one post, by sentence."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        home: str | None,
        whole_region: int,
        *,
        airports: Sequence[Mention] = (),
    ) -> None:
        """Sort the mentions of a post by its sentences; ``airports`` only advice speaks of."""
        self._text, self._sentences, self._home, self._whole_region = (
            text,
            sentences,
            home,
            whole_region,
        )
        self._by_sentence = self._sorted(mentions)
        self._airports = self._sorted(airports)
        self._at_home = Scope((home,) if home else (), (), (), named=False)
        named = bool(mentions or airports)
        self._has_exceptions = named and has_any(_OF_EXCEPTIONS, text)
        self._passes_over = named and may_pass_over(text)

    def _sorted(self, mentions: Sequence[Mention]) -> list[list[Mention]]:
        """Return mentions by sentence, without those that only tell a direction."""
        sentences, current = self._sentences, 0
        found: list[list[Mention]] = [[] for _ in sentences]
        if not mentions:
            return found
        for mention in without_asides(mentions, self._text, self._home):
            while current + 1 < len(sentences) and sentences[current].end <= mention.start:
                current += 1
            if sentences:
                found[current].append(mention)
        return found

    @property
    def districts(self) -> int:
        """Return how many municipalities the post names."""
        return len(
            {
                m.area
                for found in self._by_sentence
                for m in found
                if m.area is not None and "/" in m.area
            }
        )

    def scope(self, kind: Kind, numbers: Iterable[int]) -> Scope:
        """Return the places of sentences, without what a heading or the post would lend."""
        found: list[Mention] = []
        for number in sorted(set(numbers)):
            found += self._by_sentence[number]
            if kind is _ADVISORY:
                found += self._airports[number]
        return self._scope(kind, self._meant(found))

    def named(self, without: Collection[int] = (), *, ways: bool = False) -> tuple[str, ...]:
        """Return what the post names below a region, but for sentences ``without``.

        Nothing that a sentence excepts is among it, nor what lies elsewhere, nor the ends of a way
        but if ``ways`` may be told of.
        """
        found = [
            mention
            for number in range(len(self._sentences))
            if number not in without
            for mention in (*self._by_sentence[number], *self._airports[number])
        ]
        if not found:
            return ()
        if self._has_exceptions:
            numbers = range(len(self._sentences))
            excepted = {key_of(each) for number in numbers for each in self._excepted(number)}
            found = [mention for mention in found if key_of(mention) not in excepted]
        found.sort(key=lambda mention: mention.start)
        return self._below(self._here(self._meant(found, ways=ways)))

    def _meant(self, found: Sequence[Mention], *, ways: bool = True) -> list[Mention]:
        """Return places without those named in passing, unless there are no others."""
        told = list(found)
        if found and self._passes_over:
            told = told_of(found, self._text, ways=ways)
        return (not_flown_to(told, self._text) or told) if self._home is None else told

    def _here(self, found: Iterable[Mention]) -> list[Mention]:
        """Return the places of the channel's region, or which may be; all for a federal body."""
        return [
            mention
            for mention in found
            if self._home is None or mention.area is None or region_of(mention.area) == self._home
        ]

    def _below(self, found: Sequence[Mention]) -> tuple[str, ...]:
        """Return the names of places below a region, and of a city that is one."""
        below = [
            mention.place
            for mention in without_parts(found)
            if not mention.is_region
            or (
                mention.area == self._home
                and mention.area in _CITY_REGIONS
                and not is_flown_to(mention, self._text)
            )
        ]
        return tuple(dict.fromkeys(below))

    def scope_of(
        self,
        kind: Kind,
        number: int,
        within: Sequence[tuple[int, int]],
        told: Collection[int],
        spoken: Collection[int],
    ) -> Scope:
        """Return the places of one statement of sentence ``number``.

        ``within`` are the stretches of its clauses if the sentence says two things. ``told`` are
        the sentences of harm done: their places are not where a danger begins or ends. A heading
        is a sentence that states nothing: not among those ``spoken``.
        """
        excepted = self._excepted(number)
        own = self._by_sentence[number]
        if excepted:
            own = [mention for mention in own if mention not in excepted]
        if within:
            nearer = [m for m in own if any(start <= m.start < end for start, end in within)]
            own = nearer or own
            last = max((mention.end for mention in excepted), default=None)
            if last is not None and not nearer and all(start >= last for start, _ in within):
                own, excepted = excepted, []  # «кроме Погарского: там опасность сохраняется»
        if not own and not excepted:
            own = self._lent(number, told, spoken)
            if kind is _CLEAR and self._home in _CITY_REGIONS:  # «паромы на Северную сторону ходят»
                own = [mention for mention in own if not mention.within]
        scope = self._scope(kind, own, excepted)
        if kind in _DANGERS and self._home and not excepted and self._everywhere(number, own):
            return replace(scope, areas=(self._home,), parts=(), regional=True)
        if self._sentences[number].bits & self._whole_region:
            return replace(scope, regional=True)
        return scope

    def _everywhere(self, number: int, found: Sequence[Mention]) -> bool:
        """Tell whether places are followed by all others: «Курск и все районы области»."""
        if not found:
            return False
        sentence = self._sentences[number]
        if found[-1].start >= sentence.end or found[-1].start < sentence.start:
            sentence = next(s for s in self._sentences if found[-1].start < s.end)
        start = min(found[-1].end, self._sentences[number].end)
        return EVERYWHERE.search(self._text, start, sentence.end) is not None

    def _scope(self, kind: Kind, found: list[Mention], excepted: Sequence[Mention] = ()) -> Scope:
        if not found and not excepted:
            return self._at_home
        if kind in _AT_HOME:
            found = self._here(found)
        ends = kind is _CLEAR
        areas = areas_of(found, self._text, whole=ends)
        if not areas and self._home and not (ends and found):
            areas = (self._home,)
        unknown = [mention.place for mention in (*found, *excepted) if mention.area is None]
        if ends and any(mention.area is None for mention in excepted):
            areas = ()  # who knows where it has not ended
        return Scope(
            areas,
            self._below(found),
            tuple(dict.fromkeys(unknown)),
            named=bool(found),
            excepted=tuple(dict.fromkeys(m.area for m in excepted if m.area is not None)),
            parts=parts_of(found),
            leaves_out=bool(excepted),
            regional=bool([mention for mention in found if mention.is_region]),
        )

    def _excepted(self, number: int) -> list[Mention]:
        """Return the places of a sentence that it leaves out: «на всей территории, кроме …»."""
        if not self._has_exceptions:
            return []
        sentence = self._sentences[number]
        word = _EXCEPT.search(self._text, sentence.start, sentence.end)
        if word is None:
            return []
        after = [m for m in self._by_sentence[number] if m.start >= word.end()]
        if not after:
            return self._listed(number + 1, ())
        end, excepted = word.end(), []
        for mention in after:
            if mention.start - end > _NEAR:
                break
            excepted.append(mention)
            end = mention.end
        return excepted

    def _lent(self, number: int, told: Collection[int], spoken: Collection[int]) -> list[Mention]:
        """Return the places of the heading, of the list that follows, or the post's only place."""
        if self._sentences[number].bits & self._whole_region:
            return []
        heading: list[Mention] = []
        before = number - 1
        while before >= 0 and before not in spoken and self._sentences[before].words <= _HEADING:
            if not self._by_sentence[before]:
                break
            heading = self._by_sentence[before] + heading
            before -= 1
        if heading:
            return heading
        listed = self._listed(number + 1, spoken) or self._addressed(number, spoken)
        if listed:
            return listed
        return self._only(told)

    def _only(self, told: Collection[int]) -> list[Mention]:
        """Return the mentions of the one place that a post names outside sentences ``told``."""
        found: list[Mention] = []
        for number, mentions in enumerate(self._by_sentence):
            if number in told:
                continue
            for mention in mentions:
                if found and key_of(mention) != key_of(found[0]):
                    return []
                found.append(mention)
        return found

    def _addressed(self, number: int, spoken: Collection[int]) -> list[Mention]:
        """Return the places that follow a bare signal at once: «Отбой! Орск, Гай - …»."""
        after = number + 1
        if self._sentences[number].words > _SIGNAL or after >= len(self._sentences):
            return []
        opened = self._by_sentence[after]
        if after in spoken or not opened:
            return []
        lead = self._text[self._sentences[after].start : opened[0].start].strip(' \n"')
        return opened if len(lead) <= _OPENS or lead.endswith(":") else []

    def _listed(self, after: int, spoken: Collection[int]) -> list[Mention]:
        """Return the places of the sentences from ``after`` on that are lists of places."""
        listed: list[Mention] = []
        while after < len(self._sentences) and after not in spoken and self._is_list(after):
            listed.extend(self._by_sentence[after])
            after += 1
        return listed

    def _is_list(self, number: int) -> bool:
        """Tell whether a sentence is hardly more than names of places."""
        named = sum(mention.end - mention.start for mention in self._by_sentence[number])
        words = self._text[self._sentences[number].start : self._sentences[number].end].strip()
        return named > _MOSTLY * len(words)
