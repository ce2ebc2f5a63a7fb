"""What the queue's mean wait must be, so that nothing wrong is timed."""

import math

LOAD = 0.9


def mean_wait(servers: int) -> float:
    """Mean wait in queue of M/M/c, in units of the mean service time. Erlang C; Kleinrock 1975, eq. 3.40."""
    offered = LOAD * servers
    blocked = 1.0
    for server in range(1, servers + 1):
        blocked = offered * blocked / (server + offered * blocked)
    delayed = blocked / (1 - LOAD + LOAD * blocked)
    return delayed / (servers - offered)


def tolerance(servers: int, customers: int) -> float:
    """Five standard errors of the mean wait of that many customers.

    The variance is that of one server that is as fast as all of them together, which bounds it from above.
    Daley 1968, "The serial correlation coefficients of waiting times in a stationary single server queue".
    """
    variance = LOAD * (2 + 5 * LOAD - 4 * LOAD**2 + LOAD**3) / (1 - LOAD) ** 4 / servers**2
    return 5 * math.sqrt(variance / customers)
