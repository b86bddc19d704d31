"""What is taught of a channel: its own words for danger and its end, and what it adds to posts."""

from __future__ import annotations

import pytest

from alerts.reader import official_reader
from alerts.teaching import (
    Example,
    Lessons,
    doubtful_lessons,
    failures,
    sound_boilerplate,
    sound_phrase,
    taught_reader,
)
from alerts.verdicts import Hazard, Kind

LESSONS = Lessons(
    boilerplate=("Все сигналы: «Ракетная опасность» и Курск на карте",),
    danger=("желт* код*",),
    clear=("зелен* код*",),
)


@pytest.mark.parametrize(
    ("text", "kind", "hazards"),
    [
        ("Жёлтый код по области!", Kind.THREAT, ()),
        ("Белгород: желтый код, БПЛА.", Kind.THREAT, (Hazard.DRONE,)),
        ("Зелёный код.", Kind.ALL_CLEAR, ()),
        ("Введён жёлтый код.", Kind.THREAT, ()),
        ("Жёлтый код не объявлен.", Kind.OTHER, ()),
        ("Завтра введут жёлтый код?", Kind.OTHER, ()),
        ("Памятка: что делать, если объявлен жёлтый код.", Kind.OTHER, ()),
        ("Оставайтесь дома до зелёного кода.", Kind.THREAT, ()),
    ],
)
def test_a_phrase_means_what_it_was_taught_to(
    text: str, kind: Kind, hazards: tuple[Hazard, ...]
) -> None:
    """It obeys the rules of the language; to all other channels it means nothing."""
    verdict = taught_reader(LESSONS).read(text, "RU-BEL")
    if kind is Kind.OTHER:
        assert verdict.kind not in {Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR}
        return
    if "до зелёного" in text:
        assert verdict.kind is not Kind.ALL_CLEAR
        return
    assert (verdict.kind, verdict.headline.hazards) == (kind, hazards)
    assert official_reader().read(text, "RU-BEL").kind is not kind


def test_boilerplate_is_not_read() -> None:
    """In any case and spacing; nor are the places in it."""
    posts = [
        "Открыли новый парк.\n\nВСЕ СИГНАЛЫ:  «Ракетная опасность» и\nКурск на карте",
        "Все сигналы: «Ракетная опасность» и Курск на карте\nБелгород: ракетная опасность!",
    ]
    calm, danger = (taught_reader(LESSONS).read(post, "RU-BEL") for post in posts)
    assert calm.kind is Kind.OTHER
    assert danger.headline.places == ("Белгород",)
    assert danger.headline.because == ("ракетная опасность",)


@pytest.mark.parametrize("phrase", ["", "*", "код: желтый", "код.", "*ный код", "ну", "a*"])
def test_what_is_no_phrase_is_refused(phrase: str) -> None:
    """Signs and scraps of words would mean anything."""
    with pytest.raises(ValueError, match="must "):
        sound_phrase(phrase)


def test_short_boilerplate_is_refused() -> None:
    """A word may be the news itself."""
    with pytest.raises(ValueError, match="8 letters"):
        sound_boilerplate("Отбой")


@pytest.mark.parametrize(
    ("lessons", "why"),
    [
        (Lessons(boilerplate=("Ракетная опасность!",)), "read as threat"),
        (Lessons(boilerplate=("Отбой ракетной опасности.",)), "read as all_clear"),
        (Lessons(danger=("отбой тревоги",)), "may not mean danger"),
        (Lessons(clear=("ракетная опасность",)), "may not mean its end"),
        (Lessons(clear=("белый код",), danger=("белый код",)), "both danger and its end"),
    ],
)
def test_a_lesson_that_would_do_harm_is_named(lessons: Lessons, why: str) -> None:
    """Nobody may teach danger to be left unread, or an end to mean danger."""
    assert any(why in words for _, words in doubtful_lessons(lessons))


def test_sound_lessons_do_no_harm() -> None:
    """What is taught here is."""
    assert list(doubtful_lessons(LESSONS)) == []


def test_examples_that_are_read_otherwise_are_told() -> None:
    """By kind, then by hazards, then by places."""
    examples = [
        Example(text="Жёлтый код, БПЛА.", kind=Kind.THREAT, hazards=(Hazard.DRONE,)),
        Example(text="Жёлтый код.", kind=Kind.ALL_CLEAR),
        Example(text="Жёлтый код, БПЛА.", kind=Kind.THREAT, hazards=(Hazard.MISSILE,)),
        Example(text="Белгород: жёлтый код.", kind=Kind.THREAT, places=("Шебекино",)),
    ]
    told = dict(failures(taught_reader(LESSONS), "RU-BEL", examples))
    assert told == {
        1: "is read as threat, because of «Жёлтый код»",
        2: "is read with the hazards: drone",
        3: "is read of the places: Белгород",
    }


def test_nothing_taught_is_the_official_reader() -> None:
    """A channel without lessons costs nothing."""
    assert taught_reader(Lessons()) is official_reader()
