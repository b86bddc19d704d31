"""Reads a post as a careful duty officer would: what it says, where, and in which words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from alerts.boilerplate import blanked, without_boilerplate
from alerts.casualties import casualties_of, may_tell
from alerts.casualty_words import casualty_phrases, casualty_words
from alerts.clears import Endings
from alerts.cutting import cut
from alerts.doubts import Doubter
from alerts.lasting import Lasting
from alerts.lexicon import load_tables
from alerts.normal import normalise
from alerts.numbers import holds_number, number_words
from alerts.ours import Ours
from alerts.own_boilerplate import OwnBoilerplate
from alerts.places import Places
from alerts.quotes import quotes
from alerts.reading import Reading
from alerts.rest_of_region import RestOfRegion
from alerts.rules import Fact, Finding, Rules
from alerts.scanner import Scanner
from alerts.statements import Composer, Draft
from alerts.tables import load_gazetteer
from alerts.tally import count_of
from alerts.tally_tokens import sentences as told_sentences
from alerts.tally_words import tally_phrases, tally_words
from alerts.understood import Understood
from alerts.verdicts import Kind, Statement, Tally, Verdict
from alerts.whereabouts import places_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from alerts.areas import Mention
    from alerts.gazetteer import Gazetteer
    from alerts.lexicon import Lexicon
    from alerts.scope import Scope
    from alerts.sentences import Sentence
    from alerts.tally_tokens import Sentence as Told

_SPACES: Final = re.compile(r" {2,}")
_LONGEST_POST: Final = 4_096
"""Where Telegram's posts end; what is longer no official wrote."""
_FORMULAS: Final = 512
_LONGEST_FORMULA: Final = 600
"""Alarms and their ends are published word for word as before; what is longer rarely is."""
_URGENT: Final = frozenset({Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR})
_WHOLE: Final = frozenset({Kind.AFTERMATH, Kind.SUMMARY, Kind.DRILL, Kind.OTHER})
_WHOLE_OR_DANGER: Final = _WHOLE | {Kind.ATTACK, Kind.THREAT}
_CLEAR, _ADVISORY = Kind.ALL_CLEAR, Kind.ADVISORY


class Reader:
    """Understands posts; keeps but its tables and the last formulas, so one reader serves all."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        rules: Sequence[Mapping[str, Any]],
        boilerplate: Sequence[str] = (),
    ) -> None:
        """Take the places, the words and the rules to read by, and what to leave unread."""
        self._boilerplate = OwnBoilerplate(boilerplate)
        self._gazetteer, self.lexicon = gazetteer, lexicon
        self._scanner = Scanner(lexicon)
        self.rules = Rules(rules, lexicon)
        self._ours = Ours(lexicon)
        self._endings = Endings(lexicon, self._ours)
        self._lasting = Lasting(lexicon)
        self._composer = Composer(lexicon)
        self._doubter = Doubter(lexicon, self.rules)
        self._rest = RestOfRegion(lexicon)
        self._whole_region = lexicon.bits("whole_region")
        self._counted = lexicon.bits(
            "shot", "shot_down", "repelled", "struck", "roundup", "defence", "minus"
        )
        self._shot = lexicon.bits("shot", "downed")
        self._drone = lexicon.bits("drone", "drone_trace")
        self._harmed = lexicon.bits("victims", "medical", "struck", "damage")
        for table in (number_words, tally_words, tally_phrases, casualty_words, casualty_phrases):
            table()  # read now, or the first post that counts something would wait for it
        self._of_formula = lru_cache(maxsize=_FORMULAS)(self._verdict)

    def read(
        self,
        text: str,
        home: str | None = None,
        published_at: datetime | None = None,  # noqa: ARG002 - agreed, for rules of dates to come
    ) -> Verdict:
        """Return what a post says; ``home`` is its channel's region, None for a federal body."""
        read = self._verdict if len(text) > _LONGEST_FORMULA else self._of_formula
        return read(text, home)

    def _verdict(self, text: str, home: str | None) -> Verdict:
        return self.understand(text, home).verdict

    def understand(self, text: str, home: str | None = None) -> Understood:
        """Return what a post says with all that it was found to rest on."""
        text = text[:_LONGEST_POST]
        if "  " in text:  # their width says nothing
            text = _SPACES.sub(" ", text)
        own = self._boilerplate.blanked(text)
        plain = normalise(own)
        normal = without_boilerplate(plain)
        said_text = own if normal == plain else blanked(own, normal)
        whole = cut(normal)
        sentences = self._scanner.scan(whole)
        mentions, airports = self._gazetteer.find_apart(said_text, whole, home)
        places = Places(normal, sentences, mentions, home, self._whole_region, airports=airports)
        said = 0
        for sentence in sentences:
            said |= sentence.bits | sentence.passing | sentence.negated
        counted = self._counted | self._drone
        counts = bool(said & counted) and (
            bool(said & self._shot) or any(map(holds_number.__getitem__, whole.tokens))
        )
        counts = counts and tally_phrases().worth.search(normal) is not None
        harms = bool(said & self._harmed) and may_tell(whole)
        told = told_sentences(whole, mentions, federal=home is None) if counts or harms else []
        counts = counts and (bool(said & self._shot) or _numbered(told))
        reading = Reading(
            sentences=sentences,
            findings=self._findings(sentences, normal, said, {m.start for m in mentions}),
            tally=self._tally(told, normal, mentions, home, said) if counts else None,
            federal=home is None,
            districts=places.districts,
            judge=self._composer.judge,
        )
        drafts = self._composer.drafts(reading)
        harms = harms and drafts[0].kind is not Kind.DRILL
        killed, injured = casualties_of(told, normal) if harms else (None, None)
        pairs = [
            pair
            for draft in drafts
            for pair in self._statements(draft, drafts, reading, places, text)
        ]
        left = self._rest.left(pairs, reading, home)
        statements = self._doubter.doubted(left, reading, normal, text)
        verdict = Verdict(
            statements=statements,
            places=places_of(statements, reading, places, normal),
            tally=None if drafts[0].kind is Kind.OTHER else reading.tally,
            killed=killed,
            injured=injured,
        )
        return Understood(
            text=text,
            home=home,
            reading=reading,
            drafts=tuple(draft for draft, _ in pairs),
            verdict=verdict,
        )

    def _tally(
        self,
        told: Sequence[Told],
        normal: str,
        mentions: Sequence[Mention],
        home: str | None,
        said: int,
    ) -> Tally | None:
        """Return what a post counts; where no deed and no round-up is told, only a table does."""
        tally = count_of(told, normal, mentions, home)
        if tally is None or home is None or said & self._counted:
            return tally
        return tally if len(tally.by_region) + len(tally.by_place) > 1 else None

    def _findings(
        self, sentences: Sequence[Sentence], text: str, said: int, places: Collection[int]
    ) -> list[Finding]:
        found: list[Finding] = []
        before = None
        for number, sentence in enumerate(sentences):
            own = self.rules.findings(number, sentence, said)
            if sentence.question:
                found += [finding for finding in own if finding.fact is Fact.HOWTO]
            else:
                own = self._ours.given(own, sentence, text, places)
                ended = self._endings.finding(number, sentence, before, text, own, places=places)
                if ended:
                    own.append(ended)
                own = self._lasting.settled(own, sentence, places) if own else own
                if stays := self._lasting.stays_too(number, sentence, found):
                    own.append(stays)
                found += self._ours.findings(own, sentence, text, places)
            before = sentence
        return found

    def _statements(
        self, draft: Draft, drafts: Sequence[Draft], reading: Reading, places: Places, text: str
    ) -> Iterator[tuple[Draft, Statement]]:
        """Yield the statements of a draft, each with its part of that.

        What concerns danger is a statement for each scope.
        """
        if draft.kind not in _URGENT:
            numbers = {finding.sentence for finding in draft.findings}
            if draft.kind is Kind.ADVISORY and reading.federal:
                numbers = set(range(len(reading.sentences)))
            elif draft.kind in _WHOLE:
                taken = {
                    f.sentence for other in drafts if other is not draft for f in other.findings
                }
                numbers |= set(range(len(reading.sentences))) - taken
            scope = places.scope(draft.kind, numbers)
            yield draft, self._statement(draft, drafts, reading, scope, text)
            return
        apart = _WHOLE_OR_DANGER if draft.kind is _CLEAR else _WHOLE
        told = {f.sentence for other in drafts if other.kind in apart for f in other.findings}
        spoken = {
            f.sentence for other in drafts if other.kind is not _ADVISORY for f in other.findings
        }
        scopes: list[Scope] = []
        for finding in draft.findings:
            within = reading.clauses_of(finding) if finding.sentence in reading.mixed else ()
            scope = places.scope_of(draft.kind, finding.sentence, within, told, spoken)
            if draft.kind is Kind.ALL_CLEAR and not scope.named:
                scope = self._endings.nowhere(reading.sentences[finding.sentence], text) or scope
            scopes.append(scope)
        if all(scope == scopes[0] for scope in scopes[1:]):
            yield draft, self._statement(draft, drafts, reading, scopes[0], text)
            return
        groups: dict[Scope, list[Finding]] = {}
        for scope, finding in zip(scopes, draft.findings, strict=True):
            groups.setdefault(scope, []).append(finding)
        for scope, findings in self._composer.joined(groups, reading).items():
            part = draft._replace(findings=tuple(findings))
            yield part, self._statement(part, drafts, reading, scope, text)

    def _statement(
        self, draft: Draft, drafts: Sequence[Draft], reading: Reading, scope: Scope, text: str
    ) -> Statement:
        words = [each for finding in draft.findings for each in quotes(finding.hits, text)]
        return Statement(
            kind=draft.kind,
            hazards=self._composer.hazards(draft, drafts, reading),
            areas=scope.areas,
            places=scope.places,
            unknown=scope.unknown,
            because=tuple(dict.fromkeys(words)),
            partial=draft.partial or (draft.kind is _CLEAR and scope.leaves_out),
            reminder=draft.reminder,
            immediate=self._composer.immediate(draft, reading),
            continues=draft.continues,
            excepted=scope.excepted,
            parts=scope.parts,
            regional=scope.regional,
        )


def _numbered(told: Iterable[Told]) -> bool:
    """Tell whether any number stands in a post."""
    return any(token.number is not None for sentence in told for token in sentence.tokens)


@lru_cache(maxsize=1)
def official_reader() -> Reader:
    """Return the reader with the package's own tables, made once."""
    lexicon, rules = load_tables()
    return Reader(load_gazetteer(), lexicon, rules)
