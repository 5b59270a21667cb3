"""What was published to the committee. A copy is kept as it left the house, and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .errors import PublicationDamaged
from .frames import next_id
from .tables import publications

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a quarter's copy: the figures it shows, and its files byte for byte.

    ``number`` is 1 for the first and ``reason`` is empty there; a later one says why it was made.
    """

    quarter: str
    number: int
    run: int
    as_of: date
    reason: str
    figures: str
    workbook: bytes
    page: bytes

    @property
    def digest(self) -> str:
        """What the files are known again by."""
        whole = sha256()
        facts = (self.quarter, str(self.number), str(self.run), self.as_of.isoformat(), self.reason, self.figures)
        for part in (*(fact.encode() for fact in facts), self.workbook, self.page):
            whole.update(b"%d:" % len(part) + part)
        return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Published:
    """An edition, and when it was published (UTC)."""

    edition: Edition
    at: datetime


def publish(connection: Connection, edition: Edition) -> Published:
    """Keep an edition for good. The caller sees to it that its number follows on."""
    now = datetime.now(UTC)
    row = {
        "id": next_id(connection, publications),
        "quarter": edition.quarter,
        "edition": edition.number,
        "published_at": now,
        "run_id": edition.run,
        "as_of": edition.as_of,
        "reason": edition.reason,
        "figures": edition.figures,
        "workbook": edition.workbook,
        "page": edition.page,
        "digest": edition.digest,
    }
    connection.execute(sa.insert(publications), [row])
    return Published(edition, now)


def published(connection: Connection) -> tuple[Published, ...]:
    """Return every edition in the order of publication; raises PublicationDamaged where one is not as it was."""
    rows = connection.execute(sa.select(publications).order_by(publications.c.id))
    return tuple(_read(row) for row in rows)


def _read(row: sa.Row[tuple[object, ...]]) -> Published:
    files = bytes(row.workbook), bytes(row.page)
    edition = Edition(row.quarter, row.edition, row.run_id, row.as_of, row.reason, row.figures, *files)
    if edition.digest != row.digest:
        raise PublicationDamaged(row.quarter, row.edition)
    at = row.published_at
    return Published(edition, at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC))
