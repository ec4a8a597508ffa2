"""A run that takes its time, as a program of its own: slow_run.py INBOX WAREHOUSE."""

import sys
from pathlib import Path

from flows.job import Job
from flows.nightly import run_nightly
from flows.progress import State
from tests.flows import stubs


def say(state: State) -> None:
    sys.stdout.write(f"{state.articles} articles\n")
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
