"""Where an article comes from: the very bytes it was read from, and the source of each of its fields."""

from typing import Literal

from pydantic import Field, model_validator

from schemas.article import MetadataSource
from schemas.base import Record

Container = Literal["gzip", "zip", "tar", "warc"]
Identity = Literal["file", "stated", "url", "dateline", "content"]


class FieldSources(Record):
    """Who states each field of an article; None where nobody does. The date's source is in `Article.published`."""

    title: MetadataSource | None = None
    publisher: MetadataSource | None = None
    language: MetadataSource | None = None
    url: MetadataSource | None = None
    authors: MetadataSource | None = None


class Provenance(Record):
    """What `Article` doesn't hold of its origin. The file itself is `Article.source_path` and `source_sha256`.

    `item` names the place in the file (`item 7`, `member a/b.html`, `line 12`), None where the file is one article.
    `containers` are the archives around the item, the outermost first. `sha256` is the hash of the item's raw bytes, or
    of its values written out where a form has no bytes for an item (rows of Parquet, items of a JSON list).
    `byte_start` and `byte_end` are their place in the file as unpacked from all containers but `warc` (there: of the
    whole record), None where the form has no such place. `identity` says what `article_id` was made from. `modified`
    is when this version was made, in UTC (`2026-03-05T17:20:00`, or the day alone), where it is stated. `metadata_ids`
    are the ids by which it was looked for in the metadata file, `metadata_digest` tells which rows were found by them;
    both are empty for files of text, whose row has the name of the file.
    """

    article_id: str = Field(min_length=1)
    item: str | None = None
    containers: tuple[Container, ...] = ()
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    byte_start: int | None = Field(default=None, ge=0)
    byte_end: int | None = Field(default=None, ge=0)
    identity: Identity
    authors: tuple[str, ...] = ()
    sources: FieldSources = FieldSources()
    modified: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$")
    metadata_ids: tuple[str, ...] = ()
    metadata_digest: str = ""

    @model_validator(mode="after")
    def bytes_in_order(self) -> "Provenance":
        if (self.byte_start is None) != (self.byte_end is None):
            raise ValueError("byte_start and byte_end are stated together")
        if self.byte_start is not None and self.byte_end is not None and self.byte_start > self.byte_end:
            raise ValueError(f"bytes {self.byte_start}..{self.byte_end} are not in order")
        return self
