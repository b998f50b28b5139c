"""What an admin asks of the ledger, and the request for a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import distinct, func, literal, select, union_all

from bot import notices, people
from bot.activity import Activity, Kind
from bot.calendar import Period, fiscal_year_of, month_before, month_of
from bot.chat.interaction import Who
from bot.counts import words
from bot.counts.model import NONE, Ahead, Count, Overview, Tally
from bot.db import Tx
from bot.ledger import Participation
from bot.people import Workspace
from bot.text import Text

ACTIVITY = "counts"
CSV = "csv"
DOUBLE_CLICK_SECONDS = 10
"""Clicks as near to each other as this ask for one file."""

_TOTAL = ""
"""Stands in the place of a kind in the row that counts all of them."""


def kinds_of(activities: Iterable[Activity]) -> tuple[Kind, ...]:
    """All that is counted, in the order of the activities."""
    return tuple(kind for activity in activities for kind in activity.kinds)


def overview(tx: Tx, workspace: Workspace, kinds: tuple[Kind, ...], now: datetime) -> Overview:
    """This month, last month and this fiscal year, up to and with today; and what is still ahead."""
    today = workspace.today(now)
    year = fiscal_year_of(today, workspace.fiscal_start)
    periods = ((words.THIS_MONTH, month_of(today)), (words.LAST_MONTH, month_before(today)), (words.THIS_YEAR, year))
    tallies = tuple(_tally(tx, workspace, kinds, label, _until(period, today)) for label, period in periods)
    return Overview(kinds, today, tallies, year, _ahead(tx, workspace, kinds, today))


def overview_for(tx: Tx, who: Who, kinds: tuple[Kind, ...], now: datetime) -> Overview:
    """The same for the workspace in which this person acts. Raises UnknownWorkspace."""
    return overview(tx, people.workspace_of(tx, who), kinds, now)


def ask_for_file(tx: Tx, who: Who, *, at: datetime, now: datetime) -> None:
    """They will be sent the file. A doubled click asks once; a later one asks for a new file."""
    person = people.know(tx, who)
    moment = int(at.timestamp()) // DOUBLE_CLICK_SECONDS
    notices.tell(tx, person.workspace_id, ACTIVITY, CSV, person.workspace_id, person.id, now, round=moment)


def _until(period: Period, today: date) -> Period:
    return Period(period.first, min(period.last, today))


def _tally(tx: Tx, workspace: Workspace, kinds: tuple[Kind, ...], label: Text, period: Period) -> Tally:
    counted = func.count(), func.count(distinct(Participation.person_id))
    within = (
        Participation.workspace_id == workspace.id,
        Participation.day.between(period.first, period.last),
        Participation.kind.in_([kind.name for kind in kinds]),
    )
    rows = tx.execute(
        union_all(
            select(Participation.kind, *counted).where(*within).group_by(Participation.kind),
            select(literal(_TOTAL), *counted).where(*within),
        )
    )
    by_kind = {kind: Count(times, heads) for kind, times, heads in rows}
    return Tally(label, period, by_kind, total=by_kind.pop(_TOTAL, NONE))


def _ahead(tx: Tx, workspace: Workspace, kinds: tuple[Kind, ...], today: date) -> Ahead:
    rows = tx.execute(
        select(func.count(distinct(Participation.subject)), func.count())
        .where(
            Participation.workspace_id == workspace.id,
            Participation.day > today,
            Participation.kind.in_([kind.name for kind in kinds]),
        )
        .group_by(Participation.kind)
    ).all()
    return Ahead(things=sum(row[0] for row in rows), times=sum(row[1] for row in rows))
