"""Where things lie in a warehouse folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The paths of one warehouse folder.

    `published` is a symlink to the newest file of `snapshots`: what readers open. `database` is the work database,
    which only the holder of `lock` opens. `shards` takes the batches that wait to be loaded.
    """

    root: Path

    @property
    def published(self) -> Path:
        return self.root / "warehouse.duckdb"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def work(self) -> Path:
        return self.root / "work"

    @property
    def database(self) -> Path:
        return self.work / "chasqui.duckdb"

    @property
    def shards(self) -> Path:
        return self.root / "shards"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    def create(self) -> "Layout":
        """Make the folders that are missing; returns itself."""
        for folder in (self.root, self.snapshots, self.work, self.shards):
            folder.mkdir(parents=True, exist_ok=True)
        return self
