"""Batches through a pool of worker processes; a file that kills its worker is found and set aside."""

import logging
import multiprocessing
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial

from flows.worker import (
    Batch,
    BatchResult,
    ExtractFactory,
    Outcome,
    WorkItem,
    extract_batch,
    extract_file,
    rejected_file,
    start_worker,
    store,
)
from schemas.errors import FieldFault

log = logging.getLogger(__name__)

START_METHOD = "forkserver"
"""Workers forked from a small clean process: forking this one would copy its threads and locks in mid-flight."""

PRELOADED = ["flows.worker", "extract.readers"]
"""Imported once in that process: nothing that starts threads, so neither spaCy nor DuckDB."""


def extract_batches(
    batches: Sequence[Batch], *, workers: int, factory: ExtractFactory
) -> Generator[BatchResult, None, None]:
    """The results of all batches, in order, while later batches are worked on.

    When a worker dies, the files of the batch waited for are tried one at a time, and the rest goes to a fresh pool.
    Closing the iterator early drops the batches not begun and waits for those in work. Raises `ModelError`.
    """
    todo = deque(batches)
    while todo:
        with _pool(min(workers, len(todo)), factory) as pool:
            futures: deque[Future[BatchResult]] = deque(pool.submit(extract_batch, batch) for batch in todo)
            while todo:
                try:
                    result = futures.popleft().result()
                except BrokenProcessPool:
                    break
                todo.popleft()
                yield result
        if todo:
            log.warning("a worker process died; trying the files of its batch one at a time")
            batch = todo.popleft()
            yield store(batch, _one_at_a_time(batch.items, factory))


def _one_at_a_time(items: Sequence[WorkItem], factory: ExtractFactory) -> list[Outcome]:
    """Every file for itself, in a pool of one worker that is renewed whenever it dies."""
    outcomes: list[Outcome] = []
    while len(outcomes) < len(items):
        with _pool(1, factory) as pool:
            for item in items[len(outcomes) :]:
                future = pool.submit(extract_file, item)
                started = time.monotonic()
                try:
                    outcomes.append(future.result())
                except BrokenProcessPool:
                    reason = _reason_of_death(item, time.monotonic() - started)
                    outcomes.append(rejected_file(item, "extract", reason))
                    break
    return outcomes


def _reason_of_death(item: WorkItem, seconds: float) -> FieldFault:
    """A worker stuck in one file is ended some time after the file's limit; before it, something else killed it."""
    if seconds >= item.limits.article_seconds:
        return FieldFault("article", "too_slow", item.path, "not done in time, and its worker had to be ended")
    return FieldFault("article", "worker_died", item.path, "the worker process died while extracting this file")


@contextmanager
def _pool(workers: int, factory: ExtractFactory) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context(START_METHOD)
    context.set_forkserver_preload(PRELOADED)
    pool = ProcessPoolExecutor(
        workers,
        mp_context=context,
        initializer=partial(start_worker, factory),
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
