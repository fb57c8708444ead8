"""Links and live updates follow the port that is served, whether it is told by an option or a setting."""

import os
import subprocess
import sys

import pytest

from sepas.cli import main

ASK = """
import os
from sepas.cli import main
def told():
    from django.conf import settings
    print(settings.BASE_URL, settings.SEPAS_LIVE_PORT)
    raise SystemExit(0)
main._set_up = told
main.main({words!r})
"""


def links(*words: str, **env: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEPAS_")}
    said = subprocess.run(
        [sys.executable, "-c", ASK.format(words=list(words))],
        env={**kept, "DJANGO_SETTINGS_MODULE": "sepas.config.settings", **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return said.stdout.strip()


def test_the_option_is_followed_by_links_and_live_updates() -> None:
    assert links("serve", "--port", "8123") == "http://127.0.0.1:8123 9123"
    assert links("web", "--workers", "1", "--port=8123") == "http://127.0.0.1:8123 9123"
    assert links("serve", "--port", "8123", SEPAS_PORT="8001") == "http://127.0.0.1:8123 9123"


def test_a_setting_of_the_address_says_more_than_the_port() -> None:
    assert links("serve", "--port", "8123", SEPAS_BASE_URL="https://service.example.ir") == (
        "https://service.example.ir 9123"
    )


def test_without_the_option_the_setting_holds() -> None:
    assert links("serve", SEPAS_PORT="8001") == "http://127.0.0.1:8001 9001"
    assert links("serve") == "http://127.0.0.1:8000 9000"


@pytest.mark.parametrize("typed", ["", "eight", "-1", "۸۱۲۳"])
def test_a_port_that_is_none_is_left_to_the_verb(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setenv("SEPAS_PORT", "8001")
    main._follow_port([f"--port={typed}"])
    assert os.environ["SEPAS_PORT"] == "8001"
