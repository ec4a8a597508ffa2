"""An alert: one message about everything that went wrong in a run, or that is over."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from schemas.base import Record
from schemas.ids import stable_hash

AlertSeverity = Literal["info", "warning", "critical"]
AlertKind = Literal["problem", "resolved", "test"]
FINGERPRINT_LENGTH = 12
MOST_SAMPLES = 3


class AlertCause(Record):
    """One kind of trouble; `key` is the same in every run that meets it."""

    key: str = Field(min_length=1)
    severity: AlertSeverity
    text: str


class AlertSample(Record):
    """A file and what is wrong with it."""

    file: str
    reason: str


class Alert(Record):
    """One grouped message. Two with the same scope and causes have the same fingerprint.

    `scope` is the inbox that it is about; `replay` the command that tries again what is in quarantine; `look` are
    commands that show more.
    """

    kind: AlertKind
    scope: str
    run_id: str | None
    created_at: datetime
    title: str
    causes: tuple[AlertCause, ...]
    counts: dict[str, int] = Field(default_factory=dict)
    samples: tuple[AlertSample, ...] = Field(default=(), max_length=MOST_SAMPLES)
    replay: str | None = None
    look: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        keys = sorted(cause.key for cause in self.causes)
        return stable_hash("alert", self.kind, self.scope, *keys)[:FINGERPRINT_LENGTH]

    @property
    def severity(self) -> AlertSeverity:
        """That of the worst cause; what is over is no more than news."""
        if self.kind == "resolved":
            return "info"
        found = {cause.severity for cause in self.causes}
        return "critical" if "critical" in found else "warning" if "warning" in found else "info"
