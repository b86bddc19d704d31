"""What Alembic runs: the migrations, on the connection it was handed."""

from __future__ import annotations

from alembic import context

import storage.tables.heard
import storage.tables.told
import storage.tables.watched  # noqa: F401 - they fill the metadata
from storage.tables.base import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite alters a table by building it anew
)
context.run_migrations()
