"""Errors of running things: settings, inboxes, servers."""

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


class ServerError(TransientError):
    """The orchestration server doesn't answer."""


class ScheduleBusyError(TransientError):
    """Another process already serves the schedule of this warehouse."""


class GoldError(TerminalError):
    """A gold file, or an article it names, that can't be used."""
