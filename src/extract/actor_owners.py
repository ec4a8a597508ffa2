"""Whose a role noun is: the state, body or person named before the noun, and the role seen as theirs."""

from dataclasses import replace

from extract.actor_layout import Layout
from extract.actor_lexicon import Entry, Hit, actor_words
from extract.actor_links import follower
from extract.actor_mention import ActorMention
from extract.actor_pronouns import pronoun
from extract.actor_state import State, mention, of_hit, state_entry
from extract.actor_tokens import is_loose, is_name_token
from schemas import ontology

PLACE_CASES = frozenset({"of", "in", "from", "at", "near"})


def owner_before(state: State, index: int, core: Hit) -> ActorMention | None:
    """Who is named before the core of a phrase, as a modifier or else as a possessor."""
    return modifier_actor(state, index, core) or possessor(state, index)


def modifier_actor(state: State, index: int, core: Hit) -> ActorMention | None:
    """The last state, body, group or known person named before the core."""
    for i in range(core.start - 1, state.layout.phrases[index].start - 1, -1):
        found = actor_at(state, i, core)
        if found is not None:
            return found
    return None


def actor_at(state: State, i: int, core: Hit) -> ActorMention | None:
    """Who is named by the token before the core: by a name that begins there, a known person's name, a place."""
    layout, token = state.layout, state.layout.doc[i]
    hit = layout.names.get(i)
    if hit and hit.end <= core.start and not is_loose(layout.doc, hit):
        return of_hit(hit)
    if is_name_token(token) and (known := state.persons.get(token.lower_)):
        return known
    place = layout.places.get(i)
    if place is not None and place[1] <= core.start:
        return mention(place[0], place[1], i, state_entry(place[2]))
    return None


def possessor(state: State, index: int) -> ActorMention | None:
    """Who stands before `'s`, or behind `his`."""
    phrase = state.layout.phrases[index]
    first = state.layout.doc[phrase.start]
    if phrase.possessor is not None:
        found = state.resolve(phrase.possessor)
    elif first.tag_ == "PRP$":
        found = state.modifiers.get(first.i) or pronoun(state, index, first)
    else:
        return None
    return found[0] if found else None


def place_owner(layout: Layout, index: int) -> ActorMention | None:
    """`a court in the city of Lahore`: the state of the place."""
    for _ in range(2):
        other = follower(layout, index, words=PLACE_CASES)
        if other is None:
            return None
        phrase = layout.phrases[other]
        place = layout.places.get(phrase.end - 1)
        if place is not None:
            return mention(phrase.start, phrase.end, phrase.head, state_entry(place[2]))
        index = other
    return None


# ---- the role as its owner's


def owned(layout: Layout, index: int, core: Hit, *, owner: ActorMention, end: int) -> ActorMention:
    """The role `core` of a phrase as its owner's, up to token `end`: a person where a name fills the rest.

    It has the owner's code, and its own sector unless it only names a part of a body.
    """
    role, start = core.entry, layout.full_start(index)
    sectors = ("ELI",) if is_former(layout, index, role, owner) else owned_sectors(owner, role)
    owner = as_coalition(layout, owner, role)
    if core.end < end == layout.phrases[index].end and is_name_token(layout.doc[end - 1]):
        name = layout.doc[core.end : end].text
        return mention(start, end, end - 1, Entry(name, "person", owner.code, sectors))
    name = f"{owner.name} {role.name}" if owner.name else role.name
    return mention(start, end, core.end - 1, Entry(name, role_kind(role), owner.code, sectors))


def role_kind(role: Entry) -> str:
    """The kind of mention that a role noun makes."""
    return {"official": "official", "body": "body", "thing": "thing"}.get(role.kind, "people")


def is_former(layout: Layout, index: int, role: Entry, owner: ActorMention) -> bool:
    """`the former president of Peru`: out of office."""
    if role.kind != "official" or owner.kind != "country":
        return False
    return not layout.words(index).isdisjoint(actor_words("former"))


def as_coalition(layout: Layout, owner: ActorMention, role: Entry) -> ActorMention:
    """The owner, but for `US-led coalition` the alliance."""
    if role.name == "coalition" and owner.code in ontology.countries() and leads(layout, owner):
        return replace(owner, code="IGO", name=f"{owner.name}-led")
    return owner


def leads(layout: Layout, owner: ActorMention) -> bool:
    """`US-led`: the state is the first among others."""
    behind = layout.doc[owner.end : owner.end + 2].text.lower()
    return behind in ("-led", "–led") or layout.doc[owner.end - 1].lower_.endswith("-led")


def owned_sectors(owner: ActorMention, role: Entry) -> tuple[str, ...]:
    """The sectors of an owner's role: the role's, but the owner's for what is only a part of a body or group."""
    if role.name == "coalition":
        return role.sectors
    if owner.code in ("UNO", "EUR", "IGO") and role.sectors in (("GOV",), ()):
        return owner.sectors
    inherits = role.name in actor_words("inheriting") or not role.sectors
    if owner.kind in ("group", "body", "person", "official") and inherits:
        return owner.sectors or role.sectors
    if owner.kind == "group" and role.sectors in (("CVL",), ("REB",), ("CRM",), ("MIL",), ("GOV",)):
        return owner.sectors
    return role.sectors or owner.sectors
