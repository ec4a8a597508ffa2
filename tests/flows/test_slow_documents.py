"""Documents that take too long to be read, or kill the process that reads them: the rest of their file goes on."""

import gzip
import json
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from extract.readers import Progress, Reading, documents
from flows import reading
from flows.job import Job
from flows.nightly import run_nightly
from flows.reading import Reader, SharedProgress, Standing, read_parts
from flows.worker import Part, ReadOptions, WorkItem, documents_in_time
from schemas.errors import ReadError
from tests.flows import stubs
from warehouse.query import query

SENTENCE = "The ministers of Peru and Chile signed plan {} for the river on Monday, and met the press in Lima."


def page(number: int, *, paragraphs: int = 3) -> str:
    body = "".join(f"<div><p>{SENTENCE.format(f'{number}-{n}')}</p></div>" for n in range(paragraphs))
    return f"<html lang='en'><head><title>Plan {number}</title></head><body><article>{body}</article></body></html>"


def test_a_slow_page_of_an_archive_costs_only_itself(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    with zipfile.ZipFile(inbox / "pages.zip", "w") as file:
        for number in range(5):
            file.writestr(f"{number}.html", page(number, paragraphs=60_000 if number == 2 else 3))
    limits = {"html_tags": 10**7, "html_bytes": 10**8, "article_characters": 10**8}
    job = Job(inbox, tmp_path / "data", reader_limits=limits, article_seconds=4)
    summary = run_nightly(job, factory=stubs.factory, versions=stubs.VERSIONS)
    assert (summary.counts.articles_loaded, summary.counts.documents_quarantined) == (4, 1)
    told = query(job.warehouse, "SELECT item, reasons[1].rule FROM quarantine").rows
    assert told == [("member 2.html", "too_slow")]
    assert query(job.warehouse, "SELECT status, documents FROM source_files").rows == [("loaded", 5)]
    assert not [outcome for outcome in summary.failed if outcome.is_critical]


def slow_at(slow: Sequence[str | None], progress: Progress, places: Sequence[str | None]) -> Any:
    """A reading of documents at these places, those among `slow` taking for ever."""

    def read(after: str | None) -> Iterator[ReadError]:
        for place in places[places.index(after) + 1 if after else 0 :]:
            progress.at(place)
            if place in slow:
                time.sleep(60)
            yield ReadError("a.zip", "read", rule="no_body", place=place or "file")

    return read


@pytest.mark.parametrize(
    ("slow", "most", "told"),
    [
        ([], 5, "1 2 3 4"),
        (["1"], 5, "1! 2 3 4"),
        (["2", "3"], 5, "1 2! 3! 4"),
        (["4"], 5, "1 2 3 4!"),
        (["2", "3", "4"], 1, "1 2! 3!"),
    ],
)
def test_every_slow_document_is_told_and_passed_over(slow: list[str | None], most: int, told: str) -> None:
    progress = Progress()
    read = slow_at(slow, progress, ["1", "2", "3", "4"])
    found = list(documents_in_time(read, progress, path="a.zip", seconds=0.1, most=most))
    errors = [one for one in found if isinstance(one, ReadError)]
    assert " ".join(f"{one.place}{'!' if one.rule == 'too_slow' else ''}" for one in errors) == told
    assert ("the rest of the file is left" in str(found[-1])) == (most == 1)


def test_a_file_that_is_slow_itself_ends() -> None:
    progress = Progress()
    (found,) = documents_in_time(slow_at([None], progress, [None, "1"]), progress, path="a.zip", seconds=0.1, most=5)
    assert str(found) == "a.zip: file: not done within 0.1 seconds"


class DeathError(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads, within this one; it dies of documents that hold the word CRASH."""
    finish = documents.finish

    def finish_or_die(draft: Any, **more: Any) -> Reading:
        if any("CRASH" in block.text for block in draft.blocks):
            raise DeathError
        return finish(draft, **more)

    @contextmanager
    def within(items: Sequence[WorkItem], at: Standing, *, documents: int) -> Iterator[Reader]:
        place: Any = SimpleNamespace(value=b"")

        def sent() -> Iterator[reading.Message]:
            for number in range(at.number, len(items)):
                here = at if number == at.number else Standing(number)
                yield from reading._messages(items[number], here, progress=SharedProgress(place), documents=documents)

        messages = sent()

        def receive() -> reading.Message:
            try:
                return next(messages)
            except (StopIteration, DeathError):
                raise EOFError from None

        receiver: Any = SimpleNamespace(recv=receive)
        yield Reader(receiver, place)

    monkeypatch.setattr(documents, "finish", finish_or_die)
    monkeypatch.setattr(reading, "_reader", within)


def dump(folder: Path, name: str, words: Sequence[str]) -> WorkItem:
    path = folder / name
    rows = [{"title": f"Plan {n}", "text": f"{SENTENCE.format(n)} {word}"} for n, word in enumerate(words)]
    path.write_bytes(gzip.compress("".join(f"{json.dumps(row)}\n" for row in rows).encode()))
    digest = reading.fingerprint(path, metadata=None, published=None)
    return WorkItem(str(folder), name, path, digest, path.stat().st_size, name, root=folder)


def brief(parts: Sequence[Part]) -> list[str]:
    """The places in order, with the rule of those that failed."""
    found = [one for part in parts for one in part.found]
    return [f"{one.place} {one.rule}" if isinstance(one, ReadError) else str(one.provenance.item) for one in found]


@pytest.mark.usefixtures("deadly")
def test_a_document_that_kills_the_reading_process_is_passed_over(tmp_path: Path) -> None:
    first = dump(tmp_path, "a.jsonl.gz", ["", "CRASH", "", "", "CRASH", ""])
    second = dump(tmp_path, "b.jsonl.gz", ["", ""])
    parts = list(read_parts([first, second], documents=4))
    assert brief(parts) == [
        "line 1", "line 2 reader_died", "line 3", "line 4", "line 5 reader_died", "line 6", "line 1", "line 2",
    ]  # fmt: skip
    assert [(part.item.path, part.documents) for part in parts if part.is_last] == [
        ("a.jsonl.gz", 6),
        ("b.jsonl.gz", 2),
    ]
    assert all(part.bytes_read <= part.item.size for part in parts)


@pytest.mark.usefixtures("deadly")
def test_too_many_deaths_end_a_file_only(tmp_path: Path) -> None:
    first = dump(tmp_path, "a.jsonl.gz", ["", "CRASH", "", "CRASH", ""])
    second = dump(tmp_path, "b.jsonl.gz", ["", ""])
    items = [replace(item, reading=ReadOptions(limits={"slow_documents": 1})) for item in (first, second)]
    parts = list(read_parts(items, documents=4))
    assert brief(parts) == ["line 1", "line 2 reader_died", "line 3", "line 4 reader_died", "line 1", "line 2"]
    assert [part.documents for part in parts if part.is_last] == [4, 2]
