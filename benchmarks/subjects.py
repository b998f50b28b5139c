"""The servers that are measured, each in a process of its own on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.clicks import CONNECTIONS, POSTS
from benchmarks.load import LATE_SECONDS, Order, Report
from benchmarks.process import START_SECONDS, server, wait_until_ready


@dataclass(slots=True)
class Subject:
    """A running server, and everything that has been sent to it."""

    name: str
    url: str
    database_url: str
    api_url: str
    """Of the stand-in for Slack's API that it talks to."""
    sent: list[int] = field(default_factory=lambda: [0] * CONNECTIONS)
    failures: list[str] = field(default_factory=list)
    runs: list[Report] = field(default_factory=list)
    light: list[Report] = field(default_factory=list)
    """The runs at a steady pace."""

    def measure(
        self, seconds: float, *, pace: float | None = None, posts: int = POSTS, most: int | None = None
    ) -> Report:
        """Load it for so long, as in `Order`."""
        order = Order(f"{self.url}slack/events", seconds, self.sent, pace, posts, most)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.load"],
            input=json.dumps(asdict(order)),
            capture_output=True,
            text=True,
            check=True,
            timeout=START_SECONDS + seconds + LATE_SECONDS,
        )
        report = Report(**json.loads(done.stdout))
        self.sent = report.sent
        self.failures += report.failures
        return report

    @property
    def rates(self) -> list[float]:
        """Clicks answered a second, in each run."""
        return [run.answered / run.seconds for run in self.runs]


@contextmanager
def running(folder: Path, database_urls: Mapping[str, str]) -> Iterator[dict[str, Subject]]:
    """Each of these servers with its database, ready to be clicked on, and a stand-in for Slack's API beside them.

    They start at the same time. What they log stands in the folder. Raises RuntimeError when one does not start.
    """
    with ExitStack() as stack:
        api = stack.enter_context(server("benchmarks.recorder", folder / "recorder.log"))
        subjects = {}
        for name, database_url in database_urls.items():
            started = server("benchmarks.serve", folder / f"{name}.log", name, database_url, f"{api}api/")
            subjects[name] = Subject(name, stack.enter_context(started), database_url, api)
        for name, subject in subjects.items():
            wait_until_ready(subject.url, folder / f"{name}.log")
        yield subjects
