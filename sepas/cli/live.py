"""Tell open pages of the desk what changes, by server-sent events. Without it they ask from time to time."""

import argparse
import os

from sepas.cli import loops, web


def arguments(parser: argparse.ArgumentParser) -> None:
    from django.conf import settings

    parser.add_argument("--host", default=os.environ.get("SEPAS_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=settings.SEPAS_LIVE_PORT)


def run(options: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    web.end_when_asked()
    loops.watch_lifeline()
    Granian(
        "sepas.config.asgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.ASGI,
        workers=1,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
    return 0
