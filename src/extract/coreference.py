"""What pronouns and descriptions stand for, by rule over the mentions that stand before them in the article.

Recency decides, then number, kind and grammatical role; `both countries` takes the latest pair, first persons take the
one who speaks. Every answer is an `Antecedent` of the history, so that it can say what it was resolved from.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from extract.actor_lexicon import Entry, actor_words
from schemas import ontology

MASCULINE = frozenset({"he", "him", "his", "himself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
THIRD = MASCULINE | FEMININE | NEUTER | PLURAL
REACH = 12
PAIR_REACH = 8


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A participant set that a later phrase can stand for; `index` is the phrase that named it."""

    index: int
    sentence: int
    person: bool
    plural: bool
    subject: bool
    gender: str
    kind: str
    noun: str
    codes: tuple[str | None, ...]
    sectors: tuple[str, ...]


@dataclass(slots=True)
class History:
    """The antecedents of one article so far, in the order of the text."""

    items: list[Antecedent] = field(default_factory=list)

    def back(self, sentence: int, *, reach: int = REACH, as_object: bool = False) -> Iterator[Antecedent]:
        """From the latest back; within one sentence the subject first.

        For a phrase that is itself an object (`as_object`) its own sentence's subjects come last of that sentence.
        """
        within: list[Antecedent] = []
        for item in reversed(self.items):
            if item.sentence < sentence - reach:
                break
            within.append(item)
        yield from sorted(
            within, key=lambda a: (-a.sentence, a.subject == (as_object and a.sentence == sentence), -a.index)
        )


def third_person(history: History, pronoun: str, *, sentence: int, as_object: bool) -> Antecedent | None:
    """Whom `he`, `it` or `they` stands for, or None."""
    back = list(history.back(sentence, as_object=as_object))
    if pronoun in PLURAL:
        return first(back, lambda a: is_plural(a) and a.sentence >= sentence - 1) or first(
            back, lambda a: is_plural(a) or (not a.person and a.sentence >= sentence - 2)
        )
    if pronoun in NEUTER:
        return first(back, lambda a: not a.person and not a.plural)
    gender = "m" if pronoun in MASCULINE else "f"
    return first(back, lambda a: a.person and not a.plural and a.gender in ("", gender))


def is_plural(item: Antecedent) -> bool:
    return item.plural or len(set(item.codes)) > 1


def meeting(history: History, *, sentence: int) -> list[tuple[Antecedent, str]]:
    """The two sides of the sentence before (`Soto met Diaz.`), if it names two and its subject is one of them alone."""
    before = [a for a in history.items if a.sentence == sentence - 1]
    subjects = [a for a in before if a.subject]
    sides: dict[str, Antecedent] = {}
    for item in before:
        for code in item.codes:
            if code is not None:
                sides.setdefault(code, item)
    if len(sides) != 2 or not subjects or any(is_plural(a) for a in subjects):
        return []
    return [(item, code) for code, item in sides.items()]


def first(items: Iterable[Antecedent], test: Callable[[Antecedent], bool]) -> Antecedent | None:
    return next((item for item in items if test(item)), None)


def pair(history: History, *, sentence: int, size: int = 2) -> list[tuple[Antecedent, str]]:
    """The parties behind `both countries`: those of the latest sentence that names as many, else the latest named.

    Returns each code with its antecedent, in the order of the text; fewer than `size` codes give an empty list.
    """
    latest: dict[str, Antecedent] = {}
    by_sentence: dict[int, dict[str, Antecedent]] = {}
    for item in history.back(sentence, reach=PAIR_REACH):
        for code in item.codes:
            if code is None:
                continue
            by_sentence.setdefault(item.sentence, {}).setdefault(code, item)
            if len(latest) < size:
                latest.setdefault(code, item)
    for named in by_sentence.values():
        if len(named) == size:
            return in_order(named)
    return in_order(latest) if len(latest) == size else []


def in_order(sides: dict[str, Antecedent]) -> list[tuple[Antecedent, str]]:
    return sorted(((item, code) for code, item in sides.items()), key=lambda side: side[0].index)


def described(
    history: History, noun: Entry, *, sentence: int, region: frozenset[str], as_object: bool
) -> Antecedent | None:
    """What a definite description (`the minister`, `the bloc`, `the country`) stands for, or None.

    The same noun counts first; else the latest antecedent of a kind that the noun can name. `region` holds the states
    that `South American` and the like allow.
    """
    if region:
        return first(history.back(sentence), lambda a: len(a.codes) == 1 and a.codes[0] in region)
    if noun.name in actor_words("state_noun"):
        return first(history.back(sentence, as_object=as_object), lambda a: is_state(a) and not a.plural)
    if noun.kind == "official" and not noun.plural:
        same = first(history.back(sentence), lambda a: a.person and noun.name.split()[-1] in a.noun)
        if same or noun.name not in actor_words("generic_official"):
            return same
        return first(history.back(sentence), lambda a: a.person and not a.plural and a.sectors == noun.sectors)
    if noun.name in COLLECTIVE_NOUNS:
        test = COLLECTIVE_NOUNS[noun.name]
        return first(history.back(sentence), lambda a: a.noun == noun.name or test(a))
    return first(history.back(sentence), lambda a: a.noun == noun.name)


def is_state(item: Antecedent) -> bool:
    return len(set(item.codes)) == 1 and item.codes[0] in ontology.countries() and not item.person


INTERNATIONAL = frozenset(ontology.international_codes())


def is_alliance(item: Antecedent) -> bool:
    return item.kind == "body" and item.codes[0] in ("IGO", "UNO", "EUR")


def is_agency(item: Antecedent) -> bool:
    return item.kind == "body" and item.sectors == ("GOV",)


def is_group(item: Antecedent) -> bool:
    return item.kind == "group"


def is_organisation(item: Antecedent) -> bool:
    return is_group(item) or (item.kind == "body" and item.codes[0] in INTERNATIONAL)


COLLECTIVE_NOUNS: dict[str, Callable[[Antecedent], bool]] = {
    "bloc": is_alliance,
    "coalition": is_alliance,
    "mission": is_alliance,
    "organization": is_organisation,
    "organisation": is_organisation,
    "body": is_organisation,
    "group": is_organisation,
    "movement": is_group,
    "agency": is_agency,
    "department": is_agency,
    "office": is_agency,
}
