"""An article cut into phrases, with the names and role nouns that count: what every reader of actors looks at.

`lay_out` makes a `Layout` from a Doc and the hits of the lexicon. Nothing in it changes afterwards.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extract.actor_lexicon import Entry, Hit, actor_words
from extract.actor_setting import home_country, place_codes
from extract.actor_tokens import HONORIFICS, is_name_token, is_surname, is_titled_name, sentence_numbers
from extract.noun_phrases import Phrase, phrases

ATTRIBUTIVE = frozenset({"UK", "US", "U.S.", "U.K.", "EU", "UN"})
UNLISTED = Entry("", "", None, ())

Hits = Mapping[int, Hit]


@dataclass(frozen=True, slots=True)
class Layout:
    """One article. Phrases are known by their index in `phrases`; tokens by theirs in the Doc.

    `names` and `roles`: hits by their first token. `places`: (start, end, state) by token. `of_token`: the phrase of
    a token. `cores`: see `core_of`. `sayers`: the phrases that are subjects of verbs of saying, by sentence.
    `home`: the state that the article is about. `regions`: the states that a regional adjective allows.
    """

    doc: Doc
    publisher: Entry | None
    regions: Mapping[str, frozenset[str]]
    places: Mapping[int, tuple[int, int, str]]
    names: Hits
    roles: Hits
    phrases: Sequence[Phrase]
    of_token: Mapping[int, int]
    cores: Sequence[Hit]
    sentence_of: Sequence[int]
    sayers: Mapping[int, Sequence[int]]
    person_words: frozenset[str]
    home: str | None
    mentioned: frozenset[str | None]

    def hits(self, index: int) -> list[Hit]:
        """The names inside a phrase."""
        phrase = self.phrases[index]
        return [h for i in range(phrase.start, phrase.end) if (h := self.names.get(i)) and h.end <= phrase.end]

    def words(self, index: int) -> set[str]:
        """The words of a phrase in lower case."""
        phrase = self.phrases[index]
        return {t.lower_ for t in self.doc[phrase.start : phrase.end]}

    def last(self, index: int) -> Token:
        """The last token of a phrase."""
        return self.doc[self.phrases[index].end - 1]

    def full_start(self, index: int) -> int:
        """Where a phrase begins with its possessor."""
        phrase = self.phrases[index]
        while phrase.possessor is not None:
            phrase = self.phrases[phrase.possessor]
        return phrase.start


def lay_out(
    doc: Doc,
    *,
    names: list[Hit],
    roles: list[Hit],
    regions: Mapping[str, frozenset[str]],
    publisher: Entry | None = None,
) -> Layout:
    """Cut a Doc into phrases around the names and role nouns that the lexicon found in it."""
    places = place_codes(doc)
    names = [h for h in names if not is_in_place(h, places)]
    named = {h.start: h for h in names}
    nouns = {h.start: h for h in outside(roles, names) if not is_surname(doc, h)}
    found = phrases(
        doc, joins=joins(doc, named, nouns), breaks=breaks(doc, named), named=covered((*names, *nouns.values()))
    )
    of_token = {i: n for n, p in enumerate(found) for i in range(p.start, p.end)}
    sentence_of = sentence_numbers(doc)
    return Layout(
        doc=doc,
        publisher=publisher,
        regions=regions,
        places=places,
        names=named,
        roles=nouns,
        phrases=found,
        of_token=of_token,
        cores=[core_of(doc, p, named, nouns) for p in found],
        sentence_of=sentence_of,
        sayers=sayers(doc, of_token, sentence_of),
        person_words=frozenset(t.lower_ for t in doc if t.ent_type_ == "PERSON" and t.text[0].isupper()),
        home=home_country(doc, names, places) or (publisher.code if publisher else None),
        mentioned=frozenset(h.entry.code for h in names),
    )


# ---- which hits count


def is_in_place(hit: Hit, places: Mapping[int, tuple[int, int, str]]) -> bool:
    """Part of a longer name of a place (`Spanish Town`, `New Mexico`)?"""
    place = places.get(hit.start)
    return place is not None and place[1] - place[0] > hit.end - hit.start


def covered(hits: Sequence[Hit]) -> set[int]:
    """The tokens of the hits."""
    return {i for h in hits for i in range(h.start, h.end)}


def outside(hits: list[Hit], taken: list[Hit]) -> list[Hit]:
    """The hits that overlap none of the taken ones."""
    occupied = covered(taken)
    return [h for h in hits if occupied.isdisjoint(range(h.start, h.end))]


# ---- where phrases begin


def joins(doc: Doc, names: Hits, roles: Hits) -> set[int]:
    """Tokens that belong to the one before them: inside names, and names behind a title."""
    found = {i for h in (*names.values(), *roles.values()) for i in range(h.start + 1, h.end)}
    found |= {h.end for h in roles.values() if h.end < len(doc) and is_title(h.entry) and is_name_token(doc[h.end])}
    found |= {h.end for h in names.values() if h.end < len(doc) and qualifies(doc, h, roles)}
    return found | {i for i in range(1, len(doc)) if doc[i - 1].lower_ in HONORIFICS}


def is_title(role: Entry) -> bool:
    """Can the role noun stand before a person's name?"""
    return role.kind in ("official", "group") and not role.plural


def qualifies(doc: Doc, name: Hit, roles: Hits) -> bool:
    """`Australian` before a name, `Turkish` or `UK` before a noun: whatever the tree says, one phrase."""
    following, is_adjective = doc[name.end], name.entry.kind == "adjective"
    if is_adjective and following.ent_type_ == "PERSON":
        return True
    attributive = is_adjective or doc[name.start].text in ATTRIBUTIVE
    return attributive and following.tag_ in ("NN", "NNS", "JJ") and following.i in roles


def breaks(doc: Doc, names: Hits) -> set[int]:
    """Names that follow `of COUNTRY` without a comma (`the President of Peru Ana Soto`) begin a phrase."""
    found = set()
    for hit in names.values():
        behind_of = hit.start > 0 and doc[hit.start - 1].lower_ == "of"
        if hit.entry.kind != "country" or not behind_of or hit.end >= len(doc) or hit.end in names:
            continue
        if doc[hit.end].ent_type_ == "PERSON" and is_name_token(doc[hit.end]):
            found.add(hit.end)
    return found


# ---- what a phrase is


def core_of(doc: Doc, phrase: Phrase, names: Hits, roles: Hits) -> Hit:
    """What the phrase is: its last name or role, with a person's name behind it; kind '' where it has neither."""
    best: Hit | None = None
    for i in range(phrase.start, phrase.end):
        hit = names.get(i) or roles.get(i)
        fits = hit and hit.end <= phrase.end and all(is_titled_name(t) for t in doc[hit.end : phrase.end])
        if hit and fits and (best is None or not keeps(doc, best, hit)):
            best = hit
    return best or Hit(name_start(doc, phrase), phrase.end, UNLISTED)


def keeps(doc: Doc, best: Hit, hit: Hit) -> bool:
    """Does `best` stay the core although `hit` follows it: a title before a leader's name or a name's own words?"""
    if best.entry.kind in ("official", "group", "people", "adjective") and hit.entry.kind == "leader":
        return True
    person = doc[hit.start].ent_type_ == "PERSON" and doc[hit.start].ent_iob_ == "I"
    return person and best.entry.kind == "official" and hit.start > best.end


def name_start(doc: Doc, phrase: Phrase) -> int:
    """Where the name at the end of a phrase begins; its last token where there is no name."""
    start = phrase.end - 1
    if not is_name_token(doc[start]):
        return start
    while start > phrase.start and is_name_token(doc[start - 1]):
        start -= 1
    return start


def sayers(doc: Doc, of_token: Mapping[int, int], sentence_of: Sequence[int]) -> dict[int, list[int]]:
    """The phrases, by sentence, that are subjects of verbs of saying and no personal pronouns."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for token in doc:
        says = token.dep_ == "nsubj" and token.head.lemma_.lower() in actor_words("saying")
        if says and token.tag_ != "PRP" and token.i in of_token:
            found[sentence_of[token.i]].append(of_token[token.i])
    return dict(found)
