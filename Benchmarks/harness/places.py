"""Where things are."""

from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
BUILT = ROOT / ".build-bench"
SWIFT_PROGRAMS = BUILT / "swift" / "release"
FLOOR = BUILT / "floor"
PEER_PYTHON = BUILT / "venv" / "bin" / "python"
PAYOFF = ROOT / ".build" / "release" / "payoff"
CUSTOMER_SERVICE = ROOT / "experiments" / "CustomerService.swift"
PAGE = ROOT / "docs" / "benchmarks.md"
TEMPLATE = BENCHMARKS / "harness" / "page.md"
HISTORY = BENCHMARKS / "harness" / "history.csv"
