"""A deployment with impatient automations on the configured server: watched_deployment.py put|tidy INBOX HOOK.

The alerts of the automations also go to the web address HOOK.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path

from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client
from prefect.schedules import Cron

from flows.job import Job
from flows.schedule import deploy, tidy
from flows.watch import BLOCK_NAME, Patience


def put(inbox: Path, hook: str) -> list[str]:
    """Puts it there, with a notification block; the ids of the deployment that is watched and of the one that tells."""
    soon = timedelta(seconds=10)
    patience = Patience(late=soon, missed=soon, hangs=soon, died=soon)
    block = CustomWebhookNotificationBlock(
        name="hook", url=hook, json_data={"title": "{{subject}}", "body": "{{body}}"}
    )
    block.save(BLOCK_NAME, overwrite=True)
    job = Job(inbox=inbox, warehouse=Path("data"))
    deploy(job, name="watched", schedule=Cron("0 0 1 1 *", timezone="UTC"), patience=patience)
    with get_client(sync_client=True) as client:
        return [str(client.read_deployment_by_name(f"chasqui-{flow}/watched").id) for flow in ("nightly", "watch")]


if __name__ == "__main__":
    task, inbox, hook = sys.argv[1:]
    found = put(Path(inbox), hook) if task == "put" else tidy("watched")
    sys.stdout.write(json.dumps(found))
