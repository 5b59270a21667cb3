"""The desk that the work is done at: which database, whose rules, and the key that hides CPR numbers."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from auditkit.errors import UsageError
from auditkit.store import Store, default_url
from auditkit.terms import translator

if TYPE_CHECKING:
    from auditkit.rules.rule import Catalogue

_ = translator("workflow")

Say = Callable[[str], None]
"""Told what is being done, for somebody who waits."""

_KEY_BYTES = 32


def silent(_text: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Desk:
    """``db`` is the database's address (None: the user's own); ``kommune`` and ``rules`` add to the national rules."""

    db: str | None = None
    kommune: str | None = None
    rules: Path | None = None

    @property
    def url(self) -> str:
        """The address of the database."""
        return self.db or default_url()

    def store(self) -> Store:
        """Open the database, and make it if it is not there; raises StoreError."""
        return Store.open(self.url)

    def catalogue(self) -> Catalogue:
        """Return the rules in force at this desk; raises RuleFileInvalid."""
        from auditkit.rules.loader import load_catalogue

        return load_catalogue(kommune=self.kommune, extra=self.rules)


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a folder for the user alone, which is removed with all that lies in it, however the block ends."""
    with TemporaryDirectory(prefix="auditkit-") as folder:
        yield Path(folder)


class KeyUnusable(UsageError):
    """The file with the key is not a key, or cannot be read or made."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "The key in {path} cannot be used. It is needed to turn CPR numbers into pseudonyms. "
                "Give another file with AUDITKIT_KEY_FILE, or restore it from your backup: with a new key "
                "the same child gets a new pseudonym.",
                path=path,
            )
        )


def key_at(path: str | Path | None) -> bytes:
    """Return the key for pseudonyms, made on first need and readable by the user alone; raises KeyUnusable."""
    file = Path(path) if path else _default_key_file()
    try:
        if not file.exists():
            _make_key(file)
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise KeyUnusable(file) from None
    if len(key) < _KEY_BYTES:
        raise KeyUnusable(file)
    return key


def _default_key_file() -> Path:
    import platformdirs

    return platformdirs.user_config_path("auditkit", appauthor=False) / "pseudonym.key"


def _make_key(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # O_EXCL: two first runs at once must not each make a key.
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(_KEY_BYTES) + "\n")
