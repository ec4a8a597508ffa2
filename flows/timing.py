"""How long the steps of a file and of a run take."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Seconds = Counter[str]
"""Seconds by the name of a step; floats, as a counter adds them up."""

_current: ContextVar[Seconds | None] = ContextVar("seconds", default=None)


@contextmanager
def timing() -> Iterator[Seconds]:
    """What `timed` steps take meanwhile, also where the block ends by an error."""
    found: Seconds = Counter()
    token = _current.set(found)
    try:
        yield found
    finally:
        _current.reset(token)


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Count the time of the block for the step; of no effect outside `timing`."""
    found = _current.get()
    started = time.perf_counter()
    try:
        yield
    finally:
        if found is not None:
            # Counters are typed for whole numbers, but add up any.
            found[step] += time.perf_counter() - started  # type: ignore[assignment]
