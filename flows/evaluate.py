"""The extractor against a gold file."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.errors import GoldError
from flows.extraction import Coding, extract_files, read_metadata_file
from flows.job import ENGLISH
from flows.progress import Progress, silent
from schemas import ArticleMetadata

log = logging.getLogger(__name__)

SHARES = ("detection", "typed", "typed_participants", "typed_roles", "actors", "recipients", "place", "contexts")
ACCURACIES = ("status", "mode", "date")


def evaluate_gold(
    gold: Path, *, articles: Path, metadata: Path | None, model: str, progress: Progress = silent
) -> dict[str, Any]:
    """The figures of `extract.scoring.score` for a gold file; raises `GoldError` if it or an article can't be used.

    Every row gives `article_id`, `events` and perhaps `published`, the article's date where no metadata file has it.
    """
    from extract import scoring

    rows = read_gold(gold)
    paths = {article_id: articles / f"{article_id}.txt" for article_id in rows}
    texts = {article_id: _text(path) for article_id, path in paths.items()}
    known = known_metadata(rows) | read_metadata_file(metadata)
    predicted: dict[str, list[dict[str, Any]]] = {}
    coding = Coding({ENGLISH: model}, metadata=known, any_language=True)
    for found in extract_files(list(paths.values()), coding, progress=progress):
        if not found.is_read:
            raise GoldError(found.faults[0])
        for fault in found.faults:
            log.warning("%s", fault)
        predicted[found.path.stem] = [event.model_dump(mode="json") for event in found.events]
    return scoring.score({article_id: row["events"] for article_id, row in rows.items()}, predicted, texts)


def read_gold(path: Path) -> dict[str, dict[str, Any]]:
    """The rows of a gold file by article id; raises `GoldError` with file and line."""
    rows: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            article_id, events = row["article_id"], row["events"]
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{path}, line {number}: not an article with its events ({error!r})") from None
        if article_id in rows:
            raise GoldError(f"{path}, line {number}: {article_id} is there twice")
        rows[article_id] = row | {"events": events}
    return rows


def known_metadata(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, ArticleMetadata]:
    """What the gold rows say of their articles."""
    fields = ("article_id", "published", "publisher", "language")
    return {
        article_id: ArticleMetadata(**{field: row[field] for field in fields if row.get(field)})
        for article_id, row in rows.items()
    }


def print_figures(figures: Mapping[str, Any]) -> None:
    """The figures for readers, in fixed columns."""
    print("{articles} articles, {gold_events} gold events, {predicted_events} predicted".format_map(figures))
    for name in SHARES:
        print(f"{name:20} P {figures[name]['p']:.3f}  R {figures[name]['r']:.3f}  F1 {figures[name]['f1']:.3f}")
    print("accuracy on matched  " + "  ".join(f"{name} {figures[name]:.3f}" for name in ACCURACIES))
    for name, row in figures["types"].items():
        counts = f"gold {row['gold']:3} predicted {row['predicted']:3}"
        print(f"  {name:10} {counts}  P {row['p']:.2f} R {row['r']:.2f} F1 {row['f1']:.2f}")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise GoldError(f"{path}: no such file") from None
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise GoldError(f"{path}: not UTF-8") from None
