"""The clock of a recorded night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.clock import RecordedClock

NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)


async def test_at_speed_nought_a_night_passes_at_once() -> None:
    """A clock without a speed jumps to the moment that is waited for, and never back."""
    clock = RecordedClock(NIGHT, 0)
    await clock.sleep_until(NIGHT + timedelta(hours=8))
    assert clock.now() == NIGHT + timedelta(hours=8)
    await clock.sleep_until(NIGHT)
    assert clock.now() == NIGHT + timedelta(hours=8)


async def test_a_fast_night_keeps_its_order() -> None:
    """Waiting on a fast clock brings it at least to the moment waited for."""
    clock = RecordedClock(NIGHT, 36_000)
    await clock.sleep(600)
    assert clock.now() >= NIGHT + timedelta(seconds=600)
