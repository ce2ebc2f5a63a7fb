"""Values of options to invest on given dates over a grid of rates, yields, volatilities, maturities and numbers of dates.

Writes figures/decision/dated_options.csv: the dates lie evenly over `days` of 1/365 years, the last at the end, and `peer` is
QuantLib 1.44, FdBlackScholesVanillaEngine with a BermudanExercise, on two grids of which the finer has twice the points and
steps, extrapolated to the limit of a second order. `convergence` is by how much the limit differs from the finer grid,
relative to it. Rows are left out where that is more than 2e-4, where the value is below 1e-7 of the cost, or where it is best
to invest today.

    python dated.py FILE
"""

import itertools
import sys
from math import exp

import QuantLib as ql

YIELDS, VOLATILITIES, RATES = (0.02, 0.1, 0.45), (0.1, 0.4, 1.0), (0.0, 0.1)
DATES, DAYS, RATIOS = (2, 4, 12), (120, 960), (0.6, 0.95, 1.1)
HEADER = "ratio,rate,yield,volatility,days,dates,european,peer,convergence"


def dated(ratio, rate, yield_, volatility, days, dates, points):
    today = ql.Date(1, 1, 2026)
    ql.Settings.instance().evaluationDate = today
    count = ql.Actual365Fixed()

    def flat(level):
        return ql.YieldTermStructureHandle(ql.FlatForward(today, level, count))

    process = ql.BlackScholesMertonProcess(
        ql.QuoteHandle(ql.SimpleQuote(ratio)), flat(yield_), flat(rate),
        ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), volatility, count)),
    )  # fmt: skip
    when = [today + days * date // dates for date in range(1, dates + 1)]
    option = ql.VanillaOption(ql.PlainVanillaPayoff(ql.Option.Call, 1), ql.BermudanExercise(when))
    option.setPricingEngine(ql.FdBlackScholesVanillaEngine(process, points, points, 4))
    end = ql.VanillaOption(ql.PlainVanillaPayoff(ql.Option.Call, 1), ql.EuropeanExercise(when[-1]))
    end.setPricingEngine(ql.AnalyticEuropeanEngine(process))
    return option.NPV(), end.NPV()


def main(place):
    rows = [HEADER]
    for case in itertools.product(RATIOS, RATES, YIELDS, VOLATILITIES, DAYS, DATES):
        (coarse, _), (fine, european) = (dated(*case, points) for points in (1000, 2000))
        limit = fine + (fine - coarse) / 3
        if limit < 1e-7 or abs(limit - fine) > 2e-4 * limit or limit <= case[0] - 1:
            continue
        rows.append(",".join(repr(value) for value in (*case, european, limit)) + f",{abs(limit / fine - 1):.1e}")
    with open(place, "w", newline="") as file:
        file.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
