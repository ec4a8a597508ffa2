"""The packages import each other in one direction only, and only `flows` knows Prefect."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {
    "schemas": ROOT / "schemas",
    "extract": ROOT / "src/extract",
    "warehouse": ROOT / "warehouse",
    "flows": ROOT / "flows",
}
MAY_IMPORT = {
    "schemas": set(),
    "extract": {"schemas"},
    "warehouse": {"schemas"},
    "flows": {"schemas", "extract", "warehouse"},
}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_package_imports_only_what_it_may(package):
    others = set(PACKAGES) - {package} - MAY_IMPORT[package]
    for path in PACKAGES[package].rglob("*.py"):
        found = imported(path)
        assert not found & others, path
        assert package == "flows" or "prefect" not in found, path


@pytest.mark.parametrize("package", ["schemas", "extract", "warehouse"])
def test_only_flows_reads_the_environment_or_prints(package):
    for path in PACKAGES[package].rglob("*.py"):
        names = {
            f"{node.value.id}.{node.attr}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        assert not names & {"os.environ", "os.getenv"}, path
