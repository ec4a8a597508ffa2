"""Delivery through apprise. The addresses hold passwords and tokens: they are named by scheme and a hash everywhere."""

import logging
import re
import threading
from collections.abc import Mapping, Sequence

from schemas import stable_hash

NAME_LENGTH = 8
STATUS = re.compile(r"\berror=(\d{3})\b")


def target_name(url: str) -> str:
    """The name of an address for lists and logs."""
    scheme = url.partition("://")[0].lower()
    return f"{scheme if scheme.isalnum() else 'unknown'}-{stable_hash('target', url)[:NAME_LENGTH]}"


def by_name(urls: Sequence[str]) -> dict[str, str]:
    """The addresses by their names."""
    return {target_name(url): url for url in urls}


def send(url: str, *, title: str, body: str, severity: str, seconds: float) -> str | None:
    """Send one message; returns why it failed, None if it didn't. Never takes longer than `seconds`, and never raises.

    The reason holds nothing of the address, nor of what the other side answered.
    """
    result: list[str | None] = []
    thread = threading.Thread(
        target=lambda: result.append(_guarded(url, title=title, body=body, severity=severity)), daemon=True
    )
    thread.start()
    thread.join(seconds)
    return result[0] if result else f"no answer within {seconds:g} seconds"


def is_address(url: str) -> bool:
    """Whether apprise knows what to do with an address; nothing is sent."""
    import apprise

    _listen()
    asset = apprise.AppriseAsset(async_mode=False, secure_logging=True)
    return bool(apprise.Apprise(asset=asset).add(url))


def sender(urls: Mapping[str, str], *, seconds: float) -> "Sender":
    """`send` for addresses by name."""
    return Sender(urls, seconds)


class Sender:
    """Sends to addresses by their names."""

    def __init__(self, urls: Mapping[str, str], seconds: float) -> None:
        self._urls = dict(urls)
        self._seconds = seconds

    def __call__(self, target: str, title: str, body: str, severity: str) -> str | None:
        return send(self._urls[target], title=title, body=body, severity=severity, seconds=self._seconds)


def _guarded(url: str, *, title: str, body: str, severity: str) -> str | None:
    try:
        return _notify(url, title=title, body=body, severity=severity)
    except Exception as error:
        return f"failed with {type(error).__name__}"


def _notify(url: str, *, title: str, body: str, severity: str) -> str | None:
    import apprise

    kinds = {"critical": apprise.NotifyType.FAILURE, "warning": apprise.NotifyType.WARNING}
    said = _listen()
    asset = apprise.AppriseAsset(app_id="Chasqui", app_desc="Chasqui", async_mode=False, secure_logging=True)
    service = apprise.Apprise(asset=asset)
    if not service.add(url):
        return "not an address that apprise can use"
    kind = kinds.get(severity, apprise.NotifyType.INFO)
    done = service.notify(body=body, title=title, notify_type=kind, body_format=apprise.NotifyFormat.TEXT)
    return None if done else _reason(said)


def _reason(lines: Sequence[str]) -> str:
    for line in lines:
        status = STATUS.search(line)
        if status:
            return f"refused with status {status[1]}"
    return "could not be reached, or refused it"


def _listen() -> list[str]:
    """What apprise says from now on in this thread, which nobody else hears: it may hold parts of the address."""
    logger = logging.getLogger("apprise")
    logger.handlers, logger.propagate = [_listener], False
    lines: list[str] = []
    _listener.heard.lines = lines
    return lines


class Listener(logging.Handler):
    """Keeps messages for the thread that they are said in."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard = threading.local()

    def emit(self, record: logging.LogRecord) -> None:
        getattr(self.heard, "lines", []).append(record.getMessage())


_listener = Listener()
