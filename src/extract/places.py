"""Component `places`: the places that a text names, and the one where an event takes place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract import extensions
from extract.actors import members
from extract.adjuncts import Adjunct, features
from extract.attachment import hosts, is_below, reach
from extract.lexicons import read_rows
from extract.place_names import PRECISION, Gazetteer, PlaceRow, adjectives, fold, gazetteer
from extract.reasons import because
from extract.slot_model import most_likely
from extract.source import source_text
from extract.syntax import case_of
from extract.within import within

extensions.register()

MAX_TOKENS = 8
CONTEXT_BONUS = 10_000_000
LOCATED_WEIGHT = 2
INSIDE = frozenset({"compound", "flat", "nmod:poss", "appos", "nmod", "amod", "nmod:desc"})
INSIDE_CASES = frozenset({"", "of", "in", "at", "near", "on", "'s", "’s"})
BEFORE = frozenset({"det", "amod", "nmod:poss", "compound"})
MAX_CLIMB = 5
GOVERNORS = ("scene", "event", "goes", "travels", "takes", "site")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Tokens `start..end` of the Doc that name a place, and what the gazetteer knows of it."""

    start: int
    end: int
    name: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: str
    geonameid: int | None


@cache
def words() -> dict[str, frozenset[str]]:
    """The lexicon of place words: kind -> words."""
    kinds: dict[str, set[str]] = {}
    for row in read_rows("place_words", columns=("word", "kind")):
        kinds.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(listed) for kind, listed in kinds.items()}


def find_places(doc: Doc) -> list[PlaceMention]:
    """The places named in the Doc, in order; an ambiguous name stands for what the article's countries make likely."""
    named = list(_matches(doc, gazetteer()))
    countries = Counter(rows[0].country for _, _, rows in named if rows[0].kind == "country" and rows[0].country)
    countries.update(adjectives()[token.text] for token in doc if token.text in adjectives())
    mentions = [_mention(start, end, _choose(doc, end, rows, countries)) for start, end, rows in named]
    return sorted([*mentions, *_implied(doc, mentions, scene_of(doc, mentions, countries))], key=lambda m: m.start)


def scene_of(doc: Doc, mentions: Sequence[PlaceMention], countries: Counter[str]) -> str | None:
    """The country that the article mostly plays in: places where something is count double names of countries."""
    weights: Counter[str] = Counter(countries)
    for mention in mentions:
        if mention.country and _located(_root(mention, doc)) is not None:
            weights[mention.country] += LOCATED_WEIGHT
    return weights.most_common(1)[0][0] if weights else None


def _implied(doc: Doc, mentions: Sequence[PlaceMention], scene: str | None) -> Iterator[PlaceMention]:
    """`in the capital`, `near the border`, `at a market`: a place without a name lies where the article plays.

    `the Afghan capital`, `Peruvian prisons` say their country themselves.
    """
    taken = {i for m in mentions for i in range(m.start, m.end)}
    for token in doc:
        if token.pos_ != "NOUN" or token.lemma_.lower() not in words()["implied"] or _located(token) is None:
            continue
        country = next((adjectives()[c.text] for c in token.children if c.text in adjectives()), scene)
        if country is None or any(t.i in taken for t in token.subtree):
            continue
        left = min([token.i, *(c.i for c in token.children if c.dep_ in BEFORE and c.i < token.i)])
        yield PlaceMention(left, token.i + 1, None, country, None, None, None, "region", None)


def _matches(doc: Doc, names: Gazetteer) -> Iterator[tuple[int, int, tuple[PlaceRow, ...]]]:
    dated = {i for mention in doc._.dates for i in range(mention.start, mention.end)}
    i = 0
    while i < len(doc):
        token = doc[i]
        found = None
        if token.text[0].isupper() and i not in dated and _is_first(token.text, names):
            found = _longest(doc, i, names)
        if found is None or _is_person(doc, i, found[0], found[1]):
            i += 1
            continue
        yield i, found[0], found[1]
        i = found[0]


def _is_first(word: str, names: Gazetteer) -> bool:
    first = fold(word)
    return (
        first in names.first_words
        or first.split(".")[0].split("-")[0] in names.first_words
        or word.lower() in names.first_words
    )


def _longest(doc: Doc, i: int, names: Gazetteer) -> tuple[int, tuple[PlaceRow, ...]] | None:
    start, most = doc[i].idx, min(i + MAX_TOKENS, len(doc))
    text = doc[i:most].text
    for j in range(most, i, -1):
        last = doc[j - 1]
        rows = names.names.get(fold(text[: last.idx + len(last) - start]))
        if rows is not None:
            return j, rows
    return None


def _is_person(doc: Doc, start: int, end: int, rows: tuple[PlaceRow, ...]) -> bool:
    """A name of a person, or part of one, unless a country bears it."""
    if rows[0].kind == "country":
        return False
    tokens = [doc[i] for i in range(start, end)]
    if start and doc[start - 1].lower_ in words()["locative"] and tokens[0].ent_iob_ == "B":
        return False
    return all(t.ent_type_ == "PERSON" for t in tokens) or tokens[0].dep_ == "flat" or not _proper(tokens[0])


def _proper(token: Token) -> bool:
    return token.pos_ in ("PROPN", "NOUN", "ADJ", "X", "SYM", "DET")


def _choose(doc: Doc, end: int, rows: tuple[PlaceRow, ...], countries: Counter[str]) -> PlaceRow:
    if len(rows) == 1 or rows[0].kind == "country":
        return rows[0]
    beside = _named_after(doc, end)
    for row in rows:
        if beside and beside in (row.country, row.admin1):
            return row
    return max(rows, key=lambda row: row.rank + CONTEXT_BONUS * min(countries[row.country or ""], 3))


def _named_after(doc: Doc, end: int) -> str | None:
    """The country or region in `City, Country`."""
    if end + 1 >= len(doc) or doc[end].text != ",":
        return None
    found = _longest(doc, end + 1, gazetteer())
    if found is None:
        return None
    row = found[1][0]
    return row.country if row.kind == "country" else row.admin1


def _mention(start: int, end: int, row: PlaceRow) -> PlaceMention:
    precision = PRECISION[row.kind]
    return PlaceMention(start, end, row.name, row.country, row.admin1, row.lat, row.lon, precision, row.geonameid)


def as_record(mention: PlaceMention, doc: Doc) -> dict[str, Any]:
    """The mention as the fields of `schemas.Place`."""
    start, last = doc[mention.start].idx, doc[mention.end - 1]
    end = last.idx + len(last)
    return {
        "text": source_text(doc, start, end),
        "start": start,
        "end": end,
        "name": mention.name,
        "country": mention.country,
        "admin1": mention.admin1,
        "lat": mention.lat,
        "lon": mention.lon,
        "precision": mention.precision,
        "geonameid": mention.geonameid,
    }


def place_for(trigger: Token, *, spoken: bool = False) -> PlaceMention | None:
    """Where the event with this trigger takes place, if its clause says so; an actor's country is no place.

    An act of words (`spoken`) takes only a place that hangs on its trigger or on a verb that shares its act: the places
    of what is spoken of are not its own.
    """
    doc = trigger.doc
    mentions: list[PlaceMention] = within(doc._.places, trigger.sent)
    if not mentions:
        return None
    cost = {node.i: n for n, node in reversed(list(enumerate(reach(trigger, scene=True))))}
    ranked = []
    for mention in mentions:
        for steps, host in enumerate(_hosts(mention, doc)):
            if host.i in cost and not (spoken and steps):
                rank = (cost[host.i] + steps, mention.name is None, abs(mention.start - trigger.i))
                ranked.append((rank, mention.start, mention))
    if ranked:
        best = min(ranked, key=lambda r: r[:2])[2]
        return because(trigger, best, "it hangs on a word whose places the trigger shares")
    found = next((m for m in mentions if _is_fronted(m, trigger) or (not spoken and _is_loose(m, trigger))), None)
    if found is not None:
        return because(trigger, found, "it opens the sentence, or stands further down in the trigger's clause")
    return None if spoken else because(trigger, _only_place(mentions, doc), "the only place of the sentence")


def likeliest_place(
    trigger: Token, *, event_type: str, heads: Sequence[int], spoken: bool = False
) -> PlaceMention | None:
    """The place of the sentence that is most likely where the event happens, or null.

    `heads` are the triggers of all events of the sentence. The rules of `place_for` have a say; `slot_model` decides.
    """
    mentions: list[PlaceMention] = within(trigger.doc._.places, trigger.sent)
    if not mentions:
        return None
    options = place_options(trigger, mentions, event_type=event_type, heads=heads, spoken=spoken)
    found = most_likely("place", options)
    return because(trigger, found[0], "the likeliest place of the sentence", found[1]) if found else None


def place_options(
    trigger: Token, mentions: Sequence[PlaceMention], *, event_type: str, heads: Sequence[int], spoken: bool
) -> Iterator[tuple[PlaceMention, list[str]]]:
    """Each place of the trigger's sentence with the features of the pair."""
    ruled = place_for(trigger, spoken=spoken)
    for mention in mentions:
        root = _root(mention, trigger.doc)
        located = _located(root)
        kind = mention.precision if mention.name else _how_definite(mention, trigger.doc)
        adjunct = Adjunct(mention.start, mention.end, (located or root).i, kind)
        verdict = "none" if ruled is None else "this" if ruled.start == mention.start else "other"
        names = features(trigger, adjunct, event_type=event_type, heads=heads, rivals=len(mentions) - 1, ruled=verdict)
        scene = "located" if located is not None else "loose"
        names += [f"{scene} {kind}", f"{scene} {event_type}", f"{scene} {root.dep_}"]
        if mention.name is None:
            names.append(f"word {root.lemma_.lower()}")
        if _names_actor(mention, trigger.doc):
            names += ["an actor", f"an actor {scene}"]
        yield mention, [*names, *_governor_features((located or root).head, trigger)]


def _how_definite(mention: PlaceMention, doc: Doc) -> str:
    """`the capital` is a place that the reader knows; `a market`, `prisons` need not be one at all."""
    return "definite" if doc[mention.start].lower_ in words()["definite"] else "vague"


def _names_actor(mention: PlaceMention, doc: Doc) -> bool:
    return any(a.kind == "country" for token in doc[mention.start : mention.end] for a in members(token))


def _governor_features(governor: Token, trigger: Token) -> list[str]:
    """What sort of word the place hangs on, and whether it is the trigger."""
    whose = "own" if governor == trigger else "other"
    lemma = governor.lemma_.lower()
    return [f"governor {kind} {whose}" for kind in GOVERNORS if lemma in words()[kind]]


def _only_place(mentions: list[PlaceMention], doc: Doc) -> PlaceMention | None:
    """The place of the sentence where it has just one: a bodily act is told with its scene."""
    located = [m for m in mentions if (node := _located(_root(m, doc))) is not None and node.dep_ != "obj"]
    return located[0] if len(located) == 1 else None


def _is_loose(mention: PlaceMention, trigger: Token) -> bool:
    """A place further down in the trigger's clause: `destroyed equipment captured near Tumbes`."""
    located = _located(_root(mention, trigger.doc))
    return located is not None and located.dep_ != "obj" and is_below(located, trigger)


def _hosts(mention: PlaceMention, doc: Doc) -> Iterator[Token]:
    """The words that the place may locate, nearest first."""
    node = _root(mention, doc)
    scene = mention.precision == "city" or node.head.lemma_.lower() in words()["scene"]
    if scene and node.dep_ in ("compound", "nmod:poss") and node.head.pos_ == "NOUN":
        yield node.head
    located = _located(node)
    if located is None:
        return
    if located.dep_ == "obj":
        yield located.head
        return
    for host in hosts(located, across_subjects=False):
        yield host
        carried = host.dep_ in ("obj", "nsubj:pass") and host.head.lemma_.lower() in words()["light"]
        if host.lemma_.lower() in words()["event"] and not carried:
            return


def _located(node: Token) -> Token | None:
    """The word of place that the name is or belongs to (`airport` in `at Lima airport`), if the text makes it one."""
    for _ in range(MAX_CLIMB):
        case, head = case_of(node), node.head.lemma_.lower()
        if case in words()["locative"]:
            return node if case not in words()["spot"] or _is_spot(node) else None
        if case in words()["directional"]:
            return node if _goes(head, case) else None
        if case == "of" and head in words()["hits"]:
            return node
        if not case and node.dep_ == "obj":
            return node if head in words()["goes"] or head in words()["takes"] else None
        if node.head == node or not _is_inside(node, case):
            return None
        node = node.head
    return None


def _is_spot(node: Token) -> bool:
    """After `on` and `over` only sites, areas and cities are places: `sanctions on Syria`, `talks over Iran`."""
    lemma = node.lemma_.lower()
    return lemma in words()["site"] or lemma in words()["area"] or node.head.lemma_.lower() in words()["hits"]


def _goes(head: str, case: str) -> bool:
    return head in words()["travels"] or (case != "from" and head in words()["goes"])


def _is_inside(node: Token, case: str) -> bool:
    """Is the name part of the phrase above it, and that phrase a place?"""
    head = node.head.lemma_.lower()
    if head in words()["site"] or head in words()["area"]:
        return node.dep_ in INSIDE and case in INSIDE_CASES
    if node.dep_ in ("conj", "appos", "flat"):
        return True
    return not case and node.dep_ in ("compound", "nmod:poss", "amod") and node.head.pos_ == "NOUN"


def _is_fronted(mention: PlaceMention, trigger: Token) -> bool:
    """A place that opens the sentence (`In Lima the ministers met`) belongs to its first verb."""
    doc, start = trigger.doc, trigger.sent.start
    if trigger.pos_ != "VERB" or trigger.i < mention.end or mention.start == start:
        return False
    if doc[mention.start - 1].lower_ not in words()["locative"]:
        return False
    if any(token.pos_ not in ("ADP", "ADV", "PUNCT", "CCONJ", "SPACE") for token in doc[start : mention.start]):
        return False
    return not any(token.pos_ == "VERB" or token.dep_ == "mark" for token in doc[mention.end : trigger.i])


def _root(mention: PlaceMention, doc: Doc) -> Token:
    return doc[mention.start : mention.end].root


@Language.factory("places", requires=["token.dep", "token.head", "doc._.dates"], assigns=["doc._.places"])
def create_places(nlp: Language, name: str) -> "Places":
    """Make the component; the gazetteer is read with the first Doc."""
    return Places()


class Places:
    """Sets `doc._.places`."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.places = find_places(doc)
        return doc
