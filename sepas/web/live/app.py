"""GET /live/ : the stream, as a bare ASGI application. Nothing of Django's request handling is needed for it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from sepas.web.live import news
from sepas.web.live.hub import Hub, Stream, line_of
from sepas.web.live.who import may_listen_from, staff_of

BEAT = 15.0
"""Seconds after which an idle stream says that it is there."""
CHECK = 60.0
"""Seconds after which the sign-in is looked at again."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if scope["type"] != "http":
        return
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get("origin", "")
    if scope["path"].rstrip("/") != "/live":
        await _refuse(send, 404, origin)
    elif scope["method"] != "GET":
        await _refuse(send, 405, origin)
    elif not may_listen_from(origin):
        await _refuse(send, 403, "")
    else:
        await _stream(headers, origin, receive, send)


async def _stream(headers: dict[str, str], origin: str, receive: Receive, send: Send) -> None:
    cookies = headers.get("cookie", "")
    actor = await hub.ask(staff_of, cookies)
    if actor is None:
        await _refuse(send, 403, origin)
        return
    stream = Stream(actor, cookies)
    if not await hub.join(stream):
        await _refuse(send, 503, origin)
        return
    gone = asyncio.create_task(_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _headers(origin)})
        await _say(send, b"retry: 5000\n\n")
        await _catch_up(stream, headers.get("last-event-id", ""))
        await _tell(stream, gone, send)
    finally:
        hub.leave(stream)
        gone.cancel()
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _catch_up(stream: Stream, last: str) -> None:
    if not (last.isdecimal() and len(last) < 19):
        return
    found = await hub.ask(news.missed, int(last))
    if found is None:
        stream.tell(b"event: reread\ndata: {}\n\n")
        return
    for each in news.heard_by(stream.actor, found)[-100:]:
        stream.tell(line_of(each))


async def _tell(stream: Stream, gone: "asyncio.Task[None]", send: Send) -> None:
    checked = time.monotonic()
    while not gone.done():
        if time.monotonic() - checked >= CHECK:
            if not await hub.check(stream):
                return
            checked = time.monotonic()
        try:
            line = await asyncio.wait_for(stream.lines.get(), BEAT)
        except TimeoutError:
            line = b": here\n\n"
        if line is None:
            return
        await _say(send, line)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, line: bytes) -> None:
    await send({"type": "http.response.body", "body": line, "more_body": True})


async def _refuse(send: Send, status: int, origin: str) -> None:
    headers = [*_shared(origin), (b"content-type", b"text/plain"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _headers(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        *_shared(origin),
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"x-accel-buffering", b"no"),
    ]


def _shared(origin: str) -> list[tuple[bytes, bytes]]:
    found = [
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"vary", b"Origin, Cookie"),
    ]
    if origin:
        found += [
            (b"access-control-allow-origin", origin.encode()),
            (b"access-control-allow-credentials", b"true"),
        ]
    return found


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        if kind == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif kind == "lifespan.shutdown":
            for stream in list(hub.streams):
                stream.end()
            await send({"type": "lifespan.shutdown.complete"})
            return
