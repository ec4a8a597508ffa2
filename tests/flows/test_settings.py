"""Where settings come from, and what is refused."""

from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.settings import load_settings


def test_rising_order(tmp_path: Path) -> None:
    (tmp_path / "chasqui.toml").write_text('workers = 2\nbatch_files = 3\nwarehouse = "here"\n', encoding="utf-8")
    environment = {"CHASQUI_BATCH_FILES": "4", "CHASQUI_WORKERS": "5"}
    settings = load_settings({"workers": 6, "batch_files": None}, environment=environment, folder=tmp_path)
    assert (settings.workers, settings.batch_files, settings.warehouse) == (6, 4, tmp_path / "here")


def test_defaults_without_any_source(tmp_path: Path) -> None:
    settings = load_settings({}, environment={}, folder=tmp_path)
    assert (settings.warehouse, settings.cron) == (Path("data"), "0 2 * * *")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wharehouse = 1", "wharehouse: unknown setting"),
        ("workers = 0", "workers: Input should be greater"),
        ('workers = "many"', "workers: Input should be a valid integer"),
        ("workers = ", "is not TOML"),
        ("[workers]\nn = 1", "workers: Input should be a valid integer"),
    ],
)
def test_faults_name_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "chasqui.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="chasqui") as raised:
        load_settings({}, environment={}, folder=tmp_path)
    assert message in str(raised.value)


def test_unknown_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CHASQUI_WHAREHOUSE"):
        load_settings({}, environment={"CHASQUI_WHAREHOUSE": "x"}, folder=tmp_path)


def test_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="can't be read"):
        load_settings({}, environment={"CHASQUI_CONFIG": str(tmp_path / "none.toml")}, folder=tmp_path)


def test_tables_of_settings_come_from_file_and_environment(tmp_path: Path) -> None:
    (tmp_path / "chasqui.toml").write_text('[columns]\ntext = "tekst"\n[limits]\nhtml_bytes = 5\n', encoding="utf-8")
    found = load_settings({}, environment={"CHASQUI_LIMITS": "members=7 depth=2"}, folder=tmp_path)
    assert (found.columns, found.limits) == ({"text": "tekst"}, {"members": 7, "depth": 2})


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("CHASQUI_LIMITS", "html_byte=5", "no such limit: html_byte"),
        ("CHASQUI_LIMITS", "html_bytes=-5", "0 or more"),
        ("CHASQUI_LIMITS", "html_bytes=many", "integer"),
        ("CHASQUI_COLUMNS", "words=tekst", "no such field: words"),
        ("CHASQUI_MODELS", "es", "dictionary"),
    ],
)
def test_tables_that_say_nothing_are_refused(variable: str, value: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=message):
        load_settings({}, environment={variable: value}, folder=tmp_path)
