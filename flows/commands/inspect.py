"""`chasqui inspect`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.options import JsonOption, MetadataOption, settings_of
from flows.terminal import one_printable_line

if TYPE_CHECKING:
    from extract.readers import Reading
    from schemas.errors import ReadError
    from schemas.provenance import Provenance

SHOWN = 100
ASSUMED = "assumed"
DROPPED = {
    "dateline": "says where and when the agency wrote it",
    "credit": "names who took or owns a picture",
    "signoff": "ends the report: agency, authors, address",
    "published": "states the publication date",
    "publisher": "names the publisher",
    "boilerplate": "stands on many pages: links, sharing, notices, subscriptions",
}
"""Why paragraphs of a kind are not coded."""


def inspect(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One file of any form.", show_default=False)],
    metadata: MetadataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show what the readers see in a file: form, metadata with the source of each, paragraphs and what becomes of them.

    All forms are read, with the columns and limits of the settings. Events are looked for in the paragraphs marked +;
    those marked - are stored but not coded, for the reason given.

    Exit code 1: something in the file can't be read. 3: nothing of it can.
    """
    from extract.readers import Limits, Reading, column_names, read_documents
    from flows.extraction import read_metadata_file

    settings = settings_of(context, metadata=metadata)
    read = failed = 0
    for outcome in read_documents(
        file,
        metadata=read_metadata_file(settings.metadata),
        limits=Limits(**settings.limits),
        columns=column_names(settings.columns),
    ):
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
        "id made from": provenance.identity,
        "place in file": provenance.item,
        "inside": ", ".join(provenance.containers),
        "raw bytes": _bytes(provenance),
        "form": f"{article.form}, {article.encoding}",
        "title": _stated(article.title, provenance.sources.title),
        "publisher": _stated(article.publisher, provenance.sources.publisher),
        "published": day,
        "modified": provenance.modified,
        "language": _stated(article.language, provenance.sources.language or ASSUMED),
        "url": _stated(article.url, provenance.sources.url),
        "authors": _stated(", ".join(provenance.authors), provenance.sources.authors),
        "dateline": article.dateline and article.dateline.text,
        "warnings": ", ".join(article.warnings),
    }
    for name, value in rows.items():
        if value:
            print(f"{name:14} {one_printable_line(str(value))}")
    for paragraph in article.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        reason = DROPPED.get(paragraph.kind)
        shown = f"{one_printable_line(text[:SHOWN])}{'...' if len(text) > SHOWN else ''}"
        print(f"{'-' if reason else '+'} {paragraph.kind:11} {shown}{f'  [{reason}]' if reason else ''}")
    print()


def _stated(value: str | None, source: str | None) -> str | None:
    if value and source:
        return f"{value} ({source})" if source == ASSUMED else f"{value} (from {source})"
    return value


def _bytes(provenance: "Provenance") -> str:
    place = "" if provenance.byte_start is None else f"{provenance.byte_start} to {provenance.byte_end}, "
    return f"{place}sha256 {provenance.sha256}"


def _complain(error: "ReadError", *, as_json: bool) -> None:
    if as_json:
        _print_json({"place": error.place, "rule": error.rule, "reason": error.reason})
    else:
        print(one_printable_line(f"not read: {error.place}: {error.reason}"))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=True))
