"""Files appear whole or not at all: written beside the target, then put in its place in one step."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, BinaryIO

from .errors import CannotWrite

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: Path | str) -> Iterator[BinaryIO]:
    """Yield a new file that replaces ``path`` when the block ends without an exception.

    Raises CannotWrite where the folder is missing, or the target is locked or a folder.
    """
    target = Path(path)
    beside = target.with_name(f".{target.name}.{token_hex(4)}.tmp")
    try:
        if target.is_dir():
            raise IsADirectoryError
        with beside.open("xb") as file:
            yield file
        os.replace(beside, target)  # noqa: PTH105 - Path.replace says the same, but hides that it is atomic
    except OSError as error:
        raise CannotWrite.because(target, error) from None
    finally:
        beside.unlink(missing_ok=True)
