"""M/M/c in Ciw: a declared network of one node."""

import ciw
import workload


def mean_wait(work: workload.Workload) -> float:
    """Simulates one replication."""
    ciw.seed(work.seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(work.arrival_rate)],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[work.servers],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(work.customers, method="Finish")
    records = simulation.get_all_records(only=["service"])
    return sum(record.waiting_time for record in records) / len(records)


if __name__ == "__main__":
    workload.main(mean_wait)
