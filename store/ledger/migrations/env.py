"""How Alembic reaches a ledger: on the connection, in the transaction, that it was handed."""

from alembic import context

from store.ledger.tables import DecisionRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=DecisionRow.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
