"""Payoff from Python: runs its command, and reads its results as DataFrames and charts.

::

    import payoff

    shop = payoff.run("CustomerService", set={"priceFall": 0.3}, replications=1000, seed=1)
    shop                    # in Jupyter: the answer and its charts
    shop.summary            # a DataFrame for each table
    payoff.read("runs/CustomerService")
"""

import sys

# The rest of the package does not even parse in an older Python, whose message would not say why.
if sys.version_info < (3, 10):  # noqa: UP036
    raise ImportError("payoff needs Python 3.10 or later; this is Python " + ".".join(map(str, sys.version_info[:3])))

from ._version import __version__
from .charts import Chart
from .cluster import ClusterError, compute
from .commands import (
    ExperimentDescription,
    catalogue,
    command,
    compare,
    decide,
    deployments,
    describe,
    experiments,
    fit,
    loads,
    replay,
    run,
    runs,
    seek,
    sensitivity,
    size,
    sweep,
)
from .design import Design, analyse, design
from .errors import (
    ChangedResults,
    CommandFailed,
    Difference,
    InternalError,
    MissingPackage,
    NotResults,
    OutputFailed,
    PayoffError,
    ProgramNotFound,
    ProgramTooOld,
    Stopped,
    Unavailable,
    WrongData,
    WrongUsage,
)
from .program import find_program, program_version
from .results import Results, read

__all__ = [
    "ChangedResults",
    "Chart",
    "ClusterError",
    "CommandFailed",
    "Design",
    "Difference",
    "ExperimentDescription",
    "InternalError",
    "MissingPackage",
    "NotResults",
    "OutputFailed",
    "PayoffError",
    "ProgramNotFound",
    "ProgramTooOld",
    "Results",
    "Stopped",
    "Unavailable",
    "WrongData",
    "WrongUsage",
    "__version__",
    "analyse",
    "catalogue",
    "command",
    "compare",
    "compute",
    "decide",
    "deployments",
    "describe",
    "design",
    "experiments",
    "find_program",
    "fit",
    "loads",
    "program_version",
    "read",
    "replay",
    "run",
    "runs",
    "seek",
    "sensitivity",
    "size",
    "sweep",
]
