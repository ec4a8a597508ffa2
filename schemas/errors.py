"""Errors of the pipeline, in two families.

Terminal errors will fail again on the same input: the input goes to quarantine and the run goes on.
Transient errors may pass when tried again later (a busy lock, a full disk): flows may retry them.
"""

from functools import partial
from typing import Any


class ChasquiError(Exception):
    """Base of all errors that Chasqui raises on purpose; its text is one readable line."""


class TerminalError(ChasquiError):
    """The same input will fail again."""


class TransientError(ChasquiError):
    """The same call may succeed later."""


class ReadError(TerminalError):
    """An input file, or a place in it, can't be read as an article."""

    def __init__(self, path: str, reason: str, *, rule: str, place: str = "file") -> None:
        super().__init__(f"{path}: {place}: {reason}")
        self.path = path
        self.place = place
        self.rule = rule
        self.reason = reason

    def __reduce__(self) -> tuple[Any, ...]:
        """Sent between processes; exceptions are made of their text else."""
        return partial(ReadError, rule=self.rule, place=self.place), (self.path, self.reason)


class UnknownCodeError(TerminalError):
    """A code that the ontology doesn't list."""

    def __init__(self, code_list: str, code: str) -> None:
        super().__init__(f"{code!r} is not in the code list {code_list!r}")
        self.code_list = code_list
        self.code = code


class LexiconError(TerminalError):
    """A row of a data file (lexicon, code list) that can't be used."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class FieldFault:
    """One reason why a record is invalid: the field's path, the rule, the offending value, a readable message."""

    __slots__ = ("field", "message", "rule", "value")

    def __init__(self, field: str, rule: str, value: Any, message: str) -> None:
        self.field = field
        self.rule = rule
        self.value = value
        self.message = message

    def as_dict(self) -> dict[str, str]:
        return {"field": self.field, "rule": self.rule, "value": repr(self.value)[:200], "message": self.message}


class RecordError(TerminalError):
    """A record that fails validation, with all its faults."""

    def __init__(self, record: str, faults: list[FieldFault]) -> None:
        super().__init__(f"{record}: " + "; ".join(f"{fault.field}: {fault.message}" for fault in faults))
        self.record = record
        self.faults = faults
