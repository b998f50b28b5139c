"""What Teams shows of what people typed, and what comes back of a form; there is no Teams to talk to yet."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import teams
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
    Figures,
    Form,
    Link,
    MomentField,
    NumberField,
    People,
    TextField,
    Title,
    Words,
    note,
)
from bot.chat.interaction import Place, Submission, Who
from bot.text import Language, Text
from tests.chat.adaptive_cards import READ_AS_MARKDOWN, actions, card_problems, nodes, texts

TYPED = "**火** _x_ [押す](http://example.jp) <at>市長</at> # 見出し\n- 一\n1. 二 `z` &lt; ![](http://example.jp/x.png)"
TOKYO = "Asia/Tokyo"
LABEL = Text("名前", "Name")
WHEN = datetime(2026, 12, 8, 9, 30, tzinfo=UTC)

FORM = Form(
    route="offsite.new",
    subject="C1",
    title=LABEL,
    send=LABEL,
    fields=(
        TextField("title", LABEL, hint=LABEL, initial=TYPED, most=500),
        NumberField("seats", LABEL, initial=12),
        MomentField("starts", LABEL, initial=WHEN, optional=True),
        DayField("until", LABEL, initial=date(2026, 12, 24)),
        ClockField("ends", LABEL, initial=time(20, 5)),
        ChoiceField("weekday", LABEL, options=(("1", Text("火曜", "Tuesday")), ("2", LABEL)), initial="1"),
    ),
    intro=(Words(TYPED, "quiet"),),
)
GIVEN_BACK = {
    "title": TYPED,
    "seats": "12",
    "starts": WHEN,
    "until": date(2026, 12, 24),
    "ends": time(20, 5),
    "weekday": "1",
}


def _content(card: Card, language: Language = "ja", **names: str) -> dict[str, Any]:
    return teams.message(card, language, names)["attachments"][0]["content"]


def _dialog(form: Form = FORM, **more: Any) -> dict[str, Any]:
    return teams.view(form, "ja", Place("C1", private=True, home=True), TOKYO, **more)["card"]["content"]


def _inputs(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {node["id"]: node for node in nodes(content) if str(node.get("type")).startswith("Input.")}


def _sent(content: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """What Teams sends of a dialog as it stands: all values as text, and nothing at all of empty fields."""
    stands = {key: str(each["value"]) for key, each in _inputs(content).items() if "value" in each}
    filled = stands | {key.replace("_", "."): value for key, value in changed.items()}
    return actions(content)[0]["data"] | {key: value for key, value in filled.items() if value is not None}


@pytest.mark.parametrize(
    "part",
    [
        Title(TYPED),
        Words(TYPED),
        Words(TYPED, "quiet"),
        Words(TYPED, "strong"),
        Facts(((LABEL, TYPED),)),
        Figures(LABEL, ((LABEL, TYPED),)),
    ],
    ids=str,
)
def test_markdown_that_somebody_typed_stays_what_they_typed(part: Any) -> None:
    content = _content(Card(LABEL, (part,)))
    assert card_problems({"content": content}) == []
    assert any(TYPED in node["text"] for node in nodes(content) if node.get("type") == "TextRun")
    assert not any(node.get("type") in READ_AS_MARKDOWN for node in nodes(content))


def test_what_old_clients_show_is_never_what_somebody_typed() -> None:
    said = teams.message(Card(Text(TYPED, TYPED), (Title(TYPED),)), "ja", {})
    assert said["summary"] == TYPED
    assert said["attachments"][0]["content"]["fallbackText"] == teams.NEWER_TEAMS.ja


@given(st.text(alphabet="{}DATE()2026-11TZ:0", max_size=60))
def test_no_braces_are_left_for_teams_to_read_as_a_date(typed: str) -> None:
    shown = texts(_content(Card(LABEL, (Words(typed),))))[0]
    assert "{{" not in shown and shown.replace("\u2060", "") == typed


def test_people_are_named_and_whose_name_is_not_known_is_counted() -> None:
    people = People(LABEL, ("U1", "U2", "U3"), more=35)
    assert texts(_content(Card(LABEL, (people,)), U1="<at>鈴木</at>", U3="佐藤"))[-1] == "<at>鈴木</at>、佐藤 ほか36人"
    assert texts(_content(Card(LABEL, (people,)), "en", U2="Emma"))[-1] == "Emma and 37 more"
    assert texts(_content(Card(LABEL, (people,))))[-1] == teams.NAMELESS.ja
    assert "U1" not in json.dumps(_content(Card(LABEL, (people,))))


def test_a_name_without_end_does_not_fill_the_card() -> None:
    assert texts(_content(Card(LABEL, (People(LABEL, ("U1",)),)), U1="長" * 256))[-1] == "長" * 39 + "…"


def test_a_channel_is_named_where_its_name_is_known() -> None:
    facts = Facts(((LABEL, Channel("19:a")), (LABEL, Channel("19:b"))))
    shown = texts(_content(Card(LABEL, (facts,)), **{"19:a": "*ひろば*"}))
    assert shown[1] == "*ひろば*" and shown[3] == teams.SOME_CHANNEL.ja


def test_a_form_that_asks_for_a_channel_offers_those_there_are_and_stays_inside_the_budget() -> None:
    form = replace(FORM, fields=(ChannelField("channel", LABEL), TextField("notes", LABEL, most=3_000)))
    channels = {f"19:{number:050}@thread.tacv2": "広" * 50 for number in range(200)}
    content = _dialog(form, channels=channels, typed={"notes.text": "😀" * 3_000})
    assert card_problems({"content": content}) == []
    assert len(_inputs(content)["channel.channel"]["choices"]) == teams.CHANNELS_MOST
    chosen = _sent(_dialog(form, channels={"19:a": "ひろば"}), channel_channel="19:a")
    assert teams.answers(chosen, TOKYO) == {"channel": "19:a"}


def test_a_thin_line_stands_above_what_comes_next() -> None:
    body = _content(Card(LABEL, (Words("一"), Divider(), Words("二"), Words("三"), Divider())))["body"]
    assert [block.get("separator", False) for block in body] == [False, True, False]


def test_an_address_can_be_followed() -> None:
    address = "https://meet.example.jp/a"
    content = _content(Card(LABEL, (Facts(((LABEL, Link(address)),)),)))
    assert [node["url"] for node in nodes(content) if node.get("type") == "Action.OpenUrl"] == [address]
    assert address in texts(content)


def test_a_button_carries_its_route_where_teams_and_its_sdk_look_for_it() -> None:
    content = _content(Card(LABEL, (Buttons((Button(LABEL, "recruitment.join", "7", style="primary"),)),)))
    [join] = actions(content)
    assert (join["type"], join["verb"], join["style"]) == ("Action.Execute", "recruitment.join", "positive")
    assert teams.pressed(join["data"]) == ("recruitment.join", "7")
    assert teams.pressed({}) == ("", "")


def test_a_button_that_opens_a_form_asks_teams_for_a_dialog() -> None:
    edit = Button(LABEL, "recruitment.edit", "7", opens_form=True)
    [drawn] = actions(_content(Card(LABEL, (Buttons((edit,)),))))
    assert drawn["type"] == "Action.Submit" and "verb" not in drawn
    assert drawn["data"]["msteams"] == {"type": "task/fetch"}
    assert drawn["data"]["dialog_id"] == "recruitment.edit"
    assert teams.pressed(drawn["data"]) == ("recruitment.edit", "7")


def test_a_button_that_asks_back_shows_its_question_first_also_from_the_menu() -> None:
    ask = Button(LABEL, "offsite.call_off", "7", style="danger", confirm=Text("取りやめますか。", "Call it off?"))
    plain = Button(LABEL, "offsite.edit", "7")
    [buttons] = _content(Card(LABEL, (Buttons((ask,), (ask, plain)),)))["body"]
    assert [action["type"] for action in buttons["actions"]] == ["Action.ShowCard", "Action.ShowCard", "Action.Execute"]
    assert [action.get("mode") for action in buttons["actions"]] == [None, None, "secondary"]
    assert "取りやめますか。" in texts(buttons["actions"][0]["card"])
    assert [action.get("style") for action in actions(buttons)] == ["destructive", "destructive", None]
    assert [teams.pressed(action["data"])[0] for action in actions(buttons["actions"][0])] == ["offsite.call_off"]


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=4_000), min_size=1, max_size=12), st.sampled_from('a字😀"\\\n\x01'))
def test_every_card_stays_inside_the_budget(paragraphs: list[str], letter: str) -> None:
    long = Card(LABEL, (*map(Words, paragraphs), *(Words(letter * 3_000) for _ in paragraphs)))
    assert card_problems({"content": _content(long)}) == []


def test_nothing_of_a_card_that_fits_is_cut() -> None:
    assert texts(_content(note(Text("字" * 8_000, ""))))[0] == "字" * 8_000


def test_a_form_as_it_stands_gives_back_what_it_was_filled_with() -> None:
    assert teams.answers(_sent(_dialog()), TOKYO) == GIVEN_BACK


def test_a_field_is_filled_with_no_more_than_may_be_typed_there() -> None:
    form = replace(FORM, fields=(TextField("title", LABEL, initial="長い件名", most=2),))
    assert _inputs(_dialog(form))["title.text"]["value"] == "長い"


def test_a_form_knows_where_it_was_asked_for() -> None:
    sent = _sent(_dialog())
    assert teams.pressed(sent) == ("offsite.new", "C1")
    assert (sent["channel"], sent["private"], sent["home"]) == ("C1", True, True)


def test_fields_left_empty_come_back_as_nothing_whether_teams_names_them_or_not() -> None:
    empty = {
        "title_text": "",
        "seats_number": "",
        "starts_date": "",
        "starts_time": "",
        "until_day": "",
        "ends_clock": "",
    }
    read = teams.answers(_sent(_dialog(), **empty), TOKYO)
    assert read == {"title": "", "seats": None, "starts": None, "until": None, "ends": None, "weekday": "1"}
    assert teams.answers(_sent(_dialog(), **dict.fromkeys([*empty, "weekday_choice"])), TOKYO) == {}


@pytest.mark.parametrize(("sent", "read"), [("3", 3), (3, 3), (3.0, 3), ("０３", 3)])
def test_a_number_may_come_as_text_or_as_a_number(sent: Any, read: int) -> None:
    who = Who("teams", "T1", "U1")
    values = teams.answers(_sent(_dialog(), seats_number=sent), TOKYO)
    assert Submission("offsite.new", "C1", who, Place("C1"), values, "1").whole("seats") == read


@pytest.mark.parametrize("sent", ["2026-02-30", "昨日", "2026-12-08T09:30", ["2026-12-08"], "0001-01-01"])
def test_a_day_that_is_none_is_refused_beside_its_field(sent: Any) -> None:
    with pytest.raises(teams.NoTime) as refused:
        teams.answers(_sent(_dialog(), starts_date=sent, starts_time="00:00"), TOKYO)
    assert refused.value.field == "starts"


@pytest.mark.parametrize("sent", ["2026-02-30", "明日", 7])
def test_so_is_one_that_stands_alone(sent: Any) -> None:
    with pytest.raises(teams.NoTime) as refused:
        teams.answers(_sent(_dialog(), until_day=sent), TOKYO)
    assert refused.value.field == "until"


@pytest.mark.parametrize("sent", ["25:00", "朝", 9, ["09:00"]])
def test_a_time_that_is_none_is_refused_beside_its_field(sent: Any) -> None:
    with pytest.raises(teams.NoTime) as refused:
        teams.answers(_sent(_dialog(), ends_clock=sent), TOKYO)
    assert refused.value.field == "ends"


@pytest.mark.parametrize("missing", ["starts_date", "starts_time"])
def test_half_a_moment_is_asked_back_for_instead_of_lost(missing: str) -> None:
    with pytest.raises(teams.HalfAMoment) as refused:
        teams.answers(_sent(_dialog(), **{missing: None}), TOKYO)
    assert refused.value.field == "starts"


def test_an_hour_that_summer_time_skips_is_the_first_after_it() -> None:
    sent = _sent(_dialog(), starts_date="2026-03-29", starts_time="02:30")
    assert teams.answers(sent, "Europe/Berlin")["starts"] == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_form_that_was_refused_is_shown_again_with_what_was_typed_and_why() -> None:
    sent = _sent(_dialog(), title_text="語る会", seats_number="2.5", starts_time=None, ends_clock="25:99")
    whole, full = Text("整数で。", "Whole."), Text("満席です。", "Full.")
    wrong = {"starts": teams.HalfAMoment.text, "seats": whole, "elsewhere": full}
    content = _dialog(typed=sent, errors=wrong)
    assert card_problems({"content": content}) == []
    assert {key: each.get("value") for key, each in _inputs(content).items()} == {
        "title.text": "語る会",
        "seats.number": 2.5,
        "starts.date": "2026-12-08",
        "starts.time": None,
        "until.day": "2026-12-24",
        "ends.clock": "25:99",
        "weekday.choice": "1",
    }
    red = [node["text"] for node in nodes(content) if node.get("color") == "attention"]
    assert red == ["満席です。", "整数で。", teams.HalfAMoment.text.ja]
    shown = [block.get("id") or texts(block)[0] for block in content["body"]]
    assert shown.index("整数で。") + 1 == shown.index("seats.number")


@pytest.mark.parametrize("typed", ["nan", "inf", "三つ", None, [], {}, "\ud800"])
def test_what_is_no_number_does_not_break_the_form_that_is_shown_again(typed: Any) -> None:
    assert card_problems({"content": _dialog(typed={"seats.number": typed, "title.text": typed})}) == []


def test_only_what_may_be_left_out_can_be_left_out() -> None:
    needed = {key: each["isRequired"] for key, each in _inputs(_dialog()).items()}
    assert needed == {
        "title.text": True,
        "seats.number": True,
        "starts.date": False,
        "starts.time": False,
        "until.day": True,
        "ends.clock": True,
        "weekday.choice": True,
    }
    assert all(each["errorMessage"] for each in _inputs(_dialog()).values())


def test_a_field_may_be_called_as_what_the_form_remembers() -> None:
    form = replace(FORM, fields=(TextField("subject", LABEL, initial="件名"), TextField("action", LABEL, initial="x")))
    sent = _sent(_dialog(form))
    assert teams.pressed(sent) == ("offsite.new", "C1")
    assert teams.answers(sent, TOKYO) == {"subject": "件名", "action": "x"}


@pytest.mark.parametrize(
    "broken",
    [
        {"colour": "red"},
        {"body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "x", "bold": True}]}]},
        {"body": [{"type": "TextBlock", "text": "*x*"}]},
        {"version": "1.6"},
        {"body": [{"type": "ActionSet", "actions": [{"type": "Action.Execute", "verb": 7}]}]},
    ],
    ids=str,
)
def test_what_teams_would_not_take_is_noticed(broken: dict[str, Any]) -> None:
    assert card_problems({"content": _content(note(LABEL)) | broken}) != []
