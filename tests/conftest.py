"""Fixtures that several rooms use."""

pytest_plugins = ["tests.bot.operators", "tests.fixtures.databases"]
