"""``[alerts]``: what rings, and after how long danger counts as unconfirmed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from alerts.confirmation import Patience, patience, usual_hours
from app.config_forms import Section

Hours = Annotated[float, Field(gt=0, le=8760)]


def _usual(hazard: str) -> float:
    """Return the hours by which a hazard is unconfirmed where nobody has set others."""
    return usual_hours()[hazard]


class UnconfirmedConfig(Section):
    """``[alerts.unconfirmed_after_hours]``: how long each danger goes without saying."""

    missile: Hours = _usual("missile")
    shelling: Hours = _usual("shelling")
    aviation: Hours = _usual("aviation")
    drone: Hours = _usual("drone")
    sabotage: Hours = _usual("sabotage")
    fire: Hours = _usual("fire")
    weather: Hours = _usual("weather")
    other: Hours = _usual("other")
    any: Hours = _usual("any")

    @property
    def patience(self) -> Patience:
        """Return the times by hazard."""
        return patience(self.model_dump())


class AlertsConfig(Section):
    """``[alerts]``: what rings, and when danger counts as unconfirmed."""

    age_limit_minutes: float = Field(default=15.0, gt=0, le=1440)
    unconfirmed_after_hours: UnconfirmedConfig = UnconfirmedConfig()
