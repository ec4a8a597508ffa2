"""Measure the readers on a folder of saved pages, feeds and web archives.

    python benchmarks/reading.py CORPUS

CORPUS holds `html/` (pages NAME.html, some with their text in NAME.truth.txt or facts in NAME.truth.json), `feeds/`
and `warc/`. The token F1 of the pages' text is given beside that of bare trafilatura, measured in the same run.
"""

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import trafilatura

from extract.readers import Reading, read_documents, sniff
from schemas.article import Article
from schemas.errors import ReadError

KEPT = ("subtitle", "body")
DATE_KEYS = ("publishing_date", "publish_date", "publishedTime", "date")
WORST = 12


class Score(NamedTuple):
    """Token F1 of one page: ours and bare trafilatura's."""

    name: str
    ours: float
    bare: float


def f1(found: str, truth: str) -> float:
    """Overlap of the bags of words of two texts."""
    one, other = Counter(re.findall(r"\w+", found.lower())), Counter(re.findall(r"\w+", truth.lower()))
    common = sum((one & other).values())
    if not common:
        return 0.0
    precision, recall = common / sum(one.values()), common / sum(other.values())
    return 2 * precision * recall / (precision + recall)


def kept_text(article: Article) -> str:
    """What of a page goes to the extraction of events, but the headline, which the truth doesn't hold."""
    return "\n".join(span.text for span in article.spans(*KEPT))


def true_date(path: Path) -> str | None:
    """The publication date in a page's truth file, as YYYY-MM-DD."""
    if not path.is_file():
        return None
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    stated = next((str(facts[key]) for key in DATE_KEYS if facts.get(key) and str(facts[key]) != "None"), None)
    return stated[:10] if stated and re.match(r"\d{4}-\d{2}-\d{2}", stated) else None


def pages(folder: Path) -> None:
    """Text and dates of the pages, against their truth files."""
    scores: list[Score] = []
    lost, dated, right, wrong, seconds, count = [], 0, 0, [], 0.0, 0
    for path in sorted(folder.glob("*.html")):
        count += 1
        started = time.perf_counter()
        (outcome,) = read_documents(path, metadata={})
        seconds += time.perf_counter() - started
        if isinstance(outcome, ReadError):
            lost.append(str(outcome))
        truth = path.with_suffix(".truth.txt")
        if truth.is_file():
            expected = truth.read_text(encoding="utf-8")
            bare = trafilatura.extract(path.read_bytes()) or ""
            ours = kept_text(outcome.article) if isinstance(outcome, Reading) else ""
            scores.append(Score(path.name, f1(ours, expected), f1(bare, expected)))
        stated = true_date(path.with_suffix(".truth.json"))
        if stated is not None:
            dated += 1
            found = outcome.article.published if isinstance(outcome, Reading) else None
            if found is not None and found.precision == "day" and str(found.day) == stated:
                right += 1
            else:
                warnings = outcome.article.warnings if isinstance(outcome, Reading) else ()
                wrong.append(f"{path.name}: {found.day if found else None}, truth {stated} {warnings}")
    print(f"pages: {count} read in {seconds:.1f} s ({1000 * seconds / count:.0f} ms a page), {len(lost)} lost")
    ours_mean, bare_mean = (
        sum(values) / len(scores) for values in zip(*[(s.ours, s.bare) for s in scores], strict=True)
    )
    print(f"text: {len(scores)} pages with truth, token F1 {ours_mean:.4f}, bare trafilatura {bare_mean:.4f}")
    print(f"dates: {right} of {dated} right ({right / dated:.1%})")
    for line in [*lost, *wrong]:
        print("  ", line)
    for score in sorted(scores, key=lambda score: score.ours - score.bare)[:WORST]:
        print(f"   {score.name[:60]}: {score.ours:.3f}, bare {score.bare:.3f}")


def items(folder: Path) -> None:
    """Each file of a folder of feeds or archives: how many articles and errors it gave."""
    readings, errors = 0, 0
    for path in sorted(folder.iterdir()):
        outcomes = list(read_documents(path, metadata={}))
        read = [outcome for outcome in outcomes if isinstance(outcome, Reading)]
        failed = [outcome for outcome in outcomes if isinstance(outcome, ReadError)]
        summaries = sum("summary_only" in reading.article.warnings for reading in read)
        undated = sum(reading.article.published is None for reading in read)
        readings, errors = readings + len(read), errors + len(failed)
        print(
            f"   {path.name} ({sniff(path)}): {len(read)} articles, {summaries} only summaries, {undated} undated,"
            f" {len(failed)} errors {dict(Counter(error.rule for error in failed))}"
        )
    print(f"{folder.name}: {readings} articles, {errors} errors")


def main() -> None:
    corpus = Path(sys.argv[1])
    pages(corpus / "html")
    items(corpus / "feeds")
    items(corpus / "warc")


if __name__ == "__main__":
    main()
