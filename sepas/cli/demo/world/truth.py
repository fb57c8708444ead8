"""The truth file: what the simulator knows and the product does not, one JSON object a line, for later evaluation.

It lies beside the database, readable by whoever runs the install alone; no page, API or table of the product holds
any of it. Cases are named by what both sides know for certain: organisation, mobile number and moment of opening,
because codes are drawn from real randomness. `docs/world.md` explains every field.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

SCHEMA = 1


class Truth:
    """Gathers records in memory; `write` puts them in place at once, or not at all."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []

    def tell(self, record: str, **values: Any) -> None:
        self.records.append({"record": record, **{name: plain(value) for name, value in values.items()}})

    def lines(self) -> Iterable[str]:
        for record in self.records:
            yield json.dumps(record, ensure_ascii=False, sort_keys=True)

    def digest(self) -> str:
        """SHA-256 of the whole file: the same seed, size and last moment give the same one."""
        whole = hashlib.sha256()
        for line in self.lines():
            whole.update(line.encode() + b"\n")
        return whole.hexdigest()

    def write(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_suffix(".part")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in self.lines())
        beside.replace(path)
        return path


def where(size: str, years: int, seed: int) -> Path:
    """The file of a world."""
    return Path(settings.VAR) / "truth" / f"demo-{size}-{years}y-seed{seed}.jsonl"


def plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(item) for name, item in asdict(value).items()}
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return round(value, 6) if isinstance(value, float) else value
