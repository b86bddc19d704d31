from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alerts.notices import Notice, Reason
from alerts.tables import load_gazetteer
from alerts.verdicts import Hazard, Kind
from bot.render import LIMIT, SHORT, plain, render
from bot.texts import LANGUAGES, load_texts
from bot.voice import Voice
from tests.fakes.telegram_html import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

GAZETTEER = load_gazetteer()
VOICES = {language: Voice(load_texts(), GAZETTEER, language) for language in LANGUAGES}
AREAS = [area.id for area in GAZETTEER.regions()]
AREAS += [area.id for area in GAZETTEER.municipalities("RU-BEL")]
MOMENT = datetime(2026, 11, 22, 0, 12, tzinfo=UTC)  # 03:12 in Moscow


def notice(  # a notice has many facts; each test names the ones it is about
    reason: Reason = Reason.OPENED,
    kind: Kind = Kind.THREAT,
    *,
    areas: Sequence[str] = ("RU-BEL/belgorod",),
    hazards: Sequence[Hazard] = (Hazard.DRONE,),
    delay: timedelta = timedelta(seconds=5),
    source_name: str = "Губернатор",
    link: str | None = "https://t.me/governor_bel/12",
    excerpt: str = "Опасность атаки БПЛА",
    since: datetime | None = None,
    body: str | None = None,
    forwarded_from: str | None = None,
) -> Notice:
    """Return a notice."""
    return Notice(
        reason=reason,
        kind=kind,
        areas=tuple(areas),
        hazards=tuple(hazards),
        published_at=MOMENT,
        received_at=MOMENT + delay,
        source_name=source_name,
        link=link,
        excerpt=excerpt,
        since=since,
        body=body,
        forwarded_from=forwarded_from,
    )


def ru(what: Notice) -> str:
    """Return what a Russian reader sees of a notice."""
    return visible(render(what, VOICES["ru"]))


notices = st.builds(
    notice,
    reason=st.sampled_from([reason for reason in Reason if reason is not Reason.DIGEST]),
    kind=st.sampled_from(Kind),
    areas=st.lists(st.sampled_from(AREAS), max_size=30, unique=True),
    hazards=st.lists(st.sampled_from(Hazard), max_size=8, unique=True),
    delay=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)),
    source_name=st.text(max_size=200),
    link=st.none() | st.text(min_size=1, max_size=100).map(lambda path: f"https://t.me/{path}"),
    excerpt=st.text(max_size=6000) | st.text("<&>\"'/a\ud800", max_size=5000),
    since=st.none() | st.just(MOMENT - timedelta(hours=30)),
    forwarded_from=st.none() | st.text(max_size=200),
)
notices = st.builds(
    replace,
    notices,
    excepted=st.lists(st.sampled_from(AREAS), max_size=9, unique=True).map(tuple),
    immediate=st.booleans(),
)


@given(notices, st.sampled_from(LANGUAGES))
def test_any_notice_is_a_message_telegram_takes(what: Notice, language: str) -> None:
    """Whatever a post holds, its message is readable markup of allowed length."""
    html = render(what, VOICES[language])
    html.encode()
    assert 0 < len(visible(html)) <= LIMIT
    assert visible(html) == plain(html).strip()


@example(
    notice(
        Reason.ENDED,
        Kind.ATTACK,
        areas=AREAS[:5],
        hazards=(Hazard.DRONE, Hazard.MISSILE, Hazard.SHELLING),
        delay=timedelta(days=3),
        source_name="0" * 60,
        since=MOMENT - timedelta(hours=30),
    ),
    "en",
)
@given(notices, st.sampled_from(LANGUAGES))
def test_what_matters_comes_first_and_is_short(what: Notice, language: str) -> None:
    """The lines before the quoted post fit a phone's notification."""
    head = render(what, VOICES[language]).partition("<blockquote")[0].partition("<a href")[0]
    assert len(visible(head)) <= SHORT


def test_a_danger_says_what_where_what_to_do_who_and_when() -> None:
    """The message answers the questions of somebody just woken, in their order."""
    assert ru(notice()).splitlines() == [
        "🟠 Опасность атаки беспилотников",
        "Белгород",
        "Зайдите в помещение, держитесь дальше от окон.",
        "Источник: Губернатор, 03:12, 22 ноября",
        "",
        "Опасность атаки БПЛА",
        "Открыть сообщение",
    ]


def test_an_attack_says_so_in_words_and_colour() -> None:
    """Attack and danger differ by words, not by colour alone."""
    text = ru(notice(Reason.OPENED, Kind.ATTACK, hazards=(Hazard.DRONE, Hazard.MISSILE)))
    assert text.startswith("🔴 Ракетная атака · Атака беспилотников\n")
    assert "Сейчас же в укрытие" in text


def test_a_message_in_english() -> None:
    """English readers get English words and names."""
    text = visible(render(notice(), VOICES["en"]))
    assert text.startswith("🟠 Danger of drone attack\nBelgorod\nGo inside")
    assert "03:12, 22 November" in text


def test_an_end_says_how_long_it_lasted() -> None:
    """The end names its beginning and points to what may still be in force."""
    end = notice(Reason.ENDED, Kind.ALL_CLEAR, since=MOMENT - timedelta(hours=2, minutes=14))
    text = ru(end)
    assert text.startswith("🟢 Отбой опасности атаки беспилотников\n")
    assert "Длилось 2 ч 14 мин, с 00:58" in text
    assert "/now" in text


def test_of_many_places_the_rest_are_counted() -> None:
    """A long list names some and says how many more there are."""
    districts = [area for area in AREAS if area.startswith("RU-BEL/")]
    second = ru(notice(areas=districts)).splitlines()[1]
    assert len(second) <= 110
    assert second.endswith(f"и ещё {len(districts) - second.count(',') - 1}")


def test_a_late_post_says_how_late_it_is() -> None:
    """Delay over a minute is stated, less is not."""
    assert "через 4 мин" in ru(notice(delay=timedelta(minutes=4)))
    assert "через" not in ru(notice(delay=timedelta(seconds=59)))


def test_the_time_is_the_areas_own() -> None:
    """A post about Samara carries Samara's time."""
    assert "04:12, 22 ноября" in ru(notice(areas=["RU-SAM"]))


@pytest.mark.parametrize(
    ("excerpt", "words"), [("Отбой", "изменено"), ("", "удалено")], ids=["edited", "deleted"]
)
def test_a_correction_says_whether_the_post_is_gone(excerpt: str, words: str) -> None:
    """A corrected post and a deleted one are told apart."""
    text = ru(notice(Reason.CORRECTED, excerpt=excerpt))
    assert "Исправление источника" in text
    assert words in text


def test_a_drill_is_marked() -> None:
    """Nobody takes a drill for an alert."""
    assert ru(notice(Reason.DRILL, Kind.DRILL)).startswith("🔵 Учения. Это не тревога")


def test_a_ready_text_is_sent_as_it_is() -> None:
    """A digest is not rendered again."""
    assert render(notice(Reason.DIGEST, body="<b>Сводка</b>"), VOICES["ru"]) == "<b>Сводка</b>"


def test_what_was_passed_on_names_both() -> None:
    """Whose words they are and who passed them on are not the same."""
    text = ru(notice(forwarded_from="МЧС России"))
    assert "Источник: МЧС России, 03:12, 22 ноября, переслал канал Губернатор" in text
