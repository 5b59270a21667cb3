"""Keep what was published to the committee, byte for byte: a quarter is published once, and corrected openly."""

import sqlalchemy as sa
from alembic import op

revision = "0004_keep_published_copies"
down_revision = "0003_keep_mapping_profiles"


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("workbook", sa.LargeBinary(), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_publications_run_id_runs"),
        sa.UniqueConstraint("quarter", "edition", name="uq_publications_quarter_edition"),
    )


def downgrade() -> None:
    op.drop_table("publications")
