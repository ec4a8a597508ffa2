"""What lies in the inbox, against what the warehouse knows of it."""

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.errors import InboxError
from flows.fingerprint import UNREADABLE, fingerprint, stays_inside
from flows.limits import DEFAULT_LIMITS, Limits
from flows.rows import Versions, storable
from flows.worker import WorkItem
from schemas import ArticleMetadata, stable_hash
from warehouse.files import KnownFile

log = logging.getLogger(__name__)

ID_SUFFIX_LENGTH = 8


@dataclass(frozen=True)
class Discovery:
    """The files due for extraction; `present` are the paths of all that are there, as the warehouse stores them."""

    due: tuple[WorkItem, ...]
    new: int
    present: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """The candidate files of an inbox, links that leave it or lead nowhere, and folders that can't be listed."""

    files: tuple[str, ...]
    skipped: tuple[str, ...]
    unlisted: tuple[str, ...]


def discover(
    inbox: Path,
    known: Mapping[str, KnownFile],
    *,
    versions: Versions,
    taken: frozenset[str] = frozenset(),
    metadata: Mapping[str, ArticleMetadata] | None = None,
    published: str | None = None,
    reprocess: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Discovery:
    """What lies in the inbox, and which of it is due.

    `known` maps relative paths to what is known of them; `taken` are the article ids of other inboxes. A file is due
    when it is new, when its content, sidecar or metadata changed, when it came back after it was deleted, when it was
    extracted with other versions, or with `reprocess`. Raises `InboxError` if the inbox can't be listed.
    """
    inbox = inbox.resolve()
    listing = list_inbox(inbox)
    ids = article_ids(listing.files, known, taken=taken)
    items = [
        _item(inbox, path, article_id=ids[path], metadata=metadata or {}, published=published, limits=limits)
        for path in listing.files
    ]
    due = [item for item in items if reprocess or is_due(item, known.get(item.path), versions=versions)]
    return Discovery(
        due=tuple(due),
        new=sum(_is_new(known.get(item.path)) for item in due),
        present=(*(item.path for item in items), *_out_of_sight(known, listing)),
        skipped=listing.skipped,
    )


def list_inbox(inbox: Path) -> Listing:
    """All candidate files below the inbox in a fixed order, hidden and temporary ones and folder links left out."""
    from extract.readers import is_candidate

    if not inbox.is_dir():
        raise InboxError(f"the inbox {inbox} is not a folder")
    files: list[str] = []
    skipped: list[str] = []
    unlisted: list[str] = []
    for folder, names in _walk(inbox, unlisted):
        for name in names:
            path = folder / name
            relative = path.relative_to(inbox).as_posix()
            if _leads_out(path, inbox):
                log.warning("%s is a link that leaves the inbox or leads nowhere: skipped", relative)
                skipped.append(relative)
            elif path.is_file() and is_candidate(path):
                files.append(relative)
    return Listing(files=tuple(files), skipped=tuple(skipped), unlisted=tuple(unlisted))


def article_ids(paths: Sequence[str], known: Mapping[str, KnownFile], *, taken: frozenset[str]) -> dict[str, str]:
    """The article id of every path: its file name without suffix, unless another file has that name already.

    Known paths keep their id, so ids don't depend on what else comes into the inbox later.
    """
    stored = {path: storable(path) for path in paths}
    ids = {
        path: file.article_id
        for path in paths
        if (file := known.get(stored[path])) and file.article_id and file.status != "deleted"
    }
    used = set(taken) | set(ids.values())
    for path in paths:
        if path not in ids:
            stem = Path(stored[path]).stem
            ids[path] = f"{stem}-{stable_hash('path', stored[path])[:ID_SUFFIX_LENGTH]}" if stem in used else stem
            used.add(ids[path])
    return ids


def is_due(item: WorkItem, known: KnownFile | None, *, versions: Versions) -> bool:
    """Whether a file must be extracted again; a failed file with the same content is not."""
    if known is None or known.status == "deleted" or item.sha256 == UNREADABLE:
        return True
    used = Versions(known.extractor_version, known.model_version, known.ontology_version)
    return item.sha256 != known.sha256 or used != versions


def _walk(inbox: Path, unlisted: list[str]) -> Iterator[tuple[Path, list[str]]]:
    def refused(error: OSError) -> None:
        folder = Path(error.filename)
        if folder == inbox:
            raise InboxError(f"the inbox {inbox} can't be listed: {error.strerror}")
        log.warning("%s can't be listed: %s", folder, error.strerror)
        unlisted.append(folder.relative_to(inbox).as_posix())

    for folder, subfolders, names in os.walk(inbox, onerror=refused):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        yield Path(folder), sorted(names)


def _leads_out(path: Path, inbox: Path) -> bool:
    """Whether the file, or the sidecar that would be read with it, is a link out of the inbox or to nowhere."""
    links = (link for link in (path, path.with_suffix(".json")) if link.is_symlink())
    return any(not stays_inside(link, inbox) for link in links)


def _item(
    inbox: Path,
    path: str,
    *,
    article_id: str,
    metadata: Mapping[str, ArticleMetadata],
    published: str | None,
    limits: Limits,
) -> WorkItem:
    file = inbox / path
    row = metadata.get(Path(path).stem)
    return WorkItem(
        inbox=storable(str(inbox)),
        path=storable(path),
        file=file,
        sha256=fingerprint(file, metadata=row, published=published),
        size=_size(file),
        article_id=article_id,
        metadata=row,
        published=published,
        root=inbox,
        limits=limits,
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _is_new(known: KnownFile | None) -> bool:
    return known is None or known.status == "deleted"


def _out_of_sight(known: Mapping[str, KnownFile], listing: Listing) -> Iterator[str]:
    """Known files below a folder that can't be listed now: they are not held to be gone."""
    for path, file in known.items():
        if file.status != "deleted" and any(Path(path).is_relative_to(folder) for folder in listing.unlisted):
            yield path
