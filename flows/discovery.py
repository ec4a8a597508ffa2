"""What lies in the inbox, against what the warehouse knows of it."""

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from flows.errors import InboxError
from flows.fingerprint import UNREADABLE, fingerprint, size_of, stays_inside
from flows.limits import DEFAULT_LIMITS, Limits
from flows.rows import Versions, storable
from flows.settling import Look, look, settled
from flows.worker import DEFAULT_READING, ReadOptions, WorkItem
from schemas import ArticleMetadata, stable_hash
from warehouse.files import KnownFile

log = logging.getLogger(__name__)

ID_SUFFIX_LENGTH = 8
READING_ID_LENGTH = 16


@dataclass(frozen=True)
class Discovery:
    """The files due for extraction; `present` are the paths of all that are there, as the warehouse stores them.

    `waiting` are those that are still being written: they are neither due nor, where they are new, among the present.
    """

    due: tuple[WorkItem, ...]
    new: int
    present: tuple[str, ...]
    skipped: tuple[str, ...]
    waiting: tuple[str, ...] = ()


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
    outdated: Mapping[str, frozenset[str]] | None = None,
    published: str | None = None,
    reprocess: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    reading: ReadOptions = DEFAULT_READING,
    settle_seconds: float = 0.0,
    salt: str = "",
) -> Discovery:
    """What lies in the inbox, and which of it is due.

    `known` maps relative paths to what is known of them; `taken` are the article ids of other inboxes. A file is due
    when it is new, when its content, sidecar or metadata changed, when it came back after it was deleted, when it was
    extracted with other versions, when an article that it repeats is gone, when a language of its articles can be read
    by now, when it has documents that are `outdated` (their places by path), or with `reprocess`. `salt` makes the
    readings of such files new ones. A file changed less than
    `settle_seconds` ago is looked at twice. Raises `InboxError` if the inbox can't be listed.
    """
    inbox = inbox.resolve()
    listing = list_inbox(inbox)
    first = {path: look(inbox / path) for path in listing.files}
    ids = article_ids(listing.files, known, taken=taken)
    items = [
        _item(
            inbox,
            path,
            article_id=ids[path],
            metadata=metadata or {},
            outdated=outdated or {},
            published=published,
            limits=limits,
            reading=reading,
        )
        for path in listing.files
    ]
    waiting = frozenset(storable(path) for path in unsettled(inbox, first, seconds=settle_seconds))
    held = [item for item in items if item.path not in waiting or not _is_new(known.get(item.path))]
    due = [
        _with_reading(item, versions, salt=salt if reprocess else "")
        for item in items
        if item.path not in waiting and (reprocess or is_due(item, known.get(item.path), versions=versions))
    ]
    return Discovery(
        due=tuple(due),
        new=sum(_is_new(known.get(item.path)) for item in due),
        present=(*(item.path for item in held), *_out_of_sight(known, listing)),
        skipped=listing.skipped,
        waiting=tuple(sorted(waiting)),
    )


def unsettled(inbox: Path, first: Mapping[str, Look], *, seconds: float) -> list[str]:
    """The files that are still being written, of those looked at before."""
    moved = settled(inbox, first, seconds=seconds)
    for path in moved:
        log.info("%s is still being written: left to the next run", path)
    return moved


def list_inbox(inbox: Path) -> Listing:
    """All files below the inbox that may hold articles, in a fixed order.

    Hidden and temporary files, sidecars, links to folders, and what by its name holds none (pictures, programs) are
    left out.
    """
    from extract.readers import is_document

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
            elif path.is_file() and is_document(path):
                files.append(relative)
    return Listing(files=tuple(files), skipped=tuple(skipped), unlisted=tuple(unlisted))


def article_ids(paths: Sequence[str], known: Mapping[str, KnownFile], *, taken: frozenset[str]) -> dict[str, str]:
    """The article id of every path: its file name without suffix, unless another file has that name already.

    Known paths keep their id, so ids don't depend on what else comes into the inbox later. What looks like plain text
    goes first: files of other forms seldom need the id.
    """
    from extract.readers import is_candidate

    stored = {path: storable(path) for path in paths}
    ids = {
        path: file.article_id
        for path in paths
        if (file := known.get(stored[path])) and file.article_id and file.status != "deleted"
    }
    used = set(taken) | set(ids.values())
    for path in sorted(paths, key=lambda path: not is_candidate(Path(path))):
        if path not in ids:
            stem = Path(stored[path]).stem
            ids[path] = f"{stem}-{stable_hash('path', stored[path])[:ID_SUFFIX_LENGTH]}" if stem in used else stem
            used.add(ids[path])
    return ids


def is_due(item: WorkItem, known: KnownFile | None, *, versions: Versions) -> bool:
    """Whether a file must be extracted again; a failed file with the same content is not."""
    if known is None or known.status in ("deleted", "partial") or item.sha256 == UNREADABLE or known.is_bereft:
        return True
    if item.outdated:
        return True
    if (item.reading.languages or frozenset()) & set(known.awaited.split()):
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
    outdated: Mapping[str, frozenset[str]],
    published: str | None,
    limits: Limits,
    reading: ReadOptions,
) -> WorkItem:
    file = inbox / path
    row = metadata.get(Path(path).stem)
    return WorkItem(
        inbox=storable(str(inbox)),
        path=storable(path),
        file=file,
        sha256=fingerprint(file, metadata=row, published=published),
        size=size_of(file),
        article_id=article_id,
        metadata=row,
        published=published,
        root=inbox,
        limits=limits,
        reading=reading,
        outdated=outdated.get(storable(path), frozenset()),
    )


def _with_reading(item: WorkItem, versions: Versions, *, salt: str) -> WorkItem:
    """The same content read by the same versions is the same reading, which may be broken off and go on."""
    return replace(item, reading_id=stable_hash(item.sha256, *astuple(versions), salt)[:READING_ID_LENGTH])


def _is_new(known: KnownFile | None) -> bool:
    return known is None or known.status == "deleted"


def _out_of_sight(known: Mapping[str, KnownFile], listing: Listing) -> Iterator[str]:
    """Known files below a folder that can't be listed now: they are not held to be gone."""
    for path, file in known.items():
        if file.status != "deleted" and any(Path(path).is_relative_to(folder) for folder in listing.unlisted):
            yield path
