"""What can go wrong with Telegram, in one sentence for an operator, and whose trouble it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from python_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from telethon import errors

from listeners.telegram_client import ConnectionLostError
from listeners.telegram_session import SessionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Trouble = tuple[tuple[type[BaseException], ...], str]

_ACCOUNT: Final[tuple[Trouble, ...]] = (
    (
        (errors.AuthKeyDuplicatedError,),
        "Telegram ended this login because two places used it at once: tocsin login again",
    ),
    (
        (errors.UserDeactivatedBanError, errors.UserDeactivatedError),
        "Telegram has deleted or banned this account; use another one",
    ),
    (
        (errors.SessionRevokedError, errors.SessionExpiredError),
        "this login was ended from another device: tocsin login again",
    ),
    (
        (errors.FrozenMethodInvalidError,),
        "Telegram has frozen this account; it can be appealed in Telegram's own program",
    ),
    (
        (errors.ApiIdInvalidError, errors.ApiIdPublishedFloodError),
        "Telegram refuses the api_id and api_hash; get your own at my.telegram.org",
    ),
    (
        (errors.UnauthorizedError, errors.AuthKeyError, errors.AuthKeyNotFound),
        "Telegram does not know this login any more: tocsin login again",
    ),
)
_CHANNEL: Final[tuple[Trouble, ...]] = (
    (
        (errors.FrozenParticipantMissingError,),
        "Telegram has frozen this account: it hears only channels it joined before",
    ),
    (
        (errors.ChannelPrivateError,),
        "the channel has become private, or this account is banned from it",
    ),
    (
        (errors.ChannelInvalidError, errors.PeerIdInvalidError),
        "Telegram does not know this channel any more",
    ),
    (
        (errors.ChannelBannedError, errors.UserBannedInChannelError),
        "the channel or this account is banned",
    ),
    ((errors.UsernameNotOccupiedError,), "nobody has this username"),
    ((errors.UsernameInvalidError,), "this is not a username"),
    (
        (errors.TypeNotFoundError,),
        "Telegram's answer has something new in it that cannot be read; update the program",
    ),
)
_CONNECTION: Final[tuple[Trouble, ...]] = (
    ((TimeoutError,), "Telegram does not answer"),
    ((ConnectionRefusedError,), "the connection to Telegram is refused"),
)
_PROXY: Final = (ProxyError, ProxyConnectionError, ProxyTimeoutError)
_BROKEN: Final = (
    OSError,
    EOFError,
    BufferError,
    errors.SecurityError,
    errors.BadMessageError,
    *_PROXY,
)
_TRANSPORT_CODES: Final = {
    404: "Telegram does not know this login any more: tocsin login again",
    429: "Telegram turns connections away for a while",
}

LOST_KEY: Final = (errors.ChannelInvalidError, errors.PeerIdInvalidError)
"""What Telegram says to a key of another login; some servers give a new one to each login."""
CLOSED: Final = "the channel is closed to this account"
NO_CHANNEL: Final = "this username is a person's or a bot's and no channel's"


class NoAnswerError(Exception):
    """A request that was not answered in time, or with nothing that can be read."""


class PausedError(Exception):
    """A request that Telegram does not want for longer than whoever asks can wait."""

    def __init__(self, sentence: str, seconds: float) -> None:
        """Keep for how long."""
        super().__init__(sentence)
        self.seconds = seconds


UNANSWERED: Final = (errors.RPCError, errors.TypeNotFoundError, NoAnswerError, PausedError)
"""What a single request may come to; the connection may be well all the same."""


def account_trouble(error: BaseException) -> str | None:
    """Return what is wrong with the account as a whole, None if nothing is."""
    return _sentence(error, _ACCOUNT)


def channel_trouble(error: BaseException) -> str | None:
    """Return what is wrong with one channel, None if it is not the channel's trouble."""
    return _sentence(error, _CHANNEL)


def connection_trouble(error: BaseException) -> str | None:
    """Return why there is no connection, None if the error is none that we know."""
    match error:
        case ConnectionLostError() | NoAnswerError() | SessionError():
            sentence: str | None = str(error)
        case errors.InvalidBufferError():
            unknown = f"Telegram answers with the transport error {error.code}"
            sentence = _TRANSPORT_CODES.get(error.code, unknown)
        case errors.FloodWaitError():
            sentence = f"Telegram asks for a pause of {error.seconds} s"
        case _:
            sentence = account_trouble(error) or _sentence(error, _CONNECTION)
    if sentence is None and isinstance(error, errors.RPCError):
        sentence = request_trouble(error)
    if sentence is None and isinstance(error, _BROKEN):
        # the type says what happened; the words of some errors name the proxy's password
        sentence = f"the connection to Telegram failed ({type(error).__name__})"
    return sentence


def is_grave(error: BaseException) -> bool:
    """Tell whether a connection's end is more than a blip, so that it is told at once.

    Only an operator can help, or Telegram was already waited for in vain.
    """
    if isinstance(error, errors.InvalidBufferError):
        return error.code in _TRANSPORT_CODES
    waited = isinstance(error, SessionError | NoAnswerError | TimeoutError | errors.FloodWaitError)
    return waited or account_trouble(error) is not None


def asked_pause(error: BaseException) -> float:
    """Return how many seconds Telegram wants to be left alone, nought if it did not say."""
    return float(error.seconds) if isinstance(error, errors.FloodWaitError) else 0.0


def request_trouble(error: errors.RPCError) -> str:
    """Return what Telegram answered instead of an answer."""
    return f"Telegram answers with an error ({error.message or type(error).__name__})"


def most_telling(errors_: BaseException) -> BaseException:
    """Return the error of a group that an operator can do most about, the first of equals."""
    return min(leaves(errors_), key=lambda error: account_trouble(error) is None)


def leaves(errors_: BaseException) -> Iterator[BaseException]:
    """Return the errors a group is made of."""
    if isinstance(errors_, BaseExceptionGroup):
        for error in errors_.exceptions:
            yield from leaves(error)
    else:
        yield errors_


def _sentence(error: BaseException, troubles: Iterable[Trouble]) -> str | None:
    """Return the sentence for an error."""
    return next((words for kinds, words in troubles if isinstance(error, kinds)), None)
