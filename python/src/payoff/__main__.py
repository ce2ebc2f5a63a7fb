"""``python -m payoff --on ADDRESS run EXPERIMENT …``: a command of Payoff whose shards are computed on a Dask cluster."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from .cluster import WrongAddress, on_cluster
from .errors import CommandFailed, PayoffError, showing_controls


class _Parser(argparse.ArgumentParser):
    """Ends with the exit code of wrong usage that the command has."""

    def error(self, message: str) -> NoReturn:
        _say(f"{message}; expected {self.prog} --on ADDRESS run EXPERIMENT …")
        sys.exit(64)


def _say(problem: object) -> None:
    print(f"Error: {showing_controls(str(problem), in_lines=True)}", file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Runs the command line; returns the exit code."""
    parser = _Parser(
        prog="python -m payoff",
        description="Runs a command of Payoff on a Dask cluster.",
        allow_abbrev=False,
        add_help=False,
    )
    parser.add_argument("--on", required=True, metavar="ADDRESS", help="tcp://… of a scheduler, or local")
    parser.add_argument("--shards", type=int, metavar="N", help="the number of tasks")
    # What belongs to the results, and not to the plan.
    parser.add_argument("-o", "--out")
    for flag in ("--force", "--json", "--plain"):
        parser.add_argument(flag, action="store_true")
    given, command = parser.parse_known_args(arguments)
    merge = [word for flag in ("force", "json", "plain") if getattr(given, flag) for word in (f"--{flag}",)]
    if given.out is not None:
        merge += ["--out", given.out]
    try:
        printed = on_cluster(command, given.on, merge, shards=given.shards)
    except WrongAddress as error:
        _say(f"--on {error}")
        return 64
    except CommandFailed as error:
        _say(error)
        return error.exit_code if error.exit_code > 0 else 70
    except PayoffError as error:
        _say(error)
        return 69
    except KeyboardInterrupt:
        print("stopped; nothing was written", file=sys.stderr)
        return 130
    sys.stdout.write(printed.text)
    if printed.messages:
        print(printed.messages, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
