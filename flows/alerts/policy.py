"""When alerts may be sent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True)
class AlertSettings:
    """The settings of alerts. `urls` hold secrets, and stay out of what is printed of this."""

    urls: tuple[str, ...] = ()
    quiet_hours: str | None = None
    suppress_seconds: float = 20 * 3600
    seconds: float = 20
    timezone: str | None = None

    def __repr__(self) -> str:
        return f"AlertSettings({len(self.urls)} addresses, quiet_hours={self.quiet_hours!r})"


def not_before(now: datetime, *, severity: str, quiet_hours: str | None) -> datetime:
    """The moment from which a message may be sent: now, or the end of quiet hours, which critical ones pass.

    `quiet_hours` are of the form 22:00-07:00, in the time zone of `now`.
    """
    if quiet_hours is None or severity == "critical":
        return now
    begin, end = (time.fromisoformat(part) for part in quiet_hours.split("-"))
    moment = now.time().replace(tzinfo=None)
    is_quiet = begin <= moment < end if begin < end else moment >= begin or moment < end
    if not is_quiet or begin == end:
        return now
    days = 1 if moment >= end else 0
    return datetime.combine(now.date() + timedelta(days=days), end, tzinfo=now.tzinfo)
