"""Files of many documents, read by a process of its own: it can be killed, and the extraction goes on meanwhile."""

import logging
import multiprocessing
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, NamedTuple

from extract.readers import Progress
from flows.fingerprint import UNREADABLE, fingerprint
from flows.timing import timing
from flows.worker import Part, WorkItem, changing, exit_with_parent, read_in_time, reader_limits, warm_up
from schemas.errors import ReadError

if TYPE_CHECKING:
    from ctypes import Array, c_char

    from extract.readers import Reading

    Place = Array[c_char]

log = logging.getLogger(__name__)

CHARACTERS = 250_000
"""A part of so much text is sent though it has few documents."""
PLACE_BYTES = 4096
"""Room for the place that the process is at."""


@dataclass(frozen=True)
class Message:
    """What the reading process sends: the next documents of the file of that number, `count` of it read by now."""

    number: int
    found: tuple["Reading | ReadError", ...]
    count: int
    bytes_read: int
    seconds: float
    is_last: bool = False
    sha256: str | None = None


@dataclass(frozen=True)
class Standing:
    """Where the reading stands: `count` documents of the file of that number have come.

    `after` is the document that the file was taken up behind, the last of `deaths` over which the process died, and
    `skipped` the count up to it.
    """

    number: int = 0
    count: int = 0
    bytes_read: int = 0
    after: str | None = None
    skipped: int = 0
    deaths: int = 0
    is_careful: bool = False

    def behind(self, message: Message) -> "Standing":
        """After a message; care ends with the file that needed it."""
        if message.is_last:
            return Standing(message.number + 1)
        return replace(self, count=max(self.count, message.count), bytes_read=message.bytes_read)

    def behind_death(self, place: str | None) -> "Standing":
        """Behind a document over which the process died."""
        count = self.count + 1
        return replace(self, count=count, after=place, skipped=count, deaths=self.deaths + 1, is_careful=False)


def read_parts(items: Sequence[WorkItem], *, documents: int) -> Iterator[Part]:
    """The files in order, in parts of at most so many documents; those that are `known` are left out.

    A file over which the reading process dies is read once more, document by document; the document over which it dies
    again is passed over, and where that is none, or there are too many of them, the file ends.
    """
    at = Standing()
    while at.number < len(items):
        with _reader(items, at, documents=1 if at.is_careful else documents) as reader:
            while (message := _received(reader.receiver)) is not None:
                at = at.behind(message)
                yield _part(items[message.number], message)
        if at.number >= len(items):
            return
        log.warning("the process that reads died over %s", items[at.number].path)
        if not at.is_careful:
            at = replace(at, is_careful=True)
            continue
        item, place = items[at.number], reader.place()
        goes_on = place is not None and at.deaths < reader_limits(item.reading).slow_documents
        yield _passed_over(item, place, at, is_last=not goes_on)
        at = at.behind_death(place) if goes_on else Standing(at.number + 1)


def _part(item: WorkItem, message: Message) -> Part:
    return Part(
        item=replace(item, known=frozenset(), sha256=item.sha256 if message.sha256 is None else message.sha256),
        found=message.found,
        bytes_read=message.bytes_read,
        read_seconds=message.seconds,
        is_last=message.is_last,
        documents=message.count if message.is_last else None,
    )


def _passed_over(item: WorkItem, place: str | None, at: Standing, *, is_last: bool) -> Part:
    rest = ", and the rest of the file is left" if is_last else ""
    reason = f"the process that reads died over it, or took far too long{rest}"
    error = ReadError(item.path, reason, rule="reader_died", place=place or f"after document {at.count}")
    item = replace(item, known=frozenset())
    if is_last:
        return Part(item, (error,), item.size, is_last=True, documents=at.count + 1)
    return Part(item, (error,), at.bytes_read, is_last=False)


class SharedProgress(Progress):
    """Leaves the place at work where the parent finds it when this process is gone."""

    def __init__(self, place: "Place") -> None:
        super().__init__()
        self._shared = place
        self._shared.value = b""

    def at(self, place: str | None) -> None:
        super().at(place)
        told = (place or "").encode()
        self._shared.value = told if len(told) < PLACE_BYTES else b""


class Reader(NamedTuple):
    """A process that reads: what it sends, and the place that it is at."""

    receiver: Connection
    shared: "Place"

    def place(self) -> str | None:
        """The place of the document that the process was last at work on; None where it was at none."""
        return self.shared.value.decode() or None


@contextmanager
def _reader(items: Sequence[WorkItem], at: Standing, *, documents: int) -> Iterator[Reader]:
    """A process that reads the files from there on."""
    context = multiprocessing.get_context("forkserver")
    receiver, sender = context.Pipe(duplex=False)
    place = context.RawArray("c", PLACE_BYTES)
    process = context.Process(target=_read_all, args=(sender, place, items, at, documents), daemon=True)
    process.start()
    sender.close()
    try:
        yield Reader(receiver, place)
    finally:
        receiver.close()
        process.terminate()
        process.join()


def _received(receiver: Connection) -> Message | None:
    """The next message; None when the process has ended."""
    try:
        message: Message = receiver.recv()
    except (EOFError, OSError):
        return None
    return message


def _read_all(sender: Connection, place: "Place", items: Sequence[WorkItem], at: Standing, documents: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    threading.Thread(target=exit_with_parent, daemon=True).start()
    warm_up()
    for number in range(at.number, len(items)):
        here = at if number == at.number else Standing(number)
        for message in _messages(items[number], here, progress=SharedProgress(place), documents=documents):
            sender.send(message)


def _messages(item: WorkItem, at: Standing, *, progress: Progress, documents: int) -> Iterator[Message]:
    number = at.number
    found: list[Reading | ReadError] = []
    count, characters = at.skipped, 0
    with timing() as seconds:
        for one in read_in_time(item, progress, after=at.after):
            count += 1
            if count <= at.count or _identity(one) in item.known:
                continue
            found.append(one)
            characters += 0 if isinstance(one, ReadError) else len(one.article.text)
            if len(found) >= documents or characters >= CHARACTERS:
                yield Message(number, tuple(found), count, progress.bytes_read, seconds.pop("read", 0.0))
                found, characters = [], 0
    sha256 = None
    if fingerprint(item.file, metadata=item.metadata, published=item.published) != item.sha256:
        fault = changing(item)
        found.append(ReadError(item.path, fault.message, rule=fault.rule, place="end of file"))
        count, sha256 = count + 1, UNREADABLE
    yield Message(number, tuple(found), count, item.size, seconds.pop("read", 0.0), is_last=True, sha256=sha256)


def _identity(found: "Reading | ReadError") -> tuple[str, str | None]:
    """Place and article id, as the warehouse knows a document by."""
    if isinstance(found, ReadError):
        return ("" if found.place == "file" else found.place, None)
    return (found.provenance.item or "", found.article.article_id)
