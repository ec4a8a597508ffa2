"""Files of many documents, read by a process of its own: it can be killed, and the extraction goes on meanwhile."""

import logging
import multiprocessing
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from flows.fingerprint import UNREADABLE, fingerprint
from flows.timing import timing
from flows.worker import Part, WorkItem, changing, exit_with_parent, read_in_time, warm_up
from schemas.errors import ReadError

if TYPE_CHECKING:
    from extract.readers import Reading

log = logging.getLogger(__name__)

CHARACTERS = 250_000
"""A part of so much text is sent though it has few documents."""


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


def read_parts(items: Sequence[WorkItem], *, documents: int) -> Iterator[Part]:
    """The files in order, in parts of at most so many documents; those that are `known` are left out.

    A file over which the reading process dies is read once more, document by document, and ends where it dies again.
    """
    number, count = 0, 0
    is_careful = False
    while number < len(items):
        with _reader(items, number, skip=count, documents=1 if is_careful else documents) as receiver:
            while (message := _received(receiver)) is not None:
                number, count, is_careful = _next(message, count, is_careful)
                yield _part(items[message.number], message)
        if number >= len(items):
            return
        log.warning("the process that reads died over %s", items[number].path)
        if is_careful:
            yield _broken_off(items[number], count)
            number, count = number + 1, 0
        is_careful = not is_careful


def _next(message: Message, count: int, is_careful: bool) -> tuple[int, int, bool]:
    """Where the reading stands after a message; care ends with the file that needed it."""
    return (
        (message.number + 1, 0, False) if message.is_last else (message.number, max(count, message.count), is_careful)
    )


def _part(item: WorkItem, message: Message) -> Part:
    return Part(
        item=replace(item, known=frozenset(), sha256=item.sha256 if message.sha256 is None else message.sha256),
        found=message.found,
        bytes_read=message.bytes_read,
        read_seconds=message.seconds,
        is_last=message.is_last,
        documents=message.count if message.is_last else None,
    )


def _broken_off(item: WorkItem, count: int) -> Part:
    reason = f"the process that reads died after {count} documents, or took far too long"
    error = ReadError(item.path, reason, rule="reader_died", place=f"after document {count}")
    return Part(replace(item, known=frozenset()), (error,), item.size, is_last=True, documents=count + 1)


@contextmanager
def _reader(items: Sequence[WorkItem], number: int, *, skip: int, documents: int) -> Iterator[Connection]:
    """The receiving end of a process that reads the files from that number on, the first `skip` documents left out."""
    context = multiprocessing.get_context("forkserver")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_read_all, args=(sender, items, number, skip, documents), daemon=True)
    process.start()
    sender.close()
    try:
        yield receiver
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


def _read_all(sender: Connection, items: Sequence[WorkItem], first: int, skip: int, documents: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    threading.Thread(target=exit_with_parent, daemon=True).start()
    warm_up()
    for number in range(first, len(items)):
        for message in _messages(items[number], number, skip=skip if number == first else 0, documents=documents):
            sender.send(message)


def _messages(item: WorkItem, number: int, *, skip: int, documents: int) -> Iterator[Message]:
    from extract.readers import Progress

    progress = Progress()
    found: list[Reading | ReadError] = []
    count = characters = 0
    with timing() as seconds:
        for one in read_in_time(item, progress):
            count += 1
            if count <= skip or _identity(one) in item.known:
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
