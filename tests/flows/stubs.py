"""Stand-ins for the extraction: importable in worker processes, quick, and obedient to words in the article."""

import contextlib
import os
import resource
import signal
import time
from pathlib import Path
from typing import Any

from flows.rows import Versions
from flows.worker import Extract
from schemas import Article, event_id, ontology

VERSIONS = Versions("stub-1", "stub-model-1", ontology.VERSION)
DATELINE = "Published: 3/9/2026\n"
TRIGGER = "met"


def article_text(title: str, body: str) -> str:
    return f"{title}\n\n{DATELINE}\n{body}\n"


def meeting(number: int) -> str:
    return article_text(
        f"Ministers discuss river {number}",
        f"Lima, Mar. 9. The Peruvian minister met his Chilean colleague on Monday over the river {number} treaty.",
    )


def write_inbox(inbox: Path, count: int) -> None:
    inbox.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (inbox / f"river-{number:03d}.txt").write_text(meeting(number), encoding="utf-8")


def event(article: Article, *, start: int, **changes: Any) -> dict[str, Any]:
    """A valid CONSULT at `start`, with the given fields changed."""
    row = ontology.event_types()["CONSULT"]
    trigger = {"text": article.text[start : start + len(TRIGGER)], "start": start, "end": start + len(TRIGGER)}
    end = article.text.index(".", start) + 1
    begin = article.text.rindex("\n", 0, start) + 1
    values: dict[str, Any] = {
        "event_id": event_id(article.article_id, start, trigger["end"], "CONSULT"),
        "article_id": article.article_id,
        "event_type": "CONSULT",
        "mode": None,
        "quad_class": row.quad_class,
        "score": ontology.score("CONSULT", None),
        "cameo_root": row.cameo_root,
        "status": "occurred",
        "actors": [{"text": None, "start": None, "end": None, "name": "Peru", "code": "PER"}],
        "recipients": [{"text": None, "start": None, "end": None, "name": "Chile", "code": "CHL"}],
        "date": None,
        "place": None,
        "contexts": [],
        "speaker": None,
        "instrument": None,
        "quantities": [],
        "trigger": trigger,
        "sentence": {"text": article.text[begin:end], "start": begin, "end": end},
        "same_as": None,
        "confidence": 0.5,
        "extractor_version": VERSIONS.extractor_version,
        "model_version": VERSIONS.model_version,
        "ontology_version": VERSIONS.ontology_version,
    }
    return values | changes


def extract(article: Article) -> list[dict[str, Any]]:
    """One event per `met`; the words CRASH, KILLED, FAIL, INVALID, SLOW and STUCK in the text have their effects.

    INVALID and FAIL mend themselves where the environment says so: the next version of the code.
    """
    if "SLOW" in article.text:
        _sleep_through_exceptions()
    if "STUCK" in article.text:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(60)
    if "KILLED" in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "CRASH" in article.text:
        os._exit(7)
    if "FAIL" in article.text and not is_mended():
        raise RuntimeError("no sense in this text")
    starts = [i for i in range(len(article.text)) if article.text.startswith(TRIGGER, i)]
    events = [event(article, start=start) for start in starts]
    if "INVALID" in article.text:
        events += [event(article, start=starts[0], event_type="PARTY")]
    return events


def _sleep_through_exceptions() -> None:
    """As a component does that takes any exception for its own."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(Exception):
            time.sleep(60)


def is_mended() -> bool:
    return "STUBS_MENDED" in os.environ


def factory() -> Extract:
    return extract


def mended_factory() -> Extract:
    """The next version of the code: what failed no longer does."""
    return lambda article: extract(article.model_copy(update={"text": article.text.replace("FAIL", "GOOD")}))


def slow_factory() -> Extract:
    def slow(article: Article) -> list[dict[str, Any]]:
        time.sleep(0.1)
        return extract(article)

    return slow


def impatient_factory() -> Extract:
    """Workers that end themselves soon after the limit of an article."""
    import functools

    from flows import worker
    from flows.limits import time_limit

    worker.time_limit = functools.partial(time_limit, grace=0.5)
    return extract


def poor_factory() -> Extract:
    """Workers with little memory to spare: HUGE in the text asks for more."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    most = used + 600_000_000

    def poor(article: Article) -> list[dict[str, Any]]:
        if "HUGE" in article.text:
            before = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
            try:
                return [{"huge": bytearray(4_000_000_000)}]
            finally:
                resource.setrlimit(resource.RLIMIT_AS, before)
        return extract(article)

    return poor


def unhurried_factory() -> Extract:
    """A little time for each article, so that there are moments in it to be killed at."""

    def unhurried(article: Article) -> list[dict[str, Any]]:
        time.sleep(0.02)
        return extract(article)

    return unhurried


def broken_factory() -> Extract:
    from flows.errors import ModelError

    raise ModelError("the model 'stub' can't be loaded: no such thing")
