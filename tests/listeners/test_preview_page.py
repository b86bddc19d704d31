from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from listeners.preview_page import PageError, read_page
from listeners.preview_text import plain_text
from tests.fakes.preview_pages import FakeChannel, channel_page

TEXTS = {
    "line breaks": ("Тревога<br/><br/>Укрытие", "Тревога\n\nУкрытие"),
    "marks": ("<b>Отбой</b> <i>атаки</i> <a href='https://x.ru'>тут</a>", "Отбой атаки тут"),
    "emoji is a character": (
        '<i class="emoji" style="background-image:url(x)"><b>‼️</b></i> Внимание',
        "‼️ Внимание",
    ),
    "custom emoji": (
        '<tg-emoji emoji-id="5"><i class="emoji"><b>🚀</b></i></tg-emoji>ПВО',
        "🚀ПВО",
    ),
    "spaces stay": ("два  пробела, \u00a0неразрывный", "два  пробела, \u00a0неразрывный"),
    "a space before a break stays": ("строка <br/>другая", "строка \nдругая"),
    "breaks of the source are spaces": ("одно\n   слово<br/>\n  другое", "одно слово\nдругое"),
    "code keeps its breaks": ("<pre>1\n  2</pre>", "1\n  2"),
    "a quote stands apart": ("до<blockquote>цитата</blockquote>после", "до\nцитата\nпосле"),
    "but not twice apart": ("до<br/><blockquote>цитата</blockquote>", "до\nцитата"),
    "spoiler": ("под <tg-spoiler>полой</tg-spoiler>", "под полой"),
    "entities": ("&quot;А&quot; &lt;3 &amp;amp;", '"А" <3 &amp;'),
    "album": (
        '<div class="tgme_widget_message_text js-message_text" dir="auto">подпись</div>',
        "подпись",
    ),
}


@pytest.mark.parametrize(("html", "text"), TEXTS.values(), ids=TEXTS)
def test_the_text_of_a_post_is_what_a_client_shows(html: str, text: str) -> None:
    """A post reads the same here as from any other source."""
    channel = FakeChannel("oper")
    channel.post(None, html=html)

    page = read_page(channel_page(channel), "oper")

    assert [post.text for post in page.posts] == [text]


def test_a_reply_quote_is_not_part_of_the_post() -> None:
    """The alarm that somebody answers to is not heard as a new one."""
    channel = FakeChannel("oper")
    for tag, outer, inner in (
        ("a", "tgme_widget_message_reply", "tgme_widget_message_text js-message_reply_text"),
        ("a", "tgme_widget_message_reply", "tgme_widget_message_metatext"),
        ("div", "tgme_widget_message_reply_template", "tgme_widget_message_text"),
    ):
        channel.post(
            "Отбой",
            before_text=f'<{tag} class="{outer}" href="https://t.me/oper/1">'
            f'<div class="{inner}" dir="auto">Ракетная опасность</div></{tag}>',
        )

    assert [post.text for post in read_page(channel_page(channel), "oper").posts] == ["Отбой"] * 3


def test_a_post_carries_its_moment_and_origin() -> None:
    """The moment is the post's own and not a video's length; a forwarded post names its origin."""
    channel = FakeChannel("oper")
    channel.post(
        "Работает ПВО",
        before_text='<div class="tgme_widget_message_forwarded_from">Forwarded from '
        '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/gov/5">'
        '<span dir="auto">Губернатор</span></a></div>'
        '<time class="message_video_duration">0:12</time>',
    )

    page = read_page(channel_page(channel), "oper")

    assert page.posts[0].published_at == datetime(2026, 9, 14, 20, 1, tzinfo=UTC)
    assert page.posts[0].forwarded_from == "Губернатор"
    assert (page.title, page.channel_id) == ("Оперштаб", 1623943359)


def test_posts_without_text_and_service_messages() -> None:
    """A picture is a post with no text; a service message is none, but its number counts."""
    channel = FakeChannel("oper")
    channel.post(None)
    channel.post("Оперштаб pinned a photo", classes="service_message")
    channel.post("Отбой", classes="text_not_supported_wrap", parts=(3, 4, 5))

    page = read_page(channel_page(channel), "oper")

    assert [(post.message_id, post.text) for post in page.posts] == [(1, ""), (3, "Отбой")]
    assert page.ids == (1, 2, 3)
    assert page.parts == {4, 5}
    assert page.posts[1].album == (4, 5)


def test_a_name_in_other_letters_is_the_same_channel() -> None:
    """Telegram shows a name as its owner wrote it; case makes no other channel."""
    channel = FakeChannel("OperShtab")
    channel.post("Отбой")

    assert read_page(channel_page(channel), "opershtab").ids == (1,)


def test_posts_of_another_channel_are_refused() -> None:
    """Whoever took over a name or answers in its place is not heard under it."""
    channel = FakeChannel("stranger")
    channel.post("Отбой")

    with pytest.raises(PageError, match="another channel, 'stranger'"):
        read_page(channel_page(channel), "oper")


def test_an_empty_channel_says_that_it_is_empty() -> None:
    """No posts is an answer only where the page says so."""
    assert read_page(channel_page(FakeChannel("oper")), "oper").ids == ()
    with pytest.raises(PageError, match="does not say"):
        read_page("<html><body></body></html>", "oper")
    with pytest.raises(PageError, match="no public preview"):
        read_page('<div class="tgme_page_additional">Open in Telegram</div>', "oper")


def test_one_unreadable_post_does_not_hide_the_others() -> None:
    """A post without a moment or a number is named, and the rest is read."""
    channel = FakeChannel("oper")
    channel.post("Ракетная опасность")
    channel.post("Отбой")
    html = channel_page(channel).replace('datetime="2026-09-14T20:01:00+00:00"', 'datetime="?"')
    html = html.replace("</section>", '<div class="tgme_widget_message" data-post="x"></div>')

    page = read_page(html, "oper")

    assert [post.message_id for post in page.posts] == [2]
    assert page.unreadable == ("1", "x")


@given(st.text(), st.integers(0, 2000), st.integers(0, 200))
def test_no_page_breaks_the_reader(noise: str, place: int, cut: int) -> None:
    """A page torn anywhere is read or refused, never a crash."""
    channel = FakeChannel("oper")
    channel.post("Ракетная опасность")
    channel.post("Отбой")
    html = channel_page(channel)
    torn = html[:place] + noise + html[place + cut :]

    try:
        page = read_page(torn, "oper")
    except PageError:
        return

    assert {post.message_id for post in page.posts} <= set(page.ids)


def test_a_page_nested_out_of_all_measure_is_read() -> None:
    """Depth of nesting costs time, not the program."""
    tree = LexborHTMLParser("<div>" * 5000 + "Отбой")
    assert tree.body is not None

    assert plain_text(tree.body) == "Отбой"
