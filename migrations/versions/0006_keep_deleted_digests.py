"""Keep the digest, and nothing else, of a verdict whose case is deleted, so that its runs can still be proved."""

import sqlalchemy as sa
from alembic import op

revision = "0006_keep_deleted_digests"
down_revision = "0005_store_verdicts_slim"


def upgrade() -> None:
    op.create_table(
        "deleted_verdicts",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("first_run", sa.Integer(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deleted_verdicts"),
        sa.ForeignKeyConstraint(["first_run"], ["runs.id"], name="fk_deleted_verdicts_first_run_runs"),
        sa.ForeignKeyConstraint(["last_run"], ["runs.id"], name="fk_deleted_verdicts_last_run_runs"),
    )


def downgrade() -> None:
    op.drop_table("deleted_verdicts")
