"""What an offsite looks like: in its channel, in direct messages to those it concerns, and as a form for its host."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import text
from bot.chat.card import (
    Button,
    Buttons,
    Card,
    ClockField,
    Facts,
    Form,
    Link,
    MomentField,
    NumberField,
    Part,
    People,
    Said,
    TextField,
    Title,
    Words,
)
from bot.offsite import words
from bot.offsite.model import CAPACITY_MOST, NOTES_MOST, OFFER_UNTIL, PLACE_MOST, TITLE_MOST, Offsite
from bot.offsite.service import Roster
from bot.people import Person
from bot.text import Text

NAMES_SHOWN = 30


def card(roster: Roster, now: datetime) -> Card:
    """The offsite in its channel: names of those going; all others are numbers."""
    offsite, going = roster.offsite, roster.going
    parts = [*_facts(roster), *_hosted_by(roster), *_notes(offsite)]
    if offsite.called_off_at is not None:
        parts.append(Words(words.CALLED_OFF_ON_CARD, "strong"))
        return Card(_summary(offsite), tuple(parts))
    if going:
        label = words.GUESTS.fill(n=len(going))
        parts.append(People(label, going[:NAMES_SHOWN], max(0, len(going) - NAMES_SHOWN)))
    if not offsite.is_open(now):
        parts.append(Words(words.STARTED_ON_CARD, "quiet"))
        return Card(_summary(offsite), tuple(parts))
    if counts := _counts(roster):
        parts.append(Words(text.join(counts, ja="　", en=" · "), "quiet"))
    parts.append(Buttons((*_answers(offsite), _call_off(offsite))))
    return Card(_summary(offsite), tuple(parts))


def invitation(roster: Roster) -> Card:
    """The same for one person who asked to hear of offsites: what it is, and the three answers."""
    parts = (*_facts(roster), *_hosted_by(roster), *_notes(roster.offsite), Buttons(_answers(roster.offsite)))
    return Card(_summary(roster.offsite), parts)


def full(offsite: Offsite, *, passed_on: bool = False) -> Card:
    """To who wanted a seat when there was none; `passed_on` when it was held for them and the time is over."""
    said = words.PASSED_ON if passed_on else words.FULL
    return Card(said, (Words(said), Buttons((Button(words.WAIT, "offsite.wait", str(offsite.id), style="primary"),))))


def offer(roster: Roster, until: datetime) -> Card:
    """To who waited longest: a seat is held for them."""
    offsite = roster.offsite
    said = words.OFFER.fill(until=_until(until, roster.zone))
    accept = Button(words.GOING, "offsite.accept", str(offsite.id), style="primary")
    return Card(said, (*_facts(roster), Words(said), Buttons((accept, _decline(offsite)))))


def reminder(roster: Roster, now: datetime) -> Card:
    """To those going, the day before; on the day itself where it could not be said in time."""
    offsite, zone = roster.offsite, ZoneInfo(roster.zone)
    starts = offsite.starts_at.astimezone(zone)
    day = words.TODAY if starts.date() == now.astimezone(zone).date() else words.TOMORROW
    where = _where(offsite)
    sentence = words.REMINDER if where and isinstance(where, str) else words.REMINDER_WITHOUT_PLACE
    said = sentence.fill(day=day, clock=text.clock(starts.time()), place=offsite.place)
    parts: list[Part] = [Words(offsite.title, "strong"), Words(said)]
    if isinstance(where, Link):
        parts.append(Facts(((words.WHERE, where),)))
    return Card(said, (*parts, Buttons((_decline(offsite),))))


def called_off(roster: Roster) -> Card:
    """To everybody concerned, once."""
    offsite = roster.offsite
    return _note(words.CALLED_OFF_TOLD.fill(moment=text.moment(offsite.starts_at, roster.zone), title=offsite.title))


def end(offsite: Offsite, now: datetime) -> Button | None:
    """With it the host ends it where its card is not in sight; None once it is over."""
    return _call_off(offsite) if offsite.is_open(now) else None


def usage() -> Card:
    """What `/offsite` can do."""
    return Card(words.HELP_TITLE, (Words(words.HELP_TITLE, "strong"), Words(words.HELP)))


def form(
    channel: str,
    *,
    title: str = "",
    starts_at: datetime | None = None,
    notes: str = "",
    intro: Text = words.FORM_INTRO,
) -> Form:
    """What a host says of an offsite, filled with what was typed. Only title and time are needed."""
    return Form(
        route="offsite.new",
        subject=channel,
        title=words.FORM_TITLE,
        send=words.FORM_SEND,
        intro=(Words(intro, "quiet"),),
        fields=(
            TextField("title", words.TITLE, hint=words.TITLE_HINT, initial=title, most=TITLE_MOST),
            MomentField("starts_at", words.STARTS, initial=starts_at),
            ClockField("ends", words.ENDS, hint=words.ENDS_HINT, optional=True),
            TextField("place", words.PLACE, hint=words.PLACE_HINT, optional=True, most=PLACE_MOST),
            NumberField("capacity", words.SEATS, hint=words.SEATS_HINT, optional=True, most=CAPACITY_MOST),
            TextField(
                "notes", words.NOTES, hint=words.NOTES_HINT, initial=notes, optional=True, long=True, most=NOTES_MOST
            ),
        ),
    )


def _facts(roster: Roster) -> tuple[Part, ...]:
    offsite = roster.offsite
    end = text.clock(offsite.ends_at.astimezone(ZoneInfo(roster.zone)).time())
    when = words.FROM_TO.fill(start=text.moment(offsite.starts_at, roster.zone), end=end)
    lines: list[tuple[Text, Said | Link]] = [(words.WHEN, when)]
    if offsite.place:
        lines.append((words.WHERE, _where(offsite)))
    if offsite.capacity is not None:
        lines.append((words.CAPACITY, words.CAPACITY_PEOPLE.fill(n=offsite.capacity)))
    return (Title(offsite.title), Facts(tuple(lines)))


def _hosted_by(roster: Roster) -> tuple[Part, ...]:
    """Who has left is not named any more."""
    return () if roster.host.is_gone else (People(words.HOST, (roster.host.external_id,)),)


def _where(offsite: Offsite) -> str | Link:
    """The room, or the address of an online meeting."""
    is_address = re.fullmatch(r"https?://[^\s/]\S*", offsite.place) is not None
    return Link(offsite.place) if is_address else offsite.place


def _notes(offsite: Offsite) -> tuple[Part, ...]:
    voluntary = Words(words.VOLUNTARY, "quiet")
    return (Words(offsite.notes), voluntary) if offsite.notes else (voluntary,)


def _counts(roster: Roster) -> list[Text]:
    """Seats, and how many have not decided: figures, never names."""
    said: list[Text] = []
    if roster.offsite.capacity is not None:
        left = max(0, roster.offsite.capacity - len(roster.going) - roster.offered)
        said.append(words.SEATS_LEFT.fill(n=left) if left else words.ALL_TAKEN)
    elif not roster.going:
        said.append(words.NOBODY_YET)
    for sentence, number in (
        (words.OFFERED_NOW, roster.offered),
        (words.WAITING_NOW, roster.waiting),
        (words.UNSURE_NOW, roster.unsure),
    ):
        if number:
            said.append(sentence.fill(n=number))
    return said


def _answers(offsite: Offsite) -> tuple[Button, ...]:
    return (
        Button(words.GOING, "offsite.go", str(offsite.id), style="primary"),
        Button(words.UNSURE, "offsite.hesitate", str(offsite.id)),
        _decline(offsite),
    )


def _decline(offsite: Offsite) -> Button:
    return Button(words.DECLINE, "offsite.decline", str(offsite.id))


def _call_off(offsite: Offsite) -> Button:
    subject = str(offsite.id)
    return Button(words.CALL_OFF, "offsite.call_off", subject, style="danger", confirm=words.CALL_OFF_CONFIRM)


def _until(until: datetime, zone: str) -> Text:
    """With its date, because a direct message may be read a day later: 「明日」 would then be wrong."""
    local = until.astimezone(ZoneInfo(zone))
    return words.NOON.fill(day=text.day(local.date())) if local.time() == OFFER_UNTIL else text.moment(until, zone)


def _note(said: Text) -> Card:
    return Card(said, (Words(said),))


def _summary(offsite: Offsite) -> Text:
    return words.SUMMARY.fill(title=offsite.title)


def examples() -> dict[str, Card | Form]:
    """Every card and form of this activity, for the gallery and its limits."""
    now = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    start = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
    noon = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    host = Person(id=1, external_id="U0001")
    crowd = tuple(f"U{number:04}" for number in range(300))

    def meeting(
        *, title: str = "秋の語り場", place: str = "302会議室", notes: str = "", capacity: int | None = 2
    ) -> Offsite:
        return Offsite(
            id=1, title=title, place=place, notes=notes, capacity=capacity,
            starts_at=start, ends_at=start + timedelta(minutes=90), called_off_at=None,
        )  # fmt: skip

    def roster(offsite: Offsite, going: int, unsure: int = 0, waiting: int = 0, offered: int = 0) -> Roster:
        return Roster(offsite, "Asia/Tokyo", host, crowd[:going], unsure, waiting, offered)

    plain, open_to_all = meeting(), meeting(place="", capacity=None)
    online = meeting(place="https://meet.example.jp/akinokatariba", capacity=None)
    longest = meeting(title="あ" * TITLE_MOST, place="<!channel>" * 50, notes="&" * NOTES_MOST, capacity=CAPACITY_MOST)
    ended = meeting()
    ended.called_off_at = now
    return {
        "nobody yet": card(roster(plain, 0), now),
        "nobody yet, seats for all": card(roster(open_to_all, 0), now),
        "some are going": card(roster(plain, 1, unsure=2), now),
        "seats for all": card(roster(online, 3), now),
        "full": card(roster(plain, 2, waiting=3, unsure=1), now),
        "a seat is held": card(roster(plain, 1, waiting=2, offered=1), now),
        "everything at its longest": card(roster(longest, 300, 500, 400, 30), now),
        "started": card(roster(plain, 2), start),
        "called off": card(roster(ended, 2), now),
        "invitation": invitation(roster(plain, 1)),
        "invitation at its longest": invitation(roster(longest, 300)),
        "no seat": full(plain),
        "offer ran out": full(plain, passed_on=True),
        "offer": offer(roster(plain, 1, offered=1), noon),
        "offer until the start": offer(roster(longest, 1, offered=1), start),
        "reminder": reminder(roster(plain, 2), start - timedelta(days=1)),
        "reminder on the day": reminder(roster(open_to_all, 2), start - timedelta(hours=2)),
        "reminder, online": reminder(roster(online, 2), start - timedelta(days=1)),
        "reminder at its longest": reminder(roster(longest, 2), start - timedelta(days=1)),
        "called off, told": called_off(roster(longest, 2)),
        "help": usage(),
        "form": form("C1"),
        "form, filled": form("C1", title="秋の語り場", starts_at=start),
        "form with a long line": form("C1", notes="長い" * 1_000, intro=words.TITLE_TOO_LONG),
    }
