"""What a config says of accounts, as the listeners want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from listeners.telegram_settings import TelegramSettings

if TYPE_CHECKING:
    from app.config import TelegramConfig


def settings_of(config: TelegramConfig) -> TelegramSettings:
    """Return the settings all accounts share; ValueError if there is no api_id or api_hash."""
    if config.api_id is None or config.api_hash is None:
        raise ValueError("api_id and api_hash are needed to connect with an account")
    return TelegramSettings(
        api_id=config.api_id,
        api_hash=config.api_hash.get_secret_value(),
        sessions=config.sessions,
        server=config.server,
        public_key=config.public_key,
        proxy=config.proxy,
        tick_seconds=config.tick_seconds,
        sweep_seconds=config.sweep_seconds,
        request_timeout_seconds=config.request_timeout_seconds,
    )
