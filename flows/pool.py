"""Batches through a pool of worker processes; a file that kills its worker is found and set aside."""

import logging
import multiprocessing
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
                try:
                    outcomes.append(pool.submit(extract_file, item).result())
                except BrokenProcessPool:
                    message = "the worker process died while extracting this file"
                    outcomes.append(rejected_file(item, "extract", FieldFault("article", "worker_died", "", message)))
                    break
    return outcomes


@contextmanager
def _pool(workers: int, factory: ExtractFactory) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context(START_METHOD),
        initializer=partial(start_worker, factory),
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
