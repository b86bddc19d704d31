"""Facts of a sentence by rules over the meanings of its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from alerts.members import plain_members
from alerts.rule_index import RuleIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alerts.lexicon import Lexicon
    from alerts.sentences import Clause, Hit, Sentence


@plain_members
class Fact(StrEnum):
    """What a sentence can state."""

    ATTACK = "attack"
    RAID = "raid"
    SHOT = "shot"
    STRUCK = "struck"
    HURT = "hurt"
    DANGER = "danger"
    SIREN = "siren"
    STAYS = "stays"
    AWAITED = "awaited"
    CLEAR = "clear"
    EASED = "eased"
    DENIAL = "denial"
    HOWTO = "howto"
    INSTRUCT = "instruct"
    RESTRICTION = "restriction"


class Finding(NamedTuple):
    """A fact, the sentence that states it by number, and the hits it rests on."""

    fact: Fact
    sentence: int
    hits: tuple[Hit, ...]


_START: Final = attrgetter("start")
_ANY_LENGTH: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: see the head of alerts/data/rules.toml."""

    fact: Fact
    needs: tuple[tuple[int, int], ...]
    near: tuple[int, ...]
    context: tuple[int, ...]
    unless: int
    lacks: int
    lacks_negated: int
    never: int
    never_negated: int
    wanted: tuple[int, ...]
    longest: int
    brief: int

    def finds(self, clause: Clause) -> bool:
        """Tell whether a clause of a sentence that allows the rule states the fact."""
        bits, denied = clause.bits, clause.negated
        if clause.words > self.brief:
            return False
        if bits & self.lacks or denied & self.lacks_negated:
            return False
        for plain, negated in self.needs:  # noqa: SIM110 - asked often, and twice as fast as all()
            if not (bits & plain or denied & negated):
                return False
        return True

    def rests_on(self, clause: Clause, sentence: Sentence) -> tuple[Hit, ...]:
        """Return the first hit of each group, of the clause itself where it has one."""
        found: list[Hit] = []
        for plain, negated in self.needs:
            for hit in clause.hits:
                if hit.bits & (negated if hit.negated else plain):
                    found.append(hit)
                    break
        for group in self.near:
            hits = (hit for each in (clause, *sentence.clauses) for hit in each.hits)
            found += islice((h for h in hits if h.bits & group and not h.negated), 1)
        return tuple(sorted(set(found), key=_START) if len(found) > 1 else found)


class Rules:
    """The table of rules, ready to be asked."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], lexicon: Lexicon) -> None:
        """Take the rows of the table; a meaning the lexicon lacks is a ValueError."""
        self.rows = tuple(_rule(row, lexicon) for row in rows)
        self._index = RuleIndex(self.rows)

    def findings(self, number: int, sentence: Sentence, said: int) -> list[Finding]:
        """Return the facts a sentence states, each once; ``said`` are the meanings of its post."""
        whole = sentence.bits | sentence.passing
        found: dict[Fact, Finding] = {}
        for rule in self._index.possible(sentence.bits, sentence.negated):
            if rule.fact in found or said & rule.unless or sentence.words > rule.longest:
                continue
            if rule.near and not _has_all(rule.near, whole):
                continue
            if rule.context and not _has_all(rule.context, said):
                continue
            for clause in sentence.clauses:
                if rule.finds(clause):
                    hits = rule.rests_on(clause, sentence)
                    found[rule.fact] = Finding(rule.fact, number, hits)
                    break
        return list(found.values())


def _has_all(groups: tuple[int, ...], meanings: int) -> bool:
    """Tell whether each group has one of the meanings."""
    for group in groups:  # noqa: SIM110 - asked often, and twice as fast as all()
        if not meanings & group:
            return False
    return True


def _rule(row: Mapping[str, Any], lexicon: Lexicon) -> Rule:
    needs = [_group(group.split(), lexicon) for group in row["needs"]]
    lacks = _group(row.get("lacks", ()), lexicon)
    never = _group(row.get("never", ()), lexicon)
    return Rule(
        fact=Fact(row["fact"]),
        needs=tuple(needs),
        near=tuple(lexicon.bits(*group.split()) for group in row.get("near", ())),
        context=tuple(lexicon.bits(*group.split()) for group in row.get("context", ())),
        unless=lexicon.bits(*row.get("unless", ())),
        lacks=lacks[0],
        lacks_negated=lacks[1],
        never=never[0],
        never_negated=never[1],
        wanted=tuple(plain | negated for plain, negated in needs),
        longest=row.get("longest", _ANY_LENGTH),
        brief=row.get("brief", _ANY_LENGTH),
    )


def _group(names: Iterable[str], lexicon: Lexicon) -> tuple[int, int]:
    """Return the bits of a group: those that must stand plainly, and those after «не»."""
    names = list(names)
    plain = lexicon.bits(*(name for name in names if not name.startswith("!")))
    negated = lexicon.bits(*(name[1:] for name in names if name.startswith("!")))
    return plain, negated
