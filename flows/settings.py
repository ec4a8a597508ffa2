"""Settings from `chasqui.toml`, then `CHASQUI_*` variables, then options, each overruling the one before."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator

from flows.alerts.policy import AlertSettings
from flows.errors import SettingsError
from schemas.base import Record

FILE_NAME = "chasqui.toml"
PREFIX = "CHASQUI_"
CONFIG_VARIABLE = "CHASQUI_CONFIG"
DEBUG_VARIABLE = "CHASQUI_DEBUG"
NOT_SETTINGS = frozenset({CONFIG_VARIABLE, DEBUG_VARIABLE})
PATH_KEYS = frozenset({"warehouse", "metadata", "expectations"})
TABLE_KEYS = frozenset({"models", "columns", "limits"})
SECRET_KEYS = frozenset({"alert_urls"})
QUIET_HOURS = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"


class Settings(Record):
    """What commands share. Every key may stand in the file, or upper-cased after `CHASQUI_` in the environment."""

    warehouse: Path = Path("data")
    metadata: Path | None = None
    model: str = Field(default="en_chasqui_news", min_length=1)
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=512)
    batch_files: int = Field(default=8, ge=1, le=1000)
    orchestrator: bool = True
    cron: str = "0 2 * * *"
    timezone: str | None = None
    port: int = Field(default=4200, ge=1, le=65535)
    run_hours: float = Field(default=6, gt=0, le=24 * 7)
    article_seconds: float = Field(default=120, gt=0, le=3600)
    payload_bytes: int = Field(default=5_000_000, ge=0, le=100_000_000)
    require_date: bool = False
    settle_seconds: float = Field(default=2, ge=0, le=600)
    models: dict[str, str] = Field(default_factory=dict)
    columns: dict[str, str] = Field(default_factory=dict)
    limits: dict[str, int] = Field(default_factory=dict)
    expectations: Path | None = None
    alert_urls: tuple[SecretStr, ...] = ()
    alert_quiet_hours: str | None = Field(default=None, pattern=QUIET_HOURS)
    alert_suppress_hours: float = Field(default=20, ge=0, le=24 * 31)
    alert_seconds: float = Field(default=20, gt=0, le=300)

    @field_validator("columns")
    @classmethod
    def known_fields(cls, columns: dict[str, str]) -> dict[str, str]:
        """Readers are imported only where there is anything to ask them: every command reads settings."""
        if columns:
            from extract.readers import column_names

            column_names(columns)
        return columns

    @field_validator("limits")
    @classmethod
    def known_limits(cls, limits: dict[str, int]) -> dict[str, int]:
        if limits:
            from extract.readers import Limits

            known = {limit.name for limit in fields(Limits)}
            unknown = sorted(limits.keys() - known)
            if unknown:
                raise ValueError(f"no such limit: {', '.join(unknown)} (known: {', '.join(sorted(known))})")
        if any(value < 0 for value in limits.values()):
            raise ValueError("a limit is a whole number, 0 or more")
        return limits


def alert_settings(settings: Settings) -> AlertSettings:
    """What alerts need of the settings."""
    return AlertSettings(
        urls=tuple(url.get_secret_value() for url in settings.alert_urls),
        quiet_hours=settings.alert_quiet_hours,
        suppress_seconds=settings.alert_suppress_hours * 3600,
        seconds=settings.alert_seconds,
        timezone=settings.timezone,
    )


def load_settings(
    options: Mapping[str, Any],
    *,
    config: Path | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings in force. `options` that are None count as not given.

    `config` names the settings file; without it `chasqui.toml` in `folder` (the current one) is read if it is there.
    Raises `SettingsError` with the source and the key for unknown keys and unusable values.
    """
    environment = os.environ if environment is None else environment
    named = config or (Path(environment[CONFIG_VARIABLE]) if environment.get(CONFIG_VARIABLE) else None)
    sources = [
        _from_file(named or (folder or Path.cwd()) / FILE_NAME, required=named is not None),
        _from_environment(environment),
        {key: (value, "option") for key, value in options.items() if value is not None},
    ]
    found: dict[str, tuple[Any, str]] = {}
    for source in sources:
        found |= source
    try:
        return Settings.model_validate({key: value for key, (value, _) in found.items()})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        key = str(fault["loc"][0])
        value = "a secret" if key in SECRET_KEYS else repr(found[key][0])
        raise SettingsError(found[key][1], key, f"{fault['msg']} (got {value})") from None


def _from_file(path: Path, *, required: bool) -> dict[str, tuple[Any, str]]:
    """Paths in the file are relative to the file, so that a run means the same from every folder."""
    if not required and not path.is_file():
        return {}
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(str(path), "file", f"can't be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), "file", f"is not TOML ({error})") from None
    for key in rows:
        _known(key, key, source=str(path))
    return {
        key: (path.parent / value if key in PATH_KEYS and isinstance(value, str) else value, str(path))
        for key, value in rows.items()
    }


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    found = {}
    for name, value in sorted(environment.items()):
        if name.startswith(PREFIX) and name not in NOT_SETTINGS:
            key = name.removeprefix(PREFIX).lower()
            _known(key, name, source="environment")
            found[key] = (_spelled_out(key, value), f"environment variable {name}")
    return found


def _spelled_out(key: str, value: str) -> Any:
    """Addresses of alerts hold no spaces, so that several fit into one variable; tables are `key=value key=value`."""
    if key == "alert_urls":
        return value.split()
    if key in TABLE_KEYS and all("=" in part for part in value.split()):
        return dict(part.split("=", 1) for part in value.split())
    return value


def _known(key: str, shown: str, *, source: str) -> None:
    if key not in Settings.model_fields:
        known = ", ".join(Settings.model_fields)
        raise SettingsError(source, shown, f"unknown setting; known are {known}")
