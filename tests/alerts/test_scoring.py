from __future__ import annotations

from typing import Any

import pytest

from alerts.scoring import BadLabelError, Label, label_of, score


def answer(kind: str, **facts: object) -> dict[str, Any]:
    """Return an answer of the classifier with these facts."""
    plain: dict[str, Any] = {
        "kind": kind,
        "also": [],
        "hazards": [],
        "regions": [],
        "places": [],
        "partial": False,
        "reminder": False,
        "killed": None,
        "injured": None,
        "total": None,
        "by_region": {},
        "by_place": {},
        "period": None,
        "because": ["слово"],
    }
    return plain | facts


def label(kind: str, **facts: object) -> Label:
    """Return a label with these facts."""
    return label_of({"id": "1", "text": "пост", "kind": kind, **facts})


@pytest.mark.parametrize(
    ("labelled", "answered", "missed", "alarms", "clears"),
    [
        ("attack", "other", 1, 0, 0),
        ("attack", "threat", 0, 0, 0),
        ("other", "threat", 0, 1, 0),
        ("threat", "all_clear", 1, 0, 1),
        ("other", "aftermath", 0, 0, 0),
    ],
)
def test_each_way_to_be_wrong_is_counted(
    labelled: str, answered: str, missed: int, alarms: int, clears: int
) -> None:
    """A missed danger, a false alarm and a false all-clear are three different mistakes."""
    result = score([(label(labelled), answer(answered))])

    assert (len(result.dangers_missed), len(result.false_alarms), len(result.false_clears)) == (
        missed,
        alarms,
        clears,
    )


def test_accepted_answer_is_right() -> None:
    """Where careful readers differ, either answer counts."""
    result = score([(label("attack", accept=["attack", "aftermath"]), answer("aftermath"))])

    assert result.kinds.percent == 100
    assert result.dangers_missed == []


def test_all_clear_hidden_in_a_lesser_statement_is_found() -> None:
    """A false all-clear counts even when it is not the headline."""
    result = score([(label("threat"), answer("threat", also=["all_clear"]))])

    assert len(result.false_clears) == 1


def test_only_labelled_facts_are_compared() -> None:
    """A corpus without tables does not spoil the figure for tables."""
    result = score(
        [
            (
                label("summary", by_region={"RU-BEL": 2}, total=2),
                answer("summary", by_region={"RU-BEL": 2}, total=3),
            )
        ]
    )

    assert result.exact["by_region"].percent == 100
    assert result.exact["total"].percent == 0
    assert "places" not in result.exact


def test_clock_times_are_compared_without_their_dates() -> None:
    """«23:00 28 сентября» and «23:00» are one moment of the day."""
    told = {"from": "23:00 28 сентября", "to": "7.00"}
    result = score(
        [
            (
                label("summary", period=told),
                answer("summary", period={"from": "23:00", "to": "07:00"}),
            )
        ]
    )

    assert result.exact["period"].percent == 100


def test_label_of_unknown_kind_is_refused() -> None:
    """A slip in a corpus is told, not scored."""
    with pytest.raises(BadLabelError, match="not one of ours"):
        label("alarm")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("period", "с 20:00 до 07:00"),
        ("period", {"from": 20}),
        ("places", "Курск"),
        ("regions", [1]),
        ("by_region", {"RU-KRS": "два"}),
        ("by_place", ["Курск"]),
        ("total", "5"),
        ("destroyed", True),
        ("killed", 1.5),
        ("channel_region", 31),
    ],
)
def test_label_of_a_wrong_shape_is_refused(field: str, value: object) -> None:
    """The field is named before an answer is compared with what cannot be compared."""
    with pytest.raises(BadLabelError, match=f"`{field}` is not"):
        label("attack", **{field: value})


def test_null_in_a_label_says_nothing_of_a_list() -> None:
    """Null is no label of a list, but of a number it says that the post states none."""
    result = score([(label("attack", places=None, killed=None), answer("attack", killed=2))])

    assert "places" not in result.exact
    assert len(result.wrong["killed"]) == 1
