"""Translations: `collect` finds texts in the source, `compile` makes what Django reads, `check` judges.

python scripts/messages.py collect     needs xgettext
python scripts/messages.py compile     needs nothing but Python packages
python scripts/messages.py check
"""

import os
import subprocess
import sys
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "sepas"
FILES = sorted(PACKAGE.glob("locale/*/LC_MESSAGES/django.po"))


def collect() -> int:
    """Bring the .po files up to date with the texts in the source; new ones are empty."""
    command = [sys.executable, "-m", "django", "makemessages", "-l", "fa", "--no-location", "--no-wrap"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "sepas.config.settings", "PYTHONPATH": str(PACKAGE.parent)}
    return subprocess.run(command, cwd=PACKAGE, env=env, check=False).returncode


def compile_all() -> int:
    """Write each .mo beside its .po, if the .po is newer."""
    for source in FILES:
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
    return 0


def faults() -> list[str]:
    """What is not translated or not in proper Persian letters."""
    found = []
    for source in FILES:
        for entry in polib.pofile(str(source)):
            if entry.obsolete:
                continue
            texts = [entry.msgstr, *entry.msgstr_plural.values()]
            if entry.fuzzy or not any(texts):
                found.append(f"not translated: {entry.msgid}")
            if any(letter in text for text in texts for letter in "يك"):
                found.append(f"Arabic ye or kaf in: {entry.msgstr}")
    return found


def check() -> int:
    found = faults()
    print("\n".join(found) or "every text is translated")
    return 1 if found else 0


if __name__ == "__main__":
    verbs = {"collect": collect, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    sys.exit(verbs[sys.argv[1]]())
