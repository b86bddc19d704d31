"""A message to a chat takes less: its notice says when it was planned, and no key is looked up."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; what waits to be sent is sent as before."""
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as outbox:
        outbox.drop_constraint("fk_outbox_chat_id_subscriber", type_="foreignkey")
        outbox.drop_constraint("fk_outbox_notice_id_notice", type_="foreignkey")
        outbox.drop_column("created_at")
