"""Saves a running playground whenever something has changed, and once more at its end."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from playground.workspace import Change

if TYPE_CHECKING:
    from playground.server import Playground

PAUSE_SECONDS = 2.0
"""So long changes are gathered before they are written together."""


async def keep(playground: "Playground", path: Path, finished: asyncio.Event, pause: float = PAUSE_SECONDS) -> None:
    """Keep the file up to date until `finished`. Raises OSError when the file cannot be written."""
    changed = asyncio.Event()
    changed.set()  # so that a file that cannot be written is noticed at once

    def hear(_: Change) -> None:
        changed.set()

    ends = [workspace.subscribe(hear) for workspace in playground.workspaces.values()]
    ending = asyncio.create_task(finished.wait())
    try:
        while not finished.is_set():
            hearing = asyncio.create_task(changed.wait())
            await asyncio.wait({hearing, ending}, return_when=asyncio.FIRST_COMPLETED)
            hearing.cancel()
            await asyncio.wait({ending}, timeout=pause)
            changed.clear()
            playground.save(path)
    finally:
        ending.cancel()
        for end in ends:
            end()
