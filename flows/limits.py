"""What one article may cost: time, enforced in the worker that extracts it, and room in quarantine."""

import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import FrameType

GRACE_SECONDS = 10.0
"""How long after its limit an article may go on before its worker is ended."""
REPEAT_SECONDS = 1.0


@dataclass(frozen=True)
class Limits:
    """The limits of one article; `payload_bytes` is how much of a failed file is kept whole in quarantine.

    `require_date`: an article without a publication date is not taken.
    """

    article_seconds: float = 120.0
    payload_bytes: int = 5_000_000
    require_date: bool = False


DEFAULT_LIMITS = Limits()


class OutOfTimeError(BaseException):
    """The article took too long. Not an `Exception`: no component of the extraction may take it for its own."""


@contextmanager
def time_limit(seconds: float, *, grace: float = GRACE_SECONDS) -> Iterator[None]:
    """Raise `OutOfTimeError` in the block after `seconds`; end the process when that is not heard either.

    The signal is heard between two steps of Python. Code that is stuck within one step is ended by a thread of the
    interpreter that needs nothing of Python. In threads other than the main one there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _raise)
    faulthandler.dump_traceback_later(seconds + grace, exit=True, file=_nowhere())
    # It comes again, in case the first one is swallowed where exceptions can't be raised.
    signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)


def _raise(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- the form of a handler
    raise OutOfTimeError


@cache
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)
