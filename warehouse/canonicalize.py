"""Event mentions -> `events`, one row per happening, and `event_links`, which mention belongs to which and why.

Mentions meet in blocks (type, participants, window of days), are compared (`warehouse.happenings`) and grouped along
the links (`warehouse.clustering`). The outcome depends on the mentions and overrides alone: neither the order in which
they came nor the number of runs matters. Only what new, changed or removed articles touch is done again.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.bulk import as_json, row_of
from warehouse.clustering import cluster, components
from warehouse.errors import OverrideError
from warehouse.happenings import Link, Mention, compare, join, make_mention, read_wording, traits
from warehouse.statements import execute

# A night's worth: what is compared of its mentions and their neighbours fits into memory.
BATCH_ARTICLES = 2000
PAIRS_AT_A_TIME = 50_000
CLEARING = ("stage_regrouped", "stage_torn_links", "delete_pairs", "delete_keys", "delete_mentions")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two linked mentions, the smaller id first."""

    mention_a: str
    mention_b: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The event of a mention, and the mention of that event that it is most like."""

    mention_id: str
    event_id: str
    group_id: str
    linked_mention: str | None
    score: float
    reason: str


def update_events(con: DuckDBPyConnection, *, run_id: str, batch_articles: int = BATCH_ARTICLES) -> int:
    """Bring `events` and `event_links` up to date; returns how many articles were gone through.

    Call it after `update_duplicates`, in the same transaction. Leaves the ids of the events that may
    have changed in the temporary table `changed_events`. Raises `OverrideError` for a row of `event_overrides` that
    says nothing.
    """
    _refuse_wrong_overrides(con)
    execute(con, "canonical/create_changed_events")
    execute(con, "canonical/stage_changed_articles")
    ((articles,),) = execute(con, "canonical/count_changed_articles")
    for start in range(0, articles, batch_articles):
        _regroup(con, start=start, size=batch_articles, run_id=run_id)
    execute(con, "canonical/stage_recounted_events")
    _rewrite_events(con)
    execute(con, "canonical/delete_applied_overrides")
    execute(con, "canonical/insert_applied_overrides")
    logger.info("grouped the events of %d articles", articles)
    return int(articles)


def event_id_of(mention_id: str) -> str:
    """The id of the event that a mention is the first of."""
    return "E" + hashlib.sha256(mention_id.encode()).hexdigest()[:15]


def link(
    candidates: Iterable[tuple[str, str]], mentions: Mapping[str, Mention], *, forced: frozenset[tuple[str, str]]
) -> Iterator[Pair]:
    """The candidates that are one happening. Those of which a mention is not there are left out."""
    for mention_a, mention_b in candidates:
        if mention_a not in mentions or mention_b not in mentions:
            continue
        if (mention_a, mention_b) in forced:
            yield Pair(mention_a, mention_b, FORCED.score, FORCED.reason)
        elif (found := compare(mentions[mention_a], mentions[mention_b])) is not None:
            yield Pair(mention_a, mention_b, found.score, found.reason)


FORCED = Link(2.0, "forced by an override")


def group(
    pairs: Iterable[Pair], mentions: Mapping[str, Mention], *, splits: Iterable[tuple[str, str]] = ()
) -> list[Membership]:
    """The events of the linked mentions, in the order of the mentions' ids; `splits` are never put together."""
    listed = sorted(pairs, key=lambda pair: (pair.mention_a, pair.mention_b))
    apart = _apart(splits)
    members = {mention for pair in listed for mention in (pair.mention_a, pair.mention_b)}
    roots = cluster(
        ((pair.score, pair.mention_a, pair.mention_b) for pair in listed),
        traits={name: traits(mentions[name], apart=apart.get(name, frozenset())) for name in members},
        join=join,
    )
    seeds = _seeds(roots, mentions)
    groups = {name: names[0] for names in components((p.mention_a, p.mention_b) for p in listed) for name in names}
    best = _best_links(listed, roots)
    return [
        Membership(name, event_id_of(seeds[roots[name]]), groups[name], *best.get(name, (None, 1.0, "only mention")))
        for name in sorted(members)
    ]


def _seeds(roots: Mapping[str, str], mentions: Mapping[str, Mention]) -> dict[str, str]:
    """The first mention of each cluster, by publication."""
    seeds: dict[str, str] = {}
    for name, root in roots.items():
        seeds[root] = min(seeds.get(root, name), name, key=lambda member: _age(mentions[member]))
    return seeds


def _age(mention: Mention) -> tuple[bool, str, str]:
    return (mention.published is None, str(mention.published), mention.mention_id)


def _best_links(pairs: Iterable[Pair], roots: Mapping[str, str]) -> dict[str, tuple[str, float, str]]:
    """For each mention its strongest link within its event; of equal ones that to the smaller id."""
    best: dict[str, tuple[str, float, str]] = {}
    for pair in pairs:
        if roots[pair.mention_a] != roots[pair.mention_b]:
            continue
        for one, other in ((pair.mention_a, pair.mention_b), (pair.mention_b, pair.mention_a)):
            if one not in best or (-pair.score, other) < (-best[one][1], best[one][0]):
                best[one] = (other, pair.score, pair.reason)
    return {name: (other, min(score, 1.0), reason) for name, (other, score, reason) in best.items()}


def _apart(splits: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in splits:
        found[one].add(other)
        found[other].add(one)
    return {name: frozenset(others) for name, others in found.items()}


def _regroup(con: DuckDBPyConnection, *, start: int, size: int, run_id: str) -> None:
    execute(con, "canonical/stage_batch", {"start": start, "size": size})
    for step in CLEARING:
        execute(con, f"canonical/{step}")
    _insert_mentions(con)
    mentions = _insert_pairs(con)
    execute(con, "canonical/stage_touched")
    _stage_memberships(con, mentions)
    for step in ("stage_links", "stage_stale_events", "delete_links", "insert_links"):
        execute(con, f"canonical/{step}")
    _rewrite_events(con)
    execute(con, "canonical/delete_grouped_articles")
    execute(con, "canonical/insert_grouped_articles", {"run_id": run_id})


def _insert_mentions(con: DuckDBPyConnection) -> None:
    """What is compared of the mentions of the batch, and the blocks that they belong to."""
    execute(con, "canonical/stage_fresh")
    worded = ({"mention_id": row[0], **read_wording(*row[1:])} for row in execute(con, "canonical/read_wordings"))
    execute(con, "canonical/insert_mentions", {"rows": as_json(worded)})
    execute(con, "canonical/insert_keys")


def _insert_pairs(con: DuckDBPyConnection) -> dict[str, Mention]:
    """Compare what meets in a block; returns the mentions that were compared."""
    execute(con, "canonical/stage_candidates")
    execute(con, "canonical/stage_wanted_candidates")
    mentions = _read_mentions(con)
    forced = frozenset(execute(con, "canonical/read_forced"))
    found = [row_of(pair) for pair in link(execute(con, "canonical/read_candidates"), mentions, forced=forced)]
    for first in range(0, len(found), PAIRS_AT_A_TIME):
        execute(con, "canonical/insert_pairs", {"rows": as_json(found[first : first + PAIRS_AT_A_TIME])})
    return mentions


def _stage_memberships(con: DuckDBPyConnection, mentions: Mapping[str, Mention]) -> None:
    """Group what is linked; `mentions` are those already read."""
    execute(con, "canonical/stage_touched_pairs")
    execute(con, "canonical/stage_wanted_touched")
    pairs = [Pair(*row) for row in execute(con, "canonical/read_pairs")]
    found = group(pairs, {**mentions, **_read_mentions(con)}, splits=execute(con, "canonical/read_splits"))
    execute(con, "canonical/stage_grouped", {"rows": as_json(row_of(membership) for membership in found)})


def _read_mentions(con: DuckDBPyConnection) -> dict[str, Mention]:
    return {row[0]: make_mention(*row) for row in execute(con, "canonical/read_features")}


def _rewrite_events(con: DuckDBPyConnection) -> None:
    for step in ("delete_events", "insert_events", "delete_quantities", "insert_quantities", "add_changed_events"):
        execute(con, f"canonical/{step}")


def _refuse_wrong_overrides(con: DuckDBPyConnection) -> None:
    for action, one, other in execute(con, "canonical/wrong_overrides"):
        raise OverrideError(action, one, other)
