"""Errors of running things: settings, inboxes, servers."""

from pathlib import Path

from schemas.errors import TerminalError, TransientError


class SettingsError(TerminalError):
    """A setting that is unknown or has no usable value."""

    def __init__(self, source: str, key: str, reason: str) -> None:
        super().__init__(f"{source}: {key}: {reason}")
        self.source = source
        self.key = key
        self.reason = reason


class InboxError(TerminalError):
    """The inbox can't be listed at all."""


class ModelError(TerminalError):
    """The language model can't be loaded."""


class ReportError(TerminalError):
    """There is no such run to report on."""


class ServerError(TransientError):
    """The orchestration server doesn't answer."""


class ScheduleBusyError(TransientError):
    """Another process already serves the schedule of this warehouse."""


class UnknownAlertError(TerminalError):
    """An alert that the outbox doesn't know."""

    def __init__(self, alert_id: int) -> None:
        super().__init__(f"there is no alert {alert_id}: see `chasqui alerts list`")
        self.alert_id = alert_id


class OutboxError(TerminalError):
    """The outbox of alerts is damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} can't be read: {reason}; move it away: what waits in it is lost, what is wrong is announced anew"
        )
        self.path = path
        self.reason = reason


class PageError(TerminalError):
    """A page that can't be written."""


class GoldError(TerminalError):
    """A gold file, or an article it names, that can't be used."""
