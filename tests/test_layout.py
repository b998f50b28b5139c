"""Who may import whom, as the house was designed, and that importing anything does nothing but define."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("bot", "handlers", "jobs", "migrations")
ACTIVITIES = sorted(folder.name for folder in (ROOT / "bot").iterdir() if (folder / "words.py").exists())

FILES = sorted(file for package in OURS for file in (ROOT / package).rglob("*.py"))
EVERY_FILE = sorted(
    file for package in (*OURS, "playground", "benchmarks", "tests") for file in (ROOT / package).rglob("*.py")
)
OF_ACTIVITIES = [file for file in FILES if file.parent.name in ACTIVITIES and file.parent.parent.name == "bot"]

ONLY_IN: dict[str, set[str]] = {
    "slack_bolt": {"handlers/slack.py"},
    "slack_sdk": {"bot/chat/slack_sender.py", "handlers/slack_sockets.py"},
    "cryptography": {"bot/cipher.py"},
    "apscheduler": {"jobs/__init__.py"},
    "uvicorn": {"bot/serving.py", "bot/demo.py"},
    "starlette": {"bot/app.py", "bot/serving.py", "bot/demo.py"},
    "aiohttp": {"bot/app.py", "bot/chat/slack_sender.py", "handlers/slack_sockets.py"},
    "typer": {"bot/__main__.py", "bot/demo.py"},
    "alembic": {"migrations/__init__.py", "migrations/env.py"},
    "playground": set(),
    "microsoft_teams": set(),
}
"""Which libraries are known in which files alone; a numbered migration may use alembic, too."""

CLOCKS = {"now", "utcnow", "today", "monotonic", "time", "time_ns", "perf_counter", "sleep"}
"""What a clock is asked with: `datetime.now()`, `date.today()`, `time.time()`."""

BUILDERS = {
    "create_engine", "engine_for", "Engine", "Writer", "Reader", "Thread", "ThreadPoolExecutor", "open", "connect",
    "ClientSession", "AsyncApp", "AsyncWebClient", "AsyncIOScheduler", "Starlette", "Settings", "load", "build",
    "get_event_loop", "run", "socket", "create_server", "read_text", "read_bytes", "print", "basicConfig", "configure",
}  # fmt: skip
"""What must not be called while a module is imported."""


def _id(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _imports(file: Path) -> Iterator[str]:
    """Every module that this file imports, wherever in it, also for type checks alone."""
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_id(file)}:{node.lineno} a relative import hides where things live"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _called(node: ast.AST) -> Iterator[tuple[str, str, int]]:
    """Every call: the name it is called by, what that is an attribute of, and the line."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            match inner.func:
                case ast.Attribute(value=owner, attr=name):
                    yield name, ast.unparse(owner), inner.lineno
                case ast.Name(id=name):
                    yield name, "", inner.lineno


def test_there_is_something_to_look_at() -> None:
    assert "recruitment" in ACTIVITIES and len(FILES) > 40 and len(OF_ACTIVITIES) > 4


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_known_only_where_it_belongs(library: str) -> None:
    where = {_id(file) for file in FILES if any(name.split(".")[0] == library for name in _imports(file))}
    if library == "alembic":
        where = {file for file in where if not file.startswith("migrations/versions/")}
    assert where == ONLY_IN[library]


@pytest.mark.parametrize("file", OF_ACTIVITIES, ids=_id)
def test_one_activity_never_imports_another(file: Path) -> None:
    others = {f"bot.{name}" for name in ACTIVITIES if name != file.parent.name}
    assert [name for name in _imports(file) if ".".join(name.split(".")[:2]) in others] == []


@pytest.mark.parametrize("file", OF_ACTIVITIES, ids=_id)
def test_an_activity_knows_no_chat_product_no_network_no_loop_and_nothing_above_it(file: Path) -> None:
    for name in _imports(file):
        top = name.split(".")[0]
        assert top not in {"asyncio", "threading", "http", "urllib", "requests", "socket", "os", "subprocess", *ONLY_IN}
        assert top not in {"handlers", "jobs", "migrations"}
        assert not name.startswith(
            ("bot.app", "bot.core", "bot.serving", "bot.settings", "bot.chat.slack", "bot.chat.teams")
        )


@pytest.mark.parametrize("file", OF_ACTIVITIES, ids=_id)
def test_an_activity_never_looks_at_the_clock_nor_commits(file: Path) -> None:
    for name, owner, line in _called(_tree(file)):
        is_clock = name in CLOCKS and owner.split(".")[-1] in {"datetime", "date", "time"}
        assert not is_clock, f"line {line} asks the clock"
        assert name not in {"commit", "rollback", "begin", "begin_nested"} or owner != "tx", f"line {line}"
    assert not any(name == "time" for name in _imports(file))


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_words_are_made_of_words_alone(activity: str) -> None:
    for name in _imports(ROOT / "bot" / activity / "words.py"):
        assert name == "__future__.annotations" or name.startswith(("bot.text.", f"bot.{activity}."))


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_cards_ask_no_database(activity: str) -> None:
    for name in _imports(ROOT / "bot" / activity / "cards.py"):
        assert not name.startswith(("sqlalchemy", "bot.db"))


def test_the_ground_floor_knows_no_activity() -> None:
    for file in FILES:
        if file in OF_ACTIVITIES or file.parts[-2] in {"handlers", "jobs"} or _id(file) == "bot/demo.py":
            continue  # the demo, a composition root, asks two of them when something comes next
        assert not [name for name in _imports(file) if name.split(".")[1:2] and name.split(".")[1] in ACTIVITIES], file


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        _id(file)
        for file in FILES
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers == {"bot/settings.py"}


def test_the_playground_stands_by_itself() -> None:
    for file in sorted((ROOT / "playground").rglob("*.py")):
        assert not {name.split(".")[0] for name in _imports(file)} & {*OURS, "tests", "benchmarks"}, _id(file)


@pytest.mark.parametrize("file", FILES, ids=_id)
def test_nothing_is_built_at_import(file: Path) -> None:
    for statement in _tree(file).body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If):
            continue
        for name, _, line in _called(statement):
            assert name not in BUILDERS or _id(file) == "migrations/env.py", f"line {line} calls {name}"


@pytest.mark.parametrize(
    "module", ["bot.recruitment.cards", "bot.notices", "handlers.slack", "jobs.deliver", "handlers.routing"]
)
def test_a_module_can_be_imported_first_of_all(module: str) -> None:
    """In any order: nothing waits for another module to have been imported before."""
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True, cwd=ROOT, timeout=60)


def test_serving_loads_nothing_that_it_does_not_need() -> None:
    """Idle memory is a promise: heavy and optional libraries come with their first use."""
    heavy = ("nicegui", "playground", "playwright", "cryptography", "matplotlib", "openpyxl", "pandas", "hypothesis")
    code = f"import sys, bot.serving; print([name for name in {heavy!r} if name in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60, capture_output=True, text=True
    )
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("file", EVERY_FILE, ids=_id)
def test_a_module_begins_by_saying_in_a_sentence_what_it_is(file: Path) -> None:
    said = ast.get_docstring(_tree(file))
    assert said, "no docstring"
    first = said.splitlines()[0]
    assert first.endswith((".", "。", ":", "?", "…")) and len(first) <= 120, f"not a sentence: {first}"
