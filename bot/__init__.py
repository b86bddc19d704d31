"""The Telegram bot: what residents ask, what they are told, and how it is delivered."""
