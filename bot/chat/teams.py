"""Cards and forms as Adaptive Cards 1.5 for Microsoft Teams, and the answers of a form back.

Whatever is shown is a text run, which Teams does not read as markdown as it does text blocks and facts:
a typed `*word*` or `<at>name</at>` stays just that. Nothing of the Teams SDK is needed to draw.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot import calendar
from bot.chat.card import (
    Button,
    Buttons,
    Card,
    Channel,
    ChannelField,
    ChoiceField,
    ClockField,
    DayField,
    Divider,
    Facts,
    Field,
    Figures,
    Form,
    Link,
    MomentField,
    NumberField,
    Part,
    People,
    Said,
    TextField,
    Title,
    Value,
    Words,
)
from bot.chat.interaction import Place
from bot.refusal import Refusal
from bot.text import AND_MORE, COMMA, Language, Text, cut, kept, to

Block = dict[str, Any]

BUDGET = 25_000
"""Bytes of a card. What Teams documents for a whole message lies between 28 KB (posts) and 100 KB (bots)."""
TITLE, NAME, SUMMARY = 150, 40, 500
ENVELOPE = 500
"""Bytes of a card around its body, and to spare."""
CHANNELS_MOST = 40
"""Channels that a form offers, so that it stays within the budget however much is typed into the rest of it."""
SHORTEST = 40
"""Characters that are left of any text, about."""

NEWER_TEAMS = Text("このカードを見るには、Teams を更新してください。", "Please update Teams to see this card.")
SOME_CHANNEL = Text("チャンネル（名前を表示できません）", "a channel (its name cannot be shown)")
NAMELESS = Text("お名前を表示できません", "the name cannot be shown")
DAY_OF = Text("{label}（日付）", "{label} (day)")
CLOCK_OF = Text("{label}（時刻）", "{label} (time)")
PLEASE_FILL = Text("こちらもお願いします。", "Please fill this in, too.")
WHOLE_NUMBER = Text(
    "{least}から{most}までの整数で入力してください。", "Please enter a whole number from {least} to {most}."
)


class HalfAMoment(Refusal):
    """A day without its time, or a time without its day."""

    text = Text("日付と時刻を、どちらも選んでください。", "Please choose both the day and the time.")


class NoTime(Refusal):
    """Not to be read as a day or a time."""

    text = Text("日付や時刻として読み取れませんでした。", "This could not be read as a day or a time.")


def message(card: Card, language: Language, names: Mapping[str, str]) -> dict[str, Any]:
    """The fields `summary` and `attachments` of a message that shows this card.

    `names` are those of people and channels by their Teams id; who is not among them is only counted. They are names,
    not mentions: a mention calls its person, and the same card is shown again at every click.
    """
    body: list[Block] = []
    divided = False
    for part in card.parts:
        for block in _part(part, language, names):
            body.append({**block, "separator": True} if divided else block)
            divided = False
        divided = divided or isinstance(part, Divider)
    return {"summary": cut(to(card.summary, language), SUMMARY), "attachments": [_attachment(_fit(body), language)]}


def view(
    form: Form,
    language: Language,
    place: Place,
    zone: str,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Text] | None = None,
    channels: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The dialog that shows this form. It remembers the place in which it was asked for.

    Days and times are those of `zone`. Teams has no word for what is wrong with a field: it is shown this form once
    more, with what was `typed` (the submitted data) and the `errors` by field in red. `channels` are the names of those
    that everybody may see, by id, for a form that asks for one.
    """
    filled = _initial(form, zone) if typed is None else typed
    wrong = dict(errors or {})
    body = [block for words in form.intro for block in _part(words, language, {})]
    inputs: list[Block] = []
    for field in form.fields:
        if field.name in wrong:
            inputs.append(_red(wrong.pop(field.name), language))
        inputs += _inputs(field, language, filled, channels or {})
    memory = {"subject": form.subject, "channel": place.channel, "private": place.private, "home": place.home}
    send = {
        "type": "Action.Submit",
        "title": to(form.send, language),
        "style": "positive",
        "data": {"action": form.route, **memory},
    }
    return {
        "title": to(form.title, language),
        "width": "medium",
        "height": "medium",
        "card": _attachment([*body, *(_red(said, language) for said in wrong.values()), *inputs], language, [send]),
    }


def answers(data: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """What was filled in, by field: str, datetime, date, time, or None. `data` is a dialog submission's `value.data`.

    Teams leaves fields out in which nothing is. Raises Refusal beside a day without a time, or what is neither.
    """
    values: dict[str, Any] = {}
    for key, typed in data.items():
        name, _, kind = key.partition(".")
        match kind:
            case "text" | "choice" | "channel":
                values[name] = kept(str(typed))
            case "number":
                values[name] = _number(typed)
            case "day":
                values[name] = _day(str(typed), name) if typed else None
            case "clock":
                values[name] = _clock(str(typed), name) if typed else None
            case "date" | "time":
                values[name] = _moment(str(data.get(f"{name}.date", "")), str(data.get(f"{name}.time", "")), zone, name)
    return values


def _part(part: Part, language: Language, names: Mapping[str, str]) -> list[Block]:
    match part:
        case Title(text):
            return [_rich([_run(cut(to(text, language), TITLE), size="large", weight="bolder")])]
        case Words(text, "quiet"):
            return [_quiet(text, language)]
        case Words(text, "strong"):
            return [_rich([_run(to(text, language), weight="bolder")])]
        case Words(text):
            return [_rich([_run(to(text, language))])]
        case Facts(lines):
            return [_rich(_facts(lines, language, names))] if lines else []
        case People(label, ids, more):
            return [_rich(_people(label, ids, more, language, names))]
        case Figures(title, columns):
            return [_rich(_figures(title, columns, language))]
        case Divider():
            return []
        case Buttons(buttons, menu):
            shown = [_button(button, language) for button in buttons]
            return [{"type": "ActionSet", "actions": [*shown, *(_folded(button, language) for button in menu)]}]


def _facts(lines: tuple[tuple[Text, Value], ...], language: Language, names: Mapping[str, str]) -> list[Block]:
    runs: list[Block] = []
    for label, value in lines:
        start = "\n" if runs else ""
        runs.append(_run(f"{start}{to(label, language)}　", weight="bolder"))
        match value:
            case Link(url):
                runs.append(_run(url, selectAction={"type": "Action.OpenUrl", "url": url}))
            case Channel(channel):
                runs.append(_run(cut(kept(names.get(channel, to(SOME_CHANNEL, language))), NAME)))
            case said:
                runs.append(_run(to(said, language)))
    return runs


def _people(label: Text, ids: tuple[str, ...], more: int, language: Language, names: Mapping[str, str]) -> list[Block]:
    known = [cut(kept(names[each]), NAME) for each in ids if each in names]
    more += len(ids) - len(known)
    said = to(COMMA, language).join(known) if known else to(NAMELESS, language)
    if known and more:
        said += to(AND_MORE.fill(n=more), language)
    return [_run(f"{to(label, language)}　", weight="bolder"), _run(said)]


def _figures(title: Text, columns: tuple[tuple[Text, Said], ...], language: Language) -> list[Block]:
    said = " ｜ ".join(f"{to(label, language)} {to(value, language)}" for label, value in columns)
    return [_run(f"{to(title, language)}\n", weight="bolder"), _run(said)]


def _button(button: Button, language: Language) -> Block:
    """Teams needs the route as `verb` of what is executed, its SDK as `action` and, of dialogs, as `dialog_id`."""
    title = to(button.label, language)
    data: dict[str, Any] = {"action": button.route, "subject": button.subject}
    if button.opens_form:
        opening = {"dialog_id": button.route, "msteams": {"type": "task/fetch"}}
        shown = {"type": "Action.Submit", "title": title, "data": {**data, **opening}}
    else:
        shown = {"type": "Action.Execute", "title": title, "verb": button.route, "data": data}
    if button.style != "plain":
        shown["style"] = {"primary": "positive", "danger": "destructive"}[button.style]
    if button.confirm is not None:
        asked = _rich([_run(to(button.confirm, language))])
        return {"type": "Action.ShowCard", "title": title, "card": _card([asked], [shown])}
    return shown


def _folded(button: Button, language: Language) -> Block:
    """A line of the menu. What asks back stays outside: Teams opens no card from there (msteams-docs issue 9223)."""
    shown = _button(button, language)
    return shown if button.confirm is not None else {**shown, "mode": "secondary"}


def _initial(form: Form, zone: str) -> dict[str, str]:
    """What stands in a form at first, as if somebody had typed it."""
    filled: dict[str, str] = {}
    for field in form.fields:
        match field:
            case TextField(name, initial=str(text)) if text:
                filled[f"{name}.text"] = text[: field.most]
            case NumberField(name, initial=int(number)):
                filled[f"{name}.number"] = str(number)
            case MomentField(name, initial=datetime() as moment):
                local = moment.astimezone(ZoneInfo(zone))
                filled |= {f"{name}.date": f"{local:%Y-%m-%d}", f"{name}.time": f"{local:%H:%M}"}
            case DayField(name, initial=date() as day):
                filled[f"{name}.day"] = day.isoformat()
            case ClockField(name, initial=time() as clock):
                filled[f"{name}.clock"] = f"{clock:%H:%M}"
            case ChoiceField(name, initial=str(value)):
                filled[f"{name}.choice"] = value
    return filled


def _inputs(field: Field, language: Language, filled: Mapping[str, Any], channels: Mapping[str, str]) -> list[Block]:
    """A field's inputs and its hint. The end of an id says what kind of answer comes back: data alone does not."""
    name, label, said = field.name, to(field.label, language), PLEASE_FILL
    match field:
        case TextField():
            inputs = [_input("Text", f"{name}.text", label, isMultiline=field.long, maxLength=field.most)]
        case NumberField():
            said = WHOLE_NUMBER.fill(least=f"{field.least:,}", most=f"{field.most:,}")
            inputs = [_input("Number", f"{name}.number", label, min=field.least, max=field.most)]
        case MomentField():
            day, clock = to(DAY_OF.fill(label=field.label), language), to(CLOCK_OF.fill(label=field.label), language)
            inputs = [_input("Date", f"{name}.date", day), _input("Time", f"{name}.time", clock)]
        case DayField():
            inputs = [_input("Date", f"{name}.day", label)]
        case ClockField():
            inputs = [_input("Time", f"{name}.clock", label)]
        case ChannelField():
            offered = list(channels.items())[:CHANNELS_MOST]
            choices = [{"title": cut(kept(shown), NAME), "value": channel} for channel, shown in offered]
            inputs = [_input("ChoiceSet", f"{name}.channel", label, choices=choices)]
        case ChoiceField():
            choices = [{"title": to(shown, language), "value": value} for value, shown in field.options]
            inputs = [_input("ChoiceSet", f"{name}.choice", label, choices=choices)]
    for each in inputs:
        each |= {"isRequired": not field.optional, "errorMessage": to(said, language)}
        typed = filled.get(each["id"])
        shown = _shown_number(typed) if each["type"] == "Input.Number" else kept(str(typed or ""))
        if shown not in {None, ""}:
            each["value"] = shown
    hint = [] if field.hint is None else [{**_quiet(field.hint, language), "spacing": "small"}]
    return [*inputs, *hint]


def _input(kind: str, key: str, label: str, **more: Any) -> Block:
    return {"type": f"Input.{kind}", "id": key, "label": label, **more}


def _shown_number(typed: Any) -> int | float | None:
    """What a number input can show: nothing that is no number."""
    try:
        number = float(typed)
    except (TypeError, ValueError):
        return None
    if number.is_integer():
        return int(number)
    return number if math.isfinite(number) else None


def _number(typed: Any) -> str | None:
    """A number as it was typed; some clients send 3 as a number, and some as 3.0."""
    if typed is None or typed == "":
        return None
    return str(int(typed)) if isinstance(typed, float) and typed.is_integer() else kept(str(typed))


def _day(typed: str, name: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise NoTime(field=name) from None


def _clock(typed: str, name: str) -> time:
    try:
        return time.fromisoformat(typed).replace(tzinfo=None)
    except ValueError:
        raise NoTime(field=name) from None


def _moment(day: str, clock: str, zone: str, name: str) -> datetime | None:
    if not day and not clock:
        return None
    if not day or not clock:
        raise HalfAMoment(field=name)
    try:
        return calendar.at(_day(day, name), _clock(clock, name), zone)
    except OverflowError:
        raise NoTime(field=name) from None


def _rich(runs: list[Block]) -> Block:
    return {"type": "RichTextBlock", "inlines": runs}


def _run(text: str, **style: Any) -> Block:
    """Text as it is. Only `{{DATE(…)}}` is read in a text run, too: an invisible joiner keeps the braces apart."""
    return {"type": "TextRun", "text": re.sub(r"\{(?=\{)", "{\u2060", text), **style}


def _quiet(said: Said, language: Language) -> Block:
    return _rich([_run(to(said, language), size="small", isSubtle=True)])


def _red(said: Text, language: Language) -> Block:
    return _rich([_run(to(said, language), color="attention")])


def _card(body: list[Block], actions: list[Block]) -> Block:
    return {"type": "AdaptiveCard", "body": body, "actions": actions}


def _attachment(body: list[Block], language: Language, actions: list[Block] | None = None) -> Block:
    """What older clients show is read as markdown: nothing of what people typed is there."""
    card = _card(body, actions or [])
    return {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "content": {**card, "version": "1.5", "lang": language, "fallbackText": to(NEWER_TEAMS, language)},
    }


def _fit(body: list[Block]) -> list[Block]:
    """The same within the budget: the longest texts are cut, and cut again."""
    runs = [run for block in body for run in block.get("inlines", [])]
    most = max((len(run["text"]) for run in runs), default=0)
    while len(json.dumps(body, ensure_ascii=False).encode()) > BUDGET - ENVELOPE and most > SHORTEST:
        most = most * 4 // 5
        for run in runs:
            run["text"] = cut(run["text"], most)
    return body


def pressed(data: Mapping[str, Any]) -> tuple[str, str]:
    """Route and subject of what was pressed: a button, a line of a menu, or a form's. `data` is the action's."""
    return str(data.get("action", "")), str(data.get("subject", ""))
