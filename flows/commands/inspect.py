"""`chasqui inspect`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.options import JsonOption, MetadataOption
from flows.terminal import one_printable_line

if TYPE_CHECKING:
    from extract.readers import Reading
    from schemas.errors import ReadError

SHOWN = 100


def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One file of any form.", show_default=False)],
    metadata: MetadataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show what the readers see in a file: form, metadata with sources, paragraphs kept apart by kind.

    All forms are read: text, web pages, feeds, dumps, letters, archives. Events are looked for in paragraphs of the
    kinds title, subtitle and body; the others are kept but not coded.

    Exit code 1: something in the file can't be read. 3: nothing of it can.
    """
    from extract.readers import Reading, read_documents
    from flows.extraction import read_metadata_file

    read = failed = 0
    for outcome in read_documents(file, metadata=read_metadata_file(metadata)):
        if isinstance(outcome, Reading):
            read += 1
            _show(outcome, as_json=as_json)
        else:
            failed += 1
            _complain(outcome, as_json=as_json)
    return 0 if not failed else 1 if read else 3


def _show(reading: "Reading", *, as_json: bool) -> None:
    article, provenance = reading.article, reading.provenance
    if as_json:
        _print_json({"article": article.model_dump(mode="json"), "provenance": provenance.model_dump(mode="json")})
        return
    published = article.published
    day = f"{published.day} ({published.precision}, from {published.source})" if published else "unknown"
    rows = {
        "article": article.article_id,
        "place in file": provenance.item,
        "form": f"{article.form}, {article.encoding}",
        "title": article.title,
        "publisher": article.publisher,
        "published": day,
        "language": article.language,
        "url": article.url,
        "dateline": article.dateline and article.dateline.text,
        "sources": ", ".join(f"{k}: {v}" for k, v in provenance.sources.model_dump(exclude_none=True).items()),
        "warnings": ", ".join(article.warnings),
    }
    for name, value in rows.items():
        if value:
            print(f"{name:14} {one_printable_line(str(value))}")
    for paragraph in article.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        print(f"  {paragraph.kind:11} {one_printable_line(text[:SHOWN])}{'...' if len(text) > SHOWN else ''}")
    print()


def _complain(error: "ReadError", *, as_json: bool) -> None:
    if as_json:
        _print_json({"place": error.place, "rule": error.rule, "reason": error.reason})
    else:
        print(one_printable_line(f"not read: {error.place}: {error.reason}"))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=True))
