"""Two levels of danger: «непосредственная опасность» over «режим опасности», red over yellow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.hazards import clause_bits, hits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.lexicon import Lexicon
    from alerts.reading import Reading
    from alerts.rules import Finding


class Levels:
    """Tells of which level findings speak."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the words of both levels."""
        self._upper, self._lower = lexicon.bits("immediate"), lexicon.bits("lesser")
        self._in_force, self._announced = lexicon.bits("in_force"), lexicon.bits("announced")

    def immediate(self, findings: Sequence[Finding], reading: Reading, *, alone: bool) -> bool:
        """Tell whether findings speak of the upper level, of that ``alone`` if asked."""
        if not reading.used & self._upper:
            return False
        levels = self._of(findings, reading)
        return levels == self._upper if alone else bool(levels & self._upper)

    def left(
        self, dangers: Sequence[Finding], ends: Sequence[Finding], reading: Reading
    ) -> tuple[Finding, ...]:
        """Return the dangers that an end leaves: what still «действует», the lower level."""
        upper = self._of(ends, reading) == self._upper
        left = []
        for danger in dangers:
            sentence = reading.sentences[danger.sentence]
            mixed = danger.sentence in reading.mixed
            bits = clause_bits(sentence, danger) if mixed else sentence.bits
            lasts = bits & self._in_force and not bits & self._announced
            if lasts or (upper and self._of((danger,), reading) == self._lower):
                left.append(danger)
        return tuple(left)

    def _of(self, findings: Sequence[Finding], reading: Reading) -> int:
        """Return which levels findings speak of; «непосредственная опасность атаки» is one."""
        levels = 0
        for finding in findings:
            mixed = finding.sentence in reading.mixed
            last = -2  # where the last word for the upper level ends
            for hit in hits_of(reading.sentences[finding.sentence], finding if mixed else None):
                if hit.bits & self._upper:
                    levels |= self._upper
                    last = hit.end
                elif hit.start - last > 1:
                    levels |= hit.bits & self._lower
        return levels
