"""Byte streams that count what is read, keep to the limits and tell when they end before their time."""

import io
import lzma
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from extract.readers.limits import MIB, Limits
from schemas.errors import ReadError
from schemas.provenance import Container

BUFFER = 64 * 1024
# Small files may shrink by any factor: a ratio says something only above this size.
RATIO_FROM = MIB
TAIL = 4
EARLY_ENDS = (EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, OSError)


class Readable(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Budget:
    """What one input file may still unpack to; shared by all archives inside it."""

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self.bytes_left = limits.unpacked_bytes
        self.members_left = limits.members

    def spend(self, count: int) -> None:
        """Take `count` unpacked bytes off the budget; raises `ReadError` (too_large) when it is used up."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise ReadError(self.path, f"unpacks to more than {self.limits.unpacked_bytes} bytes", rule="too_large")

    def open_member(self) -> None:
        """Take one member off the budget; raises `ReadError` (too_many_members) when there were too many."""
        self.members_left -= 1
        if self.members_left < 0:
            raise ReadError(self.path, f"more than {self.limits.members} members", rule="too_many_members")

    def check_ratio(self, unpacked: int, packed: int) -> None:
        """Raise `ReadError` (ratio) where few bytes became suspiciously many."""
        if unpacked > RATIO_FROM and unpacked > self.limits.ratio * max(packed, 1):
            reason = f"{packed} bytes unpack to more than {self.limits.ratio} times as many"
            raise ReadError(self.path, reason, rule="ratio")


def told_apart(name: str, met: Counter[str]) -> str:
    """The name, with a number where it was met before."""
    met[name] += 1
    return name if met[name] == 1 else f"{name} ({met[name]})"


class Progress:
    """How far the reading of a file is: the bytes read, the place of the document at work, and what was met.

    `place` is None while the file itself is at work, not a document in it. `met` are keys of its articles, `told` how
    often something was told of a place.
    """

    def __init__(self) -> None:
        self.bytes_read = 0
        self.place: str | None = None
        self.met: set[int] = set()
        self.told: Counter[str] = Counter()

    def at(self, place: str | None) -> None:
        """Note the place of what comes under work."""
        self.place = place


class Course:
    """The way through a file. It may begin behind a document, that and all before it being passed over."""

    def __init__(self, progress: Progress, *, after: str | None = None) -> None:
        self.progress = progress
        self._after = after

    @property
    def is_behind(self) -> bool:
        """Whether the document that the reading begins behind is still to come."""
        return self._after is not None

    def begin(self, place: str | None) -> bool:
        """Take up a document, or a source of such; False for one to pass over."""
        if self._after is None:
            self.progress.at(place)
            return True
        if place == self._after:
            self._after = None
            return False
        return place is None or self._after.startswith(f"{place}, ")

    def end(self, source: str | None) -> None:
        """A document of the source of that place is done."""
        if self._after is None:
            self.progress.at(source)


class Counted(io.RawIOBase):
    """A raw stream over another one: counts bytes, and ends with `fault` set where the other one is cut or damaged.

    `tail` are the last bytes read. `packed` gives the number of packed bytes read so far; with it the bytes count
    against the budget.
    """

    def __init__(
        self,
        stream: Readable,
        *,
        budget: Budget,
        packed: Callable[[], int] | None = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__()
        self.count = 0
        self.tail = b""
        self.fault: str | None = None
        self._stream = stream
        self._budget = budget
        self._packed = packed
        self._progress = progress
        # What was unpacked before damage must not be lost in a buffer: `read1` stops at each piece.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        filled = 0
        while filled < len(buffer) and self.fault is None:
            try:
                data = self._read(len(buffer) - filled)
            except EARLY_ENDS as error:
                self.fault = str(error) or type(error).__name__
                break
            if not data:
                break
            buffer[filled : filled + len(data)] = data
            filled += len(data)
            self.tail = (self.tail + data[-TAIL:])[-TAIL:]
            self._account(len(data))
        return filled

    def _account(self, count: int) -> None:
        self.count += count
        if self._progress is not None:
            self._progress.bytes_read = self.count
        if self._packed is not None:
            self._budget.spend(count)
            self._budget.check_ratio(self.count, self._packed())


@dataclass(frozen=True, kw_only=True)
class Source:
    """Bytes to read articles from: a file, a member of an archive, or a record of a web archive.

    `place` names it inside the file, `counted` are the streams it is read through. `url` and `charset`
    are what a web archive states of it, `byte_start` and `byte_end` where its record lies; `cut`: it is known to be
    incomplete.
    """

    name: str
    stream: io.BufferedReader
    counted: tuple[Counted, ...] = ()
    place: str | None = None
    containers: tuple[Container, ...] = ()
    depth: int = 0
    file: Path | None = None
    url: str | None = None
    charset: str | None = None
    byte_start: int | None = None
    byte_end: int | None = None
    cut: bool = False

    def fault(self) -> str | None:
        """Why a stream ended before its time; None while nothing is known of that."""
        return next((stream.fault for stream in self.counted if stream.fault), None)

    def within(self, item: str | None) -> str | None:
        """The place of an item of this source, as seen from the file."""
        return ", ".join(part for part in (self.place, item) if part) or None


class Whole(NamedTuple):
    """All bytes of a source, and whether they were cut off."""

    data: bytes
    truncated: bool


def buffered(counted: Counted) -> io.BufferedReader:
    """The stream to read from, with a look ahead (`peek`) of up to `BUFFER` bytes."""
    return io.BufferedReader(counted, buffer_size=BUFFER)


def read_whole(source: Source, *, budget: Budget, max_bytes: int) -> Whole:
    """All bytes of a source of at most `max_bytes`; raises `ReadError` (too_large)."""
    data = source.stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ReadError(budget.path, f"larger than {max_bytes} bytes", rule="too_large", place=source.place or "file")
    return Whole(data, source.cut or source.fault() is not None)


def from_bytes(data: bytes) -> io.BufferedReader:
    """A stream over bytes in memory."""
    return io.BufferedReader(io.BytesIO(data))
