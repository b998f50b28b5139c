"""What alumni see: their own choices, the form that asks for their cohort, and word of an offsite."""

from __future__ import annotations

from bot.alumni import words
from bot.alumni.model import ANNOUNCEMENTS, COHORT_MOST, REMINDERS, TOPICS
from bot.alumni.service import Standing
from bot.chat.card import Button, Buttons, Card, Divider, Form, NumberField, Part, Title, Words
from bot.text import Text

_MEANS = {ANNOUNCEMENTS: words.ANNOUNCEMENTS_MEANS, REMINDERS: words.REMINDERS_MEANS}
_GREETING = {ANNOUNCEMENTS: words.ANNOUNCED, REMINDERS: words.REMINDED}


def choices(standing: Standing) -> Card:
    """One person's cohort and choices, each a click on and a click off, for their eyes only."""
    said = words.COHORT_KNOWN.fill(n=standing.cohort) if standing.cohort is not None else words.COHORT_UNKNOWN
    parts: list[Part] = [Title(words.ALUMNI), Words(said), Buttons((ask_cohort(standing),))]
    for topic in topics(standing):
        parts += [Divider(), *topic]
    parts += [Divider(), Words(words.EXPLAINED, "quiet")]
    return Card(words.ALUMNI, tuple(parts))


def ask_cohort(standing: Standing) -> Button:
    """With it they tell their cohort, or correct it."""
    label = words.SET_COHORT if standing.cohort is None else words.CHANGE_COHORT
    return Button(label, "alumni.ask_cohort", "cohort", opens_form=True)


def topics(standing: Standing) -> tuple[tuple[Part, ...], ...]:
    """What they can choose to hear of: the state, what it means, and the click that changes it."""
    return tuple(_topic(topic, name, standing) for topic, name in TOPICS.items())


def _topic(topic: str, name: Text, standing: Standing) -> tuple[Part, ...]:
    is_on, asks_cohort = topic in standing.wants, standing.cohort is None
    state = words.ON if is_on else words.OFF
    button = (
        Button(words.END.fill(topic=name), "alumni.end", topic)
        if is_on
        else Button(words.START.fill(topic=name), "alumni.start", topic, style="primary", opens_form=asks_cohort)
    )
    return Words(state.fill(topic=name), "strong"), Words(_MEANS[topic], "quiet"), Buttons((button,))


def form(subject: str, *, cohort: int | None = None, topic: str | None = None) -> Form:
    """Asks for the cohort; with a topic, sending it also turns that on."""
    intro = words.FORM_INTRO if topic is None else words.FORM_INTRO_AND_START.fill(topic=TOPICS[topic])
    return Form(
        route="alumni.cohort",
        subject=subject,
        title=words.FORM_TITLE,
        send=words.FORM_SEND if topic is None else words.FORM_SEND_AND_START,
        intro=(Words(intro, "quiet"),),
        fields=(NumberField("cohort", words.COHORT, hint=words.COHORT_HINT, initial=cohort, most=COHORT_MOST),),
    )


def word(topic: str, invitation: Card) -> Card:
    """An invitation to an offsite for one who asked for this topic, which stops with one click."""
    stop = Buttons((Button(words.STOP, "alumni.stop", topic),))
    return Card(invitation.summary, (Words(_GREETING[topic]), *invitation.parts, stop))


def examples() -> dict[str, Card | Form]:
    """Every card and form of this activity, for the gallery and its limits."""
    said = Text("オフサイトミーティング：秋の語り場", "Offsite meeting: 秋の語り場")
    invitation = Card(said, (Title("秋の語り場"), Words("手ぶらでどうぞ。")))
    return {
        "cohort unknown": choices(Standing(None)),
        "nothing asked for": choices(Standing(3)),
        "everything asked for": choices(Standing(COHORT_MOST, frozenset(TOPICS))),
        "form": form("cohort"),
        "form, known": form("cohort", cohort=3),
        "form, turning a topic on": form("announcements", topic=ANNOUNCEMENTS),
        "announcement": word(ANNOUNCEMENTS, invitation),
        "reminder": word(REMINDERS, invitation),
    }
