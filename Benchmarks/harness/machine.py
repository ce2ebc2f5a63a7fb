"""What the figures were measured on."""

import datetime
import os
import platform
import re
import subprocess
from pathlib import Path


def describe() -> dict[str, str]:
    """The machine and the tools, without anything that names a host or a folder."""
    model = first(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    kibibytes = int(first(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text()))
    return {
        "Date": datetime.date.today().isoformat(),
        "CPU": f"{model}, {len(os.sched_getaffinity(0))} cores",
        "Memory": f"{kibibytes / 2**20:.0f} GiB",
        "System": f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}",
        "Swift": first(r"Swift version (\S+)", output("swift", "--version")),
        "C compiler": output("cc", "--version").splitlines()[0],
        "GSL": output("pkg-config", "--modversion", "gsl").strip(),
        "Python": platform.python_version(),
        "Load before": f"{os.getloadavg()[0]:.2f} processes over the last minute",
    }


def first(pattern: str, text: str) -> str:
    """The first group of the pattern in the text."""
    match = re.search(pattern, text)
    return match[1].strip() if match else "unknown"


def output(*command: str) -> str:
    """What a tool prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
