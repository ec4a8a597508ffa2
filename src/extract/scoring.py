"""How well extracted events agree with gold events: precision, recall, F1 and accuracies.

An extracted event matches a gold event of the same article when their sentences share at least half of the shorter one
and their types agree; one to one, overlapping triggers first, then shared participant codes. Participants are compared
as sets of codes. Gold events marked `optional` are neither asked for nor counted against.

Everything here is a pure function over event dictionaries in the form of the event record, or of the gold files (`type`
for `event_type`; sentence and trigger as plain text).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NO_CODE = "---"
LOCATING_PREFIX = 60
PLAIN_FORMS = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "—": "-", "–": "-"})
ROLES = ("actors", "recipients")


@dataclass(frozen=True)
class Coded:
    """What is compared of one event; `span` is (sentence start, sentence end, trigger start, trigger end) or None."""

    event_type: str | None
    mode: str | None
    status: str | None
    actors: frozenset[str]
    recipients: frozenset[str]
    date: tuple[Any, Any] | None
    country: str | None
    contexts: frozenset[str]
    optional: bool
    span: tuple[int, int, int, int] | None

    @property
    def codes(self) -> frozenset[str]:
        return self.actors | self.recipients


def fold(text: str) -> str:
    """The text with plain quotes and dashes and single spaces, so that copies from different pages compare equal."""
    return re.sub(r"\s+", " ", text.translate(PLAIN_FORMS)).strip()


def coded(event: Mapping[str, Any], folded: str) -> Coded:
    """One event read for comparison, located in the article's folded text."""
    date, place = event.get("date"), event.get("place") or {}
    return Coded(
        event_type=event.get("event_type") or event.get("type"),
        mode=event.get("mode"),
        status=event.get("status"),
        actors=_codes(event.get("actors")),
        recipients=_codes(event.get("recipients")),
        date=(date["start"], date["end"]) if date and date.get("start") else None,
        country=place.get("country"),
        contexts=frozenset(event.get("contexts") or ()),
        optional=bool(event.get("optional")),
        span=_locate(folded, fold(_words(event["sentence"])), fold(_words(event["trigger"]))),
    )


def score(
    gold: Mapping[str, Sequence[Mapping[str, Any]]],
    predicted: Mapping[str, Sequence[Mapping[str, Any]]],
    texts: Mapping[str, str],
) -> dict[str, Any]:
    """The figures over all gold articles. All three map article ids: to events, to events, to the article's text."""
    counts: Counter[str] = Counter()
    for article_id, gold_events in gold.items():
        text = fold(texts[article_id])
        wanted = [coded(event, text) for event in gold_events]
        found = [coded(event, text) for event in predicted.get(article_id, ())]
        counts += article_counts(wanted, found)
    return figures(counts, articles=len(gold))


def article_counts(gold: Sequence[Coded], predicted: Sequence[Coded]) -> Counter[str]:
    """The counts of one article that `figures` adds up over."""
    found = _without_forgiven(gold, predicted)
    wanted = [event for event in gold if not event.optional]
    pairs = pair(wanted, found, typed=True)
    counts = Counter(
        gold=len(wanted),
        predicted=len(found),
        detected=len(pair(wanted, found, typed=False)),
        typed=len(pairs),
    )
    counts.update(f"gold {event.event_type}" for event in wanted)
    counts.update(f"predicted {event.event_type}" for event in found)
    for i, j in pairs:
        counts.update(_pair_counts(wanted[i], found[j]))
    return counts


def figures(counts: Counter[str], *, articles: int) -> dict[str, Any]:
    """The report: precision, recall and F1 per question, accuracies on matched events, and the same per type."""
    events = (counts["predicted"], counts["gold"])
    types = sorted({key.split(" ", 1)[1] for key in counts if key.startswith(("gold ", "predicted "))})
    return {
        "articles": articles,
        "gold_events": counts["gold"],
        "predicted_events": counts["predicted"],
        "detection": prf(counts["detected"], *events),
        "typed": prf(counts["typed"], *events),
        "typed_participants": prf(counts["who"], *events),
        "typed_roles": prf(counts["roles"], *events),
        "actors": _sets(counts, "actors"),
        "recipients": _sets(counts, "recipients"),
        "status": _share(counts["status"], counts["typed"]),
        "mode": _share(counts["mode"], counts["mode_gold"]),
        "date": _share(counts["date"], counts["date_gold"]),
        "place": _sets(counts, "place"),
        "contexts": _sets(counts, "contexts"),
        "types": {name: _type_figures(counts, name) for name in types},
    }


def prf(hit: int, predicted: int, gold: int) -> dict[str, float]:
    """Precision, recall and their harmonic mean; 0 where nothing was found or asked for."""
    precision, recall = _share(hit, predicted), _share(hit, gold)
    both = precision + recall
    return {"p": precision, "r": recall, "f1": 2 * precision * recall / both if both else 0.0}


def _words(value: Any) -> str:
    return (value.get("text") if isinstance(value, Mapping) else value) or ""


def _codes(members: Sequence[Mapping[str, Any]] | None) -> frozenset[str]:
    return frozenset(member.get("code") or NO_CODE for member in members or ())


def _locate(text: str, sentence: str, trigger: str) -> tuple[int, int, int, int] | None:
    start = text.find(sentence)
    if start < 0:
        start = text.find(sentence[:LOCATING_PREFIX])
    if start < 0:
        return None
    trigger_start = start + max(sentence.find(trigger), 0)
    return start, start + len(sentence), trigger_start, trigger_start + len(trigger)


def _same_sentence(one: Coded, other: Coded) -> bool:
    if one.span is None or other.span is None:
        return False
    shared = min(one.span[1], other.span[1]) - max(one.span[0], other.span[0])
    shorter = min(one.span[1] - one.span[0], other.span[1] - other.span[0])
    return shared >= 0.5 * shorter


def _rank(gold: Coded, found: Coded) -> tuple[bool, bool, int]:
    """Smaller is likelier to be the same event."""
    assert gold.span is not None  # noqa: S101 -- only events in the same sentence are ranked
    assert found.span is not None  # noqa: S101
    apart = min(gold.span[3], found.span[3]) <= max(gold.span[2], found.span[2])
    return apart, gold.event_type != found.event_type, -len(gold.codes & found.codes)


def pair(gold: Sequence[Coded], predicted: Sequence[Coded], *, typed: bool) -> list[tuple[int, int]]:
    """One-to-one pairs of indices, likeliest first; with `typed` only between events of one type."""
    ranked = sorted(
        (*_rank(g, p), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(predicted)
        if _same_sentence(g, p) and (not typed or g.event_type == p.event_type)
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return list(pairs.items())


def _without_forgiven(gold: Sequence[Coded], predicted: Sequence[Coded]) -> list[Coded]:
    """The predicted events, less those that pair only with optional gold events."""
    required = [event for event in gold if not event.optional]
    taken = {j for _, j in pair(required, predicted, typed=False)}
    free = [j for j in range(len(predicted)) if j not in taken]
    spare = [event for event in gold if event.optional]
    forgiven = {free[j] for _, j in pair(spare, [predicted[j] for j in free], typed=True)}
    return [event for j, event in enumerate(predicted) if j not in forgiven]


def _pair_counts(gold: Coded, found: Coded) -> Counter[str]:
    counts = Counter(
        {
            f"hit {gold.event_type}": 1,
            "roles": gold.actors == found.actors and gold.recipients == found.recipients,
            "who": gold.codes == found.codes,
            "status": gold.status == found.status,
            "mode_gold": bool(gold.mode),
            "mode": bool(gold.mode) and gold.mode == found.mode,
            "date_gold": gold.date is not None,
            "date": gold.date is not None and gold.date == found.date,
        }
    )
    _count_sets(counts, "place", _one(gold.country), _one(found.country))
    for name in (*ROLES, "contexts"):
        _count_sets(counts, name, getattr(gold, name), getattr(found, name))
    return counts


def _one(value: str | None) -> frozenset[str]:
    return frozenset() if value is None else frozenset({value})


def _count_sets(counts: Counter[str], name: str, gold: frozenset[str], found: frozenset[str]) -> None:
    counts[f"{name}_hit"] += len(gold & found)
    counts[f"{name}_gold"] += len(gold)
    counts[f"{name}_predicted"] += len(found)


def _sets(counts: Counter[str], name: str) -> dict[str, float]:
    return prf(counts[f"{name}_hit"], counts[f"{name}_predicted"], counts[f"{name}_gold"])


def _type_figures(counts: Counter[str], name: str) -> dict[str, float]:
    gold, predicted = counts[f"gold {name}"], counts[f"predicted {name}"]
    return prf(counts[f"hit {name}"], predicted, gold) | {"gold": gold, "predicted": predicted}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
