"""Builds the programs in release, and sets up the peers."""

import subprocess
import sys
import venv
from pathlib import Path

from .places import BENCHMARKS, BUILT, PEER_PYTHON, ROOT


def everything() -> None:
    """Builds all that is timed; stops with the builder's own message when something does not build."""
    BUILT.mkdir(exist_ok=True)
    run("make", "--silent", "-C", BENCHMARKS / "Floor", f"BUILD={BUILT}")
    for product in ("Payoff", "payoff-analysis", "payoff"):
        run("swift", "build", "-c", "release", "--package-path", ROOT, "--product", product)
    run("swift", "build", "-c", "release", "--package-path", BENCHMARKS, "--scratch-path", BUILT / "swift")
    peers()


def peers() -> None:
    """Installs the peers of Python; one that cannot be had is reported as not installed."""
    if not PEER_PYTHON.exists():
        venv.create(BUILT / "venv", with_pip=True)
    for requirement in (BENCHMARKS / "Peers" / "requirements.txt").read_text().split():
        pip = [str(PEER_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.run([*pip, requirement], check=False).returncode != 0:
            print(f"{requirement} could not be installed", file=sys.stderr)


def run(*command: str | Path) -> None:
    """Runs a build step with its output on standard error."""
    try:
        subprocess.run(command, check=True, stdout=sys.stderr)
    except FileNotFoundError:
        sys.exit(f"{command[0]} is needed to build the benchmarks, and was not found")
    except subprocess.CalledProcessError as failure:
        sys.exit(f"{' '.join(map(str, command[:3]))} … failed with exit status {failure.returncode}")
