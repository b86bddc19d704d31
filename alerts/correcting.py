"""What a person has a post mean instead of what the rules read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from alerts.verdicts import Kind, Statement

if TYPE_CHECKING:
    from alerts.channels import Channel
    from alerts.verdicts import Hazard, Verdict

_URGENT: Final = frozenset({Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR})
_ALONE: Final = frozenset({Kind.OTHER, Kind.DRILL})
"""A post of this kind says nothing else."""


def corrected(
    verdict: Verdict,
    channel: Channel,
    kind: Kind,
    hazards: tuple[Hazard, ...] | None = None,
    areas: tuple[str, ...] | None = None,
) -> Verdict:
    """Return a verdict whose headline is what a person says it is.

    Hazards and areas that are not given stay those of the statement of that kind, or of the
    headline; an urgent statement of no place is of the channel's own. Other urgent statements go;
    what the post tells beside them stays. The correction is of no doubt.
    """
    model = next((own for own in verdict.statements if own.kind is kind), verdict.headline)
    if areas is None:
        home = channel.municipality or channel.region
        areas = model.areas or ((home,) if home and kind in _URGENT else ())
        places, parts = model.places, model.parts
    else:
        places, parts = (), ()
    if hazards is None:
        hazards = () if kind in _ALONE else model.hazards
    said = Statement(
        kind=kind,
        hazards=hazards,
        areas=areas,
        places=places,
        because=model.because,
        parts=tuple(part for part in parts if part[0] not in areas),
        immediate=model.immediate and model.kind is kind,
    )
    beside = () if kind in _ALONE else _beside(verdict, kind)
    return replace(verdict, statements=(said, *beside))


def _beside(verdict: Verdict, kind: Kind) -> tuple[Statement, ...]:
    """Return what a post tells besides danger and its end."""
    return tuple(
        replace(own, unsure=None, doubted=())
        for own in verdict.statements
        if own.kind not in {*_URGENT, *_ALONE, kind}
    )
