"""PDF files -> drafts of articles; needs the extra `pdf` (pypdf)."""

import io
import re
from collections.abc import Iterator
from itertools import islice

from extract.readers.draft import Draft, Job
from extract.readers.markup import clean, one_line, plain_blocks
from extract.readers.stated_dates import read_stated
from extract.readers.streams import Source, read_whole
from schemas.errors import ReadError

CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
HYPHENATED = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")


def read_pdf(source: Source, job: Job) -> Iterator[Draft | ReadError]:
    """The text of a PDF's pages as one article. The day the file was made is only a likely date.

    Raises `ReadError`: missing_library, too_large, damaged, encrypted, no_body (scanned pages).
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        reason = "PDF files need pypdf, which isn't installed (pip install pypdf)"
        raise ReadError(job.path, reason, rule="missing_library", place=source.place or "file") from error
    whole = read_whole(source, budget=job.budget, max_bytes=job.limits.pdf_bytes)
    place = source.place or "file"
    try:
        reader = PdfReader(io.BytesIO(whole.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(job.path, "encrypted", rule="encrypted", place=place)
        pages = [page.extract_text() for page in islice(reader.pages, job.limits.pdf_pages)]
        is_cut = whole.truncated or len(reader.pages) > job.limits.pdf_pages
        about = reader.metadata
        title, created = (about.title, about.get("/CreationDate")) if about else (None, None)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReadError(job.path, f"a PDF that can't be read: {error}"[:300], rule="damaged", place=place) from error
    day = CREATED.match(str(created or ""))
    text = HYPHENATED.sub("", clean("\n\n".join(pages)))
    yield Draft(
        form="pdf",
        raw=whole.data,
        encoding="pdf",
        blocks=plain_blocks(text),
        origin="file",
        title=one_line(title),
        inferred=read_stated("-".join(day.groups())) if day else None,
        warnings=("truncated",) if is_cut else (),
    )
