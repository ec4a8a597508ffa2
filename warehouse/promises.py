"""What is a promise, and does a later event keep it or call it off? Pure functions; precision before recall."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from warehouse.happenings import MUTUAL, MUTUAL_TRIGGERS, SPEAKS_FOR_ITSELF, Evidence, Link, word_overlap
from warehouse.lexicons import act_words, acts, promise_words
from warehouse.words import WORD, stem

PROMISING = frozenset({"AGREE", "CONCEDE"})
# The act is named soon after the promise, or the sentence speaks of something else.
REACH = 14
CIRCUMSTANCES = frozenset(
    {"in", "at", "after", "before", "during", "when", "while", "because", "since", "although", "despite", "against"}
    | {"as", "until", "who", "which", "whose", "where"}
)
MONTHS = frozenset(calendar.month_name[1:])
GUESSES = frozenset(
    {"expected", "likely", "might", "may", "could", "should", "must", "wanted", "wants", "hope", "hopes", "intended"}
    | {"asked", "urged", "need", "needs", "able", "try", "trying", "unlikely"}
)
CONDITIONS = frozenset({"if", "unless", "once"})
# `would` tells of a promise only where somebody says so.
SAYING = frozenset(
    {"said", "says", "announced", "confirmed", "stated", "told", "agreed", "promised", "pledged", "decided"}
)
# Talks that go on are no new promise.
GOING_ON = frozenset({"continue", "continues", "continued"})
# `He will be barred`: without `by`, nobody says who will do it.
SUFFERED = frozenset({"SANCTION", "RETREAT"})
PREPOSITIONS = frozenset({"to", "on", "of", "for", "in", "about", "by", "and"})
THRESHOLD = 0.6
# Where no time was promised, sides and type alone would take any later act for the promised one.
THRESHOLD_UNDATED = 0.75
TOLERANCE = timedelta(days=3)
# What speaks for an ending, and how much. `commitments/stage_endings` leaves out what can't come up to the threshold.
BOTH_SIDES, ONE_SIDE = 0.4, 0.2
IN_TIME, NO_TIME = 0.25, 0.1
NAMED_AGAIN = 0.15
MOST_FOR_WORDS, FOR_ALL_WORDS = 0.3, 0.6
SAME_PLACE = 0.1


@dataclass(frozen=True, slots=True)
class Statement:
    """A mention that may be a promise. `lead` and `rest` are its sentence before and after
    the trigger, `act_*` is the next act in the sentence."""

    mention_id: str
    article_id: str
    event_type: str
    status: str
    trigger: str
    lead: str
    rest: str
    published: date | None
    date_start: date | None
    date_end: date | None
    date_text: str | None
    act_mention: str | None = None
    act_type: str | None = None
    act_text: str | None = None
    act_date_start: date | None = None
    act_date_end: date | None = None
    act_date_text: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised act, its event type, and when it is due."""

    mention_id: str
    article_id: str
    act_type: str
    act_text: str
    act_mention: str | None
    due_start: date | None
    due_end: date | None
    due_text: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A promise beside a later event that may have kept it (`kept`) or called it off (`withdrawn`)."""

    promise_event_id: str
    event_id: str
    outcome: str
    who: frozenset[str]
    towards: frozenset[str]
    act_type: str
    act_text: str
    announced: date
    due_start: date | None
    due_end: date | None
    promised_place: str | None
    promised_words: frozenset[str]
    event_type: str
    actors: frozenset[str]
    recipients: frozenset[str]
    event_date: date
    place: str | None
    sentence: str
    words: frozenset[str]


def read_promise(statement: Statement) -> Promise | None:
    """The promise that a statement makes, or None where it makes none, or speaks of an act already done."""
    kinds = {promise_words().get(word) for word in statement.trigger.lower().split()}
    if "short" in kinds or _is_conditional(statement):
        return None
    if statement.status != "future":
        return _embedded_promise(statement) if "promise" in kinds else None
    own = _first_act(statement.trigger)
    act_type = own[0] if own is not None else statement.event_type
    if act_type not in PROMISING:
        return _promise(statement, act_type, statement.trigger, None, f"announced as future: {statement.trigger}")
    return _embedded_promise(statement) if kinds & {"promise", "light"} else None


def make_ending(
    promise_event_id: str,
    event_id: str,
    outcome: str,
    who: list[str],
    towards: list[str],
    act_type: str,
    act_text: str,
    announced: date,
    due_start: date | None,
    due_end: date | None,
    promised_place: str | None,
    promised_words: list[str],
    event_type: str,
    actors: list[str],
    recipients: list[str],
    event_date: date,
    place: str | None,
    sentence: str,
    words: list[str],
) -> Ending:
    """A pair to compare from its row, column by column."""
    return Ending(
        promise_event_id,
        event_id,
        outcome,
        frozenset(who),
        frozenset(towards),
        act_type,
        act_text,
        announced,
        due_start,
        due_end,
        promised_place,
        frozenset(promised_words),
        event_type,
        frozenset(actors),
        frozenset(recipients),
        event_date,
        place,
        sentence,
        frozenset(words),
    )


def compare_ending(ending: Ending) -> Link | None:
    """Whether the event ends the promise: who, towards whom, when, where and in what words."""
    named, words = _same_act(ending), _same_words(ending)
    if not _is_about_the_same(ending, named, words):
        return None
    total = 0.0
    details = []
    for score, detail in (_same_sides(ending), _in_time(ending), named, words, _same_place(ending)):
        if score is None:
            return None
        total += score
        if detail:
            details.append(detail)
    needed = THRESHOLD if ending.due_end is not None else THRESHOLD_UNDATED
    return Link(round(min(total, 1.0), 2), "; ".join(details)) if total >= needed else None


def _is_about_the_same(ending: Ending, named: Evidence, words: Evidence) -> bool:
    """Sides, type and time are not enough: one country does many things of one type for another in a month.

    Two sides that are to meet meet about once. What calls a promise off may name the act or only its object.
    """
    if words.detail:
        return True
    return bool(named.detail) if ending.outcome == "withdrawn" else ending.act_type in SPEAKS_FOR_ITSELF


def _embedded_promise(statement: Statement) -> Promise | None:
    """`agreed to visit`: the act is the next one that was extracted, or else the next word for one."""
    if statement.act_type is not None and statement.act_text is not None:
        named = _first_act(statement.act_text)
        act_type = statement.act_type if statement.act_type not in PROMISING else (named[0] if named else None)
        if act_type is not None:
            reason = f"{statement.trigger}, and then the act {statement.act_text}"
            return _promise(statement, act_type, statement.act_text, statement.act_mention, reason)
    found = _first_act(statement.rest)
    if found is None:
        return None
    return _promise(statement, found[0], found[1], None, f"{statement.trigger}, and then the word {found[1]}")


def _promise(
    statement: Statement, act_type: str, act_text: str, act_mention: str | None, reason: str
) -> Promise | None:
    due = _due(statement, use_act=act_mention is not None)
    if due is not None and due[1] is not None and statement.published and due[1] < statement.published:
        return None
    start, end, text = due or (None, None, None)
    return Promise(
        statement.mention_id, statement.article_id, act_type, act_text, act_mention, start, end, text, reason
    )


def _due(statement: Statement, *, use_act: bool) -> tuple[date | None, date | None, str | None] | None:
    """The promised time. With a past promise, a date up to its publication is that of the promise itself."""
    if use_act and (statement.act_date_start or statement.act_date_end):
        return statement.act_date_start, statement.act_date_end, statement.act_date_text
    if statement.date_start is None and statement.date_end is None:
        return None
    if statement.status == "future":
        return statement.date_start, statement.date_end, statement.date_text
    first = statement.date_start or statement.date_end
    last = statement.date_end or statement.date_start
    if statement.published is None or first is None or last is None:
        return None
    if first < statement.published or last <= statement.published:
        return None
    return statement.date_start, statement.date_end, statement.date_text


def _is_conditional(statement: Statement) -> bool:
    """What is expected, wished for or hangs on something else is no promise, nor is what just goes on."""
    lead, rest = WORD.findall(statement.lead.lower()), WORD.findall(statement.rest.lower())
    before = lead[-4:]
    return (
        not GUESSES.isdisjoint(before)
        or not CONDITIONS.isdisjoint(rest)
        or not CONDITIONS.isdisjoint(lead[:1])
        or not GOING_ON.isdisjoint(rest[:2])
        or ("would" in before and SAYING.isdisjoint(lead))
        or (statement.event_type in SUFFERED and "be" in lead[-2:] and "by" not in rest[:3])
    )


def _first_act(text: str) -> tuple[str, str] | None:
    """Event type and word of the first act that a piece of text names within reach.

    What stands after `in`, `at`, `after` and the like is a circumstance; a month or year there is passed over. A form
    in -ing that follows a noun (`people supplying oil`) tells of somebody else, unless it is listed as a noun itself.
    """
    words = WORD.findall(text)[:REACH]
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else ""
        if word.lower() in CIRCUMSTANCES and not (following.isdigit() or following in MONTHS):
            return None
        act = acts().get(stem(word))
        if act is not None and not _is_of_others(word, words[:position]):
            return act, word
    return None


def _is_of_others(word: str, before: list[str]) -> bool:
    if not before or not word.endswith("ing") or word in act_words():
        return False
    return before[-1].lower() not in PREPOSITIONS and promise_words().get(before[-1].lower()) is None


def _same_sides(ending: Ending) -> Evidence:
    """One who promised must act; the other side of the promise must not be another."""
    is_mutual = ending.act_type in MUTUAL or stem(ending.act_text) in MUTUAL_TRIGGERS
    doers = ending.actors | ending.recipients if is_mutual or ending.outcome == "withdrawn" else ending.actors
    if not ending.who & doers:
        return Evidence(None, "someone else acts")
    parties, everyone = ending.who | ending.towards, ending.actors | ending.recipients
    met = parties & everyone
    if len(met) > 1:
        return Evidence(BOTH_SIDES, f"same sides {', '.join(sorted(met))}")
    if len(parties) > 1 and everyone - parties:
        return Evidence(None, "with someone else")
    return Evidence(ONE_SIDE, f"by {', '.join(sorted(met))}")


def _in_time(ending: Ending) -> Evidence:
    """In the promised time is strong, without one there is little to go by."""
    if ending.due_start is None or ending.due_end is None:
        return Evidence(NO_TIME, f"{(ending.event_date - ending.announced).days} days later")
    if ending.outcome == "withdrawn":
        return (
            Evidence(NO_TIME, "before the promised time is over")
            if ending.event_date <= ending.due_end
            else Evidence(0.0, "")
        )
    if ending.event_date < ending.due_start - TOLERANCE:
        return Evidence(None, "too early")
    if ending.event_date <= ending.due_end + TOLERANCE:
        return Evidence(IN_TIME, f"on {ending.event_date}, in the promised time")
    return Evidence(0.0, f"on {ending.event_date}, late")


def _same_act(ending: Ending) -> Evidence:
    """The promised act named again."""
    said = stems(ending.sentence)
    named = stem(ending.act_text.split()[0]) if ending.act_text else ""
    if named in said:
        return Evidence(NAMED_AGAIN, f"the act {ending.act_text!r} named again")
    return Evidence(0.0, "")


def _same_words(ending: Ending) -> Evidence:
    """Words for the object of the act, of which the shorter sentence has a share in the other."""
    left_out = words_of_promises() | stems(ending.act_text)
    overlap = word_overlap(ending.promised_words - left_out, ending.words - left_out)
    return (
        Evidence(min(MOST_FOR_WORDS, FOR_ALL_WORDS * overlap), f"{overlap:.0%} of the words shared")
        if overlap
        else Evidence(0.0, "")
    )


@lru_cache(maxsize=16384)
def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(stem(word) for word in WORD.findall(text))


@cache
def words_of_promises() -> frozenset[str]:
    """Stems of the verbs of promising and of the months."""
    return frozenset(stem(word) for word in (*promise_words(), *MONTHS))


def _same_place(ending: Ending) -> Evidence:
    if ending.promised_place is None or ending.place is None:
        return Evidence(0.0, "")
    return (
        Evidence(SAME_PLACE, f"same place {ending.place}")
        if ending.promised_place == ending.place
        else Evidence(0.0, "")
    )
