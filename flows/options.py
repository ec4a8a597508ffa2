"""Options that several commands share."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.settings import CONFIG_VARIABLE, FILE_NAME, Settings, load_settings

DATE_FORM = "YYYY-MM-DD, or YYYY-MM or YYYY where only that much is known"

WarehouseOption = Annotated[
    Path | None,
    typer.Option("--warehouse", metavar="DIR", help="Folder of the warehouse.  [default: ./data]", show_default=False),
]
MetadataOption = Annotated[
    Path | None,
    typer.Option(
        "--metadata",
        metavar="FILE.json",
        help="What is known of the articles: a JSON list of {article_id, published, publisher, language}.",
    ),
]
PublishedOption = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help=f"Publication date of all the files: {DATE_FORM}."),
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="Model package.  [default: en_chasqui_news]", show_default=False),
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", help="Worker processes.  [default: number of cores]", show_default=False),
]
ArticleSecondsOption = Annotated[
    float | None,
    typer.Option(
        "--article-seconds",
        metavar="S",
        help="An article that takes longer goes to quarantine.  [default: 120]",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON for programs to standard output.")]


def settings_of(context: typer.Context, **options: Any) -> Settings:
    """The settings in force for a command, its options overruling file and environment."""
    return load_settings(options, config=context.obj)


def hand_down_settings(context: typer.Context) -> None:
    """Runs in processes of their own, started in other folders, read the same settings file."""
    config = context.obj or Path(os.environ.get(CONFIG_VARIABLE) or FILE_NAME)
    if config.is_file():
        os.environ[CONFIG_VARIABLE] = str(config.resolve())


def checked_date(text: str | None) -> str | None:
    """An ISO date or prefix of one; raises a usage error for anything else."""
    if text is None:
        return None
    from extract.readers import parse_published

    try:
        parse_published(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from None
    return text
