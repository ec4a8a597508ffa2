"""Small invented articles and events, and the shards that hold them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas import Article, EventRecord, Paragraph, event_id, ontology
from schemas.article import Dateline, Published
from warehouse.shards import write_shard

INBOX = "/inbox"
VERSIONS = {"extractor_version": "1", "model_version": "en_test 1", "ontology_version": "1"}
SENTENCE = "Peru and Ecuador signed a pact in Lima."


@dataclass(frozen=True)
class File:
    """One file of an inbox and what came out of it: `events` mentions, or a failure."""

    path: str
    events: int = 1
    content: str = "first"
    article_id: str | None = None
    failed: str | None = None
    bad_events: int = 0

    @property
    def identity(self) -> str:
        return self.article_id or Path(self.path).stem

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.path} {self.content}".encode()).hexdigest()

    @property
    def text(self) -> str:
        return " ".join([SENTENCE] * max(self.events, 1)) + f" {self.content} {self.identity} {self.path}"


def article(file: File) -> Article:
    return Article(
        article_id=file.identity,
        source_path=file.path,
        source_sha256=file.sha256,
        encoding="utf-8",
        title="Pact signed",
        publisher="Agencia Sierra",
        published=Published(day="2025-03-01", precision="day", source="text", text="March 1, 2025"),
        dateline=Dateline(text="Lima, Mar. 1.", start=0, end=13, place="Lima", month=3, day=1),
        author_codes=("ABC/DEF",),
        text=file.text,
        paragraphs=(Paragraph(start=0, end=len(file.text), kind="body"),),
        warnings=("no_title",),
    )


def event(file: File, number: int) -> EventRecord:
    base = number * (len(SENTENCE) + 1)

    def slot(text: str) -> dict[str, Any]:
        start = base + SENTENCE.index(text)
        return {"text": text, "start": start, "end": start + len(text)}

    trigger = slot("signed")
    row = ontology.event_types()["AGREE"]
    return EventRecord.model_validate(
        {
            "event_id": event_id(file.identity, trigger["start"], trigger["end"], "AGREE"),
            "article_id": file.identity,
            "event_type": "AGREE",
            "mode": None,
            "quad_class": row.quad_class,
            "score": ontology.score("AGREE", None),
            "cameo_root": row.cameo_root,
            "status": "occurred",
            "actors": [{**slot("Peru"), "name": "Peru", "code": "PER", "sectors": ["GOV"]}],
            "recipients": [{**slot("Ecuador"), "name": "Ecuador", "code": "ECU"}],
            "date": {
                "start": "2025-03-01",
                "end": "2025-03-01",
                "precision": "day",
                "text": "signed",
                "text_start": trigger["start"],
                "text_end": trigger["end"],
            },
            "place": {
                **slot("Lima"),
                "name": "Lima",
                "country": "PER",
                "lat": -12.0,
                "lon": -77.0,
                "precision": "city",
            },
            "contexts": [],
            "speaker": None,
            "instrument": {**slot("a pact"), "name": "a pact"},
            "quantities": [],
            "trigger": trigger,
            "sentence": slot(SENTENCE),
            "same_as": None,
            "confidence": 0.5,
            **VERSIONS,
        }
    )


def tables(files: Sequence[File]) -> dict[str, list[dict[str, Any]]]:
    """The rows of a shard over `files`."""
    rows: dict[str, list[dict[str, Any]]] = {
        "articles": [],
        "event_mentions": [],
        "source_files": [],
        "quarantine": [],
    }
    for file in files:
        status = "quarantined" if file.failed else "loaded"
        rows["source_files"].append(
            {
                "inbox": INBOX,
                "path": file.path,
                "sha256": file.sha256,
                "bytes": len(file.text),
                "status": status,
                "article_id": file.identity,
            }
        )
        if file.failed:
            rows["quarantine"].append(fault(file, stage="read", rule=file.failed, payload=file.text, form="text"))
            continue
        rows["articles"].append(article(file).model_dump(mode="json"))
        rows["event_mentions"] += [
            {**event(file, number).model_dump(mode="json"), "source_path": file.path} for number in range(file.events)
        ]
        rows["quarantine"] += [
            fault(file, stage="validate", rule="offset", payload=json.dumps({"number": number}), form="json")
            for number in range(file.bad_events)
        ]
    return rows


def fault(file: File, *, stage: str, rule: str, payload: str, form: str) -> dict[str, Any]:
    return {
        "stage": stage,
        "source_path": file.path,
        "source_sha256": file.sha256,
        "article_id": file.identity,
        "reasons": [{"field": "file", "rule": rule, "value": "", "message": f"breaks {rule}"}],
        "payload": payload,
        "payload_form": form,
        **VERSIONS,
    }


def write_rows(directory: Path, batch_id: str, rows: dict[str, list[dict[str, Any]]]) -> Path:
    return write_shard(directory, batch_id, {table: [json.dumps(row) for row in rows[table]] for table in rows})


def shard(directory: Path, batch_id: str, *files: File) -> Path:
    return write_rows(directory, batch_id, tables(files))
