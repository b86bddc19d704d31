"""Readings that are unsure, and what operators had posts mean instead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
UNTOLD = sa.text("told_at IS NULL")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "doubt",
        sa.Column("revision_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("heard_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revision.id"],
            name="fk_doubt_revision_id_post_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("revision_id", name="pk_doubt"),
    )
    op.create_index(
        "ix_doubt_untold",
        "doubt",
        ["heard_at"],
        unique=False,
        sqlite_where=UNTOLD,
        postgresql_where=UNTOLD,
    )
    op.create_table(
        "correction",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("revision_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revision.id"],
            name="fk_correction_revision_id_post_revision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_correction_revision_id", "correction", ["revision_id"])
