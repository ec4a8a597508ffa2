"""The gazetteer: names of countries, regions, cities and sites, with what they can stand for.

`places.csv` holds cities and coordinates after GeoNames (CC BY 4.0) and hand-listed regions and sites; names of
countries come from `countries.csv`. A dependency carries the code of the state that it belongs to.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from extract.lexicons import read_rows, split
from schemas import ontology
from schemas.errors import LexiconError

COLUMNS = ("name", "kind", "country", "admin1", "lat", "lon", "population", "geonameid")
COUNTRY_COLUMNS = ("iso", "code", "name", "aliases", "adjectives", "people", "seats")
REGION_COLUMNS = ("name", "adjectives", "code", "members")
PRECISION = {
    "country": "country",
    "admin1": "admin1",
    "city": "city",
    "capital": "city",
    "site": "site",
    "region": "region",
}
FIRM = 10**8
"""The rank of names that no city shares in earnest."""
CAPITAL = 20
"""How many times its population a capital weighs."""
UNCOUNTED = 200_000
"""The weight of a place without population in the table."""
CASED = 3
"""Names of up to so many letters are told from words by their case (`US`, `UK`)."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One thing that a name can stand for; `rank` orders the things of one name where the article doesn't decide."""

    name: str
    kind: str
    country: str | None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    rank: int = 0
    geonameid: int | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`names`: folded name -> what it can stand for, best first. `first_words` and `longest` make the search short."""

    names: dict[str, tuple[PlaceRow, ...]]
    first_words: frozenset[str]


def fold(name: str) -> str:
    """The form that names are compared in: no accents, lower case unless very short."""
    name = name.replace("’", "'")
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return name if len(name) <= CASED else name.lower()


def first_word(name: str) -> str:
    found = _WORD.search(name)
    return found.group() if found else name


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read once. Raises `LexiconError` for a row with an unknown kind or country."""
    names: dict[str, list[PlaceRow]] = {}
    for row in [*_countries(), *_regions(), *_places()]:
        names.setdefault(fold(row.name), []).append(row)
    ordered = {name: tuple(sorted(rows, key=lambda r: -r.rank)) for name, rows in names.items()}
    return Gazetteer(ordered, frozenset(first_word(name) for name in ordered))


@cache
def adjectives() -> dict[str, str]:
    """`Peruvian` -> `PER`: adjectives of countries, with the code that places carry."""
    known = ontology.countries()
    return {
        adjective: row["code"] if row["code"] in known else row["iso"]
        for row in read_rows("countries", columns=COUNTRY_COLUMNS)
        for adjective in split(row["adjectives"])
    }


def _countries() -> list[PlaceRow]:
    return [
        PlaceRow(name, "country", code, rank=10 * FIRM)
        for row in read_rows("countries", columns=COUNTRY_COLUMNS)
        for code in (row["code"] if row["code"] in ontology.countries() else row["iso"],)
        for name in (row["name"], *split(row["aliases"]))
    ]


def _regions() -> list[PlaceRow]:
    rows = read_rows("regions", columns=REGION_COLUMNS)
    return [PlaceRow(row["name"].removeprefix("the "), "region", None, rank=FIRM) for row in rows]


def _places() -> list[PlaceRow]:
    known = ontology.countries()
    found = []
    for line, row in enumerate(read_rows("places", columns=COLUMNS), start=2):
        if row["kind"] not in PRECISION or (row["country"] and row["country"] not in known):
            raise LexiconError("places.csv", line, f"unknown kind or country: {row['kind']!r}, {row['country']!r}")
        found.append(_place(row))
    return found


def _place(row: dict[str, str]) -> PlaceRow:
    population = int(row["population"] or 0)
    firm = row["kind"] in ("region", "site")
    weight = population * (CAPITAL if row["kind"] == "capital" else 1)
    return PlaceRow(
        name=row["name"],
        kind=row["kind"],
        country=row["country"] or None,
        admin1=row["admin1"] or None,
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        rank=FIRM if firm else weight or UNCOUNTED,
        geonameid=int(row["geonameid"]) if row["geonameid"] else None,
    )
