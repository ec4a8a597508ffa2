"""`chasqui doctor`."""

import json

import typer

from flows.options import JsonOption, ModelOption, WarehouseOption, settings_of


def doctor(
    context: typer.Context,
    warehouse: WarehouseOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check the installation and the warehouse, and say how to mend what is wrong.

    Looks at Python and the libraries, the settings, the model, Prefect, the disk, the warehouse's folder, database,
    migrations, lock, leftovers and quarantine, the addresses and state of alerts, and the schedule. Changes nothing.

    Exit code 3: at least one check failed; warnings don't count.
    """
    from flows.doctor import as_rows, examine, print_findings

    settings = settings_of(context, warehouse=warehouse, model=model)
    findings = examine(settings)
    if as_json:
        print(json.dumps(as_rows(findings), ensure_ascii=False, indent=1))
    else:
        print_findings(findings)
    return 3 if any(finding.state == "fail" for finding in findings) else 0
