"""The example inbox shows what the reader can do."""

from pathlib import Path

import pytest

from extract.readers import is_candidate, read_article
from schemas.errors import ReadError

INBOX = Path(__file__).parents[3] / "examples" / "inbox"
BROKEN = "damaged-download.txt"
ARTICLES = sorted(path for path in INBOX.iterdir() if is_candidate(path) and path.name != BROKEN)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_each_article(path: Path) -> None:
    article = read_article(path)
    words = sum(len(span.text.split()) for span in article.spans("title", "subtitle", "body"))
    assert 250 <= words <= 500
    assert article.title
    assert article.dateline is not None
    for span in article.spans("body"):
        assert span.text[-1] in '.”"', span.text


def test_the_inbox_as_a_whole() -> None:
    articles = {path.stem: read_article(path) for path in ARTICLES}
    assert len(articles) == 15
    assert {article.encoding for article in articles.values()} == {"utf-8", "cp1252"}
    undated = [name for name, article in articles.items() if article.published is None]
    assert undated == ["african-union-sends-electoral-mission-to-malawi"]
    sources = {article.published.source for article in articles.values() if article.published}
    assert sources == {"text", "sidecar"}


def test_the_broken_file() -> None:
    with pytest.raises(ReadError) as caught:
        read_article(INBOX / BROKEN)
    assert caught.value.rule == "binary"
