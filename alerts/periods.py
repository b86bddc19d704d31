"""Reads the time a tally covers: «с 20.00 мск 14 ноября до 7.00 мск 15 ноября» is 20:00 to 07:00.

Only clock times are kept; a night without hours («минувшей ночью») and a single moment
(«около 6:30») are no period. A round-up told by the clock, line after line, covers its lines.
"""

from __future__ import annotations

import re
from typing import Final

from alerts.normal import normalise
from alerts.verdicts import Period

_MONTH: Final = (
    r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_HOUR: Final = r"(?:[01]?\d|2[0-4])"
_CLOCK: Final = rf"{_HOUR}[.:]\s?[0-5]\d(?!\.?\d|:\d)"
_MINUTES: Final = r"(?:\s[0-5]?\d\s?мин\w*\.?)?"
_HOURS: Final = rf"{_HOUR}(?:\s(?:(?:час\w*|ч\b\.?){_MINUTES}|утра|вечера|ночи|дня|[ap]\.?m\b\.?))"
_NAMED: Final = r"полуночи|полудня|midnight|noon"
_TAIL: Final = (
    r"(?:[\s,]*(?:мск|час\w*|утра|вечера|ночи|дня|по\sмоск\w+(?:\sвремени)?|moscow\stime"
    r"|[ap]\.?m\b\.?|gmt|hours"
    rf"|\d{{1,2}}\s(?:{_MONTH})|(?:{_MONTH})\s\d{{1,2}}\b|\d{{1,2}}\.\d{{2}}(?:\.\d{{2,4}})?"
    r"|(?:20\d\d\s)?(?:года?\b|г\b\.?)|[тс]\.\s?г\.|текущ\w+\sгода|on\b|(?:вчера|сегодня)\w*))"
)
_MOMENT: Final = rf"(?:{_CLOCK}|{_HOURS}|{_NAMED})"
_BARE: Final = rf"(?:{_MOMENT}|{_HOUR}\b(?![.:]\d))"
_DAY: Final = rf"(?:\d{{1,2}}\s(?:{_MONTH})\s(?:в\s)?)?"

_SPAN: Final = re.compile(
    rf"\b(?P<open>с|со|от|между|from|between|since)\s{_DAY}(?P<start>{_BARE})(?P<t1>{_TAIL}{{0,6}})[\s,]*"
    rf"(?:до|по|и|to|until|till|and|-)\s?{_DAY}(?P<end>{_MOMENT})(?P<t2>{_TAIL}{{0,6}})"
)
_FIRST: Final = re.compile(rf"(?<![\d.:])(?P<moment>{_BARE})(?P<tail>{_TAIL}{{0,6}})")
_RANGE: Final = re.compile(
    rf"(?<![\d.:]){_CLOCK}(?:\s?мск)?\s?-\s?(?:(?:{_MONTH})\s\d{{1,2}},?\s|\d{{1,2}}\s(?:{_MONTH}),?\s)?{_CLOCK}(?![\d:])"
)
_TWO_NUMBERS: Final = re.compile(r"\d(?:\s?мск)?\s?-\s?[\da-z]")
_LINE: Final = re.compile(rf"(?m)^\W{{0,4}}({_CLOCK})[.)\s-]")
_LINES: Final = 2
_SUMMED: Final = re.compile(r"\b(?:всего|итого)\b")
_TOLD_AT: Final = re.compile(rf"(?:^|[.!?\n]\s?)в ({_CLOCK})")
"""«В 03:15 сбит БПЛА. В 04:40 - еще два. В 05:05 - четыре. Всего семь»: first to last."""
_CAN_TELL: Final = re.compile(
    r"\d(?:[.:]\s?[0-5]\d|\s(?:ч|утра|вечера|ночи|дня|[ap]\.?m))|полуночи|полудня|midnight|noon"
)
"""Every span ends with a clock, with hours or with a name for them; most numbers are none."""
_PARTS: Final = re.compile(r"(\d{1,2})(?:[.:]\s?(\d\d)|\s(?:час\w*|ч\.?)\s(\d{1,2})\s?мин)?")
_LATER_HALF: Final = re.compile(r"вечера|(?<!го )\bдня\b|\bp\.?m\b")
_EARLIER_HALF: Final = re.compile(r"утра|ночи|\ba\.?m\b")
_NAMED_CLOCK: Final = {
    "полуночи": "00:00",
    "midnight": "00:00",
    "полудня": "12:00",
    "noon": "12:00",
}
_NOON: Final = 12
_DAY_HOURS: Final = 24


def period(text: str) -> Period | None:
    """Return the first span of clock times a text names, or None."""
    return period_of(normalise(text))


def period_of(normal: str) -> Period | None:
    """Return the first span of clock times a normal text names, or None.

    One that begins where it ends goes on with it: «с 12:30 до 13:30 …, с 13:30 до 14:00».
    """
    if not _CAN_TELL.search(normal):
        return None
    told: Period | None = None
    for match in _SPAN.finditer(normal):
        start = _clock(match["start"], match["t1"])
        end = _clock(match["end"], match["t2"])
        if not (start and end):
            continue
        if told is not None and start != told.end:
            break
        told = Period(start=told.start if told else start, end=end)
    if told is not None:
        return told
    if _TWO_NUMBERS.search(normal) and (clocks := _RANGE.search(normal)):
        first, last = re.findall(_CLOCK, clocks[0])[:2]
        return Period(start=_clock(first, ""), end=_clock(last, ""))
    lines = _LINE.findall(normal) if "\n" in normal else []
    if len(lines) < _LINES and _SUMMED.search(normal):
        lines = found if len(found := _TOLD_AT.findall(normal)) > _LINES else lines
    if len(lines) >= _LINES:
        return Period(start=_clock(lines[0], ""), end=_clock(lines[-1], ""))
    return None


def clock_of(words: str) -> str | None:
    """Return the moment that words name as HH:MM: «7 утра», "9:30 p.m.", «полуночи»; or None."""
    match = _FIRST.search(normalise(words))
    return _clock(match["moment"], match["tail"]) or None if match else None


def time_spans(normal: str) -> list[tuple[int, int]]:
    """Return where spans of time stand in a normal text, in order: their digits count nothing."""
    if not _CAN_TELL.search(normal):
        return []
    return [match.span() for match in _SPAN.finditer(normal)]


def _clock(moment: str, tail: str) -> str:
    """Return a moment as HH:MM on the clock of 24 hours."""
    if moment in _NAMED_CLOCK:
        return _NAMED_CLOCK[moment]
    parts = _PARTS.match(moment)
    if parts is None:
        return ""
    hour, minute = int(parts[1]), int(parts[2] or parts[3] or 0)
    words = moment + tail
    if _LATER_HALF.search(words) and hour < _NOON:
        hour += _NOON
    elif _EARLIER_HALF.search(words) and hour == _NOON:
        hour = 0
    return f"{hour % _DAY_HOURS:02d}:{minute:02d}"
