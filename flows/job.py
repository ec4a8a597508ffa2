"""What to run over what."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """One run of the nightly job; the options of `chasqui run`."""

    inbox: Path
    warehouse: Path
    metadata: Path | None = None
    published: str | None = None
    model: str = "en_chasqui_news"
    workers: int = 1
    batch_files: int = 8
    reprocess: bool = False
    article_seconds: float = 120.0
    payload_bytes: int = 5_000_000
    expectations: Path | None = None
    force_publish: bool = False
