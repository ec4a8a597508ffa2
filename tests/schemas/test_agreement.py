"""What must hold between fields, events and their article: every contradiction is found, none hides another."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Article, Paragraph, Published, event_id, ontology, validate_event, validate_events
from schemas.errors import RecordError

FIRST = "Peru and Chile met in Lima on Friday over US$2 million."
SECOND = "Their ministers met again to talk."
TEXT = f"{FIRST} {SECOND}"
DAY = Published(day="2024-05-05", precision="day", source="text", text="May 5, 2024")
ARTICLE = Article(
    article_id="a1",
    source_path="a1.txt",
    source_sha256="0" * 64,
    encoding="utf-8",
    published=DAY,
    text=TEXT,
    paragraphs=(Paragraph(start=0, end=len(TEXT), kind="body"),),
)


def span(words, after=0):
    start = TEXT.index(words, after)
    return {"text": words, "start": start, "end": start + len(words)}


def ident(trigger, article="a1"):
    return event_id(article, trigger["start"], trigger["end"], "CONSULT")


def record(sentence=FIRST, **changes):
    kind = ontology.event_types()["CONSULT"]
    trigger = span("met", TEXT.index(sentence))
    return {
        "event_id": ident(trigger),
        "article_id": "a1",
        "event_type": "CONSULT",
        "mode": None,
        "quad_class": kind.quad_class,
        "score": ontology.score("CONSULT", None),
        "cameo_root": kind.cameo_root,
        "status": "occurred",
        "actors": [{"text": None, "start": None, "end": None, "name": "Peru", "code": "PER"}],
        "recipients": [],
        "date": None,
        "place": None,
        "contexts": [],
        "speaker": None,
        "instrument": None,
        "quantities": [],
        "trigger": trigger,
        "sentence": span(sentence),
        "same_as": None,
        "confidence": 0.5,
        "extractor_version": "0",
        "model_version": "0",
        "ontology_version": ontology.VERSION,
    } | changes


def faults(raw, **known):
    with pytest.raises(RecordError) as caught:
        validate_event(raw, text=TEXT, **known)
    return {(fault.field, fault.rule) for fault in caught.value.faults}


def dated(start, end, status="occurred", precision="day"):
    words = span("Friday")
    date = {"start": start, "end": end, "precision": precision, "text": "Friday"}
    return record(status=status, date=date | {"text_start": words["start"], "text_end": words["end"]})


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"actors": [{**span("ministers"), "name": None, "code": None}]}, "actors.0", "outside_sentence"),
        ({"speaker": {**span("ministers"), "name": None, "code": None}}, "speaker", "outside_sentence"),
        ({"quantities": [{**span("talk"), "value": 1}]}, "quantities.0", "outside_sentence"),
        (
            {"recipients": [{"text": None, "start": None, "end": None, "name": None, "code": None}]},
            "recipients.0",
            "nobody",
        ),
        ({"place": {**span("Lima"), "start": -5, "end": -1}}, "place", "offset"),
        ({"instrument": {**span("Lima"), "end": 10_000, "name": "Lima"}}, "instrument", "offset"),
        ({"article_id": "a2", "event_id": ident(span("met"), "a2")}, "article_id", "other_article"),
    ],
)
def test_contradictions_within_an_event_and_its_article(changes, field, rule):
    assert (field, rule) in faults(record(**changes), article_id="a1")


def test_who_is_meant_may_stand_in_another_sentence():
    member = {**span("Their"), "name": "Peru", "code": "PER", "resolved_from": span("Peru")}
    assert validate_event(record(SECOND, actors=[member]), text=TEXT)


def test_no_contradiction_hides_another():
    raw = record(score=1.0, quad_class="material conflict", same_as="0" * 20, event_id="0" * 20, actors=[])
    assert faults(raw) == {
        ("score", "code"),
        ("quad_class", "code"),
        ("actors", "missing"),
        ("same_as", "itself"),
        ("event_id", "hash"),
    }


def test_a_wrong_code_does_not_hide_a_wrong_offset():
    raw = record(event_type="PARTY", confidence=7, place={**span("Lima"), "text": "Rome"})
    assert {field for field, _ in faults(raw)} == {"event_type", "confidence", "place"}


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (dated("2034-08-01", "2034-08-01"), "after_publication"),
        (dated("2034-08-01", None, precision="open"), "after_publication"),
        (dated("2012-01-01", "2012-12-31", "future", "year"), "before_publication"),
        (dated("0202-05-03", "0202-05-03"), "implausible"),
        (dated("2924-05-03", "2924-05-03", "future"), "implausible"),
    ],
)
def test_dates_that_cannot_be_true_of_the_article(raw, rule):
    assert ("date", rule) in faults(raw, published=DAY)
    assert validate_event(raw, text=TEXT)


@pytest.mark.parametrize(
    "raw",
    [
        dated("2024-05-03", "2024-05-03"),
        dated("2024-01-01", "2024-12-31", precision="year"),
        dated("1821-07-28", "1821-07-28", "historical"),
        dated("2027-01-01", "2027-12-31", precision="year"),
        dated("2024-05-03", None, "future", "open"),
        dated("2050-01-01", "2050-12-31", "future", "year"),
    ],
)
def test_dates_that_may_be_true_pass(raw):
    assert validate_event(raw, text=TEXT, published=DAY)


def test_publication_of_which_only_the_month_is_known_reaches_to_its_end():
    month = Published(day="2024-05-01", precision="month", source="text")
    last = dated("2034-05-31", "2034-05-31")
    assert validate_event(last, text=TEXT, published=month)
    assert faults(last, published=month.model_copy(update={"precision": "day"}))


def rules(raws):
    valid, invalid = validate_events(raws, article=ARTICLE)
    assert len(valid) + len(invalid) == len(raws)
    return [event.event_id for event in valid], [[fault.rule for fault in error.faults] for _, error in invalid]


def test_repeats_point_at_the_first_of_their_kind():
    first, later = record(), record(SECOND)
    linked = later | {"same_as": first["event_id"]}
    assert rules([first, linked]) == ([first["event_id"], linked["event_id"]], [])
    assert rules([first, later | {"same_as": "f" * 20}]) == ([first["event_id"]], [["unknown_target"]])
    assert rules([first | {"same_as": later["event_id"]}, later])[1] == [["later_target"]]
    chain = [first | {"same_as": later["event_id"]}, linked]
    assert rules(chain)[1] == [["repeated_target", "later_target"], ["repeated_target"]]


def test_a_repeat_of_an_invalid_event_waits_with_it_and_the_rest_goes_on():
    bad = record() | {"confidence": 7}
    linked = record(SECOND) | {"same_as": bad["event_id"]}
    assert rules([bad, linked, record()]) == ([linked["event_id"], bad["event_id"]], [["less_than_equal"]])
    assert rules([bad, linked]) == ([], [["less_than_equal"], ["unknown_target"]])


def test_the_same_event_twice_is_a_fault_of_the_second():
    assert rules([record(), copy.deepcopy(record())])[1] == [["duplicate"]]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "start", "end"]), inner),
)


@given(st.lists(st.tuples(st.sampled_from(sorted(record())), VALUES), max_size=4))
def test_whatever_is_in_the_records_each_is_valid_or_has_its_faults(changes):
    raws = [
        record(),
        record(SECOND, same_as=record()["event_id"]),
        *(record() | {field: value} for field, value in changes),
    ]
    valid, invalid = validate_events(raws, article=ARTICLE)
    assert len(valid) + len(invalid) == len(raws)
    for _, error in invalid:
        assert error.faults
        for fault in error.faults:
            assert all(isinstance(value, str) for value in fault.as_dict().values())
    ids = [event.event_id for event in valid]
    assert len(ids) == len(set(ids))
    assert {event.same_as for event in valid} <= {None, *ids}
