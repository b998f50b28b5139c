"""views.*: modals and Home tabs."""

import json
import secrets
import time

from playground.block_defaults import stored_blocks
from playground.block_rules import view_problems
from playground.errors import SlackError
from playground.input_values import carried_over, initial_values
from playground.slack_json import view_json
from playground.web_api.lookup import user
from playground.web_api.method import TIER_4, Call, method
from playground.workspace import JsonObject, View, ViewType, Workspace, make_id

MOST_MODALS = 3
LARGEST_VIEW = 250_000


@method("views.open", per_minute=TIER_4, json=True)
async def open_view(call: Call, trigger_id: str, view: JsonObject) -> JsonObject:
    """Open a modal for whom a trigger id stands; one already open is replaced (Slack API docs, views.open)."""
    check_view(view, "modal")
    trigger = call.playground.triggers.exchange(trigger_id, call.workspace)
    call.workspace.close_modals(trigger.user_id)
    return _answer(call, show_modal(call.workspace, trigger.user_id, view))


@method("views.push", per_minute=TIER_4, json=True)
async def push(call: Call, trigger_id: str, view: JsonObject) -> JsonObject:
    """Put a modal on top of the one that the trigger id comes from, three at most (Slack API docs, views.push)."""
    check_view(view, "modal")
    trigger = call.playground.triggers.exchange(trigger_id, call.workspace)
    if trigger.view_id is None or call.workspace.top_modal(trigger.user_id) is None:
        raise SlackError("invalid_trigger_id")
    return _answer(call, show_modal(call.workspace, trigger.user_id, view))


@method("views.update", per_minute=TIER_4, json=True)
async def update(call: Call, view: JsonObject, view_id: str = "", external_id: str = "", hash: str = "") -> JsonObject:
    """Change an open modal or a Home tab; with `hash`, only if it is still the one meant (views.update)."""
    if bool(view_id) == bool(external_id):
        raise SlackError("invalid_arguments", ["must provide either `view_id` or `external_id`"])
    wanted = (view_id, "") if view_id else ("", external_id)
    found = next((v for v in call.workspace.views() if wanted in ((v.id, ""), ("", v.external_id))), None)
    if found is None:
        raise SlackError("not_found")
    check_view(view, found.type)
    if hash and hash != found.hash:
        raise SlackError("hash_conflict")
    change_view(call.workspace, found, view)
    return _answer(call, found)


@method("views.publish", per_minute=TIER_4, json=True)
async def publish(call: Call, user_id: str, view: JsonObject, hash: str = "") -> JsonObject:
    """Set what a person sees on the app's Home tab (Slack API docs, views.publish)."""
    if not call.installation.app.home_tab:
        raise SlackError("not_enabled")
    check_view(view, "home")
    person = user(call, user_id)
    home = call.workspace.homes.get(person.id)
    if hash and (home is None or hash != home.hash):
        raise SlackError("hash_conflict")
    if home is None:
        home = _new_view(person.id, view, "home")
        home.root_view_id = home.id
        call.workspace.homes[person.id] = home
        call.workspace.view_changed(home)
    else:
        change_view(call.workspace, home, view)
    return _answer(call, home)


def check_view(view: JsonObject, kind: ViewType) -> None:
    """Raises SlackError: invalid_arguments with Slack's explanations, view_too_large."""
    problems = view_problems(view)
    if not problems and view["type"] != kind:
        problems = [f"must be of type {kind} [json-pointer:/view/type]"]
    if problems:
        raise SlackError("invalid_arguments", problems)
    if len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_VIEW:
        raise SlackError("view_too_large")


def show_modal(workspace: Workspace, user_id: str, view: JsonObject) -> View:
    """Put a checked modal on top of this person's stack.

    Raises SlackError: push_limit_reached, duplicate_external_id.
    """
    stack = workspace.modals.get(user_id, [])
    if len(stack) >= MOST_MODALS:
        raise SlackError("push_limit_reached")
    external_id = view.get("external_id")
    if external_id and any(external_id == other.external_id for other in workspace.views()):
        raise SlackError("duplicate_external_id")
    shown = _new_view(user_id, view, "modal")
    shown.root_view_id = stack[0].id if stack else shown.id
    shown.previous_view_id = stack[-1].id if stack else None
    workspace.open_modal(shown)
    return shown


def change_view(workspace: Workspace, shown: View, view: JsonObject) -> None:
    """Make an open view look as a checked one says; what its person entered stays where the fields stay."""
    fresh = _new_view(shown.user_id, view, shown.type)
    shown.values = carried_over(fresh.blocks, shown.values)
    shown.blocks, shown.hash, shown.errors, shown.failure = fresh.blocks, fresh.hash, {}, ""
    shown.title, shown.submit, shown.close = fresh.title, fresh.submit, fresh.close
    shown.callback_id, shown.private_metadata = fresh.callback_id, fresh.private_metadata
    shown.external_id = fresh.external_id
    shown.clear_on_close, shown.notify_on_close = fresh.clear_on_close, fresh.notify_on_close
    workspace.view_changed(shown)


def _new_view(user_id: str, view: JsonObject, kind: ViewType) -> View:
    blocks = stored_blocks(view["blocks"])
    return View(
        id=make_id("V"),
        type=kind,
        user_id=user_id,
        blocks=blocks,
        hash=f"{int(time.time())}.{secrets.token_hex(4)}",
        title=view.get("title"),
        submit=view.get("submit"),
        close=view.get("close"),
        callback_id=view.get("callback_id", ""),
        private_metadata=view.get("private_metadata", ""),
        external_id=view.get("external_id", ""),
        clear_on_close=view.get("clear_on_close", False),
        notify_on_close=view.get("notify_on_close", False),
        values=initial_values(blocks),
    )


def _answer(call: Call, view: View) -> JsonObject:
    return {"view": view_json(call.workspace, call.installation, view)}
