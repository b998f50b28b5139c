"""The timetable: what the clock does, one line a job, and the only place that knows APScheduler.

APScheduler is the clock only: in memory, UTC, plain intervals. When something is due is for our own rows to say.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.core import Core
from jobs import alumni, dialogue, offsite, people, recruitment, unposted
from jobs.deliver import Deliverer

log = structlog.get_logger("taiwa")

Job = Callable[[Core], Awaitable[None]]

TIMETABLE: tuple[tuple[Job, int], ...] = (
    (people.learn_everyone, 24 * 3600),
    (people.learn_new_faces, 5),
    (people.see_off, 5),
    (recruitment.close_old_calls, 30),
    (recruitment.pass_seats_on, 30),
    (recruitment.offer_on, 300),
    (dialogue.count_heads, 30),
    (dialogue.ask_the_weeks_topic, 5),
    (dialogue.adopt_orphans, 5),
    (dialogue.forget_orphans, 300),
    (offsite.pass_offers_on, 30),
    (offsite.tell, 3),
    (offsite.show_starts, 30),
    (alumni.pass_the_word, 3),
    (unposted.tell, 3),
    (unposted.look_again, 3600),
)
"""Each job and every how many seconds it looks whether something has become due."""


@dataclass(slots=True)
class Timetable:
    """The running clock."""

    scheduler: AsyncIOScheduler
    deliverer: Deliverer

    async def stop(self) -> None:
        self.scheduler.shutdown(wait=False)
        await self.deliverer.stop()


async def start(core: Core) -> Timetable:
    """Start every job now and then at its interval. Nothing is said before `meet`."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    for job, seconds in TIMETABLE:
        scheduler.add_job(
            _run,
            "interval",
            args=(job, core),
            seconds=seconds,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    return Timetable(scheduler, Deliverer(core))


async def meet(core: Core, timetable: Timetable) -> None:
    """A workspace has just become known: now what waits for it can be said, and everybody there is learned at once.

    Before, there is nobody to say it to, and what is due would be given up as undeliverable.
    """
    timetable.deliverer.start()
    await _run(people.learn_everyone, core)


async def tick(core: Core) -> None:
    """Let every job look at once: the demo's clock has just moved."""
    for job, _ in TIMETABLE:
        await _run(job, core)


async def _run(job: Job, core: Core) -> None:
    """A job that fails is reported and runs again at its next time."""
    try:
        await job(core)
    except Exception:
        log.exception("job failed", job=job.__name__)
