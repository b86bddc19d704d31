"""The table of advice: for every hazard, in each language, short, and with its source."""

from __future__ import annotations

import pytest

from alerts.advice import advice, advice_table
from alerts.verdicts import Hazard

LONGEST = 70
"""Characters that a locked phone shows beside the headline and the place."""


@pytest.mark.parametrize("hazard", [None, *Hazard])
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("now", [True, False])
def test_there_is_advice_for_every_danger(
    hazard: Hazard | None,
    language: str,
    now: bool,  # noqa: FBT001 - a case of the table
) -> None:
    """Nobody is told of danger without being told what to do."""
    assert 0 < len(advice(hazard, language, now=now)) <= LONGEST


def test_every_row_names_whose_advice_it_is() -> None:
    """A row without a source would be ours, and we advise nothing."""
    hazards = {hazard.value for hazard in Hazard}
    for name, row in advice_table().items():
        assert name in {*hazards, "any"}
        assert set(row) == {"source", "now", "soon"}
        assert row["source"].strip()


def test_an_attack_sends_to_shelter() -> None:
    """«В укрытие», «от окон»: what saves comes first."""
    assert advice(Hazard.MISSILE, "ru", now=True).startswith("Сейчас же в укрытие.")
    assert "от окон" in advice(Hazard.DRONE, "ru", now=False)
    assert advice(Hazard.DRONE, "xx", now=False) == advice(None, "ru", now=False)
