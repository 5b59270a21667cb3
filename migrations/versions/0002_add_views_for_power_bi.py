"""Add two views for Power BI: obligations of the newest run, compliance by team and quarter.

Rate is met / (met + missed), and empty where nothing could be judged. The rate of several rows is
made from the sums of numerator and denominator, never from the mean of rates.
"""

from alembic import op

revision = "0002_add_views_for_power_bi"
down_revision = "0001_create_everything"

OBLIGATIONS_NOW = """
CREATE VIEW obligations_now AS
SELECT rule, basis, case_id, record, trigger_on, trigger_at, due_on, due_at, fulfilled_on,
       fulfilled_at, outcome, reason, law, citation, version_from, team, caseworker, target_group,
       quarter, derived, source, evidence
FROM obligations
WHERE run_to IS NULL
"""

COMPLIANCE_NOW = """
CREATE VIEW compliance_now AS
SELECT rule, basis, team, quarter,
       obligations, met, missed, deviation, not_due, not_applicable, undeterminable,
       met AS numerator,
       met + missed AS denominator,
       CAST(met AS DOUBLE PRECISION) / NULLIF(met + missed, 0) AS rate,
       CAST(met + deviation AS DOUBLE PRECISION) / NULLIF(met + missed + deviation, 0)
           AS rate_with_deviation
FROM (
    SELECT rule, basis, team, quarter,
           COUNT(*) AS obligations,
           SUM(CASE WHEN outcome = 'met' THEN 1 ELSE 0 END) AS met,
           SUM(CASE WHEN outcome = 'missed' THEN 1 ELSE 0 END) AS missed,
           SUM(CASE WHEN outcome = 'deviation' THEN 1 ELSE 0 END) AS deviation,
           SUM(CASE WHEN outcome = 'not_due' THEN 1 ELSE 0 END) AS not_due,
           SUM(CASE WHEN outcome = 'not_applicable' THEN 1 ELSE 0 END) AS not_applicable,
           SUM(CASE WHEN outcome = 'undeterminable' THEN 1 ELSE 0 END) AS undeterminable
    FROM obligations
    WHERE run_to IS NULL
    GROUP BY rule, basis, team, quarter
) AS counts
"""


def upgrade() -> None:
    op.execute(OBLIGATIONS_NOW)
    op.execute(COMPLIANCE_NOW)


def downgrade() -> None:
    op.execute("DROP VIEW compliance_now")
    op.execute("DROP VIEW obligations_now")
