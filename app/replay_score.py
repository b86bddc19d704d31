"""How well a replayed night agrees with what a careful reader says its alerts were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from alerts.scoring import BadLabelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Row = Mapping[str, Any]

_NEEDED = ("region", "hazard", "opened_by")


@dataclass(slots=True)
class ReplayScore:
    """Figures of one night; ``wrong`` says of each alert that is not right in what it is not."""

    figures: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the figures, each with the number it is a share of."""
        true, found = self.figures["true"], self.figures["found"]
        yield f"true alerts           {true}"
        yield f"opened by that post   {_share(self.figures['opened'], true)}"
        yield f"ended by that post    {_share(self.figures['ended'], true)}"
        yield f"downgrades seen       {_share(self.figures['eased'], self.figures['to ease'])}"
        yield f"ended too early       {self.figures['early']}"
        yield f"invented              {_share(self.figures['invented'], found)}"


def true_alerts(rows: object) -> list[Row]:
    """Return labelled alerts; BadLabelError if they are none."""
    if not isinstance(rows, list):
        raise BadLabelError("not a list of alerts")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not all(isinstance(row.get(k), str) for k in _NEEDED):
            raise BadLabelError(f"alert {number}: {', '.join(_NEEDED)} are needed")
    return rows


def score_replay(found: Iterable[Row], true: Iterable[Row]) -> ReplayScore:
    """Compare alerts with the true ones of the same regions, each known by what it opened with."""
    score = ReplayScore()
    labels = list(true)
    regions = {label["region"] for label in labels}
    rest = [row for row in found if row["region"] in regions]
    score.figures["true"], score.figures["found"] = len(labels), len(rest)
    for label in labels:
        row = next((row for row in rest if _key(row) == _key(label)), None)
        if row is None:
            score.wrong.append(f"not opened: {_told(label)}")
            continue
        rest.remove(row)
        score.figures["opened"] += 1
        _compare(score, row, label)
    score.figures["invented"] = len(rest)
    score.wrong += [f"invented: {_told(row)}" for row in rest]
    return score


def _compare(score: ReplayScore, row: Row, label: Row) -> None:
    """Count how an alert went on after its right opening."""
    if row["closed_by"] == label.get("closed_by"):
        score.figures["ended"] += 1
    elif _is_early(row, label):
        score.figures["early"] += 1
        score.wrong.append(f"ended too early, by {row['closed_by']}: {_told(label)}")
    else:
        score.wrong.append(f"not ended by that post, but {row['closed_by']}: {_told(label)}")
    if label.get("downgraded_at"):
        score.figures["to ease"] += 1
        if row["downgraded_at"] == label["downgraded_at"]:
            score.figures["eased"] += 1
        else:
            score.wrong.append(f"not downgraded then: {_told(label)}")


def _is_early(row: Row, label: Row) -> bool:
    """Tell whether an alert ended while it was still true."""
    if row["closed_at"] is None:
        return False
    ended = label.get("closed_at")
    return ended is None or row["closed_at"] < ended


def _key(row: Row) -> tuple[str, str | None, str, str]:
    """Return what one alert is told from another by; a place by its first word, without the noun.

    «Валуйский муниципальный округ» in one is «Валуйский округ» in the other.
    """
    place = row.get("place")
    return (
        row["region"],
        place.split()[0].casefold() if place else None,
        row["hazard"],
        row["opened_by"],
    )


def _told(row: Row) -> str:
    """Return an alert in one line."""
    where = f"{row['region']} {row['place']}" if row.get("place") else row["region"]
    return f"{where}, {row['hazard']}, {row['opened_by']} – {row.get('closed_by')}"


def _share(part: int, whole: int) -> str:
    """Return how many of how many."""
    return f"{part} of {whole}" + (f" ({100 * part / whole:.1f} %)" if whole else "")
