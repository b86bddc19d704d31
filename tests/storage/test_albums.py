"""One album, several numbers: whichever source comes first, it is one post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.storage.examples import GOVERNOR, a_post, keep, minutes

if TYPE_CHECKING:
    from storage.store import Store

TEXT = "Последствия атаки."


async def test_an_album_is_one_post_when_the_page_is_first(night: Store) -> None:
    """The account's number, that of the part with the words, is known from the page."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post(10, TEXT, album=(11, 12)))
        again = await transaction.add_post(a_post(12, TEXT, source="telegram:a"))
        edit = a_post(12, "Уточнение.", source="telegram:a", edited_at=minutes(1))
        edited = await keep(transaction, edit)

    assert again is None
    assert (edited.post.message_id, edited.revision) == (10, 2)


async def test_an_album_is_one_post_when_an_account_is_first(night: Store) -> None:
    """The page's album holds the number that is kept; what the page tells of it is of that post."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post(12, TEXT, source="telegram:a"))
        again = await transaction.add_post(a_post(10, TEXT, album=(11, 12)))
        gone = await keep(transaction, a_post(10, TEXT, album=(11, 12), deleted=True))

    assert again is None
    assert (gone.post.message_id, gone.revision) == (12, 2)


async def test_a_picture_that_is_gone_takes_no_post_along(night: Store) -> None:
    """An account tells every number that is deleted; the album's words may still be there."""
    async with night.transaction() as transaction:
        await keep(transaction, a_post(10, TEXT, album=(11, 12)))
        assert await transaction.add_post(a_post(11, "", source="telegram:a", deleted=True)) is None
        await keep(transaction, a_post(13, "Отбой."))

    assert await night.newest_id(GOVERNOR.username) == 13
