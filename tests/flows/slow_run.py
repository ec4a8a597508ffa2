"""A run that takes its time, as a program of its own: slow_run.py INBOX WAREHOUSE."""

import sys
from pathlib import Path

from flows.job import Job
from flows.nightly import run_nightly
from tests.flows import stubs


def say(done: int, total: int) -> None:
    sys.stdout.write(f"{done} of {total}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    job = Job(inbox=Path(sys.argv[1]), warehouse=Path(sys.argv[2]), workers=2, batch_files=3)
    summary = run_nightly(
        job,
        factory=stubs.slow_factory,
        versions=stubs.VERSIONS,
        progress=say,
    )
    sys.exit(summary.exit_code)
