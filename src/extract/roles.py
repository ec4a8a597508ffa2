"""Component `roles`: who acts and who is acted on, for each event, by the frame of its lexicon row."""

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract import syntax
from extract.actors import ActorMention, members
from extract.event import Event
from extract.speaker import speakers
from extract.trigger_lexicon import word_classes
from extract.within import within

INNER_DEPS = ("nmod", "amod", "compound", "appos")
LIST_LENGTH = 2
LIST_GAP = 3
LIST_JOINTS = frozenset({",", "and", "the"})
INNER_CASES = frozenset({"", "of", "in", "from", "for"})


def participants(token: Token) -> tuple[ActorMention, ...]:
    """The participants that a noun phrase stands for; where it is a thing, those that it belongs to.

    `praised Peru's leadership` is praise for Peru; `the Venezuelan opposition's claim` is the opposition's.
    """
    found = members(token)
    if found or token.pos_ in ("VERB", "AUX"):
        return found
    for member in syntax.conjuncts(token):
        for child in member.children:
            if child.tag_ == "PRP$":  # `expressed its interest`: that is the one who acts, nobody else
                continue
            if syntax.relation(child) in INNER_DEPS and syntax.case_of(child) in INNER_CASES | {"'s", "’s"}:
                found += members(child)
    return found


def support_verb(noun: Token) -> Token | None:
    """The light verb that a noun completes (`launched` in `launched an attack`)."""
    noun = syntax.first_conjunct(noun)
    governor = noun.head
    if governor.pos_ != "VERB":
        return None
    relation = noun.dep_
    if relation in ("obj", "nsubj:pass") and governor.lemma_.lower() in word_classes()["support_verb"]:
        return governor
    if syntax.relation(noun) == "obl" and syntax.case_of(noun) in ("in", "with", "for", "after", "on", "into"):
        return governor
    return None


def doer(verb: Token) -> list[Token]:
    """The logical subject: the grammatical one, or the `by` phrase of a passive."""
    if syntax.is_passive(verb):
        return syntax.agents(verb)
    subject = syntax.grammatical_subject(verb, object_control=word_classes()["object_control"])
    return [subject] if subject is not None else []


def objects(verb: Token) -> list[Token]:
    """The logical object: the grammatical one, indirect where it is the only one, or the subject of a passive."""
    if syntax.is_passive(verb):
        subject = syntax.grammatical_subject(verb)
        return [subject] if subject is not None else []
    return syntax.own_objects(verb) or syntax.children(verb, "iobj")


def undergoer(verb: Token) -> list[Token]:
    """The logical object, or the subject of what an active verb has for a complement (`demanded that Peru ...`)."""
    found = objects(verb)
    if not found and not syntax.is_passive(verb):
        found = [s for c in syntax.children(verb, "ccomp", "xcomp") if (s := syntax.own_subject(c)) is not None]
    return found


def fill(head: Token, relation: str) -> list[Token]:
    """The tokens that stand in one relation of a frame to the trigger."""
    verbal = head.pos_ in ("VERB", "AUX", "ADJ")
    match relation:
        case "subj":
            return doer(head)
        case "obj":
            return undergoer(head) if verbal else []
        case "iobj":
            return syntax.children(head, "iobj")
        case "poss":
            return [c for c in head.children if c.dep_ == "nmod:poss"]
        case "mod":
            return [c for c in syntax.children(head, "amod", "compound") if c.pos_ in ("ADJ", "PROPN", "NOUN")]
        case "recipient_noun":
            objects = syntax.own_objects(head)
            return [c for o in objects for case in ("to", "for") for c in syntax.oblique(o, case)]
        case "of_actor":
            return [c for c in syntax.oblique(head, "of") if members(c)]
        case "support_subj":
            verb = support_verb(head)
            return doer(verb) if verb is not None else []
        case "speaker":
            return speakers(head)
        case "part":
            return syntax.oblique(head, "including")
    return syntax.oblique(head, relation)


def with_support(head: Token, relation: str) -> list[Token]:
    """`fill`, and for nouns also the light verb's own obliques (`launched an attack on`, parsed on the verb)."""
    found = fill(head, relation)
    if not found and head.pos_ in ("NOUN", "PROPN"):
        verb = support_verb(head)
        if verb is not None and relation in ("on", "against", "to", "with", "between", "for"):
            found = [c for c in syntax.oblique(verb, relation) if c.i != head.i]
    return found


def resolve(head: Token, relations: Iterable[str], *, everything: bool) -> tuple[ActorMention, ...]:
    """Participants of a role: of the first relation that yields any, or of all relations."""
    found: list[ActorMention] = []
    for relation in relations:
        for token in with_support(head, relation):
            if relation == "mod":
                found += members(token)
            else:
                found += participants(token)
        if found and not everything:
            break
    return unique(rest_of_list(found, head.doc))


def rest_of_list(found: list[ActorMention], doc: Doc) -> list[ActorMention]:
    """`Chile, Peru, and El Salvador`: states that go on a list of states, should the tree have lost the end of it."""
    states = [mention for mention in found if mention.kind == "country"]
    if len(states) < LIST_LENGTH:
        return found
    inside = within(doc._.actors, doc[states[0].head].sent)
    begins = {mention.start: mention for mention in inside if mention.kind == "country"}
    last = max(states, key=lambda mention: mention.end)
    added = []
    while (following := next_in_list(last.end, doc, begins)) is not None:
        added.append(following)
        last = following
    return [*found, *added]


def next_in_list(end: int, doc: Doc, begins: dict[int, ActorMention]) -> ActorMention | None:
    """The state behind `,`, `and` or both, with or without its article; null where a new clause begins there."""
    index = end
    while index < len(doc) and index - end < LIST_GAP and doc[index].lower_ in LIST_JOINTS:
        index += 1
        if index in begins:
            return None if begins_a_clause(doc[begins[index].head]) else begins[index]
    return None


def begins_a_clause(token: Token) -> bool:
    """The subject of a finite verb: `..., and Bolivia protested` ends the list before it."""
    return syntax.relation(token) == "nsubj" and syntax.mark_of(token.head) != "to"


def unique(mentions: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    """Without repeats of one participant (the same words, code and sectors)."""
    kept: dict[tuple[object, ...], ActorMention] = {}
    for mention in mentions:
        kept.setdefault((mention.start, mention.end, mention.code, mention.sectors), mention)
    return tuple(kept.values())


def assign(event: Event, doc: Doc) -> None:
    """Fill the roles of one event in place; `warned that it would leave` has nobody for a recipient."""
    head, frame = doc[event.head], event.row.frame
    event.actors = resolve(head, frame.actors, everything=frame.mutual)
    taken = {(m.start, m.end) for m in event.actors}
    own = {m.actor_id for m in event.actors if m.actor_id is not None}
    event.recipients = tuple(
        m
        for m in resolve(head, frame.recipients, everything=False)
        if (m.start, m.end) not in taken and not (m.kind == "pronoun" and m.actor_id in own)
    )


@Language.factory("roles", requires=["doc._.events", "doc._.actors"], assigns=["doc._.events"])
def create_roles(nlp: Language, name: str) -> "Roles":
    """Make the component."""
    return Roles()


class Roles:
    """Fills `actors` and `recipients` of `doc._.events`."""

    def __call__(self, doc: Doc) -> Doc:
        for event in doc._.events:
            assign(event, doc)
        return doc
