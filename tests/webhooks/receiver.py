"""A receiver on this machine, which does as it is told and remembers what it got."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """`status` is answered; `slow` seconds pass before; `drip` sends one byte at a time."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200
        self.slow = 0.0
        self.drip = False
        self.where = ""

    @property
    def ids(self) -> list[str]:
        return [each["headers"]["webhook-id"] for each in self.got]


@contextmanager
def receiving() -> Iterator[tuple[Receiver, str]]:
    """A receiver and its address."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append({"path": self.path, "headers": headers, "body": body})
            time.sleep(receiver.slow)
            try:
                if receiver.drip:
                    for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 200:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(0.05)
                    return
                self.send_response(receiver.status)
                if receiver.where:
                    self.send_header("Location", receiver.where)
                self.end_headers()
                self.wfile.write(b'{"thanks": true}')
            except OSError:
                return

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver, f"http://127.0.0.1:{server.server_address[1]}/hooks?from=sepas"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
