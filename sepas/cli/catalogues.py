"""Message catalogues: compiled where they are newer than what was compiled, without GNU gettext."""

import os
from pathlib import Path

LOCALES = Path(__file__).resolve().parent.parent / "locale"


def stale(root: Path = LOCALES) -> list[Path]:
    """The catalogues whose compiled form is missing or older than the text."""
    return [
        po
        for po in sorted(root.glob("*/LC_MESSAGES/*.po"))
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]


def compile_all(root: Path = LOCALES) -> int:
    """Compile what is stale; returns how many were. Fuzzy entries are left out, as msgfmt does."""
    import polib

    found = stale(root)
    for po in found:
        unfinished = po.with_suffix(f".mo.{os.getpid()}")
        polib.pofile(str(po), encoding="utf-8").save_as_mofile(str(unfinished))
        unfinished.replace(po.with_suffix(".mo"))
    return len(found)
