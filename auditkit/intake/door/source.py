"""The file itself: that it is there, its digest, and that it stays the same while it is read."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from auditkit.intake.unreadable import mask

from .refusals import FileChanged, FileEmpty, FileMissing, FileUnreadable, NotAFile, TooLarge, _

if TYPE_CHECKING:
    from pathlib import Path

    from .limits import Limits


@dataclass(frozen=True, slots=True)
class Source:
    """One file from outside, as it was when the door met it."""

    path: Path
    size: int
    changed_ns: int
    limits: Limits

    @property
    def file(self) -> str:
        """The base name, for messages. Files have been named after children."""
        return mask(self.path.name)

    def open(self) -> BinaryIO:
        """Open the file for reading; refuse where it is no longer the one that was bounded."""
        try:
            status = self.path.stat()
            if (status.st_size, status.st_mtime_ns) != (self.size, self.changed_ns):
                raise FileChanged(self.file)
            return self.path.open("rb")
        except OSError:
            raise FileUnreadable(self.file) from None

    def head(self, size: int) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(size)

    def digest(self) -> str:
        """Return the SHA-256 of the bytes."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
        return digest.hexdigest()


def meet(path: Path, limits: Limits) -> Source:
    """Return the file behind a path; refuse what is missing, no file, empty or too large."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise FileMissing(mask(path.name)) from None
    except (OSError, ValueError):
        raise FileUnreadable(mask(path.name)) from None
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile(mask(path.name))
    if status.st_size == 0:
        raise FileEmpty(mask(path.name))
    if status.st_size > limits.file_bytes:
        megabytes = limits.file_bytes // 1024**2
        raise TooLarge(mask(path.name), _("the file is over {limit} MB", limit=megabytes))
    return Source(path, status.st_size, status.st_mtime_ns, limits)
