from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.normal import normalise
from alerts.reader import official_reader
from alerts.verdicts import PRECEDENCE, Hazard, Kind

POSTS = st.sampled_from(
    [
        "Ракетная опасность на территории Курской области! Спуститесь в укрытия.",
        "Отбой опасности атаки БПЛА в Тульской области.",
        "Над районом сбиты три БПЛА. Пострадавших нет.",
        "Этой ночью отражена атака беспилотников, повреждён дом.",
        "Отбой ракетной опасности. Беспилотная опасность сохраняется.",
        "Работает ПВО, всё ещё летят дроны!",
        "5 марта пройдёт проверка сирен.",
        "Аэропорт закрыт на приём и выпуск рейсов.",
        "Ждите отмены сигнала «Беспилотная опасность».",
        "Открыли новую школу и стадион.",
    ]
)
FOOTERS = st.sampled_from(
    [
        "Единый номер вызова экстренных служб: 112.",
        "Канал «Всё о безопасности» в МАХ 👉 max.ru/id1",
        "Подписаться на МАКС",
        "🇷🇺 Мой канал в MAX",
        "@oblast_news",
        "#Важно #Безопасность",
        "https://example.org/отбой",
    ]
)
DECORATIONS = st.sampled_from(["❗️", "⚡️", "‼️ ", "🔴", " ", "\u00a0", "🇷🇺 "])
WORDS = st.sampled_from(
    [
        "отбой",
        "опасность",
        "угроза",
        "не",
        "бпла",
        "ракетная",
        "снята",
        "отменена",
        "ждите",
        "до",
        "сбит",
        "пво",
        "работает",
        "ночью",
        "если",
        ",",
        ".",
        "!",
        "?",
        "«",
        "»",
        "-",
        "\n",
        "Белгород",
        "5",
        "по",
        "два",
        "отбоя",
        "нет",
        "больше",
        "из-за",
    ]
)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_verdict(text: str) -> None:
    """Nothing a channel can publish makes the reader fail."""
    assert official_reader().read(text, "RU-BEL").statements


@settings(deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join), st.sampled_from(["RU-BEL", "RU-TUL", None]))
def test_any_row_of_our_words_gets_a_verdict_in_order(text: str, home: str | None) -> None:
    """A verdict leads with its most urgent statement and quotes the post, whatever the words."""
    verdict = official_reader().read(text, home)

    ranks = [PRECEDENCE[statement.kind] for statement in verdict.statements]
    partial = verdict.headline.kind is Kind.ALL_CLEAR and verdict.headline.partial
    assert partial or ranks == sorted(ranks)
    assert all(quote in text for statement in verdict.statements for quote in statement.because)


@settings(deadline=None)
@given(st.lists(POSTS, min_size=1, max_size=3).map(" ".join))
def test_word_for_word_the_same_post_says_the_same_again(post: str) -> None:
    """A formula that was read before is read as if it were new, for each channel's own region."""
    for home in ("RU-TUL", "RU-ORL", None):
        anew = official_reader().understand(post, home).verdict
        assert official_reader().read(post, home) == official_reader().read(post, home) == anew


@settings(deadline=None)
@given(POSTS, st.lists(FOOTERS, min_size=1, max_size=3))
def test_footer_changes_nothing(post: str, footers: list[str]) -> None:
    """What a channel puts under every post says nothing."""
    plain = official_reader().read(post, "RU-TUL")
    signed = official_reader().read("\n".join([post, *footers]), "RU-TUL")

    assert [(s.kind, s.hazards, s.areas) for s in signed.statements] == [
        (s.kind, s.hazards, s.areas) for s in plain.statements
    ]


@settings(deadline=None)
@given(POSTS, DECORATIONS, st.sampled_from([str, str.upper, str.lower]), st.sampled_from("ёе"))
def test_spelling_and_decoration_change_no_kind(
    post: str, decoration: str, case: type[str], yo: str
) -> None:
    """Case, ё, emoji and odd spaces are dress, not meaning."""
    dressed = decoration + case(post.replace(" ", "  ")) + decoration
    dressed = dressed.replace("ё", yo).replace("Ё", yo.upper())

    assert (
        official_reader().read(dressed, "RU-TUL").kind
        is official_reader().read(post, "RU-TUL").kind
    )


@given(st.text(max_size=300))
def test_normal_text_keeps_every_offset(text: str) -> None:
    """What is matched in the normal text can be quoted from the post."""
    assert len(normalise(text)) == len(text)


def test_megabyte_of_noise_is_only_noise() -> None:
    """A huge text neither fails nor rings."""
    for noise in ("1", "а", "-", "не ", "«", "\n", "Белгород ", "5 по "):
        assert official_reader().read(noise * (1_000_000 // len(noise)), "RU-BEL").kind in {
            Kind.OTHER,
            Kind.SUMMARY,
        }


def corpus_posts() -> list[tuple[str, str | None]]:
    """Return the labelled posts of our own, with the regions of their channels."""
    files = sorted((Path(__file__).parent.parent / "corpus").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [(post["text"], post["channel_region"]) for post in map(json.loads, lines)]


CORPUS_POSTS = st.sampled_from(corpus_posts())
ALONE = (
    "Ракетная опасность на территории Курской области!",
    "Отбой опасности атаки БПЛА в Тульской области.",
    "В Воронеже работает ПВО, отражаем атаку беспилотников.",
    "Аэропорт Казани временно не принимает и не выпускает рейсы.",
    "К обломкам беспилотников не подходите, звоните 112.",
)


def told(text: str, home: str | None) -> list[tuple[object, ...]]:
    """Return what a post says without its words: kinds, hazards, areas, numbers."""
    verdict = official_reader().read(text, home)
    said = [(s.kind, s.hazards, s.areas, s.partial, s.reminder) for s in verdict.statements]
    return [*said, (verdict.tally, verdict.killed, verdict.injured)]


@settings(deadline=None, max_examples=300)
@given(CORPUS_POSTS, st.lists(FOOTERS, min_size=1, max_size=3))
def test_footer_changes_nothing_in_any_post(
    post: tuple[str, str | None], footers: list[str]
) -> None:
    """Whatever the post, what a channel puts under it says nothing."""
    text, home = post

    assert told("\n".join([text, *footers]), home) == told(text, home)


def said(text: str, home: str | None) -> list[tuple[object, ...]]:
    """Return what a post says by kind, hazards and areas."""
    return [row[:3] for row in told(text, home)[:-1]]


@settings(deadline=None, max_examples=300)
@given(CORPUS_POSTS, DECORATIONS, st.sampled_from([" ", "  ", "\u00a0", "\u2009"]))
def test_emoji_yo_and_spacing_change_nothing_in_any_post(
    post: tuple[str, str | None], decoration: str, space: str
) -> None:
    """Whatever the post, ё, emoji and the width of its spaces are dress."""
    text, home = post
    dressed = decoration + text.replace(" ", space).replace("ё", "е").replace("Ё", "Е")

    assert said(dressed, home) == said(text, home)


@settings(deadline=None)
@given(st.permutations(ALONE))
def test_order_of_sentences_keeps_the_statements(sentences: list[str]) -> None:
    """Sentences that each say all of their own news say it wherever they stand."""
    read = {
        (s.kind, s.hazards, s.areas)
        for s in official_reader().read(" ".join(sentences), "RU-TUL").statements
        if s.kind in {Kind.ATTACK, Kind.THREAT, Kind.ALL_CLEAR}
    }

    assert read == {
        (Kind.THREAT, (Hazard.MISSILE,), ("RU-KRS",)),
        (Kind.ALL_CLEAR, (Hazard.DRONE,), ("RU-TUL",)),
        (Kind.ATTACK, (Hazard.DRONE,), ("RU-VOR/voronezh",)),
    }
