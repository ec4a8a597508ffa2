"""Delivers what waits in the outbox, now or while something else goes on."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.alerts.outbox import FILE_NAME, Flushed, flush, outbox
from flows.alerts.policy import AlertSettings
from flows.alerts.send import by_name, sender

log = logging.getLogger(__name__)

ROUND_SECONDS = 60.0


def deliver(warehouse: Path, settings: AlertSettings) -> Flushed:
    """Deliver what is due to the addresses of the settings."""
    urls = by_name(settings.urls)
    with outbox(warehouse) as con:
        done = flush(con, list(urls), send=sender(urls, seconds=settings.seconds), clock=time.time)
    for target, reason in done.failed:
        log.warning("alerts to %s: %s; they wait in the outbox", target, reason)
    return done


@contextmanager
def courier(warehouse: Path, settings: AlertSettings, *, pause: float = ROUND_SECONDS) -> Iterator[None]:
    """Deliver once in a while, in a thread, as long as the context lasts."""
    over = threading.Event()

    def go_round() -> None:
        while not over.wait(pause):
            try:
                if settings.urls and (warehouse / FILE_NAME).exists():
                    deliver(warehouse, settings)
            except Exception:
                log.exception("alerts could not be delivered")

    threading.Thread(target=go_round, daemon=True).start()
    try:
        yield
    finally:
        over.set()
