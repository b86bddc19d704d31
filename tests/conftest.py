"""Fixtures that several rooms use, and how hard random tests look."""

from __future__ import annotations

from hypothesis import settings

pytest_plugins = ["tests.bot.operators", "tests.fixtures.databases"]

settings.register_profile("ten-thousand", max_examples=10_000, deadline=None)
"""``pytest tests/alerts/test_arrivals.py --hypothesis-profile=ten-thousand``: some minutes."""
