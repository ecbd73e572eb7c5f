"""Find decisions by who made them and when: every page asks what its reader did last."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Index the log by actor and by moment."""
    for name in ("actor", "at"):
        op.create_index(f"ix_decisionrow_{name}", "decisionrow", [name])
