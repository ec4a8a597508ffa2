"""A deployment with impatient automations on the configured server: watched_deployment.py put|tidy INBOX WAREHOUSE."""

import json
import sys
from datetime import timedelta
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.schedules import Cron

from flows.job import Job
from flows.schedule import deploy, tidy
from flows.watch import Patience


def put(inbox: Path, warehouse: Path) -> list[str]:
    """Puts it there; the ids of the deployment that is watched and of the one that tells."""
    soon = timedelta(seconds=10)
    patience = Patience(late=soon, missed=soon, hangs=soon, died=soon)
    job = Job(inbox=inbox, warehouse=warehouse)
    deploy(job, name="watched", schedule=Cron("0 0 1 1 *", timezone="UTC"), patience=patience)
    with get_client(sync_client=True) as client:
        return [str(client.read_deployment_by_name(f"chasqui-{flow}/watched").id) for flow in ("nightly", "watch")]


if __name__ == "__main__":
    task, inbox, warehouse = sys.argv[1:]
    found = put(Path(inbox), Path(warehouse)) if task == "put" else tidy("watched")
    sys.stdout.write(json.dumps(found))
