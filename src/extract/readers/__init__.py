"""Readers: one module per form of input file, each giving `schemas.article.Article`s.

`read_documents` reads a file of any form, told by its content (`sniff`), with the bounds of `Limits`; `is_document`
says which files of a folder it takes, `column_names` names the columns of dumps. `read_article` reads plain text as
saved from agency pages, `is_candidate` says which files are left to it alone. `read_metadata` reads a `--metadata`
file, `row_digest` tells versions of its rows apart, `parse_published` checks a publication date given by hand.
"""

from extract.readers.candidates import is_document
from extract.readers.columns import column_names
from extract.readers.documents import NAMED_BY_FILE, OF_MANY, read_documents, warm_up
from extract.readers.draft import Reading
from extract.readers.files import is_candidate
from extract.readers.limits import Limits
from extract.readers.metadata import parse_published, read_metadata, row_digest
from extract.readers.sniffing import sniff
from extract.readers.streams import Progress, told_apart
from extract.readers.text import read_article

__all__ = [
    "NAMED_BY_FILE",
    "OF_MANY",
    "Limits",
    "Progress",
    "Reading",
    "column_names",
    "is_candidate",
    "is_document",
    "parse_published",
    "read_article",
    "read_documents",
    "read_metadata",
    "row_digest",
    "sniff",
    "told_apart",
    "warm_up",
]
