"""A progress bar on standard error, silent where that is not a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """How far a run is: files done and in all, bytes of the files read and in all, articles extracted."""

    files: int
    of_files: int
    bytes_read: int
    of_bytes: int
    articles: int


Progress = Callable[[State], None]
"""Called whenever a batch has been loaded."""


def silent(state: State) -> None:
    """Shows nothing."""


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar that moves when the yielded function is called, with the time left by the bytes still to be read."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    figures = TextColumn("{task.fields[files]}, {task.fields[articles]:,} articles")
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), figures, TimeRemainingColumn())
    with Bar(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(label, total=None, files="", articles=0)

        def show(state: State) -> None:
            # A file that is read needs its articles extracted still, so that only files that are done fill the bar.
            files = f"{state.files:,} of {state.of_files:,} files"
            total = max(state.of_bytes, 1)
            done = total if state.files == state.of_files else min(state.bytes_read, total)
            bar.update(task, completed=done, total=total, files=files, articles=state.articles)

        yield show
