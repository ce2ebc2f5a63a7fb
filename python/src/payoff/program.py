"""Finds the command ``payoff`` and runs it."""

from __future__ import annotations

import functools
import os
import re
import shutil
import signal
import stat
import subprocess
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import ProgramNotFound, ProgramTooOld, command_failed

#: The environment variable that names the program.
VARIABLE = "PAYOFF"

#: The oldest version of the command that has all that this package uses.
OLDEST = (0, 2, 0)


@dataclass(frozen=True)
class Output:
    """What a command printed."""

    #: Its report, from standard output.
    text: str
    #: Its remarks, from standard error.
    messages: str


def find_program() -> str:
    """The path of the command: that of the variable ``PAYOFF``, or on ``PATH``, or of a built clone of the repository.

    Clones are looked for in the working directory and the folders above it, and around an editable installation.
    """
    named = os.environ.get(VARIABLE)
    if named:
        path = shutil.which(named)
        if path is None:
            raise ProgramNotFound(f"{VARIABLE} names {named}, which is not an executable file; correct it, or unset it")
        return os.path.abspath(path)
    path = shutil.which("payoff")
    if path is not None:
        return os.path.abspath(path)
    for candidate in _built_clones():
        return str(candidate)
    raise ProgramNotFound(
        f"the command payoff was not found: not in the variable {VARIABLE}, not on PATH, and not as .build/release/payoff "
        f"of a clone around {os.getcwd()}. Build it with `make build` in a clone of Payoff, and set {VARIABLE} to its "
        ".build/release/payoff, or add that folder to PATH"
    )


def _built_clones() -> Iterator[Path]:
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).resolve().parents):
        program = folder / ".build" / "release" / "payoff"
        if (folder / "Package.swift").is_file() and os.access(program, os.X_OK) and _is_trusted(program):
            yield program


def _is_trusted(program: Path) -> bool:
    """Whether only this user or root could have put the program there: folders above may belong to others."""
    status = program.stat()
    return stat.S_ISREG(status.st_mode) and status.st_uid in (0, os.geteuid()) and not status.st_mode & stat.S_IWOTH


def program_version(program: str | None = None) -> str:
    """The version of the command, such as ``0.2.0``."""
    program = program or find_program()
    return _version(program, os.stat(program).st_mtime_ns)


@functools.lru_cache(maxsize=16)
def _version(program: str, _modified: int) -> str:
    try:
        done = subprocess.run(
            [program, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ProgramNotFound(f"{program} cannot be run: {error}") from error
    found = re.match(r"(\d+)\.(\d+)\.(\d+)\b", done.stdout)
    if done.returncode != 0 or found is None:
        said = (done.stderr or done.stdout).strip().splitlines()
        detail = f" (it said: {said[0][:200]})" if said else ""
        raise ProgramTooOld(
            f"{program} is not the command payoff, or does not start{detail}; set {VARIABLE} to the one to use"
        )
    if tuple(map(int, found.groups())) < OLDEST:
        raise ProgramTooOld(
            f"{program} is version {found.group()}, and this package needs {'.'.join(map(str, OLDEST))} or later; "
            f"build Payoff again, or set {VARIABLE} to a newer one"
        )
    return found.group()


def run_program(arguments: Sequence[str], *, folder: str | None = None, accepted: Container[int] = (0,)) -> Output:
    """Runs the command to its end, in a folder or in the working directory.

    Exit codes that are not accepted are errors.

    An interrupt (Ctrl-C, or *Interrupt kernel*) stops the command as well.

    Raises:
        CommandFailed: the command ended with an error; the message is its own.
    """
    program = find_program()
    program_version(program)
    command = [program, *arguments]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    try:
        text, messages = process.communicate()
    except BaseException:
        _stop(process)
        raise
    if process.returncode not in accepted:
        raise command_failed(_error_message(messages), process.returncode, command)
    return Output(text, messages.strip())


def _stop(process: subprocess.Popen[str]) -> None:
    """Stops a command as Ctrl-C does, so that it leaves no half-written directory."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        process.send_signal(number)
        try:
            process.communicate(timeout=10)
            return
        except subprocess.TimeoutExpired:
            continue


def _error_message(messages: str) -> str:
    """The error among what was printed, without the word *Error*."""
    lines = messages.strip().splitlines()
    for number, line in enumerate(lines):
        if line.startswith("Error: "):
            return "\n".join([line.removeprefix("Error: "), *lines[number + 1 :]])
    return messages.strip()
