"""What happens in the workspace is told to the bot, as far as it is subscribed and there to see it."""

import pytest

from playground.app import Shortcut
from playground.city_hall import city_hall
from playground.delivery import signature
from playground.ids import make_id
from playground.manifest import app_from_manifest
from playground.person import NotAllowed
from playground.server import Playground
from playground.slack_words import text_for
from playground.workspace import App, Member, Workspace
from tests.playground.stub_bot import StubBot


async def test_a_message_reaches_the_bot_only_where_it_is_a_member(playground: Playground, bot: StubBot) -> None:
    person = playground.person("kobayashi.yuta")
    await person.say("都市計画課", "ここだけの話")
    said = await person.say("ひろば", "@taiwa さん、<!channel> & こんにちは")
    await playground.settled()
    assert said
    (event,) = bot.events("message")
    bot_user = person.workspace.member_named("taiwa")
    assert event["text"] == f"<@{bot_user.id}> さん、&lt;!channel&gt; &amp; こんにちは"
    assert (event["channel_type"], event["ts"], event["user"]) == ("channel", said.ts, person.id)
    assert event["blocks"][0]["type"] == "rich_text" and event["client_msg_id"]
    envelope = bot.received[-1].content
    assert envelope["authorizations"][0]["user_id"] == bot_user.id
    assert envelope["event_id"].startswith("Ev")


async def test_edits_and_deletions_carry_what_was_there_before(playground: Playground, bot: StubBot) -> None:
    person = playground.person("suzuki.kenta")
    said = await person.say("ひろば", "前")
    assert said
    await person.edit(said, "後")
    await person.delete(said)
    await playground.settled()
    changed, deleted = sorted(bot.events("message"), key=lambda event: str(event["ts"]))[1:]
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "後")
    assert changed["previous_message"]["text"] == "前"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", said.ts)


async def test_an_event_is_tried_four_times_and_says_why(playground: Playground, bot: StubBot) -> None:
    bot.statuses = [500, 500, 500, 500]
    await playground.person("suzuki.kenta").say("ひろば", "x")
    await playground.settled()
    tries = [(r.headers.get("x-slack-retry-num"), r.headers.get("x-slack-retry-reason")) for r in bot.received]
    assert tries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({received.content["event_id"] for received in bot.received}) == 1


async def test_an_app_that_wants_no_retry_gets_none(playground: Playground, bot: StubBot) -> None:
    bot.statuses, bot.more_headers = [500], {"x-slack-no-retry": "1"}
    await playground.person("suzuki.kenta").say("ひろば", "x")
    await playground.settled()
    assert len(bot.received) == 1


async def test_each_kind_of_request_goes_to_the_manifests_own_url(playground: Playground, bot: StubBot) -> None:
    manifest = {
        "display_information": {"name": "Hello"},
        "features": {"slash_commands": [{"command": "/hello", "description": "x", "url": f"{bot.url}?command"}]},
        "settings": {
            "event_subscriptions": {"request_url": f"{bot.url}?events", "bot_events": ["message.channels"]},
            "interactivity": {"request_url": f"{bot.url}?interactivity"},
        },
        "oauth_config": {"scopes": {"bot": ["channels:history"]}},
    }
    app = app_from_manifest(manifest, signing_secret="a signing secret", request_url="")
    app.shortcuts["go"] = Shortcut("行く", "global", "go")
    playground.add(city_hall(app, "xoxb-other", domain="kawabe-town"))
    person = playground.person("ito.sakura", playground.workspaces[make_id("T", "kawabe-town")])
    await person.say("ひろば", "/hello")
    await person.global_shortcut("go")
    await person.say("ひろば", "x")
    await playground.settled()
    assert [received.query for received in bot.received] == ["command", "interactivity", "events"]
    here = app_from_manifest(manifest, signing_secret="a signing secret", request_url=bot.url)
    assert (here.request_url, here.interactivity_url, here.commands["/hello"].url) == (bot.url, "", "")


async def test_an_app_hears_only_what_it_is_subscribed_to_and_has_the_scope_for(
    playground: Playground, bot: StubBot, app: App
) -> None:
    person = playground.person("suzuki.kenta")
    app.scopes -= {"channels:history"}
    await person.say("ひろば", "no scope")
    app.events -= {"member_joined_channel"}
    await person.join("市民課")
    await playground.settled()
    assert bot.received == []


async def test_a_typed_invitation_brings_the_bot_in_and_a_removal_tells_it(
    playground: Playground, bot: StubBot, workspace: Workspace
) -> None:
    chief, channel = playground.person("watanabe.makoto"), workspace.channel_named("課長会議")
    await chief.say(channel, "/invite @taiwa")
    await playground.settled()
    assert workspace.member_named("taiwa").id in channel.members
    joined = bot.events("member_joined_channel")[0]
    assert (joined["channel"], joined["inviter"]) == (channel.id, chief.id)
    await chief.remove("市民課", workspace.member_named("taiwa"))
    await chief.remove(channel, workspace.member_named("taiwa"))
    await playground.settled()
    assert bot.events("channel_left")[0]["channel"] == workspace.channel_named("市民課").id
    assert bot.events("group_left")[0]["channel"] == channel.id
    assert bot.events("member_left_channel") == [], "a channel's members are told, and the bot is none any more"


async def test_who_leaves_is_announced_and_who_joins_is_shown_to_each_in_their_language(
    playground: Playground, bot: StubBot, workspace: Workspace
) -> None:
    channel, emma = workspace.channel_named("市民課"), playground.person("emma.clark")
    await emma.join(channel)
    await emma.leave(channel)
    await playground.settled()
    assert bot.events("member_left_channel")[0]["user"] == emma.id
    (notice,) = channel.history()
    assert (notice.subtype, notice.text) == ("channel_join", f"<@{emma.id}> has joined the channel")
    assert text_for(emma.member, notice) == notice.text
    assert text_for(workspace.member_named("ito.sakura"), notice) == f"<@{emma.id}> がチャンネルに参加しました"


async def test_a_channel_that_is_archived_and_opened_again_is_announced(
    playground: Playground, bot: StubBot, workspace: Workspace
) -> None:
    person, staff = playground.person("suzuki.kenta"), playground.person("sato.misaki")
    await person.archive("オフサイト")
    with pytest.raises(NotAllowed):
        await person.say("オフサイト", "x")
    await person.unarchive("オフサイト")
    await staff.archive("研修事務局")
    await playground.settled()
    (archived,), (opened,) = bot.events("channel_archive"), bot.events("channel_unarchive")
    offsite = workspace.channel_named("オフサイト")
    assert (archived["channel"], archived["user"], opened["channel"]) == (offsite.id, person.id, offsite.id)
    assert bot.events("group_archive")[0]["channel"] == workspace.channel_named("研修事務局").id


async def test_a_channel_that_is_deleted_is_announced_and_gone(
    playground: Playground, bot: StubBot, workspace: Workspace
) -> None:
    offsite, admin = workspace.channel_named("オフサイト"), playground.person("sato.misaki")
    with pytest.raises(NotAllowed):
        await playground.person("suzuki.kenta").delete_channel(offsite)
    await admin.delete_channel(offsite)
    await playground.settled()
    assert bot.events("channel_deleted")[0]["channel"] == offsite.id
    assert offsite.id not in workspace.channels


async def test_members_who_come_change_and_go_are_announced(
    playground: Playground, bot: StubBot, workspace: Workspace
) -> None:
    member = workspace.member_named("suzuki.kenta")
    with pytest.raises(NotAllowed):
        await playground.person("ito.sakura").deactivate(member)
    await playground.person("sato.misaki").deactivate(member)
    playground.events.welcome(workspace, Member("U1", "shimizu.akira", "清水 晶"))
    await playground.settled()
    (gone,), (new,) = bot.events("user_change"), bot.events("team_join")
    assert (gone["user"]["id"], gone["user"]["deleted"]) == (member.id, True)
    assert (new["user"]["name"], new["user"]["locale"], new["user"]["tz"]) == ("shimizu.akira", "ja-JP", "Asia/Tokyo")


async def test_a_manifest_says_what_the_app_may_do(bot: StubBot, playground: Playground) -> None:
    manifest = {
        "display_information": {"name": "Taiwa"},
        "features": {
            "bot_user": {"display_name": "taiwa"},
            "app_home": {"home_tab_enabled": True},
            "slash_commands": [{"command": "/yubi", "description": "この指とまれ", "usage_hint": "ひとこと"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
    }
    app = app_from_manifest(manifest, signing_secret="a signing secret", request_url=bot.url)
    assert (app.name, list(app.commands), app.events) == ("taiwa", ["/yubi"], {"app_home_opened"})
    assert app.scopes == {"commands", "chat:write"}
    assert not await playground.delivery.verify_url(app, "challenge")
    bot.answer = {"challenge": "challenge"}
    assert await playground.delivery.verify_url(app, "challenge")


def test_the_signature_is_the_one_of_slacks_documentation() -> None:
    # The worked example of "Verifying requests from Slack".
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == expected
