"""What alumni can do: say which cohort they are of, and choose what they hear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.activity import Activity, together
from bot.alumni import cards, home, service, words
from bot.alumni.model import ANNOUNCEMENTS, REMINDERS, TOPICS
from bot.chat.interaction import Click, Command, OldButton, Reply, Submission, Who
from bot.chat.sender import Outgoing
from bot.core import Core
from bot.db import Tx
from bot.home import Section, Visitor
from bot.manners import REMINDER
from bot.notices import Notice
from bot.offsite import cards as offsite_cards
from bot.offsite import seats
from bot.offsite import service as offsite
from bot.routes import Routes
from bot.text import Text, join

on = Routes(service.ACTIVITY)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@on.command(
    "alumni",
    Text("修了生の方へ：期と、受け取るお知らせ", "For alumni: your cohort and what you hear"),
    hint="",
)
async def alumni(command: Command, core: Core) -> Reply:
    """`/alumni` shows one's own cohort and choices."""
    return Reply(card=cards.choices(await core.write(service.standing, command.who)))


@on.click("ask_cohort")
async def ask_cohort(click: Click, core: Core) -> Reply:
    """期を知らせる."""
    standing = await core.write(service.standing, click.who)
    return Reply(form=cards.form(click.subject, cohort=standing.cohort))


@on.submit("cohort")
async def cohort(submission: Submission, core: Core) -> Reply:
    """The cohort was told; where a topic was asked for before, it is turned on with it."""
    topic, at = _asked_for(submission.subject)
    told = await core.write(_tell_cohort, submission.who, submission.whole("cohort"), topic, at)
    noted = words.COHORT_NOTED.fill(n=told)
    if topic is None:
        return Reply(note=noted)
    return Reply(note=join([noted, words.STARTED.fill(topic=TOPICS[topic])], ja="", en=" "))


@on.click("start")
async def start(click: Click, core: Core) -> Reply:
    """受け取る. Who has not told their cohort yet is asked in the same breath."""
    topic = _topic(click)
    standing = await core.write(service.start, click.who, topic, at=click.at)
    if standing.cohort is None:
        return Reply(form=cards.form(_asking_for(topic, click.at), topic=topic))
    return Reply(card=cards.choices(standing), replace=True)


@on.click("end")
async def end(click: Click, core: Core) -> Reply:
    """止める, among one's choices."""
    standing = await core.write(service.stop, click.who, _topic(click), at=click.at)
    return Reply(card=cards.choices(standing), replace=True)


@on.click("stop")
async def stop(click: Click, core: Core) -> Reply:
    """このお知らせを止める, on any message that alumni get."""
    topic = _topic(click)
    await core.write(service.stop, click.who, topic, at=click.at)
    return Reply(note=words.STOPPED.fill(topic=TOPICS[topic]))


def _topic(click: Click) -> str:
    if click.subject not in TOPICS:
        raise OldButton()
    return click.subject


def _asking_for(topic: str, at: datetime) -> str:
    """The form carries the click that opened it, so that a click that stops the topic later is the newer one."""
    return f"{topic}:{(at - EPOCH) // timedelta(microseconds=1)}"


def _asked_for(subject: str) -> tuple[str | None, datetime]:
    """Which topic was asked for, and when; no topic where the form was about the cohort alone."""
    topic, _, microseconds = subject.partition(":")
    if topic not in TOPICS or not (microseconds.isascii() and microseconds.isdigit() and len(microseconds) <= 17):
        return None, EPOCH
    return topic, EPOCH + timedelta(microseconds=int(microseconds))


def _tell_cohort(tx: Tx, who: Who, cohort: int | None, topic: str | None, at: datetime) -> int:
    told = service.tell_cohort(tx, who, cohort)
    if topic is not None:
        service.start(tx, who, topic, at=at)
    return told


def _reminder(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    """Only for those of whom nothing has been heard."""
    announced = offsite.find(tx, notice.workspace_id, notice.subject)
    return _word(tx, notice, now) if seats.answer_of(tx, announced, notice.person_id) is None else None


def _word(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    """Word of an offsite, as long as it can be answered and they still want to hear of it."""
    roster = offsite.roster(tx, notice.workspace_id, notice.subject)
    if not roster.offsite.is_open(now) or not service.wants(tx, notice.person_id, notice.kind):
        return None
    return Outgoing(cards.word(notice.kind, offsite_cards.invitation(roster)))


def _home(tx: Tx, visitor: Visitor) -> tuple[Section, ...]:
    return (home.section(service.standing_of(tx, visitor.person)),)


ACTIVITY = Activity(
    name=service.ACTIVITY,
    routes=on,
    notices={ANNOUNCEMENTS: _word, REMINDERS: _reminder},
    examples=together(cards.examples, home.examples),
    manners={ANNOUNCEMENTS: REMINDER, REMINDERS: REMINDER},
    home=_home,
)
