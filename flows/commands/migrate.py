"""`chasqui migrate` and `chasqui rollback`."""

import json

import typer

from flows.options import JsonOption, WarehouseOption, settings_of


def migrate(context: typer.Context, warehouse: WarehouseOption = None, as_json: JsonOption = False) -> int:
    """Bring the warehouse to the schema of this version, after a backup copy. Each run does so by itself.

    Exit code 3: a run is at work, a migration was changed after it was applied, or the warehouse is newer than this
    version.
    """
    from warehouse.lock import single_writer
    from warehouse.migrate import upgrade

    directory = settings_of(context, warehouse=warehouse).warehouse
    with single_writer(directory):
        applied = upgrade(directory)
    if as_json:
        print(json.dumps({"applied": applied}))
    else:
        print("\n".join(applied) if applied else "up to date")
    return 0


def rollback(context: typer.Context, warehouse: WarehouseOption = None, as_json: JsonOption = False) -> int:
    """Publish again what was published before the last run. The next run publishes what it has loaded since.

    Exit code 3: a run is at work, or there is no earlier snapshot.
    """
    from warehouse.lock import single_writer
    from warehouse.publish import rollback as publish_earlier

    directory = settings_of(context, warehouse=warehouse).warehouse
    with single_writer(directory):
        snapshot = publish_earlier(directory)
    print(json.dumps({"published": str(snapshot)}) if as_json else f"published: {snapshot}")
    return 0
