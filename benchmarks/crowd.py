"""A crowd on one post: how often its card is edited meanwhile, and whether it ends as it should."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import town_hall
from benchmarks.clicks import joined_after
from benchmarks.subjects import running
from bot.chat import slack
from bot.db import engine_for
from bot.recruitment import cards, looking
from jobs.deliver import BETWEEN_EDITS
from jobs.pace import EDITS_A_MINUTE

POST = 1
FIRST_WITHIN = 1.0
"""Seconds from the first click to its edit: "at once" for a person who looks."""
CALM_WITHIN = 30.0
A_LITTLE = 0.05
"""Seconds by which the stand-in may see two edits closer together than they were sent."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What came of it."""

    clicks: int
    seconds: float
    edits: list[float]
    """When, in seconds after the first click."""
    ends_right: bool = True
    """Everything is stored, and the card shows it."""
    wrong: list[str] = field(default_factory=list)

    @property
    def most_a_minute(self) -> int:
        """Edits in the busiest minute."""
        return max((sum(at <= other < at + 60 for other in self.edits) for at in self.edits), default=0)

    @property
    def closest(self) -> float:
        """Seconds between the two edits that lie closest together; infinite when there are not two."""
        return min((later - earlier for earlier, later in pairwise(self.edits)), default=float("inf"))


def crowd(folder: Path, clicks: int) -> Crowd:
    """So many clicks on one post, as fast as they are answered; then until its card is calm."""
    database_url = f"sqlite:///{folder / 'crowd.sqlite3'}"
    town_hall.prepare(database_url)
    with running(folder, {"ours": database_url}) as subjects:
        ours = subjects["ours"]
        _until(lambda: len(town_hall.shown(database_url)) > 0)
        report = ours.measure(600, posts=POST, most=clicks)
        _until(lambda: town_hall.is_calm(database_url))
        message = town_hall.shown(database_url)[POST]
        edits = [edit for edit in _edits(ours.api_url) if edit["message"] == message]
        wrong = [f"{len(report.failures)} clicks failed"] if report.failures else []
        wrong += _wrong(database_url, edits, sum(joined_after(sent, POST) for sent in report.sent))
    times = [edit["at"] - report.began for edit in edits]
    seen = Crowd(sum(report.sent), report.seconds, times, not wrong, wrong)
    if not times or times[0] > FIRST_WITHIN:
        wrong.append(f"the first edit came {times[0] if times else None} s after the first click")
    if seen.closest < BETWEEN_EDITS - A_LITTLE:
        wrong.append(f"two edits came {seen.closest:.2f} s after each other")
    if seen.most_a_minute > EDITS_A_MINUTE:
        wrong.append(f"{seen.most_a_minute} edits in one minute")
    return seen


def _wrong(database_url: str, edits: list[dict[str, Any]], joined: int) -> list[str]:
    """Whether the last edit shows what is stored, and that is what the clicks add up to."""
    engine = engine_for(database_url, write=False)
    with engine.begin() as tx:
        gathering = looking.gathering(tx, 1, POST)
    engine.dispose()
    wrong = (
        [] if len(gathering.joiners) == joined else [f"{len(gathering.joiners)} joined, but the clicks say {joined}"]
    )
    shown = json.loads(json.dumps(slack.message(cards.card(gathering), "en")["blocks"]))
    last = edits[-1]["blocks"] if edits else None
    if (json.loads(last) if isinstance(last, str) else last) != shown:
        wrong.append("the card does not show the last state")
    return wrong


def _edits(api_url: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{api_url}edits", timeout=10) as answer:
        edits: list[dict[str, Any]] = json.load(answer)
    return edits


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + CALM_WITHIN
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("the cards did not come to rest")
        time.sleep(0.1)
