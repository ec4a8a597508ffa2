"""E-mails, newsletters above all -> drafts of articles."""

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr

from extract.readers.decoding import decode_page
from extract.readers.draft import Draft, Job
from extract.readers.markup import Block, markup_blocks, one_line, plain_blocks
from extract.readers.stated_dates import read_stated
from extract.readers.streams import Source, read_whole
from schemas.errors import ReadError

MAX_PARTS = 200
SUBJECT_MARKS = re.compile(r"^(?:\s*(?:re|fwd?|rv|aw)\s*:|\s*\[[^\]]{1,40}\])+\s*", re.IGNORECASE)
# `-- ` on a line of its own opens the signature.
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
FOOTER = re.compile(
    r"(?:you(?:['’]| a)re receiving this|you received this|unsubscribe|manage (?:your )?(?:preferences|subscription)"
    r"|update your preferences|view (?:this (?:e-?mail|message)|it) in (?:your|a) browser|to be removed from"
    r"|this (?:e-?mail|message) was sent to|darse de baja|cancelar (?:la )?suscripción|ver en (?:el|su) navegador"
    r"|confidential and intended solely|copyright ©|©\s*\d{4}|all rights reserved)",
    re.IGNORECASE,
)
MAX_FOOTER = 400
# A plain part much shorter than the page beside it is only a pointer to it.
MIN_SHARE = 0.5


def read_letter(source: Source, job: Job) -> Iterator[Draft | ReadError]:
    """The article of an e-mail: its text, else its page; attachments are passed over. Raises `ReadError` too_large."""
    whole = read_whole(source, budget=job.budget, max_bytes=job.limits.email_bytes)
    message = email.message_from_bytes(whole.data, policy=policy.default)
    blocks, encoding = _blocks(message)
    name, address = parseaddr(_header(message, "from") or "")
    yield Draft(
        form="email",
        raw=whole.data,
        encoding=encoding,
        blocks=[block for block in blocks if not _is_footer(block.text)],
        origin="file",
        title=SUBJECT_MARKS.sub("", _header(message, "subject") or "") or None,
        fallback_publisher=name or address.rpartition("@")[2] or None,
        language=_header(message, "content-language"),
        url=(_header(message, "archived-at") or "").strip("<> ") or None,
        published=read_stated(_header(message, "date")),
        item=None,
        warnings=("truncated",) if whole.truncated else (),
    )


def _header(message: EmailMessage, name: str) -> str | None:
    """A header decoded; None for one that is missing or can't be read."""
    try:
        return one_line(str(message.get(name) or ""))
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):
        # The parser of headers raises all of these on hostile ones.
        return None


def _blocks(message: EmailMessage) -> tuple[tuple[Block, ...], str]:
    plain, page, encoding = "", "", "utf-8"
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            break
        kind = part.get_content_type()
        if (
            kind not in ("text/plain", "text/html")
            or part.is_multipart()
            or part.get_content_disposition() == "attachment"
        ):
            continue
        payload = part.get_payload(decode=True)
        decoded = decode_page(payload if isinstance(payload, bytes) else b"", charset=part.get_content_charset())
        if kind == "text/plain" and not plain:
            plain, encoding = decoded.text, decoded.encoding
        elif kind == "text/html" and not page:
            page, encoding = decoded.text, decoded.encoding if not plain else encoding
    by_text = plain_blocks(SIGNATURE.split(plain, maxsplit=1)[0])
    by_page = markup_blocks(page) if page else ()
    return (by_text if _length(by_text) >= MIN_SHARE * _length(by_page) else by_page), encoding


def _length(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _is_footer(text: str) -> bool:
    return len(text) <= MAX_FOOTER and FOOTER.search(text) is not None
