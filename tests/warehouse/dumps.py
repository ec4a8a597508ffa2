"""Small invented files of many articles, and the shards that hold them or parts of them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.warehouse.invented import INBOX, SENTENCE, VERSIONS, File, article, event, write_rows

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Entry:
    """One document of a file: an article under its address, or a failure."""

    url: str
    words: str = "first"
    published: str = "2025-03-01"
    modified: str | None = None
    publisher: str = "Agencia Sierra"
    language: str = "en"
    identity: str = "url"
    failed: str | None = None
    repeats: str | None = None

    @property
    def file(self) -> File:
        return File(self.url, content=self.words, article_id=self.url)


@dataclass(frozen=True)
class Dump:
    """A file of many documents. `reading` changes with its content; without `is_last` more parts of it will come."""

    path: str
    entries: tuple[Entry, ...]
    reading: str = "1"
    first_item: int = 1
    is_whole: bool = True
    is_last: bool = True
    documents: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.path} {self.reading}".encode()).hexdigest()


def rows(dumps: Sequence[Dump]) -> Rows:
    """The rows of a shard over (parts of) these files."""
    made: Rows = {"articles": [], "event_mentions": [], "source_files": [], "quarantine": [], "repeats": []}
    for dump in dumps:
        made["source_files"].append(
            {
                "inbox": INBOX,
                "path": dump.path,
                "sha256": dump.sha256,
                "bytes": 1,
                "status": "loaded" if dump.is_last else "partial",
                "article_id": None,
                "reading_id": dump.sha256[:16],
                "documents": dump.documents,
                "is_whole": dump.is_whole,
            }
        )
        for number, entry in enumerate(dump.entries, start=dump.first_item):
            _add(made, dump, entry, item=f"item {number}")
    return made


def dump_shard(directory: Path, batch_id: str, *dumps: Dump) -> Path:
    return write_rows(directory, batch_id, rows(dumps))


def _add(made: Rows, dump: Dump, entry: Entry, *, item: str) -> None:
    if entry.repeats is not None:
        repeat = {"source_path": dump.path, "item": item, "article_id": entry.repeats, "reason": "said before"}
        made["repeats"].append(repeat)
    elif entry.failed is not None:
        made["quarantine"].append(_fault(dump, entry.failed, item=item))
    else:
        made["articles"].append(_article(dump, entry, item=item))
        if entry.language == "en":
            mention = event(entry.file, 0).model_dump(mode="json")
            made["event_mentions"].append({**mention, "source_path": dump.path, "item": item})


def _article(dump: Dump, entry: Entry, *, item: str) -> dict[str, Any]:
    record = article(entry.file).model_dump(mode="json")
    text = f"{SENTENCE} {entry.words}"
    day = {"day": entry.published, "precision": "day", "source": "feed", "text": None}
    provenance = {"item": item, "containers": [], "sha256": "0" * 64, "identity": entry.identity, "authors": [],
                  "sources": {}, "modified": entry.modified}  # fmt: skip
    return {
        **record,
        "text": text,
        "paragraphs": [{"start": 0, "end": len(text), "kind": "body"}],
        "source_path": dump.path,
        "source_sha256": dump.sha256,
        "form": "feed",
        "language": entry.language,
        "title": f"Pact of {entry.url}",
        "publisher": entry.publisher,
        "published": day if entry.published else None,
        "url": entry.url,
        "state": "loaded" if entry.language == "en" else "unsupported_language",
        "provenance": provenance,
    }


def _fault(dump: Dump, rule: str, *, item: str) -> dict[str, Any]:
    return {
        "stage": "read",
        "source_path": dump.path,
        "item": item,
        "source_sha256": dump.sha256,
        "article_id": None,
        "reasons": [{"field": item, "rule": rule, "value": "", "message": f"breaks {rule}"}],
        "payload": json.dumps({"path": dump.path, "item": item}),
        "payload_form": "path",
        **VERSIONS,
    }
