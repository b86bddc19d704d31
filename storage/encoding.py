"""Verdicts and notices as JSON and back, without loss."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from alerts.authority import Reach
from alerts.notices import Notice, Reason
from alerts.situation import Alert
from alerts.standing import Standing
from alerts.verdicts import Doubt, Hazard, Kind, Period, Statement, Tally, Verdict

Json = dict[str, Any]


def dumps(value: object) -> str:
    """Return JSON that reads as Russian; a text no encoding can hold is escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def statement_to_json(statement: Statement) -> Json:
    """Return a statement as JSON holds it."""
    facts = {
        "kind": statement.kind.value,
        "hazards": [hazard.value for hazard in statement.hazards],
        "areas": list(statement.areas),
        "places": list(statement.places),
        "unknown": list(statement.unknown),
        "because": list(statement.because),
        "partial": statement.partial,
        "reminder": statement.reminder,
        "immediate": statement.immediate,
        "continues": statement.continues,
        "excepted": list(statement.excepted),
        "regional": statement.regional,
        "parts": [list(part) for part in statement.parts],
        "exact": statement.exact,
        "unsure": statement.unsure.value if statement.unsure else None,
        "doubted": list(statement.doubted),
    }
    return {name: fact for name, fact in facts.items() if fact}


def statement_from_json(facts: Json) -> Statement:
    """Return the statement that was kept."""
    return Statement(
        kind=Kind(facts["kind"]),
        hazards=tuple(Hazard(hazard) for hazard in facts.get("hazards", ())),
        areas=tuple(facts.get("areas", ())),
        places=tuple(facts.get("places", ())),
        unknown=tuple(facts.get("unknown", ())),
        because=tuple(facts.get("because", ())),
        partial=facts.get("partial", False),
        reminder=facts.get("reminder", False),
        immediate=facts.get("immediate", False),
        continues=facts.get("continues", False),
        excepted=tuple(facts.get("excepted", ())),
        parts=tuple((area, place) for area, place in facts.get("parts", ())),
        regional=facts.get("regional", False),
        exact=facts.get("exact", False),
        unsure=Doubt(facts["unsure"]) if "unsure" in facts else None,
        doubted=tuple(facts.get("doubted", ())),
    )


def tally_to_json(tally: Tally | None) -> Json | None:
    """Return a tally as JSON holds it."""
    if tally is None:
        return None
    return {
        "total": tally.total,
        "by_region": dict(tally.by_region),
        "by_place": dict(tally.by_place),
        "period": [tally.period.start, tally.period.end] if tally.period else None,
    }


def tally_from_json(facts: Json | None) -> Tally | None:
    """Return the tally that was kept."""
    if facts is None:
        return None
    period = facts["period"]
    return Tally(
        total=facts["total"],
        by_region=facts["by_region"],
        by_place=facts["by_place"],
        period=Period(start=period[0], end=period[1]) if period else None,
    )


def verdict_from_json(
    statements: list[Json], tally: Json | None, killed: int | None, injured: int | None
) -> Verdict:
    """Return the verdict that was kept."""
    return Verdict(
        statements=tuple(statement_from_json(facts) for facts in statements),
        tally=tally_from_json(tally),
        killed=killed,
        injured=injured,
    )


def alert_to_json(alert: Alert) -> Json:
    """Return an alert as JSON holds it, without its id."""
    facts = {
        field.name: getattr(alert, field.name) for field in fields(alert) if field.name != "id"
    }
    return {
        name: _moment_to_json(fact) if isinstance(fact, datetime) else fact
        for name, fact in facts.items()
        if fact not in (None, ())
    }


def alert_from_json(facts: Json) -> Alert:
    """Return the alert that was kept."""
    read: Json = {
        name: datetime.fromisoformat(fact) if name.endswith("_at") else fact
        for name, fact in facts.items()
    }
    hazard = read.pop("hazard", None)
    parts, reach = tuple(read.pop("parts", ())), Reach(read.pop("reach"))
    return Alert(hazard=Hazard(hazard) if hazard else None, parts=parts, reach=reach, **read)


def notice_to_json(notice: Notice) -> Json:
    """Return a notice as JSON holds it."""
    return {
        "reason": notice.reason.value,
        "kind": notice.kind.value,
        "areas": list(notice.areas),
        "hazards": [hazard.value for hazard in notice.hazards],
        "published_at": _moment_to_json(notice.published_at),
        "received_at": _moment_to_json(notice.received_at),
        "source_name": notice.source_name,
        "link": notice.link,
        "excerpt": notice.excerpt,
        "since": _moment_to_json(notice.since) if notice.since else None,
        "body": notice.body,
        "excepted": list(notice.excepted),
        "immediate": notice.immediate,
        "forwarded_from": notice.forwarded_from,
        "confirmed_at": _moment_to_json(notice.confirmed_at) if notice.confirmed_at else None,
        "by_operator": notice.by_operator,
        "by_hand": notice.by_hand,
        "standing": [standing_to_json(one) for one in notice.standing],
    }


def notice_from_json(facts: Json) -> Notice:
    """Return the notice that was kept."""
    confirmed = facts.get("confirmed_at")
    return Notice(
        reason=Reason(facts["reason"]),
        kind=Kind(facts["kind"]),
        areas=tuple(facts["areas"]),
        hazards=tuple(Hazard(hazard) for hazard in facts["hazards"]),
        published_at=datetime.fromisoformat(facts["published_at"]),
        received_at=datetime.fromisoformat(facts["received_at"]),
        source_name=facts["source_name"],
        link=facts["link"],
        excerpt=facts["excerpt"],
        since=datetime.fromisoformat(facts["since"]) if facts["since"] else None,
        body=facts["body"],
        excepted=tuple(facts.get("excepted", ())),
        immediate=facts.get("immediate", False),
        forwarded_from=facts.get("forwarded_from"),
        confirmed_at=datetime.fromisoformat(confirmed) if confirmed else None,
        by_operator=facts.get("by_operator", False),
        by_hand=facts.get("by_hand", False),
        standing=tuple(standing_from_json(one) for one in facts.get("standing", ())),
    )


def standing_to_json(one: Standing) -> Json:
    """Return a danger in force as JSON holds it."""
    return {
        "area": one.area,
        "hazard": one.hazard.value if one.hazard else None,
        "kind": one.kind.value,
        "since": _moment_to_json(one.since),
    }


def standing_from_json(facts: Json) -> Standing:
    """Return the danger in force that was kept."""
    return Standing(
        area=facts["area"],
        hazard=Hazard(facts["hazard"]) if facts["hazard"] else None,
        kind=Kind(facts["kind"]),
        since=datetime.fromisoformat(facts["since"]),
    )


def _moment_to_json(moment: datetime) -> str:
    """Return a moment in UTC; a naive one has no place in the database."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without an offset cannot be stored: {moment}")
    return moment.astimezone(UTC).isoformat()
