"""What is logged, and how: lines for readers, or one JSON object an event, each with the run that it belongs to."""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from flows.terminal import escaped, printable

LOGGERS = ("flows", "extract", "warehouse", "schemas")

_run_id: ContextVar[str | None] = ContextVar("run_id", default=None)


@contextmanager
def logging_run(run_id: str) -> Iterator[None]:
    """What is logged meanwhile belongs to this run."""
    token = _run_id.set(run_id)
    try:
        yield
    finally:
        _run_id.reset(token)


class Lines(logging.Formatter):
    """A line for readers."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, run_id, message, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        row = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "run_id": _run_id.get(),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            row["error"] = "".join(traceback.format_exception(record.exc_info[1]))
        return escaped(json.dumps(row, ensure_ascii=False))


class StandardError(logging.Handler):
    """To what is standard error at the time: it may be exchanged while the process lives."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            print(self.format(record), file=sys.stderr, flush=True)
        except Exception:
            self.handleError(record)


def log_to_stderr(level: int, *, as_json: bool) -> None:
    """Log to standard error from this level on."""
    handler = StandardError()
    handler.setFormatter(JsonLines() if as_json else Lines())
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False
