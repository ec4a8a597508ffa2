"""A run with its alerts that says what it does, as a program of its own: announced_run.py INBOX WAREHOUSE."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flows.announce import announced
from flows.job import Job
from flows.nightly import run_nightly
from flows.settings import alert_settings, load_settings
from flows.summary import RunSummary
from tests.flows import stubs

T = TypeVar("T")


def say(name: str, work: Callable[[], T], /) -> T:
    """The step as a plain call, named on standard output before it begins.

    What comes between listing the inbox or a load and the next step is reading and extraction.
    """
    _write(name)
    done = work()
    if name.startswith(("discover", "batch")):
        _write("extract")
    return done


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(job: Job) -> RunSummary:
    summary = run_nightly(job, factory=stubs.unhurried_factory, versions=stubs.VERSIONS, stage=say)
    return say("alerts", lambda: summary)


if __name__ == "__main__":
    job = Job(inbox=Path(sys.argv[1]), warehouse=Path(sys.argv[2]), workers=2, batch_files=3)
    settings = alert_settings(load_settings({}))
    done = announced(job, settings, lambda: run(job))
    say("end", lambda: None)
    sys.exit(done.exit_code)
