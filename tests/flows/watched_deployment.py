"""Puts a deployment with impatient automations on the configured server: watched_deployment.py INBOX WAREHOUSE."""

import json
import sys
from datetime import timedelta
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.schedules import Cron

from flows.job import Job
from flows.schedule import deploy
from flows.watch import Patience

if __name__ == "__main__":
    job = Job(inbox=Path(sys.argv[1]), warehouse=Path(sys.argv[2]))
    soon = timedelta(seconds=10)
    patience = Patience(late=soon, missed=soon, hangs=soon, died=soon)
    deploy(job, name="watched", schedule=Cron("0 0 1 1 *", timezone="UTC"), patience=patience)
    with get_client(sync_client=True) as client:
        ids = [str(client.read_deployment_by_name(f"chasqui-{flow}/watched").id) for flow in ("nightly", "watch")]
    sys.stdout.write(json.dumps(ids))
