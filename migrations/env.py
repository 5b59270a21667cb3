"""Alembic's door: runs the migrations inside the transaction that the store has begun."""

from alembic import context

from auditkit.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    # The store's own BEGIN makes DDL whole on SQLite too: a failed migration leaves nothing.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
