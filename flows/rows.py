"""The JSON lines of a shard: one function per table."""

import base64
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from schemas import Article, EventRecord, stable_hash
from schemas.errors import FieldFault
from schemas.provenance import Provenance

FailedStage = Literal["read", "extract", "validate"]
METADATA = ("metadata_ids", "metadata_digest")
"""Fields of the provenance that are columns of `documents`."""


@dataclass(frozen=True)
class Versions:
    """What records are made with: a change of any of them makes files due again."""

    extractor_version: str
    model_version: str
    ontology_version: str


@dataclass(frozen=True)
class Elsewhere:
    """In place of a file that is too large to be kept, or of a document inside a file."""

    path: str
    sha256: str
    size: int
    item: str | None = None


def storable(path: str) -> str:
    """A path as it can be stored: bytes of a file name that aren't UTF-8 become escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def source_file_line(
    *,
    inbox: str,
    path: str,
    sha256: str,
    size: int,
    status: str,
    article_id: str | None,
    reading_id: str | None,
    documents: int | None,
    is_whole: bool,
) -> str:
    """The line of `source_files`; `is_whole`: the shard has all documents of the file."""
    return _line(
        {
            "inbox": inbox,
            "path": path,
            "sha256": sha256,
            "bytes": size,
            "status": status,
            "article_id": article_id,
            "reading_id": reading_id,
            "documents": documents,
            "is_whole": is_whole,
        }
    )


def article_line(article: Article, provenance: Provenance | None, *, path: str, state: str) -> str:
    """The line of `articles`, with the path that the warehouse knows the file by."""
    origin = None if provenance is None else provenance.model_dump(mode="json", exclude={"article_id", *METADATA})
    more = {"source_path": path, "state": state, "provenance": origin, "content_key": content_key(article)}
    return _line(article.model_dump(mode="json") | more | metadata_read(provenance))


def metadata_read(provenance: Provenance | None) -> dict[str, Any]:
    """The rows of the metadata file that a document was read with, as `documents` keeps them."""
    return {} if provenance is None else provenance.model_dump(mode="json", include=set(METADATA))


def content_key(article: Article) -> int:
    """Of 64 bits: the same words by the same publisher on the same day have the same, however they are laid out."""
    day = article.published.day if article.published else ""
    return int(stable_hash("content", " ".join(article.text.split()), day, article.publisher or "")[:16], 16)


def event_line(event: EventRecord, *, path: str, item: str | None = None) -> str:
    """The line of `event_mentions`; `item` is the place of the article in its file."""
    return _line(event.model_dump(mode="json") | {"source_path": path, "item": item})


def repeat_line(*, path: str, item: str, reason: str) -> str:
    """The line of a document that repeats an earlier one of its file."""
    return _line({"source_path": path, "item": item, "article_id": None, "reason": reason})


def quarantine_line(
    *,
    stage: FailedStage,
    path: str,
    item: str | None,
    sha256: str,
    article_id: str | None,
    reasons: Sequence[FieldFault],
    payload: bytes | Elsewhere | Mapping[str, Any],
    versions: Versions,
    provenance: Provenance | None = None,
) -> str:
    """The line of `quarantine`: a failed file, `payload` being its bytes or where they are, or a raw event."""
    text, form = _payload(payload)
    return _line(
        {
            "stage": stage,
            "source_path": path,
            "item": item,
            "source_sha256": sha256,
            "article_id": article_id,
            "reasons": [reason.as_dict() for reason in reasons],
            "payload": text,
            "payload_form": form,
            "extractor_version": versions.extractor_version,
            "model_version": versions.model_version,
            "ontology_version": versions.ontology_version,
            **metadata_read(provenance),
        }
    )


def payload_bytes(text: str, form: str) -> bytes:
    """The bytes of a file from its payload of the form `text` or `base64`."""
    return base64.b64decode(text) if form == "base64" else text.encode()


def _payload(payload: bytes | Elsewhere | Mapping[str, Any]) -> tuple[str, str]:
    """The payload as text, and its form: `json`, `path`, `text`, or `base64` for bytes that aren't UTF-8 text."""
    if isinstance(payload, Elsewhere):
        place = {"item": payload.item} if payload.item is not None else {}
        return json.dumps({"path": payload.path, "sha256": payload.sha256, "bytes": payload.size, **place}), "path"
    if not isinstance(payload, bytes):
        return json.dumps(payload, ensure_ascii=False, default=str), "json"
    if b"\0" not in payload:
        try:
            return payload.decode(), "text"
        except UnicodeDecodeError:
            pass
    return base64.b64encode(payload).decode("ascii"), "base64"


def _line(row: Mapping[str, Any]) -> str:
    """Half a surrogate pair, which no reader of JSON takes, becomes a question mark."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
