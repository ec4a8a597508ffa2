import contextlib
import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import event_id, ontology, validate_event
from schemas.errors import RecordError

TEXT = "Peru and Chile signed a treaty in Lima on Friday worth US$2 million."


def span(words, text=TEXT):
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def participant(words, code):
    return {**span(words), "name": words, "code": code, "sectors": ["GOV"], "actor_id": code, "resolved_from": None}


def record(**changes):
    trigger = span("signed")
    raw = {
        "event_id": event_id("a1", trigger["start"], trigger["end"], "SUPPORT"),
        "article_id": "a1",
        "event_type": "SUPPORT",
        "mode": None,
        "quad_class": "verbal cooperation",
        "score": 5.0,
        "cameo_root": "05",
        "status": "occurred",
        "actors": [participant("Peru", "PER"), participant("Chile", "CHL")],
        "recipients": [],
        "date": {
            "start": "2024-05-03",
            "end": "2024-05-03",
            "precision": "day",
            "text": "Friday",
            "text_start": TEXT.index("Friday"),
            "text_end": TEXT.index("Friday") + 6,
        },
        "place": {**span("Lima"), "name": "Lima", "country": "PER"},
        "contexts": ["diplomatic"],
        "speaker": None,
        "instrument": {**span("treaty"), "name": "treaty"},
        "quantities": [{**span("US$2 million"), "value": 2e6, "currency": "USD"}],
        "trigger": trigger,
        "sentence": span(TEXT),
        "same_as": None,
        "confidence": 0.9,
        "extractor_version": "0",
        "model_version": "0",
        "ontology_version": ontology.VERSION,
    }
    return raw | changes


def faults_of(raw):
    with pytest.raises(RecordError) as caught:
        validate_event(raw, text=TEXT)
    return [(fault.field, fault.message) for fault in caught.value.faults]


def test_sound_record_survives_a_round_trip():
    event = validate_event(record(), text=TEXT)
    assert validate_event(event.model_dump(mode="json"), text=TEXT) == event


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"event_type": "PARTY"}, "event_type", "not an event type"),
        ({"mode": "arrest"}, "mode", "does not belong"),
        ({"score": 1.0}, "score", "is 5.0"),
        ({"quad_class": "material conflict"}, "quad_class", "quad_class"),
        ({"status": "maybe"}, "status", "occurred"),
        ({"contexts": ["gossip"]}, "contexts", "not a context"),
        ({"confidence": 1.5}, "confidence", "less than or equal"),
        ({"event_id": "0" * 20}, "event_id", "not the hash"),
        ({"actors": [], "recipients": []}, "actors", "at least one"),
        ({"surprise": 1}, "surprise", "not permitted"),
        ({"actors": [participant("Peru", "XXX")]}, "actors.0.code", "neither"),
        ({"actors": [{**participant("Peru", "PER"), "sectors": ["KING"]}]}, "actors.0.sectors", "not a sector"),
        ({"actors": [{**participant("Peru", "PER"), "start": None}]}, "actors.0", "together"),
        ({"place": {**span("Lima"), "country": "ZZZ"}}, "place.country", "3166"),
        (
            {"quantities": [{**span("US$2 million"), "value": 2e6, "currency": "dollars"}]},
            "quantities.0.currency",
            "A-Z",
        ),
    ],
)
def test_each_rule_names_its_field(changes, field, word):
    assert any(found == field and word in message for found, message in faults_of(record(**changes)))


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        ("2024-05-04", "2024-05-03", "day"),
        (None, None, "open"),
        ("2024-05-03", None, "day"),
        ("2024-05-03", "2024-05-03", "open"),
    ],
)
def test_dates_are_ordered_and_only_open_ones_lack_an_end(start, end, precision):
    raw = record()
    raw["date"] |= {"start": start, "end": end, "precision": precision}
    assert faults_of(raw)[0][0] == "date"


@pytest.mark.parametrize("slot", ["trigger", "place", "instrument"])
def test_offsets_are_held_against_the_text(slot):
    raw = record()
    raw[slot] = {**raw[slot], "text": "Rome"}
    assert any(field == slot for field, _ in faults_of(raw))


def test_all_faults_are_reported_at_once():
    fields = {field for field, _ in faults_of(record(status="maybe", contexts=["gossip"], confidence=7))}
    assert fields == {"status", "contexts", "confidence"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
    ),
    st.sampled_from(sorted(record())),
)
def test_no_value_gets_through_by_crashing(value, field):
    raw = copy.deepcopy(record())
    raw[field] = value
    with contextlib.suppress(RecordError):
        assert validate_event(raw, text=TEXT).model_dump(mode="json")
