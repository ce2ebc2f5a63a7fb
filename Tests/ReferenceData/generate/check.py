"""Recomputes a part of the stored figures from the stored samples and the definitions, with the standard library only.
Usage: python3 check.py DIRECTORY. Prints the largest difference of each block; its exit code is 1 where one is too large."""
import csv, glob, json, math, os, statistics as st, sys
from decimal import Decimal, getcontext

D = sys.argv[1]
J = lambda p: json.load(open(os.path.join(D, p)))


def rows(p):
    with open(os.path.join(D, p)) as f:
        return [{k: float(v) if v not in ("", "None") else None for k, v in r.items()} for r in csv.DictReader(f)]


failed = []


def show(name, diff, tol):
    if not diff <= tol:
        failed.append(name)
    print(f"{'ok ' if diff <= tol else 'BAD'} {name}: largest difference {diff:.3g}")


mean = lambda v: math.fsum(v) / len(v)
var0 = lambda v: math.fsum((x - mean(v)) ** 2 for x in v) / len(v)

for p in sorted(glob.glob(os.path.join(D, "sensitivity/sobol_*.json"))):
    r = json.load(open(p))
    y = [q["y"] for q in rows(os.path.relpath(p, D)[:-5] + "_xy.csv")]
    k, second = r["problem"]["num_vars"], r["calc_second_order"]
    step = 2 * k + 2 if second else k + 2
    m, s = mean(y), math.sqrt(var0(y))
    y = [(v - m) / s for v in y]  # SALib standardises over every row first
    A, B = y[::step], y[step - 1::step]
    AB = [y[j + 1::step] for j in range(k)]
    V = var0(A + B)
    S1 = [mean([b * (ab - a) for a, b, ab in zip(A, B, AB[j])]) / V for j in range(k)]
    ST = [mean([(a - ab) ** 2 for a, ab in zip(A, AB[j])]) / 2 / V for j in range(k)]
    d = max(abs(a - b) for a, b in zip(S1 + ST, r["salib"]["S1"] + r["salib"]["ST"]))
    if second:
        BA = [y[j + 1 + k::step] for j in range(k)]
        base = [a * b for a, b in zip(A, B)]
        for i in range(k):
            for j in range(i + 1, k):
                v = mean([ba * ab - c for ba, ab, c in zip(BA[i], AB[j], base)]) / V - S1[i] - S1[j]
                d = max(d, abs(v - r["salib"]["S2"][i][j]))
    show(os.path.basename(p), d, 1e-11)

for p in sorted(glob.glob(os.path.join(D, "sensitivity/morris_*.json"))):
    r = json.load(open(p))
    X = rows(os.path.relpath(p, D)[:-5] + "_xy.csv")
    names, bounds = r["problem"]["names"], r["problem"]["bounds"]
    k, d = len(names), 0.0
    for key, scale in (("unscaled", False),):
        ee = {n: [] for n in names}
        lev = r["num_levels"]
        delta = lev / (2.0 * (lev - 1))
        for t in range(0, len(X), k + 1):
            for a, b in zip(X[t:t + k], X[t + 1:t + k + 1]):
                n = [c for c in names if a[c] != b[c]][0]
                ee[n].append((b["y"] - a["y"]) / delta * (1 if b[n] > a[n] else -1))
        for i, n in enumerate(names):
            d = max(d, abs(mean(ee[n]) - r[key]["mu"][i]), abs(mean([abs(v) for v in ee[n]]) - r[key]["mu_star"][i]), abs(st.stdev(ee[n]) - r[key]["sigma"][i]))
    show(os.path.basename(p), d, 1e-9)

for p in glob.glob(os.path.join(D, "finance/finance.json")):
    d = 0.0
    for c in json.load(open(p))["cases"]:
        for r_, v in c["npf_npv"].items():
            d = max(d, abs(math.fsum(f / (1 + float(r_)) ** i for i, f in enumerate(c["flows"])) - v))
        for r_ in c["all_real_irr"]:
            d = max(d, abs(math.fsum(f / (1 + r_) ** i for i, f in enumerate(c["flows"]))) / 1e3)
    show("finance npv / irr roots", d, 1e-6)

for p in glob.glob(os.path.join(D, "adoption/bass.csv")):
    R, d = rows(os.path.relpath(p, D)), 0.0
    for r in R:
        e = math.exp(-(r["p"] + r["q"]) * r["t"])
        F = (1 - e) / (1 + r["q"] / r["p"] * e)
        d = max(d, abs(r["m"] * F - r["closed_form"]) / r["m"], abs(r["ode_dop853"] - r["closed_form"]) / r["m"])
    show("bass closed form and ODE (relative)", d, 1e-9)

for p in glob.glob(os.path.join(D, "output/output.json")):
    r = json.load(open(p))
    x = sorted(q["base"] for q in rows("output/replications.csv"))
    n, d = len(x), 0.0
    for q, v in zip(r["quantile_levels"], r["quantiles_by_hyndman_fan_type"]["type7_linear"]):
        h = (n - 1) * q
        i = int(h)
        d = max(d, abs(x[i] + (h - i) * (x[min(i + 1, n - 1)] - x[i]) - v))
    show("quantiles type 7", d, 1e-12)

for p in glob.glob(os.path.join(D, "decision/net_benefit.csv")):
    R = rows(os.path.relpath(p, D))
    cols = ("nb_wait", "nb_api", "nb_selfhost")
    ev = mean([max(r[c] for c in cols) for r in R]) - max(mean([r[c] for r in R]) for c in cols)
    show("EVPI from the sample", abs(ev - J("decision/evpi.json")["three_action_sample"]["EVPI"]), 1e-12)

getcontext().prec = 60
d, counted = 0.0, 0
with open(os.path.join(D, "distributions/extremes.csv")) as f:
    for r in csv.DictReader(f):
        v = [Decimal(float(r[c].split(": ")[-1])) for c in ("first", "second", "third") if r[c]]
        k = int(float(r["x"])) if r["family"] in ("binomial", "hypergeometric", "geometric") else 0
        if r["family"] == "binomial" and v[0] <= 1000:
            n, p = int(v[0]), v[1]
            mass = lambda i: Decimal(math.comb(n, i)) * p**i * (1 - p) ** (n - i)
            terms = range(k + 1) if 2 * k < n else range(k + 1, n + 1)
        elif r["family"] == "hypergeometric" and v[0] <= 10000:
            N, K, n = map(int, v)
            mass = lambda i: Decimal(math.comb(K, i) * math.comb(N - K, n - i)) / math.comb(N, n)
            terms = range(k + 1) if k * N < n * K else range(k + 1, min(K, n) + 1)
        elif r["family"] == "geometric" and k <= 1000:
            mass = lambda i: v[0] * (1 - v[0]) ** (i - 1)
            terms = range(1, k + 1)
        else:
            continue
        exact = sum(map(mass, terms))
        figure = Decimal(r["cumulative"] if terms[0] <= k else r["exceeding"])
        d = max(d, abs(float(figure / exact) - 1), abs(float(Decimal(r["density"]) / mass(k)) - 1))
        counted += 1
show(f"{counted} counts by their formulas in 60 digits (relative)", d, 1e-15)

def european(r):
    t = r["days"] / 365
    s = r["volatility"] * math.sqrt(t)
    d1 = (math.log(r["ratio"]) + (r["rate"] - r["yield"]) * t) / s + s / 2
    N = lambda z: math.erfc(-z / math.sqrt(2)) / 2
    return r["ratio"] * math.exp(-r["yield"] * t) * N(d1) - math.exp(-r["rate"] * t) * N(d1 - s)


for p in glob.glob(os.path.join(D, "decision/american_grid.csv")):
    between, low = 0.0, 0.0
    for r in rows(os.path.relpath(p, D)):
        between = max(between, abs(r["finite_differences"] / r["peer"] - 1))
        low = max(low, 1 - r["finite_differences"] / max(european(r), r["ratio"] - 1))
    show("options at any time, finite differences against the peer (relative)", between, 5e-5)
    show("options at any time below those at the end or today (relative)", low, 1e-5)

for p in glob.glob(os.path.join(D, "decision/dated_options.csv")):
    formula, order, before = 0.0, 0.0, None
    for r in rows(os.path.relpath(p, D)):
        formula = max(formula, abs(r["european"] / european(r) - 1))
        kind = [r[name] for name in ("ratio", "rate", "yield", "volatility", "days")]
        if before and before[0] == kind:
            order = max(order, 1 - r["peer"] / before[1])
        order = max(order, 1 - r["peer"] / european(r))
        before = (kind, r["peer"])
    show("options at the end by their formula (relative)", formula, 1e-9)
    show("options on more dates below those on fewer (relative)", order, 2e-5)

sys.exit(1 if failed else 0)
