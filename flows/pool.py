"""Batches through a pool of worker processes; a file that kills its worker is found and set aside."""

import logging
import multiprocessing
import time
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from flows.worker import (
    Batch,
    BatchResult,
    ExtractFactory,
    Outcome,
    Part,
    WorkItem,
    extract_batch,
    extract_file,
    process_part,
    rejected_document,
    rejected_file,
    start_worker,
    store,
)
from schemas import Article
from schemas.errors import FieldFault, ReadError

log = logging.getLogger(__name__)

START_METHOD = "forkserver"
"""Workers forked from a small clean process: forking this one would copy its threads and locks in mid-flight."""

AHEAD = 4
"""So many batches for each worker are begun before the first of them is done."""

PRELOADED = ["flows.worker", "extract.readers"]
"""Imported once in that process: nothing that starts threads, so neither spaCy nor DuckDB."""


def extract_batches(
    batches: Iterable[Batch], *, workers: int, factory: ExtractFactory
) -> Generator[BatchResult, None, None]:
    """The results of all batches, in order, while later batches are worked on.

    Batches are asked for only a few ahead. When a worker dies, the files of the batch waited for are tried one at a
    time, and the rest goes to a fresh pool. Closing the iterator early drops the batches not begun and waits for those
    in work. Raises `ModelError`.
    """
    coming = iter(batches)
    begun: deque[Batch] = deque()
    is_over = False
    while not is_over or begun:
        with _pool(workers, factory) as pool:
            futures = deque(pool.submit(extract_batch, batch) for batch in begun)
            while True:
                while not is_over and len(futures) < AHEAD * workers:
                    batch = next(coming, None)
                    if batch is None:
                        is_over = True
                    else:
                        begun.append(batch)
                        futures.append(_submitted(pool, batch))
                if not futures:
                    return
                try:
                    result = futures.popleft().result()
                except BrokenProcessPool:
                    break
                begun.popleft()
                yield result
        log.warning("a worker process died; trying the files of its batch one at a time")
        batch = begun.popleft()
        yield store(batch, merged(_one_at_a_time([*batch.items, *_single(batch.parts)], factory)))


def _submitted(pool: ProcessPoolExecutor, batch: Batch) -> "Future[BatchResult]":
    """A pool that broke meanwhile says so where the result is waited for."""
    try:
        return pool.submit(extract_batch, batch)
    except BrokenProcessPool as error:
        future: Future[BatchResult] = Future()
        future.set_exception(error)
        return future


def _single(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, cut into parts of one document."""
    for part in parts:
        for number, found in enumerate(part.found, start=1):
            is_last = part.is_last and number == len(part.found)
            yield replace(part, found=(found,), is_last=is_last, documents=part.documents if is_last else None)
        if not part.found:
            yield part


def merged(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """One outcome for each file."""
    by_path: dict[str, Outcome] = {}
    for outcome in outcomes:
        before = by_path.get(outcome.item.path)
        if before is not None:
            outcome = replace(
                outcome,
                documents=(*before.documents, *outcome.documents),
                seconds=Counter(before.seconds) + Counter(outcome.seconds),
            )
        by_path[outcome.item.path] = outcome
    return list(by_path.values())


def _one_at_a_time(work: Sequence[WorkItem | Part], factory: ExtractFactory) -> list[Outcome]:
    """Every file or document for itself, in a pool of one worker that is renewed whenever it dies."""
    outcomes: list[Outcome] = []
    while len(outcomes) < len(work):
        with _pool(1, factory) as pool:
            for one in work[len(outcomes) :]:
                future = pool.submit(extract_file, one)
                started = time.monotonic()
                try:
                    outcomes.append(future.result())
                except BrokenProcessPool:
                    outcomes.append(_rejected(one, time.monotonic() - started))
                    break
    return outcomes


def _rejected(work: WorkItem | Part, seconds: float) -> Outcome:
    if not isinstance(work, Part):
        return rejected_file(work, "extract", _reason_of_death(work, seconds))
    reason = _reason_of_death(work.item, seconds)
    documents = tuple(
        rejected_document(work.item, one, "extract", reason) for one in work.found if not isinstance(one, ReadError)
    )
    return replace(process_part(replace(work, found=()), _nothing), documents=documents)


def _nothing(article: Article) -> list[dict[str, Any]]:  # noqa: ARG001 -- the form of an extraction
    return []


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
