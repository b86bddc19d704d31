"""Tells our danger and its end from those of other matters: «опасность лавин», «отбой мобилизации».

What stands at once behind the word decides: no unknown word may follow, for it would say of what.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.rules import Fact

if TYPE_CHECKING:
    from collections.abc import Container

    from alerts.lexicon import Lexicon
    from alerts.rules import Finding
    from alerts.sentences import Hit, Sentence

_DANGERS: Final = frozenset({Fact.STAYS, Fact.DANGER})
_NEXT_WORD: Final = re.compile(r"[ \"]*+(\w++)")
_PREPOSITIONS: Final = frozenset(
    [
        "в",
        "во",
        "на",
        "по",
        "над",
        "с",
        "со",
        "у",
        "и",
        "для",
        "к",
        "из",
        "in",
        "over",
        "for",
        "is",
        "has",
    ]
)


class Ours:
    """Knows which words may follow our danger and our «отбой»."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the meanings that decide."""
        self._look = lexicon.look
        self._ended, self._end_noun = lexicon.bits("ended"), lexicon.bits("end_noun")
        self._danger = lexicon.bits("danger", "air_alarm", "open_sky")
        self.named = lexicon.bits(
            "drone",
            "missile",
            "aviation",
            "shelling",
            "boat",
            "air_alarm",
            "open_sky",
            "weather",
            "fire",
            "sabotage",
        )
        self._may_follow = self.named | lexicon.bits(
            *("raid", "of_attack", "enemy", "immediate", "regime", "whole_region", "declared"),
            *("ended", "end_noun", "cancel_noun", "persists", "in_force", "no_more", "none", "aux"),
            *("period", "now", "danger", "danger_of", "defence", "flying", "appears", "target"),
            *("shot_down", "fell_there", "wait", "expect", "neighbours"),
        )
        self._elsewhere = lexicon.bits("idiom", "elsewhere")
        self._of_danger = self.named | self._danger | lexicon.bits("regime")

    def given(
        self, found: list[Finding], sentence: Sentence, text: str, places: Container[int]
    ) -> list[Finding]:
        """Return the findings of a sentence without an «отбой» of another matter.

        ``places`` are the offsets at which a place is named.
        """
        whole = sentence.bits | sentence.passing
        if not whole & self._end_noun or whole & self._of_danger:
            return found
        return [
            finding
            for finding in found
            if finding.fact is not Fact.CLEAR or self._is_given(finding, sentence, text, places)
        ]

    def _is_given(
        self, finding: Finding, sentence: Sentence, text: str, places: Container[int]
    ) -> bool:
        """Tell our «отбой» from «отбой мобилизации»: no unknown word may follow at once."""
        following = _NEXT_WORD.match(text, finding.hits[0].end)
        if following is None or following[1] in _PREPOSITIONS or following.start(1) in places:
            return True
        at = following.start(1)
        heard = (hit for clause in sentence.clauses for hit in clause.hits if hit.start == at)
        if any(hit.bits & self._elsewhere for hit in heard):
            return False
        bits, rows = self._look(following[1])
        return bool(bits & self._may_follow or (rows and not bits))

    def findings(
        self, found: list[Finding], sentence: Sentence, text: str, places: Container[int]
    ) -> list[Finding]:
        """Return the findings of a sentence without the dangers that are not ours.

        Ours names a hazard or nothing at all, or a place, which begins at one of ``places``.
        """
        if (sentence.bits | sentence.passing) & self.named:
            return found
        return [
            finding
            for finding in found
            if finding.fact not in _DANGERS or self._is_ours(finding, sentence, text, places)
        ]

    def _is_ours(
        self, finding: Finding, sentence: Sentence, text: str, places: Container[int]
    ) -> bool:
        """Tell our danger from «опасность лавин»."""
        dangers = tuple(hit for hit in finding.hits if hit.bits & self._danger)
        if not dangers:
            return True
        following = _NEXT_WORD.match(text, dangers[0].end)
        at_place = following is not None and following.start(1) in places
        return at_place or self.danger(dangers, sentence, text)

    def danger(self, hits: tuple[Hit, ...], sentence: Sentence, text: str) -> bool:
        """Tell our danger from «опасность обрушения»: no unknown word may follow at once."""
        danger = next(hit for hit in hits if not hit.bits & self._ended)
        following = _NEXT_WORD.match(text, danger.end)
        if following is None or following[1] in _PREPOSITIONS:
            return True
        if any(hit.start == following.start(1) for hit in hits):  # «опасности закончил действие»
            return True
        at = following.start(1)
        if any(hit.start < at < hit.end for clause in sentence.clauses for hit in clause.hits):
            return True  # the row «опасное небо» goes on
        bits, rows = self._look(following[1])
        return bool(bits & self._may_follow or (rows and not bits))
