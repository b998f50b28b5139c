"""What the weekly topic looks like: in its channel, in the form that sets it up, and in private answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from bot import text
from bot.chat.card import Button, Buttons, Card, ChoiceField, ClockField, Form, Part, Title, Words, note
from bot.dialogue import topics, words
from bot.dialogue.answers import Turnout
from bot.dialogue.model import OFFERED_WEEKDAYS, USUAL_SLOT, Prompt, Slot, Talk, Team
from bot.text import Text


def prompt(turnout: Turnout) -> Card:
    """The week's topic in its channel."""
    topic, subject = turnout.topic, str(turnout.prompt.id)
    kind = words.MODE_AND_THEME.fill(mode=words.MODES[topic.mode], theme=words.THEMES[topic.theme])
    parts: list[Part] = [
        Title(words.HEADER),
        Words(kind, "quiet"),
        Words(words.MANNERS[topic.mode]),
        Words(topic.question, "strong"),
        Words(words.FOLLOW_UP.fill(question=topic.follow_up)),
    ]
    if topic.voice:
        parts.append(Words(words.VOICE))
    parts += [Words(line) for line in _figures(turnout)]
    parts.append(
        Buttons(
            (
                Button(words.TICK, "dialogue.tick", subject, style="primary"),
                Button(words.TALKED, "dialogue.talk", subject),
            )
        )
    )
    parts.append(Words(words.PROMPT_SMALL_PRINT, "quiet"))
    return Card(words.SUMMARY.fill(question=topic.question), tuple(parts))


def ticked(number: int) -> Card:
    """To the person who ticked, with the way back."""
    undo = Button(words.UNDO, "dialogue.untick", str(number))
    return Card(words.TICKED, (Words(words.TICKED), Buttons((undo,))))


def talk(mine: Talk) -> Card:
    """To the person who said that their section talked: with about how many? Or the way back."""
    if not mine.happened:
        return note(words.TALK_UNDONE)
    subject = str(mine.prompt_id)
    said = words.HOW_MANY if mine.heads is None else words.HEADS_NOTED.fill(heads=mine.heads)
    heads = [Button(label, f"dialogue.talk_with_{number}", subject) for number, label in words.HEADS.items()]
    undo = Button(words.UNDO, "dialogue.undo_talk", subject)
    return Card(said, (Words(said), Buttons((*heads, undo))))


def form(channel: str, team: Team | None) -> Form:
    """When does the section meet? Filled in with the present choice."""
    slot = USUAL_SLOT if team is None else team.slot
    return Form(
        route="dialogue.set_up",
        subject=channel,
        title=words.FORM_TITLE,
        send=words.FORM_CHANGE if team is not None and team.active else words.FORM_START,
        intro=(Words(words.FORM_INTRO), Words(words.FORM_RECORDS, "quiet")),
        fields=(
            ChoiceField(
                "weekday",
                words.WEEKDAY,
                options=tuple((str(weekday), text.WEEKDAYS[weekday]) for weekday in OFFERED_WEEKDAYS),
                initial=str(slot.weekday),
            ),
            ClockField("clock", words.CLOCK, hint=words.CLOCK_HINT, initial=slot.clock),
        ),
    )


def started(team: Team) -> Card:
    """In the channel, once it is set up."""
    if not team.active:
        return note(words.RESTING)
    said = comes(team)
    return Card(said, (Words(said), Words(words.STARTED_SMALL_PRINT, "quiet")))


def commands() -> Card:
    """What `/dialogue` can do."""
    return Card(words.NAME, (Title(words.NAME), *map(Words, (words.HELP_INTRO, words.HELP_START, words.HELP_STOP))))


def end(team: Team) -> Button | None:
    """With it whoever set the team up ends it where its channel is not in sight; None once it rests."""
    return Button(words.STOP, "dialogue.stop", str(team.id)) if team.active else None


def comes(team: Team) -> Text:
    """When topics come, and when the next one does."""
    return words.STARTED.fill(slot=slot(team), day=text.day(team.day(team.next_at)))


def _figures(turnout: Turnout) -> list[Text]:
    """How many took part, and apart from that how often the section talked. No number in a small team."""
    lines = []
    if turnout.people:
        lines.append(words.SOME_TALKED if turnout.team.is_small else words.PEOPLE.fill(n=turnout.people))
    if turnout.talks and turnout.heads is not None:
        lines.append(words.TALKS_WITH_HEADS.fill(n=turnout.talks, heads=turnout.heads))
    elif turnout.talks:
        lines.append(words.TALKS.fill(n=turnout.talks))
    return lines


def slot(team: Team) -> Text:
    return words.SLOT.fill(weekday=text.WEEKDAYS[team.weekday], clock=text.clock(team.clock))


def examples() -> dict[str, Card | Form]:
    """Every card and form of this activity, for the gallery and its limits."""
    meets = datetime(2026, 11, 23, 23, 35, tzinfo=UTC)
    thursdays = Slot(weekday=3, clock=time(9))
    small, large, resting = (
        Team(
            id=number, channel="C1", weekday=slot.weekday, clock=slot.clock, timezone="Asia/Tokyo", next_at=meets,
            active=active, set_up_by=1, round=1, headcount=headcount,
        )
        for number, (slot, active, headcount) in enumerate(
            ((USUAL_SLOT, True, 9), (thursdays, True, 4_000), (USUAL_SLOT, False, None)), start=1
        )
    )  # fmt: skip
    asked = Prompt(id=1, team_id=1, day=date(2026, 11, 24))
    shown = list(topics.library().values())
    spoken = next(topic for topic in shown if topic.voice)
    longest = max(shown, key=lambda topic: len(topic.question.en + topic.question.ja))
    discussion = next(topic for topic in shown if topic.mode == "discussion")
    return {
        "new topic": prompt(Turnout(asked, small, shown[0], people=0, talks=0, heads=None)),
        "small team talked": prompt(Turnout(asked, small, spoken, people=3, talks=1, heads=None)),
        "large team talked": prompt(Turnout(asked, large, longest, people=3_999, talks=12, heads=180)),
        "discussion": prompt(Turnout(asked, large, discussion, people=7, talks=1, heads=6)),
        "ticked": ticked(1),
        "section talked": talk(Talk(prompt_id=1, happened=True, heads=None)),
        "section talked with some": talk(Talk(prompt_id=1, happened=True, heads=6)),
        "talk taken back": talk(Talk(prompt_id=1, happened=False, heads=None)),
        "started": started(small),
        "resting": started(resting),
        "help": commands(),
        "form": form("C1", None),
        "form with the present choice": form("C1", large),
    }
