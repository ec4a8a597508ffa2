"""Readers: one module per form of input file, each giving `schemas.article.Article`s.

`read_article` reads plain text as saved from agency pages, `read_metadata` a `--metadata` file, `is_candidate` says
which files of a folder the text reader takes, `parse_published` checks a publication date given by hand.
"""

from extract.readers.files import is_candidate
from extract.readers.metadata import parse_published, read_metadata
from extract.readers.text import read_article

__all__ = ["is_candidate", "parse_published", "read_article", "read_metadata"]
