"""The open streams of this process, and the one loop that reads for all of them."""

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import DatabaseError, close_old_connections, connection

from sepas.kernel.actor import Actor
from sepas.web.live import news
from sepas.web.live.who import staff_of

EVERY = 1.0
"""Seconds between two readings while anybody listens."""
MOST_STREAMS = 1000
"""Streams of one process; whoever comes later asks from time to time instead."""
MOST_OF_ONE = 10
"""Streams of one person: forgotten tabs. The newest takes the place of the oldest, whose page asks now and then."""
REPLACED = b"event: replaced\ndata: {}\n\n"
"""The last word to a stream whose place a newer one took: the page does not come back at once."""
WAITING = 200
"""Lines that a slow listener may be behind; then the stream ends, and the page reads anew."""

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(eq=False)
class Stream:
    """One open page: who listens, with which cookies, and the lines on their way to it."""

    actor: Actor
    cookies: str
    lines: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(WAITING))

    def tell(self, line: bytes) -> None:
        try:
            self.lines.put_nowait(line)
        except asyncio.QueueFull:
            self.end()

    def end(self, last: bytes = b"") -> None:
        """Say nothing more than the last word, whatever was still on its way."""
        while not self.lines.empty():
            self.lines.get_nowait()
        if last:
            self.lines.put_nowait(last)
        self.lines.put_nowait(None)


class Hub:
    """One for a process. Streams hold no connection to the database: one thread asks for all of them."""

    def __init__(self) -> None:
        self.streams: dict[Stream, None] = {}  # the oldest first
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self.reader = news.Reader()
        self.reading: asyncio.Task[None] | None = None

    async def ask(self, question: Callable[..., T], *given: Any) -> T:
        """Run something that asks the database, in the thread that does."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, _fresh, question, *given)

    async def join(self, stream: Stream) -> bool:
        """Let a stream hear; False when the process has no room. Somebody who has enough of them loses their oldest."""
        if self.reading is None or self.reading.done():
            await self.ask(self.reader.begin)
            self.reading = asyncio.create_task(self._read_on())
        mine = [each for each in self.streams if each.actor.id == stream.actor.id]
        if len(mine) >= MOST_OF_ONE or (mine and len(self.streams) >= MOST_STREAMS):
            self.leave(mine[0])
            mine[0].end(REPLACED)
        if len(self.streams) >= MOST_STREAMS:
            return False
        self.streams[stream] = None
        return True

    def leave(self, stream: Stream) -> None:
        self.streams.pop(stream, None)

    async def check(self, stream: Stream) -> bool:
        """Whether the sign-in still holds; roles that changed count from now on."""
        actor = await self.ask(staff_of, stream.cookies)
        if actor is None or actor.id != stream.actor.id:
            return False
        stream.actor = actor
        return True

    async def _read_on(self) -> None:
        while self.streams:
            await asyncio.sleep(EVERY)
            try:
                found, notified = await self.ask(self.reader.read)
            except DatabaseError:
                log.exception("live: the database did not answer; trying again")
                continue
            for stream in list(self.streams):
                for each in news.heard_by(stream.actor, found):
                    stream.tell(line_of(each))
                if stream.actor.id in notified:
                    stream.tell(b"event: notified\ndata: {}\n\n")


def line_of(each: news.News) -> bytes:
    """One fact as a server-sent event; its id is where a broken stream goes on."""
    data = json.dumps({"code": each.case.code, "name": each.name})
    return f"id: {each.id}\nevent: case\ndata: {data}\n\n".encode()


def _fresh(question: Callable[..., T], *given: Any) -> T:
    close_old_connections()
    try:
        return question(*given)
    except DatabaseError:
        connection.close()
        raise
