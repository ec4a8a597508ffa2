"""What can go wrong in the warehouse. Every text is readable as it stands."""

from pathlib import Path

from schemas.errors import TerminalError, TransientError


class WarehouseBusyError(TransientError):
    """Another process writes to this warehouse."""

    def __init__(self, directory: Path, holder: str) -> None:
        super().__init__(f"{directory}: another run is writing to this warehouse ({holder}); try again when it is done")
        self.directory = directory
        self.holder = holder


class DiskSpaceError(TransientError):
    """The disk may fill up before the work is done."""

    def __init__(self, directory: Path, *, needed: int, free: int) -> None:
        super().__init__(
            f"{directory}: {needed / 1e6:,.0f} MB of free disk space are needed (three times the database), "
            f"only {free / 1e6:,.0f} MB are left"
        )
        self.directory = directory
        self.needed = needed
        self.free = free


class MigrationError(TerminalError):
    """The database and the migrations of this version of the software don't fit together."""

    def __init__(self, migration: str, reason: str) -> None:
        super().__init__(f"migration {migration}: {reason}")
        self.migration = migration
        self.reason = reason


class NewerDatabaseError(MigrationError):
    """The database was written by a later version of the software."""


class ShardError(TerminalError):
    """A batch that can't be written or loaded; nothing of it is in the database."""

    def __init__(self, shard: str, reason: str) -> None:
        super().__init__(f"shard {shard}: {reason}")
        self.shard = shard
        self.reason = reason


class StorageError(TransientError):
    """The database file can't be written or read: a full disk, an error of the device. The connection is closed."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the database can't be written: {reason}")
        self.reason = reason


class DamagedError(TerminalError):
    """A database file that can't be opened; `mend` says what to do."""

    def __init__(self, path: Path, reason: str, *, mend: str) -> None:
        super().__init__(f"{path} can't be opened: {reason}; {mend}")
        self.path = path
        self.reason = reason
        self.mend = mend


class UnknownRunError(TerminalError):
    """A run that the warehouse doesn't know."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"run {run_id!r} is not in the warehouse")
        self.run_id = run_id


class PublishError(TerminalError):
    """The work database could not become the published one; readers keep the one before."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class NotPublishedError(TerminalError):
    """There is nothing to read yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: there is no published warehouse here yet")
        self.path = path


class QueryError(TerminalError):
    """SQL that can't be run. The text is DuckDB's own, and points at the place where there is one.

    `line` and `column` count characters from 1.
    """

    def __init__(self, message: str, *, sql: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.sql = sql
        self.line = line
        self.column = column


class OverrideError(TerminalError):
    """A row of `event_overrides` that neither forces nor splits two mentions."""

    def __init__(self, action: str, mention_a: str, mention_b: str) -> None:
        super().__init__(
            f"event_overrides: {action!r} of {mention_a} and {mention_b}: the action is 'force' or 'split', "
            "and the mentions are two"
        )
        self.action = action
        self.mention_a = mention_a
        self.mention_b = mention_b


class ExportError(TerminalError):
    """An export that can't be written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
