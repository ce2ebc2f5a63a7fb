"""``python -m payoff --on ADDRESS run EXPERIMENT …``: a command of Payoff whose shards are computed on a Dask cluster."""

from __future__ import annotations

import argparse
import sys

from .cluster import on_cluster
from .errors import CommandFailed, PayoffError


def main(arguments: list[str]) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(
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
    except CommandFailed as error:
        print(f"Error: {error}", file=sys.stderr)
        return error.exit_code if error.exit_code > 0 else 70
    except PayoffError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 69
    except KeyboardInterrupt:
        return 130
    sys.stdout.write(printed.text)
    if printed.messages:
        print(printed.messages, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
