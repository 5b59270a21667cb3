"""Folders appear whole or not at all: filled beside the target, for the user alone, then named in one step."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from secrets import token_hex
from typing import TYPE_CHECKING

from .errors import CannotWriteFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Yield a new folder to fill; it gets the name ``target`` when the block ends without an exception.

    Raises CannotWriteFolder where ``target`` is there already, or cannot be made.
    """
    if target.exists() or target.is_symlink():
        raise CannotWriteFolder.there_already(target)
    beside = target.with_name(f".{target.name}.{token_hex(4)}.tmp")
    try:
        beside.mkdir(mode=0o700)
        yield beside
        _on_disk(beside)
        _name(beside, target)
    except OSError as error:
        raise CannotWriteFolder.because(target, error) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _name(beside: Path, target: Path) -> None:
    """Give the folder its name. An empty folder made meanwhile would be replaced unseen on POSIX: look once more."""
    if target.exists():
        raise CannotWriteFolder.there_already(target)
    beside.rename(target)


def _on_disk(folder: Path) -> None:
    """Make sure that what was written survives a power cut before it gets its name."""
    for file in folder.rglob("*"):
        if file.is_file():
            descriptor = os.open(file, os.O_RDWR)
            os.fsync(descriptor)
            os.close(descriptor)
