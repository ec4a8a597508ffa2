from datetime import date

import pytest

from tests.warehouse.stories import Story, load
from warehouse.duplicates import ArticlePair, find_duplicates
from warehouse.transform import refresh

AS_OF = date(2026, 1, 1)
FILLER = " ".join(f"The {word} of the harbour was inspected by engineers on behalf of the port." for word in (
    "crane", "quay", "lighthouse", "customs house", "fish market", "railway", "dry dock", "warehouse", "fuel depot"
))  # fmt: skip
OTHER = " ".join(f"A {word} was shown at the fair in the valley to visitors from abroad." for word in (
    "loom", "tractor", "potato", "blanket", "flute", "saddle", "cheese", "alpaca", "weaver"
))  # fmt: skip


def told(name: str, published: str, more: str = FILLER, publisher: str = "") -> Story:
    return Story(
        name, published, "CONSULT", "PER", "ECU", "met", "Peru and Ecuador met in Lima on quotas.", day="2025-03-04",
        more=more, publisher=publisher,
    )  # fmt: skip


def duplicates(con) -> dict[str, str]:
    return dict(con.execute("SELECT article_id, duplicate_of FROM article_duplicates").fetchall())


def test_a_wire_copy_does_not_count_twice(con, tmp_path):
    load(con, tmp_path, [told("copy", "2025-03-05", publisher="B"), told("wire", "2025-03-04", publisher="A")])
    load(con, tmp_path, [told("own", "2025-03-05", more=OTHER, publisher="C")])
    refresh(con, run_id="run-1", as_of=AS_OF)
    assert duplicates(con) == {"copy": "wire"}
    counts = con.execute("SELECT mention_count, article_count, report_count, publisher_count FROM events").fetchall()
    assert counts == [(3, 3, 2, 3)]


def test_an_update_is_found_by_what_it_keeps(con, tmp_path):
    load(
        con,
        tmp_path,
        [told("first", "2025-03-04"), told("update", "2025-03-05", more=f"{FILLER} {OTHER} {OTHER[::-1]}")],
    )
    refresh(con, run_id="run-1", as_of=AS_OF)
    (reason,) = con.execute("SELECT reason FROM article_duplicates WHERE article_id = 'update'").fetchone()
    assert "of the shorter text" in reason


def test_the_same_words_a_year_later_are_another_report(con, tmp_path):
    load(con, tmp_path, [told("a", "2024-03-04"), told("b", "2025-03-04")])
    refresh(con, run_id="run-1", as_of=AS_OF)
    assert duplicates(con) == {}


def test_an_earlier_original_takes_over_and_counts_follow(con, tmp_path):
    load(con, tmp_path, [told("b", "2025-03-05"), told("c", "2025-03-06")])
    refresh(con, run_id="run-1", as_of=AS_OF)
    assert duplicates(con) == {"c": "b"}
    load(con, tmp_path, [told("a", "2025-03-04")])
    refresh(con, run_id="run-1", as_of=AS_OF)
    assert duplicates(con) == {"b": "a", "c": "a"}
    load(con, tmp_path, [told("a", "2025-03-04", more=OTHER)])
    refresh(con, run_id="run-1", as_of=AS_OF)
    assert duplicates(con) == {"c": "b"}
    assert con.execute("SELECT article_count, report_count FROM events").fetchall() == [(3, 2)]


def test_a_group_falls_apart_and_comes_together_with_its_middle(con, tmp_path):
    """The first and the last are too far apart in time to be like each other by themselves."""
    middle = told("b", "2025-03-07")
    load(con, tmp_path, [told("a", "2025-03-01"), middle, told("c", "2025-03-13")])
    load(con, tmp_path, [told("x", "2025-03-01", more=OTHER), told("y", "2025-03-02", more=OTHER)])
    refresh(con, run_id="run-1", as_of=AS_OF)
    together = {"b": "a", "c": "a", "y": "x"}
    assert duplicates(con) == together
    load(con, tmp_path, [told("b", "2025-03-07", more=OTHER[::-1])])
    assert refresh(con, run_id="run-1", as_of=AS_OF).duplicates_changed == 2
    assert duplicates(con) == {"y": "x"}
    load(con, tmp_path, [middle])
    assert refresh(con, run_id="run-1", as_of=AS_OF).duplicates_changed == 2
    assert duplicates(con) == together


@pytest.mark.parametrize("turned", [False, True])
def test_the_earliest_of_a_group_is_the_original(turned):
    days = {"a": date(2025, 1, 3), "b": date(2025, 1, 1), "c": None}
    pairs = [ArticlePair(one, two, 0.9, 1.0, days[one], days[two]) for one, two in (("a", "b"), ("a", "c"))]
    found = find_duplicates(pairs[::-1] if turned else pairs)
    assert [(d.article_id, d.duplicate_of, d.matched_article_id) for d in found] == [("a", "b", "c"), ("c", "b", "a")]
