"""M/M/c in salabim: a component for each customer, in the `yield` style, which is the faster of its two.

Its monitors are switched off: they keep every observation, which the other programs here do not.
"""

from collections.abc import Generator

import salabim
import workload

salabim.yieldless(False)


def mean_wait(work: workload.Workload) -> float:
    """Simulates one replication."""
    environment = salabim.Environment(trace=False, random_seed=work.seed)
    servers = salabim.Resource("servers", capacity=work.servers, monitor=False)
    for queue in (servers.requesters(), servers.claimers()):
        queue.length.monitor(False)
        queue.length_of_stay.monitor(False)
    gap, service = salabim.Exponential(rate=work.arrival_rate), salabim.Exponential(1.0)
    waited = 0.0

    class Customer(salabim.Component):
        def process(self) -> Generator:
            nonlocal waited
            arrived = environment.now()
            yield self.request(servers)
            waited += environment.now() - arrived
            yield self.hold(service.sample())

    class Source(salabim.Component):
        def process(self) -> Generator:
            for _ in range(work.customers):
                yield self.hold(gap.sample())
                Customer()

    Source()
    environment.run()
    return waited / work.customers


if __name__ == "__main__":
    workload.main(mean_wait)
