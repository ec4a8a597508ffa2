"""Golden coding of sample articles: each event as one readable line.

python tests/golden/coding.py     # writes the golden files anew; read the difference before you commit it
"""

from pathlib import Path
from typing import Any

from extract import pipeline
from extract.readers import read_article

HERE = Path(__file__).parent
INBOX = HERE.parents[1] / "examples/inbox"
ARTICLES = (
    "amazon-summit-declaration-signed-in-leticia",
    "police-seize-cocaine-in-callao-port-operation",
    "venezuela-rejects-talks-guyana-warns-of-court-action",
)


def line(event: dict[str, Any]) -> str:
    """`TYPE mode status | trigger | actors > recipients | date | place | contexts`."""

    def codes(role: str) -> str:
        return ",".join(sorted({member["code"] or "-" for member in event[role]}))

    date, place = event["date"], event["place"]
    days = f"{date['start']}..{date['end']}" if date else "-"
    kind = f"{event['event_type']} {event['mode'] or '-'} {event['status']}"
    return " | ".join(
        [
            kind,
            event["trigger"]["text"],
            f"{codes('actors')} > {codes('recipients')}",
            days,
            (place["name"] or place["text"]) if place else "-",
            ",".join(event["contexts"]) or "-",
        ]
    )


def coding(nlp: Any, name: str) -> str:
    """The lines of one sample article."""
    article = read_article(INBOX / f"{name}.txt")
    return "".join(line(event) + "\n" for event in pipeline.extract_events(nlp, article))


def main() -> None:
    nlp = pipeline.build()
    for name in ARTICLES:
        (HERE / f"{name}.golden").write_text(coding(nlp, name), encoding="utf-8")


if __name__ == "__main__":
    main()
