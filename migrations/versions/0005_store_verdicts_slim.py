"""Store a verdict in a slim row: what many verdicts share stands once, and an ending is a row of its own.

So nothing that is stored is changed again, and a run that judges one in a hundred otherwise adds little to the
file. ``obligations`` is a view with the columns that the table had. Counts stand with one column per outcome.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_store_verdicts_slim"
down_revision = "0004_keep_published_copies"

GROUND = "rule, basis, law, citation, version_from, outcome, reason"
OWNER = "team, caseworker, target_group"
WHEN = "trigger_on, trigger_at, due_on, due_at, fulfilled_on, fulfilled_at"
OUTCOMES = ("met", "missed", "deviation", "not_due", "not_applicable", "undeterminable")
COUNTS = ", ".join(OUTCOMES)
ALL = " + ".join(OUTCOMES)
# A cell's place is "file|sheet|" and what stands after the last bar is the cell.
BEFORE_CELL = "RTRIM({0}, REPLACE({0}, '|', ''))"
AFTER_CELL = f"SUBSTR({{0}}, LENGTH({BEFORE_CELL}) + 1)"

MOVE_UP = (
    f"INSERT INTO grounds (id, {GROUND}) SELECT DISTINCT DENSE_RANK() OVER (ORDER BY {GROUND}), {GROUND} FROM before",
    f"INSERT INTO owners (id, {OWNER}) SELECT DISTINCT DENSE_RANK() OVER (ORDER BY {OWNER}), {OWNER} FROM before",
    f"""
INSERT INTO places (id, text)
SELECT ROW_NUMBER() OVER (ORDER BY text), text
FROM (SELECT {BEFORE_CELL.format("source")} AS text FROM before WHERE source IS NOT NULL
      UNION SELECT {BEFORE_CELL.format("evidence")} FROM before WHERE evidence IS NOT NULL) AS found""",
    f"""
INSERT INTO verdicts (id, ground_id, owner_id, source_place, evidence_place, run_from, ordinal, {WHEN},
                      derived, quarter, case_id, record, source_cell, evidence_cell, digest)
SELECT before.id, DENSE_RANK() OVER (ORDER BY {GROUND}), DENSE_RANK() OVER (ORDER BY {OWNER}),
       source_place.id, evidence_place.id, run_from, ordinal, {WHEN}, derived, quarter, case_id, record,
       {AFTER_CELL.format("source")}, {AFTER_CELL.format("evidence")}, digest
FROM before
LEFT JOIN places AS source_place ON source_place.text = {BEFORE_CELL.format("source")}
LEFT JOIN places AS evidence_place ON evidence_place.text = {BEFORE_CELL.format("evidence")}""",
    "INSERT INTO endings (verdict_id, run_to) SELECT id, run_to FROM before WHERE run_to IS NOT NULL",
    f"""
INSERT INTO run_counts (id, run_id, rule, basis, team, quarter, {COUNTS})
SELECT ROW_NUMBER() OVER (ORDER BY run_id, rule, basis, team, quarter), run_id, rule, basis, team, quarter,
       {", ".join(f"SUM(CASE WHEN outcome = '{each}' THEN obligations ELSE 0 END)" for each in OUTCOMES)}
FROM run_summaries
GROUP BY run_id, rule, basis, team, quarter""",
)

OBLIGATIONS = """
CREATE VIEW obligations AS
SELECT verdicts.id AS id, rule, basis, case_id, record, trigger_on, trigger_at, due_on, due_at, fulfilled_on,
       fulfilled_at, outcome, reason, law, citation, version_from, team, caseworker, target_group, quarter, derived,
       source_place.text || source_cell AS source, evidence_place.text || evidence_cell AS evidence,
       ordinal, digest, run_from, run_to
FROM verdicts
LEFT JOIN grounds ON grounds.id = ground_id
LEFT JOIN owners ON owners.id = owner_id
LEFT JOIN places AS source_place ON source_place.id = verdicts.source_place
LEFT JOIN places AS evidence_place ON evidence_place.id = verdicts.evidence_place
LEFT JOIN endings ON endings.verdict_id = verdicts.id
"""

RATES = f"""
       {COUNTS},
       met AS numerator,
       met + missed AS denominator,
       CAST(met AS DOUBLE PRECISION) / NULLIF(met + missed, 0) AS rate,
       CAST(met + deviation AS DOUBLE PRECISION) / NULLIF(met + missed + deviation, 0) AS rate_with_deviation"""
COMPLIANCE_NOW = f"""
CREATE VIEW compliance_now AS
SELECT rule, basis, team, quarter, {ALL} AS obligations, {RATES}
FROM run_counts
WHERE run_id = (SELECT MAX(id) FROM runs)"""
COMPLIANCE_BY_RUN = f"""
CREATE VIEW compliance_by_run AS
SELECT run_id, as_of, rule, basis, team, quarter, {ALL} AS obligations, {RATES}
FROM run_counts
JOIN runs ON runs.id = run_id"""

OBLIGATIONS_NOW = """
CREATE VIEW obligations_now AS
SELECT rule, basis, case_id, record, trigger_on, trigger_at, due_on, due_at, fulfilled_on, fulfilled_at, outcome,
       reason, law, citation, version_from, team, caseworker, target_group, quarter, derived, source, evidence
FROM obligations
WHERE run_to IS NULL
"""
COUNTED_FROM_ROWS = f"""
CREATE VIEW compliance_now AS
SELECT rule, basis, team, quarter, obligations, {RATES}
FROM (SELECT rule, basis, team, quarter, COUNT(*) AS obligations,
             {", ".join(f"SUM(CASE WHEN outcome = '{each}' THEN 1 ELSE 0 END) AS {each}" for each in OUTCOMES)}
      FROM obligations
      WHERE run_to IS NULL
      GROUP BY rule, basis, team, quarter) AS counts
"""

MOVE_DOWN = (
    f"""
INSERT INTO obligations (id, {GROUND}, {OWNER}, {WHEN}, derived, quarter, case_id, record, source, evidence,
                         ordinal, digest, run_from, run_to)
SELECT id, {GROUND}, {OWNER}, {WHEN}, derived, quarter, case_id, record, source, evidence,
       ordinal, digest, run_from, run_to
FROM after""",
    f"""
INSERT INTO run_summaries (id, run_id, rule, basis, team, quarter, outcome, obligations)
SELECT ROW_NUMBER() OVER (ORDER BY run_id, rule, basis, team, quarter, outcome),
       run_id, rule, basis, team, quarter, outcome, obligations
FROM ({
        " UNION ALL ".join(
            f"SELECT run_id, rule, basis, team, quarter, '{each}' AS outcome, {each} AS obligations FROM run_counts"
            for each in OUTCOMES
        )
    }) AS counts
WHERE obligations > 0""",
)


def upgrade() -> None:
    for view in ("compliance_now", "obligations_now"):
        op.execute(f"DROP VIEW {view}")
    _create_up()
    for statement in MOVE_UP:
        op.execute(statement.replace("FROM before", "FROM obligations AS before"))
    op.drop_table("obligations")
    op.drop_table("run_summaries")
    for view in (OBLIGATIONS, OBLIGATIONS_NOW, COMPLIANCE_NOW, COMPLIANCE_BY_RUN):
        op.execute(view)


def downgrade() -> None:
    for view in ("compliance_by_run", "compliance_now", "obligations_now", "obligations"):
        op.execute(f"DROP VIEW {view}")
    _create_down()
    rows = OBLIGATIONS.partition(" AS\n")[2].strip()
    for statement in MOVE_DOWN:
        op.execute(statement.replace("FROM after", f"FROM ({rows}) AS after"))
    for table in ("run_counts", "endings", "verdicts", "places", "owners", "grounds"):
        op.drop_table(table)
    op.execute(OBLIGATIONS_NOW)
    op.execute(COUNTED_FROM_ROWS)


def _create_up() -> None:
    text = {name: sa.Text() for name in f"{GROUND}, {OWNER}".split(", ")} | {"version_from": sa.Date()}
    _table("grounds", *(sa.Column(name, text[name]) for name in GROUND.split(", ")))
    _table("owners", *(sa.Column(name, text[name]) for name in OWNER.split(", ")))
    _table("places", sa.Column("text", sa.Text(), nullable=False))
    _table(
        "verdicts",
        *_refers("verdicts", ground_id="grounds!", owner_id="owners!", source_place="places", evidence_place="places"),
        *_refers("verdicts", run_from="runs!"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *_moments(),
        sa.Column("derived", sa.Boolean()),
        *(sa.Column(name, sa.Text()) for name in ("quarter", "case_id", "record", "source_cell", "evidence_cell")),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "endings",
        *_refers("endings", verdict_id="verdicts!", run_to="runs!"),
        sa.PrimaryKeyConstraint("verdict_id", name="pk_endings"),
    )
    _table(
        "run_counts",
        *_refers("run_counts", run_id="runs!"),
        *(sa.Column(name, sa.Text()) for name in ("rule", "basis", "team", "quarter")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in OUTCOMES),
    )


def _create_down() -> None:
    names = "rule basis case_id record outcome reason law citation team caseworker target_group quarter source evidence"
    _table(
        "obligations",
        *(sa.Column(name, sa.Text()) for name in names.split()),
        *_moments(),
        sa.Column("version_from", sa.Date()),
        sa.Column("derived", sa.Boolean()),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        *_refers("obligations", run_from="runs!", run_to="runs"),
    )
    _table(
        "run_summaries",
        *_refers("run_summaries", run_id="runs!"),
        *(sa.Column(name, sa.Text()) for name in ("rule", "basis", "team", "quarter", "outcome")),
        sa.Column("obligations", sa.Integer(), nullable=False),
    )


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    number = sa.Column("id", sa.Integer(), autoincrement=False, nullable=False)
    op.create_table(name, number, *parts, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))


def _moments() -> list[sa.Column[object]]:
    """Return the points in time: a day and, where the hour is known, a moment. The narrow columns first."""
    days, moments = WHEN.split(", ")[::2], WHEN.split(", ")[1::2]
    return [
        *(sa.Column(name, sa.Date()) for name in days),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in moments),
    ]


def _refers(table: str, **targets: str) -> list[sa.schema.SchemaItem]:
    """Return columns that refer to other tables' numbers, with ! for those that always do."""
    parts: list[sa.schema.SchemaItem] = []
    for column, target in targets.items():
        other = target.rstrip("!")
        parts.append(sa.Column(column, sa.Integer(), autoincrement=False, nullable=other == target))
        name = f"fk_{table}_{column}_{other}"
        parts.append(sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name))
    return parts
