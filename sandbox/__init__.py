"""A stand-in for Telegram on this computer: Bot API, preview pages and a chat page."""
