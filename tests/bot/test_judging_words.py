"""What operators write of posts: links in every form; kinds, hazards and places as people say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerts.verdicts import Hazard, Kind
from bot.judging_words import Said, UnclearError, read_said
from bot.post_links import PostLink, read_link
from bot.voice import Voice

if TYPE_CHECKING:
    from alerts.gazetteer import Gazetteer
    from bot.texts import Texts


@pytest.mark.parametrize(
    ("word", "link"),
    [
        ("https://t.me/Governor_BEL/12", PostLink("governor_bel", 12)),
        ("t.me/s/governor_bel/12", PostLink("governor_bel", 12)),
        ("http://telegram.me/governor_bel/12?single", PostLink("governor_bel", 12)),
        ("https://t.me/governor_bel/12?comment=5#x", PostLink("governor_bel", 12)),
        ("https://t.me/c/1623943359/77", PostLink(1623943359, 77)),
        ("t.me/c/1623943359/77/", PostLink(1623943359, 77)),
        ("@governor_bel/12", PostLink("governor_bel", 12)),
        ("governor_bel/12", PostLink("governor_bel", 12)),
        ("https://t.me/governor_bel", None),
        ("https://example.com/governor_bel/12", None),
        ("12", None),
        ("t.me/губернатор/12", None),
        ("t.me/governor_bel/99999999999999", None),
    ],
)
def test_links_are_read_in_every_form(word: str, link: PostLink | None) -> None:
    """However it was copied, it is the same post."""
    assert read_link(word) == link


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("отбой", Said(Kind.ALL_CLEAR, None, None)),
        ("all_clear", Said(Kind.ALL_CLEAR, None, None)),
        ("Опасность БПЛА, ракеты", Said(Kind.THREAT, (Hazard.DRONE, Hazard.MISSILE), None)),
        ("threat drone ru-bel/belgorod", Said(Kind.THREAT, (Hazard.DRONE,), ("RU-BEL/belgorod",))),
        (
            "attack Белгород, Шебекинский округ",
            Said(Kind.ATTACK, None, ("RU-BEL/belgorod", "RU-BEL/shebekinsky")),
        ),
        ("Курская область", Said(None, None, ("RU-KRS",))),
    ],
)
def test_kinds_hazards_and_places_are_read_as_people_write_them(
    written: str, said: Said, texts: Texts, gazetteer: Gazetteer
) -> None:
    """In Russian, in English, or in the program's own words."""
    assert read_said(written.split(), "RU-BEL", Voice(texts, gazetteer, "ru")) == said


def test_an_unknown_word_is_an_error(texts: Texts, gazetteer: Gazetteer) -> None:
    """Nothing is guessed where a correction is concerned."""
    with pytest.raises(UnclearError, match="Нарния"):
        read_said(["опасность", "Нарния"], "RU-BEL", Voice(texts, gazetteer, "ru"))
