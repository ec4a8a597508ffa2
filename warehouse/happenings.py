"""Are two mentions one happening? Small comparisons, each with a score and the words that say why. Pure functions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypedDict

from warehouse.words import content_words, stem

# From here on two mentions are linked.
THRESHOLD = 0.6
# What two sides do together: who is named first means nothing.
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
MUTUAL_MODES = frozenset({"ceasefire"})
MUTUAL_TRIGGERS = frozenset({"sign"})
# Two sides meet about once a day; what they say of each other, or do at home, comes many times a day.
SPEAKS_FOR_ITSELF = frozenset({"CONSULT"})


@dataclass(frozen=True, slots=True)
class Mention:
    """What is compared of an event mention.

    `first_day` and `last_day` bound the day; `day_kind` says how they are known: stated as `day`, `span`, `long` or
    `open`, `assumed` from the publication, or `none`.
    """

    mention_id: str
    article_id: str
    event_type: str
    mode: str | None
    status: str
    actors: frozenset[str]
    recipients: frozenset[str]
    published: date | None
    day_kind: str
    first_day: date | None
    last_day: date | None
    place: str | None
    country: str | None
    is_place_exact: bool
    trigger: str
    words: frozenset[str]
    instrument: str | None
    quantities: frozenset[str]
    same_as: str | None = None
    participants: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Asked for in every comparison, so made once."""
        object.__setattr__(self, "participants", self.actors | self.recipients)


class Evidence(NamedTuple):
    """What one comparison finds; a score of None rules the link out."""

    score: float | None
    detail: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two mentions taken for one happening, and why."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Traits:
    """What can't differ within one happening: the day, the exact place, mentions that were split."""

    members: frozenset[str]
    days: frozenset[date] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    apart: frozenset[str] = field(default_factory=frozenset)


def make_mention(
    mention_id: str,
    article_id: str,
    event_type: str,
    mode: str | None,
    status: str,
    actor_keys: list[str],
    recipient_keys: list[str],
    published: date | None,
    day_kind: str,
    first_day: date | None,
    last_day: date | None,
    place_name: str | None,
    place_country: str | None,
    is_place_exact: bool,
    trigger: str,
    words: list[str],
    instrument: str | None,
    quantities: list[str],
    same_as: str | None,
) -> Mention:
    """A mention from a row of the table `stg_mentions`, column by column."""
    return Mention(
        mention_id=mention_id,
        article_id=article_id,
        event_type=event_type,
        mode=mode,
        status=status,
        actors=frozenset(actor_keys),
        recipients=frozenset(recipient_keys),
        published=published,
        day_kind=day_kind,
        first_day=first_day,
        last_day=last_day,
        place=place_name,
        country=place_country,
        is_place_exact=is_place_exact,
        trigger=trigger,
        words=frozenset(words),
        instrument=instrument,
        quantities=frozenset(quantities),
        same_as=same_as,
    )


class Wording(TypedDict):
    """What a mention says, in stems: the trigger, and the words that are neither it nor participants nor place."""

    trigger: str
    words: list[str]


def read_wording(trigger: str, sentence: str, participant_texts: list[str | None], place_name: str | None) -> Wording:
    """The wording of a mention; the words are sorted."""
    without = tuple(text for text in (*participant_texts, trigger, place_name) if text)
    return Wording(
        trigger=" ".join(stem(word) for word in trigger.split()), words=sorted(content_words(sentence, without=without))
    )


def compare(one: Mention, other: Mention) -> Link | None:
    """The link between two mentions of one type, or None. The order of the two doesn't matter."""
    if not _is_about_the_same(one, other):
        return None
    if _is_said_to_repeat(one, other):
        return Link(1.0, "said to be the same within the article")
    total = 0.0
    details = []
    for comparison in COMPARISONS:
        score, detail = comparison(one, other)
        if score is None:
            return None
        total += score
        if detail:
            details.append(detail)
    if total < THRESHOLD:
        return None
    return Link(round(min(total, 1.0), 2), "; ".join(details))


def compare_participants(one: Mention, other: Mention) -> Evidence:
    """Both sides the same is best; a side that one of them leaves out speaks neither way."""
    if _is_reversed(one, other):
        return Evidence(None, "the sides are the other way round")
    shared = one.participants & other.participants
    if not shared:
        return Evidence(None, "no participant in common")
    named = ", ".join(sorted(shared))
    if one.participants == other.participants:
        return Evidence(0.25 if len(shared) > 1 or _has_both_sides(one, other) else 0.15, f"same participants {named}")
    if one.participants <= other.participants or other.participants <= one.participants:
        return Evidence(0.15, f"participants {named}, one report names more")
    return Evidence(0.1 if len(shared) > 1 else 0.0, f"participant {named} in common")


def compare_days(one: Mention, other: Mention) -> Evidence:
    """Stated days may differ by one, for hours and time zones; what is only assumed weighs less."""
    if one.first_day is None or other.first_day is None or one.last_day is None or other.last_day is None:
        return Evidence(0.0, "")
    kinds = {one.day_kind, other.day_kind}
    if kinds == {"day"} and one.event_type in SPEAKS_FOR_ITSELF and one.first_day == other.first_day:
        return Evidence(0.35, f"same day {one.first_day}")
    if kinds == {"day"}:
        apart = abs((one.first_day - other.first_day).days)
        if apart > 1:
            return Evidence(None, "on other days")
        return Evidence(0.15, "a day apart") if apart else Evidence(0.25, f"same day {one.first_day}")
    if (one.first_day, one.last_day) == (other.first_day, other.last_day):
        return Evidence(
            0.2, f"same time from {one.first_day}" if "assumed" not in kinds else "reported on the same day"
        )
    if (one.first_day - other.last_day).days > 1 or (other.first_day - one.last_day).days > 1:
        return Evidence(None, "at other times")
    return Evidence(0.1, "at about the same time")


def compare_places(one: Mention, other: Mention) -> Evidence:
    """Another country or town tells apart; a country that holds the town agrees with it."""
    if one.place is None or other.place is None:
        return Evidence(0.0, "")
    if one.place == other.place:
        return Evidence(0.15 if one.is_place_exact else 0.05, f"same place {one.place}")
    if one.country and other.country and one.country != other.country:
        return Evidence(-0.3, "in other countries")
    if one.is_place_exact and other.is_place_exact:
        return Evidence(-0.3, "in other places")
    return Evidence(0.0, "")


def compare_modes(one: Mention, other: Mention) -> Evidence:
    """Another mode is another act."""
    if one.mode is None or other.mode is None:
        return Evidence(0.0, "")
    return Evidence(0.1, f"same mode {one.mode}") if one.mode == other.mode else Evidence(-0.15, "another mode")


def compare_triggers(one: Mention, other: Mention) -> Evidence:
    """The same word for the act."""
    return Evidence(0.1, f"same word {one.trigger!r}") if one.trigger == other.trigger else Evidence(0.0, "")


def compare_words(one: Mention, other: Mention) -> Evidence:
    """Content words of the shorter sentence that the longer one has too."""
    overlap = word_overlap(one.words, other.words)
    if not overlap:
        return Evidence(0.0, "")
    shared = sorted(one.words & other.words)[:5]
    return Evidence(min(0.4, 0.6 * overlap), f"{overlap:.0%} of the words shared ({', '.join(shared)})")


def compare_instruments(one: Mention, other: Mention) -> Evidence:
    """Another agreement is another event."""
    if one.instrument is None or other.instrument is None:
        return Evidence(0.0, "")
    if one.instrument == other.instrument:
        return Evidence(0.15, f"same instrument {one.instrument!r}")
    return Evidence(-0.1, "another instrument")


def compare_quantities(one: Mention, other: Mention) -> Evidence:
    """The same number of the same thing."""
    shared = one.quantities & other.quantities
    return Evidence(0.15, f"same quantity {min(shared)!r}") if shared else Evidence(0.0, "")


def compare_status(one: Mention, other: Mention) -> Evidence:
    """Background from long ago is not the news of the day."""
    if (one.status == "historical") != (other.status == "historical"):
        return Evidence(-0.2, "one is background")
    return Evidence(0.0, "")


COMPARISONS: tuple[Callable[[Mention, Mention], Evidence], ...] = (
    compare_participants,
    compare_days,
    compare_places,
    compare_modes,
    compare_triggers,
    compare_words,
    compare_instruments,
    compare_quantities,
    compare_status,
)


def word_overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that lies in the other one; one word alone is an accident but in short sentences."""
    common, shorter = len(one & other), min(len(one), len(other))
    return common / shorter if common > 1 or (common == 1 and shorter <= 2) else 0.0


def traits(mention: Mention, *, apart: frozenset[str] = frozenset()) -> Traits:
    """The traits of a single mention; `apart` are the mentions that it was split from."""
    return Traits(
        members=frozenset({mention.mention_id}),
        days=frozenset({mention.first_day} if mention.day_kind == "day" and mention.first_day else ()),
        places=frozenset({mention.place} if mention.place and mention.is_place_exact else ()),
        apart=apart,
    )


def join(one: Traits, other: Traits, forced: bool = False) -> Traits | None:
    """The traits of both together, or None where they can't be one happening.

    What is forced may differ in day and place, and takes in what fits any part of it.
    """
    if one.members & other.apart or other.members & one.apart:
        return None
    days = one.days | other.days
    if not forced and _span(days) > max(1, _span(one.days), _span(other.days)):
        return None
    if not forced and one.places and other.places and not one.places & other.places:
        return None
    return Traits(
        members=one.members | other.members,
        days=days,
        places=one.places | other.places,
        apart=one.apart | other.apart,
    )


def _span(days: frozenset[date]) -> int:
    return (max(days) - min(days)).days if days else 0


def _is_about_the_same(one: Mention, other: Mention) -> bool:
    """Type, participants and day are not enough for acts that the same sides do many times a day."""
    if _has_both_sides(one, other) and (one.event_type in SPEAKS_FOR_ITSELF or _is_said_to_repeat(one, other)):
        return True
    if not one.words or not other.words:
        return one.trigger == other.trigger and _has_both_sides(one, other)
    return (
        word_overlap(one.words, other.words) >= 0.25
        or not one.quantities.isdisjoint(other.quantities)
        or _same_instrument(one, other)
    )


def _is_said_to_repeat(one: Mention, other: Mention) -> bool:
    """What the extraction linked within an article. At home, where one code stands for all sides, it needs more."""
    return one.same_as == other.mention_id or other.same_as == one.mention_id


def _same_instrument(one: Mention, other: Mention) -> bool:
    return one.instrument is not None and one.instrument == other.instrument


def _has_both_sides(one: Mention, other: Mention) -> bool:
    return all(len(mention.participants) > 1 for mention in (one, other))


def _is_reversed(one: Mention, other: Mention) -> bool:
    """A accuses B and B accuses A are two events."""
    if one.event_type in MUTUAL or one.mode in MUTUAL_MODES or one.trigger in MUTUAL_TRIGGERS:
        return False
    if one.actors & other.actors or one.recipients & other.recipients:
        return False
    return bool(one.actors & other.recipients or other.actors & one.recipients)
