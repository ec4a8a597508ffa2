"""Component `assignment`: which of the participants near an event act in it, and which are acted on.

The frames of `roles` and the policies of `unstated` propose. Frames err where the tree does, and can't know every verb:
so a logistic model over readable features (what the rules say, the path through the tree from the trigger, the kind of
participant and of event) decides for each state, body or group whether it is an actor and whether it is a recipient.
See `slot_model`.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract import syntax
from extract.actors import ActorMention, members
from extract.confidence import named
from extract.event import Event
from extract.logistic import BIAS
from extract.slot_model import probability
from extract.slot_model import weights as slot_weights
from extract.speaker import speakers
from extract.unstated import ranking, without_text
from extract.within import within

LEADING = 3
MAX_PATH = 4
MAX_CLIMB = 8
SIDES = ("actor", "recipient")
LEAST = {"proposed": 0.2, "beside": 0.5, "alone": 0.35}
"""How likely somebody must be: whom a rule proposes, beside others whom it proposes, where it proposes nobody."""
FLAT = frozenset({"conj", "appos", "flat"})
INTERNATIONAL = frozenset({"IGO", "UNO", "EUR"})
Code = str | None


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


class Setting:
    """What is asked of one event for every participant."""

    def __init__(self, event: Event, doc: Doc, ranked: list[ActorMention]) -> None:
        head = doc[event.head]
        self.event, self.doc, self.head = event, doc, head
        self.kind = event.event_type
        self.pos = part_of_speech(head)
        self.passive = "passive" if syntax.is_passive(head) else "active"
        self.above = ancestors(head)
        self.mentions = [m for m in within(doc._.actors, head.sent) if m.head >= 0]
        self.ranks = {m.code: min(rank, 4) for rank, m in enumerate(ranked)}
        self.speakers = {m.code for token in speakers(head) for m in members(token)}
        self.actors = {m.code: "text" if m.head >= 0 else "inferred" for m in event.actors}
        self.recipients = {m.code: "text" if m.head >= 0 else "inferred" for m in event.recipients}
        self.sides = f"{named(event.actors)} {named(event.recipients)}"
        self.codes = self._codes(ranked)

    def _codes(self, ranked: list[ActorMention]) -> dict[Code, list[ActorMention]]:
        """Who may take part, with mentions: named in the sentence, proposed by a rule, or leading in the article."""
        found: dict[Code, list[ActorMention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.code, []).append(mention)
        for mention in (*self.event.actors, *self.event.recipients, *ranked[:LEADING]):
            found.setdefault(mention.code, [])
        return found

    def standing(self, code: Code, side: int) -> str:
        """How a possible participant stands to what the rules propose for a side: a key of `LEAST`."""
        proposed = (self.actors, self.recipients)[side]
        return "proposed" if code in proposed else "beside" if proposed else "alone"

    def features(self, code: Code) -> list[str]:
        """The names of the features that hold for one possible participant."""
        rule = f"{self.actors.get(code, 'no')} {self.recipients.get(code, 'no')}"
        rank = self.ranks.get(code, 5)
        mentions = self.codes[code]
        found = [
            BIAS,
            f"rule {rule}",
            f"rule {rule} of {min(len(self.actors), 3)} {min(len(self.recipients), 3)}",
            f"rule {rule} {self.kind}",
            f"rule {rule} {self.kind} {self.pos}",
            f"rule {rule} {self.event.row.frame.name}",
            f"rule {rule} {self.event.status}",
            f"rule {rule} {self.sides}",
            f"rule {rule} {self.sides} {self.kind}",
            f"rule {rule} among {min(len(self.codes), 4)}",
            f"rule {rule} rank {rank}",
            f"rank {rank}",
        ]
        if code in self.speakers:
            found += ["speaker", f"speaker {self.kind}", f"speaker {rule}"]
        if code in INTERNATIONAL:
            found += ["international", f"international {self.kind}"]
        if code is None:
            found += ["no code", f"no code {self.kind}"]
        if not mentions:
            return [*found, "absent", f"absent {self.kind} rank {rank}", f"absent {self.sides}"]
        found.append(f"mentions {min(len(mentions), 3)}")
        for mention in mentions:
            found += self._place(mention)
        return list(dict.fromkeys(found))

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
        if mention.head == self.head.i:
            yield from ("is the trigger", f"is the trigger {self.kind}")


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


def assign(event: Event, doc: Doc, ranked: list[ActorMention]) -> None:
    """Set the actors and recipients of one event in place; they stay as they are where nobody is likely enough."""
    setting = Setting(event, doc, ranked)
    chosen: tuple[list[ActorMention], list[ActorMention]] = ([], [])
    for code in setting.codes:
        names = setting.features(code)
        for number, side in enumerate(SIDES):
            if probability(side, names) >= LEAST[setting.standing(code, number)]:
                chosen[number].extend(mention_for(setting, code, number, ranked))
    if not chosen[0] and not chosen[1]:
        chosen = (list(event.actors), list(event.recipients))
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

    def __call__(self, doc: Doc) -> Doc:
        ranked = ranking(doc)
        for event in doc._.events:
            assign(event, doc, ranked)
        doc._.events = [event for event in doc._.events if event.actors or event.recipients]
        return doc
