"""The schedule's own decisions; serving it for real is in test_orchestrated.py."""

from pathlib import Path

import pytest

from flows.errors import ServerError
from flows.schedule import local_timezone
from flows.server import answers, page, prefect_server


def test_zone_of_the_environment_comes_first() -> None:
    assert local_timezone({"TZ": ":America/Lima"}) == "America/Lima"


@pytest.mark.parametrize("value", ["", "Nowhere/Land", "../../etc/passwd"])
def test_zone_is_always_a_real_one(value: str) -> None:
    from zoneinfo import ZoneInfo

    assert ZoneInfo(local_timezone({"TZ": value}))


def test_silent_port_does_not_answer() -> None:
    assert not answers("http://127.0.0.1:9/api")


def test_configured_server_elsewhere_is_not_started_here(tmp_path: Path) -> None:
    with (
        pytest.raises(ServerError, match="does not answer"),
        prefect_server("http://prefect.invalid:1/api", port=1, log_file=tmp_path / "log"),
    ):
        raise AssertionError("no server can be there")


def test_page_is_the_address_without_the_api() -> None:
    assert page("http://127.0.0.1:4200/api") == "http://127.0.0.1:4200"
