"""Explanations as one self-contained page: no script, nothing from outside, every text escaped."""

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from flows.explaining.files import SLOTS, pieces
from flows.terminal import printable

if TYPE_CHECKING:
    from markupsafe import Markup

    from extract.explanation_parts import Explanation

TEMPLATE = "explain.html.j2"
TEMPORARY = ".part"


def write_page(explanations: Iterable["Explanation"], path: Path) -> None:
    """Write the page to `path`, article by article; the file appears when it is whole. Raises `OSError`."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_readable)
    environment.filters["quoted_as_code"] = quoted_as_code
    source = (resources.files("flows") / "templates" / TEMPLATE).read_text(encoding="utf-8")
    page = environment.from_string(source).stream(articles=explanations, slots=SLOTS, pieces=pieces)
    page.enable_buffering()
    part = path.with_name(path.name + TEMPORARY)
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(page)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def quoted_as_code(text: str) -> "Markup":
    """A rule with its words between back quotes as code, all of it escaped."""
    from markupsafe import Markup, escape

    parts = printable(text).split("`")
    return Markup("").join(
        Markup("<code>%s</code>") % escape(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )


def _readable(value: object) -> object:
    return printable(value) if type(value) is str else value
