"""An alert in words."""

from functools import cache
from importlib import resources
from string import Template

from flows.terminal import one_printable_line
from schemas.alert import Alert

LONGEST_REASON = 200


def body_of(alert: Alert) -> str:
    """The message of `templates/alert.txt`, filled. What comes from files is stripped of controls."""
    return _template().substitute(
        summary=one_printable_line(alert.title),
        severity=alert.severity,
        scope=one_printable_line(alert.scope),
        run_id=alert.run_id or "none",
        fingerprint=alert.fingerprint,
        details="\n\n".join(block for block in _blocks(alert) if block),
    )


def _blocks(alert: Alert) -> list[str]:
    heading = "No longer the case:" if alert.kind == "resolved" else "What is wrong:"
    samples = [f"{sample.file}: {sample.reason[:LONGEST_REASON]}" for sample in alert.samples]
    return [
        _block(heading, [cause.text for cause in alert.causes]),
        _block("Counts:", [f"{label}: {count}" for label, count in alert.counts.items()]),
        _block("For example:", samples),
        _block("To try again what is in quarantine:", [alert.replay] if alert.replay else []),
        _block("To see more:", list(alert.look)),
    ]


def _block(heading: str, lines: list[str]) -> str:
    return "\n".join([heading, *(f"  {one_printable_line(line)}" for line in lines)]) if lines else ""


@cache
def _template() -> Template:
    return Template((resources.files("flows") / "templates" / "alert.txt").read_text(encoding="utf-8"))
