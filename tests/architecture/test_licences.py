"""What we ship with fits our licence (docs/adr/0006): no GPL, no AGPL among run-time dependencies."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FITS = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|HPND|Unlicense|CNRI|Zlib)\b", re.I
)
LIBRARY = {"psycopg", "psycopg-binary"}
"""LGPL: used unmodified, as a library."""


def shipped() -> list[str]:
    text = (ROOT / "requirements" / "run.txt").read_text()
    return re.findall(r"^([A-Za-z0-9._-]+)==", text, re.M)


def licence(name: str) -> str:
    found = metadata(name)
    classifiers = [line for line in found.get_all("Classifier", []) if line.startswith("License ::")]
    return "; ".join([found.get("License-Expression") or "", *classifiers, (found.get("License") or "")[:80]])


@pytest.mark.parametrize("name", shipped())
def test_a_run_time_dependency_fits_our_licence(name: str) -> None:
    try:
        text = licence(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is for another platform")
    if name in LIBRARY:
        assert "LGPL" in text
        return
    assert FITS.search(text), text
    assert not re.search(r"\bA?GPL", text) or " OR " in text, text
