"""Files that other programs are still writing."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Look(NamedTuple):
    """Size and time of a file and its sidecar, and the moment they were looked at, in seconds since 1970."""

    sizes: tuple[int, ...]
    changed_ns: tuple[int, ...]
    at: float


def look(path: Path) -> Look:
    """The file as it is now; one that is gone has no sizes."""
    found = [status for one in (path, path.with_suffix(".json")) if (status := _status(one)) is not None]
    return Look(tuple(size for size, _ in found), tuple(changed for _, changed in found), time.time())


def settled(folder: Path, first: Mapping[str, Look], *, seconds: float) -> list[str]:
    """The files that changed since the first look, of those changed less than `seconds` before it.

    Waits until the seconds are over since the last of these looks, once for all of them; for older files not at all.
    """
    fresh = {path: seen for path, seen in first.items() if seconds > 0 and _is_fresh(seen, seconds)}
    if not fresh:
        return []
    time.sleep(max(0.0, min(seconds, max(seen.at for seen in fresh.values()) + seconds - time.time())))
    return [path for path, seen in fresh.items() if look(folder / path)[:2] != seen[:2]]


def _is_fresh(seen: Look, seconds: float) -> bool:
    """A time in the future says nothing of the age: such a file is looked at twice too."""
    return any(seen.at - changed / 1e9 < seconds for changed in seen.changed_ns)


def _status(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
