"""What the long runs share: how far they go, and from which seed."""

from __future__ import annotations

import os
import secrets


def seed_of_this_run() -> int:
    """TORTURE_SEED, else another one each time; `progress` shows it."""
    return int(os.environ.get("TORTURE_SEED") or secrets.randbelow(10**9))


def full(number: int) -> int:
    """So many; with TORTURE_SHARE a share of it: 0.01 is one in a hundred."""
    return max(1, int(number * float(os.environ.get("TORTURE_SHARE") or 1)))
