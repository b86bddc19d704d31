"""Very many are planned from another chat on each time: where, and in which half of the round."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema forward; what is planned in part is planned on from its beginning.

    Who has got a message of it gets no other one.
    """
    with op.batch_alter_table("unplanned") as unplanned:
        unplanned.alter_column(
            "step", new_column_name="half", existing_type=sa.SmallInteger(), existing_nullable=False
        )
        unplanned.add_column(sa.Column("turning", BIG_ID, nullable=True))
    op.execute("UPDATE unplanned SET half = 0, area = '', chat_id = NULL")
