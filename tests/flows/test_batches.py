"""How the work of a run is cut into batches."""

from pathlib import Path

import pytest

from flows.job import Job
from flows.nightly import batch_size, gather_parts
from flows.worker import Part, WorkItem
from schemas.errors import ReadError

JOB = Job(inbox=Path("inbox"), warehouse=Path("data"), workers=2, batch_files=8)


def parts(path: str, *counts: int) -> list[Part]:
    """The parts of one file, with so many documents each; a document that can't be read stands for any."""
    item = WorkItem(inbox="i", path=path, file=Path(path), sha256="0" * 64, size=sum(counts), article_id="")
    found, last = [], len(counts)
    for number, count in enumerate(counts, 1):
        documents = tuple(ReadError(path, f"{number} {place}", rule="r", place=str(place)) for place in range(count))
        found.append(
            Part(
                item,
                documents,
                bytes_read=sum(counts[:number]),
                is_last=number == last,
                documents=sum(counts) if number == last else None,
                read_seconds=1.0,
            )
        )
    return found


def test_parts_become_larger_batches_as_the_run_goes_on() -> None:
    given = parts("dump.jsonl.gz", *[32] * 200)
    batches = list(gather_parts(given, JOB))
    sizes = [sum(len(part.found) for part in batch) for batch in batches]
    assert sizes[:16] == [32] * 16
    assert sizes[:-1] == sorted(sizes[:-1])
    assert max(sizes) == 128
    assert [one for batch in batches for part in batch for one in part.found] == [
        one for part in given for one in part.found
    ]
    assert {len(batch) for batch in batches} == {1}
    joined = batches[-1][0]
    assert (joined.is_last, joined.documents, joined.bytes_read) == (True, 6400, 6400)
    assert sum(batch[0].read_seconds for batch in batches) == 200
    assert [batch[0].is_last for batch in batches[:-1]] == [False] * (len(batches) - 1)


def test_small_files_share_a_batch_and_stay_apart() -> None:
    batches = list(gather_parts([*parts("a.jsonl", 20), *parts("b.jsonl", 0), *parts("c.jsonl", 40)], JOB))
    assert [[(part.item.path, len(part.found)) for part in batch] for batch in batches] == [
        [("a.jsonl", 20), ("b.jsonl", 0), ("c.jsonl", 40)]
    ]


def test_a_part_with_few_but_long_documents_is_a_batch() -> None:
    assert [len(batch[0].found) for batch in gather_parts(parts("long.jsonl", 2, 3, 1), JOB)] == [2, 3, 1]


@pytest.mark.parametrize(("files", "size"), [(1, 8), (200, 13), (512, 32), (2000, 32), (4096, 64), (100_000, 128)])
def test_more_files_make_larger_batches(files: int, size: int) -> None:
    assert batch_size(JOB, files) == size
