"""The laws that no history may break, whatever the posts say and in whatever order they come."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from alerts.areas import covers
from alerts.folding import after, fold
from alerts.verdicts import Hazard, Kind
from tests.alerts.histories import POSTS, STATEMENTS, history, report

if TYPE_CHECKING:
    from alerts.situation import Alert, Key
    from alerts.verdicts import Statement


@given(POSTS)
def test_only_a_clear_ends_danger(posts: list[list[Statement]]) -> None:
    """No alert ends but by a post that holds an all-clear for its hazard and its place."""
    for alert in history(*posts):
        if alert.ended_by is not None:
            clears = [s for s in posts[alert.ended_by - 1] if s.kind is Kind.ALL_CLEAR]
            assert any(
                (
                    not clear.hazards
                    or alert.hazard in clear.hazards
                    or (alert.hazard is None and Hazard.DRONE in clear.hazards and was_upper(alert))
                )
                and (
                    any(covers(area, alert.area) for area in clear.areas)
                    or (bool(alert.parts) and names_all(clear, alert))
                )
                and alert.area not in clear.excepted
                for clear in clears
            )


@given(POSTS)
def test_danger_is_quiet_only_after_a_clear(posts: list[list[Statement]]) -> None:
    """A place that lives under a hazard still does after any post without an all-clear."""
    states = [history(*posts[:count]) for count in range(len(posts) + 1)]
    for post, (before, now) in zip(posts, pairwise(states), strict=True):
        if not any(statement.kind is Kind.ALL_CLEAR for statement in post):
            still_open = {alert.key for alert in now if alert.ended_at is None}
            assert {alert.key for alert in before if alert.ended_at is None} <= still_open


@given(POSTS)
def test_no_two_open_alerts_are_about_the_same(posts: list[list[Statement]]) -> None:
    """One area lives under one alert for one hazard."""
    keys = [alert.key for alert in history(*posts) if alert.ended_at is None]
    assert len(keys) == len(set(keys))


@given(POSTS)
def test_declared_danger_is_in_force(posts: list[list[Statement]]) -> None:
    """Right after a post declared danger, its place lives under an alert for it."""
    for count, post in enumerate(posts, start=1):
        still_open = {a.key for a in history(*posts[:count]) if a.ended_at is None}
        for danger in post:
            if danger.kind is Kind.THREAT and not danger.continues and not danger.reminder:
                for area in danger.areas:
                    for hazard in danger.hazards or (None,):
                        upper = danger.immediate and (area, Hazard.DRONE) in still_open
                        assert (area, hazard) in still_open or (hazard is None and upper)


@given(st.lists(STATEMENTS, max_size=12))
def test_said_twice_changes_nothing(said: list[Statement]) -> None:
    """A post that says again what the last one said opens, worsens and ends nothing more."""
    posts = [[statement] for statement in said]
    for count in range(1, len(posts) + 1):
        once = history(*posts[:count])
        twice = history(*posts[:count], posts[count - 1])
        assert [alert.key for alert in once] == [alert.key for alert in twice]
        assert [alert.level for alert in once] == [alert.level for alert in twice]
        assert [alert.ended_by for alert in once] == [alert.ended_by for alert in twice]


@given(POSTS, st.data())
def test_a_history_may_be_folded_in_pieces(
    posts: list[list[Statement]], data: st.DataObject
) -> None:
    """One by one, from any checkpoint, or all at once: the alerts are the same."""
    reports = [report(number, post) for number, post in enumerate(posts, start=1)]
    whole = fold(reports)
    cut = data.draw(st.integers(0, len(reports)))
    first = fold(reports[:cut])
    ended = [alert for alert in first if alert.ended_at is not None]
    rest = fold(reports[cut:], [alert for alert in first if alert.ended_at is None])
    assert _ordered([*ended, *rest]) == _ordered(whole)

    open_alerts: dict[Key, Alert] = {}
    ended = []
    for one in reports:
        for alert in after(open_alerts, one):
            open_alerts.pop(alert.key, None)
            if alert.ended_at is None:
                open_alerts[alert.key] = alert
            else:
                ended.append(alert)
    assert _ordered([*ended, *open_alerts.values()]) == _ordered(whole)


def was_upper(alert: Alert) -> bool:
    """Tell whether an alert without a hazard is, or was before it eased, an upper level."""
    return alert.immediate_at is not None or alert.was_unnamed_upper


def names_all(clear: Statement, alert: Alert) -> bool:
    """Tell whether a clear names every place that an alert is about."""
    return {(alert.area, place) for place in alert.parts} <= set(clear.parts)


def _ordered(alerts: list[Alert]) -> list[Alert]:
    """Return alerts in an order of their own."""
    return sorted(alerts, key=lambda a: (a.opened_at, a.opened_by, str(a.key), str(a.ended_at)))
