"""Invented articles given in a line each, and the warehouse that they make."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from schemas import Article, EventRecord, Paragraph, event_id, ontology
from schemas.article import Published
from tests.warehouse.invented import INBOX, VERSIONS, write_rows
from warehouse.load import load_shards

LABELLED = Path(__file__).parent / "same_or_not.csv"
UNSEEN = Path(__file__).parent / "same_or_not_unseen.csv"
AGENCY = Path(__file__).parent / "same_or_not_agency.csv"
PROMISES = Path(__file__).parent / "promises_labelled.csv"
PROMISES_UNSEEN = Path(__file__).parent / "promises_unseen.csv"


@dataclass(frozen=True)
class Story:
    """An article with an event in its first sentence.

    `place` is name/country/precision, `day` an ISO day or interval, participants are codes with commas between.
    """

    name: str
    published: str
    event_type: str
    actors: str
    recipients: str
    trigger: str
    sentence: str
    day: str = ""
    place: str = ""
    mode: str = ""
    status: str = "occurred"
    publisher: str = ""
    instrument: str = ""
    speaker: str = ""
    quantities: tuple[tuple[str, float, str], ...] = ()
    more: str = ""

    @property
    def text(self) -> str:
        return f"{self.sentence} {self.more}".strip()

    @property
    def mention_id(self) -> str:
        start = self.sentence.index(self.trigger)
        return event_id(self.name, start, start + len(self.trigger), self.event_type)


def articles_and_events(story: Story) -> tuple[Article, EventRecord]:
    article = Article(
        article_id=story.name,
        source_path=f"{story.name}.txt",
        source_sha256="0" * 64,
        encoding="utf-8",
        publisher=story.publisher or None,
        published=Published(day=story.published, precision="day", source="text") if story.published else None,
        text=story.text,
        paragraphs=(Paragraph(start=0, end=len(story.text), kind="body"),),
    )
    return article, EventRecord.model_validate(_event(story))


def load(con: DuckDBPyConnection, directory: Path, stories: Iterable[Story], *, run_id: str = "run-1") -> None:
    """Load the stories in one shard."""
    rows: dict[str, list[dict[str, Any]]] = {"articles": [], "event_mentions": [], "source_files": [], "quarantine": []}
    listed = list(stories)
    for story in listed:
        article, event = articles_and_events(story)
        path = article.source_path
        rows["articles"].append(article.model_dump(mode="json"))
        rows["event_mentions"].append({**event.model_dump(mode="json"), "source_path": path})
        known = {"sha256": article.source_sha256, "bytes": 1, "status": "loaded", "article_id": story.name}
        rows["source_files"].append({"inbox": INBOX, "path": path, **known})
    load_shards(con, [write_rows(directory, "-".join(story.name for story in listed[:3]), rows)], run_id=run_id)


def labelled(file_name: Path = LABELLED) -> list[tuple[str, str, Story]]:
    """The rows of a labelled set of links: set, happening, story."""
    return [
        (row["set"], row["happening"], _story(f"s{row['set']}-{number}", row))
        for number, row in enumerate(_rows(file_name))
    ]


@dataclass(frozen=True)
class Expected:
    """What a story should yield: type of the promised act, its state in the end and the story that brought it about.

    All empty where it makes no commitment of its own.
    """

    story: Story
    act_type: str
    state: str
    by: str


def labelled_promises(file_name: Path = PROMISES) -> list[Expected]:
    """The rows of a labelled set of commitments."""
    return [
        Expected(
            story=_story(row["set"] + row["story"], row),
            act_type=row["promise"],
            state=row["state"],
            by=row["set"] + row["by"] if row["by"] else "",
        )
        for row in _rows(file_name)
    ]


def _rows(file_name: Path) -> list[dict[str, str]]:
    with file_name.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="|"))


def _story(name: str, row: dict[str, str]) -> Story:
    return Story(
        name=name,
        published=row["published"],
        event_type=row["type"],
        mode=row["mode"],
        status=row["status"],
        actors=row["actors"],
        recipients=row["recipients"],
        day=row["date"],
        place=row["place"],
        trigger=row["trigger"],
        sentence=row["sentence"],
    )


def _event(story: Story) -> dict[str, Any]:
    row = ontology.event_types()[story.event_type]
    mode = story.mode or None
    trigger = _slot(story.sentence, story.trigger)
    return {
        "event_id": story.mention_id,
        "article_id": story.name,
        "event_type": story.event_type,
        "mode": mode,
        "quad_class": row.quad_class,
        "score": ontology.score(story.event_type, mode),
        "cameo_root": row.cameo_root,
        "status": story.status,
        "actors": _participants(story.actors),
        "recipients": _participants(story.recipients),
        "date": _date(story.day),
        "place": _place(story.place),
        "contexts": [],
        "speaker": _participants(story.speaker)[0] if story.speaker else None,
        "instrument": {**_slot(story.sentence, story.instrument), "name": story.instrument}
        if story.instrument
        else None,
        "quantities": [
            {"text": text, "start": 0, "end": len(text), "value": value, "what": what}
            for text, value, what in story.quantities
        ],
        "trigger": trigger,
        "sentence": {"text": story.sentence, "start": 0, "end": len(story.sentence)},
        "same_as": None,
        "confidence": 0.5,
        **VERSIONS,
    }


def _slot(sentence: str, text: str) -> dict[str, Any]:
    start = sentence.index(text)
    return {"text": text, "start": start, "end": start + len(text)}


def _participants(codes: str) -> list[dict[str, Any]]:
    names = {**{code: row.name for code, row in ontology.countries().items()}, **ontology.international_codes()}
    return [
        {"text": None, "start": None, "end": None, "name": names[code], "code": code, "actor_id": code}
        for code in codes.split(",")
        if code
    ]


def _date(day: str) -> dict[str, Any] | None:
    if not day:
        return None
    start, _, end = day.partition("..")
    precision = "interval" if end else "day"
    return {"start": date.fromisoformat(start), "end": date.fromisoformat(end or start), "precision": precision,
            "text": day, "text_start": 0, "text_end": len(day)}  # fmt: skip


def _place(place: str) -> dict[str, Any] | None:
    if not place:
        return None
    name, country, precision = place.split("/")
    return {"text": name, "start": 0, "end": len(name), "name": name, "country": country, "precision": precision}
