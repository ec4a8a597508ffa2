"""Archives and packed files -> the sources inside them. Nothing is ever written to disk."""

import gzip
import io
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from extract.readers.candidates import is_document_name
from extract.readers.draft import Job
from extract.readers.streams import Counted, Source, buffered, read_whole, told_apart
from schemas.errors import ReadError
from schemas.provenance import Container

MAX_NAME = 200
ENCRYPTED = 0x1
ZIP_TROUBLE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError)


def read_gzip(source: Source, job: Job) -> Iterator[Source]:
    """What a gzip file holds, as one source of the same place."""
    _check_depth(source, job)
    outer = source.counted[-1] if source.counted else None
    packed = (lambda: outer.count) if outer else source.stream.tell
    counted = Counted(gzip.GzipFile(fileobj=source.stream), budget=job.budget, packed=packed)
    name = source.name[:-3] if source.name.lower().endswith(".gz") else source.name
    if name.lower().endswith(".tgz"):
        name = name[:-4] + ".tar"
    yield replace(
        source,
        name=name,
        stream=buffered(counted),
        counted=(*source.counted, counted),
        containers=(*source.containers, "gzip"),
        depth=source.depth + 1,
        file=None,
    )


def read_zip(source: Source, job: Job) -> Iterator[Source | ReadError]:
    """The members of a zip archive that may be documents. Raises `ReadError` (damaged) where it has no directory."""
    _check_depth(source, job)
    file: IO[bytes] | str
    if source.file is not None:
        file = str(source.file)
    else:
        file = io.BytesIO(read_whole(source, budget=job.budget, max_bytes=job.limits.member_bytes).data)
    try:
        archive = zipfile.ZipFile(file)
    except ZIP_TROUBLE as error:
        raise ReadError(job.path, f"a zip archive that can't be opened: {error}", rule="damaged") from error
    met: Counter[str] = Counter()
    with archive:
        for info in archive.infolist():
            job.budget.open_member()
            if not info.is_dir() and is_document_name(info.filename):
                place = source.within(f"member {told_apart(shown(info.filename), met)}")
                yield _zip_member(archive, info, source, job, place=place)


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Source, job: Job, *, place: str | None
) -> Source | ReadError:
    if info.flag_bits & ENCRYPTED:
        return ReadError(job.path, "encrypted", rule="encrypted", place=place or "file")
    try:
        stream = archive.open(info)
    except ZIP_TROUBLE as error:
        return ReadError(job.path, f"can't be unpacked: {error}", rule="damaged", place=place or "file")
    counted = Counted(stream, budget=job.budget, packed=lambda: info.compress_size)
    return _member(source, counted, name=info.filename, place=place, container="zip")


def read_tar(source: Source, job: Job) -> Iterator[Source | ReadError]:
    """The members of a tar archive that may be documents, in one pass."""
    _check_depth(source, job)
    met: Counter[str] = Counter()
    try:
        with tarfile.open(fileobj=source.stream, mode="r|") as archive:
            for info in archive:
                job.budget.open_member()
                if is_document_name(info.name) and not info.isdir():
                    place = source.within(f"member {told_apart(shown(info.name), met)}")
                    yield _tar_member(archive, info, source, job, place=place)
    except (tarfile.TarError, ValueError, OverflowError) as error:
        read = source.counted[-1].count if source.counted else 0
        reason = f"the archive ends early or is damaged ({error}): {read} bytes read"
        yield ReadError(job.path, reason, rule="truncated", place=source.place or "file")


def _tar_member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, source: Source, job: Job, *, place: str | None
) -> Source | ReadError:
    stream = archive.extractfile(info) if info.isreg() and not info.issparse() else None
    if stream is None:
        return ReadError(job.path, "a link, device or file with holes", rule="unsupported", place=place or "file")
    return _member(source, Counted(stream, budget=job.budget), name=info.name, place=place, container="tar")


def _member(source: Source, counted: Counted, *, name: str, place: str | None, container: Container) -> Source:
    return Source(
        name=shown(name).rsplit("/", 1)[-1].rsplit("\\", 1)[-1] or "member",
        stream=buffered(counted),
        counted=(*source.counted, counted),
        place=place,
        containers=(*source.containers, container),
        depth=source.depth + 1,
    )


def _check_depth(source: Source, job: Job) -> None:
    if source.depth >= job.limits.depth:
        reason = f"archives inside one another more than {job.limits.depth} deep"
        raise ReadError(job.path, reason, rule="too_deep", place=source.place or "file")


def shown(name: str) -> str:
    """The name of a member as it can be printed and stored."""
    printable = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name[:MAX_NAME])
    return printable.encode("utf-8", "backslashreplace").decode("utf-8")
