"""Kill whole runs at random moments, and prove by SQL that nothing is lost or doubled.

    python benchmarks/kill_loop.py [--kills 40] [--files 24] [--seed 1]

Each cycle changes the inbox (new files, changed ones, deleted ones, broken ones, copies of each other, earlier contents
that come back), starts a run as a program of its own with a stand-in for the extraction, and kills it with all its
processes: every other time at a random moment of the time that a whole run takes, else at a random moment of a step
chosen at random. Some cycles begin with an empty warehouse, so that migrations are killed too. Alerts go to an endpoint
on this machine. After each kill a run that is left alone must bring the warehouse in line with the inbox.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.flows import stubs  # noqa: E402
from tests.flows.endpoint import Endpoint, endpoint  # noqa: E402
from warehouse.errors import NotPublishedError  # noqa: E402
from warehouse.query import query  # noqa: E402

ANSWER_SECONDS = 0.3
CONTENTS_A_FILE = 4
"""So few contents for each file that some files are copies, and contents come back."""
TITLES = (
    "SELECT d.path, a.title FROM documents AS d INNER JOIN articles AS a ON d.article_id = a.article_id "
    "WHERE a.state = 'loaded' AND d.status IN ('loaded', 'duplicate')"
)
STEPS = ("prepare", "discover", "extract", "batch", "refresh", "check", "publish", "alerts")
PROOFS = {
    "articles doubled": "SELECT count(*) - count(DISTINCT article_id) FROM articles",
    "events doubled": "SELECT count(*) - count(DISTINCT event_id) FROM event_mentions",
    "files doubled": "SELECT count(*) - count(DISTINCT path) FROM source_files",
    "participants missing or too many": (
        "SELECT abs(count(*) - 2 * (SELECT count(*) FROM event_mentions)) FROM event_participants"
    ),
    "loaded files whose content is in no article": (
        "SELECT count(*) FROM source_files AS f ANTI JOIN (SELECT d.path, d.reading_id FROM documents AS d "
        "INNER JOIN articles AS a ON d.article_id = a.article_id AND d.content_key = a.content_key "
        "WHERE a.state = 'loaded' AND d.status IN ('loaded', 'duplicate')) AS held "
        "ON f.path = held.path AND f.reading_id = held.reading_id WHERE f.status = 'loaded'"
    ),
    "quarantined files without a reason": (
        "SELECT count(*) FROM source_files AS f ANTI JOIN quarantine AS q "
        "ON f.path = q.source_path AND f.sha256 = q.source_sha256 WHERE f.status = 'quarantined'"
    ),
}


@dataclass
class Tally:
    """What the loop has seen."""

    kills: int = 0
    died: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--files", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, endpoint() as server:
        server.delay = ANSWER_SECONDS
        tally = kill_again_and_again(Path(folder), server, kills=options.kills, files=options.files, dice=dice)
    print(json.dumps(report(tally, server), indent=1))
    return 1 if tally.faults else 0


def kill_again_and_again(folder: Path, server: Endpoint, *, kills: int, files: int, dice: random.Random) -> Tally:
    """Kill so many runs; after each one, check, and let a run end and check again."""
    inbox, warehouse = folder / "inbox", folder / "data"
    tally = Tally()
    change_inbox(inbox, files, dice)
    whole = run_to_the_end(inbox, warehouse, server)
    while tally.kills < kills:
        if tally.kills % 8 == 7:
            shutil.rmtree(warehouse)
        change_inbox(inbox, files, dice)
        if tally.kills % 2:
            step = kill_in(dice.choice(STEPS), dice.uniform(0, 0.3), inbox, warehouse, server)
        else:
            step = kill_after(dice.uniform(0.1, 1.1) * whole, inbox, warehouse, server)
        if step is not None:
            tally.kills += 1
            tally.died[step] += 1
            tally.faults += [f"after kill {tally.kills}: {fault}" for fault in snapshot_faults(warehouse)]
        run_to_the_end(inbox, warehouse, server)
        tally.faults += [f"after run {tally.kills}: {fault}" for fault in faults(inbox, warehouse)]
    return tally


def change_inbox(inbox: Path, files: int, dice: random.Random) -> None:
    """Keep about so many files there, some of them new, changed, copied, broken or failing."""
    inbox.mkdir(exist_ok=True)
    for path in dice.sample(sorted(inbox.iterdir()), k=min(4, len(list(inbox.iterdir())))):
        path.unlink()
    for number in dice.sample(range(files), k=files // 2):
        path = inbox / f"river-{number:03d}.txt"
        path.write_text(stubs.meeting(dice.randrange(CONTENTS_A_FILE * files)), encoding="utf-8")
    broken = inbox / f"broken-{dice.randrange(6)}.txt"
    broken.write_bytes(b"\0" + dice.randbytes(8))
    failing = inbox / f"fail-{dice.randrange(6)}.txt"
    failing.write_text(stubs.article_text("Talks", f"They met {dice.randrange(99)} times. FAIL"), encoding="utf-8")


def start(inbox: Path, warehouse: Path, server: Endpoint) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "CHASQUI_ALERT_URLS": server.url,
        "CHASQUI_ALERT_SUPPRESS_HOURS": "0",
    }
    command = [sys.executable, "-m", "tests.flows.announced_run", str(inbox), str(warehouse)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def run_to_the_end(inbox: Path, warehouse: Path, server: Endpoint) -> float:
    """The seconds of a whole run."""
    started = time.monotonic()
    process = start(inbox, warehouse, server)
    _, said = process.communicate(timeout=300)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"the run ended with {process.returncode}: {said.decode()}")
    return time.monotonic() - started


def kill_after(seconds: float, inbox: Path, warehouse: Path, server: Endpoint) -> str | None:
    """The step in which the run was killed; None if it was over by then."""
    process = start(inbox, warehouse, server)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return kill(process, said="start\n")
    return None


def kill_in(step: str, seconds: float, inbox: Path, warehouse: Path, server: Endpoint) -> str | None:
    """The same, so long after a step has begun."""
    process = start(inbox, warehouse, server)
    assert process.stdout is not None
    said = "start\n"
    while line := process.stdout.readline().decode():
        said += line
        if line.startswith(step):
            time.sleep(seconds)
            return kill(process, said=said)
    process.communicate()
    return None


def kill(process: subprocess.Popen[bytes], *, said: str) -> str:
    """Kill the run and its workers; returns the step that it was in, as far as it has said."""
    os.killpg(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    return (said + rest.decode()).split("\n")[-2].split(" ")[0]


def snapshot_faults(warehouse: Path) -> list[str]:
    """What is wrong with what readers see, whatever was killed."""
    try:
        return [name for name, sql in PROOFS.items() if query(warehouse, sql).rows != [(0,)]]
    except NotPublishedError:
        return []


def faults(inbox: Path, warehouse: Path) -> list[str]:
    """What is wrong after a whole run: the warehouse holds the files of the inbox, each once, with its last content.

    That is in an article of its own, or in that of a copy.
    """
    found = snapshot_faults(warehouse)
    status = dict(query(warehouse, "SELECT path, status FROM source_files WHERE status <> 'deleted'").rows)
    wanted = {path.name: "loaded" if path.name.startswith("river") else "quarantined" for path in inbox.iterdir()}
    if status != wanted:
        found.append(f"files differ: {sorted(set(status.items()) ^ set(wanted.items()))}")
    titles = dict(query(warehouse, TITLES).rows)
    for name in wanted:
        if name.startswith("river") and (inbox / name).read_text(encoding="utf-8").splitlines()[0] != titles.get(name):
            found.append(f"{name} has an old content")
    if list((warehouse / "shards").iterdir()) or list(warehouse.rglob("*.part")):
        found.append("leftovers")
    return found


def report(tally: Tally, server: Endpoint) -> dict[str, object]:
    return {
        "kills": tally.kills,
        "died": dict(tally.died),
        "alerts delivered": len(server.taken),
        "lost or doubled": tally.faults,
    }


if __name__ == "__main__":
    sys.exit(main())
