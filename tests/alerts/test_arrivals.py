"""Random histories as they reach us: late, twice, edited, deleted; what is kept is what they say.

Ten thousand of each: ``pytest tests/alerts/test_arrivals.py --hypothesis-profile=ten-thousand``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from alerts.areas import covers
from alerts.changes import Changes, changes
from alerts.folding import after, fold
from alerts.notices import Reason
from alerts.verdicts import Kind
from tests.alerts.histories import POSTS, ROLES, STATEMENTS, report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.situation import Alert, Report
    from alerts.verdicts import Hazard, Statement


@dataclass(slots=True)
class Kept:
    """What a program keeps that hears posts one by one: as the pipeline does, in memory.

    A post in its turn acts on the open alerts; any other has its region folded anew.
    """

    reports: dict[int, Report] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)
    told: list[Changes] = field(default_factory=list)

    def hears(self, heard: Report) -> None:
        """Take a post, or a later state of one."""
        before = self.alerts
        if not self.reports or heard.post > max(self.reports):
            known = {alert.key: alert for alert in before if alert.ended_at is None}
            touched = {alert.key: alert for alert in after(known, heard)}
            ended = [alert for alert in before if alert.ended_at is not None]
            self.alerts = [*ended, *(known | touched).values()]
            self.reports[heard.post] = heard
        else:
            self.reports[heard.post] = heard
            self.alerts = fold(self.reports[number] for number in sorted(self.reports))
        self.told.append(changes(before, self.alerts))

    def loses(self, number: int) -> None:
        """Have a post deleted."""
        before = self.alerts
        del self.reports[number]
        self.alerts = fold(self.reports[number] for number in sorted(self.reports))
        self.told.append(changes(before, self.alerts))


def reports_of(posts: Sequence[Sequence[Statement]], data: st.DataObject) -> list[Report]:
    """Give posts of several offices, in the order of their publication."""
    roles = data.draw(st.lists(st.sampled_from(ROLES), min_size=len(posts), max_size=len(posts)))
    pairs = zip(posts, roles, strict=True)
    return [report(number, post, role) for number, (post, role) in enumerate(pairs, start=1)]


def ordered(alerts: Sequence[Alert]) -> list[Alert]:
    """Return alerts in an order of their own."""
    return sorted(alerts, key=lambda a: (a.opened_at, a.opened_by, str(a.key), str(a.ended_at)))


@given(POSTS, st.data())
def test_the_order_of_arrival_does_not_matter(
    posts: list[list[Statement]], data: st.DataObject
) -> None:
    """Heard in turn, in any other order or twice: the alerts are those of a replay."""
    reports = reports_of(posts, data)
    replayed = ordered(fold(reports))

    in_turn, as_it_came = Kept(), Kept()
    for one in reports:
        in_turn.hears(one)
    again = data.draw(st.lists(st.sampled_from(reports), max_size=3)) if reports else []
    for one in data.draw(st.permutations([*reports, *again])):
        as_it_came.hears(one)

    assert ordered(in_turn.alerts) == replayed
    assert ordered(as_it_came.alerts) == replayed


@given(POSTS, st.data())
def test_edits_and_deletions_leave_what_the_posts_say_now(
    posts: list[list[Statement]], data: st.DataObject
) -> None:
    """Whatever a post once said, the alerts are those of what stands there at last."""
    reports = reports_of(posts, data)
    kept = Kept()
    for one in reports:
        kept.hears(one)
    for one in data.draw(st.lists(st.sampled_from(reports), max_size=4)) if reports else []:
        said = data.draw(st.none() | st.lists(STATEMENTS, min_size=1, max_size=2))
        if said is not None:
            kept.hears(report(one.post, said, one.role))
        elif one.post in kept.reports:
            kept.loses(one.post)
    assert ordered(kept.alerts) == ordered(fold(kept.reports[n] for n in sorted(kept.reports)))


@given(POSTS, st.data())
def test_no_danger_without_a_clear_becomes_quiet(
    posts: list[list[Statement]], data: st.DataObject
) -> None:
    """Declared danger is in force as long as no later post holds an all-clear that may reach it."""
    reports = reports_of(posts, data)
    still_open = {alert.key for alert in fold(reports) if alert.ended_at is None}
    for one in reports:
        later = [clear for other in reports if other.post > one.post for clear in clears(other)]
        for danger in one.verdict.statements:
            if danger.kind is not Kind.THREAT or danger.continues or danger.reminder:
                continue
            for area in danger.areas:
                for hazard in danger.hazards:
                    if not any(reaches(clear, area, hazard) for clear in later):
                        assert (area, hazard) in still_open


@given(POSTS, st.data())
def test_nobody_is_told_of_an_end_that_no_clear_gave(
    posts: list[list[Statement]], data: st.DataObject
) -> None:
    """In whatever order posts come: ENDED is said of alerts that a clear ended, and of no other."""
    reports = reports_of(posts, data)
    kept = Kept()
    for one in data.draw(st.permutations(reports)):
        kept.hears(one)
        for change in kept.told[-1].kept:
            if change.reason is Reason.ENDED:
                ended_by = change.alert.ended_by
                assert ended_by is not None
                assert list(clears(kept.reports[ended_by]))
        for change in kept.told[-1].withdrawn:
            assert change.reason in {None, Reason.CORRECTED}


def clears(one: Report) -> list[Statement]:
    """Return the all-clears of a post."""
    return [said for said in one.verdict.statements if said.kind is Kind.ALL_CLEAR]


def reaches(clear: Statement, area: str, hazard: Hazard) -> bool:
    """Tell whether a clear may end danger: it is of that hazard or of none, and of that place."""
    parts = {where for where, _ in clear.parts}
    named = not clear.hazards or hazard in clear.hazards
    return named and any(covers(wide, area) for wide in {*clear.areas, *parts})
