"""What every peer is asked for: CUSTOMERS SERVERS SEED [REPLICATIONS WORKERS]; it prints the mean wait in queue."""

import multiprocessing
import sys
from collections.abc import Callable
from typing import NamedTuple

LOAD = 0.9


class Workload(NamedTuple):
    """One replication: Poisson arrivals at 0.9 per server, exponential service of mean 1, first come first served."""

    customers: int
    servers: int
    seed: int

    @property
    def arrival_rate(self) -> float:
        return LOAD * self.servers


def main(mean_wait: Callable[[Workload], float]) -> None:
    """Runs one replication, or several in a pool of processes, as the command line says."""
    customers, servers, seed, replications, workers = map(int, [*sys.argv[1:], "1", "1"][:5])
    workloads = [Workload(customers, servers, seed + replication) for replication in range(replications)]
    if workers == 1:
        means = [mean_wait(workload) for workload in workloads]
    else:
        with multiprocessing.Pool(workers) as pool:
            means = pool.map(mean_wait, workloads, chunksize=1)
    print(sum(means) / replications)
