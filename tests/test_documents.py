"""The tests that the documents name are there, and what is expected of runs is told."""

import re
from pathlib import Path

import pytest

from warehouse.expectations import read_expectations

ROOT = Path(__file__).parents[1]
DEFAULT_FOLDER = ROOT / "tests/flows"
NAMED = re.compile(r"`([\w/]*\.py)?(?:::)?(test_\w+)?`")


def named_tests(document: Path) -> list[tuple[Path, str | None]]:
    """File and function of every test that the tables name; a function alone is of the file named before it."""
    found: list[tuple[Path, str | None]] = []
    for line in document.read_text(encoding="utf-8").splitlines():
        last: Path | None = None
        for file, function in NAMED.findall(line) if line.startswith("|") else ():
            if "test_" in file:
                last = ROOT / file if "/" in file else DEFAULT_FOLDER / file
            if last is not None and (file or function):
                found.append((last, function or None))
    return found


@pytest.mark.parametrize("name", ["reliability.md", "security.md"])
def test_every_named_test_is_there(name: str) -> None:
    found = named_tests(ROOT / "docs" / name)
    assert len(found) > 10
    for file, function in found:
        if not file.exists():
            file = next(iter(ROOT.glob(f"tests/**/{file.name}")), file)
        assert file.is_file(), file
        assert function is None or f"def {function}(" in file.read_text(encoding="utf-8"), (file.name, function)


def test_every_expectation_is_told() -> None:
    told = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
    assert [one.name for one in read_expectations() if f"`{one.name}`" not in told] == []
