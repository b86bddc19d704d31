"""Fixtures that several rooms use, and how hard random tests look."""

from __future__ import annotations

import gc

from hypothesis import settings

pytest_plugins = ["tests.bot.operators", "tests.fixtures.databases"]

settings.register_profile("ten-thousand", max_examples=10_000, deadline=None)
"""``pytest tests/alerts/test_arrivals.py --hypothesis-profile=ten-thousand``: some minutes."""

# no test fails for being slow on a busy machine; with CI set the examples are the same each time
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")

gc.disable()  # until all tests are collected: what is imported stays


def pytest_collection_finish() -> None:
    """Let the collector never walk what was imported; aiogram alone is 190,000 objects."""
    gc.freeze()
    gc.enable()
