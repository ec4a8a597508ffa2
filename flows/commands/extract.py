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

    A file that can't be read, or an event that isn't valid, is one line on standard error, and the rest goes on.

    Exit code 1: some file or event failed. 3: no file could be read.
    """
    from flows.extraction import extract_files, read_metadata_file
    from flows.progress import progress_bar, steps

    settings = settings_of(context, metadata=metadata, model=model)
    given = checked_date(published)
    rows = read_metadata_file(settings.metadata)
    failed_files = faults = 0
    with progress_bar("Extracting") as progress:
        for number, found in enumerate(extract_files(files, model=settings.model, metadata=rows, published=given), 1):
            for event in found.events:
                print(escaped(event.model_dump_json()))
            for fault in found.faults:
                print(f"chasqui: {one_printable_line(fault)}", file=sys.stderr)
            failed_files += not found.read
            faults += len(found.faults)
            progress(steps(number, len(files)))
    return 3 if failed_files == len(files) else int(faults > 0)
