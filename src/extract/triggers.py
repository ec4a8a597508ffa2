"""Component `triggers`: which words of an article express an event, of which type and mode.

Reads the trigger lexicon over the dependency tree. The outermost act decides: what is agreed, asked for, refused or
threatened is content of that act and no event of its own (coding guide, section 2).
"""

from collections.abc import Callable, Iterable

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract import syntax
from extract.actors import members
from extract.doubles import without_doubles
from extract.event import Event
from extract.reasons import leave_out
from extract.roles import doer, objects
from extract.speaker import speakers
from extract.trigger_lexicon import (
    Need,
    OtherSense,
    TriggerRow,
    inflected_forms,
    other_senses,
    trigger_index,
    word_classes,
)

OUTER_TYPES = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE"})
NEXT = 4
INQUIRY = "investigate"
ANY = "*"
OFFICIAL_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "PTY", "OPP", "REB"})
ARMED_SECTORS = frozenset({"MIL", "COP", "REB", "CRM", "UAF", "PRM"})
POLICE_SECTORS = frozenset({"COP", "JUD"})
OUTSIDE = frozenset({"governor", "case"})
"""Slots whose words are no part of the phrase."""
SEVERAL = frozenset({"both", "two", "three", "four", "several"})
CONTENT_CASES = ("for", "on", "to", "of")
QUESTION_TAGS = frozenset({"WRB", "WP", "WDT", "WP$"})
PLACE_ENTITIES = frozenset({"LOC", "GPE"})


def is_kind(token: Token, kind: str) -> bool:
    """Does the noun phrase stand for a participant (or place, or crowd) of this kind?"""
    lemma = token.lemma_.lower()
    if kind == "PLACE":
        return token.ent_type_ in PLACE_ENTITIES or any(m.kind == "country" for m in members(token))
    if kind == "CROWD" and lemma in word_classes()["civic"]:
        return True
    if kind == "LABOUR":
        return lemma in word_classes()["labour"]
    found = members(token)
    if kind == "ACTOR":
        return bool(found)
    sectors = {sector for member in found for sector in member.sectors}
    if kind == "CROWD":
        return bool(sectors & {"CVL", "LAB", "AGR", "EDU", "OPP", "SOC"})
    if kind == "ARMED":
        return bool(sectors & ARMED_SECTORS)
    if kind == "POLICE":
        return bool(sectors & POLICE_SECTORS)
    return bool(sectors & OFFICIAL_SECTORS) or any(m.code in ("IGO", "UNO", "EUR") for m in found)


def fillers(head: Token, slot: str) -> list[Token]:
    """The tokens that fill a slot of a candidate trigger.

    `case` is its own adposition, `governor` the word above it, `objmod` what modifies its object.
    """
    if slot == "subj":
        return doer(head)
    if slot == "obj":
        return objects(head)
    if slot in ("xcomp", "ccomp"):
        clauses = syntax.children(head, slot) or (read_as_purpose(head) if slot == "xcomp" else [])
        return [part for clause in clauses for part in (clause, *judgement(clause))]
    if slot == "poss":
        return [c for c in head.children if c.dep_ == "nmod:poss"]
    if slot == "case":
        return syntax.children(head, "case")
    if slot == "governor":
        above = syntax.first_conjunct(head).head
        return [above] if above != head else []
    if slot == "mod":
        return [m for m in syntax.children(head, "amod", "compound", "nmod") if not syntax.case_of(m)]
    if slot == "objmod":
        return [modifier for thing in objects(head) for modifier in syntax.children(thing, "amod", "compound")]
    return syntax.oblique(head, slot) + syntax.marked_clauses(head, slot)


def read_as_purpose(head: Token) -> list[Token]:
    """`voted to adopt`: an infinitive right behind a verb without object that the tree has for its purpose."""
    return [
        clause
        for clause in syntax.children(head, "advcl")
        if syntax.mark_of(clause) == "to" and 0 < clause.i - head.i <= NEXT and not syntax.own_objects(head)
    ]


def judgement(complement: Token) -> list[Token]:
    """What a nominal complement is said to be like: `called it a bad idea`, `a puppet regime`."""
    return syntax.children(complement, "amod", "compound") if complement.pos_ == "NOUN" else []


def contents(token: Token) -> list[Token]:
    """A noun and, where it only measures (`tons of`, `$300 million in`, `tariff hikes`), what it measures."""
    if token.lemma_.lower() not in word_classes()["measure"]:
        return [token]
    measured = (c for c in syntax.children(token, "nmod") if syntax.case_of(c) in ("of", "in", "worth of"))
    return [token, *measured, *syntax.children(token, "compound")]


class Clause:
    """A candidate trigger with its lexicon keys and what fills its slots, each looked up once."""

    def __init__(self, head: Token) -> None:
        self.head = head
        self.keys = lemma_keys(head)
        self._fillers: dict[str, list[Token]] = {}
        self._lemmas: dict[str, set[str]] = {}

    def holds(self, needs: Iterable[Need]) -> bool:
        """Are all conditions of a lexicon row met?"""
        return all(self._holds(need) for need in needs)

    def _holds(self, need: Need) -> bool:
        if need.slot in FLAG_TESTS:
            return FLAG_TESTS[need.slot](self.head)
        members_of = self._members(need.slot)
        if not need.words and not need.kinds:
            return bool(members_of)
        if not need.words.isdisjoint(self._lemmas[need.slot]):
            return True
        return any(is_kind(member, kind) for member in members_of for kind in need.kinds)

    def _members(self, slot: str) -> list[Token]:
        """What fills a slot, with what it measures and what is coordinated with it."""
        found = self._fillers.get(slot)
        if found is None:
            filling = fillers(self.head, slot)
            found = [member for token in filling for part in contents(token) for member in syntax.conjuncts(part)]
            self._fillers[slot] = found
            self._lemmas[slot] = {lemma for member in found for lemma in noun_lemmas(member)}
        return found


def noun_lemmas(token: Token) -> list[str]:
    """The lemma, what the lexicon makes of a plural, and both with what stands before a dash where it was parted there.

    `clashes` is `clash` whatever the model says; the second half of `cease-fire` is no fire.
    """
    lemma = token.lemma_.lower()
    known = inflected_forms().get((token.lower_, "NOUN")) if token.tag_ == "NNS" else None
    found = [lemma, known] if known else [lemma]
    before = prefix(token)
    if not before:
        return found
    joined = [f"{before}{lemma}", f"{before.rstrip('-')}{lemma}"]
    return joined if word_classes()["truce"].intersection(joined) else [*found, *joined]


def has_partner(head: Token) -> bool:
    """Does a noun or verb name a participant in its own phrase?"""
    for child in head.children:
        if syntax.relation(child) in ("nmod", "amod", "compound", "obl") and members(child):
            return True
    return False


def has_support(head: Token) -> bool:
    """Is the noun the object of a light verb, or the subject of a verb of happening?"""
    governor = syntax.first_conjunct(head).head
    return governor.pos_ == "VERB" and governor.lemma_.lower() in (
        word_classes()["support_verb"] | word_classes()["occurrence"]
    )


def asks_something(head: Token) -> bool:
    """Is the clause under a verb an indirect question: `asked whether`, `asked how`?"""
    clauses = syntax.children(head, "ccomp", "xcomp", "advcl")
    openings = (child for clause in clauses for child in clause.children)
    return any(child.tag_ in QUESTION_TAGS or child.lower_ in ("whether", "if") for child in openings)


def has_content(head: Token) -> bool:
    """A clause that says what: `that it must close`, and behind nouns `to close`."""
    if syntax.children(head, "ccomp", "xcomp", "csubj"):
        return True
    return head.pos_ == "NOUN" and any(syntax.mark_of(clause) == "to" for clause in syntax.children(head, "acl"))


def acts_upon_others(head: Token) -> bool:
    """Who is wanted to do it is somebody else: `wants Chile to sign`, not `wants to sign`."""
    complements = syntax.children(head, "xcomp", "ccomp")
    return any(syntax.own_subject(c) is not None for c in complements) or bool(complements and syntax.own_objects(head))


FLAG_TESTS: dict[str, Callable[[Token], bool]] = {
    "noobj": lambda head: not syntax.own_objects(head),
    "noclause": lambda head: not syntax.children(head, "ccomp", "xcomp"),
    "clause": has_content,
    "imperative": syntax.is_imperative,
    "demanded": syntax.is_demanded,
    "passed_on": acts_upon_others,
    "own": lambda head: not acts_upon_others(head),
    "passive": syntax.is_passive,
    "active": lambda head: not syntax.is_passive(head),
    "plural": lambda head: any(are_several(token) for token in doer(head)),
    "partner": has_partner,
    "predicate": lambda head: bool(syntax.children(head, "cop")) or head.dep_ == "xcomp",
    "support": has_support,
    "reflexive": lambda head: any(c.lower_.endswith(("self", "selves")) for c in syntax.own_objects(head)),
    "question": asks_something,
    "will": lambda head: syntax.is_future(head) or syntax.is_future_in_past(head),
    "modal": syntax.is_obliged,
    "negated": syntax.is_negated,
    "finite": lambda head: head.dep_ not in ("acl", "amod"),
    "speech": lambda head: bool(speakers(head)) or syntax.in_quotation(head),
    "peacekeeping": lambda head: any(t.lower_.startswith("peacekeep") for t in syntax.clause_tokens(head)),
    "together": lambda head: any(c.lower_ in ("together", "jointly") for c in head.children),
}


def are_several(token: Token) -> bool:
    """Several participants: `Peru and Chile`, `India and its allies`; counted ones need no name: `two navies`."""
    found = members(token)
    if len(found) > 1 or (found and len(syntax.conjuncts(token)) > 1):
        return True
    counted = any(child.lower_ in SEVERAL for child in syntax.children(token, "nummod", "det"))
    return counted and token.lemma_.lower() in word_classes()["party"]


def members_of_subject(head: Token) -> tuple[object, ...]:
    subject = syntax.grammatical_subject(head)
    return members(subject) if subject is not None else ()


def lemmas_of(token: Token, pos: str) -> list[str]:
    """The lemma that the lexicon derives from the token's form, and the model's own, which may be wrong."""
    derived = inflected_forms().get((token.lower_, pos)) if token.tag_ != "VB" else None
    found = list(dict.fromkeys([*([derived] if derived else []), token.lemma_.lower()]))
    before = prefix(token)
    return [*(f"{before}{lemma}" for lemma in found if before), *found]


def prefix(token: Token) -> str:
    """`re-` before `elected`, `cease-` before `fire`: the first part of a word that was parted at its dash."""
    if token.i < 2 or (dash := token.nbor(-1)).lower_ != "-" or token.i < token.sent.start + 2:
        return ""
    first = token.nbor(-2)
    return "" if dash.whitespace_ or first.whitespace_ else f"{first.lower_}-"


def lemma_keys(token: Token) -> list[tuple[str, str]]:
    """Lexicon keys of a token in the order to try: phrasal verb, lemma, and the wildcard of its part of speech."""
    if is_verbal(token):
        verbs = lemmas_of(token, "VERB")
        phrasal = [f"{verb} {particle}" for verb in verbs for particle in particles(token)]
        found = [(key, "VERB") for key in (*phrasal, *verbs)]
        found += [(token.lower_, "ADJ")] if token.tag_ == "VBN" else []
        asked = syntax.is_obliged(token) or syntax.is_imperative(token)
        return [("*", "VERB"), *found] if asked else [*found, ("*", "VERB")]
    if token.pos_ in ("NOUN", "PROPN"):
        return [(noun, "NOUN") for noun in lemmas_of(token, "NOUN")]
    if token.pos_ == "ADJ":
        lemma = token.lemma_.lower()
        found = [(form, "ADJ") for form in dict.fromkeys((lemma, token.lower_))]
        return [*found, (lemma, "VERB")] if token.tag_ == "VBN" else found
    return []


def particles(verb: Token) -> list[str]:
    """Words behind a verb that may make a phrasal verb of it: its dependents, and the word right behind it."""
    behind = [child.lower_ for child in verb.children if child.i > verb.i]
    following = verb.doc[verb.i + 1 : verb.i + 2]
    return list(dict.fromkeys([*behind, *(token.lower_ for token in following if token.pos_ in ("ADP", "ADV"))]))


def is_verbal(token: Token) -> bool:
    """A full verb, also one that the tagger took for a noun although it has a subject or object."""
    if token.pos_ in ("VERB", "AUX"):
        return token.dep_ not in ("aux", "aux:pass", "cop")
    return token.pos_ == "NOUN" and bool(syntax.children(token, "obj"))


def matching_row(clause: Clause) -> TriggerRow | None:
    """The lexicon row that the candidate fires, if any."""
    index = trigger_index()
    rows = (row for key in clause.keys for row in index.get(key, ()))
    return next((row for row in rows if clause.holds(row.needs)), None)


def other_sense(clause: Clause) -> OtherSense | None:
    """The sense of the candidate that is no event, if its needs hold."""
    index = other_senses()
    senses = (sense for key in clause.keys for sense in index.get(key, ()))
    return next((sense for sense in senses if clause.holds(sense.needs)), None)


def consumed(token: Token, row: TriggerRow) -> set[int]:
    """Tokens that the row's needs took as part of the phrase (`talks` in `held talks`)."""
    taken = set()
    for need in row.needs:
        if not need.words or need.slot in FLAG_TESTS or need.slot in OUTSIDE:
            continue
        for filler in fillers(token, need.slot):
            taken |= {m.i for m in syntax.conjuncts(filler) if need.words.intersection(noun_lemmas(m))}
    return taken


def is_purpose(token: Token) -> bool:
    """`to fight crime`: an infinitive that names a purpose or possibility, not an act."""
    if token.pos_ not in ("VERB", "AUX"):
        return False
    verb = syntax.first_conjunct(token)
    if syntax.is_scheduled(verb) or syntax.is_headline_future(verb):
        return False
    if syntax.mark_of(verb) != "to" and syntax.mark_of(token) != "to":
        return syntax.mark_of(verb) == "for" and verb.tag_ == "VBG"
    if verb.dep_ == "acl" and verb.head.lemma_.lower() in word_classes()["preparation"]:
        return not is_under_way(verb.head)
    return syntax.relation(verb) in ("advcl", "acl", "csubj") or verb.dep_ == "ROOT"


def is_under_way(preparation: Token) -> bool:
    """`are advancing the process to send observers`: who prepares an act will do it."""
    verb = preparation.head
    advances = verb.pos_ == "VERB" and verb.lemma_.lower() in word_classes()["advance"]
    return advances and syntax.relation(preparation) == "obj" and bool(members_of_subject(verb))


def is_modifier(token: Token) -> bool:
    """A noun inside a name or compound (`Defense Talks Committee`), or that is a name itself, is no trigger, nor what
    stands before a noun and describes it (`the disputed election`, `a critical component`).
    """
    if token.pos_ in ("ADJ", "VERB") and token.dep_ == "amod":
        # with a subject of its own it is a verb that was taken for a participle: `Peru extended condolences`
        return token.i < token.head.i and not syntax.children(token, "nsubj") and syntax.name_beside(token) is None
    if token.pos_ != "PROPN" or not token.text[0].isupper():
        return False
    return token.dep_ in ("compound", "flat", "amod", "nmod:desc") or any(m.head == token.i for m in members(token))


def trigger_span(token: Token) -> tuple[int, int]:
    """Token range of the trigger: the word with its particle."""
    last = token.i
    for child in token.children:
        if child.dep_ == "compound:prt" and child.i == token.i + 1:
            last = child.i
    return token.i, last + 1


def content_of(event: Event, doc: Doc) -> set[int]:
    """Heads inside what an outer act agrees to, asks for, refuses or threatens."""
    head = doc[event.head]
    roots = [c for c in head.children if syntax.relation(c) in ("xcomp", "ccomp")]
    roots += [c for c in head.children if c.dep_ == "acl" and syntax.mark_of(c) == "to"]
    roots += [c for adposition in CONTENT_CASES for c in syntax.marked_clauses(head, adposition)]
    nominal = syntax.own_objects(head) + [
        c for c in head.children if syntax.relation(c) in ("obl", "nmod") and syntax.case_of(c) in CONTENT_CASES
    ]
    found: set[int] = set()
    for root in roots + nominal:
        for member in syntax.conjuncts(root):
            if member.i != head.i:
                found |= {t.i for t in syntax.clause_tokens(member)}
    return found - {head.i}


def dated(doc: Doc) -> set[int]:
    """The tokens of date expressions: `March` is no march."""
    return {index for mention in doc._.dates for index in range(mention.start, mention.end)}


def find_events(doc: Doc) -> list[Event]:
    """All events of a Doc, in the order of the text; participants, status and the rest are still open."""
    events: list[Event] = []
    taken: set[int] = set()
    dates = dated(doc)
    for token in doc:
        if token.is_space or token.is_punct or token.i in dates or is_modifier(token):
            continue
        clause = Clause(token)
        row = matching_row(clause)
        if row is None:
            continue
        sense = other_sense(clause)
        if sense is not None and row.lemma != ANY:
            leave_out(token, "a sense of the word that is no event", sense.meaning)
            continue
        if is_purpose(token) and row.mode != INQUIRY:
            leave_out(token, "an infinitive of purpose or possibility, not an act")
            continue
        start, end = trigger_span(token)
        events.append(Event(start, end, token.i, row, row.event_type, row.mode))
        taken |= consumed(token, row)
    for index in taken:
        leave_out(doc[index], "part of the phrase of another trigger")
    return without_doubles(outermost([e for e in events if e.head not in taken], doc), doc)


def outermost(events: Iterable[Event], doc: Doc) -> list[Event]:
    """Leave out the events that are the content of an outer act."""
    events = list(events)
    embedded: set[int] = set()
    for event in events:
        if event.event_type in OUTER_TYPES and event.head not in embedded:
            content = content_of(event, doc)
            embedded |= content
            for index in content:
                leave_out(doc[index], "content of an outer act", event.event_type, doc[event.head].text)
    return [event for event in events if event.head not in embedded]


@Language.factory(
    "triggers", requires=["token.dep", "token.lemma", "token.pos", "doc._.actors"], assigns=["doc._.events"]
)
def create_triggers(nlp: Language, name: str) -> "Triggers":
    """Make the component; the lexicon is read and checked here."""
    trigger_index()
    other_senses()
    return Triggers()


class Triggers:
    """Sets `doc._.events`."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.events = find_events(doc)
        return doc
