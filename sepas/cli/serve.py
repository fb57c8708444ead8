"""Serve everything that one machine needs: web, live updates, worker, clock and messages, until Ctrl-C."""

import argparse
import socket

from sepas.cli import web
from sepas.cli.family import Family
from sepas.cli.prepare import prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    web.arguments(parser)
    parser.add_argument("--demo", action="store_true", help="load the demo world on the first start")


def run(options: argparse.Namespace) -> int:
    if taken(options.host, options.port):
        say(
            f"Port {options.port} of {options.host} is in use. End what uses it, or choose another: "
            "SEPAS_PORT=8001 make run"
        )
        return 1
    family = Family(vital="web", say=say)
    prepare(say)
    if options.demo:
        from sepas.cli.demo import load_once

        load_once(say)
    # `prepare` has used the database; the children open their own connections.
    family.start(
        "web", "web", "--host", options.host, "--port", str(options.port), "--workers", str(options.workers)
    )
    for loop in ("work", "tick", "send", "hooks"):
        family.start(loop, loop)
    _start_live(family, options)
    if wait_for(options.host, options.port, family):
        say(f"Sepas is ready: http://{options.host}:{options.port}/   (Ctrl-C stops it)")
    code = family.live()
    say("Stopped.")
    return code


def _start_live(family: Family, options: argparse.Namespace) -> None:
    """Live updates are a comfort: without a port for them, pages ask from time to time instead."""
    from django.conf import settings

    port = settings.SEPAS_LIVE_PORT
    if not settings.SEPAS_LIVE_URL:
        return
    if taken(options.host, port):
        say(
            f"Port {port} is in use, so pages are not told of changes at once; choose another by SEPAS_LIVE_PORT."
        )
        return
    family.start("live", "live", "--host", options.host, "--port", str(port))


def say(line: str) -> None:
    print(f"sepas: {line}", flush=True)


def taken(host: str, port: int) -> bool:
    """Whether something answers there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0  # noqa: S104


def wait_for(host: str, port: int, family: Family) -> bool:
    """Wait until the web server accepts connections; False when it ended or a stop was asked for first."""
    while not family.stop.wait(0.1):
        if family.children["web"].poll() is not None:
            return False
        if taken(host, port):
            return True
    return False
