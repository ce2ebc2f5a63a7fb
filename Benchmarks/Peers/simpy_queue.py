"""M/M/c in SimPy's own idiom: a process for each customer."""

import random
from collections.abc import Generator

import simpy
import workload


def mean_wait(work: workload.Workload) -> float:
    """Simulates one replication."""
    chance = random.Random(work.seed)
    environment = simpy.Environment()
    servers = simpy.Resource(environment, capacity=work.servers)
    waited = 0.0

    def customer() -> Generator:
        nonlocal waited
        arrived = environment.now
        with servers.request() as turn:
            yield turn
            waited += environment.now - arrived
            yield environment.timeout(chance.expovariate(1.0))

    def source() -> Generator:
        for _ in range(work.customers):
            yield environment.timeout(chance.expovariate(work.arrival_rate))
            environment.process(customer())

    environment.process(source())
    environment.run()
    return waited / work.customers


if __name__ == "__main__":
    workload.main(mean_wait)
