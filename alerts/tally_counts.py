"""Reads the counts of a sentence: how many, of what, each or together, a part of which whole."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from alerts.remembered import Remembered
from alerts.tally_deeds import (
    jammed,
    missed,
    near,
    one_done,
    one_each,
    one_in_row,
    one_listed,
    shot_within,
    word_at,
)
from alerts.tally_nouns import label_before, labels_number, noun_behind, thing_at
from alerts.tally_rows import Rows, opens_row, told_of_place
from alerts.tally_told import Count, Told, goes_on, raid_in_row
from alerts.tally_values import HALF, STANDING, number_standing, repeated, shared_evenly, values_at
from alerts.tally_whole import (
    BACK_REACH,
    GREW_FROM,
    GREW_TO,
    grew,
    is_aim,
    is_date,
    is_shared_out,
    is_whole,
    span_of,
    time_of,
)
from alerts.tally_words import (
    Deed,
    Thing,
    deeds_of,
    is_telling,
    tally_phrases,
    tally_words,
    thing_of,
)

if TYPE_CHECKING:
    from alerts.tally_tokens import Sentence, Token

_TARGETS: Final = frozenset({Thing.DRONE, Thing.TARGET, Thing.MISSILE})
_ONE_EACH: Final = frozenset({"беспилотнику", "дрону", "аппарату", "бпла"})
_BESIDES: Final = frozenset(
    {
        *(("кроме", "того"), ("кроме", "этого"), ("помимо", "того"), ("помимо", "этого")),
        *(("in", "addition"), ("additionally", ","), ("besides", ",")),
    }
)


@Remembered
def may_count(word: str) -> bool:
    """Tell a word that may count without a number, or tell a deed; most words do neither."""
    return word in STANDING or is_telling[word]


def _is_all_of(tokens: list[Token], whole: Thing | None) -> bool:
    """Tell drones that are a part of what is told but all that counts: «24 снаряда, из них 6 БПЛА».

    Of targets they are that where missiles are told apart: «9 целей, из них 6 БПЛА и 3 ракеты».
    """
    if whole is Thing.TARGET:
        return any(thing_of[token.text] is Thing.MISSILE for token in tokens)
    return whole is Thing.SHELL


class CountReader:
    """Reads sentences in order; keeps what was counted last, for the bare numbers that follow."""

    def __init__(self, normal: str, *, of_drones: bool) -> None:
        """Begin with nothing counted yet; a post ``of_drones`` may open with a bare number."""
        self._opened = [match.span() for match in tally_phrases().of_which.finditer(normal)]
        self._thing: Thing | None = Thing.DRONE if of_drones else None
        self._of_drones = of_drones
        self._harmed = self._in_rows = False
        self._last: Count | None = None
        self._whole: tuple[int, ...] = ()
        self._words = tally_words()
        self._rows = Rows()

    def read(self, sentence: Sentence) -> Told:
        """Return the counts of the next sentence and the deeds it tells."""
        told = Told()
        tokens = sentence.tokens
        if self._thing is Thing.OTHER and self._of_drones and not self._harmed:
            self._thing = Thing.DRONE
        elif self._thing is Thing.OTHER and self._in_rows and opens_row(tokens):
            self._thing, self._harmed = Thing.DRONE, False
        nearest = bisect_left(self._opened, (sentence.start, 0))
        parts = self._opened[nearest][0] if nearest < len(self._opened) else sentence.end
        behind = 0
        for at, token in enumerate(tokens):
            if at < behind or (token.number is None and not may_count[token.text]):
                continue
            count: Count | None = None
            if token.number is not None:
                count = self._number(tokens, at)
            elif stands := self._standing(tokens, at):
                count = stands
            elif token.place is None and is_telling[token.text]:
                count = self._deed(told, tokens, at, of_part=token.start > parts)
            if count is not None:
                told.shot = told.shot or shot_within(tokens, at, count.end)
                behind = self._keep(told, count, tokens) + 1
        counted = told.counts[0] if told.counts else None
        if counted is not None and counted.thing is Thing.DRONE:
            self._in_rows = told_of_place(tokens, counted.at)
        return told

    def _standing(self, tokens: list[Token], at: int) -> Count | None:
        """Read the count that a word opens which stands for a number."""
        if tokens[at].text not in STANDING:
            return None
        last = self._last.values if self._last else ()
        if tokens[at].text in HALF:  # «половина над …, половина над …»
            last = self._whole = self._whole or last
        if share := shared_evenly(tokens, at, last):
            return Count((share,), Thing.BARE, at, at, each=True)
        if (stands := number_standing(tokens, at, last)) is None:
            return None
        values, end, more = stands
        return Count(values, Thing.BARE, at, end, more=more, rest=not any(values))

    def _keep(self, told: Told, count: Count, tokens: list[Token]) -> int:
        """Settle what a count counts, keep it if it is a target, return where it ends."""
        if count.thing is Thing.BARE:
            count.thing = self._thing or Thing.OTHER
        if count.thing is Thing.SHELL:
            told.shells = True
        if count.thing is Thing.RAID:
            self._thing = Thing.OTHER if raid_in_row(tokens, count.at, count.end) else Thing.DRONE
            told.raids = max(told.raids, *count.values)
            return count.end
        if not any(count.values) and not count.rest:
            return count.end
        if count.thing not in {Thing.NEUTRAL, Thing.BARE}:
            self._thing = count.thing
        if goes_on(tokens, told.counts, count):
            last = told.counts[-1]
            last.values, last.end = (last.values[0] + count.values[0],), count.end
            return count.end
        if count.thing in _TARGETS:
            told.counts.append(count)
            self._last = self._last if count.rest else count
        return count.end

    def _deed(self, told: Told, tokens: list[Token], at: int, *, of_part: bool) -> Count | None:
        """Note the deed a word tells; return the one thing an uncounted noun names.

        What a part did besides («из них 3 летели на Москву») is not what the whole did.
        """
        words, word = self._words, tokens[at].text
        deeds = deeds_of[word]
        told.shot = told.shot or Deed.SHOT in deeds or missed(tokens, at)
        told.launched = told.launched or Deed.LAUNCHED in deeds
        told.beaten = told.beaten or Deed.BEATEN in deeds
        told.fallen = told.fallen or Deed.FALLEN in deeds
        told.flying = told.flying or (Deed.FLYING in deeds and not of_part)
        told.shells = told.shells or Deed.SHELLS in deeds
        if Deed.HARM in deeds:
            self._thing, self._harmed = Thing.OTHER, True
        thing = thing_at(tokens, at)
        if thing is None:
            return None
        if thing is Thing.DRONE:
            self._thing, self._harmed = Thing.DRONE, False
            if word in _ONE_EACH and (opened := one_each(tokens, at)) is not None:
                return Count((1,), thing, opened, at, each=True, implied=True)
        elif thing is Thing.TARGET and not self._of_drones:
            self._thing = Thing.TARGET
        single = word in words.single or word in words.single_feminine
        single = single and not labels_number(tokens, at)
        listed = (told.shot and one_listed(tokens, at)) or (self._last and one_in_row(tokens, at))
        if single and (listed or one_done(tokens, at)):
            return Count((1,), thing, at, at, more=self._more(tokens, at), implied=True)
        return None

    def _number(self, tokens: list[Token], at: int) -> Count:
        """Read the count a number opens."""
        words = self._words
        number, before, self._whole = tokens[at].number, self._thing, ()
        assert number is not None  # noqa: S101 - the caller looked
        thing, end = noun_behind(tokens, at)
        paired = self._rows.thing_of(tokens, at) if thing is Thing.BARE else None
        values: tuple[int, ...] = (number.value,)
        if paired is None:
            values, last = values_at(tokens, at)
            last = repeated(tokens, last, number.value)
            if last != at:
                thing, end = noun_behind(tokens, last)
        if thing is Thing.BARE:
            thing = paired or label_before(tokens, at) or self._beside_deed(tokens, at)
        else:
            self._rows.learn(tokens, at, thing, end)
        bare, named = thing is Thing.BARE, thing is Thing.DRONE
        if bare and (number.collective or self._pronoun(tokens, at, number.value)):
            thing = Thing.NEUTRAL
        time = time_of(tokens, at)
        if time in words.eras or self._no_count(tokens, at):
            thing = Thing.NEUTRAL
        if word_at(tokens, end + 1) in words.times:
            self._thing = Thing.OTHER  # «13 раз, Белгородский - 7»
        if (self._thing if thing is Thing.BARE else thing) not in _TARGETS:
            return Count(values, thing, at, end)  # how it is told matters of targets alone
        each = self._each(tokens, at, end)
        part, shared_out = self._part(tokens, at, end, bare=bare), is_shared_out(tokens, at)
        timed = time in words.daytime or time in words.window
        return Count(
            values,
            thing,
            at,
            end,
            each=each,
            more=self._more(tokens, at),
            shared_out=shared_out,
            whole=shared_out or timed or is_whole(tokens, at, end),
            part=part and not (named and _is_all_of(tokens, before)),
            bare=bare,
            done=(done := word_at(tokens, at - 1) in words.shot),
            fate=done or word_at(tokens, end + 1) in words.shot,
            jammed=jammed(tokens, at),
            span=span_of(tokens, at),
            spread=each and word_at(tokens, end + 2).startswith("кажд"),
        )

    def _no_count(self, tokens: list[Token], at: int) -> bool:
        """Tell «ни один», «летело 12», "July 9" from a count of what was shot down."""
        before = word_at(tokens, at - 1)
        if before == "ни" or (before.isascii() and before in self._words.months):
            return True
        if before in GREW_FROM and word_at(tokens, at + 1) in GREW_TO and grew(tokens, at):
            return True
        if is_date(tokens, at) or is_aim(tokens, at):
            return True
        return near(tokens, range(at - 1, at - 4, -1), self._words.approaching)

    def _each(self, tokens: list[Token], at: int, end: int) -> bool:
        """Tell «по два» and "two each" from «огонь по двум»."""
        words, before = self._words, word_at(tokens, at - 1)
        one = (number := tokens[at].number) is not None and number.value == 1
        each = before in words.each or (before == "под" and one)
        if each and word_at(tokens, at - 2) not in words.not_each:
            return True
        return near(tokens, range(end + 1, end + 4), words.each_after)

    def _beside_deed(self, tokens: list[Token], at: int) -> Thing:
        """Tell «перехвачены еще четыре», which are drones again after people were told of."""
        again = self._of_drones and self._thing is Thing.OTHER
        beside = again and near(tokens, range(at - 1, at - 3, -1), self._words.shot)
        return Thing.DRONE if beside else Thing.BARE

    def _pronoun(self, tokens: list[Token], at: int, value: int) -> bool:
        """Tell «одно из предприятий» from «один из них»."""
        after = word_at(tokens, at + 2)
        return value == 1 and word_at(tokens, at + 1) == "из" and after not in {"них", "которых"}

    def _more(self, tokens: list[Token], at: int) -> bool:
        """Tell whether «еще» stands just before, or «кроме того» opens the sentence."""
        if near(tokens, range(at - 1, at - 4, -1), self._words.more):
            return True
        opening = (word_at(tokens, 0), word_at(tokens, 1))
        return opening in _BESIDES and not any(token.number for token in tokens[:at])

    def _told_in_brackets(self, tokens: list[Token], at: int) -> bool:
        """Tell «22 БПЛА (сбито 13)»: what became of those that were counted."""
        done = word_at(tokens, at - 1) in self._words.shot and word_at(tokens, at - 2) == "("
        return done and any(token.number for token in tokens[max(0, at - BACK_REACH) : at - 2])

    def _part(self, tokens: list[Token], at: int, end: int, *, bare: bool) -> bool:
        """Tell whether «из них» stands in the same clause, before or after a bare number."""
        if self._told_in_brackets(tokens, at):
            return True
        if not self._opened or near(tokens, range(at - 1, at - 3, -1), self._words.shared):
            return False
        first = at
        while (
            first > 0
            and tokens[first - 1].text not in {",", ";", "("}
            and not tokens[first - 1].number
        ):
            first -= 1
        behind = bare and word_at(tokens, end + 1) not in {"(", ","}
        last = min(end + 2, len(tokens) - 1) if behind else at
        left, right = tokens[first].start, tokens[last].end
        nearest = bisect_left(self._opened, (left, 0))
        return nearest < len(self._opened) and self._opened[nearest][1] <= right
