"""Who may take part in an event, and what speaks for it: the features that `assignment` weighs.

A `Background` is made once per article, a `Setting` once per event. `Setting.features` names what holds for one
possible participant, its `traits` what holds for a whole choice of actors and recipients.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from extract import syntax
from extract.actors import ActorMention, members
from extract.confidence import named
from extract.event import Event
from extract.logistic import BIAS
from extract.speaker import speakers
from extract.unstated import ranking
from extract.within import within
from schemas import ontology

LEADING = 3
MAX_PATH = 4
MAX_CLIMB = 8
MAX_SIDE = 3
LIST_REACH = 12
"""So many tokens apart two names can still stand in one list."""
SHARES = ((0.6, "most"), (0.4, "half"), (0.15, "some"), (0.0, "little"))
FLAT = frozenset({"conj", "appos", "flat"})
INTERNATIONAL = frozenset({"IGO", "UNO", "EUR"})
LISTED = frozenset({"country", "body", "person", "official", "group", "people"})
ROLE_KINDS = frozenset({"people", "body", "official", "person", "thing"})
Code = str | None
Memory = dict[tuple[object, ...], NDArray[np.float64]]
Codes = frozenset[Code]


def ancestors(token: Token) -> dict[int, tuple[str, ...]]:
    """What lies above a token: by index, the relations that lead up there."""
    found: dict[int, tuple[str, ...]] = {}
    way: tuple[str, ...] = ()
    for above in islice(syntax.upward(token), MAX_CLIMB + 1):
        found[above.i] = way
        way = (*way, "^" + syntax.relation(above))
    return found


def path(above: dict[int, tuple[str, ...]], token: Token) -> tuple[str, ...] | None:
    """The relations from a trigger (by its `ancestors`) to a token, with adpositions; None where they are far apart."""
    down: list[str] = []
    for governor in islice(syntax.upward(token), MAX_CLIMB):
        if governor.i in above:
            return (*above[governor.i], *reversed(down))
        relation = syntax.relation(governor)
        if relation not in FLAT:
            case = syntax.case_of(governor) if relation in ("obl", "nmod") else ""
            down.append(f"v{relation}:{case}" if case else f"v{relation}")
    return None


def part_of_speech(token: Token) -> str:
    if token.pos_ in ("VERB", "AUX"):
        return "verb"
    return "noun" if token.pos_ in ("NOUN", "PROPN") else "other"


@cache
def class_of(code: Code) -> str:
    """What kind of party a code stands for: a state, a body of states, a class of organisations, or nobody's."""
    if code is None:
        return "none"
    if code in INTERNATIONAL:
        return "body"
    return code if code in ontology.international_codes() else "state"


def joint(first: ActorMention, second: ActorMention, doc: Doc) -> str:
    """`phrase` where one phrase stands for both (`both states`), `list` where they are coordinated, else empty."""
    if (first.start, first.end) == (second.start, second.end):
        return "phrase"
    before, after = sorted((first, second), key=lambda mention: mention.head)
    if after.head - before.head >= LIST_REACH or not {before.kind, after.kind} <= LISTED:
        return ""
    return "list" if doc[after.head] in syntax.conjuncts(doc[before.head]) else ""


@dataclass(frozen=True, slots=True)
class Act:
    """Whom the rules propose for one event: by words of the text, and by words or inference."""

    key: tuple[int, int]
    event_type: str
    word: tuple[str, str]
    said: tuple[Codes, Codes]
    proposed: tuple[Codes, Codes]


def act_of(event: Event) -> Act:
    sides = (event.actors, event.recipients)
    said = [frozenset(m.code for m in side if m.head >= 0) for side in sides]
    proposed = [frozenset(m.code for m in side) for side in sides]
    word = (event.event_type, event.row.lemma)
    return Act((event.head, event.row.number), event.event_type, word, (said[0], said[1]), (proposed[0], proposed[1]))


class Background:
    """What the events of one article have in common: who is named how often, and who else acts how.

    `events` are those that the rules filled, in the order of the text. `memory` holds weights of choices by what they
    depend on (rows of the lexicon, classes, sizes); it can be shared between articles.
    """

    def __init__(self, doc: Doc, events: Iterable[Event], *, memory: Memory | None = None) -> None:
        self.ranked = ranking(doc)
        self.ranks = {m.code: min(rank, 4) for rank, m in enumerate(self.ranked)}
        self._named = Counter(m.code for m in doc._.actors if m.code)
        self._total = sum(self._named.values()) or 1
        self.memory: Memory = {} if memory is None else memory
        self.states = sum(count > 1 for code, count in self._named.items() if class_of(code) == "state")
        self._before: dict[tuple[int, int], tuple[Act | None, Act | None]] = {}
        self._of_type: dict[str, tuple[Counter[Code], Counter[Code]]] = defaultdict(lambda: (Counter(), Counter()))
        self._of_word: dict[tuple[str, str], tuple[Counter[Code], Counter[Code]]] = defaultdict(
            lambda: (Counter(), Counter())
        )
        self._words: Counter[tuple[str, str]] = Counter()
        self._read([act_of(event) for event in events])

    def _read(self, acts: Sequence[Act]) -> None:
        last: Act | None = None
        last_of: dict[str, Act] = {}
        for act in acts:
            self._before[act.key] = (last, last_of.get(act.event_type))
            last = last_of[act.event_type] = act
            self._words[act.word] += 1
            for side, codes in enumerate(act.said):
                self._of_type[act.event_type][side].update(codes)
                self._of_word[act.word][side].update(codes)

    def share(self, code: Code) -> str:
        """How much of the article's naming is this participant's."""
        part = self._named[code] / self._total if code else 0.0
        return next(name for least, name in SHARES if part > least or least == 0.0)

    def before(self, act: Act) -> tuple[Act | None, Act | None]:
        """The event before, and the one before of the same type."""
        return self._before.get(act.key, (None, None))

    def elsewhere(self, act: Act) -> "tuple[Elsewhere, Elsewhere]":
        """Who acts, and who is acted on, in the article's other events of this type."""
        counts = self._of_type[act.event_type]
        return Elsewhere(counts[0], act.said[0]), Elsewhere(counts[1], act.said[1])

    def same_word(self, act: Act, code: Code) -> tuple[bool, bool] | None:
        """Does it act, or is it acted on, in other events of the same word? None where there are none."""
        if self._words[act.word] < 2:
            return None
        counts = self._of_word[act.word]
        actor, recipient = (counts[side][code] > (code in act.said[side]) for side in (0, 1))
        return actor, recipient


class Elsewhere:
    """How often the article's other events have somebody on one side; `own` are those of the event itself."""

    def __init__(self, counts: Counter[Code], own: Codes) -> None:
        self._counts, self._own = counts, own
        self._most = max((count - (code in own) for code, count in counts.items()), default=0)

    def level(self, code: Code) -> str:
        """`top`, `some` or `never`; `none` where nobody is."""
        if self._most == 0:
            return "none"
        count = self._counts[code] - (code in self._own)
        return "top" if count == self._most else "some" if count else "never"


class Setting:
    """What is asked of one event for every participant."""

    def __init__(self, event: Event, doc: Doc, background: Background) -> None:
        head = doc[event.head]
        self.event, self.doc, self.head, self.background = event, doc, head, background
        self.act = act_of(event)
        self.kind = event.event_type
        self.pos = part_of_speech(head)
        self.passive = "passive" if syntax.is_passive(head) else "active"
        self.above = ancestors(head)
        self.mentions = [m for m in within(doc._.actors, head.sent) if m.head >= 0]
        self.speakers = {m.code for token in speakers(head) for m in members(token)}
        self.actors = {m.code: "text" if m.head >= 0 else "inferred" for m in event.actors}
        self.recipients = {m.code: "text" if m.head >= 0 else "inferred" for m in event.recipients}
        self.sides = f"{named(event.actors)} {named(event.recipients)}"
        self.elsewhere = background.elsewhere(self.act)
        self.codes = self._codes()
        self.named = min(sum(map(bool, self.codes.values())), 4)

    def _codes(self) -> dict[Code, list[ActorMention]]:
        """Who may take part, with mentions: named in the sentence, proposed by a rule, or leading in the article."""
        found: dict[Code, list[ActorMention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.code, []).append(mention)
        for mention in (*self.event.actors, *self.event.recipients, *self.background.ranked[:LEADING]):
            found.setdefault(mention.code, [])
        return found

    # ---- one participant

    def features(self, code: Code) -> list[str]:
        """The names of the features that hold for one possible participant."""
        rule = f"{self.actors.get(code, 'no')} {self.recipients.get(code, 'no')}"
        found = [BIAS, *self._rules(rule, code), *self._context(rule, code), *self._opposite(rule, code)]
        found += [name for mention in self.codes[code] for name in self._place(mention)]
        return list(dict.fromkeys(found))

    def _rules(self, rule: str, code: Code) -> Iterator[str]:
        """What the rules propose, beside what is known of the event and of the participant."""
        event, kind, rank = self.event, self.kind, self.background.ranks.get(code, 5)
        word, family = f"{event.row.lemma} {event.row.pos}", class_of(code)
        presence = "named" if self.codes[code] else "absent"
        yield f"rule {rule}"
        for part in (
            f"of {min(len(self.actors), 3)} {min(len(self.recipients), 3)}", kind, f"{kind} {self.pos}",
            event.row.frame.name, event.status, self.sides, f"{self.sides} {kind}", f"among {min(len(self.codes), 4)}",
            f"rank {rank}", f"word {word}", f"mode {event.mode}", f"named {self.named}",
            f"class {family}", f"class {family} {kind}",
        ):  # fmt: skip
            yield f"rule {rule} {part}"
        yield f"rank {rank}"
        yield f"word {word} {presence}"
        yield f"class {family}"
        yield f"class {family} {kind}"
        if code in self.speakers:
            yield from ("speaker", f"speaker {kind}", f"speaker {rule}")
        if presence == "absent":
            yield from ("absent", f"absent {kind} rank {rank}", f"absent {self.sides}")
        else:
            yield f"mentions {min(len(self.codes[code]), 3)}"

    def _context(self, rule: str, code: Code) -> Iterator[str]:
        """What the participant does in the rest of the article."""
        background, kind = self.background, self.kind
        actor, recipient = (side.level(code) for side in self.elsewhere)
        both = f"{actor} {recipient}"
        yield from (f"elsewhere {both}", f"elsewhere {both} {kind}", f"elsewhere {both} rule {rule}")
        yield from (f"elsewhere acts {actor} rule {rule} {kind}", f"elsewhere suffers {recipient} rule {rule} {kind}")
        word = background.same_word(self.act, code)
        if word is not None:
            yield from (f"same word {word[0]} {word[1]}", f"same word {word[0]} {word[1]} rule {rule}")
        last, last_of_type = background.before(self.act)
        if last is not None:
            inside = " ".join(str(code in side) for side in last.proposed)
            yield f"before {inside} {'same' if last.event_type == kind else 'other'} type"
            yield f"before {inside} rule {rule}"
        if last_of_type is not None:
            yield f"before of type {' '.join(str(code in side) for side in last_of_type.said)} rule {rule}"
            yield f"before of type {' '.join(str(code in side) for side in last_of_type.proposed)} {kind}"
        share = f"share {background.share(code)}"
        yield from (f"{share} rule {rule}", f"{share} {kind}")
        yield f"{share} states {min(background.states, 3)} rule {rule}"
        yield f"{share} {'named' if self.codes[code] else 'absent'} {kind}"

    def _opposite(self, rule: str, code: Code) -> Iterator[str]:
        """Whom the rules propose for each side, beside this participant."""
        for side, proposed in (("actors", self.actors), ("recipients", self.recipients)):
            if not proposed:
                state = "none"
            elif code not in proposed:
                state = "others"
            else:
                state = "alone" if len(proposed) == 1 else "with others"
            yield f"{side} {state} rule {rule}"
            yield f"{side} {state} rule {rule} {self.kind}"
            families = " ".join(sorted({class_of(other) for other in proposed}))
            yield f"class {class_of(code)} rule {rule} {side} {families}"

    def _place(self, mention: ActorMention) -> Iterator[str]:
        """Features of where one mention stands."""
        steps = path(self.above, self.doc[mention.head])
        way = "far" if steps is None else " ".join(steps[:MAX_PATH])
        last = steps[-1] if steps else way
        side = "before" if mention.head < self.head.i else "after"
        low, high = sorted((mention.head, self.head.i))
        between = len({m.code for m in self.mentions if low < m.head < high})
        sector = mention.sectors[0] if mention.sectors else "none"
        yield f"path {way} {self.passive}"
        yield f"path {way} {self.pos} {self.event.row.frame.name}"
        yield f"path length {9 if steps is None else len(steps)}"
        yield f"path starts {steps[0] if steps else way}"
        yield f"path ends {last}"
        yield f"path ends {last} {self.passive} {self.kind}"
        yield f"stands {side} {self.pos} {self.passive}"
        yield f"stands {side} {self.pos} {self.kind}"
        yield f"between {side} {min(between, 3)}"
        yield f"is {mention.kind}"
        yield f"is {mention.kind} {self.kind}"
        yield f"sector {sector}"
        yield f"sector {sector} {self.kind}"
        if is_unowned(mention):
            yield from (f"unowned {mention.kind}", f"unowned {mention.kind} {self.kind}")
        if mention.head == self.head.i:
            yield from ("is the trigger", f"is the trigger {self.kind}")

    # ---- a choice of participants

    def size_traits(self, actors: int, recipients: int, shared: bool) -> Iterator[str]:
        """What holds of a choice by how many act and are acted on, and whether somebody does both."""
        size = f"size {min(actors, MAX_SIDE)} {min(recipients, MAX_SIDE)}{' shared' if shared else ''}"
        row = self.event.row
        yield size
        for part in (self.kind, row.frame.name, self.pos, f"mode {self.event.mode}", f"word {row.lemma}"):
            yield f"{size} {part}"

    def pair_traits(self, actor: str, recipient: str, same: bool) -> Iterator[str]:
        """What holds of a choice of at most one on each side, of these classes (`nobody` for none)."""
        pair = f"pair {actor} {recipient}{' same' if same else ''}"
        yield from (pair, f"{pair} {self.kind}")

    def bond_traits(self, bond: str, first: int, second: int) -> Iterator[str]:
        """What holds of two that the text joins, by the roles (0 none, 1 actor, 2 recipient, 3 both) that they get."""
        if first == second:
            yield from (f"joined {bond} same", f"joined {bond} same {self.kind}")
        else:
            yield from (f"joined {bond} split", f"joined {bond} split {self.kind}")
            yield f"joined {bond} {min(first, second)} {max(first, second)}"

    def bond(self, one: Code, other: Code) -> str:
        """How the text joins two possible participants: see `joint`."""
        found = {joint(a, b, self.doc) for a in self.codes[one] for b in self.codes[other]}
        return "phrase" if "phrase" in found else "list" if "list" in found else ""


def is_unowned(mention: ActorMention) -> bool:
    """`protesters`, `the court`: a role noun for which the text names no state."""
    name = mention.name or ""
    return name.islower() and mention.resolved_from is None and mention.kind in ROLE_KINDS
