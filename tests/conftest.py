"""Fixtures that several rooms use."""

pytest_plugins = ["tests.fixtures.databases"]
