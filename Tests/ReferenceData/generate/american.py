"""Values of options to invest at the end only, in closed form, and at any time, by finite differences.

Writes figures/decision/american_options.csv. Crank and Nicolson's scheme on a grid of logarithms, the first four steps
implicit, with the penalty splitting of Ikonen and Toivanen (2004); grids of 12 001 by 6000 and 6001 by 3000 points,
extrapolated. The two differ by 1e-4 at most, so that the limit is good to some 1e-5.
"""

import sys
from math import exp, log, sqrt

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.linalg import solve_banded
from scipy.stats import norm

CASES = [
    (100, 100, 0.08, 0.45, 0.3, 3), (100, 90, 0.08, 0.05, 0.3, 3), (100, 110, 0.05, 0.1, 0.4, 2),
    (100, 100, 0.05, 0.45, 0.2, 1), (80, 100, 0.03, 0.3, 0.25, 5), (100, 150, 0.1, 0.45, 0.35, 5),
    (100, 100, 0.05, 0.15, 0.3, 2), (120, 100, 0.1, 0.2, 0.5, 4),
]


def european(value, cost, rate, yield_, volatility, years):
    d1 = (log(value / cost) + (rate - yield_ + volatility**2 / 2) * years) / (volatility * sqrt(years))
    d2 = d1 - volatility * sqrt(years)
    return value * exp(-yield_ * years) * norm.cdf(d1) - cost * exp(-rate * years) * norm.cdf(d2)


def american(value, cost, rate, yield_, volatility, years, points, steps):
    reach = 6 * volatility * sqrt(years) + abs(rate - yield_) * years + 1
    x = np.linspace(log(cost) - reach, log(cost) + reach, 2 * points + 1)
    h = x[1] - x[0]
    payoff = np.maximum(np.exp(x) - cost, 0)
    worth, penalty = payoff.copy(), np.zeros_like(x)
    spread, drift = volatility**2 / 2 / h**2, (rate - yield_ - volatility**2 / 2) / (2 * h)
    low, middle, high = spread - drift, -2 * spread - rate, spread + drift
    times = years * (np.arange(steps + 1) / steps) ** 2
    for step in range(steps):
        dt, theta = times[step + 1] - times[step], 1.0 if step < 4 else 0.5
        right = worth.copy()
        right[1:-1] += (1 - theta) * dt * (low * worth[:-2] + middle * worth[1:-1] + high * worth[2:]) + dt * penalty[1:-1]
        bands = np.zeros((3, len(x)))
        bands[1, :] = 1
        bands[0, 2:], bands[1, 1:-1], bands[2, :-2] = -theta * dt * high, 1 - theta * dt * middle, -theta * dt * low
        right[0], right[-1] = 0, payoff[-1]
        free = solve_banded((1, 1), bands, right)
        worth, penalty = np.maximum(free - dt * penalty, payoff), np.maximum(penalty + (payoff - free) / dt, 0)
    return float(CubicSpline(x, worth)(log(value)))


with open(sys.argv[1] if len(sys.argv) > 1 else "american_options.csv", "w") as file:
    file.write("value,cost,rate,yield,volatility,years,european,american\n")
    for case in CASES:
        limit = 2 * american(*case, 6000, 6000) - american(*case, 3000, 3000)
        file.write(",".join(map(str, case)) + f",{round(european(*case), 10)},{round(limit, 8)}\n")
