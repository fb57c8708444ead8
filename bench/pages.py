"""The pages that staff live in, at 10,000 and 100,000 cases (and 1,000,000 when asked), on SQLite and PostgreSQL.

    python bench/pages.py [--sizes 10000 100000] [--vendors sqlite postgresql] [--requests 60] [--fresh]

Databases are made by `sepas simulate` and kept in var/bench (SEPAS_BENCH names another folder) for the next run.
Each page is asked for over HTTP, one request after the other, from a server of two workers. Told are p50 and p95 in
milliseconds, processor time of the web server a request, SQL statements and size; then how p50 grows from one size
to the next (flat is 1.0). Goals: p95 at most 150 ms, searches 300 ms, growth at most twice; the portal's first page
at most 100 kB over the wire with everything it loads. Exit status 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import serving

GOAL, GOAL_SEARCH, GOAL_GROWTH, GOAL_FIRST_PAGE = 150.0, 300.0, 2.0, 100_000
SAMPLE = 40
Table = dict[str, dict[str, Any]]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--vendors", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--only", default="", help="only pages whose name has this in it")
    parser.add_argument("--fresh", action="store_true", help="make the databases anew")
    parser.add_argument("--samples", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.samples:
        print(json.dumps(samples()))
        return 0
    vendors = [name for name in options.vendors if name == "sqlite" or serving.postgres_answers()]
    missed = []
    for vendor in vendors:
        tables = {size: measure(vendor, size, options) for size in options.sizes}
        missed += report(vendor, tables)
    missed += first_page(serving.database(vendors[0], f"pages-{options.sizes[0]}"))
    print("\n".join(f"missed: {line}" for line in missed) or "every goal is met")
    return 1 if missed else 0


def measure(vendor: str, size: int, options: argparse.Namespace) -> Table:
    """Every page of one database."""
    name = f"pages-{size}"
    url = serving.database(vendor, name)
    if options.fresh or not filled(vendor, name):
        serving.make_database(vendor, name)
        serving.sepas(url, "migrate", "-v0")
        serving.sepas(url, "simulate", "--cases", str(size))
    asked = subprocess.run(
        [sys.executable, __file__, "--samples"], env=serving.environment(url), capture_output=True, check=True
    )
    found = json.loads(asked.stdout.splitlines()[-1])
    table: Table = {}
    with serving.serving_sepas(url) as server:
        client = server.client()
        for page, (who, paths, queries) in found["pages"].items():
            if options.only not in page:
                continue
            client.cookies = {"sessionid": found["sessions"][who]} if who else {}
            table[page] = {**ask_all(server, client, paths, options.requests), "queries": queries}
    return table


def ask_all(
    server: serving.Server, client: serving.Client, paths: list[str], requests: int
) -> dict[str, Any]:
    turn = itertools.cycle(paths)
    for _ in range(2 * serving.WORKERS + 4):
        client.ask("GET", next(turn))
    times, size = [], 0
    before = server.cpu()
    for path in itertools.islice(turn, requests):
        begun = time.perf_counter()
        status, body, _ = client.ask("GET", path)
        times.append(time.perf_counter() - begun)
        size = len(body)
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
    p50, p95 = serving.p50_p95(times)
    return {"p50": p50, "p95": p95, "cpu": (server.cpu() - before) / requests * 1000, "size": size}


def report(vendor: str, tables: dict[int, Table]) -> list[str]:
    missed = []
    sizes = list(tables)
    print(f"\n{vendor}")
    head = "".join(f"{f'{size:,} cases':>34}" for size in sizes)
    print(f"{'':<34}{head}   growth of p50")
    print(f"{'':<34}" + f"{'p50':>10}{'p95':>8}{'CPU ms':>8}{'SQL':>8}" * len(sizes))
    for page in tables[sizes[0]]:
        cells = [tables[size][page] for size in sizes]
        line = "".join(
            f"{cell['p50']:10.1f}{cell['p95']:8.1f}{cell['cpu']:8.1f}{cell['queries']:8}" for cell in cells
        )
        growth = [after["p50"] / before["p50"] for before, after in itertools.pairwise(cells)]
        print(f"{page:<34}{line}   {' '.join(f'{ratio:.2f}' for ratio in growth)}")
        goal = GOAL_SEARCH if page.startswith("search") else GOAL
        missed += [
            f"{vendor}, {page}: p95 {cell['p95']:.0f} ms > {goal:.0f}" for cell in cells if cell["p95"] > goal
        ]
        missed += [f"{vendor}, {page}: grows {ratio:.1f} times" for ratio in growth if ratio > GOAL_GROWTH]
    return missed


def first_page(url: str) -> list[str]:
    """The portal's first page with styles, scripts, icons and the font it asks for, as a phone's browser gets them."""
    with serving.serving_sepas(url) as server:
        client = server.client()
        headers = {"Accept-Encoding": "gzip, br", "Accept-Language": "fa"}
        times = []
        for _ in range(40):
            begun = time.perf_counter()
            _, body, answer = client.ask("GET", "/", headers=headers)
            times.append(time.perf_counter() - begun)
        sizes = {"/": len(body)}
        page = unpacked(body, answer.get("Content-Encoding", ""))
        for found in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
            target = urljoin("/", found)
            status, content, _ = client.ask("GET", target, headers=headers)
            assert status == 200, target
            sizes[target] = len(content)
    print("\nThe portal's first page, bytes over the wire as served")
    for target, size in sizes.items():
        print(f"{size:>10,}  {re.sub(r'[.][0-9a-f]{12}', '', target)}")
    p50, p95 = serving.p50_p95(times)
    total = sum(sizes.values())
    print(f"{total:>10,}  in all; the page itself p50 {p50:.1f} ms, p95 {p95:.1f} ms")
    return [f"the portal's first page is {total:,} bytes"] if total > GOAL_FIRST_PAGE else []


def unpacked(body: bytes, encoding: str) -> str:
    import gzip

    return (gzip.decompress(body) if encoding == "gzip" else body).decode()


def filled(vendor: str, name: str) -> bool:
    url = serving.database(vendor, name)
    if vendor == "sqlite":
        return Path(url.removeprefix("sqlite:///")).exists()
    import psycopg

    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1 FROM cases_case LIMIT 1").fetchone() is not None
    except psycopg.Error:
        return False


def samples() -> dict[str, Any]:
    """In a process of its own, on the database that DATABASE_URL names: sessions, addresses, SQL counts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from sepas.cases.models import Case
    from sepas.cli import prepare
    from sepas.parties.models import Branch, User

    prepare.prepare(lambda _: None)
    rng = random.Random(7)
    cases = Case.objects.unscoped("bench").select_related("customer", "unit", "branch")
    last = cases.order_by("-pk").values_list("pk", flat=True)[0]
    some = [cases.filter(pk__lte=rng.randint(1, last)).order_by("-pk")[0] for _ in range(SAMPLE)]
    branch = Branch.objects.unscoped("bench").get(code="kerman").pk

    def desk(**asked: Any) -> list[str]:
        return [f"/desk/?{urlencode(asked)}"]

    def search(texts: list[str]) -> list[str]:
        return [f"/desk/?{urlencode({'q': text})}" for text in texts]

    pages: dict[str, tuple[str, list[str]]] = {
        "inbox": ("director", ["/desk/"]),
        "inbox of one branch's technician": ("technician-kerman", ["/desk/"]),
        "filter: kind and branch": ("director", desk(kind="guarantee_repair", branch=branch)),
        "filter: rare kind, everything": ("director", desk(kind="complaint", state="all")),
        "filter: state": ("director", desk(state="on_hold")),
        "filter: resolved": ("director", desk(state="resolved")),
        "filter: late": ("director", desk(due="late")),
        "filter: at risk": ("director", desk(due="at_risk")),
        "filter: nobody's": ("director", desk(assignee="nobody")),
        "search: a word of many cases": ("director", search(["یخچال", "تعمیر", "خنک"])),
        "search: two words": ("director", search(["کمپرسور مهمان", "احمدی برفک", "لباسشویی سوختگی"])),
        "search: typed in Arabic": ("director", search(["يخچال برفك", "كنترل كار نمي‌كند"])),
        "search: a name": ("director", search([case.customer.name for case in some])),
        "search: two letters": ("director", search(["در", "آب"])),
        "search: nothing like it": ("director", search(["قسطنطنیه زیردریایی", "برفک زیردریایی"])),
        "search: by code": ("director", search([f"{case.code[:4]} {case.code[4:8]} {case.code[8:]}" for case in some])),
        "search: by mobile": ("director", search(["0" + case.customer.mobile[3:] for case in some])),
        "search: by serial": ("director", search([case.unit.serial for case in some if case.unit])),
        "search: technician's branch": ("technician-kerman", search(["یخچال", "احمدی برفک"])),
        "case page": ("director", [f"/desk/cases/{case.code}/" for case in some]),
        "tracking page": ("", [f"/t/{case.secret}/" for case in some]),
        "customers": ("director", ["/desk/customers/"]),
        "customers: by name": ("director", [f"/desk/customers/?{urlencode({'q': case.customer.name})}" for case in some]),
        "units: by serial": ("director", [f"/desk/units/?{urlencode({'q': case.unit.serial})}" for case in some if case.unit]),
        "messages": ("director", ["/desk/messages/"]),
    }  # fmt: skip
    sessions, clients = {"": ""}, {"": Client()}
    for who in {who for who, _ in pages.values()} - {""}:
        clients[who] = Client()
        clients[who].force_login(
            User.objects.get(username=who), "allauth.account.auth_backends.AuthenticationBackend"
        )
        sessions[who] = clients[who].cookies["sessionid"].value
    told = {}
    with override_settings(ALLOWED_HOSTS=["*"]):
        for page, (who, paths) in pages.items():
            clients[who].get(paths[0])
            with CaptureQueriesContext(connection) as caught:
                answer = clients[who].get(paths[0])
            if answer.status_code == 200:
                told[page] = (who, paths, len(caught))
            else:
                print(f"{page}: {answer.status_code}, left out", file=sys.stderr)
    return {"sessions": sessions, "pages": told}


if __name__ == "__main__":
    sys.exit(main())
