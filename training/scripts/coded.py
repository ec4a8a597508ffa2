"""Hand-coded articles as the fitting scripts read them."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract import pipeline
from extract.readers import read_article, read_metadata


def options(doc: str | None, *, output: Path) -> argparse.ArgumentParser:
    """The options of a fitting script; `doc` is its docstring, `output` the file that it usually writes."""
    parser = argparse.ArgumentParser(description=(doc or "").split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--metadata", type=Path, required=True)
    parser.add_argument("--model", default=pipeline.DEFAULT_MODEL)
    parser.add_argument("--output", type=Path, default=output)
    return parser


def coded_docs(nlp: Language, gold: Path, *, articles: Path, metadata: Path) -> Iterator[tuple[dict[str, Any], Doc]]:
    """Yield each line of the gold with its article, run through the pipeline."""
    known = read_metadata(metadata)
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = read_article(articles / f"{row['article_id']}.txt", metadata=known.get(row["article_id"]))
        yield row, nlp(pipeline.make_doc(nlp, article))
