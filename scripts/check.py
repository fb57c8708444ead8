"""Every check of the product, in order, with a table at the end. Run it by `make test`; CI runs the same.

    check.py                 all
    check.py --fail-fast     stop at the first failure
    check.py --only NAME     only the steps whose name contains NAME

On a machine without PostgreSQL or Chromium their tests are skipped and a line says so; with CI=true that is a
failure. SEPAS_TEST_POSTGRES names another server than postgres://postgres@127.0.0.1:5432.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI", "").lower() == "true"
BIN = Path(sys.executable).parent
SERVER = os.environ.get("SEPAS_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432").rstrip("/")
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")
DEPLOYED = {
    "SEPAS_EMBEDDED": "0",
    "SEPAS_SECRET_KEY": "check-" + os.urandom(32).hex(),
    "SEPAS_BASE_URL": "https://check.invalid",
    "SEPAS_HOSTS": "check.invalid",
}


@dataclass
class Step:
    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    tests: bool = False
    impossible: str = ""
    """Why it cannot be run here."""
    code: int | None = None
    seconds: float = 0.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fail-fast", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    done: list[Step] = []
    counts: dict[str, int] = {}
    for step in steps():
        if options.only not in step.name:
            continue
        run(step, counts)
        done.append(step)
        if step.code and options.fail_fast:
            break
    report(done)
    failed = [step for step in done if step.code]
    if counts:
        bad = (
            counts.get("failed", 0)
            + counts.get("error", 0)
            + sum(step.code is not None and step.code > 1 for step in failed if step.tests)
        )
        print(f"{counts.get('passed', 0)} passed, {bad} failed, {counts.get('skipped', 0)} skipped")
    return 1 if failed else 0


def steps() -> list[Step]:
    python = sys.executable
    manage = [python, "-m", "sepas"]
    pytest = [python, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-p", "no:cacheprovider"]
    templates = ROOT / "sepas" / "web" / "templates"
    found = [
        Step("ruff check", [tool("ruff"), "check", "."]),
        Step("ruff format", [tool("ruff"), "format", "--check", "."]),
        Step("layers", [tool("lint-imports"), "--no-cache"]),
        Step("types", [python, "-m", "mypy"]),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("system checks", [*manage, "check", "--deploy", "--fail-level", "WARNING"], env=DEPLOYED),
        Step("rule packs", [*manage, "pack", "check"]),
        Step("translations", [python, "scripts/translations.py"]),
    ]
    if templates.is_dir():
        found.append(Step("templates", [tool("djlint"), str(templates), "--lint", "--quiet"]))
    browser = bool(shutil.which("chromium") or shutil.which("chromium-browser"))
    if not browser and CI:
        found.append(Step("Chromium", [], impossible="Chromium is not installed"))
    elif not browser:
        print("check: no Chromium here: the tests in a browser are skipped", flush=True)
    found.append(
        Step("tests on SQLite", [*pytest, *([] if browser else ["-m", "not browser"])], sqlite(), tests=True)
    )
    found.append(
        Step(
            "tests on PostgreSQL",
            [*pytest, "-m", "not browser"],
            {"DATABASE_URL": f"{SERVER}/sepas_{os.getpid()}"},
            tests=True,
            impossible="" if postgresql() else f"no PostgreSQL answers at {SERVER}",
        )
    )
    return found


def sqlite() -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'check.sqlite3'}"}


def tool(name: str) -> str:
    return str(BIN / name)


def run(step: Step, counts: dict[str, int]) -> None:
    """Run one step: tests speak as they go, other steps only when they fail."""
    started = time.monotonic()
    print(f"check: {step.name}", flush=True)
    if step.impossible:
        step.code = 1 if CI else None
        print(f"check: {step.name} {'failed' if CI else 'skipped'}: {step.impossible}", flush=True)
        return
    (ROOT / "var").mkdir(exist_ok=True)
    process = subprocess.Popen(
        step.command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **step.env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    said = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if step.tests:
            print(line, end="", flush=True)
    step.code = process.wait()
    step.seconds = time.monotonic() - started
    if step.code and not step.tests:
        print("".join(said), flush=True)
    if step.tests:
        closing = next((line for line in reversed(said) if COUNTED.search(line)), "")
        for number, what in COUNTED.findall(closing):
            name = "error" if what.startswith("error") else what
            counts[name] = counts.get(name, 0) + int(number)


def postgresql() -> bool:
    """Whether the server answers; in CI its clusters are started first when it does not."""
    if answers():
        return True
    if CI and shutil.which("pg_lsclusters"):
        listed = subprocess.run(["pg_lsclusters", "-h"], capture_output=True, text=True, check=False).stdout
        for line in listed.splitlines():
            version, name = line.split()[:2]
            subprocess.run(
                ["pg_ctlcluster", "--skip-systemctl-redirect", version, name, "start"], check=False
            )
        for _ in range(40):
            if answers():
                return True
            time.sleep(0.5)
    return False


def answers() -> bool:
    import psycopg

    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def report(done: list[Step]) -> None:
    print("\ncheck                   result   seconds")
    for step in done:
        result = "skipped" if step.code is None else "failed" if step.code else "ok"
        print(f"{step.name:<22}  {result:<7}  {step.seconds:7.1f}")
    print(flush=True)


if __name__ == "__main__":
    sys.exit(main())
