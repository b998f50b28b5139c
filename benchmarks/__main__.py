"""`make bench`: measures every subject in turn, several times over, prints one table, and checks what was stored."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import town_hall
from benchmarks.clicks import CONNECTIONS
from benchmarks.crowd import Crowd, crowd
from benchmarks.subjects import Subject, running

BARE, EVERYDAY, OURS = "bare", "everyday", "ours"
LABELS = {
    BARE: "R   bare Bolt, stores nothing",
    EVERYDAY: "    everyday way (async ORM)",
    OURS: "P1  ours, SQLite FULL",
}
STORING = (EVERYDAY, OURS)
LIGHT = 20
"""Clicks a second on a calm day."""


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 when every click was answered with success and stored as the model says."""
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="taiwa-bench-") as folder:
        subjects = measured(Path(folder), asked.seconds, asked.rounds, asked.warm_up)
        print(table(subjects))
        wrong = [f"{name}: {line}" for name, one in subjects.items() for line in _wrong(one)]
        seen = crowd(Path(folder), asked.crowd)
        print(crowd_line(seen))
        wrong += [f"P8: {line}" for line in seen.wrong]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def measured(folder: Path, seconds: float, rounds: int, warm_up: float) -> dict[str, Subject]:
    """Every subject, measured in turn so that a slow moment of the machine is shared by all."""
    files = {name: folder / f"{name}.sqlite3" for name in LABELS}
    town_hall.prepare(f"sqlite:///{files[OURS]}")
    shutil.copy(files[OURS], files[EVERYDAY])
    with running(folder, {name: f"sqlite:///{file}" for name, file in files.items()}) as subjects:
        if warm_up:
            for one in subjects.values():
                one.measure(warm_up)
        for _ in range(rounds):
            for one in subjects.values():
                one.runs.append(one.measure(seconds))
            for name in (BARE, OURS):
                subjects[name].light.append(subjects[name].measure(seconds, pace=LIGHT))
    return subjects


def table(subjects: dict[str, Subject]) -> str:
    """One line a subject, and what the promises say of them."""
    rates = {name: statistics.median(one.rates) for name, one in subjects.items()}
    lines = [
        f"{CONNECTIONS} connections, clicks a second, median (lowest to highest) of {len(subjects[OURS].runs)} runs"
    ]
    lines.append(f"{'':30} {'clicks/s':>8} {'(range)':>14} {'of R':>6} {'p50 ms':>7} {'p99 ms':>7} {'load':>5}")
    for name, one in subjects.items():
        spread = f"({min(one.rates):.0f} to {max(one.rates):.0f})"
        median = statistics.median(run.median_ms for run in one.runs)
        worst = statistics.median(run.worst_ms for run in one.runs)
        busy = max(run.busy for run in one.runs)
        lines.append(
            f"{LABELS[name]:30} {rates[name]:8.0f} {spread:>14} {rates[name] / rates[BARE]:6.2f}"
            f" {median:7.1f} {worst:7.1f} {busy:5.0%}"
        )
    lines.append(f"P1  ours against R             {rates[OURS] / rates[BARE]:8.2f}   (entry 0.35, goal 1.0)")
    lines.append(f"P3  ours against everyday      {rates[OURS] / rates[EVERYDAY]:8.2f}   (entry 2.5, goal 5)")
    light = {name: statistics.median(run.median_ms for run in subjects[name].light) for name in (BARE, OURS)}
    lines.append(
        f"P5  median at {LIGHT}/s against R's{light[OURS] / light[BARE]:9.2f}   (entry 2, goal 1.3;"
        f" {light[OURS]:.2f} ms against {light[BARE]:.2f} ms)"
    )
    return "\n".join(lines)


def crowd_line(seen: Crowd) -> str:
    """What the promises say of a crowd on one post."""
    first = f"{seen.edits[0] * 1000:.0f} ms" if seen.edits else "never"
    return (
        f"P8  edits under {seen.clicks:,} clicks {len(seen.edits):8}   (in {seen.seconds:.1f} s;"
        f" the first after {first}, closest {seen.closest:.2f} s apart, at most {seen.most_a_minute} a minute,"
        f" last state {'right' if seen.ends_right else 'wrong'}; promised: at once, 2 s apart, 45 a minute)"
    )


def _wrong(one: Subject) -> list[str]:
    failed = [f"{len(one.failures)} clicks failed, such as: {one.failures[0]}"] if one.failures else []
    stored = town_hall.differences(one.database_url, one.sent) if one.name in STORING else []
    return failed + stored


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="how long each run lasts (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each subject (default: %(default)s)")
    parser.add_argument(
        "--warm-up", type=float, default=0.5, help="seconds to run unmeasured first (default: %(default)s)"
    )
    parser.add_argument("--crowd", type=int, default=10_000, help="clicks on one post (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
