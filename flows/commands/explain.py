"""`chasqui explain`."""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import PageError
from flows.options import JsonOption, MetadataOption, ModelOption, PublishedOption, checked_date, settings_of
from flows.terminal import one_printable_line

if TYPE_CHECKING:
    from extract.explanation_parts import Explanation
    from flows.explaining.files import FileExplanation


def explain(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Article files.", show_default=False)],
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="OUT.html", dir_okay=False, help="Write one self-contained page instead."),
    ] = None,
    as_json: JsonOption = False,
    metadata: MetadataOption = None,
    published: PublishedOption = None,
    model: ModelOption = None,
) -> int:
    """Show why article files are coded as they are, sentence by sentence.

    For each event: the trigger with its row of the lexicon; for every slot its value, the rule that gave it, the path
    through the dependency tree (`↓obj` goes down to an object, `↑conj` up to what it is coordinated to) and the
    lexicon row as file and line. Then the words that could have been events, with the reason why they are none.
    Files of all forms are read, with the settings, as by `chasqui run`.

    Exit code 1: some file or article failed. 3: there is nothing to explain, or the page can't be written.
    """
    from flows.explaining.files import explain_files
    from flows.extraction import Coding
    from flows.progress import progress_bar

    if html is not None and as_json:
        raise typer.BadParameter("give either --html or --json", param_hint="--html")
    settings = settings_of(context, metadata=metadata, model=model)
    coding = Coding.of(settings, published=checked_date(published))
    tally = Tally()
    with progress_bar("Explaining") as progress:
        articles = tally.articles(explain_files(files, coding, progress=progress))
        first = next(articles, None)
        if first is None:
            return 3
        show(chain([first], articles), html=html, as_json=as_json)
    return int(tally.faults > 0)


class Tally:
    """Passes articles on to the output, and reports and counts the faults between them."""

    def __init__(self) -> None:
        self.faults = 0

    def articles(self, found: "Iterator[FileExplanation]") -> "Iterator[Explanation]":
        """The articles of all files."""
        for one in found:
            for line in (*one.faults, *one.notes):
                print(f"chasqui: {one_printable_line(line)}", file=sys.stderr)
            self.faults += len(one.faults)
            yield from one.articles


def show(articles: "Iterator[Explanation]", *, html: Path | None, as_json: bool) -> None:
    """Write the articles in the form that was asked for."""
    if html is not None:
        from flows.explaining.page import write_page

        try:
            write_page(articles, html)
        except OSError as error:
            raise PageError(f"{html}: {error.strerror}") from None
        print(html)
    elif as_json:
        from flows.explaining.files import as_json as line

        for article in articles:
            print(line(article))
    else:
        from rich.console import Console

        from flows.explaining.terminal import show as print_article

        console = Console(highlight=False)
        for article in articles:
            print_article(article, console)
