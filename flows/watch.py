"""Automations on the Prefect server that watch over the nightly deployment, and the alerts that they lead to.

What the server sees (a run that is late, that none completes, that one hangs or has died) starts a run of the flow
`chasqui-watch`, which raises an alert like any other. The server learns no address of an alert.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.events.actions import ActionTypes
    from prefect.events.schemas.automations import AutomationCore

LATE, MISSED, HANGS, DIED = "late", "missed", "hangs", "died"
SIGHTINGS = {
    LATE: "a run that is due was not started: is `chasqui schedule` still serving it?",
    MISSED: "no run has completed in the time in which the schedule has one",
    HANGS: "a run takes longer than `run_hours` (setting), and is still at it",
    DIED: "a run has died without a word (no heartbeat), and was marked as crashed; the next one makes it good",
}
"""What was seen, in words for an alert."""
ENDED = frozenset(f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Crashed", "Cancelled"))
STARTED = frozenset(f"prefect.flow-run.{state}" for state in ("Pending", "Running"))
BLOCK_NAME = "chasqui-alerts"
"""A notification block of this name on the server is told as well: also while nobody serves the schedule."""
SUBJECT = "Chasqui: the schedule needs a look"


@dataclass(frozen=True)
class Patience:
    """How long to wait for what: a late run to start, a run to complete, a running one to end, the next heartbeat."""

    late: timedelta
    missed: timedelta
    hangs: timedelta
    died: timedelta


def patience(gap: timedelta, *, run_hours: float) -> Patience:
    """For a schedule with so much time between two runs at most, and runs that may take `run_hours`."""
    longest = timedelta(hours=run_hours)
    return Patience(
        late=timedelta(minutes=15), missed=gap + longest + timedelta(hours=1), hangs=longest, died=timedelta(minutes=5)
    )


def automation_name(name: str, sighting: str) -> str:
    """The name of an automation over the deployment `name`."""
    return f"chasqui {name}: {sighting}"


def automations(
    name: str, *, watched: UUID, watcher: UUID, patience: Patience, block: UUID | None = None
) -> "list[AutomationCore]":
    """The automations over the deployment `watched`; their alerts are runs of the deployment `watcher`.

    `block` is a notification block to be told as well.
    """
    from prefect.client.schemas.objects import StateType
    from prefect.events.actions import ChangeFlowRunState

    crash = ChangeFlowRunState(
        name="Crashed", state=StateType.CRASHED, message="No sign of life from the run.", force=False
    )
    heartbeat = "prefect.flow-run.heartbeat"
    triggers: list[tuple[str, dict[str, Any], list[ActionTypes]]] = [
        (LATE, _silence({"prefect.flow-run.Late"}, STARTED | ENDED, patience.late), []),
        (MISSED, {"expect": {"prefect.flow-run.Completed"}, "within": patience.missed}, []),
        (HANGS, _silence({"prefect.flow-run.Running"}, ENDED, patience.hangs), []),
        (DIED, _silence({heartbeat}, ENDED | {heartbeat}, patience.died), [crash]),
    ]
    return [
        _automation(name, sighting, fields, watched=watched, actions=[*first, *_tell(sighting, watcher, block)])
        for sighting, fields, first in triggers
    ]


def put_automations(client: "SyncPrefectClient", wanted: "Sequence[AutomationCore]") -> None:
    """Create the automations on the server, or bring those of the same names up to date."""
    for automation in wanted:
        known = client.read_automations_by_name(automation.name)
        if known:
            client.update_automation(known[0].id, automation)
        else:
            client.create_automation(automation)


def find_block(client: "SyncPrefectClient") -> UUID | None:
    """The notification block `chasqui-alerts` of the server, if somebody has made one."""
    for block in client.read_block_documents(include_secrets=False):
        if block.name == BLOCK_NAME and block.block_schema and "notify" in (block.block_schema.capabilities or ()):
            return block.id
    return None


def _silence(after: set[str], expect: frozenset[str] | set[str], within: timedelta) -> dict[str, Any]:
    """Each run for itself: after one of these events, none of those."""
    return {"after": after, "expect": set(expect), "within": within, "for_each": {"prefect.resource.id"}}


def _automation(
    name: str, sighting: str, fields: dict[str, Any], *, watched: UUID, actions: "list[ActionTypes]"
) -> "AutomationCore":
    from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

    # Not owned by the deployment: Prefect deletes what a deployment owns whenever it is served again.
    trigger = EventTrigger(
        match={"prefect.resource.id": "prefect.flow-run.*"},
        match_related={
            "prefect.resource.role": "deployment",
            "prefect.resource.id": f"prefect.deployment.{watched}",
        },
        posture=Posture.Proactive,
        threshold=1,
        **fields,
    )
    return AutomationCore(
        name=automation_name(name, sighting),
        description=f"Alerts when {SIGHTINGS[sighting].partition(':')[0]}.",
        trigger=trigger,
        actions=actions,
    )


def _tell(sighting: str, watcher: UUID, block: UUID | None) -> "list[ActionTypes]":
    from prefect.events.actions import RunDeployment, SendNotification

    run = RunDeployment(source="selected", deployment_id=watcher, parameters={"sighting": sighting}, job_variables=None)
    if block is None:
        return [run]
    return [run, SendNotification(block_document_id=block, subject=SUBJECT, body=SIGHTINGS[sighting])]
