"""`chasqui codebook`."""

from pathlib import Path
from typing import Annotated

import typer

from flows.errors import PageError


def codebook(
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE.md", dir_okay=False, help="Write to a file instead of printing."),
    ] = None,
) -> int:
    """Print the codebook as Markdown: every field of an event and every code, each with a definition and an example.

    Exit code 3: the file can't be written.
    """
    from schemas.codebook import codebook as text_of_codebook

    text = text_of_codebook()
    if output is None:
        print(text, end="")
        return 0
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PageError(f"{output}: {error.strerror}") from None
    return 0
