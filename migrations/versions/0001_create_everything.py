"""Create everything: imports with their lists and records, runs with their rules and obligations.

The tables are written out here as they were on the day of this migration, never taken from the
programme's own (which change). A test holds the two against each other.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001_create_everything"
down_revision = None

TYPES = {
    "text": sa.Text,
    "date": sa.Date,
    "moment": sa.DateTime,
    "utc": lambda: sa.DateTime(timezone=True),
    "yesno": sa.Boolean,
    "int": sa.Integer,
    "bigint": sa.BigInteger,
    "bytes": sa.LargeBinary,
}

# "name type", with ! for not null, > for the table it refers to and * for a part of the key.
NUMBER = "id int*"
SINCE_IMPORT = "import_from int!>imports, import_to int>imports"
SINCE_RUN = "run_from int!>runs, run_to int>runs"
PLACE = "unreadable bigint, table_no int!>list_tables, row_no int!, ordinal int!, digest bytes!, " + SINCE_IMPORT

RECORDS = {
    "cases": "case_id text, child_key text, birth_date date, expected_birth_on date, team text, "
    "caseworker text, target_group text, opened_on date, closed_on date, close_reason text",
    "team_history": "case_id text, team text, caseworker text, from_on date, to_on date",
    "notifications": "notification_id text, case_id text, received_at moment, assessed_at moment, "
    "assessment text, type text, notifier text, acknowledged_on date, informed_on date, "
    "reassessed_on date, new_participant yesno, screened_on date, screening text",
    "investigations": "investigation_id text, case_id text, notification_id text, type text, "
    "aware_on date, decided_on date, started_on date, interim_on date, completed_on date, "
    "cancelled_on date, cancel_reason text, consent yesno",
    "conversations": "case_id text, held_on date, purpose text, concerns text, form text, "
    "omitted yesno, omission_reason text, other_source yesno",
    "decisions": "decision_id text, case_id text, investigation_id text, decided_on date, "
    "type text, law text, paragraph text, consent yesno, urgent yesno, "
    "plan_need_assessed_on date, plan_need yesno",
    "measures": "measure_id text, case_id text, decision_id text, law text, paragraph text, "
    "placement yesno, started_on date, ended_on date, end_reason text",
    "plans": "plan_id text, case_id text, decision_id text, measure_id text, type text, made_on date, revised_on date",
    "follow_ups": "case_id text, measure_id text, held_on date, next_on date",
    "visits": "case_id text, measure_id text, visited_on date, conversation yesno, at_placement yesno",
}

TABLES = {
    "imports": f"{NUMBER}, saved_at utc!, added int!, ended int!, moved int!, unchanged int!, purged_at utc",
    "list_files": f"{NUMBER}, name text!, digest text!, problems_digest bytes!, {SINCE_IMPORT}",
    "list_tables": f"{NUMBER}, file text!, sheet text!, record_type text!, facet text!, columns text!, {SINCE_IMPORT}",
    "problems": f"{NUMBER}, file_id int!>list_files, sheet text!, cell text!, code text!, seen text!, message text!",
    **{name: f"{NUMBER}, {fields}, {PLACE}" for name, fields in RECORDS.items()},
    "runs": f"{NUMBER}, saved_at utc!, as_of date!, engine_version text!, import_id int>imports, "
    "obligations int!, added int!, ended int!, digest bytes!, purged_at utc",
    "run_imports": "run_id int*>runs, import_id int*>imports",
    "rule_texts": "digest text*, text text!",
    "run_rules": "run_id int*>runs, rule text*, path text*, digest text!>rule_texts.digest",
    "obligations": f"{NUMBER}, rule text, basis text, case_id text, record text, trigger_on date, "
    "trigger_at utc, due_on date, due_at utc, fulfilled_on date, fulfilled_at utc, outcome text, "
    "reason text, law text, citation text, version_from date, team text, caseworker text, "
    "target_group text, quarter text, derived yesno, source text, evidence text, ordinal int!, "
    f"digest bytes!, {SINCE_RUN}",
    "run_summaries": f"{NUMBER}, run_id int!>runs, rule text, basis text, team text, "
    "quarter text, outcome text, obligations int!",
}


def upgrade() -> None:
    for name, columns in TABLES.items():
        op.create_table(name, *_parts(name, columns))


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)


def _parts(table: str, columns: str) -> list[sa.schema.SchemaItem]:
    parts: list[sa.schema.SchemaItem] = []
    key = []
    for column in columns.split(", "):
        name, kind = column.split(" ")
        kind, _, target = kind.partition(">")
        required, in_key = kind.endswith("!"), kind.endswith("*")
        parts.append(
            sa.Column(
                name,
                TYPES[kind.rstrip("!*")](),
                nullable=not (required or in_key),
                autoincrement=False,
            )
        )
        key += [name] if in_key else []
        parts += [_reference(table, name, target)] if target else []
    return [*parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{table}")]


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    other, _, other_column = target.partition(".")
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.{other_column or 'id'}"], name=name)
