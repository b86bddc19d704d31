from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.notices import Notice, Reason
from alerts.verdicts import Hazard, Kind, Period, Statement, Tally, Verdict
from storage.encoding import (
    dumps,
    notice_from_json,
    notice_to_json,
    statement_to_json,
    tally_to_json,
    verdict_from_json,
)
from tests.storage.examples import a_notice

texts = st.text(st.characters(), max_size=20)  # any character, lone surrogates too
counts = st.integers(min_value=0, max_value=10_000)
hazards = st.lists(st.sampled_from(Hazard), max_size=3).map(tuple)
words = st.lists(texts, max_size=3).map(tuple)
moments = st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds

statements = st.builds(
    Statement,
    kind=st.sampled_from(Kind),
    hazards=hazards,
    areas=words,
    places=words,
    unknown=words,
    because=words,
    partial=st.booleans(),
    reminder=st.booleans(),
    continues=st.booleans(),
    excepted=words,
    parts=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
)
tallies = st.builds(
    Tally,
    total=st.none() | counts,
    by_region=st.dictionaries(texts, counts, max_size=3),
    by_place=st.dictionaries(texts, counts, max_size=3),
    period=st.none() | st.builds(Period, start=texts, end=texts),
)
verdicts = st.builds(
    Verdict,
    statements=st.lists(statements, min_size=1, max_size=3).map(tuple),
    tally=st.none() | tallies,
    killed=st.none() | counts,
    injured=st.none() | counts,
)
notices = st.builds(
    Notice,
    reason=st.sampled_from(Reason),
    kind=st.sampled_from(Kind),
    areas=words,
    hazards=hazards,
    published_at=moments,
    received_at=moments,
    source_name=texts,
    link=st.none() | texts,
    excerpt=texts,
    since=st.none() | moments,
    body=st.none() | texts,
    excepted=words,
    immediate=st.booleans(),
    confirmed_at=st.none() | moments,
)


@given(verdicts)
def test_a_verdict_survives_as_json(verdict: Verdict) -> None:
    """Whatever a post was understood to say is read back exactly."""
    kept = json.loads(
        dumps(
            {
                "statements": [statement_to_json(each) for each in verdict.statements],
                "tally": tally_to_json(verdict.tally),
            }
        )
    )
    again = verdict_from_json(kept["statements"], kept["tally"], verdict.killed, verdict.injured)
    assert again == verdict


@given(notices)
def test_a_notice_survives_as_json(notice: Notice) -> None:
    """Whatever is to be told is read back exactly, and can be written in UTF-8."""
    kept = dumps(notice_to_json(notice))
    assert kept.encode()
    assert notice_from_json(json.loads(kept)) == notice


def test_russian_is_kept_readable() -> None:
    """An operator who looks into the database can read what was told."""
    assert "Атака БПЛА на Белгород." in dumps(notice_to_json(a_notice()))


def test_a_notice_with_a_naive_moment_is_refused() -> None:
    """A moment without an offset is not hidden in JSON either."""
    naive = a_notice(published_at=datetime(2026, 11, 22, 3, 12))  # noqa: DTZ001 - the mistake that is tested
    with pytest.raises(ValueError, match="without an offset"):
        notice_to_json(naive)
