from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import ApiError, Json
from sandbox.html_entities import utf16_length
from sandbox.texts import formatted


def parsed(html: str) -> tuple[str, list[Json]]:
    """Return what a text in HTML becomes."""
    return formatted(html, "HTML", None)


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_each_known_tag_becomes_its_entity(tag: str, kind: str) -> None:
    """Every tag Telegram knows gives the entity Telegram gives."""
    text, entities = parsed(f"a <{tag}>word</{tag}> b")
    assert text == "a word b"
    assert entities == [{"type": kind, "offset": 2, "length": 4}]


@pytest.mark.parametrize(
    ("html", "extra"),
    [
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ('<a href="https://e.org/?a=1&amp;b=2">x</a>', {"url": "https://e.org/?a=1&b=2"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ('<pre><code class="language-py">x</code></pre>', {"type": "pre", "language": "py"}),
        ('<tg-emoji emoji-id="123">x</tg-emoji>', {"custom_emoji_id": "123"}),
        (
            '<tg-time unix="1700000000" format="wDT">x</tg-time>',
            {"type": "date_time", "unix_time": 1700000000, "date_time_format": "wDT"},
        ),
    ],
)
def test_attributes_reach_the_entity(html: str, extra: Json) -> None:
    """What a tag says besides its name is kept in its entity."""
    text, [entity] = parsed(html)
    assert text == "x"
    assert entity.items() >= extra.items()


def test_offsets_count_utf16_units() -> None:
    """An emoji before an entity moves it by two, as Telegram's clients count."""
    text, entities = parsed("🚨 <b>Белгород 🟢</b> <i>отбой</i>")
    assert text == "🚨 Белгород 🟢 отбой"
    assert [(e["offset"], e["length"]) for e in entities] == [(3, 11), (15, 5)]


def test_only_four_named_references_exist() -> None:
    """Other references stay as they are written."""
    text, _ = parsed("&lt;&gt;&amp;&quot;&#1041;&#x411;&nbsp;&copy; &")
    assert text == '<>&"ББ&nbsp;&copy; &'


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("да < b", 'Unsupported start tag "" at byte offset 5'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_wrong_tags_are_refused_in_the_official_words(html: str, why: str) -> None:
    """A refusal names the fault and its byte, so that a bot's log can be compared."""
    with pytest.raises(ApiError) as refusal:
        parsed(html)
    assert refusal.value.description == f"Bad Request: can't parse entities: {why}"


def test_outer_white_space_goes_and_entities_move() -> None:
    """Trimming the text keeps each entity over its own words."""
    text, entities = parsed("\n 🟢 <b> отбой \n</b> ")
    assert text == "🟢  отбой"
    assert entities == [{"type": "bold", "offset": 3, "length": 6}]


def test_a_hundred_entities_are_kept() -> None:
    """More marks than Telegram keeps are dropped without a word."""
    _, entities = parsed("<b>x</b> " * 130)
    assert len(entities) == 100


@given(st.text())
def test_escaped_words_come_back_unchanged(words: str) -> None:
    """Whatever is escaped reads as it was written, however odd."""
    words = words.encode(errors="replace").decode().strip()
    html = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text, entities = parsed(f"<b>{html}</b>")
    assert text == words
    expected = [{"type": "bold", "offset": 0, "length": utf16_length(words)}] if words else []
    assert [entity for entity in entities if entity["type"] == "bold"] == expected


@given(st.text(alphabet="<>/&;\"'= abi\n=#x0"))
def test_no_text_breaks_the_parser(html: str) -> None:
    """Any text is either read or refused; nothing else happens."""
    text, entities, code = "", list[Json](), 400
    try:
        text, entities = parsed(html)
    except ApiError as refusal:
        code = refusal.code
    end = utf16_length(text)
    assert code == 400
    assert all(0 <= entity["offset"] <= end - entity["length"] for entity in entities)
