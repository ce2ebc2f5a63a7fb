"""The micro-benchmarks: what one draw costs, and one event at a calendar of some size."""

import json
import shutil
import subprocess
import sys

from .places import BENCHMARKS, BUILT

A_SAMPLE = 1_000_000
"""How often the part is done in a sample, and what the times are of."""


def nanoseconds() -> dict[str, float]:
    """By name: the time of one, which nine samples in ten did not exceed. Empty when they could not be run."""
    folder = BUILT / "parts"
    shutil.rmtree(folder, ignore_errors=True)
    package = ["swift", "package", "--package-path", str(BENCHMARKS), "--scratch-path", str(BUILT / "swift")]
    allowed = ["--disable-sandbox", "--allow-writing-to-directory", str(folder)]
    benchmark = ["benchmark", "run", "--target", "Parts", "--no-progress"]
    output = ["--format", "metricP90AbsoluteThresholds", "--path", str(folder)]
    if subprocess.run(package + allowed + benchmark + output, stdout=sys.stderr, check=False).returncode != 0:
        return {}
    found = {}
    for file in folder.glob("Parts.*.p90.json"):
        name = file.name.removeprefix("Parts.").removesuffix(".p90.json").replace("_", " ")
        found[name] = json.loads(file.read_text(encoding="utf-8"))["wallClock"] / A_SAMPLE
    return dict(sorted(found.items(), key=lambda item: (item[0].split()[0], item[1])))
