"""What is told of data that came in and went out: who, what, how many. Never what was in it."""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("import.started", subject="import")
@dataclass(frozen=True, slots=True)
class ImportStarted:
    kind: str
    file: str
    sha256: str
    dry: bool


@event("import.paused", subject="import")
@dataclass(frozen=True, slots=True)
class ImportPaused:
    position: int


@event("import.resumed", subject="import")
@dataclass(frozen=True, slots=True)
class ImportResumed:
    position: int


@event("import.cancelled", subject="import")
@dataclass(frozen=True, slots=True)
class ImportCancelled:
    position: int


@event("import.ended", subject="import")
@dataclass(frozen=True, slots=True)
class ImportEnded:
    """The file was read to its end, or not: `error` says why."""

    kind: str
    dry: bool
    added: int
    changed: int
    there: int
    wrong: int
    error: str = ""


@event("export.asked", subject="export")
@dataclass(frozen=True, slots=True)
class ExportAsked:
    what: str
    form: str
    filters: dict[str, str]
    columns: list[str]


@event("export.made", subject="export")
@dataclass(frozen=True, slots=True)
class ExportMade:
    what: str
    form: str
    rows: int


@event("export.downloaded", subject="export")
@dataclass(frozen=True, slots=True)
class ExportDownloaded:
    what: str
    form: str
    rows: int
