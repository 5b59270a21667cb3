"""Keep the mapping profile that a list was read with, each text once: a run knows what it judged with."""

import sqlalchemy as sa
from alembic import op

revision = "0003_keep_mapping_profiles"
down_revision = "0002_add_views_for_power_bi"


def upgrade() -> None:
    op.create_table(
        "profiles",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_profiles"),
    )
    op.create_table(
        "file_profiles",
        sa.Column("file_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", name="pk_file_profiles"),
        sa.ForeignKeyConstraint(["file_id"], ["list_files.id"], name="fk_file_profiles_file_id_list_files"),
        sa.ForeignKeyConstraint(["digest"], ["profiles.digest"], name="fk_file_profiles_digest_profiles"),
    )


def downgrade() -> None:
    op.drop_table("file_profiles")
    op.drop_table("profiles")
