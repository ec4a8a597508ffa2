"""A web endpoint on this machine that behaves as told: takes messages, refuses them, or is slow."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Endpoint(ThreadingHTTPServer):
    """Keeps the messages that it took; `mood` is ok, refuse or slow, and an answer takes `delay` seconds."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.mood = "ok"
        self.delay = 0.0
        self.taken: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        """An address with secrets in it, as apprise takes it."""
        return f"json://user:s3cret@127.0.0.1:{self.server_port}/t0ken"

    @property
    def titles(self) -> list[str]:
        return [message["title"] for message in self.taken]


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(10 if self.server.mood == "slow" else self.server.delay)
        if self.server.mood == "refuse":
            self.send_response(503)
        else:
            self.server.taken.append(json.loads(body))
            self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@contextmanager
def endpoint(port: int = 0) -> Iterator[Endpoint]:
    server = Endpoint(port)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
