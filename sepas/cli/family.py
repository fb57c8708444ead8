"""A parent and its processes: started together, ended together, none left behind whoever was killed.

Each child holds the reading end of a pipe and ends when the parent's end of it closes, so a parent that was killed
takes its children along. On Linux the parent also adopts grandchildren whose own parent was killed, and ends them.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sepas.cli.loops import LIFELINE

PATIENCE = 15.0
"""Seconds that children get to finish what they are doing."""
RESTART_AFTER = 2.0
PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Family:
    """`say` prints a line for people; `vital` names the child without which all end."""

    vital: str
    say: Callable[[str], None] = print
    children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    commands: dict[str, list[str]] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._read, self._write = os.pipe()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop.set())
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def start(self, name: str, *words: str) -> None:
        """Start `sepas <words>` as a child."""
        self.commands[name] = [sys.executable, "-m", "sepas", *words]
        self.children[name] = subprocess.Popen(  # noqa: S603 - this very program
            self.commands[name],
            pass_fds=[self._read],
            env={**os.environ, LIFELINE: str(self._read)},
            stdin=subprocess.DEVNULL,
        )

    def live(self) -> int:
        """Watch until told to stop or the vital child ends; then end everybody. Returns the exit code."""
        code = 0
        while not self.stop.wait(0.5):
            if self.children[self.vital].poll() is not None:
                self.say(f"{self.vital} ended with code {self.children[self.vital].returncode}; stopping")
                code = 1
                break
            for name, child in self.children.items():
                if child.poll() is not None:
                    self.say(f"{name} ended with code {child.returncode}; starting it again")
                    self.stop.wait(RESTART_AFTER)
                    if not self.stop.is_set():
                        self.start(name, *self.commands[name][3:])
                    break
        self.end()
        return code

    def end(self) -> None:
        """End every child: asked first, then, after `PATIENCE`, without asking."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        os.close(self._write)
        deadline = time.monotonic() + PATIENCE
        for name, child in self.children.items():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            if child.poll() is None:
                self.say(f"{name} did not end when asked; ending it")
                child.kill()
                child.wait()
        _end_adopted()


def _end_adopted() -> None:
    """Grandchildren whose parent was killed before it could end them; they are ours now (Linux only)."""
    mine = Path(f"/proc/self/task/{os.getpid()}/children")
    for _ in range(20):
        try:
            left = [int(pid) for pid in mine.read_text().split()]
        except OSError:
            return
        if not left:
            return
        for pid in left:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
