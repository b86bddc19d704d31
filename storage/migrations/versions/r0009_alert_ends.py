"""Alerts are found by their end: what was in force in a region at some time, over years of them."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.drop_index("ix_alert_region_opened_at", "alert")
    op.create_index("ix_alert_region_ended_at", "alert", ["region", "ended_at"])
    op.create_index("ix_alert_ended_at", "alert", ["ended_at"])
