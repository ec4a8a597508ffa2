import pytest
from pydantic import ValidationError

from schemas import Article, ArticleMetadata, Paragraph

BASE = {
    "article_id": "a",
    "source_path": "a.txt",
    "source_sha256": "0" * 64,
    "encoding": "utf-8",
    "text": "Title\n\nBody.",
}


def test_spans_give_the_text_of_each_kind():
    article = Article(
        **BASE, paragraphs=(Paragraph(start=0, end=5, kind="title"), Paragraph(start=7, end=12, kind="body"))
    )
    assert [span.text for span in article.spans("body")] == ["Body."]
    assert [span.start for span in article.spans("title", "body")] == [0, 7]


@pytest.mark.parametrize("bounds", [[(0, 5), (3, 7)], [(0, 50)], [(4, 4)]])
def test_paragraphs_must_not_overlap_or_leave_the_text(bounds):
    paragraphs = tuple(Paragraph(start=start, end=end, kind="body") for start, end in bounds)
    with pytest.raises(ValidationError, match="overlaps or lies outside"):
        Article(**BASE, paragraphs=paragraphs)


@pytest.mark.parametrize("day", ["2024-1-1", "yesterday", "01/02/2024"])
def test_metadata_dates_are_iso(day):
    with pytest.raises(ValidationError):
        ArticleMetadata(published=day)
