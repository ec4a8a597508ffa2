"""Measure the whole run over a folder of files of any form: throughput, memory, and what it costs over bare extraction.

    python benchmarks/ingestion.py FOLDER [--documents N] [--workers 1 2] [--model NAME]

The first N documents of the files in FOLDER (all without N) are written to one dump, gzip, and taken by `chasqui run`
without an orchestrator, once with each number of workers, into a warehouse that is thrown away. Bare extraction is the
same documents read and extracted in one process, nothing validated or stored. Of both, processor time (user and system,
all processes) and wall time are given: the ratio of processor times tells the overhead even where other programs run.
Memory is the resident memory of all processes of the run, added up four times a second.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from extract.readers import Reading, is_document, read_documents

PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
SAMPLES_A_SECOND = 4
BARE = """
import sys
from pathlib import Path
from extract import pipeline
from extract.readers import Reading, read_documents
nlp = pipeline.build(sys.argv[2])
for found in read_documents(Path(sys.argv[1]), metadata={}):
    if isinstance(found, Reading):
        pipeline.extract_events(nlp, found.article)
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of a process with its children, and the memory of all of them over time, in MB."""

    wall: float
    processor: float
    memory: tuple[float, ...]


def documents_of(folder: Path) -> Iterator[Reading]:
    """The documents of all files of a folder that can be read."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_document(path):
            yield from (found for found in read_documents(path, metadata={}) if isinstance(found, Reading))


def write_dump(folder: Path, target: Path, *, most: int | None) -> tuple[int, int]:
    """Write documents as one JSON Lines file; returns how many, and their words."""
    count = words = 0
    with gzip.open(target, "wt", encoding="utf-8") as file:
        for article, _ in islice(documents_of(folder), most):
            row = {
                "article_id": f"d{count:07d}",
                "title": article.title,
                "text": article.text,
                "url": article.url,
                "publisher": article.publisher,
                "date": str(article.published.day) if article.published else None,
                "language": article.language,
            }
            file.write(json.dumps(row) + "\n")
            count += 1
            words += len(article.text.split())
    return count, words


def measured(command: list[str]) -> Cost:
    """Run a command; raises `CalledProcessError` where it could not run.

    Processor times are sampled: those of workers, which a server forks, reach no parent that could be asked.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory = []
    processor: dict[int, float] = {}
    while process.poll() is None:
        uses = {pid: use for pid in family(process.pid) if (use := usage(pid)) is not None}
        memory.append(sum(resident for _, resident in uses.values()) / 1e6)
        processor |= {pid: seconds for pid, (seconds, _) in uses.items()}
        time.sleep(1 / SAMPLES_A_SECOND)
    if process.returncode > 1:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.perf_counter() - started, sum(processor.values()), tuple(memory))


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        try:
            tasks = list(Path(f"/proc/{parent}/task").iterdir())
            found.extend(int(child) for task in tasks for child in (task / "children").read_text().split())
        except OSError:
            continue
    return found


def usage(pid: int) -> tuple[float, int] | None:
    """The processor time of a process in seconds, user and system, and its resident memory in bytes."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * PAGE


def growth(memory: tuple[float, ...]) -> str:
    """The memory in the second and the last fifth of a run: flat where both are alike."""
    fifth = max(len(memory) // 5, 1)
    return f"{median(memory[fifth : 2 * fifth] or memory):.0f} MB early, {median(memory[-fifth:]):.0f} MB at the end"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--model", default="en_chasqui_news")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        inbox = Path(scratch) / "inbox"
        inbox.mkdir()
        dump = inbox / "dump.jsonl.gz"
        count, words = write_dump(args.folder, dump, most=args.documents)
        print(f"{count:,} documents, {words:,} words", flush=True)
        bare = measured([sys.executable, "-c", BARE, str(dump), args.model])
        print(f"bare extraction: {bare.wall:.0f} s, processor {bare.processor:.0f} s, {words / bare.wall:,.0f} words/s")
        first: Cost | None = None
        for workers in args.workers:
            warehouse = Path(scratch) / f"data-{workers}"
            command = [sys.executable, "-m", "flows.cli", "run", str(inbox), "--warehouse", str(warehouse)]
            cost = measured([*command, "--workers", str(workers), "--model", args.model, "--no-orchestrator", "--json"])
            first = first or cost
            print(
                f"{workers} workers: {cost.wall:.0f} s, processor {cost.processor:.0f} s "
                f"({cost.processor / bare.processor - 1:+.1%} over bare), {words / cost.wall:,.0f} words/s "
                f"({first.wall / cost.wall:.2f} times the first), "
                f"peak {max(cost.memory):.0f} MB, {growth(cost.memory)}",
                flush=True,
            )
            shutil.rmtree(warehouse)


if __name__ == "__main__":
    main()
