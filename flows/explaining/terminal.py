"""An explanation as coloured lines for a terminal."""

from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.explaining.files import SLOTS, pieces
from flows.terminal import one_printable_line

if TYPE_CHECKING:
    from extract.explanation_parts import ExplainedEvent, ExplainedSentence, Explanation, LeftOut, Reason, Slot

STYLES = {
    "trigger": "bold reverse",
    "type": "bold",
    "actors": "bold cyan",
    "recipients": "bold magenta",
    "date": "bold yellow",
    "place": "bold green",
    "speaker": "bold blue",
    "instrument": "bold bright_red",
    "quantities": "bold bright_yellow",
}


def show(explanation: "Explanation", console: Console) -> None:
    """Print the article sentence by sentence."""
    head = Text(one_printable_line(explanation.title or explanation.article_id), style="bold underline")
    known = ", ".join(filter(None, [explanation.article_id, explanation.published or "publication date unknown"]))
    console.print(head, Text(one_printable_line(known), style="dim"), legend(), sep="\n")
    for sentence in explanation.sentences:
        console.print()
        console.print(of_sentence(sentence))


def legend() -> Text:
    """The colours of the slots."""
    return Text("  ").join(Text(name, style=STYLES[name]) for name in SLOTS)


def of_sentence(sentence: "ExplainedSentence") -> RenderableType:
    """A sentence once for each of its events, or plain where it has none, then what was left out."""
    parts: list[RenderableType] = []
    if not sentence.events:
        parts.append(Text(one_printable_line(sentence.text)))
    for event in sentence.events:
        parts += [of_event(sentence, event)]
    parts += [Padding(of_left_out(one), (0, 0, 0, 2)) for one in sentence.left_out]
    return Group(*parts)


def of_event(sentence: "ExplainedSentence", event: "ExplainedEvent") -> RenderableType:
    """The sentence with the words of the event's slots in their colours, above a line for each slot."""
    text = Text()
    for piece in pieces(sentence.text, sentence.span[0], event):
        text.append(" ".join(piece.text.split("\n")), style=STYLES.get(piece.slot, ""))
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for slot in event.slots:
        table.add_row(Text(slot.name, style=STYLES.get(slot.name, "") if slot.value else "dim"), of_slot(slot))
    return Group(text, Padding(table, (0, 0, 1, 2)))


def of_slot(slot: "Slot") -> RenderableType:
    """The value, and below it the reasons; on one faint line where the slot is empty."""
    if not slot.value:
        return Text("; ".join(one_printable_line(reason.rule) for reason in slot.reasons), style="dim")
    reasons = (Padding(of_reason(reason), (0, 0, 0, 2)) for reason in slot.reasons)
    return Group(Text(one_printable_line(slot.value), style="bold"), *reasons)


def of_reason(reason: "Reason") -> Text:
    """`rule · path · file:line (cells)`."""
    text = Text(one_printable_line(reason.rule))
    if reason.path:
        text.append(" · ").append(one_printable_line(reason.path), style="cyan")
    if reason.row is not None:
        text.append(" · ").append(f"{reason.row.file}:{reason.row.line}", style="green")
        cells = ",".join(value for value in reason.row.cells.values() if value)
        text.append(f" ({shortened(one_printable_line(cells))})", style="dim")
    return text


def shortened(text: str, *, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def of_left_out(one: "LeftOut") -> Text:
    """A word that is no trigger."""
    text = Text("no event ", style="dim").append(one_printable_line(one.text), style="strike")
    if one.event_type:
        text.append(f" {one.event_type}", style="dim")
    text.append(f": {one_printable_line(one.reason.rule)}", style="dim")
    if one.reason.row is not None:
        text.append(f" · {one.reason.row.file}:{one.reason.row.line}", style="dim green")
    return text
