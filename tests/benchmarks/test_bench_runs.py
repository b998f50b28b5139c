"""The benchmark itself: that it runs, counts and notices what is wrong. Its figures mean nothing at this length."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import clicks, town_hall
from benchmarks.__main__ import main
from benchmarks.crowd import Crowd


def test_a_tiny_run_answers_every_click_and_stores_what_the_model_says(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--seconds", "0.3", "--rounds", "1", "--warm-up", "0", "--crowd", "60"]) == 0
    printed = capfd.readouterr()
    assert "P1  ours against R" in printed.out and "P3  ours against everyday" in printed.out
    assert "P5  median at 20/s against R's" in printed.out and "P8  edits under" in printed.out
    assert printed.err == ""


def test_a_click_that_was_answered_but_not_stored_is_noticed(tmp_path: Path) -> None:
    database_url = f"sqlite:///{tmp_path}/bench.sqlite3"
    town_hall.prepare(database_url)
    assert town_hall.differences(database_url, sent=[0] * clicks.CONNECTIONS) == []
    assert town_hall.differences(database_url, sent=[1] + [0] * (clicks.CONNECTIONS - 1)) == [
        "0 joiners, but the model says 1",
        "0 ledger rows, but the model says 1",
        "0 redraws asked for, but the model says 1",
    ]


def test_everybody_joins_in_turn_and_then_leaves_in_turn() -> None:
    turns = [clicks.joined_after(sent) for sent in (0, 1, clicks.PAIRS, clicks.PAIRS + 1, 2 * clicks.PAIRS)]
    assert turns == [0, 1, clicks.PAIRS, clicks.PAIRS - 1, 0]


def test_edits_are_counted_in_the_busiest_minute_and_by_how_close_they_lie() -> None:
    seen = Crowd(9, 70.0, [0.1, 2.1, 30.0, 60.5, 61.0, 62.5])
    assert seen.most_a_minute == 4 and round(seen.closest, 3) == 0.5


def test_a_click_weighs_what_slack_s_clicks_weigh() -> None:
    sizes = {len(click.body(1_763_800_000_000_100)) for click in clicks.clicks_of(0)}
    assert all(3_500 < size < 4_500 for size in sizes)
