"""Servers in processes of their own: how the benchmark starts and ends one, and how that one notices."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
END_SECONDS = 15


@contextmanager
def server(module: str, log: Path, *arguments: str) -> Iterator[str]:
    """The address of `python -m MODULE SOCKET ARGUMENTS…`, which listens from the first moment. Ends it afterwards."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening, log.open("wb") as written:
        port, number = listening.getsockname()[1], listening.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(number), *arguments],
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=written,
            pass_fds=[number],
        )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        try:
            process.communicate(timeout=END_SECONDS)  # closes its standard input, which is its sign to end
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def wait_until_ready(url: str, log: Path) -> None:
    """Until it says so. Raises RuntimeError with the end of its log when it never does."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{url}readyz", timeout=START_SECONDS).close()
            return
        except OSError:  # also an answer that says: not yet
            time.sleep(0.05)
    raise RuntimeError(f"a server did not get ready; its last words:\n{log.read_text()[-2_000:]}")


def end_with_parent() -> None:
    """In the server: end when the benchmark does, however it does."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
