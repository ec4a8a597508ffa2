"""Near-duplicate articles: wire copies and updates, found by MinHash and compared exactly.

A copy stays in the warehouse with all its mentions; what it says just doesn't count as another report.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from warehouse.bulk import as_json, row_of
from warehouse.clustering import components
from warehouse.statements import execute

# Shingles of four words: two articles written apart share next to none of them.
SIMILAR = 0.5
# An update repeats the report before it and adds to it.
CONTAINED = 0.8
# Wire copies come within days; the same words a year later are another report.
DAYS = 7
# Shorter notes are too like each other to tell.
SHORTEST = 20
STEPS = ("stage_recompared", "stage_shingles", "delete_texts", "delete_bands", "delete_pairs", "insert_texts")


@dataclass(frozen=True, slots=True)
class ArticlePair:
    """Two articles that say the same: shared shingles of all (`similarity`) and of the shorter one (`containment`)."""

    article_a: str
    article_b: str
    similarity: float
    containment: float
    published_a: date | None
    published_b: date | None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A copy, the first article of its group, and the article that it is most like."""

    article_id: str
    duplicate_of: str
    matched_article_id: str
    similarity: float
    containment: float
    reason: str


def update_duplicates(con: DuckDBPyConnection) -> int:
    """Bring `article_duplicates` up to date with `articles`; returns how many of its rows changed.

    Leaves the ids of the changed articles in the temporary table `changed_duplicates`.
    """
    execute(con, "duplicates/create_shingle_macro")
    for step in STEPS:
        execute(con, f"duplicates/{step}")
    execute(con, "duplicates/insert_bands", {"shortest": SHORTEST})
    execute(
        con,
        "duplicates/insert_pairs",
        {"shortest": SHORTEST, "days": DAYS, "similar": SIMILAR, "contained": CONTAINED},
    )
    execute(con, "duplicates/stage_touched")
    pairs = [ArticlePair(*row) for row in execute(con, "duplicates/read_pairs")]
    execute(con, "duplicates/stage_found", {"rows": as_json(row_of(row) for row in find_duplicates(pairs))})
    for step in ("stage_changed", "delete_duplicates", "insert_duplicates"):
        execute(con, f"duplicates/{step}")
    return int(execute(con, "duplicates/count_changed")[0][0])


def find_duplicates(pairs: Iterable[ArticlePair]) -> list[Duplicate]:
    """The copies among articles that are alike: of each group the earliest article is the original."""
    best: dict[str, tuple[float, float, str]] = {}
    published: dict[str, date | None] = {}
    edges = []
    for pair in pairs:
        edges.append((pair.article_a, pair.article_b))
        published |= {pair.article_a: pair.published_a, pair.article_b: pair.published_b}
        for one, other in ((pair.article_a, pair.article_b), (pair.article_b, pair.article_a)):
            match = (pair.similarity, pair.containment, other)
            best[one] = max(best.get(one, match), match)
    found = []
    for group in components(edges):
        original = min(group, key=lambda article: (published[article] or date.max, article))
        found += [_duplicate(article, original, *best[article]) for article in group if article != original]
    return sorted(found, key=lambda duplicate: duplicate.article_id)


def _duplicate(article: str, original: str, similarity: float, containment: float, matched: str) -> Duplicate:
    if similarity >= SIMILAR:
        reason = f"shares {similarity:.0%} of its word runs with {matched}"
    else:
        reason = f"{containment:.0%} of the shorter text is in the longer one, against {matched}"
    return Duplicate(article, original, matched, similarity, containment, reason)
