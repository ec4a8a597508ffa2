"""Sample articles explained with the shipped model: nothing is decided otherwise, and every slot has its reasons."""

from pathlib import Path

import pytest

from extract import pipeline
from extract.explanation import explain
from extract.readers import read_article

INBOX = Path(__file__).parents[2] / "examples/inbox"
SAMPLES = (
    "storm-hit-honduras-receives-aid",
    "venezuela-rejects-talks-guyana-warns-of-court-action",
    "miners-block-roads-in-bolivia",
)
SLOTS = (
    "trigger", "type", "mode", "actors", "recipients", "status", "date", "place", "speaker", "instrument", "quantities",
    "contexts", "same_as", "confidence",
)  # fmt: skip


@pytest.fixture(scope="module")
def nlp():
    return pipeline.build()


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request, nlp):
    article = read_article(INBOX / f"{request.param}.txt")
    return article, explain(nlp, article), pipeline.extract_events(nlp, article)


def events_of(explanation):
    return [event for sentence in explanation.sentences for event in sentence.events]


def test_records_are_those_of_the_extraction(sample):
    _, explanation, records = sample
    assert [event.record for event in events_of(explanation)] == records


def test_every_slot_of_every_event_has_reasons(sample):
    _, explanation, _ = sample
    for event in events_of(explanation):
        assert tuple(dict.fromkeys(slot.name for slot in event.slots)) == SLOTS
        assert all(reason.rule for slot in event.slots for reason in slot.reasons)
        assert all(slot.reasons for slot in event.slots)


def test_values_are_those_of_the_record(sample):
    _, explanation, _ = sample
    for event in events_of(explanation):
        values = {slot.name: slot.value for slot in event.slots}
        record = event.record
        assert values["trigger"] == record["trigger"]["text"]
        assert (values["type"], values["mode"] or None, values["status"]) == (
            record["event_type"],
            record["mode"],
            record["status"],
        )
        assert values["contexts"] == ", ".join(record["contexts"])
        for name in ("date", "place", "speaker", "instrument", "same_as"):
            assert bool(values[name]) == (record[name] is not None)
        for role in ("actors", "recipients"):
            filled = [slot for slot in event.slots if slot.name == role and slot.value]
            assert len(filled) == len(record[role])


def test_every_trigger_names_its_lexicon_row(sample):
    _, explanation, _ = sample
    for event in events_of(explanation):
        row = event.slots[0].reasons[0].row
        assert row.file == "lexicons/triggers.csv"
        assert row.line > 1


def test_spans_are_words_of_the_article(sample):
    article, explanation, _ = sample
    for sentence in explanation.sentences:
        assert article.text[slice(*sentence.span)] == sentence.text
        for one in sentence.left_out:
            assert article.text[slice(*one.span)] == one.text
            assert one.reason.rule
        for event in sentence.events:
            assert article.text[slice(*event.slots[0].spans[0])] == event.slots[0].value


def test_confidence_names_weights_with_their_rows(sample):
    _, explanation, _ = sample
    for event in events_of(explanation):
        reasons = event.slots[-1].reasons
        assert any(reason.rule.startswith(("raised", "lowered")) and reason.row is not None for reason in reasons)


def test_reporting_verbs_and_purposes_are_left_out_with_a_reason(sample):
    _, explanation, _ = sample
    said = [one for sentence in explanation.sentences for one in sentence.left_out if one.text in ("said", "reported")]
    assert said
    assert all("reporting verb" in one.reason.rule and one.event_type is None for one in said)
