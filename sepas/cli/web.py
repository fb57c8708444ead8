"""Serve the pages and the API: granian with Django, static files by WhiteNoise."""

import argparse
import os

from sepas.cli import loops


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("SEPAS_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("SEPAS_PORT", "8000")))
    parser.add_argument("--workers", type=int, default=int(os.environ.get("SEPAS_WEB_WORKERS", "2")))


def run(options: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    loops.watch_lifeline()
    Granian(
        "sepas.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
    return 0
