"""Which files of a folder, and members of an archive, may be documents, by their names."""

from functools import cache
from pathlib import Path

from extract.lexicons import read_rows

# Forms of `file_forms.csv` that never hold an article to be read.
NEVER = frozenset({"code", "database", "film", "image", "log", "markup", "office", "sound", "temporary"})
# Beside a file of these suffixes `NAME.json` is its sidecar.
WITH_SIDECAR = frozenset({"", "eml", "htm", "html", "pdf", "txt", "xhtml"})
SYSTEM_FOLDERS = frozenset({"__MACOSX"})


def is_document(path: Path) -> bool:
    """Whether a file may hold articles of any form: not hidden, temporary, a picture, ..., nor another file's sidecar.

    What it holds is told by its content later.
    """
    return is_document_name(path.name) and not is_sidecar(path) and not path.is_dir()


def is_document_name(name: str) -> bool:
    """The same by the name alone, with the folders inside an archive."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    if not parts or any(part.startswith(".") or part in SYSTEM_FOLDERS for part in parts):
        return False
    last = parts[-1]
    if last.startswith(("~$", "#")) or last.endswith(("~", "#")):
        return False
    suffix = last.rsplit(".", 1)[1].lower() if "." in last else ""
    return _forms().get(suffix) not in NEVER


def is_sidecar(path: Path) -> bool:
    """Whether a `NAME.json` stands beside the article it describes."""
    if path.suffix.lower() != ".json":
        return False
    return any(path.with_suffix(f".{suffix}" if suffix else "").is_file() for suffix in WITH_SIDECAR)


@cache
def _forms() -> dict[str, str]:
    return {row["suffix"]: row["form"] for row in read_rows("file_forms", columns=("suffix", "form"))}
