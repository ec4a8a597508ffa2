"""Phrases around a name: states, bodies and leaders of the lexicon, and names that it doesn't list."""

from dataclasses import replace

from extract.actor_layout import Layout, is_title
from extract.actor_lexicon import Entry, Hit, actor_words
from extract.actor_links import beside, of_complement
from extract.actor_mention import ActorMention, Members
from extract.actor_owners import owner_before
from extract.actor_pronouns import pair
from extract.actor_state import STATE_KINDS, State, again, mention, state_entry
from extract.actor_tokens import HONORIFICS, is_name_token
from extract.noun_phrases import Phrase
from schemas import ontology

KOREAS = {"north": "PRK", "south": "KOR"}


# ---- names of the lexicon


def read_name(state: State, index: int, core: Hit) -> ActorMention:
    """Whom a phrase around a name of the lexicon stands for."""
    kind, phrase = core.entry.kind, state.layout.phrases[index]
    if core.end < phrase.end and kind in ("adjective", "people", "country"):
        return person_of_state(state, index, core)
    if kind == "people" and acts_alone(state.layout, phrase, core):
        return mention(phrase.start, phrase.end, core.end - 1, replace(core.entry, sectors=("CVL",)))
    if kind in STATE_KINDS:
        role = shared_role(state, index, core)
        entry = replace(core.entry, kind="country", sectors=role.sectors if role else ("GOV",))
        return mention(phrase.start, phrase.end, core.end - 1, entry)
    known = state.persons.get(state.layout.last(index).lower_) if kind == "leader" else None
    if known is not None:
        return again(state.layout.doc, phrase, known)
    entry = entry_here(state, index, core)
    return mention(state.layout.full_start(index), phrase.end, core.end - 1, entry)


def person_of_state(state: State, index: int, core: Hit) -> ActorMention:
    """`Peruvian Ana Soto`: the person, as known from the article if that agrees on the state."""
    layout, phrase, code = state.layout, state.layout.phrases[index], core.entry.code
    known = state.persons.get(layout.last(index).lower_)
    if known is not None and known.code == code:
        return again(layout.doc, phrase, known)
    entry = Entry(layout.doc[core.end : phrase.end].text, "person", code, ("CVL",))
    return mention(layout.full_start(index), phrase.end, phrase.end - 1, entry)


def acts_alone(layout: Layout, phrase: Phrase, core: Hit) -> bool:
    """`30 Britons`, `many Indians`: people, unlike the bare adjective before a coordinated noun."""
    head = layout.doc[core.end - 1]
    indefinite = layout.doc[phrase.start].lower_ in ("a", "an")
    return head.tag_ in ("NNS", "NNPS") or (head.tag_ in ("NN", "NNP") and indefinite)


def shared_role(state: State, index: int, core: Hit) -> Entry | None:
    """The role noun that `Indian` has in common with what it is coordinated to in `Indian and Chinese troops`.

    Notes in `state.shared` that the following phrase stands for this one too.
    """
    layout, other = state.layout, index + 1
    if (core.entry.kind == "people" and core.entry.plural) or not is_coordinated_to_next(layout, index):
        return None
    following, role = layout.phrases[other], layout.cores[other]
    if role.entry.kind not in ("official", "group", "body") or role.entry.code or role.start == following.start:
        return None
    if not role.start <= layout.doc[core.end - 1].head.i < following.end:
        return None
    state.shared[other] = index
    return role.entry


def is_coordinated_to_next(layout: Layout, index: int) -> bool:
    """Does only an `and` or `or` stand between the phrase and the next one?"""
    if index + 1 >= len(layout.phrases):
        return False
    following = layout.phrases[index + 1]
    between = layout.doc[layout.phrases[index].end : following.start]
    return len(between) == 1 and between[0].tag_ == "CC" and following.possessor is None


def entry_here(state: State, index: int, core: Hit) -> Entry:
    """The entry of a leader, body or group, of another state than the lexicon's where the phrase names one.

    `Venezuelan National Guard`: a body whose name another state uses too.
    """
    entry = core.entry
    if entry.kind == "leader":
        return leader_here(entry, owner_before(state, index, core))
    if entry.kind == "body" and entry.code in ontology.countries():
        return body_here(entry, owner_before(state, index, core))
    return entry


def leader_here(entry: Entry, owner: ActorMention | None) -> Entry:
    """A leader as a person, of the owner's state if that differs."""
    if owner is not None and owner.code and owner.code != entry.code:
        return replace(entry, kind="person", code=owner.code, sectors=entry.sectors or ("GOV",))
    return replace(entry, kind="person")


def body_here(entry: Entry, owner: ActorMention | None) -> Entry:
    """A state's body, of the owner if that is another state."""
    if owner is None or owner.kind != "country" or owner.code in (None, entry.code):
        return entry
    return replace(entry, code=owner.code, name=f"{owner.name} {entry.name}")


# ---- names that the lexicon doesn't list


def read_unlisted(state: State, index: int, core: Hit) -> Members:
    """A phrase without lexicon word at its end: a person or acronym known from the article, or nobody."""
    layout, phrase, last = state.layout, state.layout.phrases[index], state.layout.last(index)
    if not is_name_token(last) or last.lower_ in actor_words("quantifier"):
        return counted(state, index)
    found = half_of_korea(layout, phrase) or known_person(state, index, core)
    if found is None and names_person(layout, phrase):
        found = apposed_role(state, index) or unknown_person(layout, phrase, core)
    return (found,) if found else ()


def counted(state: State, index: int) -> Members:
    """`dozens of migrants`, `some of the protesters`: the people counted. `both` alone: the latest pair."""
    layout, phrase, last = state.layout, state.layout.phrases[index], state.layout.last(index)
    word = last.lower_
    if word not in actor_words("quantifier"):
        return ()
    found = of_complement(state, index)
    if found is not None:
        return found
    if word in actor_words("pair_word") and word != "three":
        return pair(state, index, sectors=None, size=2)
    if word in actor_words("crowd_count") and layout.doc[phrase.head].dep_.startswith(("nsubj", "obj")):
        return (mention(phrase.start, phrase.end, phrase.head, Entry("people", "people", layout.home, ("CVL",))),)
    return ()


def half_of_korea(layout: Layout, phrase: Phrase) -> ActorMention | None:
    """`the North`, where the article names North Korea."""
    code = KOREAS.get(layout.doc[phrase.end - 1].lower_)
    if code is None or phrase.end - phrase.start != 2 or code not in layout.mentioned:
        return None
    return mention(phrase.start, phrase.end, phrase.head, state_entry(code))


def known_person(state: State, index: int, core: Hit) -> ActorMention | None:
    """The person known by the last or else the first word of the name, unless it is a place's name."""
    layout, last = state.layout, state.layout.last(index)
    known = state.persons.get(last.lower_)
    if known is None and core.start:
        known = state.persons.get(layout.doc[core.start].lower_)
    if known is None or last.ent_type_ == "LOC":
        return None
    return again(layout.doc, layout.phrases[index], known)


def names_person(layout: Layout, phrase: Phrase) -> bool:
    """Is an unlisted name a person's: by entity, title, another mention or as a subject?"""
    words = layout.doc[phrase.start : phrase.end]
    if any(t.ent_type_ == "PERSON" or t.lower_ in HONORIFICS for t in words):
        return True
    if words[-1].ent_type_ == "LOC" or any(t.i in layout.places for t in words):
        return False
    if words[-1].lower_ in layout.person_words:
        return True
    return all(t.pos_ == "PROPN" for t in words) and layout.doc[phrase.head].dep_.startswith("nsubj")


def apposed_role(state: State, index: int) -> ActorMention | None:
    """`Ana Soto, the foreign minister of Peru`: a name with the office beside it."""
    layout, other = state.layout, beside(state, index)
    if other is None or not is_single_office(layout, other):
        return None
    found = state.resolve(other)
    if not found:
        return None
    phrase = layout.phrases[index]
    entry = Entry(layout.doc[phrase.start : phrase.end].text, "person", found[0].code, found[0].sectors)
    return mention(phrase.start, found[0].end, phrase.head, entry)


def is_single_office(layout: Layout, index: int) -> bool:
    """Does the phrase end with a role noun for one person?"""
    core = layout.cores[index]
    return is_title(core.entry) and not core.entry.code and core.end == layout.phrases[index].end


def unknown_person(layout: Layout, phrase: Phrase, core: Hit) -> ActorMention:
    """A person of whom the article says nothing: a citizen of its home country."""
    name = layout.doc[core.start : phrase.end].text
    entry = Entry(name, "person", layout.home, ("CVL",) if layout.home else ())
    return mention(phrase.start, phrase.end, phrase.head, entry)
