"""Component `confidence`: how likely a candidate is an event of its type, and the leaving out of unlikely ones.

A logistic model over readable features (which lexicon row, which relation, who is named, what stands above). Its
weights lie in `confidence_weights.csv`, fitted to hand-coded articles by `training/scripts/fit_confidence.py`; a
feature without a row weighs nothing. The probability is the record's `confidence`.
"""

from functools import cache
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract import syntax
from extract.event import Event
from extract.lexicons import read_rows
from extract.logistic import BIAS, chance
from extract.status import is_headline
from extract.trigger_lexicon import word_classes
from extract.triggers import has_partner

LEAST = 0.3
PARTS = 5
OPENING = 90
MANY = 2
MAX_CLIMB = 20


@cache
def weights() -> dict[str, float]:
    """Weight by feature name."""
    return {
        row["feature"]: float(row["weight"]) for row in read_rows("confidence_weights", columns=("feature", "weight"))
    }


def named(members: tuple[object, ...]) -> str:
    """Is a role filled by words of the text, by inference, or not at all?"""
    if not members:
        return "none"
    return "text" if any(member.head >= 0 for member in members) else "inferred"  # type: ignore[attr-defined]


def determiner(token: Token) -> str:
    for child in token.children:
        if child.dep_ in ("det", "nmod:poss"):
            return "poss" if child.dep_ == "nmod:poss" else child.lower_
    return "plural" if token.tag_ in ("NNS", "NNPS") else "bare"


def event_above(token: Token, heads: dict[int, str]) -> str:
    """Type of the nearest event that governs the token; `none` without one."""
    above = islice(syntax.upward(token), 1, MAX_CLIMB + 1)
    return next((heads[governor.i] for governor in above if governor.i in heads), "none")


def governor(token: Token) -> str:
    """What kind of word a noun hangs on."""
    head = syntax.first_conjunct(token).head
    lemma = head.lemma_.lower()
    for name in ("support_verb", "occurrence", "reporting"):
        if lemma in word_classes()[name]:
            return name
    return head.pos_


def relation_of(token: Token) -> str:
    """The UD relation; that of a main verb where the parser took one for a participle."""
    return "ROOT" if syntax.is_main_verb_read_as_participle(token) else token.dep_


def setting(token: Token, kind: str, *, noun: bool) -> list[str]:
    """The clause that the trigger stands in, and the part of the article."""
    clause = syntax.governing_clause(token)
    length = max(len(token.doc), 1)
    return [
        f"clause {clause.dep_}",
        f"clause {clause.dep_} {kind}",
        f"clause {clause.tag_} {'noun' if noun else 'verb'}",
        f"clause mark {syntax.mark_of(clause)}",
        f"part {token.i * PARTS // length}",
        *(["opening"] if token.i < OPENING else []),
    ]


def sides_by_sector(event: Event) -> list[str]:
    """What the first actor and the first recipient are: government, police, a crowd, nobody."""
    found = []
    for side, members in (("actor", event.actors), ("recipient", event.recipients)):
        sectors = " ".join(sorted(members[0].sectors)) if members else "nobody"
        found += [f"{side} {sectors}", f"{side} {sectors} {event.event_type}"]
    return found


def earlier(token: Token, kind: str, heads: dict[int, str]) -> int:
    """How many candidates of the type stand before it in the sentence."""
    return sum(heads.get(index) == kind for index in range(token.sent.start, token.i))


def features(event: Event, doc: Doc, heads: dict[int, str]) -> list[str]:
    """The names of the features that hold for an event; `heads` gives the type of every candidate by its head token."""
    token, row, kind = doc[event.head], event.row, event.event_type
    noun = token.pos_ in ("NOUN", "PROPN")
    needs = " ".join(need.slot for need in row.needs)
    codes = {m.code for m in event.actors}
    sides = f"{named(event.actors)} {named(event.recipients)}"
    above = event_above(token, heads)
    before = min(earlier(token, kind, heads), MANY)
    found = [
        BIAS,
        f"lemma {row.lemma} {row.pos} {row.event_type}",
        f"row {row.lemma} {row.pos} {row.event_type} {needs}",
        f"type {kind}",
        f"type {kind} {row.pos}",
        f"frame {row.frame.name}",
        f"tag {token.tag_} {row.pos}",
        f"status {event.status}",
        f"status {event.status} {kind}",
        f"relation {relation_of(token)} {row.pos}",
        f"roles {sides}",
        f"roles {sides} {row.pos}",
        f"above {above}",
        f"above {above} {kind}",
        f"needs {needs} {kind}",
        f"needs {needs} {row.pos}",
        f"before it {before}",
        f"before it {before} {kind}",
        *setting(token, kind, noun=noun),
        *sides_by_sector(event),
    ]
    if noun:
        partner = has_partner(token)
        found += [
            f"governor {governor(token)}",
            f"governor {governor(token)} {kind}",
            f"determiner {determiner(token)}",
            f"partner {partner}",
            f"partner {partner} {kind}",
        ]
    if is_headline(token):
        found.append(f"headline {row.pos}")
    if codes & {m.code for m in event.recipients}:
        found.append(f"domestic {kind}")
    if len(codes) > 1:
        found.append("several actors")
    if any(m.kind == "pronoun" for m in event.actors):
        found.append("pronoun actor")
    if token.ent_type_:
        found.append("inside a name")
    return found


def probability(names: list[str]) -> float:
    """The model's probability for a set of features."""
    return chance(names, weights())


@Language.factory("confidence", requires=["doc._.events"], assigns=["doc._.events"], default_config={"least": LEAST})
def create_confidence(nlp: Language, name: str, least: float) -> "Confidence":
    """Make the component; events less likely than `least` are left out."""
    weights()
    return Confidence(least=least)


class Confidence:
    """Fills `confidence` of `doc._.events` and drops unlikely ones."""

    def __init__(self, *, least: float) -> None:
        self.least = least

    def __call__(self, doc: Doc) -> Doc:
        heads = {event.head: event.event_type for event in doc._.events}
        for event in doc._.events:
            event.confidence = round(probability(features(event, doc, heads)), 3)
        doc._.events = [event for event in doc._.events if event.confidence >= self.least]
        return doc
