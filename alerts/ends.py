"""What a clear ends and what it leaves, where a mistake costs most."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.areas import covers, region_of
from alerts.authority import Reach, reach_of
from alerts.situation import Level
from alerts.verdicts import Hazard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.situation import Alert, Key, Open, Report
    from alerts.verdicts import Statement


def clear(state: Open, statement: Statement, dangers: Sequence[Statement], report: Report) -> None:
    """End what a clear names; ease what ``dangers`` of the same post say is still in force."""
    if statement.exact:
        _end_exactly(state, statement, report)
        return
    meant = [key for key, alert in state.items() if _names(statement, alert, report)]
    if statement.immediate:
        meant = _on_upper_level(state, meant, statement)
    for key in sorted(meant, key=_inside_region):  # what ends in it may depend on the region's
        alert = state[key]
        if not any(covers(area, alert.area) for area in statement.areas):
            if rest := _rest_of_parts(alert, statement):
                state[key] = replace(alert, parts=rest)
                continue
            if not _all_parts(alert, statement):
                continue
        left_out = _left_out(alert, statement, dangers)
        if alert.area in left_out:
            continue
        if _stays(state, alert, statement, dangers):
            state[key] = _eased(alert, report)
            continue
        state[key] = _ended(alert, report)
        for area in left_out:  # there it goes on, as long as it has
            state.setdefault((area, alert.hazard), replace(alert, area=area, id=None))


def _inside_region(key: Key) -> bool:
    """Tell a place of a region from the region itself."""
    return region_of(key[0]) != key[0]


def _end_exactly(state: Open, statement: Statement, report: Report) -> None:
    """End the alerts of a statement's areas and hazards, none beside or inside them."""
    for area in statement.areas:
        for hazard in statement.hazards or (None,):
            if alert := state.get((area, hazard)):
                state[area, hazard] = _ended(alert, report)


def _ended(alert: Alert, report: Report) -> Alert:
    """Return an alert that is over."""
    return replace(alert, ended_at=report.published_at, ended_by=report.post)


def _names(statement: Statement, alert: Alert, report: Report) -> bool:
    """Tell whether a clear is about the hazard of an alert; by none it means its own office's.

    The end of a level without a hazard («Опасное небо») may name the drones that it is above.
    """
    if statement.hazards:
        unnamed = _is_upper(alert) if statement.immediate else alert.was_unnamed_upper
        return alert.hazard in statement.hazards or (unnamed and Hazard.DRONE in statement.hazards)
    return reach_of(report.role) is Reach.REGION or alert.reach is Reach.MUNICIPALITY


def _on_upper_level(state: Open, keys: list[Key], statement: Statement) -> list[Key]:
    """Return those on the upper level where its end reaches; all, if none is known to be."""
    upper = [
        key
        for key in keys
        if state[key].level is not Level.DANGER
        and (
            any(covers(area, key[0]) for area in statement.areas)
            or _cleared_parts(state[key], statement)
        )
    ]
    return upper or keys


def _rest_of_parts(alert: Alert, statement: Statement) -> tuple[str, ...]:
    """Return the places of an alert that a clear of some of them leaves, none if it takes none."""
    cleared = _cleared_parts(alert, statement)
    rest = tuple(place for place in alert.parts if place not in cleared)
    return rest if len(rest) < len(alert.parts) else ()


def _all_parts(alert: Alert, statement: Statement) -> bool:
    """Tell whether a clear names every place that an alert is about."""
    return bool(alert.parts) and set(alert.parts) <= _cleared_parts(alert, statement)


def _cleared_parts(alert: Alert, statement: Statement) -> set[str]:
    """Return the places of the alert's area that a clear names."""
    return {place for area, place in statement.parts if area == alert.area}


def _left_out(alert: Alert, statement: Statement, dangers: Iterable[Statement]) -> list[str]:
    """Return the places in an area, or the area itself, that a clear of more does not reach.

    Those it excepts, and those in the region of which the post says that danger goes on there.
    """
    excepted = list(statement.excepted)
    if region_of(alert.area) == alert.area:
        for danger in dangers:
            if danger.continues and _of_hazard(danger, alert):
                excepted += [area for area in danger.areas if area != alert.area]
    inside = (area for area in excepted if covers(alert.area, area))
    return list(dict.fromkeys(inside))


def _stays(state: Open, alert: Alert, statement: Statement, dangers: Sequence[Statement]) -> bool:
    """Tell whether a clear leaves an alert in force, by its own words or another statement's."""
    around = not statement.immediate  # an upper level ends into the lower one, be it the region's
    here = _not_around(state, alert, statement, dangers) if around else dangers
    over = [danger for danger in here if _lasts_over(danger, alert.area)]
    if statement.partial and not statement.excepted and not dangers:
        return True
    if statement.immediate and (alert.regime or _goes_on_around(state, alert)):
        return True
    if statement.immediate and _is_upper(alert):
        return bool(over)
    return any(_of_hazard(danger, alert) for danger in over)


def _lasts_over(danger: Statement, area: str) -> bool:
    """Tell whether a danger is said of an area, and not only around it."""
    around = area not in danger.areas and any(covers(each, area) for each in danger.excepted)
    return not around and any(covers(each, area) for each in danger.areas)


def _goes_on_around(state: Open, alert: Alert) -> bool:
    """Tell whether an alert is of a place in a region with an open one of the same hazard."""
    region = region_of(alert.area)
    around = state.get((region, alert.hazard))
    return region != alert.area and around is not None and around.ended_at is None


def _not_around(
    state: Open, alert: Alert, statement: Statement, dangers: Sequence[Statement]
) -> list[Statement]:
    """Return dangers without those that go on in the region around an alert, where one is open.

    «Отбой в городе, в области опасность сохраняется» ends what was opened for the city.
    """
    region = region_of(alert.area)
    reached = any(covers(area, region) for area in statement.areas)
    if reached or not _goes_on_around(state, alert):
        return list(dangers)
    return [danger for danger in dangers if not (danger.regional and danger.areas == (region,))]


def _is_upper(alert: Alert) -> bool:
    """Tell whether an alert is an upper level without a hazard."""
    return alert.hazard is None and alert.immediate_at is not None


def _of_hazard(danger: Statement, alert: Alert) -> bool:
    """Tell whether a statement of danger may be about the hazard of an alert."""
    return not danger.hazards or alert.hazard in danger.hazards


def _eased(alert: Alert, report: Report) -> Alert:
    """Return an alert that is back on the lower level."""
    return replace(
        alert,
        regime=True,
        immediate_at=None,
        attacked_at=None,
        eased_at=report.published_at,
        eased_by=report.post,
    )


def left_by(danger: Statement, clears: Iterable[Statement]) -> Statement:
    """Return a danger that goes on without what the same post ends.

    «Непосредственная опасность отменена, действует режим» leaves the lower level, and «отбой
    ракетной, действует беспилотная опасность» the other hazard, however both are worded.
    """
    if not danger.continues:
        return danger
    for ended in clears:
        if not all(any(covers(wide, area) for wide in ended.areas) for area in danger.areas):
            continue
        rest = tuple(hazard for hazard in danger.hazards if hazard not in ended.hazards)
        if ended.immediate:
            danger = replace(danger, immediate=False)
        elif rest:
            danger = replace(danger, hazards=rest)
    return danger
