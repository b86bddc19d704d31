"""Follows one channel from page to page: what is new, changed, vanished, or still missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from listeners.preview_page import Page, PageError, PagePost, read_page
from listeners.preview_site import Site, SiteError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PATIENCE: Final = 10
"""So often a page of a gap is tried before the gap is told without it."""
_REMEMBERED: Final = 200
"""So many posts of a channel are compared with what the pages show."""
_LONG_GAP: Final = 200
"""A gap of more posts is filled after its end was told: the newest of them may be the alarm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a channel brought, each row oldest first.

    ``unfinished`` means that older pages must be read before all can be told, and a new ``up_to``
    that nothing is left out up to that number.
    """

    posts: tuple[PagePost, ...] = ()
    gone: tuple[PagePost, ...] = ()
    trouble: str | None = None
    unfinished: bool = False
    up_to: int | None = None


@dataclass(slots=True)
class _Backlog:
    """Pages read so far on the way back; kept when a request fails, so that any gap is closed."""

    newest: Page
    pages: list[Page]
    reaches_back: bool = False
    trouble: str | None = None
    failures: int = 0

    @property
    def oldest_id(self) -> int:
        """Return the lowest number read so far."""
        return self.pages[-1].ids[0]


class ChannelReader:
    """Reads a channel, and remembers what it has handed out."""

    def __init__(self, channel: str, *, newest_known: int | None, first_read_pages: int) -> None:
        """Begin after the newest post that is kept; without one, with a few pages of history."""
        self.channel = channel
        self.title: str | None = None
        self.channel_id: int | None = None
        self._known = newest_known
        self._first_read_pages = first_read_pages
        self._shown: dict[int, PagePost] = {}
        self._begins: int | None = None
        self._missing: frozenset[int] = frozenset()
        self._validators: Mapping[str, str] = {}
        self._last: Page | None = None
        self._backlog: _Backlog | None = None
        self._has_hole = False
        self._marked: int | None = None

    async def look(self, site: Site) -> Look:
        """Fetch one page and tell what it adds; SiteError or PageError if it is not to be had."""
        early: tuple[PagePost, ...] = ()
        if self._backlog is None:
            newest = await self._newest_page(site)
            self._backlog = _Backlog(newest, [newest], trouble=_unreadable(newest))
            early = self._end_of_long_gap(newest)
        else:
            await self._step_back(site, self._backlog)
        if not self._is_complete(self._backlog):
            return Look(posts=early, unfinished=True)
        complete, self._backlog = self._backlog, None
        return self._tell(complete)

    async def _newest_page(self, site: Site) -> Page:
        """Return the newest page: the one held, if the site says that nothing has changed."""
        answer = await site.page(self.channel, validators=self._validators)
        if answer.html is None and self._last is not None:
            return self._last
        page = read_page(answer.html or "", self.channel)
        if not page.ids and self._known is not None:
            # whoever asks too often may be told that there are no posts at all
            raise PageError("the site says that there are no posts, but there were")
        self._validators, self._last = answer.validators, page
        self.title = page.title or self.title
        self.channel_id = page.channel_id or self.channel_id
        return page

    async def _step_back(self, site: Site, backlog: _Backlog) -> None:
        """Read the page before the oldest one read."""
        before = backlog.oldest_id
        try:
            page = await self._page_before(site, backlog.pages[-1])
        except (SiteError, PageError) as error:
            backlog.failures += 1
            if backlog.failures < _PATIENCE:
                raise
            await self._newest_page(site)  # raises as well if the whole site is down: then we wait
            # it is this page alone; to wait on would leave the channel unheard for good
            backlog.trouble = f"posts before {before} cannot be read: {error}"
            backlog.reaches_back = self._has_hole = True
            return
        backlog.failures = 0
        if page is None:
            backlog.trouble = f"the site shows nothing older than post {before}, yet no beginning"
            backlog.reaches_back = self._has_hole = True
        elif not page.ids:
            backlog.reaches_back = True
        else:
            backlog.pages.append(page)
            backlog.trouble = _unreadable(page) or backlog.trouble

    async def _page_before(self, site: Site, shown: Page) -> Page | None:
        """Return the page before another; None if what came is not older."""
        before = shown.ids[0]
        answer = await site.page(self.channel, before=before)
        page = read_page(answer.html or "", self.channel)
        if not page.ids and (shown.links_back or page.unreadable):
            raise PageError(f"the site denies posts before {before}, to which it links")
        return _older(page, before)

    def _end_of_long_gap(self, newest: Page) -> tuple[PagePost, ...]:
        """Return the newest posts, to be told before those of a long gap."""
        if self._known is None or not newest.ids or newest.ids[0] - self._known < _LONG_GAP:
            return ()
        fresh = tuple(post for post in newest.posts if self._is_news(post))
        self._shown.update({post.message_id: post for post in fresh})
        return fresh

    def _is_complete(self, backlog: _Backlog) -> bool:
        """Return whether nothing that is not known can lie before the oldest page read."""
        if backlog.reaches_back or not backlog.newest.ids or backlog.oldest_id == 1:
            return True
        if self._known is None:
            return len(backlog.pages) >= self._first_read_pages
        return backlog.oldest_id <= self._known + 1

    def _tell(self, backlog: _Backlog) -> Look:
        """Compare what was read with what has been handed out, and remember it."""
        pages = backlog.pages
        read = {post.message_id: post for page in reversed(pages) for post in page.posts}
        fresh = [post for post in read.values() if self._is_news(post)]
        present = {number for page in pages for number in (*page.ids, *page.parts)}
        missing = self._vanished(present)
        gone = [self._shown.pop(number) for number in sorted(missing & self._missing)]
        self._missing = missing - self._missing
        self._shown.update(read)
        self._shown = {number: self._shown[number] for number in sorted(self._shown)[-_REMEMBERED:]}
        if backlog.newest.ids:
            self._begins = backlog.oldest_id if self._begins is None else self._begins
            self._known = max(self._known or 0, backlog.newest.ids[-1])
        return Look(
            posts=tuple(sorted(fresh, key=lambda post: post.message_id)),
            gone=tuple(gone),
            trouble=backlog.trouble,
            up_to=self._new_mark(),
        )

    def _new_mark(self) -> int | None:
        """Return up to where nothing is left out, if that is news; after a hole it never is."""
        if self._has_hole or self._known == self._marked:
            return None
        self._marked = self._known
        return self._marked

    def _is_news(self, post: PagePost) -> bool:
        """Return whether a post was not handed out yet, or with another text.

        When posts are deleted, the page reaches further back than it did: that is no news.
        """
        if self._begins is not None and post.message_id < self._begins:
            return False
        handed_out = self._shown.get(post.message_id)
        return handed_out is None or handed_out.text != post.text

    def _vanished(self, present: set[int]) -> frozenset[int]:
        """Return posts absent between two others; at either end the page may just be cut."""
        if not present:
            return frozenset()
        low, high = min(present), max(present)
        return frozenset(n for n in self._shown if n not in present and low < n < high)


def _older(page: Page, before: int) -> Page | None:
    """Return the part of a page that lies before a post; None if it should and does not."""
    ids = tuple(number for number in page.ids if number < before)
    if page.ids and not ids:
        return None
    posts = tuple(post for post in page.posts if post.message_id < before)
    return replace(page, ids=ids, posts=posts)


def _unreadable(page: Page) -> str | None:
    """Return what could not be read on a page, in a sentence."""
    if not page.unreadable:
        return None
    return f"the page holds posts that cannot be read: {', '.join(page.unreadable[:5])}"
