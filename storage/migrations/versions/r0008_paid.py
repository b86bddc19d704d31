"""Why Telegram refused paid broadcasts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("bot", sa.Column("paid_refusal", sa.Text(), nullable=True))
