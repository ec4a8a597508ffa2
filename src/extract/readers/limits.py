"""How much of a file the readers take at most."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Upper bounds of one input file; what lies above one is a `ReadError` that names it.

    `text_bytes` ... `pdf_bytes` are for one document of that form, `row_bytes` for one line or row of a dump,
    `member_bytes` for a member that must be held in memory. `unpacked_bytes` is for all that one file unpacks to,
    `ratio` for how many bytes a packed byte may become. The readers don't watch the clock: run them in a process that
    can be killed; `slow_documents` is how many documents of a file may be passed over for their time.
    """

    file_bytes: int = 16 * GIB
    text_bytes: int = 5 * MIB
    html_bytes: int = 5 * MIB
    html_tags: int = 40_000
    feed_bytes: int = 20 * MIB
    json_bytes: int = 64 * MIB
    row_bytes: int = 8 * MIB
    email_bytes: int = 25 * MIB
    pdf_bytes: int = 50 * MIB
    pdf_pages: int = 200
    member_bytes: int = 256 * MIB
    unpacked_bytes: int = 16 * GIB
    members: int = 100_000
    depth: int = 4
    ratio: int = 200
    items: int = 5_000_000
    slow_documents: int = 20
    article_characters: int = 500_000
