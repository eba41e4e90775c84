"""What is fuzzed, and the loop that does it: inputs counted, findings told once a place and made small."""

import inspect
import random
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
SLOW = 1.0
"""Seconds of processor time for one input, the long ones of 60,000 characters among them."""
SHRINKS = 150
SLOWLY = "it takes too long"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that takes what comes from outside."""

    name: str
    make: Callable[[random.Random], str]
    """Return an input."""
    check: Callable[[str], bool | Awaitable[bool]]
    """Return whether the input was understood, or refused in a sentence; whatever it raises is a finding."""
    alone: bool = True
    """Whether an input stands alone, and so can be timed and made smaller: what acts on the stage finds it changed."""


@dataclass(slots=True)
class Report:
    """What came of fuzzing one target."""

    name: str
    inputs: int = 0
    refused: int = 0
    slowest: float = 0.0
    findings: dict[str, str] = field(default_factory=dict)
    """What it says and an input that shows it, by the error and its place."""


async def fuzz(target: Target, seconds: float, seed: int) -> Report:
    """Feed a target until the time is over; input number n depends on the seed and n alone."""
    report = Report(target.name)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        dice = random.Random(f"{seed} {target.name} {report.inputs}")
        given = target.make(dice)
        report.inputs += 1
        began = time.thread_time()
        finding, told, understood = await _tried(target, given)
        took = time.thread_time() - began
        report.refused += not understood
        report.slowest = max(report.slowest, took if target.alone else 0.0)
        if took > SLOW and target.alone and not finding:
            finding, told = SLOWLY, f"{took:.1f} s for {len(given):,} characters"
        if finding and finding not in report.findings:
            report.findings[finding] = f"{told}\n    {_shown(await _shrunk(target, given, finding))}"
    return report


async def _tried(target: Target, given: str) -> tuple[str, str, bool]:
    """Return what is found ("" for nothing), what it says, and whether the input was understood."""
    try:
        outcome = target.check(given)
        return "", "", bool(await outcome if inspect.isawaitable(outcome) else outcome)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        return _named(error), (str(error).splitlines() or [""])[0][:900], False


def _named(error: Exception) -> str:
    """Name an error by its kind and by the innermost line of the project that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT)]
    inner = own[-1] if own else frames[-1]
    return f"{type(error).__name__} at {Path(inner.filename).name}:{inner.lineno}"


def _shown(given: str) -> str:
    return ascii(given) if len(given) < 500 else f"{given[:250]!a} ... {given[-250:]!a}"


async def _shrunk(target: Target, given: str, finding: str) -> str:
    """Return a smaller input with the same finding, if halving and nibbling gives one."""
    if finding == SLOWLY or not target.alone:
        return given
    size, tries = max(1, len(given) // 2), 0
    while size and tries < SHRINKS:
        at = 0
        while at < len(given) and tries < SHRINKS:
            smaller = given[:at] + given[at + size :]
            tries += 1
            if (await _tried(target, smaller))[0] == finding:
                given = smaller
            else:
                at += size
        size //= 2
    return given
