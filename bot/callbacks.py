"""What the buttons carry: ids, never names, for Telegram allows them 64 bytes."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class Regions(CallbackData, prefix="r"):
    """Show a page of the regions."""

    page: int = 0


class Places(CallbackData, prefix="p"):
    """Show a page of the places of a region."""

    region: str
    page: int = 0


class Toggle(CallbackData, prefix="t"):
    """Add (on) or remove a place and stay on the page of its region."""

    area: str
    on: bool
    page: int = 0


class Choose(CallbackData, prefix="c"):
    """Subscribe to a place that was offered."""

    area: str


class Drop(CallbackData, prefix="d"):
    """Remove one of one's places; no area means all of them."""

    area: str | None = None


class Show(CallbackData, prefix="s"):
    """Tell about a place."""

    area: str


class DigestAt(CallbackData, prefix="h"):
    """Set the hour of the digest; no hour means no digest."""

    hour: int | None = None


class Speak(CallbackData, prefix="l"):
    """Set the language; none asks which."""

    language: str | None = None


class Forget(CallbackData, prefix="f"):
    """Confirm or refuse to be forgotten."""

    sure: bool


class Done(CallbackData, prefix="x"):
    """Put the buttons away."""


class Watch(CallbackData, prefix="w"):
    """Follow the channel that was looked at, as ``question`` was asked: an area may be too long."""

    username: str
    question: str


class WatchNot(CallbackData, prefix="wn"):
    """Leave the channel alone that was looked at."""


class Unwatch(CallbackData, prefix="u"):
    """Follow a channel no more."""

    username: str


class Watched(CallbackData, prefix="ch"):
    """Show a page of the followed channels."""

    page: int = 0


class CorrectKinds(CallbackData, prefix="ck"):
    """Ask what a post really is."""

    post_id: int


class CorrectAs(CallbackData, prefix="ca"):
    """Propose that a post is of a kind."""

    post_id: int
    kind: str


class Correct(CallbackData, prefix="cy"):
    """Correct a post, as ``question`` was asked."""

    question: str


class CorrectNot(CallbackData, prefix="cn"):
    """Leave a post as it was read."""


class Pay(CallbackData, prefix="pay"):
    """Pay for alarms from now on, or leave it."""

    sure: bool


class EndByHand(CallbackData, prefix="eh"):
    """End an alert that nobody has cleared; not ``sure`` asks first."""

    alert: int
    sure: bool


class EndNot(CallbackData, prefix="en"):
    """Leave an alert in force."""
