"""Where an article plays: the places that it names and the state that it is about."""

from collections import Counter

from spacy.tokens import Doc, Token

from extract import place_names
from extract.actor_lexicon import REGION_COLUMNS, Hit
from extract.lexicons import read_rows, split
from schemas import ontology

LEAD = 60
"""So many tokens from the start count as title and lead."""
BIG_CITY = 500_000
"""A one-word name is taken for a city of at least so many people even where no entity recognizer says so."""


def home_country(doc: Doc, names: list[Hit], places: dict[int, tuple[int, int, str]]) -> str | None:
    """The state that an article is about: the one named most, the first sentences counting more."""
    counts: Counter[str] = Counter()
    for hit in names:
        if hit.entry.code in ontology.countries():
            counts[hit.entry.code] += 3 if hit.start < LEAD else 1
    for start, _, code in set(places.values()):
        counts[code] += 3 if start < LEAD else 1
    return counts.most_common(1)[0][0] if counts else None


def place_codes(doc: Doc) -> dict[int, tuple[int, int, str]]:
    """Names of cities and provinces in a Doc: for each of their tokens (start, end, state)."""
    listed = place_names.gazetteer()
    found: dict[int, tuple[int, int, str]] = {}
    for token in doc:
        if token.i in found or not token.text[0].isupper() or token.pos_ != "PROPN":
            continue
        if place_names.first_word(place_names.fold(token.text)) not in listed.first_words:
            continue
        for end in range(min(token.i + 3, len(doc)), token.i, -1):
            rows = listed.names.get(place_names.fold(doc[token.i : end].text))
            if rows and rows[0].kind in ("city", "admin1", "capital", "site") and rows[0].country:
                if end - token.i > 1 or is_known_city(token, rows[0].rank):
                    found.update(dict.fromkeys(range(token.i, end), (token.i, end, rows[0].country)))
                break
    return found


def is_known_city(token: Token, rank: int) -> bool:
    """Is a one-word name a place here: not a person's, and big enough or said to be one?"""
    if token.ent_type_ == "PERSON":
        return False
    return token.ent_type_ == "LOC" or rank >= BIG_CITY


def read_regions() -> dict[str, frozenset[str]]:
    """The states that a regional adjective can mean, longest adjective first."""
    found: dict[str, frozenset[str]] = {}
    for row in read_rows("regions", columns=REGION_COLUMNS):
        states: set[str] = set()
        for member in split(row["members"]):
            states |= {member} if len(member) == 3 else of_continent(member)
        for adjective in split(row["adjectives"]):
            found[adjective.lower()] = frozenset(states)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def of_continent(code: str) -> set[str]:
    return {country.code for country in ontology.countries().values() if country.continent == code}
