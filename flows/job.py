"""What to run over what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.limits import Limits
from flows.settings import Settings
from flows.worker import ReadOptions

ENGLISH = "en"


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
    require_date: bool = False
    expectations: Path | None = None
    force_publish: bool = False
    models: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    reader_limits: Mapping[str, int] = field(default_factory=dict)
    settle_seconds: float = 0.0

    @property
    def language_models(self) -> dict[str, str]:
        """The model of each language that there is a pipeline for, English first."""
        return {ENGLISH: self.model, **self.models}

    @property
    def reading(self) -> ReadOptions:
        """How its files are read."""
        return ReadOptions(self.metadata, self.columns, self.reader_limits, frozenset(self.language_models))

    @property
    def limits(self) -> Limits:
        """What one article may cost."""
        return Limits(self.article_seconds, self.payload_bytes, self.require_date)

    @classmethod
    def of(cls, settings: Settings, inbox: Path, **choices: Any) -> "Job":
        """The job over an inbox by the settings in force; `choices` are what no setting holds."""
        return cls(
            inbox=inbox,
            warehouse=settings.warehouse,
            metadata=settings.metadata,
            model=settings.model,
            workers=settings.workers,
            batch_files=settings.batch_files,
            article_seconds=settings.article_seconds,
            payload_bytes=settings.payload_bytes,
            require_date=settings.require_date,
            expectations=settings.expectations,
            models=settings.models,
            columns=settings.columns,
            reader_limits=settings.limits,
            settle_seconds=settings.settle_seconds,
            **choices,
        )
