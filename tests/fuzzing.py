"""How many random examples a fuzzing test tries: few by default, ``FUZZ`` times as many under ``make fuzz``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("FUZZ", "1"))


def examples(few: int) -> settings:
    """Settings for a test of Hypothesis."""
    return settings(max_examples=few * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
