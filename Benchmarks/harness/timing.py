"""Runs programs in turn and takes the time of each from the operating system."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .places import ROOT


@dataclass(frozen=True)
class Timing:
    """One run of one program, its children included."""

    cpu: float
    """Seconds of processor time, of the user and of the system."""
    wall: float
    """Seconds from start to end."""
    peak_mib: float
    """The most memory that one of its processes held."""
    output: str
    """What it printed."""


class Wrong(Exception):
    """A program failed, or its answer is not the right one."""


@dataclass(frozen=True)
class Program:
    """A program to time."""

    key: str
    """Its name in the results."""
    command: Callable[[int], Sequence[str | Path]]
    """The command line of a round; rounds count from 1, and are the seed of what is simulated."""
    verify: Callable[[str], float | None]
    """Reads the answer from what was printed; raises Wrong when it is not what it must be."""
    absent: str | None = None
    """Why it cannot be run, if it cannot."""
    prepare: Callable[[], None] = lambda: None
    """Called before each run, and not timed."""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Result:
    """What the rounds of one program gave."""

    program: Program
    timings: list[Timing] = field(default_factory=list)
    answers: list[float | None] = field(default_factory=list)
    problem: str | None = None

    @property
    def missing(self) -> str | None:
        """Why there is no figure, if there is none."""
        return self.program.absent or self.problem

    def cpu(self) -> float:
        """Median processor time."""
        return statistics.median(timing.cpu for timing in self.timings)

    def wall(self) -> float:
        """Median time from start to end."""
        return statistics.median(timing.wall for timing in self.timings)

    def peak_mib(self) -> float:
        """The most memory in any round."""
        return max(timing.peak_mib for timing in self.timings)


def interleaved(programs: Sequence[Program], rounds: int) -> dict[str, Result]:
    """Runs every program once a round, so that a slow minute of the machine meets all of them."""
    results = {program.key: Result(program) for program in programs}
    for turn in range(1, rounds + 1):
        for program in programs:
            result = results[program.key]
            if result.missing:
                continue
            try:
                program.prepare()
                timing = timed(program.command(turn), program.environment)
                result.answers.append(program.verify(timing.output))
                result.timings.append(timing)
                print(f"round {turn}/{rounds}  {program.key:32}  {timing.cpu:7.2f} s CPU", file=sys.stderr)
            except Wrong as wrong:
                result.problem = str(wrong)
                print(f"{program.key}: {wrong}", file=sys.stderr)
    return results


def timed(command: Sequence[str | Path], environment: Mapping[str, str]) -> Timing:
    """Runs a program to its end."""
    with tempfile.TemporaryFile("w+") as printed, tempfile.TemporaryFile("w+") as complaints:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=printed, stderr=complaints
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        complaints.seek(0)
        if process.returncode != 0:
            last_words = complaints.read().strip().splitlines() or ["no message"]
            raise Wrong(f"exit status {process.returncode}: {last_words[-1]}")
        return Timing(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, printed.read())


def own_mib() -> float:
    """The memory of this process: a child starts as its copy, so a smaller program's own peak cannot be told."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
