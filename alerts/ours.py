"""Tells our danger and its end from those of other matters: «опасность лавин», «отбой мобилизации».

What stands at once behind the word decides: no unknown word may follow, for it would say of what.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from alerts.rules import Fact

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

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
        """Tell our «отбой» from «отбой мобилизации»."""
        following = _word_behind(finding.hits[0].end, text, places)
        if following is None:
            return True
        at = following.start(1)
        heard = (hit for clause in sentence.clauses for hit in clause.hits if hit.start == at)
        elsewhere = any(hit.bits & self._elsewhere for hit in heard)
        return not elsewhere and self._may_stand_behind(following[1])

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
        return not dangers or self.danger(dangers, sentence, text, places)

    def danger(
        self, hits: Sequence[Hit], sentence: Sentence, text: str, places: Container[int] = ()
    ) -> bool:
        """Tell our danger from «опасность обрушения»."""
        danger = next(hit for hit in hits if not hit.bits & self._ended)
        following = _word_behind(danger.end, text, places)
        if following is None:
            return True
        at = following.start(1)
        if any(hit.start == at for hit in hits):  # «опасности закончил действие»
            return True
        for clause in sentence.clauses:
            for hit in clause.hits:
                if hit.start < at < hit.end:  # the row «опасное небо» goes on
                    return True
                if hit.start == at and hit.bits & self._may_follow:  # «никто не отменял»
                    return True
        return self._may_stand_behind(following[1])

    def _may_stand_behind(self, word: str) -> bool:
        """Tell whether a word is known not to say of what the danger is."""
        bits, rows = self._look(word)
        return bool(bits & self._may_follow or (rows and not bits))


def _word_behind(end: int, text: str, places: Container[int]) -> re.Match[str] | None:
    """Return the word at once behind; None for no word, a preposition or a place."""
    following = _NEXT_WORD.match(text, end)
    if following is None or following[1] in _PREPOSITIONS or following.start(1) in places:
        return None
    return following
