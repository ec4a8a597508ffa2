"""Component `assignment`: which of the participants near an event act in it, and which are acted on.

The frames of `roles` and the policies of `unstated` propose. Frames err where the tree does, and can't know every verb.
So all choices of actors and recipients among the states, bodies and groups that may take part are compared, and the
likeliest is taken: a log-linear model over readable features of each participant (what the rules say, the path through
the tree from the trigger, what it does in the rest of the article) and of the choice as a whole (how many act on how
many, a state on itself, who belongs together). See `participation` and `slot_model`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from extract.actors import ActorMention
from extract.event import Event
from extract.participation import MAX_SIDE, Background, Code, Memory, Setting, class_of
from extract.slot_model import weigh, weigh_sides
from extract.slot_model import weights as slot_weights
from extract.unstated import without_text

COMPARED = 4
"""So many participants, the likeliest ones, are compared in all their roles; of others each is judged alone."""
NONE, ACTOR, RECIPIENT, BOTH = range(4)
ACTS, SUFFERS = (ACTOR, BOTH), (RECIPIENT, BOTH)
Roles = tuple[int, ...]


def roles_of(count: int) -> list[Roles]:
    """All ways to give roles to so many participants, at least one of them taking part."""
    return [roles for roles in product(range(4), repeat=count) if any(roles)]


@dataclass(frozen=True, slots=True)
class Table:
    """All choices for a number of participants: the roles, and what of a choice as a whole is weighed.

    `sizes` and `pairs` list the different ones, `size_of` and `pair_of` say which is a choice's. A size is how many act
    and are acted on and whether somebody does both; a pair, of at most one on each side, holds places among the
    participants (-1 for nobody); the first stands for all larger choices.
    """

    roles: NDArray[np.int64]
    sizes: list[tuple[int, int, bool]]
    size_of: NDArray[np.int64]
    pairs: list[tuple[int, int]]
    pair_of: NDArray[np.int64]


@cache
def table(count: int) -> Table:
    sizes: dict[tuple[int, int, bool], int] = {}
    pairs: dict[tuple[int, int] | None, int] = {None: 0}
    size_of, pair_of = [], []
    for roles in roles_of(count):
        actors = [place for place, role in enumerate(roles) if role in ACTS]
        recipients = [place for place, role in enumerate(roles) if role in SUFFERS]
        size = (min(len(actors), MAX_SIDE), min(len(recipients), MAX_SIDE), BOTH in roles)
        size_of.append(sizes.setdefault(size, len(sizes)))
        pair = (actors or [-1])[0], (recipients or [-1])[0]
        few = len(actors) <= 1 and len(recipients) <= 1
        pair_of.append(pairs.setdefault(pair if few else None, len(pairs)))
    named = [pair for pair in pairs if pair is not None]
    return Table(np.array(roles_of(count)), list(sizes), np.array(size_of), named, np.array(pair_of))


class Choices:
    """The choices for one event: `compared` are the participants that are weighed together, `others` the rest.

    `alone` holds the weight of each role for each participant by itself.
    """

    def __init__(self, setting: Setting) -> None:
        alone = {code: alone_of(setting, code) for code in setting.codes}
        ranked = sorted(alone, key=lambda code: -max(alone[code][1:3]))
        self.setting, self.alone = setting, alone
        self.compared, self.others = ranked[:COMPARED], ranked[COMPARED:]
        self.table = table(len(self.compared))
        self.weights = self._weights()

    def _weights(self) -> NDArray[np.float64]:
        """The weight of every choice."""
        codes, roles = self.compared, self.table.roles
        alone = np.array([self.alone[code] for code in codes])
        weights: NDArray[np.float64] = alone[np.arange(len(codes)), roles].sum(axis=1)
        weights += self._sizes()[self.table.size_of]
        weights += self._pairs()[self.table.pair_of]
        for one, other in combinations(range(len(codes)), 2):
            bond = self.setting.bond(codes[one], codes[other])
            if bond:
                weights += self._bonds(bond)[4 * roles[:, one] + roles[:, other]]
        return weights

    def _sizes(self) -> NDArray[np.float64]:
        """The weight of each size in the table."""
        setting, row = self.setting, self.setting.event.row
        word = (row.number, row.lemma, setting.kind, setting.event.mode, setting.pos)
        traits = (setting.size_traits(*size) for size in self.table.sizes)
        return self._recalled(("sizes", *word, len(self.compared)), traits)

    def _pairs(self) -> NDArray[np.float64]:
        """The weight of each pair in the table, after the 0 of larger choices."""
        setting, families = self.setting, tuple(class_of(code) for code in self.compared)
        named = (*families, "nobody")  # the place of nobody is -1
        traits = (setting.pair_traits(named[one], named[other], one == other) for one, other in self.table.pairs)
        return self._recalled(("pairs", setting.kind, families), chain([()], traits))

    def _bonds(self, bond: str) -> NDArray[np.float64]:
        """The weight of each two roles of participants whom the text joins."""
        setting = self.setting
        traits = (setting.bond_traits(bond, a, b) if a or b else () for a, b in product(range(4), repeat=2))
        return self._recalled(("bonds", setting.kind, bond), traits)

    def _recalled(self, key: tuple[object, ...], traits: Iterable[Iterable[str]]) -> NDArray[np.float64]:
        """The weights of several sets of traits, summed once for all articles."""
        memory = self.setting.background.memory
        if key not in memory:
            memory[key] = np.array([weigh("choice", names) for names in traits])
        return memory[key]

    def best(self) -> dict[Code, int]:
        """The role of every possible participant in the likeliest choice."""
        roles = self.table.roles[int(self.weights.argmax())]
        others = {code: max(range(4), key=lambda role: self.alone[code][role]) for code in self.others}
        return {code: int(role) for code, role in zip(self.compared, roles, strict=True)} | others

    def chance(self, code: Code, side: int) -> float:
        """How likely somebody takes part on a side (0 acts, 1 is acted on), over all choices."""
        if code in self.others:
            return 1 / (1 + math.exp(-self.alone[code][1 + side]))
        chances = np.exp(self.weights - self.weights.max())
        inside = np.isin(self.table.roles[:, self.compared.index(code)], (ACTS, SUFFERS)[side])
        return float(chances[inside].sum() / chances.sum())


def alone_of(setting: Setting, code: Code) -> tuple[float, float, float, float]:
    """The weight of each role for one possible participant by itself."""
    actor, recipient, both = weigh_sides(setting.features(code))
    return 0.0, actor, recipient, actor + recipient + both


def mention_for(setting: Setting, code: Code, side: int, ranked: list[ActorMention]) -> tuple[ActorMention, ...]:
    """The mentions that stand for a chosen participant: the rules' own, else the likeliest one, else without text."""
    event = setting.event
    for proposed in ((event.actors, event.recipients)[side], (event.recipients, event.actors)[side]):
        own = tuple(m for m in proposed if m.code == code)
        if own:
            return own
    named_here = setting.codes[code]
    if named_here:
        head = setting.head.i
        return (min(named_here, key=lambda m: abs(m.head - head)),)
    return tuple(without_text(m) for m in ranked if m.code == code)[:1]


def assign(event: Event, doc: Doc, background: Background) -> None:
    """Set the actors and recipients of one event in place; they stay as they are where nobody could take part."""
    setting = Setting(event, doc, background)
    if not setting.codes:
        return
    chosen: tuple[list[ActorMention], list[ActorMention]] = ([], [])
    for code, role in Choices(setting).best().items():
        for number, roles in enumerate((ACTS, SUFFERS)):
            if role in roles:
                chosen[number].extend(mention_for(setting, code, number, background.ranked))
    event.actors, event.recipients = (once(sorted(side, key=lambda m: (m.head < 0, m.start))) for side in chosen)


def once(mentions: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    """Each participant by its first mention: rules may propose one by two pronouns, or by two of its people."""
    kept: dict[tuple[object, ...], ActorMention] = {}
    for mention in mentions:
        kept.setdefault((mention.name, mention.code, mention.sectors, mention.actor_id), mention)
    return tuple(kept.values())


@Language.factory("assignment", requires=["doc._.events", "doc._.actors"], assigns=["doc._.events"])
def create_assignment(nlp: Language, name: str) -> "Assignment":
    """Make the component; the weights are read here."""
    slot_weights()
    return Assignment()


class Assignment:
    """Decides `actors` and `recipients` of `doc._.events`; events without any are left out."""

    def __init__(self) -> None:
        self._memory: Memory = {}

    def __call__(self, doc: Doc) -> Doc:
        background = Background(doc, doc._.events, memory=self._memory)
        for event in doc._.events:
            assign(event, doc, background)
        doc._.events = [event for event in doc._.events if event.actors or event.recipients]
        return doc
