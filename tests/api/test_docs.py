"""What docs/api.md shows is what happens: its examples are run, those of the shell against a live server."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sepas.cases.actions.open import open_case
from sepas.cases.models import Attachment, Case, Post
from sepas.kernel.clock import now
from sepas.parties.actions.tokens import issue_token
from sepas.parties.roles import TOKEN_SCOPES
from sepas.webhooks.signing import new_secret, signature
from tests.cast import MARYAM, Cast, actor_of

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def shell(live_server: Any, committed_cast: Cast, settings: Any, tmp_path: Path) -> Callable[[str], Any]:
    """Runs an example where a reader would be: with an install, a token, a case's code and a picture."""
    settings.MEDIA_ROOT = tmp_path / "media"
    issued = issue_token(
        actor_of("adam"),
        organisation=committed_cast.sard,
        name="docs",
        scopes=sorted(TOKEN_SCOPES),
        now=now(),
    )
    case = open_case(
        actor_of("alice"),
        organisation=committed_cast.sard,
        kind="advice",
        description="یخچال سرد نمی‌کند",
        mobile=MARYAM,
        branch=committed_cast.tehran,
        now=now(),
    )
    (tmp_path / "invoice.pdf").write_bytes(b"%PDF-1.4 invoice")
    known = {"SEPAS": live_server.url, "TOKEN": issued.raw, "CODE": case.code}

    def run(block: str) -> Any:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            check=False, cwd=tmp_path, env={"PATH": "/usr/bin:/bin", **known}, capture_output=True,
            text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    return run


def test_every_example_of_the_page_does_what_it_says(shell: Callable[[str], Any]) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl on this machine: the examples of docs/api.md were NOT tried")
    examples = blocks("sh")
    assert all("curl" in example and '"$SEPAS/api/' in example for example in examples)
    decided, opened, listed, replied, attached, resolved, expected, tickets, moved = [
        shell(each) for each in examples
    ]

    assert decided["lines"]["parts"]["outcome"]
    made = Case.objects.unscoped("test").get(code=opened["code"])
    assert (opened["state"]["code"], made.kind) == ("new", "advice")
    assert {case["code"] for case in listed["items"]} >= {made.code}
    case = Case.objects.unscoped("test").exclude(pk=made.pk).get()
    assert replied["code"] == attached["code"] == resolved["code"] == case.code
    assert Post.objects.unscoped("test").filter(case=case, body="فردا ساعت ۱۰ می‌آییم.").count() == 1
    assert Attachment.objects.unscoped("test").get(case=case).name == "invoice.pdf"
    assert (resolved["state"]["code"], case.resolution) == ("resolved", "کمپرسور عوض شد.")
    assert expected == {"items": [], "more": False}
    assert [set(ticket) for ticket in tickets] == [{"id", "href", "@type", "status", "severity"}]
    assert (moved["id"], moved["status"]) == (case.code, "inProgress")
    assert case.state == "in_progress"


def test_the_signature_of_a_webhook_is_checked_as_the_page_shows() -> None:
    (example,) = blocks("python")
    found: dict[str, Any] = {}
    exec(example, found)
    secret, key, body = new_secret(), "msg_1", '{"type":"case.opened"}'
    moment = str(int(time.time()))
    headers = {"webhook-id": key, "webhook-timestamp": moment}
    good = {**headers, "webhook-signature": f"v1,old {signature(secret, key, moment, body)}"}
    assert found["is_ours"](secret, good, body)
    assert not found["is_ours"](new_secret(), good, body)
    assert not found["is_ours"](secret, good, body + " ")
    late = str(int(time.time()) - 600)
    old = {
        "webhook-id": key,
        "webhook-timestamp": late,
        "webhook-signature": signature(secret, key, late, body),
    }
    assert not found["is_ours"](secret, old, body)
