"""What Alembic runs. The connection comes from ``database.migrate``, which holds the transaction around all of it, so
that the changes and their record in ``alembic_version`` are committed together."""

from __future__ import annotations

from alembic import context

from sync.archive.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
