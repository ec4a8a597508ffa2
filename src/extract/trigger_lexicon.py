"""The trigger lexicon: words and phrases that express an event, with the grammar that each needs.

`triggers.csv` has a row for each word sense:

- `lemma`: of a verb (`carry out`: with its particle), noun or adjective; `@blame` for all words of a class; `*` for any
  that no other row claims;
- `pos`: VERB, NOUN or ADJ;
- `needs`: conditions parted by spaces that all must hold, empty for none (see `NEEDS`);
- `event_type`, `mode`: PLOVER codes;
- `frame`: a row of `frames.csv`, which says which relations carry the actors and the recipients.

Of the rows of one lemma whose needs hold, the most specific decides; between equals, the first in the file.

`other_senses.csv` lists in the same way the senses of these words that are no event (`held an election`, `met the
demand`), with what they mean; where one of them holds, no row of the lemma fires.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.lexicons import read_rows, split
from schemas import ontology
from schemas.errors import LexiconError

SLOTS = frozenset({"subj", "obj", "xcomp", "ccomp", "mod", "of", "poss", "case", "governor", "objmod"})
FLAGS = frozenset({
    "noobj", "noclause", "passive", "active", "plural", "partner", "predicate", "support", "reflexive", "together",
    "clause", "will", "modal", "speech", "negated", "finite", "question", "imperative", "demanded", "passed_on", "own",
    "peacekeeping",
})  # fmt: skip
KINDS = frozenset({"ACTOR", "OFFICIAL", "PLACE", "LABOUR", "CROWD", "ARMED", "POLICE"})
ADPOSITIONS = frozenset({
    "to", "with", "on", "for", "from", "in", "against", "as", "at", "into", "under", "of", "between", "by", "upon",
    "over", "during", "about", "through", "alongside", "off", "towards", "near", "outside", "within", "after", "out",
})  # fmt: skip
RELATIONS = frozenset({
    "subj", "obj", "iobj", "poss", "mod", "part", "support_subj", "recipient_noun", "of_actor", "among", "over",
    "toward", "speaker", *ADPOSITIONS,
})  # fmt: skip


WORDS, KIND = 5, 2
"""How much a need weighs that names its words, or kinds of participants; any other weighs 1."""


@dataclass(frozen=True, slots=True)
class Need:
    """One condition: a slot (`obj`, `to`, ...) that must be filled, by one of `words` or `kinds` where given."""

    slot: str
    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """Relations that carry the actors and the recipients, each tried in turn."""

    name: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]

    @property
    def mutual(self) -> bool:
        """All sides are actors, so every relation is read, not the first that is filled."""
        return "with" in self.actors


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """One word sense of the lexicon."""

    number: int
    lemma: str
    pos: str
    needs: tuple[Need, ...]
    event_type: str
    mode: str | None
    frame: Frame


@dataclass(frozen=True, slots=True)
class OtherSense:
    """A sense of a trigger's word that is no event."""

    lemma: str
    pos: str
    needs: tuple[Need, ...]
    meaning: str


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """Word classes by name: sets of lemmas."""
    return {
        row["class"]: frozenset(row["words"].split()) for row in read_rows("word_classes", columns=("class", "words"))
    }


def parse_need(text: str, *, line: int, file: str = "triggers.csv") -> Need:
    """Read one condition, for example `obj=@aid|loan`, `with=ACTOR`, `plural`; raises `LexiconError`."""
    slot, _, values = text.partition("=")
    if slot not in SLOTS | FLAGS | ADPOSITIONS:
        raise LexiconError(file, line, f"unknown need {slot!r}")
    words: set[str] = set()
    kinds: set[str] = set()
    for value in filter(None, values.split("|")):
        if value.startswith("@"):
            if value[1:] not in word_classes():
                raise LexiconError(file, line, f"unknown word class {value!r}")
            words |= word_classes()[value[1:]]
        elif value in KINDS:
            kinds.add(value)
        else:
            words.add(value)
    return Need(slot, frozenset(words), frozenset(kinds))


@cache
def frames() -> dict[str, Frame]:
    """Frames by name; raises `LexiconError` for an unknown relation."""
    found = {}
    rows = read_rows("frames", columns=("frame", "actors", "recipients", "note"))
    for line, row in enumerate(rows, start=2):
        relations = (tuple(row["actors"].split()), tuple(row["recipients"].split()))
        unknown = {name for side in relations for name in side} - RELATIONS
        if unknown:
            raise LexiconError("frames.csv", line, f"unknown relation {sorted(unknown)[0]!r}")
        found[row["frame"]] = Frame(row["frame"], *relations)
    return found


def read_senses(name: str, *columns: str) -> Iterator[tuple[int, dict[str, str], tuple[Need, ...]]]:
    """The rows of a file of word senses, each with its line and what it needs; raises `LexiconError` for doubles."""
    seen = set()
    for line, row in enumerate(read_rows(name, columns=("lemma", "pos", "needs", *columns)), start=2):
        key = (row["lemma"], row["pos"], row["needs"])
        if key in seen:
            raise LexiconError(f"{name}.csv", line, f"{row['lemma']} with these needs is listed twice")
        seen.add(key)
        yield line, row, tuple(parse_need(text, file=f"{name}.csv", line=line) for text in row["needs"].split())


@cache
def trigger_rows() -> tuple[TriggerRow, ...]:
    """All rows in the order of the file; raises `LexiconError` for unknown codes, frames or needs, and for doubles."""
    found = []
    for line, row, needs in read_senses("triggers", "event_type", "mode", "frame"):
        mode = row["mode"] or None
        if row["event_type"] not in ontology.event_types():
            raise LexiconError("triggers.csv", line, f"unknown event type {row['event_type']!r}")
        if mode is not None and mode not in ontology.modes(row["event_type"]):
            raise LexiconError("triggers.csv", line, f"mode {mode!r} does not belong to {row['event_type']}")
        if row["lemma"].startswith("@") and row["lemma"][1:] not in word_classes():
            raise LexiconError("triggers.csv", line, f"unknown word class {row['lemma']!r}")
        if row["pos"] not in ("VERB", "NOUN", "ADJ") or row["frame"] not in frames():
            raise LexiconError("triggers.csv", line, f"unknown pos {row['pos']!r} or frame {row['frame']!r}")
        found.append(TriggerRow(line, row["lemma"], row["pos"], needs, row["event_type"], mode, frames()[row["frame"]]))
    return tuple(found)


def lemmas_of(row: TriggerRow) -> list[str]:
    """The lemma of a row, or the words of its class in order."""
    return sorted(word_classes()[row.lemma[1:]]) if row.lemma.startswith("@") else [row.lemma]


@cache
def trigger_index() -> dict[tuple[str, str], tuple[TriggerRow, ...]]:
    """Rows by (lemma, pos), the most specific first."""
    index: dict[tuple[str, str], list[TriggerRow]] = defaultdict(list)
    for row in trigger_rows():
        for lemma in lemmas_of(row):
            index[lemma, row.pos].append(row)
    return {key: tuple(sorted(rows, key=specificity, reverse=True)) for key, rows in index.items()}


@cache
def other_senses() -> dict[tuple[str, str], tuple[OtherSense, ...]]:
    """Senses that are no event, by (lemma, pos); raises `LexiconError` for unknown needs, and for doubles."""
    found: dict[tuple[str, str], list[OtherSense]] = defaultdict(list)
    for _, row, needs in read_senses("other_senses", "meaning"):
        found[row["lemma"], row["pos"]].append(OtherSense(row["lemma"], row["pos"], needs, row["meaning"]))
    return {key: tuple(senses) for key, senses in found.items()}


def specificity(row: TriggerRow) -> int:
    """How much a row asks for; words say more than kinds of participants: `gave a warning to Chile` is a warning."""
    return sum(WORDS if need.words else KIND if need.kinds else 1 for need in row.needs)


@cache
def inflected_forms() -> dict[tuple[str, str], str]:
    """(inflected form, pos) -> lemma of the lexicon's verbs and nouns, for words whose lemma the model missed.

    Of a phrasal verb the verb is inflected.
    """
    found = {(form, "VERB"): lemma for lemma, forms in irregular_forms().items() for form in forms}
    for row in trigger_rows():
        if row.lemma == "*" or row.pos == "ADJ":
            continue
        for lemma in (words.partition(" ")[0] for words in lemmas_of(row)):
            for form in regular_forms(lemma) if row.pos == "VERB" else regular_plurals(lemma):
                found.setdefault((form, row.pos), lemma)
    return found


@cache
def irregular_forms() -> dict[str, tuple[str, ...]]:
    """The past forms of irregular verbs that differ from the verb itself, by lemma."""
    return {
        row["lemma"]: tuple(split(row["forms"])) for row in read_rows("irregular_forms", columns=("lemma", "forms"))
    }


def regular_plurals(noun: str) -> list[str]:
    """`attack` -> `attacks`, `treaty` -> `treaties`."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return [noun[:-1] + "ies"]
    return [noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")]


def regular_forms(verb: str) -> list[str]:
    """`ban` -> `bans`, `banned`, `banning`; `deny` -> `denies`, `denied`, `denying`."""
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    third = regular_plurals(verb)[0]
    doubled = verb + verb[-1]
    return [third, verb + "ed", verb + "ing", doubled + "ed", doubled + "ing"]
