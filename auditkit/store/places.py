"""Where an SQLite file must not stand.

A shared drive cannot lock it, and a synchronising programme copies it half-written.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from .errors import SharedFolder

_SYNCHRONISED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "com~apple~clouddocs",
    "nextcloud",
    "box sync",
)
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "fuse.sshfs", "davfs")
_MOUNTS = Path("/proc/mounts")
_WINDOWS_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW


def refuse_shared(file: Path) -> None:
    """Raise SharedFolder where the file would be in a synchronised folder or on a network drive."""
    place = Path(os.path.abspath(file))  # noqa: PTH100 - a link to a share is asked about below
    for path in {place, place.resolve()}:
        found = _synchroniser(path) or _network(path)
        if found:
            raise SharedFolder(str(file), found)


def _synchroniser(path: Path) -> str:
    """Return the folder that a synchronising programme would copy, empty where there is none."""
    return next((part for part in path.parts[:-1] if part.lower().startswith(_SYNCHRONISED)), "")


def _network(path: Path) -> str:
    """Return the kind of network drive, empty where the path is on this computer."""
    if os.name == "nt":
        remote = path.drive.startswith("\\\\") or _drive_type(path.anchor) == _WINDOWS_REMOTE
        return path.drive if remote else ""
    return kind_of_mount(path, _MOUNTS.read_text("utf-8") if _MOUNTS.exists() else "")


def kind_of_mount(path: Path, mounts: str) -> str:
    """Return the network file system a path is on, by the lines of /proc/mounts; else empty."""
    kinds = {}
    for line in mounts.splitlines():
        _device, point, kind, *_rest = line.split(" ")
        kinds[Path(point.replace("\\040", " "))] = kind
    nearest = next((each for each in (path, *path.parents) if each in kinds), None)
    kind = kinds[nearest] if nearest else ""
    return kind if kind in _NETWORK else ""


def _drive_type(anchor: str) -> int:
    library = getattr(ctypes, "windll", None)
    return int(library.kernel32.GetDriveTypeW(anchor)) if library else 0
