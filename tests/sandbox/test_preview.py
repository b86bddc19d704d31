from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

if TYPE_CHECKING:
    import aiohttp

    from sandbox.server import Sandbox

CHANNEL = "sandbox_governor_bel"
EVENING = datetime(2026, 11, 21, 21, 14, 5, tzinfo=UTC)


def one(node: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """Return the first element of a kind, which must be there."""
    found = node.css_first(selector)
    assert found is not None, selector
    return found


async def page(http: aiohttp.ClientSession, query: str = "") -> LexborHTMLParser:
    """Read a page of the channel."""
    async with http.get(f"/s/{CHANNEL}{query}") as response:
        assert response.status == 200
        return LexborHTMLParser(await response.text())


def ids(tree: LexborHTMLParser) -> list[int]:
    """Return the numbers of the posts of a page, in its order."""
    blocks = tree.css("section.tgme_channel_history .tgme_widget_message[data-post]")
    names = [block.attributes["data-post"] or "" for block in blocks]
    assert all(name.startswith(f"{CHANNEL}/") for name in names)
    return [int(name.split("/")[1]) for name in names]


async def test_a_post_has_the_markup_readers_look_for(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    """Text with its breaks, time with its offset, address: each where the public page has it."""
    text = "🔴 Белгород & район <3\n\nПодробнее: https://example.org/a?b=1&c=2."
    sandbox.telegram.publish(CHANNEL, text, at=EVENING)
    tree = await page(http)
    body = one(tree, ".tgme_widget_message_text.js-message_text")
    html = body.html or ""
    assert "<br><br>" in html
    assert one(body, "i.emoji > b").text() == "🔴"
    assert one(body, "a").attributes["href"] == "https://example.org/a?b=1&c=2"
    assert body.text().replace("\n", "") == text.replace("\n", "")
    moment = one(tree, "a.tgme_widget_message_date > time").attributes["datetime"]
    assert moment == "2026-11-21T21:14:05+00:00"
    title = one(tree, ".tgme_channel_info_header_title").text()
    assert title == "Губернатор Белгородской области"


async def test_edits_replies_and_forwards_are_marked(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    """An edit says so, a reply quotes what it answers, a forward names its origin."""
    first = sandbox.telegram.publish(CHANNEL, "опасность")
    sandbox.telegram.publish(CHANNEL, "отбой", reply_to=first, forwarded_from="Оперштаб")
    sandbox.telegram.edit_post(CHANNEL, first, "опасность сохраняется")
    alarm, clear = (await page(http)).css(".tgme_widget_message")
    assert "edited" in one(alarm, ".tgme_widget_message_meta").text()
    assert "edited" not in one(clear, ".tgme_widget_message_meta").text()
    quote = one(clear, "a.tgme_widget_message_reply")
    assert "опасность сохраняется" in quote.text()
    assert one(clear, ".tgme_widget_message_forwarded_from_name").text() == "Оперштаб"


async def test_pages_lead_through_the_whole_channel(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    """Twenty posts a page, oldest first, strictly before or after the number asked for."""
    for number in range(45):
        moment = EVENING + timedelta(minutes=number)
        sandbox.telegram.publish(CHANNEL, f"пост {number}", at=moment)
    newest = await page(http)
    assert ids(newest) == list(range(26, 46))
    previous = one(newest, "link[rel=prev]").attributes["href"] or ""
    assert previous.endswith("?before=26")
    assert ids(await page(http, "?before=26")) == list(range(6, 26))
    assert ids(await page(http, "?before=6")) == list(range(1, 6))
    assert ids(await page(http, "?after=5")) == list(range(6, 26))
    beginning = await page(http, "?before=1")
    assert ids(beginning) == []
    assert one(beginning, "div.tme_no_messages_found")


async def test_a_deleted_post_is_absent(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    """What is taken down is not shown, its neighbours stay."""
    numbers = [sandbox.telegram.publish(CHANNEL, text) for text in ("а", "б", "в")]
    sandbox.telegram.delete_post(CHANNEL, numbers[1])
    assert ids(await page(http)) == [numbers[0], numbers[2]]
    with pytest.raises(KeyError):
        sandbox.telegram.edit_post(CHANNEL, numbers[1], "г")


async def test_an_unchanged_page_is_not_sent_again(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    """A known tag is answered with 304 until something changes."""
    address = f"/s/{CHANNEL}"
    async with http.get(address) as response:
        tag = response.headers["ETag"]
    async with http.get(address, headers={"If-None-Match": tag}) as response:
        assert response.status == 304
    sandbox.telegram.publish(CHANNEL, "новое")
    async with http.get(address, headers={"If-None-Match": tag}) as response:
        assert response.status == 200


async def test_a_name_without_a_preview_leads_away(http: aiohttp.ClientSession) -> None:
    """An unknown name is redirected to its contact page, as the public site does."""
    async with http.get("/s/no_such_channel", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, "/no_such_channel")
    async with http.get("/s/no_such_channel") as response:
        assert "tgme_page_additional" in await response.text()
