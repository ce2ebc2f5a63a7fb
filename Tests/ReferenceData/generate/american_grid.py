"""Values of options to invest at any time over a grid of rates, volatilities, maturities and values over cost.

Writes figures/decision/american_grid.csv: `finite_differences` is Crank and Nicolson's scheme on a grid of logarithms, the
first four steps implicit, steps that grow with the square of time, and the exercise condition solved in each step by
policy iteration; two grids, of which the finer has twice the points and steps, extrapolated to the limit of a second order.
`convergence` is by how much the limit differs from that of two grids of half as many points, relative to it. `peer` is
QuantLib 1.44, QdFpAmericanEngine with its high-precision scheme, in days of 1/365 years. Rows are left out where the
grids do not agree to 2e-4, or where the value is below 1e-8 of the cost.

    python american_grid.py FILE [JOB JOBS]
"""

import itertools
import sys
from math import exp, log, sqrt

import numpy as np
import QuantLib as ql
from scipy.interpolate import CubicSpline
from scipy.linalg import solve_banded

YIELDS, VOLATILITIES, DAYS, RATES = (0.01, 0.1, 0.35, 0.6), (0.05, 0.3, 0.8, 1.5), (37, 730, 10950), (0, 0.04, 0.15)


def american(ratio, rate, yield_, volatility, years, points, steps):
    drift = rate - yield_ - volatility**2 / 2
    # Beyond these, nothing is left to decide: of the way until investing, five deviations or the way to the perpetual hurdle.
    middle = 0.5 - (rate - yield_) / volatility**2
    beta = middle + sqrt(middle**2 + 2 * rate / volatility**2)
    hurdle = log(beta / (beta - 1)) if beta > 1 + 1e-9 else 50
    low = min(log(ratio), 0) - min(6 * volatility * sqrt(years) + abs(drift) * years, 40 / beta if beta > 0 else 50) - 0.1
    high = max(log(ratio), min(hurdle, 6 * volatility * sqrt(years) + max(log(max(rate / yield_, 1)), 0))) + 0.1
    # A node lies on the payoff's kink.
    h = (high - low) / points
    below, above = int(-low / h) + 1, int(high / h) + 1
    x = np.arange(-below, above + 1) * h
    payoff = np.maximum(np.exp(x) - 1, 0)
    worth = payoff.copy()
    diffusion, convection = volatility**2 / 2 / h**2, drift / (2 * h)
    a, b, c = diffusion - convection, -2 * diffusion - rate, diffusion + convection
    times = years * (np.arange(steps + 1) / steps) ** 2
    exercised = payoff >= np.inf
    for step in range(steps):
        dt, theta = times[step + 1] - times[step], 1.0 if step < 4 else 0.5
        right = worth.copy()
        right[1:-1] += (1 - theta) * dt * (a * worth[:-2] + b * worth[1:-1] + c * worth[2:])
        for _ in range(60):
            bands = np.zeros((3, len(x)))
            bands[1, :] = 1
            bands[0, 2:], bands[1, 1:-1], bands[2, :-2] = -theta * dt * c, 1 - theta * dt * b, -theta * dt * a
            target = right.copy()
            target[0], target[-1] = 0, payoff[-1]
            held = np.flatnonzero(exercised[1:-1]) + 1
            bands[1, held] = 1
            bands[0, held + 1] = 0
            bands[2, held - 1] = 0
            target[held] = payoff[held]
            new = solve_banded((1, 1), bands, target)
            # Exercised where holding would be worth less: where the equation's residual has the wrong sign.
            residual = np.zeros_like(x)
            residual[1:-1] = new[1:-1] - theta * dt * (a * new[:-2] + b * new[1:-1] + c * new[2:]) - right[1:-1]
            now = np.where(exercised, residual > 0, new < payoff)
            now[0] = now[-1] = False
            if (now == exercised).all():
                break
            exercised = now
        worth = new
    return float(CubicSpline(x, worth)(log(ratio)))


def limit(case, points, steps):
    return (4 * american(*case, 2 * points, 2 * steps) - american(*case, points, steps)) / 3


def peer(ratio, rate, yield_, volatility, days):
    today = ql.Date(1, 1, 2026)
    ql.Settings.instance().evaluationDate = today
    curve = lambda force: ql.YieldTermStructureHandle(ql.FlatForward(today, force, ql.Actual365Fixed()))
    process = ql.BlackScholesMertonProcess(
        ql.QuoteHandle(ql.SimpleQuote(ratio)), curve(yield_), curve(rate),
        ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), volatility, ql.Actual365Fixed())))
    option = ql.VanillaOption(ql.PlainVanillaPayoff(ql.Option.Call, 1), ql.AmericanExercise(today, today + days))
    option.setPricingEngine(ql.QdFpAmericanEngine(process, ql.QdFpAmericanEngine.highPrecisionScheme()))
    return option.NPV()


if __name__ == "__main__":
    job, jobs = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (0, 1)
    with open(sys.argv[1], "w") as file:
        file.write("ratio,rate,yield,volatility,days,finite_differences,convergence,peer\n")
        for number, (yield_, volatility, days, rate) in enumerate(itertools.product(YIELDS, VOLATILITIES, DAYS, RATES)):
            if number % jobs != job:
                continue
            # Deep out of the money, near it and in it, in turn.
            for ratio in ((0.4, 1), (0.85, 1.15), (1, 2.5))[number % 3]:
                case = (ratio, rate, yield_, volatility, days / 365)
                value, coarse = limit(case, 1500, 400), limit(case, 750, 200)
                other = peer(ratio, rate, yield_, volatility, days)
                off = abs(value - coarse) / abs(value)
                print(case, value, off, other / value - 1, file=sys.stderr, flush=True)
                if value > 1e-8 and off <= 2e-4:
                    file.write(f"{ratio},{rate},{yield_},{volatility},{days},{value:.10g},{off:.1e},{other:.10g}\n")
                    file.flush()
