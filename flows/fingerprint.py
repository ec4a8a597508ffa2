"""What identifies the input of an article: the file and all that shapes it besides."""

import hashlib
from pathlib import Path

from schemas import ArticleMetadata, stable_hash

UNREADABLE = ""
"""In place of the hash of a file that can't be opened: such a file is tried again in every run."""


def fingerprint(path: Path, *, metadata: ArticleMetadata | None, published: str | None) -> str:
    """SHA-256 of the file; where a sidecar, a metadata row or a given date shape the article too, a hash over all."""
    digest = file_digest(path)
    sidecar = file_digest(path.with_suffix(".json"))
    if digest == UNREADABLE or not (sidecar or metadata or published):
        return digest
    return stable_hash(digest, sidecar, metadata.model_dump_json() if metadata else "", published or "")


def file_digest(path: Path) -> str:
    """SHA-256 of a file, `UNREADABLE` where it can't be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return UNREADABLE


def stays_inside(path: Path, folder: Path) -> bool:
    """Whether a path leads to something in the (resolved) folder, through whatever links."""
    try:
        return path.resolve(strict=True).is_relative_to(folder)
    except (OSError, RuntimeError):
        return False


def size_of(path: Path) -> int:
    """The size of a file in bytes, 0 where it can't be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
