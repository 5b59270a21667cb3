"""The tables of the database, derived from the model: a record type is written down once, there.

Every row of a list carries ``import_from`` and ``import_to``, every obligation ``run_from`` and
``run_to`` (in ``endings``): the number that introduced it and the number that ended it (null while it holds).
Nothing is overwritten, so the state after any import and the verdicts of any run can be read back.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import sqlalchemy as sa

from auditkit.model import OBLIGATION_SCHEMA, RECORD_TYPES, Outcome, RecordType

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
GROUND = ("rule", "basis", "law", "citation", "version_from", "outcome", "reason")
OWNER = ("team", "caseworker", "target_group")
COUNTED_BY = ("rule", "basis", "team", "quarter")
metadata = sa.MetaData(naming_convention=NAMING)

_TYPES: dict[object, type[sa.types.TypeEngine[Any]] | sa.types.TypeEngine[Any]] = {
    pl.String: sa.Text,
    pl.Date: sa.Date,
    pl.Datetime("us"): sa.DateTime,
    pl.Datetime("us", "UTC"): sa.DateTime(timezone=True),
    pl.Boolean: sa.Boolean,
    pl.UInt32: sa.BigInteger,
    pl.Int32: sa.Integer,
}


def _number() -> sa.Column[int]:
    """Return the key of a table. The store gives the numbers, the same on both databases."""
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=False)


def _refers(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.ForeignKey(f"{target}.id"), nullable=nullable)


def _in_force(unit: str) -> tuple[sa.Column[int], sa.Column[int]]:
    """From which import or run a row holds, and which one ended it."""
    return _refers(f"{unit}_from", f"{unit}s"), _refers(f"{unit}_to", f"{unit}s", nullable=True)


def _schema(*names: str) -> dict[str, type[pl.DataType] | pl.DataType]:
    """Return some of an obligation's columns."""
    return {name: OBLIGATION_SCHEMA[name] for name in names}


def _columns(schema: dict[str, type[pl.DataType] | pl.DataType]) -> list[sa.Column[object]]:
    return [sa.Column(name, _TYPES[dtype]) for name, dtype in schema.items()]


imports = sa.Table(
    "imports",
    metadata,
    _number(),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("ended", sa.Integer, nullable=False),
    sa.Column("moved", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("purged_at", sa.DateTime(timezone=True)),
)

list_files = sa.Table(
    "list_files",
    metadata,
    _number(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("problems_digest", sa.LargeBinary, nullable=False),
    *_in_force("import"),
)

list_tables = sa.Table(
    "list_tables",
    metadata,
    _number(),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("sheet", sa.Text, nullable=False),
    sa.Column("record_type", sa.Text, nullable=False),
    sa.Column("facet", sa.Text, nullable=False),
    sa.Column("columns", sa.Text, nullable=False),
    *_in_force("import"),
)

profiles = sa.Table(
    "profiles",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

file_profiles = sa.Table(
    "file_profiles",
    metadata,
    sa.Column("file_id", sa.ForeignKey("list_files.id"), primary_key=True, autoincrement=False),
    sa.Column("digest", sa.ForeignKey("profiles.digest"), nullable=False),
)

problems = sa.Table(
    "problems",
    metadata,
    _number(),
    _refers("file_id", "list_files"),
    sa.Column("sheet", sa.Text, nullable=False),
    sa.Column("cell", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("seen", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
)


def _record_table(record_type: RecordType) -> sa.Table:
    place = ("table_no", "row_no")
    values = {name: each for name, each in record_type.schema.items() if name not in place}
    return sa.Table(
        record_type.plural,
        metadata,
        _number(),
        *_columns(values),
        _refers("table_no", "list_tables"),
        sa.Column("row_no", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        *_in_force("import"),
    )


records = {each.plural: _record_table(each) for each in RECORD_TYPES}

runs = sa.Table(
    "runs",
    metadata,
    _number(),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("engine_version", sa.Text, nullable=False),
    _refers("import_id", "imports", nullable=True),
    sa.Column("obligations", sa.Integer, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("ended", sa.Integer, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("purged_at", sa.DateTime(timezone=True)),
)

run_imports = sa.Table(
    "run_imports",
    metadata,
    sa.Column("run_id", sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("import_id", sa.ForeignKey("imports.id"), primary_key=True),
)

rule_texts = sa.Table(
    "rule_texts",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

run_rules = sa.Table(
    "run_rules",
    metadata,
    sa.Column("run_id", sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("digest", sa.ForeignKey("rule_texts.digest"), nullable=False),
)

grounds = sa.Table("grounds", metadata, _number(), *_columns(_schema(*GROUND)))
"""What many verdicts share: which rule by which law, and what was found."""

owners = sa.Table("owners", metadata, _number(), *_columns(_schema(*OWNER)))
"""Whose a verdict is: team, caseworker, target group."""

places = sa.Table("places", metadata, _number(), sa.Column("text", sa.Text, nullable=False))
"""Where a cell stands: ``file|sheet|``."""

verdicts = sa.Table(
    "verdicts",
    metadata,
    _number(),
    _refers("ground_id", "grounds"),
    _refers("owner_id", "owners"),
    _refers("source_place", "places", nullable=True),
    _refers("evidence_place", "places", nullable=True),
    _refers("run_from", "runs"),
    sa.Column("ordinal", sa.Integer, nullable=False),
    # PostgreSQL pads between columns of different widths; in this order it need not.
    *_columns(_schema("trigger_on", "due_on", "fulfilled_on", "trigger_at", "due_at", "fulfilled_at")),
    *_columns(_schema("derived", "quarter", "case_id", "record")),
    sa.Column("source_cell", sa.Text),
    sa.Column("evidence_cell", sa.Text),
    sa.Column("digest", sa.LargeBinary, nullable=False),
)
"""What a run found of an obligation. Written once and never changed, so that no run disturbs another."""

endings = sa.Table(
    "endings",
    metadata,
    sa.Column("verdict_id", sa.ForeignKey("verdicts.id"), primary_key=True, autoincrement=False),
    _refers("run_to", "runs"),
)
"""Which run first found a verdict gone or different."""

deleted_verdicts = sa.Table(
    "deleted_verdicts",
    metadata,
    _number(),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    _refers("first_run", "runs"),
    _refers("last_run", "runs"),
)
"""What is kept of the verdicts of a deleted case: their digests, which the digests of its runs are made of."""

obligations = sa.Table(
    "obligations",
    sa.MetaData(),
    _number(),
    *_columns(OBLIGATION_SCHEMA),
    sa.Column("ordinal", sa.Integer),
    sa.Column("digest", sa.LargeBinary),
    sa.Column("run_from", sa.Integer),
    sa.Column("run_to", sa.Integer),
)
"""The view that puts verdicts together again, with the run that ended each (null while it holds)."""

run_counts = sa.Table(
    "run_counts",
    metadata,
    _number(),
    _refers("run_id", "runs"),
    *_columns(_schema(*COUNTED_BY)),
    *(sa.Column(outcome.value, sa.Integer, nullable=False) for outcome in Outcome),
)

publications = sa.Table(
    "publications",
    metadata,
    _number(),
    sa.Column("quarter", sa.Text, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
    _refers("run_id", "runs"),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("figures", sa.Text, nullable=False),
    sa.Column("workbook", sa.LargeBinary, nullable=False),
    sa.Column("page", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.UniqueConstraint("quarter", "edition"),
)
"""The committee's copies as they left the house; nothing in a row is ever changed."""
