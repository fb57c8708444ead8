"""Data in and out: 100,000 serials brought in; killed in the middle and gone on with; cases taken out and the memory it took.

    python bench/exchange.py                          100,000 serials; killed; export of 10,000 cases
    python bench/exchange.py --serials 20000 --cases 0
    python bench/exchange.py --cases 1000000          fills a database with that many cases first

Each part has a fresh database: SQLite in `var/bench` (`SEPAS_BENCH`), or with `--database URL` one that is there and empty.
"""

import argparse
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = Path(os.environ.get("SEPAS_BENCH", ROOT / "var" / "bench"))
PREPARE = """
from sepas.kernel.actor import system
from sepas.kernel import clock
from sepas.parties.models import Organisation
from sepas.assets.actions.models import add_model
now = clock.now()
org = Organisation.objects.create(slug="bench", name_fa="سنجش", created_at=now)
for n in range(10):
    add_model(system(org.pk), organisation=org, code=f"RF-{n}", name_fa="یخچال", product_class="refrigerator", now=now)
"""
CHECK = """
import hashlib, json
from sepas.assets.models import Unit
from sepas.exchange.models import Import
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import digest
units = Unit.objects.unscoped("bench")
told = hashlib.sha256()
for row in units.order_by("serial_key").values_list("serial", "serial_key", "model__code", "sold_on").iterator():
    told.update(repr(row).encode())
events = Event.objects.filter(name="unit.added")
wrong = sum(event.hash != digest(event) for event in events.iterator())
row = Import.objects.unscoped("bench").get()
print(json.dumps({"units": units.count(), "checksum": told.hexdigest()[:16], "events": events.count(),
    "subjects": events.values("subject_id").distinct().count(), "wrong_hashes": wrong, "added": row.added,
    "position": row.position, "there": row.there, "state": row.state}))
"""
POSITION = 'from sepas.exchange.models import Import; print(sum(Import.objects.unscoped("bench").values_list("position", flat=True)))'


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--serials", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    if options.serials:
        file = serials(options.serials)
        whole, seconds = bring_in(options.database, file)
        print(
            f"{options.serials:,} serials: {seconds:.1f} s, {options.serials / seconds:,.0f} a second; {whole}"
        )
        if not options.database:
            cut = killed(file, options.serials)
            same = {k: v for k, v in whole.items() if k != "there"} == {
                k: v for k, v in cut.items() if k != "there"
            }
            print(f"killed in the middle and gone on with: {'the same' if same else 'DIFFERENT'}; {cut}")
            if not same:
                return 1
    if options.cases:
        take_out(options.database, options.cases)
    return 0


def serials(many: int) -> Path:
    file = PLACE / f"serials-{many}.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("شماره سریال,کد مدل,تاریخ فروش\n")
        for n in range(many):
            out.write(f"SRD-{n:08},RF-{n % 10},140{n % 4}/{n % 12 + 1}/{n % 28 + 1}\n")
    return file


def fresh(database: str, name: str) -> dict[str, str]:
    if not database:
        for old in PLACE.glob(f"{name}.sqlite3*"):
            old.unlink()
        database = f"sqlite:///{PLACE}/{name}.sqlite3"
    env = {**os.environ, "DATABASE_URL": database, "SEPAS_VAR": str(PLACE / name)}
    sepas(env, "migrate", "-v", "0")
    return env


def sepas(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "sepas", *words],
        check=False,
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"sepas {' '.join(words)[:80]}: {done.stdout}{done.stderr}")
    return done.stdout


def bring_in(database: str, file: Path) -> tuple[dict[str, object], float]:
    env = fresh(database, "exchange-whole")
    sepas(env, "shell", "-v", "0", "-c", PREPARE)
    begun = time.monotonic()
    sepas(env, "import", str(file), "--kind", "units")
    seconds = time.monotonic() - begun
    return json.loads(sepas(env, "shell", "-v", "0", "-c", CHECK)), seconds


def killed(file: Path, many: int) -> dict[str, object]:
    """Killed with SIGKILL at a third and at two thirds, each time gone on with."""
    env = fresh("", "exchange-killed")
    sepas(env, "shell", "-v", "0", "-c", PREPARE)
    words = [sys.executable, "-m", "sepas", "import"]
    for share, more in ((1 / 3, [str(file), "--kind", "units"]), (2 / 3, ["--go-on", "1"])):
        child = subprocess.Popen([*words, *more], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        while int(sepas(env, "shell", "-v", "0", "-c", POSITION)) < many * share:
            if child.poll() is not None:
                raise SystemExit("it ended before it could be killed: take more serials")
        child.send_signal(signal.SIGKILL)
        child.wait()
        print(f"killed at row {int(sepas(env, 'shell', '-v', '0', '-c', POSITION)):,}", flush=True)
    sepas(env, "import", "--go-on", "1")
    return json.loads(sepas(env, "shell", "-v", "0", "-c", CHECK))


def take_out(database: str, many: int) -> None:
    env = fresh(database, "exchange-out")
    begun = time.monotonic()
    sepas(env, "simulate", "--cases", str(many))
    print(f"simulated: {time.monotonic() - begun:.0f} s", flush=True)
    for form in ("csv", "jsonl", "xlsx"):
        out = PLACE / f"cases.{form}"
        begun = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-m", "sepas", "export", "cases", "--form", form, "-o", str(out), *which(env)],
            cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        own, whole = watched(child)
        told = child.stdout.read() if child.stdout else ""
        _pid, status, used = os.wait4(child.pid, 0)
        seconds = time.monotonic() - begun
        rows = int(told.split()[0]) if status == 0 else 0
        print(
            f"{form}: {rows:,} cases in {seconds:.1f} s, {rows / seconds:,.0f} a second, {used.ru_utime:.1f} s of CPU, "
            f"peak {own} MB of its own, {whole} MB with pages of the database file, "
            f"{out.stat().st_size / 1e6:.1f} MB, sha256 {checksum(out)}",
            flush=True,
        )


def watched(child: subprocess.Popen[str]) -> tuple[int, int]:
    """The most anonymous memory that a process had, and the most of all, in MB. What SQLite maps of its file is the
    system's to take back. What `wait4` tells of a child's peak may be its parent's before the child began.
    """
    own = whole = 0
    place = Path(f"/proc/{child.pid}/status")
    while True:
        told = dict(line.split(":", 1) for line in place.read_text().splitlines())
        if "RssAnon" not in told:
            return own // 1024, whole // 1024
        own = max(own, int(told["RssAnon"].split()[0]))
        whole = max(whole, int(told["VmHWM"].split()[0]))
        time.sleep(0.1)


def checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()[:12]


def which(env: dict[str, str]) -> list[str]:
    code = 'from sepas.parties.models import Organisation; print(Organisation.objects.unscoped("bench").first().slug)'
    return ["--organisation", sepas(env, "shell", "-v", "0", "-c", code).strip().splitlines()[-1]]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    raise SystemExit(main())
