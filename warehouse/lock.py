"""One writer at a time, held by the kernel: a process that dies lets go of the lock."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import StorageError, WarehouseBusyError
from warehouse.layout import Layout


@contextmanager
def single_writer(directory: Path) -> Iterator[None]:
    """Hold the writer's lock of a warehouse folder.

    Raises `WarehouseBusyError` at once where it is taken, and `StorageError` where the folder can't be written to.
    """
    try:
        opened = Layout(directory).create().lock.open("a+", encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{directory}: {error.strerror}") from error
    with opened as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise WarehouseBusyError(directory, file.read().strip() or "unknown process") from None
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        try:
            yield
        finally:
            # Said aloud: a forked child that still has the file open would keep the lock otherwise.
            fcntl.flock(file, fcntl.LOCK_UN)
