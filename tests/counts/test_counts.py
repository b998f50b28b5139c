"""What is counted, on both databases: the right rows, the right days, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot import ledger, people
from bot.activity import Kind
from bot.admins import AdminsOnly, refuse_all_but_admins
from bot.calendar import Period
from bot.chat.interaction import Who
from bot.chat.sender import Profile
from bot.counts import service, words
from bot.counts.model import Ahead, Count, Overview
from bot.db import Tx, many
from bot.notices import Notice
from bot.people import Workspace
from bot.text import Text

CALLS, MEETINGS = Kind("calls", Text("呼びかけ", "Calls")), Kind("meetings", Text("集まり", "Meetings"))
KINDS = (CALLS, MEETINGS)

Introduce = Callable[[str], Who]


def took_part(tx: Tx, who: Who, kind: Kind, subject: int, day: date) -> None:
    ledger.record(tx, kind.name, subject, people.know(tx, who), "guest", day)


def counts_of(overview: Overview, kind: Kind) -> list[Count]:
    """This month, last month, this fiscal year."""
    return [tally.of(kind) for tally in overview.tallies]


def totals_of(overview: Overview) -> list[Count]:
    return [tally.total for tally in overview.tallies]


def test_each_activity_is_counted_by_participations_and_by_different_people(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    first, second = who("U1"), who("U2")
    took_part(tx, first, CALLS, 1, date(2026, 11, 2))
    took_part(tx, first, CALLS, 2, date(2026, 11, 20))
    took_part(tx, second, CALLS, 2, date(2026, 11, 24))
    took_part(tx, second, MEETINGS, 1, date(2026, 10, 31))
    took_part(tx, first, MEETINGS, 2, date(2026, 4, 1))
    took_part(tx, first, MEETINGS, 3, date(2026, 3, 31))

    overview = service.overview(tx, workspace, KINDS, now)

    assert counts_of(overview, CALLS) == [Count(3, 2), Count(0, 0), Count(3, 2)]
    assert counts_of(overview, MEETINGS) == [Count(0, 0), Count(1, 1), Count(2, 2)]


def test_somebody_who_took_part_in_two_activities_is_one_person_in_the_total(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    somebody = who("U1")
    took_part(tx, somebody, CALLS, 1, date(2026, 11, 2))
    took_part(tx, somebody, MEETINGS, 1, date(2026, 11, 3))
    took_part(tx, who("U2"), MEETINGS, 1, date(2026, 11, 3))

    assert totals_of(service.overview(tx, workspace, KINDS, now)) == [Count(3, 2), Count(0, 0), Count(3, 2)]


def test_an_activity_in_which_nobody_took_part_counts_nothing(tx: Tx, workspace: Workspace, now: datetime) -> None:
    overview = service.overview(tx, workspace, KINDS, now)
    assert counts_of(overview, CALLS) == counts_of(overview, MEETINGS) == totals_of(overview) == [Count(0, 0)] * 3


def test_what_is_still_ahead_is_not_counted_as_past(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    for user in ("U1", "U2", "U3"):
        took_part(tx, who(user), MEETINGS, 7, date(2026, 11, 25))
    took_part(tx, who("U1"), MEETINGS, 8, date(2027, 6, 1))
    took_part(tx, who("U1"), MEETINGS, 9, date(2026, 11, 24))

    overview = service.overview(tx, workspace, KINDS, now)

    assert counts_of(overview, MEETINGS) == [Count(1, 1), Count(0, 0), Count(1, 1)]
    assert overview.ahead == Ahead(things=2, times=4)


def test_the_same_number_in_two_activities_is_two_things_ahead(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    took_part(tx, who("U1"), MEETINGS, 1, date(2026, 12, 1))
    took_part(tx, who("U1"), CALLS, 1, date(2026, 12, 1))
    assert service.overview(tx, workspace, KINDS, now).ahead == Ahead(things=2, times=2)


def test_two_workspaces_never_see_each_other(tx: Tx, workspace: Workspace, who: Introduce, now: datetime) -> None:
    neighbour = people.settle(tx, "slack", "T2", "隣の市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
    theirs = Who("slack", "T2", "U1")
    took_part(tx, theirs, CALLS, 1, date(2026, 11, 2))
    took_part(tx, theirs, MEETINGS, 1, date(2026, 12, 2))
    took_part(tx, who("U1"), CALLS, 1, date(2026, 11, 3))
    took_part(tx, who("U2"), CALLS, 1, date(2026, 11, 3))

    ours = service.overview_for(tx, who("U1"), KINDS, now)
    assert (totals_of(ours)[0], ours.ahead) == (Count(2, 2), Ahead(0, 0))
    others = service.overview(tx, neighbour, KINDS, now)
    assert (totals_of(others)[0], others.ahead) == (Count(1, 1), Ahead(1, 1))


@pytest.mark.parametrize(
    ("instant", "year", "counted"),
    [
        (datetime(2027, 3, 31, 14, 59, tzinfo=UTC), Period(date(2026, 4, 1), date(2027, 3, 31)), Count(1, 1)),
        (datetime(2027, 3, 31, 15, 30, tzinfo=UTC), Period(date(2027, 4, 1), date(2027, 4, 1)), Count(2, 2)),
    ],
    ids=["31 March, 23:59 in Tokyo", "1 April, 00:30 in Tokyo"],
)
def test_the_fiscal_year_turns_at_midnight_where_the_people_are(
    tx: Tx, workspace: Workspace, who: Introduce, instant: datetime, year: Period, counted: Count
) -> None:
    took_part(tx, who("U1"), CALLS, 1, date(2027, 3, 31))
    took_part(tx, who("U1"), CALLS, 2, date(2027, 4, 1))
    took_part(tx, who("U2"), CALLS, 2, date(2027, 4, 1))

    this_year = service.overview(tx, workspace, KINDS, instant).tallies[2]

    assert (this_year.period, this_year.of(CALLS)) == (year, counted)


def test_the_first_month_of_the_fiscal_year_is_the_workspace_s_own(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    took_part(tx, who("U1"), CALLS, 1, date(2026, 9, 30))
    took_part(tx, who("U1"), CALLS, 2, date(2026, 10, 1))
    workspace.fiscal_start = 10
    assert service.overview(tx, workspace, KINDS, now).tallies[2].of(CALLS) == Count(1, 1)


def test_counting_reads_the_index_of_days_and_not_the_whole_ledger(tx: Tx, workspace: Workspace, now: datetime) -> None:
    if tx.dialect.name != "sqlite":
        pytest.skip("an empty table tells PostgreSQL nothing about indexes")
    plans: list[str] = []
    tx.connection.driver_connection.set_trace_callback(plans.append)  # type: ignore[union-attr]
    service.overview(tx, workspace, KINDS, now)
    tx.connection.driver_connection.set_trace_callback(None)  # type: ignore[union-attr]
    for statement in plans:
        steps = [row[3] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
        read = [step for step in steps if "participation" in step]
        assert read and all("ix_participation_day" in step for step in read)


def test_a_doubled_click_asks_for_one_file_and_a_later_one_for_another(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    somebody = who("U1")
    for second in (0, 0, 1, 30):
        service.ask_for_file(tx, somebody, at=now.replace(second=second), now=now)
    service.ask_for_file(tx, who("U2"), at=now, now=now)

    asked_by = list(tx.scalars(select(Notice.person_id).where(Notice.activity == service.ACTIVITY)))
    assert sorted(asked_by.count(person) for person in set(asked_by)) == [1, 2]
    assert all(notice.workspace_id == workspace.id for notice in many(tx, Notice))


@pytest.mark.parametrize(
    ("is_admin", "is_guest", "is_gone"),
    [(False, False, False), (True, True, False), (True, False, True)],
    ids=["staff", "a guest, whatever the flag says", "somebody who has left"],
)
def test_nobody_but_an_admin_sees_the_counts(is_admin: bool, is_guest: bool, is_gone: bool) -> None:
    with pytest.raises(AdminsOnly):
        refuse_all_but_admins(Profile("U1", "", None, None, is_admin, is_guest, False, is_gone), words.ADMINS_ONLY)


def test_an_admin_sees_the_counts() -> None:
    refuse_all_but_admins(Profile("U1", "", None, None, True, False, False, False), words.ADMINS_ONLY)
