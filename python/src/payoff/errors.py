"""What can go wrong: every error of the package is a :class:`PayoffError`."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from typing import NamedTuple


def showing_controls(text: str, *, in_lines: bool = False) -> str:
    r"""The text with its control characters as escapes, as the command writes them: ``\u{1B}[31m``.

    A terminal obeys those that it finds in a text.

    Args:
        in_lines: whether ends of lines and tabs stay as they are, as in a text; they do not belong in a name.
    """

    def shown(character: str) -> str:
        if character in "\n\t":
            return character if in_lines else {"\n": "\\n", "\t": "\\t"}[character]
        code = ord(character)
        return f"\\u{{{code:X}}}" if code < 0x20 or 0x7F <= code < 0xA0 else character

    return "".join(map(shown, text))


class PayoffError(Exception):
    """Any error of this package."""


class ProgramNotFound(PayoffError):
    """The command ``payoff`` was not found, or is not executable."""


class ProgramTooOld(PayoffError):
    """The command ``payoff`` is older than this package needs, or another program of that name."""


class MissingPackage(PayoffError):
    """An optional Python package is not installed; the message names the extra that installs it."""

    def __init__(self, purpose: str, package: str, extra: str) -> None:
        super().__init__(f"{purpose} needs {package}, which is not installed: pip install 'payoff[{extra}]'")


class CommandFailed(PayoffError):
    """The command ended with an error: its message, its exit code and its command line.

    The exit codes are those of sysexits; each has a subclass.
    """

    def __init__(self, message: str, exit_code: int, command: Sequence[str]) -> None:
        super().__init__(message)
        #: The exit code of the command; negative: the number of the signal that ended it.
        self.exit_code = exit_code
        #: The command line as a list of words.
        self.command = list(command)

    def __reduce__(self) -> tuple[type[CommandFailed], tuple[str, int, list[str]]]:
        return type(self), (str(self), self.exit_code, self.command)


class WrongUsage(CommandFailed):
    """Exit code 64: an option or a value is wrong."""


class WrongData(CommandFailed):
    """Exit code 65: data, or an experiment, is wrong."""


class Unavailable(CommandFailed):
    """Exit code 69: a program or package that the command needs is not there."""


class InternalError(CommandFailed):
    """Exit code 70: something in Payoff is wrong."""


class OutputFailed(CommandFailed):
    """Exit code 74: a file cannot be written."""


class Stopped(CommandFailed):
    """Exit code 130, or a signal: the command was stopped."""


_BY_EXIT_CODE: dict[int, type[CommandFailed]] = {
    64: WrongUsage,
    65: WrongData,
    69: Unavailable,
    70: InternalError,
    74: OutputFailed,
    130: Stopped,
}


def command_failed(message: str, exit_code: int, command: Sequence[str]) -> CommandFailed:
    """The error for an exit code."""
    if exit_code < 0:
        try:
            name = signal.Signals(-exit_code).name
        except ValueError:
            name = f"signal {-exit_code}"
        said = f": {message}" if message else ""
        return Stopped(f"payoff {command[1]} was ended by {name}{said}", exit_code, command)
    kind = _BY_EXIT_CODE.get(exit_code, CommandFailed)
    return kind(message or f"payoff {command[1]} ended with exit code {exit_code}", exit_code, command)


class NotResults(PayoffError):
    """A directory is not one of results, its description is damaged, or a table is not what the description says."""


class Difference(NamedTuple):
    """A file that is not as it was written."""

    file: str
    problem: str


class ChangedResults(PayoffError):
    """Files of a directory differ from their recorded hashes."""

    def __init__(self, directory: str, differences: Sequence[Difference]) -> None:
        named = "; ".join(f"{file}: {problem}" for file, problem in differences[:5])
        more = "" if len(differences) <= 5 else f"; and {len(differences) - 5} more"
        super().__init__(
            f"{directory} was changed after it was written: {named}{more}. The command in its datapackage.json "
            "reproduces the results; payoff.read(…, verify=False) reads them as they are"
        )
        self.directory = directory
        self.differences = list(differences)

    def __reduce__(self) -> tuple[type[ChangedResults], tuple[str, list[Difference]]]:
        return type(self), (self.directory, self.differences)
