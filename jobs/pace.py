"""How fast: who has to wait for how long, how many edits a minute, and how many things go on side by side."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger("taiwa")

EDITS_A_MINUTE = 45
"""Slack allows about 50 calls of chat.update a minute and workspace (rate limit tier 3); the rest is a margin."""


class Holds:
    """Who has to wait, by number. Kept in memory: after a restart the chat product says so again."""

    def __init__(self) -> None:
        self._until: dict[int, float] = {}

    def hold(self, number: int, seconds: float) -> None:
        """Not before so many seconds have passed; what was said of longer ones stays."""
        self._until[number] = max(self._until.get(number, 0.0), time.monotonic() + seconds)

    def held(self) -> set[int]:
        """Those who still have to wait."""
        now = time.monotonic()
        self._until = {number: until for number, until in self._until.items() if until > now}
        return set(self._until)

    def seconds(self) -> float:
        """Seconds until the first of them may go on; infinite when nobody waits."""
        return max(min(self._until.values(), default=math.inf) - time.monotonic(), 0.0)


class Budget(Holds):
    """Holds a workspace whose edits of this minute are used up."""

    def __init__(self) -> None:
        super().__init__()
        self._spent: dict[int, deque[float]] = {}

    def spend(self, workspace: int) -> None:
        """One edit begins."""
        now, spent = time.monotonic(), self._spent.setdefault(workspace, deque())
        while spent and spent[0] <= now - 60:
            spent.popleft()
        spent.append(now)
        if len(spent) >= EDITS_A_MINUTE:
            self.hold(workspace, spent[0] + 60 - now)


class Lane:
    """Things that go on side by side, so many at most; each is watched to its end."""

    def __init__(self, width: int, ended: Callable[[], None]) -> None:
        """`ended` is called whenever one has ended and another may begin."""
        self._width = width
        self._ended = ended
        self._tasks: dict[asyncio.Task[None], int] = {}

    @property
    def free(self) -> int:
        """How many more may begin."""
        return self._width - len(self._tasks)

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """Those that go on."""
        return set(self._tasks)

    @property
    def numbers(self) -> set[int]:
        """What those that go on are about."""
        return set(self._tasks.values())

    def begin(self, number: int, thing: Coroutine[Any, Any, None]) -> None:
        """Begin it now. What it raises is logged: its row says that it is still to be done."""
        task = asyncio.create_task(thing)
        self._tasks[task] = number
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        number = self._tasks.pop(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("delivery failed; it is tried again", notice=number, exc_info=error)
        self._ended()
