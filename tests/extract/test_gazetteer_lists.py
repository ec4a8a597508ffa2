"""The lists that the gazetteer is built from, and the gazetteer: the one holds what the others say."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from extract.lexicons import read_rows
from extract.place_names import COLUMNS, fold
from schemas import ontology

LISTS = Path(__file__).parents[2] / "training/places"
KINDS = {"regions": {"admin1"}, "sites": {"site", "region"}, "towns": {"city", "capital"}}


def listed(name: str) -> list[dict[str, str]]:
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def gazetteer() -> list[dict[str, str]]:
    return read_rows("places", columns=COLUMNS)


@pytest.mark.parametrize("name", KINDS)
def test_every_listed_place_is_in_the_gazetteer(name: str, gazetteer: list[dict[str, str]]) -> None:
    known = {(fold(row["name"]), row["country"]) for row in gazetteer if row["kind"] in KINDS[name]}
    assert [row for row in listed(name) if (fold(row["name"]), row["country"]) not in known] == []


@pytest.mark.parametrize("name", KINDS)
def test_lists_name_known_states_once(name: str) -> None:
    rows = [(row["name"], row["country"]) for row in listed(name)]
    assert len(set(rows)) == len(rows)
    assert {country for _, country in rows if country} <= set(ontology.countries())


def test_towns_have_both_coordinates_or_none() -> None:
    assert all(bool(row["lat"]) == bool(row["lon"]) for row in listed("towns"))


def test_words_of_the_language_are_no_cities(gazetteer: list[dict[str, str]]) -> None:
    small = {
        row["name"].lower() for row in gazetteer if row["kind"] == "city" and int(row["population"] or 0) < 1_500_000
    }
    assert not {row["word"] for row in listed("words")} & small


def test_cities_come_with_coordinates_and_id(gazetteer: list[dict[str, str]]) -> None:
    cities = [row for row in gazetteer if row["population"]]
    assert len(cities) > 15_000
    assert all(row["lat"] and row["lon"] and row["geonameid"] for row in cities)
    capitals = Counter(row["country"] for row in gazetteer if row["kind"] == "capital")
    assert len(capitals) > 180
