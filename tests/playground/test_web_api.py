"""The Web API over real HTTP, through Slack's own client: what it takes, refuses and gives back."""

import dataclasses

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from playground.city_hall import city_hall
from playground.faults import Fault
from playground.limits import POSTS_PER_MINUTE, RateLimited
from playground.server import Playground
from playground.workspace import App, Workspace
from tests.playground.stub_bot import TOKEN, MovableClock

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "この指とまれ"}}


@pytest.fixture
def square(workspace: Workspace) -> str:
    return workspace.channel_named("ひろば").id


async def refusal(client: AsyncWebClient, method: str, **arguments: object) -> dict[str, object]:
    """What Slack's client is told when the call is refused."""
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=arguments)
    answer: dict[str, object] = caught.value.response.data
    return answer


async def test_a_caller_without_a_token_a_forger_and_an_unknown_method_are_told_apart(playground: Playground) -> None:
    assert (await refusal(AsyncWebClient(base_url=playground.api_url), "auth.test"))["error"] == "not_authed"
    forger = AsyncWebClient("xoxb-forged", base_url=playground.api_url)
    assert (await refusal(forger, "auth.test"))["error"] == "invalid_auth"
    known = AsyncWebClient(TOKEN, base_url=playground.api_url)
    assert (await refusal(known, "chat.shout"))["error"] == "unknown_method"
    async with aiohttp.ClientSession() as session:
        in_address = await session.post(f"{playground.api_url}auth.test?token={TOKEN}")
        assert (await in_address.json())["error"] == "not_authed"
        assert (await (await session.post(f"{playground.api_url}auth.test", data={"token": TOKEN})).json())["ok"]


async def test_a_missing_scope_is_named(playground: Playground, client: AsyncWebClient, app: App) -> None:
    app.scopes = frozenset({"commands"})
    answer = await refusal(client, "chat.postMessage", channel="C1", text="x")
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "commands")


async def test_a_missing_argument_is_refused_and_a_misspelt_one_is_remembered(
    playground: Playground, client: AsyncWebClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await refusal(client, "chat.postMessage", chanel="C1", text="x")
    assert answer["errors"] == ["missing required field: channel"]
    assert playground.calls[-1].warnings == ["unknown argument: chanel"]
    assert "chat.postMessage: unknown argument: chanel" in caplog.messages
    assert (await client.api_call("auth.test", params={"shout": "yes", "team_id": "T1"}))["ok"]
    assert playground.calls[-1].warnings == ["unknown argument: shout"]


async def test_the_bot_posts_only_where_it_is_a_member(client: AsyncWebClient, workspace: Workspace) -> None:
    public, private = workspace.channel_named("都市計画課"), workspace.channel_named("課長会議")
    assert (await refusal(client, "chat.postMessage", channel=public.id, text="x"))["error"] == "not_in_channel"
    assert (await refusal(client, "chat.postMessage", channel=private.id, text="x"))["error"] == "channel_not_found"
    await client.conversations_join(channel=public.id)
    await client.chat_postMessage(channel=public.id, text="お邪魔します")
    assert public.history()[-1].text == "お邪魔します"
    public.archived = True
    assert (await refusal(client, "chat.postMessage", channel=public.id, text="x"))["error"] == "is_archived"


async def test_what_slack_stores_has_ids_and_flags_of_its_own(client: AsyncWebClient, square: str) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "この指とまる"}}
    posted = await client.chat_postMessage(
        channel=square, text="x", blocks=[SECTION, {"type": "actions", "elements": [button]}]
    )
    section, actions = posted["message"]["blocks"]
    assert section["block_id"] and section["text"]["verbatim"] is False
    assert actions["elements"][0]["action_id"] and actions["elements"][0]["text"]["emoji"] is True


async def test_faulty_blocks_are_refused_with_the_place_of_the_fault(client: AsyncWebClient, square: str) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    answer = await refusal(client, "chat.postMessage", channel=square, text="x", blocks=[header])
    assert answer["error"] == "invalid_blocks"
    sentence = "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"] == {"messages": [sentence]}


async def test_a_message_is_changed_only_by_its_author(
    playground: Playground, client: AsyncWebClient, workspace: Workspace, square: str
) -> None:
    theirs = await playground.person("suzuki.kenta").say("ひろば", "おはようございます")
    assert theirs
    answer = await refusal(client, "chat.update", channel=square, ts=theirs.ts, text="x")
    assert answer["error"] == "cant_update_message"
    ours = (await client.chat_postMessage(channel=square, text="x", blocks=[SECTION]))["ts"]
    await client.chat_update(channel=square, ts=ours, text="y")
    changed = workspace.channels[square].messages[ours]
    assert (changed.text, changed.blocks, bool(changed.edited)) == ("y", [], True)
    assert (await refusal(client, "chat.update", channel=square, ts=ours, text="x" * 4001))["error"] == "msg_too_long"
    await client.chat_delete(channel=square, ts=ours)
    assert (await refusal(client, "chat.update", channel=square, ts=ours, text="z"))["error"] == "message_not_found"


async def test_of_metadata_only_the_type_is_given_to_those_who_do_not_ask(client: AsyncWebClient, square: str) -> None:
    metadata = {"event_type": "taiwa_notice", "event_payload": {"id": "n1"}}
    posted = await client.chat_postMessage(channel=square, text="x", metadata=metadata)
    window = {"channel": square, "oldest": posted["ts"], "inclusive": True}
    unasked = (await client.conversations_history(**window))["messages"][0]["metadata"]
    assert unasked == {"event_type": "taiwa_notice"}
    asked = await client.conversations_history(**window, include_all_metadata=True)
    assert asked["messages"][0]["metadata"] == metadata
    wrong = {"event_type": "taiwa notice", "event_payload": {}}
    answer = await refusal(client, "chat.postMessage", channel=square, text="x", metadata=wrong)
    assert answer["error"] == "invalid_metadata_schema"


async def test_history_and_threads_come_in_pages(client: AsyncWebClient, clock: MovableClock, square: str) -> None:
    parent = (await client.chat_postMessage(channel=square, text="parent"))["ts"]
    for number in range(3):
        await client.chat_postMessage(channel=square, text=f"reply {number}", thread_ts=parent)
        await client.chat_postMessage(channel=square, text=f"later {number}")
        clock.now += 5
    texts: list[str] = []
    async for found in await client.conversations_history(channel=square, limit=3):
        texts += [message["text"] for message in found["messages"]]
    assert texts == ["later 2", "later 1", "later 0", "parent"]
    thread = await client.conversations_replies(channel=square, ts=parent, limit=2)
    assert [message["text"] for message in thread["messages"]] == ["parent", "reply 0", "reply 1"]
    assert (thread["has_more"], thread["messages"][0]["reply_count"]) == (True, 3)


async def test_an_ephemeral_message_goes_to_a_member_and_into_no_history(
    client: AsyncWebClient, workspace: Workspace, square: str
) -> None:
    section = workspace.channel_named("子育て支援課")
    outsider, insider = workspace.member_named("watanabe.makoto"), workspace.member_named("suzuki.kenta")
    answer = await refusal(client, "chat.postEphemeral", channel=section.id, user=outsider.id, text="x")
    assert answer["error"] == "user_not_in_channel"
    await client.chat_postEphemeral(channel=section.id, user=insider.id, text="あなただけに")
    assert [message.text for message in section.seen_by(insider.id)] == ["あなただけに"]
    assert (await client.conversations_history(channel=section.id))["messages"] == []


async def test_a_persons_language_is_told_only_on_request(client: AsyncWebClient, workspace: Workspace) -> None:
    emma = workspace.member_named("emma.clark")
    assert "locale" not in (await client.users_info(user=emma.id))["user"]
    asked = (await client.users_info(user=emma.id, include_locale=True))["user"]
    assert (asked["locale"], asked["tz"], asked["tz_offset"]) == ("en-US", "Asia/Tokyo", 32400)
    handles: list[str] = []
    async for found in await client.users_list(limit=5):
        handles += [member["name"] for member in found["members"]]
    assert handles == [member.name for member in workspace.members.values()]


async def test_up_to_eight_people_are_brought_together(client: AsyncWebClient, workspace: Workspace) -> None:
    people = [member.id for member in workspace.people()]
    group = (await client.conversations_open(users=people[:3]))["channel"]["id"]
    assert (await client.conversations_open(users=people[2::-1]))["channel"]["id"] == group
    assert workspace.channels[group].kind == "mpim"
    assert (await refusal(client, "conversations.open", users=",".join(people[:9])))["error"] == "too_many_users"
    bot = workspace.member_named("taiwa")
    assert (await refusal(client, "conversations.open", users=bot.id))["error"] == "cannot_dm_bot"
    workspace.members[people[0]].deleted = True
    assert (await refusal(client, "conversations.open", users=people[0]))["error"] == "user_disabled"


async def test_the_bot_reacts_once_and_takes_back_only_its_own(
    playground: Playground, client: AsyncWebClient, workspace: Workspace, square: str
) -> None:
    said = await playground.person("suzuki.kenta").say("ひろば", "できました")
    assert said
    await playground.person("ito.sakura").react("ひろば", said.ts, "tada")
    item = {"channel": square, "timestamp": said.ts}
    await client.reactions_add(name="tada", **item)
    assert (await refusal(client, "reactions.add", name="tada", **item))["error"] == "already_reacted"
    assert (await refusal(client, "reactions.add", name=":tada:", **item))["error"] == "invalid_name"
    (shown,) = (await client.reactions_get(**item))["message"]["reactions"]
    assert (shown["name"], shown["count"]) == ("tada", 2)
    await client.reactions_remove(name="tada", **item)
    assert (await refusal(client, "reactions.remove", name="tada", **item))["error"] == "no_reaction"
    assert said.reactions == {"tada": [workspace.member_named("ito.sakura").id]}


async def test_the_workspace_says_its_name(client: AsyncWebClient, workspace: Workspace) -> None:
    team = (await client.team_info())["team"]
    assert (team["id"], team["name"], team["domain"]) == (workspace.id, "やまなみ市役所", "yamanami-city")


async def test_an_overlong_text_is_cut_with_a_warning(
    client: AsyncWebClient, workspace: Workspace, square: str
) -> None:
    posted = await client.chat_postMessage(channel=square, text="あ" * 40_001)
    assert (posted["warning"], len(workspace.channels[square].messages[posted["ts"]].text)) == (
        "message_truncated",
        40_000,
    )


async def test_a_link_to_a_reply_names_its_thread(client: AsyncWebClient, square: str) -> None:
    parent = (await client.chat_postMessage(channel=square, text="parent"))["ts"]
    reply = (await client.chat_postMessage(channel=square, text="reply", thread_ts=parent))["ts"]
    link = (await client.chat_getPermalink(channel=square, message_ts=reply))["permalink"]
    assert link.endswith(f"archives/{square}/p{reply.replace('.', '')}?thread_ts={parent}&cid={square}")


async def test_a_file_is_uploaded_in_three_steps(client: AsyncWebClient, workspace: Workspace, square: str) -> None:
    await client.files_upload_v2(
        channel=square, filename="参加.csv", content="\ufeff月,参加\n", initial_comment="今月です"
    )
    message = workspace.channels[square].history()[-1]
    assert (await client.files_info(file=message.files[0]["id"]))["file"] == message.files[0]
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_info(file="F0")
    assert (message.text, message.files[0]["mimetype"]) == ("今月です", "text/csv")
    async with aiohttp.ClientSession() as session, session.get(message.files[0]["url_private"]) as response:
        assert (await response.read()).decode() == "\ufeff月,参加\n"


async def test_two_workspaces_never_see_each_other(
    playground: Playground, client: AsyncWebClient, app: App, square: str
) -> None:
    other = playground.add(city_hall(dataclasses.replace(app), "xoxb-other", name="かわべ町役場", domain="kawabe-town"))
    stranger = AsyncWebClient("xoxb-other", base_url=playground.api_url)
    assert (await stranger.auth_test())["team_id"] == other.id
    assert (await refusal(stranger, "chat.postMessage", channel=square, text="x"))["error"] == "channel_not_found"


async def test_limits_hold_a_channel_to_a_post_a_second_after_a_burst(
    playground: Playground, client: AsyncWebClient, clock: MovableClock, square: str
) -> None:
    for _ in range(5):
        await client.chat_postMessage(channel=square, text="x")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=square, text="x")
    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    clock.now += int(caught.value.response.headers["Retry-After"])
    await client.chat_postMessage(channel=square, text="x")


async def test_a_dropped_answer_hides_a_message_that_was_stored(
    playground: Playground, workspace: Workspace, client: AsyncWebClient, square: str
) -> None:
    careful = AsyncWebClient(TOKEN, base_url=playground.api_url, retry_handlers=[])
    playground.faults.add(Fault("drop_after_storing", "chat.postMessage"))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await careful.chat_postMessage(channel=square, text="once")
    assert [message.text for message in workspace.channels[square].history()] == ["once"]
    careless = AsyncWebClient(
        TOKEN, base_url=playground.api_url, retry_handlers=[AsyncConnectionErrorRetryHandler(max_retry_count=1)]
    )
    playground.faults.add(Fault("drop_after_storing", "chat.postMessage"))
    await careless.chat_postMessage(channel=square, text="twice")
    assert [message.text for message in workspace.channels[square].history()] == ["once", "twice", "twice"]


async def test_a_method_is_held_to_its_calls_a_minute(client: AsyncWebClient, clock: MovableClock) -> None:
    for _ in range(20):
        await client.users_list()
        clock.now += 1
    with pytest.raises(SlackApiError) as caught:
        await client.users_list()
    assert caught.value.response.headers["Retry-After"] == "40"
    clock.now += 40
    await client.users_list()


async def test_limits_hold_a_whole_workspace_to_a_few_hundred_posts_a_minute(
    playground: Playground, clock: MovableClock, workspace: Workspace
) -> None:
    channels = list(workspace.channels.values())
    for number in range(POSTS_PER_MINUTE):
        playground.limits.check_posting(workspace, channels[number % len(channels)])
        clock.now += 0.19
    with pytest.raises(RateLimited) as caught:
        playground.limits.check_posting(workspace, channels[0])
    clock.now += caught.value.retry_after
    playground.limits.check_posting(workspace, channels[0])


async def test_slack_remarks_on_a_charset_that_is_missing_or_too_much(playground: Playground) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as session:
        address = f"{playground.api_url}auth.test"
        plain = await session.post(address, data="{}", headers={"Content-Type": "application/json"})
        form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        with_charset = await session.post(address, data="", headers=form)
        assert (await plain.json())["response_metadata"] == {"warnings": ["missing_charset"]}
        assert (await with_charset.json())["warning"] == "superfluous_charset"
