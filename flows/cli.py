"""The command line `chasqui`. Every command imports what it needs when it runs, so that help answers at once."""

import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from flows.commands import alerts, quarantine
from flows.commands.codebook import codebook
from flows.commands.doctor import doctor
from flows.commands.evaluate import evaluate
from flows.commands.explain import explain
from flows.commands.export import export
from flows.commands.extract import extract
from flows.commands.inspect import inspect
from flows.commands.migrate import migrate, rollback
from flows.commands.report import report
from flows.commands.run import run
from flows.commands.schedule import schedule
from flows.commands.sql import sql
from flows.errors import SettingsError
from flows.logs import log_to_stderr
from flows.settings import CONFIG_VARIABLE, DEBUG_VARIABLE
from flows.terminal import printable
from schemas.errors import ChasquiError

DONE, USAGE, FAILED = 0, 2, 3
INTERRUPTED = 130

EPILOG = (
    "Exit codes: 0 done; 1 done, but something was quarantined; 2 wrong usage; 3 could not run; 130 interrupted. "
    "Settings come from chasqui.toml, then CHASQUI_* environment variables, then options."
)

app = typer.Typer(
    name="chasqui",
    help="From a folder of news articles to a SQL warehouse of who did what to whom.",
    epilog=EPILOG,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS: dict[Callable[..., int], str] = {
    run: "Load an inbox folder into the warehouse.",
    extract: "Print the events of article files.",
    explain: "Show why articles are coded as they are.",
    inspect: "Show what the readers see in a file.",
    sql: "Run read-only SQL on the published warehouse.",
    report: "Write the page of a run: counts, times, failures.",
    schedule: "Run the nightly job by a schedule.",
    export: "Write the published events to files with a codebook.",
    evaluate: "Measure the extraction against a gold file.",
    codebook: "Print the codebook: every field and code, with examples.",
    doctor: "Check the installation and the warehouse.",
    migrate: "Bring the warehouse to the schema of this version.",
    rollback: "Publish again what was published before.",
}
for command, short_help in COMMANDS.items():
    app.command(short_help=short_help)(command)
app.add_typer(quarantine.app, help="List, show, replay and discard what failed.")
app.add_typer(alerts.app, help="List, test and resend alerts.")


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"chasqui {version('chasqui')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 -- its callback does the work
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", metavar="FILE", help=f"Settings file.  [env: {CONFIG_VARIABLE}; default: chasqui.toml]"
        ),
    ] = None,
    debug: Annotated[
        bool, typer.Option("--debug", help=f"Show tracebacks and detailed messages.  [env: {DEBUG_VARIABLE}=1]")
    ] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Log every step to standard error, one JSON object a line.")
    ] = False,
) -> None:
    """From a folder of news articles to a SQL warehouse of who did what to whom."""
    context.obj = config
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"
    level = logging.DEBUG if debugging() else logging.INFO if log_json else logging.WARNING
    log_to_stderr(level, as_json=log_json)


def debugging() -> bool:
    """Whether tracebacks are wanted."""
    return os.environ.get(DEBUG_VARIABLE, "") not in ("", "0")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Errors end in one line on standard error."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        result = app(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return DONE
    except typer.TyperException as error:
        return _complain(f"{error.format_message()} (try: chasqui --help)", USAGE)
    except (typer.Abort, KeyboardInterrupt):
        return _complain("interrupted", INTERRUPTED)
    except SettingsError as error:
        return _complain(str(error), USAGE)
    except ChasquiError as error:
        return _complain(str(error), FAILED, error)
    except Exception as error:
        described = f"{type(error).__name__}: {error}"
        hint = "" if debugging() else f" (for the traceback: {DEBUG_VARIABLE}=1, or chasqui --debug COMMAND)"
        return _complain(f"unexpected error: {described}{hint}", FAILED, error)
    if result == INTERRUPTED:
        return _complain("interrupted", INTERRUPTED)
    return result if isinstance(result, int) else DONE


def _complain(message: str, code: int, error: BaseException | None = None) -> int:
    if error is not None and debugging():
        import traceback

        print(printable("".join(traceback.format_exception(error))), end="", file=sys.stderr)
    said = " ".join(line.strip() for line in printable(message).splitlines() if line.strip(" ^"))
    print(f"chasqui: {said}", file=sys.stderr)
    return code


def _terminate(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- the form of a handler
    """A request to end is an interrupt: files are closed and the run is recorded as ended."""
    raise KeyboardInterrupt


def _discard_output() -> None:
    """The reader of our output has gone; the interpreter would complain when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
