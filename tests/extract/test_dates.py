from calendar import monthrange
from datetime import date, timedelta

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.date_grammar import find, words
from extract.date_resolution import Anchor, resolve_expression
from extract.dates import date_for, find_dates, resolve
from schemas import EventDate

WEDNESDAY = date(2024, 1, 17)
PRECISIONS = {"day", "week", "month", "quarter", "half", "year", "interval", "open"}

FIXED = [
    ("on October 6, 2022", "2022-10-06", "2022-10-06", "day"),
    ("on 6 October 2022", "2022-10-06", "2022-10-06", "day"),
    ("on Thursday, Oct. 6, 2022", "2022-10-06", "2022-10-06", "day"),
    ("on the 6th of October 2022", "2022-10-06", "2022-10-06", "day"),
    ("since signed on 2022-10-06", "2022-10-06", "2022-10-06", "day"),
    ("in October 2022", "2022-10-01", "2022-10-31", "month"),
    ("in 2022", "2022-01-01", "2022-12-31", "year"),
    ("in the 1980s", "1980-01-01", "1989-12-31", "interval"),
    ("the second half of 2024", "2024-07-01", "2024-12-31", "half"),
    ("the first five months of 2016", "2016-01-01", "2016-05-31", "interval"),
    ("from 2022 to 2024", "2022-01-01", "2024-12-31", "interval"),
    ("from 5-6 April 2016", "2016-04-05", "2016-04-06", "interval"),
    ("between March and May 2023", "2023-03-01", "2023-05-31", "interval"),
    ("between November and February 2023", "2022-11-01", "2023-02-28", "interval"),
    ("in early 2017", "2017-01-01", "2017-03-31", "interval"),
    ("in late June 2023", "2023-06-20", "2023-06-30", "interval"),
    ("in February 2024", "2024-02-01", "2024-02-29", "month"),
    ("since 2019", "2019-01-01", None, "open"),
    ("before 2020", None, "2019-12-31", "open"),
]
PAST = [
    ("on Friday", "2024-01-12", "2024-01-12", "day"),
    ("on Wednesday", "2024-01-17", "2024-01-17", "day"),
    ("last Monday", "2024-01-08", "2024-01-08", "day"),
    ("yesterday", "2024-01-16", "2024-01-16", "day"),
    ("this morning", "2024-01-17", "2024-01-17", "day"),
    ("on Oct. 6", "2023-10-06", "2023-10-06", "day"),
    ("on Feb. 29", None, None, None),
    ("in March", "2023-03-01", "2023-03-31", "month"),
    ("in January", "2024-01-01", "2024-01-31", "month"),
    ("last year", "2023-01-01", "2023-12-31", "year"),
    ("last week", "2024-01-08", "2024-01-14", "week"),
    ("over the weekend", "2024-01-13", "2024-01-14", "interval"),
    ("earlier this month", "2024-01-01", "2024-01-17", "interval"),
    ("over the past 25 years", "1999-01-17", "2024-01-17", "interval"),
    ("in the last three weeks", "2023-12-27", "2024-01-17", "interval"),
    ("two weeks ago", "2024-01-01", "2024-01-07", "week"),
    ("a year ago", "2023-01-01", "2023-12-31", "year"),
    ("on the 13th.", "2024-01-13", "2024-01-13", "day"),
    ("since 2019", "2019-01-01", "2024-01-17", "interval"),
    ("today (Tuesday)", "2024-01-16", "2024-01-16", "day"),
    ("on Monday (8 January)", "2024-01-08", "2024-01-08", "day"),
    ("on Monday (local time)", "2024-01-15", "2024-01-15", "day"),
    ("between July 4 and 14", "2023-07-04", "2023-07-14", "interval"),
]
FUTURE = [
    ("on Friday", "2024-01-19", "2024-01-19", "day"),
    ("next Monday", "2024-01-22", "2024-01-22", "day"),
    ("tomorrow", "2024-01-18", "2024-01-18", "day"),
    ("on Oct. 6", "2024-10-06", "2024-10-06", "day"),
    ("on Feb. 29", "2024-02-29", "2024-02-29", "day"),
    ("in March", "2024-03-01", "2024-03-31", "month"),
    ("in the first quarter of next year", "2025-01-01", "2025-03-31", "quarter"),
    ("in the coming months", "2024-01-17", None, "open"),
    ("in the next 10 days", "2024-01-17", "2024-01-27", "interval"),
    ("in two weeks", "2024-01-29", "2024-02-04", "week"),
    ("within 30 days", "2024-01-17", "2024-02-16", "interval"),
    ("by the end of the year", "2024-01-17", "2024-12-31", "interval"),
    ("later this week", "2024-01-17", "2024-01-21", "interval"),
]
NO_DATES = [
    "He may leave; the march went on.",
    "Theresa May and April Jones spoke.",
    "at 4:00 a.m. after eight hours",
    "three days later",
    "Resolution 1973 and Agenda 2030",
    "It cost $2020 and 1999%.",
    "31 April and 45 May",
    "the 13th summit",
    "on Good Friday",
    "a 60-day campaign",
]


def resolved(text, *, published=WEDNESDAY, future=False, past=False):
    doc = spacy.blank("en")(text)
    mentions = find_dates(doc)
    assert len(mentions) == 1, mentions
    found = resolve(mentions[0], published=published, future=future, past=past)
    return (found["start"], found["end"], found["precision"]) if found else (None, None, None)


@pytest.mark.parametrize(("text", "start", "end", "precision"), FIXED)
def test_absolute_expressions_need_no_publication_date(text, start, end, precision):
    assert resolved(text, published=None) == (start, end, precision)


@pytest.mark.parametrize(("text", "start", "end", "precision"), PAST)
def test_past_acts_look_back(text, start, end, precision):
    assert resolved(text, past=True) == (start, end, precision)


@pytest.mark.parametrize(("text", "start", "end", "precision"), FUTURE)
def test_future_acts_look_ahead(text, start, end, precision):
    assert resolved(text, future=True) == (start, end, precision)


@pytest.mark.parametrize("text", [row[0] for row in [*PAST, *FUTURE] if "2019" not in row[0]])
def test_relative_expressions_need_a_publication_date(text):
    assert resolved(text, published=None, future=True) == (None, None, None)


@pytest.mark.parametrize("text", NO_DATES)
def test_words_that_are_no_dates(text):
    assert find(text) == []


def test_without_a_direction_the_nearest_day_is_taken():
    assert resolved("on Jan. 22")[0] == "2024-01-22"
    assert resolved("on Dec. 22")[0] == "2023-12-22"


def test_a_duration_is_no_date_of_a_past_act():
    assert resolved("the third in two weeks", past=True) == (None, None, None)


def test_a_year_that_counts_is_no_date(blank):
    doc = blank("They sent 2024 soldiers")
    doc[3].tag_ = "NNS"
    assert find_dates(doc) == []


def test_no_expression_runs_across_a_line_break():
    assert [
        f.expression.month for f in find("It ended in March\n2024 was quiet") if hasattr(f.expression, "month")
    ] == [3]
    assert len(find("It ended in March\n2024 was quiet")) == 2


def test_offsets_and_record(blank):
    doc = blank("The ministers met on Oct. 6, 2022 in Quito.")
    (mention,) = find_dates(doc)
    record = resolve(mention, published=None)
    assert doc.text[record["text_start"] : record["text_end"]] == record["text"] == "Oct. 6, 2022"
    assert doc[mention.start : mention.end].text.startswith("Oct")
    assert EventDate.model_validate(record).precision == "day"


ATOMS = sorted({word for listed in words().values() for word in listed})
PIECES = st.sampled_from([*ATOMS, *(w.title() for w in ATOMS), "the", "from", "to", "of", ",", ".", "-", "'s", "\n"])
NUMBERS = st.one_of(
    st.integers(0, 9999).map(str), st.sampled_from(["1980s", "13th", "31st", "2024-02-30", "2024-02-29"])
)
TEXTS = st.lists(st.one_of(PIECES, NUMBERS), max_size=12).map(" ".join)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@settings(max_examples=400)
@given(TEXTS, st.one_of(st.none(), DAYS), st.sampled_from([-1, 0, 1]))
def test_any_expression_resolves_to_an_ordered_interval_or_to_nothing(text, published, direction):
    last = 0
    for found in find(text):
        assert last <= found.start < found.end <= len(text)
        assert "\n" not in text[found.start : found.end]
        last = found.end
        interval = resolve_expression(found.expression, Anchor(published, direction))
        if interval is None:
            continue
        assert interval.precision in PRECISIONS
        assert interval.start or interval.end
        assert (interval.start is None or interval.end is None) == (interval.precision == "open")
        if interval.start and interval.end:
            assert interval.start <= interval.end


@given(st.integers(1, 12), st.integers(1950, 2049), DAYS)
def test_a_month_never_becomes_a_day(month, year, published):
    name = date(2000, month, 1).strftime("%B")
    (found,) = find(f"It was signed in {name} {year}.")
    interval = resolve_expression(found.expression, Anchor(published, -1))
    assert interval.precision == "month"
    assert interval.end - interval.start == timedelta(monthrange(year, month)[1] - 1)


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text):
    find(text)


REPORTED = """
Lima/Lima/PROPN/NNP 2 nsubj
said/say/VERB/VBD 0 root
on/on/ADP/IN 4 case
Friday/Friday/PROPN/NNP 2 obl
it/it/PRON/PRP 7 nsubj
would/would/AUX/MD 7 aux
retaliate/retaliate/VERB/VB 2 ccomp
"""
PLUPERFECT = """
Lima/Lima/PROPN/NNP 2 nsubj
said/say/VERB/VBD 0 root
on/on/ADP/IN 4 case
Friday/Friday/PROPN/NNP 2 obl
it/it/PRON/PRP 7 nsubj
had/have/AUX/VBD 7 aux
retaliated/retaliate/VERB/VBN 2 ccomp
"""
TOO_LOW = """
Chile/Chile/PROPN/NNP 4 nsubj
on/on/ADP/IN 3 case
Friday/Friday/PROPN/NNP 1 nmod
released/release/VERB/VBD 0 root
a/a/DET/DT 6 det
ship/ship/NOUN/NN 4 obj
it/it/PRON/PRP 8 nsubj
seized/seize/VERB/VBD 6 acl:relcl
in/in/ADP/IN 10 case
July/July/PROPN/NNP 8 obl
"""
ADNOMINAL = """
He/he/PRON/PRP 2 nsubj
condemned/condemn/VERB/VBD 0 root
Monday/Monday/PROPN/NNP 5 nmod:poss
's/'s/PART/POS 3 case
attack/attack/NOUN/NN 2 obj
"""


AWAITED = """
A/a/DET/DT 2 det
round/round/NOUN/NN 6 nsubj:pass
of/of/ADP/IN 4 case
talks/talk/NOUN/NNS 2 nmod
is/be/AUX/VBZ 6 aux:pass
scheduled/schedule/VERB/VBN 0 root
to/to/PART/TO 8 mark
open/open/VERB/VB 6 xcomp
on/on/ADP/IN 10 case
Friday/Friday/PROPN/NNP 8 obl
"""


@pytest.mark.parametrize(
    ("rows", "trigger", "text"),
    [
        (AWAITED, 3, "Friday"),
        (REPORTED, 6, "Friday"),
        (PLUPERFECT, 6, None),
        (TOO_LOW, 3, "Friday"),
        (TOO_LOW, 7, "July"),
        (ADNOMINAL, 4, "Monday"),
        (ADNOMINAL, 1, None),
    ],
)
def test_date_for(tree, rows, trigger, text):
    doc = tree(rows)
    doc._.dates = find_dates(doc)
    mention = date_for(doc[trigger])
    assert (mention.text if mention else None) == text


def test_the_date_of_a_saying_is_past_even_if_the_act_is_not(tree):
    doc = tree(REPORTED)
    doc._.dates = find_dates(doc)
    record = resolve(date_for(doc[6], future=True), published=WEDNESDAY, future=True)
    assert record["start"] == "2024-01-12"


@pytest.mark.parametrize(("year", "days"), [("2016", ("2016-03-03", "2016-03-03")), ("last", None)])
def test_without_a_publication_date_a_day_takes_the_year_of_its_sentence(tree, year, days):
    rows = f"""
    They/they/PRON/PRP 2 nsubj
    met/meet/VERB/VBD 0 root
    on/on/ADP/IN 4 case
    3/3/NUM/CD 2 obl
    March/March/PROPN/NNP 4 nmod
    for/for/ADP/IN 8 case
    {year}/{year}/NUM/CD 8 nummod
    summit/summit/NOUN/NN 2 obl
    """
    record = resolve(find_dates(tree(rows))[0], published=None)
    assert (record and (record["start"], record["end"])) == days


def test_no_dates_no_date(tree):
    doc = tree("Police/police/NOUN/NN 2 nsubj\nmarched/march/VERB/VBD 0 root")
    doc._.dates = find_dates(doc)
    assert date_for(doc[1]) is None
