"""Text from outside, made safe to print: an article must not steer the terminal of whoever reads about it."""

import re

CONTROLS = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # sequences that move the cursor or colour
    # strings for the terminal, such as a title, a link or the clipboard; bounded, as an open one must not hide the rest
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]).{0,1000}?(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f]"  # all other controls but tabulator and line feed
    r"|[\u202a-\u202e\u2066-\u2069]",  # turning the direction of writing
    re.DOTALL,
)


def printable(text: str) -> str:
    """The text without control characters and sequences; tabulators and line feeds stay."""
    return CONTROLS.sub("", text)


def one_printable_line(text: str) -> str:
    """The same on one line."""
    return " ".join(printable(text).split())


def escaped(text: str) -> str:
    """JSON with the control characters that it leaves as they are written as escapes, so that nothing is lost."""
    return CONTROLS.sub(lambda found: "".join(f"\\u{ord(c):04x}" for c in found[0]), text)
