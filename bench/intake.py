"""Cases opened per second over HTTP, everything durable on disk, beside django-helpdesk creating tickets.

    python bench/intake.py [--vendors sqlite postgresql] [--seconds 8] [--concurrency 1 4 8] [--peer]

Sepas answers after decision, promised clocks, facts, search text and deliveries are committed: SQLite with
synchronous=FULL, PostgreSQL with the server's fsync. Two doors: `POST /api/v1/cases` with a token, and the portal's
form (two requests a case: what is wrong, then the number). With `--peer`, django-helpdesk is installed into a
throwaway virtual environment and creates tickets through its public form (one request a ticket) on the same
machine, database engine, settings and server (granian, two workers, four threads), in the same run, by turns. No
background worker of either runs meanwhile. Told are cases a second, p50 and p95 of a case in milliseconds, processor
time of the web server a case. Goal: the API at least twice the peer's form. Exit status 1 when it is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import helpdesk, serving

GOAL = 2.0
WARM_SECONDS = 3.0
TOKENS = 64
"""A token may ask so often a minute; many programs together may do more."""
PER_ADDRESS = 8
"""Cases from one address: one visitor may not send hundreds."""
TURNS = 4
"""In so many parts the seconds of each door are measured."""
PEER = "django-helpdesk, public form"
Send = Callable[[], None]
Doors = dict[str, tuple[serving.Server, Callable[[], Send]]]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--vendors", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--concurrency", type=int, nargs="+", default=[1, 4, 8])
    parser.add_argument("--peer", action="store_true", help="measure django-helpdesk beside it")
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        print(json.dumps(prepare()))
        return 0
    missed = []
    python = helpdesk.install() if options.peer else None
    for vendor in options.vendors:
        if vendor == "postgresql" and not serving.postgres_answers():
            continue
        with contextlib.ExitStack() as open_servers:
            doors = sepas(vendor, open_servers)
            if python is not None:
                server, form = open_servers.enter_context(helpdesk.serving(python, vendor))
                doors[PEER] = (server, Helpdesk(server, form).sender)
            missed += report(vendor, rounds(doors, options), options)
    print("\n".join(f"missed: {line}" for line in missed) or "every goal is met")
    return 1 if missed else 0


def sepas(vendor: str, open_servers: contextlib.ExitStack) -> Doors:
    url = serving.database(vendor, "intake")
    serving.make_database(vendor, "intake")
    serving.sepas(url, "migrate", "-v0")
    serving.sepas(url, "simulate", "--cases", "1000", "--patterns", "20")
    asked = subprocess.run(
        [sys.executable, __file__, "--prepare"], env=serving.environment(url), capture_output=True, check=True
    )
    known = json.loads(asked.stdout.splitlines()[-1])
    server = open_servers.enter_context(serving.serving_sepas(url))
    return {
        "Sepas, API": (server, Api(server, known).sender),
        "Sepas, portal's form": (server, Portal(server, known).sender),
    }


class Api:
    """A case a request, each with a new customer, a unit, words of its own."""

    def __init__(self, server: serving.Server, known: dict[str, Any]) -> None:
        self.server = server
        self.tokens, self.serials = itertools.cycle(known["tokens"]), itertools.cycle(known["serials"])

    def sender(self) -> Send:
        client = self.server.client()

        def send() -> None:
            number = next(_numbers)
            body = {
                "kind": "guarantee_repair",
                "description": f"یخچال از دیشب خنک نمی‌کند و صدا می‌دهد. شمارهٔ {number}",
                "mobile": f"0912{number:07d}",
                "name": "مریم احمدی",
                "serial": next(self.serials),
            }
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {next(self.tokens)}"}
            status, content, _ = client.ask("POST", "/api/v1/cases", json.dumps(body).encode(), headers)
            assert status == 201, (status, content[:300])

        return send


class Portal:
    """A case two requests: the page of words, and the page that asks where to reach the customer."""

    def __init__(self, server: serving.Server, known: dict[str, Any]) -> None:
        self.server = server
        self.serials = itertools.cycle(known["serials"])

    def sender(self) -> Send:
        state: dict[str, Any] = {"left": 0}

        def send() -> None:
            if not state["left"]:
                address = next(_addresses)
                client = state["client"] = serving.Client(
                    self.server.port, f"127.{address >> 16}.{address >> 8 & 255}.{address & 255}"
                )
                client.ask("GET", "/request/")
                state["left"] = PER_ADDRESS
            state["left"] -= 1
            client, number = state["client"], next(_numbers)
            form = {
                "kind": "maintenance",
                "description": f"سرویس سالانه می‌خواهم. شمارهٔ {number}",
                "about": next(self.serials),
            }
            status, content, headers = _post(client, "/request/", form)
            assert status == 303, (status, content[:300])
            assert headers["location"] == "/request/confirm/", headers["location"]
            form = {
                "mobile": f"0912{number:07d}",
                "name": "مریم احمدی",
                "once": f"{random.getrandbits(120):030x}",
            }
            status, content, headers = _post(client, "/request/confirm/", form)
            assert status == 303, (status, content[:300])
            assert headers["location"].startswith("/t/"), headers["location"]

        return send


class Helpdesk:
    """A ticket a request."""

    def __init__(self, server: serving.Server, form: dict[str, str]) -> None:
        self.server, self.form = server, form

    def sender(self) -> Send:
        client = self.server.client()
        client.ask("GET", helpdesk.FORM)

        def send() -> None:
            number = next(_numbers)
            filled = {
                **self.form,
                "title": f"یخچال خنک نمی‌کند {number}",
                "body": f"یخچال از دیشب خنک نمی‌کند و صدا می‌دهد. شمارهٔ {number}",
                "submitter_email": f"someone{number}@example.com",
            }
            status, content, headers = _post(client, helpdesk.FORM, filled)
            assert status == 302, (status, re.sub(r"\s+", " ", content.decode())[:3000])
            assert "view" in headers["location"], headers["location"]

        return send


def _post(client: serving.Client, path: str, form: dict[str, str]) -> Any:
    body = urlencode({**form, "csrfmiddlewaretoken": client.cookies["csrftoken"]}).encode()
    return client.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})


def rounds(doors: Doors, options: argparse.Namespace) -> dict[str, list[dict[str, float]]]:
    """What each door did, for each number of senders. They take turns, so that a machine that is quicker at one time
    than at another is so for all; nobody is asked while another's turn is measured. Warmed over many connections, so
    that every worker has been asked before anything is counted.
    """
    for server, sender in doors.values():
        one_round(server, sender, WARM_SECONDS, 2 * serving.WORKERS)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in doors}
    for many in options.concurrency:
        done: dict[str, list[Round]] = {name: [] for name in doors}
        for _turn in range(TURNS):
            for name, (server, sender) in doors.items():
                done[name].append(one_round(server, sender, options.seconds / TURNS, many))
        for name, turns in done.items():
            times = [each for turn in turns for each in turn.times]
            p50, p95 = serving.p50_p95(times)
            rate = len(times) / sum(turn.seconds for turn in turns)
            cpu = sum(turn.cpu for turn in turns) / len(times) * 1000
            found[name].append({"rate": rate, "p50": p50, "p95": p95, "cpu": cpu})
    return found


@dataclass(frozen=True)
class Round:
    times: list[float]
    seconds: float
    cpu: float


def one_round(server: serving.Server, sender: Callable[[], Send], seconds: float, many: int) -> Round:
    """`many` senders, each with its own connection, for so many seconds."""
    times: list[float] = []
    failed: list[BaseException] = []
    begin = threading.Barrier(many + 1)

    def run() -> None:
        send = sender()
        begin.wait()
        try:
            while time.perf_counter() < end:
                begun = time.perf_counter()
                send()
                times.append(time.perf_counter() - begun)
        except BaseException as error:
            failed.append(error)

    end = float("inf")
    threads = [threading.Thread(target=run) for _ in range(many)]
    for thread in threads:
        thread.start()
    cpu, begun = server.cpu(), time.perf_counter()
    end = begun + seconds
    begin.wait()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(f"a request failed: {failed[0]}")
    return Round(times, time.perf_counter() - begun, server.cpu() - cpu)


def report(vendor: str, rows: dict[str, Any], options: argparse.Namespace) -> list[str]:
    print(f"\n{vendor}")
    print(f"{'':<32}" + "".join(f"{f'{many} at a time':>38}" for many in options.concurrency))
    print(f"{'':<32}" + f"{'a second':>14}{'p50':>8}{'p95':>8}{'CPU ms':>8}" * len(options.concurrency))
    for name, cells in rows.items():
        line = "".join(f"{c['rate']:14.1f}{c['p50']:8.1f}{c['p95']:8.1f}{c['cpu']:8.1f}" for c in cells)
        print(f"{name:<32}{line}")
    peer = rows.get(PEER)
    if peer is None:
        return []
    missed = []
    for name, cells in rows.items():
        if cells is peer:
            continue
        ratios = [ours["rate"] / theirs["rate"] for ours, theirs in zip(cells, peer, strict=True)]
        costs = [theirs["cpu"] / ours["cpu"] for ours, theirs in zip(cells, peer, strict=True)]
        print(
            f"{name}: {' '.join(f'{ratio:.2f}' for ratio in ratios)} times the peer's tickets a second; "
            f"{' '.join(f'{ratio:.2f}' for ratio in costs)} times as many by processor time"
        )
        if name.endswith("API") and min(ratios) < GOAL:
            missed.append(f"{vendor}, {name}: {min(ratios):.2f} times the peer, not {GOAL}")
    return missed


def prepare() -> dict[str, Any]:
    """In a process of its own: tokens of the organisation and serial numbers of its units."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
    import django

    django.setup()
    from sepas.assets.models import Unit
    from sepas.cli import prepare
    from sepas.kernel import clock
    from sepas.parties.actions.tokens import issue_token
    from sepas.parties.actors import actor_for_user
    from sepas.parties.models import Organisation, User

    prepare.prepare(lambda _: None)
    organisation = Organisation.objects.unscoped("bench").get(slug="simulated")
    admin = actor_for_user(User.objects.get(username="admin"))
    assert admin is not None
    tokens = [
        issue_token(
            admin, organisation=organisation, name=f"bench {number}", scopes=["cases.open"], now=clock.now()
        ).raw
        for number in range(TOKENS)
    ]
    units = Unit.objects.unscoped("bench").order_by("pk")
    return {"tokens": tokens, "serials": list(units.values_list("serial", flat=True)[:500])}


_numbers = itertools.count(random.randrange(1_000_000) + 1_000_000)
_addresses = itertools.count((1 << 16) + 1)

if __name__ == "__main__":
    sys.exit(main())
