"""A run with its alerts that is killed with all its processes at one moment: killed_run.py INBOX WAREHOUSE MOMENT."""

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import flows.alerts.send
import warehouse.load
import warehouse.migrate
import warehouse.publish
import warehouse.transform
from flows.announce import announced
from flows.job import Job
from flows.nightly import run_nightly
from flows.settings import alert_settings, load_settings
from flows.worker import Extract
from schemas import Article
from tests.flows import stubs

LAST = "river-003"
"""The file in which the moment comes, where it comes within a file."""


def die(*_: Any, **__: Any) -> Any:
    """No process of the run outlives this."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


def dying_after(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The function, killed once it has run the statement `name`, or any other by its first argument."""

    def wrapped(*arguments: Any, **options: Any) -> Any:
        done = function(*arguments, **options)
        if name in arguments or name == "":
            die()
        return done

    return wrapped


def factory(moment: str) -> Extract:
    """Workers that read and extract as the stand-in does, up to the moment."""
    if moment == "reading":
        opened = Path.open

        def open_or_die(path: Path, *arguments: Any, **options: Any) -> Any:
            return die() if path.stem == LAST else opened(path, *arguments, **options)

        Path.open = open_or_die  # type: ignore[method-assign]

    def extract(article: Article) -> list[dict[str, Any]]:
        if moment == "extraction" and LAST in article.source_path:
            die()
        return stubs.extract(article)

    return extract


def arm(moment: str) -> None:
    """Put the end where it belongs in this process."""
    if moment == "load":
        warehouse.load.execute = dying_after(warehouse.load.execute, "load/insert_event_mentions")
    elif moment == "refresh":
        warehouse.transform.update_commitments = die
    elif moment == "publish":
        warehouse.publish._point_to = die
    elif moment == "migration":
        warehouse.migrate.execute = dying_after(warehouse.migrate.execute, "record_migration")
    elif moment == "delivery":
        flows.alerts.send._guarded = dying_after(flows.alerts.send._guarded, "")


if __name__ == "__main__":
    inbox, folder, wanted = sys.argv[1:]
    arm(wanted)
    job = Job(inbox=Path(inbox), warehouse=Path(folder), workers=1, batch_files=3)
    settings = alert_settings(load_settings({}))
    announced(job, settings, lambda: run_nightly(job, factory=partial(factory, wanted), versions=stubs.VERSIONS))
