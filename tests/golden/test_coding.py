"""Sample articles through the whole pipeline with the shipped model."""

import importlib.util
from pathlib import Path

import pytest

from extract import pipeline
from extract.readers import read_article
from schemas import validate_event

HERE = Path(__file__).parent
INBOX = HERE.parents[1] / "examples/inbox"
BROKEN = "damaged-download"
SAMPLES = sorted(path.stem for path in INBOX.glob("*.txt") if path.stem != BROKEN)

spec = importlib.util.spec_from_file_location("coding", HERE / "coding.py")
coding = importlib.util.module_from_spec(spec)
spec.loader.exec_module(coding)


@pytest.fixture(scope="module")
def nlp():
    return pipeline.build()


@pytest.mark.parametrize("name", coding.ARTICLES)
def test_article_is_coded_as_before(nlp, name):
    assert coding.coding(nlp, name) == (HERE / f"{name}.golden").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_record_is_valid_and_points_into_the_text(nlp, name):
    article = read_article(INBOX / f"{name}.txt")
    raw = pipeline.extract_events(nlp, article)
    events = [validate_event(record, text=article.text) for record in raw]
    assert events
    ids = [event.event_id for event in events]
    assert len(set(ids)) == len(ids)
    assert {event.same_as for event in events if event.same_as} <= set(ids)


def test_the_samples_show_most_types(nlp):
    articles = [read_article(INBOX / f"{name}.txt") for name in SAMPLES]
    kinds = {record["event_type"] for article in articles for record in pipeline.extract_events(nlp, article)}
    assert len(kinds) >= 14
