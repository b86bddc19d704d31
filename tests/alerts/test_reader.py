from __future__ import annotations

import pytest

from alerts.reader import official_reader
from alerts.verdicts import Hazard, Kind, Statement, Verdict


def read(text: str, home: str | None = "RU-BEL") -> Verdict:
    """Read a post of the Belgorod governor."""
    return official_reader().read(text, home)


def kinds(text: str) -> list[Kind]:
    """Return the kinds of all statements."""
    return [statement.kind for statement in read(text).statements]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("ПВО отражает атаку БПЛА.", Kind.ATTACK, id="present is now"),
        pytest.param(
            "Минувшей ночью отражена атака БПЛА.", Kind.AFTERMATH, id="finished period is past"
        ),
        pytest.param("Сбит БПЛА над Шебекино.", Kind.ATTACK, id="shot down, no period"),
        pytest.param(
            "Сбит БПЛА над Шебекино, опасность сохраняется.",
            Kind.THREAT,
            id="shot down, danger stays",
        ),
        pytest.param("Не снимайте, как работает ПВО.", Kind.ADVISORY, id="air defence in advice"),
        pytest.param(
            "Может работать ПВО, не пугайтесь.", Kind.ADVISORY, id="air defence only possible"
        ),
        pytest.param(
            "Если объявлена ракетная опасность, спуститесь в подвал.",
            Kind.ADVISORY,
            id="danger on condition",
        ),
        pytest.param("Из-за угрозы БПЛА закрыт аэропорт.", Kind.ADVISORY, id="danger as a cause"),
        pytest.param(
            "Из-за угрозы БПЛА прошу всех укрыться дома.",
            Kind.THREAT,
            id="danger as a cause to hide",
        ),
    ],
)
def test_tense_condition_and_cause_decide_the_kind(text: str, kind: Kind) -> None:
    """The same words ring or stay silent by how they are said."""
    assert read(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Ракетная опасность! Оставайтесь в укрытиях до отбоя.",
        "Ждите отбоя ракетной опасности.",
        "Ждите отмены сигнала «Беспилотная опасность».",
        "Отбоя ракетной опасности не было.",
        "Отбой ракетной опасности не объявлен.",
        "Отбой ракетной опасности пока никто не давал.",
        "Опасность атаки БПЛА не снята.",
        "Опасность атаки БПЛА не была снята.",
        "Режим беспилотной опасности отменён не был.",
        "Отбой ракетной опасности будет объявлен позже.",
        "Когда дадут отбой беспилотной опасности, выходите.",
        "Скоро отбой ракетной опасности.",
        "Отбой ракетной опасности отменён.",
        "Отбой ракетной опасности объявлен ошибочно.",
        "Дан ли отбой ракетной опасности?",
        "Фейк: отбой ракетной опасности.",
        "Пишут, что отбой беспилотной опасности. Это ложь.",
        "Ограничения, введённые из-за беспилотной опасности, сняты.",
        "Опасность обрушения дома, задетого беспилотником, снята.",
        "Угрозы жизни раненых при ударе БПЛА нет.",
        "Тревоги нет, это плановая проверка сирен. Отбой в 11:00.",
        "Атака БПЛА закончилась, опасность сохраняется.",
        "Смена караула: отбой по гарнизону и ужин в 20:00 по распорядку.",
    ],
)
def test_words_of_an_end_that_ends_nothing(text: str) -> None:
    """Negation, expectation, hearsay and other matters never clear a danger."""
    assert Kind.ALL_CLEAR not in kinds(text)


def test_end_of_one_regime_while_another_stays_is_partial() -> None:
    """The headline is the end; the danger that stays is a reminder beside it."""
    verdict = read("Отбой ракетной опасности. Беспилотная опасность сохраняется.")

    assert [(s.kind, s.hazards, s.partial, s.reminder) for s in verdict.statements] == [
        (Kind.ALL_CLEAR, (Hazard.MISSILE,), True, False),
        (Kind.THREAT, (Hazard.DRONE,), False, True),
    ]


def test_new_danger_leads_over_the_end_of_another() -> None:
    """An end of one danger does not hide that another begins."""
    assert kinds("Отбой ракетной опасности. Объявлена беспилотная опасность.") == [
        Kind.THREAT,
        Kind.ALL_CLEAR,
    ]


def test_air_raid_warning_names_no_hazard() -> None:
    """«Воздушная тревога» and «ПВО работает» say nothing of what is coming."""
    assert read("Воздушная тревога!").headline.hazards == ()
    assert read("Работает ПВО.").headline.hazards == ()


def test_hazard_is_taken_from_the_post_when_the_sentence_names_none() -> None:
    """«Работает ПВО» beside a drone danger is about drones."""
    headline = read("Объявлена опасность атаки БПЛА. Работает ПВО.").headline

    assert (headline.kind, headline.hazards) == (Kind.ATTACK, (Hazard.DRONE,))


def test_verdict_rests_on_the_very_words_of_the_post() -> None:
    """The quote is the post's own spelling, not the normal one."""
    text = "Жители! ОТБОЙ  Опасности   атаки БПЛА."

    for quote in read(text).headline.because:
        assert quote in text
    assert "ОТБОЙ" in read(text).headline.because[0]


def test_statement_takes_place_of_its_sentence_else_home() -> None:
    """A post that names no place concerns the channel's own region."""
    assert read("Опасность атаки БПЛА в Шебекинском округе.").headline.areas == (
        "RU-BEL/shebekinsky",
    )
    assert read("Опасность атаки БПЛА!").headline.areas == ("RU-BEL",)
    assert read("Опасность атаки БПЛА!", None).headline.areas == ()


def test_place_of_one_sentence_does_not_narrow_the_danger_of_another() -> None:
    """Damage in a town does not shrink «в регионе сохраняется опасность» to the town."""
    verdict = read(
        "В Шебекино от удара БПЛА повреждён дом. В регионе сохраняется опасность атаки БПЛА."
    )

    assert verdict.headline.kind is Kind.THREAT
    assert verdict.headline.areas == ("RU-BEL",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Опасность атаки БПЛА в Белгороде. В Шебекинском округе ракетная опасность!",
            {("threat", "drone", "RU-BEL/belgorod"), ("threat", "missile", "RU-BEL/shebekinsky")},
            id="a danger each",
        ),
        pytest.param(
            "Ракетная опасность в Белгороде отменена, в Шебекинском округе сохраняется "
            "опасность атаки БПЛА.",
            {
                ("all_clear", "missile", "RU-BEL/belgorod"),
                ("threat", "drone", "RU-BEL/shebekinsky"),
            },
            id="an end and a danger in one sentence",
        ),
        pytest.param(
            "Отбой опасности атаки БПЛА в Белгороде и Шебекинском округе. Отбой!",
            {
                ("all_clear", "drone", "RU-BEL/belgorod"),
                ("all_clear", "drone", "RU-BEL/shebekinsky"),
            },
            id="an end repeated without places is no wider",
        ),
        pytest.param(
            "Отбой опасности атаки БПЛА. В Шебекино обломками БПЛА повреждён дом.",
            {("all_clear", "drone", "RU-BEL")},
            id="damage does not narrow an end",
        ),
        pytest.param(
            "Сбит БПЛА над Шебекинским округом. Опасность атаки БПЛА сохраняется.",
            {("threat", "drone", "RU-BEL")},
            id="a shoot-down does not narrow a danger",
        ),
        pytest.param(
            "Ракетная опасность! Белгород. Шебекинский округ.",
            {
                ("threat", "missile", "RU-BEL/belgorod"),
                ("threat", "missile", "RU-BEL/shebekinsky"),
            },
            id="places listed after",
        ),
    ],
)
def test_each_danger_and_each_end_has_its_own_places(
    text: str, expected: set[tuple[str, str, str]]
) -> None:
    """An end never reaches a place where it was not given, nor a danger shrink to another's."""
    urgent = {Kind.THREAT, Kind.ALL_CLEAR}

    found = {
        (statement.kind.value, hazard.value, area)
        for statement in read(text).statements
        if statement.kind in urgent
        for hazard in statement.hazards
        for area in statement.areas
    }

    assert found == expected


def test_unknown_place_is_kept_as_heard() -> None:
    """A village nobody knows is shown to the operator."""
    headline = read("Опасность атаки БПЛА в селе Неведомовка.").headline

    assert headline.unknown == ("Неведомовка",)


def test_empty_post_says_nothing() -> None:
    """A picture without words is no news and no error."""
    assert read("").statements == (Statement(kind=Kind.OTHER, areas=("RU-BEL",)),)


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        pytest.param("Отбой опасности атаки БПЛА в посёлке Разумное.", (), id="a settlement"),
        pytest.param(
            "Отбой опасности БПЛА в селе Муром Шебекинского округа.", (), id="and its district"
        ),
        pytest.param("Отбой опасности атаки БПЛА в селе Незнаемово.", (), id="an unknown village"),
        pytest.param(
            "Отбой опасности атаки БПЛА в Шебекинском округе.",
            ("RU-BEL/shebekinsky",),
            id="a district",
        ),
        pytest.param("Отбой опасности атаки БПЛА.", ("RU-BEL",), id="no place at all"),
    ],
)
def test_end_reaches_no_further_than_the_place_it_names(text: str, areas: tuple[str, ...]) -> None:
    """A clear for a village does not end the alert of its whole district."""
    (clear,) = [s for s in read(text).statements if s.kind is Kind.ALL_CLEAR]

    assert clear.areas == areas


def test_danger_in_a_village_concerns_its_district() -> None:
    """Danger is never narrowed to what no alert can be given for."""
    assert read("Опасность атаки БПЛА в посёлке Разумное!").headline.areas == (
        "RU-BEL/belgorodsky",
    )


def test_reminder_of_danger_is_not_advice() -> None:
    """«Напоминаем: опасность сохраняется» keeps an alert alive."""
    headline = read(
        "Напоминаем: на территории области сохраняется опасность атаки БПЛА. Не выходите из домов."
    ).headline

    assert (headline.kind, headline.reminder) == (Kind.THREAT, True)


def test_news_of_consequences_to_come_is_no_aftermath() -> None:
    """«О последствиях сообщу» tells nothing that has happened."""
    assert kinds("Атака БПЛА на Белгород продолжается. О последствиях сообщу позже.") == [
        Kind.ATTACK
    ]


def test_first_word_of_harm_is_aftermath() -> None:
    """A report that names no weapon still tells what an attack did."""
    verdict = read("По предварительным данным, в Белгороде пострадавших нет. Выбиты окна в доме.")

    assert (verdict.kind, verdict.injured) == (Kind.AFTERMATH, 0)


@pytest.mark.parametrize(
    "text",
    [
        "В соседней области дали отбой беспилотной опасности, у нас она действует.",
        "Угроза атаки БПЛА. Отбой, объявленный ранее, не действует.",
        "Оставайтесь там до получения сигнала «Отбой ракетной опасности».",
        "Учебная тревога завершена, отбой.",
    ],
)
def test_another_regions_clear_or_one_withdrawn_clears_nothing(text: str) -> None:
    """An end that is not ours, not valid or yet to come ends nothing here."""
    assert Kind.ALL_CLEAR not in kinds(text)
