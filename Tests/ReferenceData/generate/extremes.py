#!/usr/bin/env python3
"""Tails and densities of distributions with extreme parameters, in 50 digits.

    pip install mpmath==1.4.1 gmpy2==2.3.2
    python3 Tests/ReferenceData/generate/extremes.py > Tests/ReferenceData/figures/distributions/extremes.csv

Each row has a distribution by its family and its parameters, a value x (a double), the probability of at most x, that of
more than x, and the density at x (of a count, its probability). The quantile at a probability of that column is x.

Nothing here is how Payoff calculates: incomplete gamma and beta functions are series of positive terms in many digits,
or for two large parameters the density integrated with mpmath's tanh-sinh rule.
"""
import sys
from mpmath import mp, mpf, log, exp, loggamma, sqrt, quad, floor, expm1, log1p, pi, nstr

mp.dps = 50
# Where a distribution is looked at: so many standard deviations from the mean, or for other shapes at these tails.
Z = [-36, -20, -8, -6, -3, -1.6, -0.67, 0, 0.67, 1.6, 3, 6, 8.1]
TAILS = [1e-280, 1e-100, 1e-16, 1e-9, 1e-3, 0.05, 0.25]
LARGE = mpf(10) ** 4


# -------------------------------------------------------------------------------------------------- special functions
def integral(logf, x, sd, direction):
    """The integral of exp(logf) from x on in a direction, in steps of the scale on which it falls."""
    # Near x the integrand falls like exp(-slope t); take the smaller of that scale and sd.
    h = sd / 1000
    slope = abs((logf(x + direction * h) - logf(x)) / h)
    step = min(2 * sd, 4 / slope if slope > 0 else 2 * sd)
    total, at, top = mpf(0), x, logf(x)
    while True:
        end = at + direction * step
        part = quad(lambda t: exp(logf(t) - top), sorted([at, end]))  # its accuracy is absolute
        total += part
        at = end
        if part < total * mpf(10) ** -40:
            return total * exp(top)


class Gamma:
    """Scale 1."""

    def __init__(self, a):
        self.a = mpf(a)
        self.lg = loggamma(self.a)

    def logpdf(self, x):
        return (self.a - 1) * log(x) - x - self.lg

    def pdf(self, x):
        return exp(self.logpdf(x))

    def lower(self, x):
        a = self.a
        if x <= 0: return mpf(0)
        if a > LARGE:
            if x > a: return 1 - self.upper(x)
            return integral(self.logpdf, x, sqrt(a), -1)
        term = total = mpf(1)
        k = 0
        while term > total * mpf(10) ** -(mp.dps + 5):
            k += 1
            term = term * x / (a + k)
            total += term
        return exp(a * log(x) - x - loggamma(a + 1)) * total

    def upper(self, x):
        if self.a > LARGE and x > self.a: return integral(self.logpdf, x, sqrt(self.a), 1)
        with mp.extradps(330): low = self.lower(mpf(x))
        return 1 - low

    def tails(self, x):
        return self.lower(x), self.upper(x)

    def points(self):
        a = self.a
        low = [exp((log(mpf(p)) + loggamma(a + 1)) / a) for p in TAILS]
        if a < 1: return low + [mpf(x) for x in (0.01, 0.5, 1, 5, 20, 33)]
        # Wilson and Hilferty's cube is nearly normal.
        cubes = [1 - 1 / (9 * a) + mpf(z) / (3 * sqrt(a)) for z in Z]
        return (low if a < 100 else []) + [a * w**3 for w in cubes if w > 0]


class Beta:
    def __init__(self, a, b):
        self.a, self.b = mpf(a), mpf(b)
        self.lb = loggamma(self.a) + loggamma(self.b) - loggamma(self.a + self.b)

    def logpdf(self, x):
        return (self.a - 1) * log(x) + (self.b - 1) * log1p(-x) - self.lb

    def pdf(self, x):
        return exp(self.logpdf(x))

    def series(self, a, b, x):
        """I_x(a, b) where x is not far above a / (a + b)."""
        term = total = mpf(1)
        k = 0
        while term > total * mpf(10) ** -(mp.dps + 5) or (a + b + k) * x > a + 1 + k:
            term = term * (a + b + k) / (a + 1 + k) * x
            total += term
            k += 1
        return exp(a * log(x) + b * log1p(-x) - loggamma(a) - loggamma(b) + loggamma(a + b)) / a * total

    def tails(self, x, y=None):
        """Lower and upper, of x and y = 1 − x."""
        a, b = self.a, self.b
        y = 1 - x if y is None else y
        if x <= 0: return mpf(0), mpf(1)
        if y <= 0: return mpf(1), mpf(0)
        with mp.extradps(40):
            below = x * (a + b) < a
            if min(a, b) > LARGE:
                sd = sqrt(a * b / (a + b + 1)) / (a + b)
                if below:
                    low = integral(self.logpdf, x, sd, -1)
                    return low, 1 - low
                high = integral(self.logpdf, x, sd, 1)
                return 1 - high, high
        # The series of the end that is near is the shorter one; where it is near 1, its complement needs digits.
        with mp.extradps(330):
            if x <= y:
                low = self.series(mpf(a), mpf(b), mpf(x))
                return low, 1 - low
            high = self.series(mpf(b), mpf(a), mpf(y))
            return 1 - high, high

    def points(self):
        a, b = self.a, self.b
        low = [exp((log(mpf(p) * a) + self.lb) / a) for p in TAILS]
        high = [1 - exp((log(mpf(p) * b) + self.lb) / b) for p in TAILS[2:]]
        # The logit is nearly normal where both parameters are large.
        logits = [log(a / b) + z * sqrt((a + b) / (a * b)) for z in Z] if min(a, b) > 1 else []
        small = min(a, b) < 100
        middle = [mpf(1) / 2] if max(a, b) < 1e4 else [k * a / b for k in (1, 10)] if a < b and a <= 1 else []
        return [x for x in (low + high if small else []) + middle + [1 / (1 + exp(-u)) for u in logits] if 0 < x < 1]


class StudentT:
    def __init__(self, nu):
        self.nu = mpf(nu)
        self.beta = Beta(mpf(1) / 2, self.nu / 2)
        self.c = loggamma((self.nu + 1) / 2) - loggamma(self.nu / 2) - log(pi * self.nu) / 2

    def pdf(self, t):
        return exp(self.c - (self.nu + 1) / 2 * log1p(t * t / self.nu))

    def lower(self, t):
        if t > 0: return 1 - self.lower(-t)
        if t == 0: return mpf(1) / 2
        # 1 − I needs as many more digits as the tail is small.
        more = int(min(420, 40 + float((self.nu + 1) / 2 * log1p(t * t / self.nu)) / 2.3))
        with mp.extradps(more):
            nu = mpf(self.nu)
            y = t * t / (nu + t * t)
            b = Beta(mpf(1) / 2, nu / 2)
            if y * (nu + 1) / 2 < 3000 and y < mpf("0.9"):
                return (1 - b.series(mpf(1) / 2, nu / 2, y)) / 2
        return Beta(self.nu / 2, mpf(1) / 2).series(self.nu / 2, mpf(1) / 2, self.nu / (self.nu + t * t)) / 2

    def tails(self, t):
        return self.lower(t), self.lower(-t)

    def points(self):
        far = [exp((self.c + (self.nu + 1) / 2 * log(self.nu) - log(self.nu) - log(mpf(p))) / self.nu) for p in TAILS]
        ts = [-t for t in far] if self.nu < 100 else []
        return sorted(ts) + [mpf(z) for z in Z if z != 0] + ([-ts[2], -ts[3]] if ts else [])


# ------------------------------------------------------------------------------------------------------------- counts
class Count:
    """A count by its tails: lower and upper of whole k from low to below high, and its mass."""

    def __init__(self, low, high, mean, sd, tails, mass):
        self.low, self.high, self.mean, self.sd, self.tails, self.pdf = low, high, mean, sd, tails, mass

    def points(self):
        ks = {floor(self.mean + self.sd * z) for z in Z}
        return sorted(min(max(k, self.low), self.high - 1) for k in ks)


def binomial(n, p):
    n, p = mpf(n), mpf(p)

    def tails(k):
        b = Beta(k + 1, n - k)
        l, u = b.tails(p, 1 - p)
        return u, l

    def mass(k):
        return exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p))

    return Count(mpf(0), n, n * p, sqrt(n * p * (1 - p)), tails, mass)


def poisson(mu):
    mu = mpf(mu)

    def tails(k):
        g = Gamma(k + 1)
        return g.upper(mu), g.lower(mu)

    return Count(mpf(0), mp.inf, mu, sqrt(mu), tails, lambda k: exp(k * log(mu) - mu - loggamma(k + 1)))


def negative_binomial(r, p):
    r, p = mpf(r), mpf(p)

    def tails(k):
        return Beta(r, k + 1).tails(p, 1 - p)

    def mass(k):
        return exp(loggamma(r + k) - loggamma(r) - loggamma(k + 1) + r * log(p) + k * log1p(-p))

    return Count(mpf(0), mp.inf, r * (1 - p) / p, sqrt(r * (1 - p)) / p, tails, mass)


def geometric(p):
    p = mpf(p)

    def tails(k):
        return -expm1(k * log1p(-p)), exp(k * log1p(-p))

    return Count(mpf(1), mp.inf, 1 / p, sqrt(1 - p) / p, tails, lambda k: p * exp((k - 1) * log1p(-p)))


def hypergeometric(N, K, n):
    N, K, n = mpf(N), mpf(K), mpf(n)
    low, high = max(mpf(0), n + K - N), min(K, n)
    c = loggamma(K + 1) + loggamma(N - K + 1) + loggamma(n + 1) + loggamma(N - n + 1) - loggamma(N + 1)

    def mass(k):
        return exp(c - loggamma(k + 1) - loggamma(K - k + 1) - loggamma(n - k + 1) - loggamma(N - K - n + k + 1))

    def tails(k):
        mean = n * K / N
        if k < mean:  # sum downwards
            with mp.workdps(30):
                term, total, j = mass(k), mpf(0), k
                while j >= low and term > total * mpf(10) ** -28:
                    total += term
                    term = term * j * (N - K - n + j) / ((K - j + 1) * (n - j + 1))
                    j -= 1
            return total, 1 - total
        with mp.workdps(30):
            j = k + 1
            term, total = (mass(j) if j <= high else mpf(0)), mpf(0)
            while j <= high and term > total * mpf(10) ** -28:
                total += term
                term = term * (K - j) * (n - j) / ((j + 1) * (N - K - n + j + 1))
                j += 1
        return 1 - total, total

    s = K / N
    return Count(low, high, n * s, sqrt(n * s * (1 - s) * (N - n) / (N - 1)), tails, mass)


# --------------------------------------------------------------------------------------------------------------- rows
def short(x):
    return nstr(x, 20) if x != 0 else "0"


def fields(text):
    """A distribution as the columns of its family and of three parameters."""
    family, parameters = text[:-1].split("(")
    return ",".join([family] + (parameters.split(", ") + ["", ""])[:3])


def rows(text, d, scale=1):
    seen = set()
    for x in d.points():
        value = float(x * scale)
        if value in seen or not (1e-290 < abs(value) < 1e300 or value == 0 and isinstance(d, Count)): continue
        if isinstance(d, Beta) and value >= 1: continue
        seen.add(value)
        at = mpf(value) / scale
        low, high = d.tails(at)
        if low < mpf(10) ** -290 or high < mpf(2) ** -54: continue
        print(f"{fields(text)},{value!r},{short(low)},{short(high)},{short(d.pdf(at) / scale)}", flush=True)


def g(x):
    return repr(x)[:-2] if repr(x).endswith(".0") else repr(x)


def main(which):
    if "gamma" in which:
        for a in [1e-3, 0.01, 0.1, 0.5, 1.0, 2.5, 30.0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e12]:
            rows(f"gamma(shape: {g(a)}, scale: 1)", Gamma(a))
        rows("chiSquared(freedom: 1000000000000)", Gamma(5e11), 2)
        rows("erlang(stages: 1000000, mean: 2)", Gamma(1e6), mpf(2.0 / 1e6))
        rows("erlang(stages: 1000000000, mean: 1)", Gamma(1e9), mpf(1.0 / 1e9))
    if "beta" in which:
        sides = [1e-3, 0.5, 1.0, 7.0, 1e3, 1e6, 1e9, 1e12]
        for a in sides:
            for b in sides: rows(f"beta({g(a)}, {g(b)})", Beta(a, b))
        for a, b in [(1e6, 3e6), (3e4, 1e5), (5e4, 5e4), (2e4, 2.0), (300.0, 1e5), (1e6, 1e300 ** 0.9), (0.5, 1e200), (7.0, 1e280)]:
            rows(f"beta({g(a)}, {g(b)})", Beta(a, b))
    if "student" in which:
        for nu in [0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 9.0, 30.0, 31.0, 100.0, 1e3, 1e4, 1e6, 1e9, 1e12]:
            rows(f"studentT(freedom: {g(nu)}, location: 0, scale: 1)", StudentT(nu))
    if "binomial" in which:
        for n in [1, 10, 1000, 10**4, 10**5, 10**6, 10**7, 10**8, 10**9]:
            for p in [1e-9, 1e-6, 1e-3, 0.3, 0.5, 0.9, 0.999]:
                rows(f"binomial(trials: {n}, probability: {g(p)})", binomial(n, p))
    if "poisson" in which:
        for mu in [1e-6, 0.1, 7.5, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]:
            rows(f"poisson(mean: {g(mu)})", poisson(mu))
    if "negative" in which:
        for r in [1e-3, 0.7, 4.0, 1e3, 1e6, 1e9]:
            for p in [1e-8, 1e-6, 1e-3, 0.05, 0.5, 0.999]:
                if r * (1 - p) / p <= 1e9:
                    rows(f"negativeBinomial(successes: {g(r)}, probability: {g(p)})", negative_binomial(r, p))
        for p in [1e-9, 1e-4, 0.2, 0.999]: rows(f"geometric(probability: {g(p)})", geometric(p))
    if "hyper" in which:
        for N, K, n in [(50, 12, 10), (10**4, 3000, 2000), (10**6, 500000, 100000), (10**9, 300000000, 10**6), (10**9, 5 * 10**8, 5 * 10**8), (10**9, 10, 5 * 10**8), (10**9, 10**5, 10**5)]:
            rows(f"hypergeometric(population: {N}, marked: {K}, drawn: {n})", hypergeometric(N, K, n))


if __name__ == "__main__":
    which = sys.argv[1:] or ["gamma", "beta", "student", "binomial", "poisson", "negative", "hyper"]
    if len(sys.argv) == 1: print("family,first,second,third,x,cumulative,exceeding,density")
    main(which)
