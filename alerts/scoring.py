"""How well a reader does on labelled posts: what it got right, and every way it was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from alerts.periods import clock_of
from alerts.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class BadLabelError(Exception):
    """A corpus line that is not a label; the message says why, for the operator."""


DANGERS: Final = frozenset({Kind.ATTACK.value, Kind.THREAT.value})
Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Label:
    """What a careful reader says about a post; only the fields in ``facts`` were labelled."""

    id: str
    text: str
    kind: str
    accept: frozenset[str]
    facts: Mapping[str, Any]
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """A post that was read wrongly, and the words that misled the reader."""

    id: str
    expected: str
    answered: str
    because: Sequence[str]
    text: str
    home: str | None = None


@dataclass(frozen=True, slots=True)
class WrongFact:
    """A fact of a post that was read otherwise than it is labelled."""

    id: str
    expected: object
    answered: object
    text: str


@dataclass(slots=True)
class Share:
    """How many of how many."""

    right: int = 0
    total: int = 0

    def add(self, *, right: bool) -> None:
        """Count one more."""
        self.right += right
        self.total += 1

    @property
    def percent(self) -> float | None:
        """Return the share in percent, None of nothing."""
        return 100 * self.right / self.total if self.total else None


@dataclass(slots=True)
class Score:
    """All figures of one corpus.

    ``dangers`` and ``harmless`` are how many posts are labelled so. ``unsure`` is the share of
    posts the rules were unsure of, ``unsure_misses`` that of those among the wrong kinds.
    """

    kinds: Share = field(default_factory=Share)
    recall: dict[str, Share] = field(default_factory=lambda: {kind.value: Share() for kind in Kind})
    precision: dict[str, Share] = field(
        default_factory=lambda: {kind.value: Share() for kind in Kind}
    )
    exact: dict[str, Share] = field(default_factory=dict)
    dangers_missed: list[Miss] = field(default_factory=list)
    false_clears: list[Miss] = field(default_factory=list)
    false_alarms: list[Miss] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    wrong: dict[str, list[WrongFact]] = field(default_factory=dict)
    dangers: int = 0
    harmless: int = 0
    unsure: Share = field(default_factory=Share)
    unsure_misses: Share = field(default_factory=Share)

    def add(self, label: Label, answer: Answer) -> None:
        """Compare one answer with its label."""
        kind = answer["kind"]
        right = kind == label.kind or kind in label.accept
        miss = Miss(label.id, label.kind, kind, answer["because"], label.text, label.home)
        dangerous = label.kind in DANGERS
        self.dangers += dangerous
        self.harmless += not dangerous
        doubted = bool(answer.get("unsure"))
        self.unsure.add(right=doubted)
        self.kinds.add(right=right)
        self.recall[label.kind].add(right=right)
        self.precision[kind].add(right=right)
        if not right:
            self.misses.append(miss)
            self.unsure_misses.add(right=doubted)
            if dangerous and kind not in DANGERS:
                self.dangers_missed.append(miss)
            if not dangerous and kind in DANGERS:
                self.false_alarms.append(miss)
        clears = Kind.ALL_CLEAR.value
        if (kind == clears or clears in answer["also"]) and clears not in label.accept | {
            label.kind,
            *label.facts.get("also", ()),
        }:
            self.false_clears.append(miss)
        for name, compare in COMPARED.items():
            if name in label.facts and (expected := label.facts[name]) is not NOT_LABELLED:
                exact = compare(expected, answer[name])
                self.exact.setdefault(name, Share()).add(right=exact)
                if not exact:
                    fact = WrongFact(label.id, expected, answer[name], label.text)
                    self.wrong.setdefault(name, []).append(fact)


NOT_LABELLED: Final = object()


def label_of(row: object) -> Label:
    """Return the label of a corpus line; BadLabelError names the field of a wrong shape."""
    if not isinstance(row, Mapping):
        raise BadLabelError("not an object")
    if not isinstance(row.get("text"), str):
        raise BadLabelError("`text` is missing or not a string")
    kind = row.get("kind")
    if kind not in {known.value for known in Kind}:
        raise BadLabelError(f"`kind` is not one of ours: {kind!r}")
    for name, (fits, shape) in _SHAPES.items():
        if row.get(name) is not None and not fits(row[name]):
            raise BadLabelError(f"`{name}` is not {shape}")
    facts = {name: row[name] for name in (*COMPARED, "also") if name in row}
    facts = {name: fact for name, fact in facts.items() if fact is not None or name not in _LISTS}
    if "total" not in facts and "destroyed" in row:
        facts["total"] = row["destroyed"]
    facts["partial"], facts["reminder"] = bool(row.get("partial")), bool(row.get("reminder"))
    return Label(
        str(row.get("id", "")),
        row["text"],
        str(kind),
        frozenset(row.get("accept") or [kind]),
        facts,
        row.get("channel_region"),
    )


def _is_list(fact: object) -> bool:
    return isinstance(fact, list) and all(isinstance(each, str) for each in fact)


def _is_table(fact: object) -> bool:
    return isinstance(fact, Mapping) and all(map(_is_number, fact.values()))


def _is_period(fact: object) -> bool:
    return isinstance(fact, Mapping) and all(
        isinstance(fact.get(end), str | None) for end in ("from", "to")
    )


def _is_number(fact: object) -> bool:
    return isinstance(fact, int) and not isinstance(fact, bool)


_LISTS: Final = ("hazards", "regions", "places", "also", "accept")
_SHAPES: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    **dict.fromkeys(_LISTS, (_is_list, "a list of strings")),
    **dict.fromkeys(("by_region", "by_place"), (_is_table, "an object of numbers")),
    **dict.fromkeys(("total", "destroyed", "killed", "injured"), (_is_number, "a number")),
    "period": (_is_period, "an object with `from` and `to`"),
    "channel_region": (lambda fact: isinstance(fact, str), "a string"),
}
"""What a field of a label has to be where it is not null, and how an operator is told so."""


def score(pairs: Iterable[tuple[Label, Answer]]) -> Score:
    """Return the figures for labelled posts and the answers given to them."""
    total = Score()
    for label, answer in pairs:
        total.add(label, answer)
    return total


def _same(expected: object, answered: object) -> bool:
    return bool(expected == answered)


def _same_set(expected: Sequence[str], answered: Sequence[str]) -> bool:
    return set(expected) == set(answered)


def _same_table(expected: Mapping[str, int] | None, answered: Mapping[str, int]) -> bool:
    return dict(expected or {}) == dict(answered)


def _same_period(
    expected: Mapping[str, str | None] | None, answered: Mapping[str, str] | None
) -> bool:
    """Compare the clock times; a label may tell them in the words of the post: «7 утра»."""
    if not expected or not answered:
        return not expected and not answered
    return all(clock_of(expected.get(end) or "") == answered[end] for end in ("from", "to"))


COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "hazards": _same_set,
    "regions": _same_set,
    "places": _same_set,
    "partial": _same,
    "reminder": _same,
    "by_region": _same_table,
    "by_place": _same_table,
    "total": _same,
    "period": _same_period,
    "killed": _same,
    "injured": _same,
}
