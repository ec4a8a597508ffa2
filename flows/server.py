"""The Prefect server on this machine: found where one answers, else started as a child process."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

from flows.errors import ServerError

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
LOCAL_HOSTS = frozenset({LOOPBACK, "localhost", "::1"})
START_SECONDS = 180
STOP_SECONDS = 15
ANSWER_SECONDS = 5


@contextmanager
def prefect_server(configured: str | None, *, port: int, log_file: Path, scheduler: bool = True) -> Iterator[str]:
    """The API address of a server that answers; one started here is stopped at the end.

    Without `scheduler` a server started here leaves the schedules alone.

    `configured` is the address that Prefect is set up with, if any; else a server is looked for, and started, on this
    machine's `port`. Raises `ServerError` where the configured one is elsewhere and silent, or none can be started.
    """
    url = (configured or f"http://{LOOPBACK}:{port}/api").rstrip("/")
    if answers(url):
        yield url
        return
    address = urlparse(url)
    if address.hostname not in LOCAL_HOSTS:
        raise ServerError(f"the Prefect server {url} (PREFECT_API_URL) does not answer")
    process = _start(address.port or port, log_file, scheduler=scheduler)
    try:
        _wait(process, url, log_file)
        yield url
    finally:
        _stop(process)


def answers(url: str) -> bool:
    """Whether a Prefect server is up at that API address."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=ANSWER_SECONDS) as response:  # noqa: S310 -- http only
            return json.load(response) is True
    except (urllib.error.URLError, OSError, ValueError):
        return False


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        port: int = found.getsockname()[1]
        return port


def page(url: str) -> str:
    """The address of the server's page in a browser."""
    return url.removesuffix("/api")


def _start(port: int, log_file: Path, *, scheduler: bool) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches us first and the server goes last."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", LOOPBACK, "--port", str(port)]
    if not scheduler:
        command.append("--no-scheduler")
    with log_file.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 -- our own interpreter
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=os.environ | {"PREFECT_SERVER_API_HOST": LOOPBACK, **_only_own_page(port)},
        )


def _only_own_page(port: int) -> dict[str, str]:
    """No other page that is open in a browser of this machine may talk to the server; by default any may."""
    return {"PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"http://{LOOPBACK}:{port},http://localhost:{port}"}


def _wait(process: subprocess.Popen[bytes], url: str, log_file: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(url):
        if process.poll() is not None:
            raise ServerError(f"the Prefect server could not start at {url}: see {log_file}, or choose another --port")
        if time.monotonic() > deadline:
            raise ServerError(f"the Prefect server at {url} did not answer within {START_SECONDS} s: see {log_file}")
        time.sleep(0.5)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Asked first, then killed."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, number)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("the Prefect server did not stop when asked")
