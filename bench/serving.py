"""What the benches share: a web server of two workers on this machine, a keep-alive client, its CPU time, databases."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("SEPAS_BENCH", ROOT / "var" / "bench"))
POSTGRES = os.environ.get("SEPAS_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432").rstrip("/")
WORKERS = 2
TICK = os.sysconf("SC_CLK_TCK")


def database(vendor: str, name: str) -> str:
    """The address of a bench's own database."""
    if vendor == "sqlite":
        return f"sqlite:///{FOLDER / f'{name}.sqlite3'}"
    return f"{POSTGRES}/sepas_bench_{name.replace('-', '_')}"


def make_database(vendor: str, name: str) -> None:
    """An empty one, in place of one of that name."""
    if vendor == "sqlite":
        for path in FOLDER.glob(f"{name}.sqlite3*"):
            path.unlink()
        return
    import psycopg

    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as admin:
        quoted = f"sepas_bench_{name.replace('-', '_')}"
        admin.execute(f"DROP DATABASE IF EXISTS {quoted}")
        admin.execute(f"CREATE DATABASE {quoted}")


def postgres_answers() -> bool:
    import psycopg

    try:
        with psycopg.connect(f"{POSTGRES}/postgres", connect_timeout=3) as admin:
            row = admin.execute("SHOW fsync").fetchone()
    except psycopg.Error as error:
        print(f"PostgreSQL is skipped: nothing answers at {POSTGRES} ({error})")
        return False
    print(f"PostgreSQL at {POSTGRES}: fsync {row[0] if row else '?'}")
    return True


def environment(url: str) -> dict[str, str]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "DATABASE_URL": url,
        "SEPAS_VAR": str(FOLDER),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }


def sepas(url: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "sepas", *words], env=environment(url), cwd=ROOT, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def cpu(self) -> float:
        """Seconds of processor time of the server and all its workers so far."""
        return sum(_cpu(pid) for pid in _family(self.process.pid))

    def client(self) -> Client:
        return Client(self.port)


@dataclass
class Client:
    """One keep-alive connection. It says and reads no more than it must: whatever it costs is taken from the server
    beside it.
    """

    port: int
    address: str = "127.0.0.1"
    """From which of this machine's own addresses it asks."""

    def __post_init__(self) -> None:
        self.connection = socket.create_connection(
            ("127.0.0.1", self.port), timeout=120, source_address=(self.address, 0)
        )
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers = self.connection.makefile("rb")
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        """One request: the status, the content, the headers with names in small letters. Cookies are kept, redirects
        are not followed.
        """
        sent = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(body)), **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        self.connection.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        status = int(self.answers.readline().split(b" ", 2)[1])
        found: dict[str, str] = {}
        while line := self.answers.readline().strip().decode("latin-1"):
            name, _, value = line.partition(":")
            found[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                cookie, _, kept = value.strip().partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        if found.get("transfer-encoding") == "chunked":
            return status, b"".join(iter(self._chunk, b"")), found
        return status, self.answers.read(int(found.get("content-length", 0))), found

    def _chunk(self) -> bytes:
        size = int(self.answers.readline(), 16)
        content = self.answers.read(size)
        self.answers.readline()
        return content


@contextlib.contextmanager
def serving(command: Sequence[str], env: dict[str, str], cwd: Path, port: int) -> Iterator[Server]:
    """Run a web server until the block ends; it and its workers end with it."""
    process = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None:
                raise SystemExit(f"the server ended with {process.returncode}")
            time.sleep(0.2)
        yield Server(process, port)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        if process.poll() is None:
            process.kill()
            process.wait()


@contextlib.contextmanager
def serving_sepas(url: str, **more: str) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "sepas", "web", "--port", str(port), "--workers", str(WORKERS)]
    with serving(command, {**environment(url), **more}, ROOT, port) as server:
        yield server


def p50_p95(times: Sequence[float]) -> tuple[float, float]:
    """In milliseconds, from seconds."""
    return median(times) * 1000, quantiles(times, n=20)[-1] * 1000


def _family(pid: int) -> list[int]:
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                found += _family(int(child))
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK
