"""`chasqui extract`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.options import MetadataOption, ModelOption, PublishedOption, checked_date, settings_of
from flows.terminal import escaped, one_printable_line


class Format(StrEnum):
    """Forms of output."""

    jsonl = "jsonl"


def extract(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Article files.", show_default=False)],
    metadata: MetadataOption = None,
    published: PublishedOption = None,
    output: Annotated[  # noqa: ARG001 -- one form so far
        Format, typer.Option("--format", help="Form of the output: one JSON object a line.")
    ] = Format.jsonl,
    model: ModelOption = None,
) -> int:
    """Print the events of article files, one JSON object a line, without any warehouse.

    Files of all forms are read, with the columns, limits and models of the settings, as by `chasqui run`. What can't be
    read, an event that isn't valid, an article in a language without a model and one that is there twice are a line
    each on standard error, and the rest goes on; the last two are no failures.

    Exit code 1: some file or event failed. 3: no file could be read.
    """
    from flows.extraction import Coding, extract_files
    from flows.progress import progress_bar

    settings = settings_of(context, metadata=metadata, model=model)
    coding = Coding.of(settings, published=checked_date(published))
    read = faults = 0
    with progress_bar("Extracting") as progress:
        for found in extract_files(files, coding, progress=progress):
            for event in found.events:
                print(escaped(event.model_dump_json()))
            for line in (*found.faults, *found.notes):
                print(f"chasqui: {one_printable_line(line)}", file=sys.stderr)
            read += found.is_read
            faults += len(found.faults)
    return int(faults > 0) if read else 3
