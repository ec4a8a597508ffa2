"""`chasqui evaluate`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from flows.options import JsonOption, MetadataOption, ModelOption, settings_of


def evaluate(
    context: typer.Context,
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD.jsonl", exists=True, dir_okay=False, help="Coded articles, one a line."),
    ],
    articles: Annotated[
        Path | None,
        typer.Option(
            "--articles",
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Folder of ARTICLE_ID.txt.  [default: articles/ beside GOLD.jsonl]",
            show_default=False,
        ),
    ] = None,
    metadata: MetadataOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> int:
    """Extract the articles of a gold file and print how well the events agree with it.

    Precision, recall and F1 of detection (same sentence), of typing (and same type), of typing with the right
    participants and roles; on matched events those of actors, recipients, place and contexts, and the accuracy of
    status, mode and date. Publication dates come from --metadata, else from the gold file.

    Exit code 3: the gold file or one of its articles can't be read.
    """
    from flows.evaluate import evaluate_gold, print_figures
    from flows.progress import progress_bar

    settings = settings_of(context, metadata=metadata, model=model)
    with progress_bar("Extracting") as progress:
        figures = evaluate_gold(
            gold,
            articles=articles or gold.parent / "articles",
            metadata=settings.metadata,
            model=settings.model,
            progress=progress,
        )
    if as_json:
        print(json.dumps(figures, indent=1))
    else:
        print_figures(figures)
    return 0
