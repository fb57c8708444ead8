"""The secret key of an embedded install: made once, kept in a file that only its owner can read."""

import os
import secrets
from pathlib import Path


def local_secret(path: Path, *, allowed: bool) -> str:
    """The key kept at `path`, made now if there is none; an error where installs must bring their own."""
    if not allowed:
        raise SystemExit("Set SEPAS_SECRET_KEY in the environment (SEPAS_EMBEDDED is off).")
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(50)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(key)
        return key
