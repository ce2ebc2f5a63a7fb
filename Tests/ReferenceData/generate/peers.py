"""Each function runs a peer and writes its figures as CSV and JSON under one directory.

All parameters (functions, seeds, sizes) come from the caller. Floats are written with Python's repr: the shortest text
that reads back exactly.
"""
import csv, json, math, os, sys, warnings
import numpy as np
from scipy import stats, integrate, optimize
from scipy.stats import qmc

warnings.filterwarnings("ignore")
OUT = "."


def _path(name):
    p = os.path.join(OUT, name)
    os.makedirs(os.path.dirname(p), exist_ok=True)
    return p


def _clean(v):
    if isinstance(v, dict):
        return {str(k): _clean(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)):
        return [_clean(x) for x in v]
    if isinstance(v, np.ndarray):
        return _clean(v.tolist())
    if isinstance(v, (np.integer,)):
        return int(v)
    if isinstance(v, (float, np.floating)):
        v = float(v)
        return v if math.isfinite(v) else None if math.isnan(v) else ("inf" if v > 0 else "-inf")
    return v


def jdump(name, obj):
    with open(_path(name), "w") as f:
        json.dump(_clean(obj), f, indent=1)
        f.write("\n")


def cdump(name, header, rows):
    with open(_path(name), "w") as f:
        f.write(",".join(header) + "\n")
        for r in rows:
            f.write(",".join(repr(float(v)) if isinstance(v, (float, np.floating)) else str(v) for v in r) + "\n")


def xy(name, names, X, Y):
    cdump(name, list(names) + ["y"], [list(map(float, a)) + [float(b)] for a, b in zip(X, np.asarray(Y).ravel())])


# ---------------------------------------------------------------- test functions and their exact indices
def ishigami(X, a, b):
    return np.sin(X[:, 0]) + a * np.sin(X[:, 1]) ** 2 + b * X[:, 2] ** 4 * np.sin(X[:, 0])


def ishigami_exact(a, b):
    pi = math.pi
    V1 = 0.5 * (1 + b * pi**4 / 5) ** 2
    V2 = a * a / 8
    V13 = b * b * pi**8 * (1 / 18 - 1 / 50)
    V = V1 + V2 + V13
    return {"mean": a / 2, "variance": V, "S1": [V1 / V, V2 / V, 0.0], "ST": [(V1 + V13) / V, V2 / V, V13 / V], "S2_13": V13 / V}


def gfun(X, a):
    a = np.asarray(a, float)
    return np.prod((np.abs(4 * X - 2) + a) / (1 + a), axis=1)


def gfun_exact(a):
    Vi = (1 / 3) / (1 + np.asarray(a, float)) ** 2
    V = np.prod(1 + Vi) - 1
    ST = [Vi[i] * np.prod(np.delete(1 + Vi, i)) / V for i in range(len(Vi))]
    return {"mean": 1.0, "variance": V, "S1": Vi / V, "ST": ST}


# ---------------------------------------------------------------- sensitivity: SALib and OpenTURNS
def sobol(tag, problem, fn, N, seed, aseed, second, exact=None):
    from SALib.sample import sobol as ss
    from SALib.analyze import sobol as sa
    X = ss.sample(problem, N, calc_second_order=second, seed=seed)
    Y = fn(X)
    S = sa.analyze(problem, Y, calc_second_order=second, num_resamples=1000, seed=aseed)
    xy(f"sensitivity/sobol_{tag}_xy.csv", problem["names"], X, Y)
    D, step = problem["num_vars"], (2 if second else 1) * problem["num_vars"] + 2
    r = {"peer": "SALib.sample.sobol + SALib.analyze.sobol", "problem": problem, "N": N, "sample_seed": seed, "analyze_seed": aseed,
         "calc_second_order": second, "num_resamples": 1000, "conf_level": 0.95, "rows": len(Y),
         "row_layout": "N blocks of [A, AB_1..AB_D" + (", BA_1..BA_D" if second else "") + ", B]",
         "note": "SALib standardises y over all rows (ddof=0) before estimating; S1=mean(B*(AB-A))/var(A and B), ST=mean((A-AB)^2)/2/var(A and B); _conf = 1.96*bootstrap sd (RNG-dependent)",
         "salib": dict(S), "exact": exact}
    import openturns as ot
    if not second:  # OpenTURNS blocks: A, B, then A with column i of B
        A, B = np.arange(0, len(Y), step), np.arange(step - 1, len(Y), step)
        order = np.concatenate([A, B] + [np.arange(j + 1, len(Y), step) for j in range(D)])
    else:  # A, B, E_i, C_i
        A, B = np.arange(0, len(Y), step), np.arange(step - 1, len(Y), step)
        order = np.concatenate([A, B] + [np.arange(j + 1, len(Y), step) for j in range(D)])
    Xo, Yo = ot.Sample(X[order].tolist()), ot.Sample([[float(v)] for v in Y[order]])
    r["openturns"] = {}
    for n in ("Saltelli", "Jansen", "Martinez", "MauntzKucherenko"):
        alg = getattr(ot, n + "SensitivityAlgorithm")(Xo, Yo, N)
        alg.setUseAsymptoticDistribution(True)
        f, t = alg.getFirstOrderIndicesInterval(), alg.getTotalOrderIndicesInterval()
        r["openturns"][n] = {"S1": list(alg.getFirstOrderIndices()), "ST": list(alg.getTotalOrderIndices()),
                             "S1_lo": list(f.getLowerBound()), "S1_hi": list(f.getUpperBound()), "ST_lo": list(t.getLowerBound()), "ST_hi": list(t.getUpperBound())}
    jdump(f"sensitivity/sobol_{tag}.json", r)


def sobol_convergence(tag, problem, fn, Ns, exact):
    """Unscrambled Sobol sequence (no RNG at all): anyone can rebuild these numbers exactly."""
    from SALib.sample import sobol as ss
    from SALib.analyze import sobol as sa
    rows = []
    for N in Ns:
        X = ss.sample(problem, N, calc_second_order=False, scramble=False)
        S = sa.analyze(problem, fn(X), calc_second_order=False, num_resamples=2, seed=1)
        for i, n in enumerate(problem["names"]):
            rows.append([N, n, S["S1"][i], S["ST"][i], float(exact["S1"][i]), float(exact["ST"][i])])
    cdump(f"sensitivity/sobol_unscrambled_{tag}.csv", ["N", "input", "S1", "ST", "S1_exact", "ST_exact"], rows)


def morris(tag, problem, fn, N, levels, seed, aseed):
    from SALib.sample import morris as ms
    from SALib.analyze import morris as ma
    X = ms.sample(problem, N, num_levels=levels, seed=seed)
    Y = fn(X)
    r = {"peer": "SALib morris", "problem": problem, "N_trajectories": N, "num_levels": levels, "sample_seed": seed, "analyze_seed": aseed, "num_resamples": 1000}
    for scaled in (False, True):
        r["scaled" if scaled else "unscaled"] = dict(ma.analyze(problem, X, Y, num_levels=levels, num_resamples=1000, scaled=scaled, seed=aseed))
    xy(f"sensitivity/morris_{tag}_xy.csv", problem["names"], X, Y)
    jdump(f"sensitivity/morris_{tag}.json", r)


def fast(tag, problem, fn, N, M, seed, aseed, exact=None):
    from SALib.sample import fast_sampler as fs
    from SALib.analyze import fast as fa
    X = fs.sample(problem, N, M=M, seed=seed)
    Y = fn(X)
    xy(f"sensitivity/efast_{tag}_xy.csv", problem["names"], X, Y)
    jdump(f"sensitivity/efast_{tag}.json", {"peer": "SALib fast (extended FAST)", "problem": problem, "N": N, "M": M, "sample_seed": seed, "analyze_seed": aseed,
          "result": dict(fa.analyze(problem, Y, M=M, num_resamples=100, seed=aseed)), "exact": exact})


def given_data(tag, problem, fn, N, seed, aseed, threshold_q=0.8, exact=None):
    """One Latin hypercube, every given-data method on it."""
    import openturns as ot
    from SALib.sample import latin
    from SALib.analyze import pawn, delta, rbd_fast, rsa
    X = latin.sample(problem, N, seed=seed)
    Y = fn(X)
    xy(f"sensitivity/lhs_{tag}_xy.csv", problem["names"], X, Y)
    r = {"peer": "SALib given-data methods + OpenTURNS CorrelationAnalysis on one LHS", "problem": problem, "N": N, "sample_seed": seed, "analyze_seed": aseed, "exact": exact}
    r["pawn_S10"] = dict(pawn.analyze(problem, X, Y, S=10, seed=aseed))
    r["delta"] = dict(delta.analyze(problem, X, Y, num_resamples=10, seed=aseed))
    r["rbd_fast_M10"] = dict(rbd_fast.analyze(problem, X, Y, M=10, num_resamples=100, seed=aseed))
    r["rsa_bins10"] = dict(rsa.analyze(problem, X, Y, bins=10, seed=aseed))
    ca = ot.CorrelationAnalysis(ot.Sample(X.tolist()), ot.Sample([[float(v)] for v in Y]))
    for n in ("PCC", "PRCC", "SRC", "SRRC", "LinearCorrelation", "SpearmanCorrelation", "KendallTau"):
        f = getattr(ca, "compute" + n, None)
        if f:
            r["openturns_" + n] = list(f())
    r["openturns_squared_SRC"] = list(ca.computeSquaredSRC())
    hi = Y >= np.quantile(Y, threshold_q)  # Monte Carlo filtering with a two-sample KS test
    r["mc_filter"] = {"quantile": threshold_q, "cut": float(np.quantile(Y, threshold_q)), "n_behavioural": int(hi.sum()),
                      "ks": [dict(zip(("D", "p"), map(float, stats.ks_2samp(X[hi, i], X[~hi, i])))) for i in range(problem["num_vars"])]}
    jdump(f"sensitivity/lhs_{tag}.json", r)


# ---------------------------------------------------------------- designs
def designs(d, n):
    S = qmc.Sobol(d, scramble=False).random(n)
    cdump("design/sobol_unscrambled.csv", [f"u{i}" for i in range(d)], S.tolist())


def direction_numbers(k):
    """Joe & Kuo D6 table as scipy ships it: poly is the full primitive polynomial as an integer, vinit the m_i."""
    import scipy.stats._qmc as q
    z = np.load(os.path.join(os.path.dirname(q.__file__), "_sobol_direction_numbers.npz"))
    rows = [[i + 1, int(z["poly"][i]), int(z["poly"][i]).bit_length() - 1, " ".join(str(int(v)) for v in z["vinit"][i] if v)] for i in range(k)]
    cdump("design/joe_kuo_d6.csv", ["dim", "poly", "degree", "m"], rows)


# ---------------------------------------------------------------- distributions
def distributions(specs, qs):
    """specs: (name, python constructor text, dict of parameters in plain words)."""
    rows, mom = [], {}
    for name, d, params in specs:
        disc = not hasattr(d.dist, "pdf")
        for q in qs:
            x = float(d.ppf(q))
            rows.append([name, q, x, float(d.cdf(x)), float(d.pmf(x) if disc else d.pdf(x))])
        m, v, s, k = (float(t) for t in d.stats(moments="mvsk"))
        mom[name] = {"params": params, "discrete": disc, "mean": m, "variance": v, "skew": s, "excess_kurtosis": k, "median": float(d.median()), "support": [float(t) for t in d.support()]}
    cdump("distributions/quantiles.csv", ["dist", "q", "x", "cdf_at_x", "density_at_x"], rows)
    jdump("distributions/moments.json", {"peer": "scipy.stats", "dists": mom})


# ---------------------------------------------------------------- dependence
def copula(R, marg, n, seed, taus, grid):
    """marg: list of frozen scipy distributions with a label. z (iid normal) -> Cholesky -> Phi -> ppf: a map, not a lottery."""
    import openturns as ot
    R = np.asarray(R, float)
    Lc = np.linalg.cholesky(R)
    Z = np.random.Generator(np.random.Philox(seed)).standard_normal((n, len(marg)))
    W = Z @ Lc.T
    U = stats.norm.cdf(W)
    X = np.column_stack([d.ppf(U[:, i]) for i, (_, d) in enumerate(marg)])
    k = [l for l, _ in marg]
    cdump("dependence/gaussian_copula.csv", [f"z_{l}" for l in k] + [f"u_{l}" for l in k] + [f"x_{l}" for l in k], np.hstack([Z, U, X]).tolist())
    r = {"peer": "numpy cholesky + scipy ppf; OpenTURNS for the conversions and copulas", "normal_correlation": R, "cholesky_lower": Lc, "seed_philox": seed, "marginals": k,
         "sample_pearson": np.corrcoef(X.T), "sample_spearman": stats.spearmanr(X).statistic,
         "sample_kendall": [[stats.kendalltau(X[:, i], X[:, j]).statistic for j in range(len(k))] for i in range(len(k))]}
    for rho in (-0.8, -0.3, 0.0, 0.25, 0.5, 0.7, 0.9):
        m = ot.CorrelationMatrix(2); m[0, 1] = rho
        r.setdefault("pearson_from_spearman", {})[rho] = ot.NormalCopula.GetCorrelationFromSpearmanCorrelation(m)[0, 1]
        r.setdefault("pearson_from_kendall", {})[rho] = ot.NormalCopula.GetCorrelationFromKendallCorrelation(m)[0, 1]
    arch = []
    for tau in taus:
        for nm, cls, th in (("Clayton", ot.ClaytonCopula, 2 * tau / (1 - tau)), ("Gumbel", ot.GumbelCopula, 1 / (1 - tau)), ("Frank", ot.FrankCopula, None)):
            if th is None:  # invert Kendall's tau numerically with OpenTURNS' own tau
                th = optimize.brentq(lambda t: ot.FrankCopula(t).getKendallTau()[0, 1] - tau, 1e-6, 60)
            c = cls(th)
            for u in grid:
                for v in grid:
                    arch.append([nm, tau, th, u, v, c.computeCDF([u, v]), c.computePDF([u, v])])
    cdump("dependence/archimedean.csv", ["copula", "kendall_tau", "theta", "u", "v", "cdf", "pdf"], arch)
    nc = []
    for rho in (-0.6, 0.3, 0.8):
        m = ot.CorrelationMatrix(2); m[0, 1] = rho
        c = ot.NormalCopula(m)
        nc += [[rho, u, v, c.computeCDF([u, v]), c.computePDF([u, v])] for u in grid for v in grid]
    cdump("dependence/normal_copula.csv", ["rho", "u", "v", "cdf", "pdf"], nc)
    jdump("dependence/copula.json", r)
    # nearest correlation matrix is a frequent need: an indefinite request and its eigenvalues
    bad = np.array([[1, .9, -.9], [.9, 1, .9], [-.9, .9, 1.]])
    jdump("dependence/not_positive_definite.json", {"matrix": bad, "eigenvalues": np.linalg.eigvalsh(bad), "expected": "refuse, or repair and say so"})


# ---------------------------------------------------------------- finance
def finance(flows, rates, dated):
    import numpy_financial as npf, pyxirr
    out = []
    for name, cf in flows.items():
        e = {"name": name, "flows": cf, "npf_npv": {str(r): npf.npv(r, cf) for r in rates}, "npf_irr": npf.irr(cf),
             "npf_mirr_8_10": npf.mirr(cf, 0.08, 0.10), "pyxirr_irr": None, "pyxirr_mirr_8_10": None}
        try:
            e["pyxirr_irr"] = pyxirr.irr(cf)
            e["pyxirr_mirr_8_10"] = pyxirr.mirr(cf, 0.08, 0.10)
        except Exception as ex:  # noqa: BLE001
            e["pyxirr_error"] = str(ex)
        roots = np.roots(cf[::-1])  # in v = 1/(1+r)
        e["all_real_irr"] = sorted(1 / v.real - 1 for v in roots if abs(v.imag) < 1e-9 and v.real > 0)
        cum = np.cumsum(cf)
        e["sign_changes"] = int(np.sum(np.diff(np.sign([c for c in cf if c])) != 0))

        def payback(c):
            s = np.cumsum(c)
            for i in range(1, len(s)):
                if s[i] >= 0 > s[i - 1]:
                    return i - s[i] / c[i]
            return 0.0 if s[0] >= 0 else None
        e["payback_interpolated"] = payback(cf)
        e["discounted_payback_10pct"] = payback([c / 1.1**i for i, c in enumerate(cf)])
        e["cumulative"] = cum
        e["pi_10pct"] = None if cf[0] >= 0 else npf.npv(0.1, [0] + list(cf[1:])) / -cf[0]
        out.append(e)
    tvm = []
    for rate, nper, pv in ((0.01, 36, 1e6), (0.08 / 12, 60, 250000.0), (0.0, 24, 5e5)):
        pm = npf.pmt(rate, nper, -pv)
        tvm.append({"rate": rate, "nper": nper, "pv": pv, "pmt": pm, "fv": npf.fv(rate, nper, pm, -pv), "ipmt1": npf.ipmt(rate, 1, nper, -pv), "ppmt1": npf.ppmt(rate, 1, nper, -pv)})
    xd = []
    for name, rows in dated.items():
        d, c = [r[0] for r in rows], [r[1] for r in rows]
        xd.append({"name": name, "rows": rows, "xirr": pyxirr.xirr(d, c), "xnpv_10pct": pyxirr.xnpv(0.10, d, c), "xirr_30_360": pyxirr.xirr(d, c, day_count="30/360"),
                   "convention": "act/365F from the first date"})
    jdump("finance/finance.json", {"peers": "numpy-financial 1.0.0, pyxirr 0.10", "npv_convention": "npf.npv discounts from index 0: the first flow is undiscounted", "cases": out, "tvm": tvm, "dated": xd})


def lease_vs_buy(cases):
    """Equivalent annual cost and tokens-per-month break-even, straight from the definitions with numpy-financial."""
    import numpy_financial as npf
    r = []
    for c in cases:
        i = (1 + c["wacc"]) ** (1 / 12) - 1
        fixed = npf.pmt(i, c["months"], -c["capex"], c["salvage"]) + c["opex_month"]
        be = fixed / (c["api_price_per_mtok"] - c["variable_cost_per_mtok"]) if c["api_price_per_mtok"] > c["variable_cost_per_mtok"] else None
        r.append({**c, "monthly_rate": i, "monthly_fixed_cost": fixed, "break_even_mtok_per_month": be})
    jdump("finance/make_or_buy.json", {"peer": "numpy-financial pmt", "formula": "pmt((1+wacc)^(1/12)-1, months, -capex, salvage)+opex; break-even = fixed/(api - variable)", "cases": r})


# ---------------------------------------------------------------- adoption and cost curves
def bass(params, horizon):
    rows, summ = [], []
    for p, q, m in params:
        F = lambda t: (1 - np.exp(-(p + q) * t)) / (1 + q / p * np.exp(-(p + q) * t))
        sol = integrate.solve_ivp(lambda t, y: [(p + q * y[0]) * (1 - y[0])], (0, horizon), [0.0], method="DOP853", rtol=1e-12, atol=1e-14, t_eval=range(horizon + 1))
        N = 0.0
        disc = [0.0]
        for _ in range(horizon):  # Bass 1969 discrete analogue
            N += (p + q * N / m) * (m - N)
            disc.append(N)
        for t in range(horizon + 1):
            rows.append([p, q, m, t, m * float(F(t)), m * float(sol.y[0][t]), disc[t]])
        ts = max(0.0, math.log(q / p) / (p + q)) if q > 0 else 0.0
        g = optimize.minimize_scalar(lambda t: -((p + q) ** 2 / p) * math.exp(-(p + q) * t) / (1 + q / p * math.exp(-(p + q) * t)) ** 2, bounds=(0, 100), method="bounded", options={"xatol": 1e-10})
        summ.append({"p": p, "q": q, "m": m, "peak_time": ts, "peak_time_numeric": g.x, "peak_rate": m * (p + q) ** 2 / (4 * q) if q > p else m * p, "cum_at_peak": m * (0.5 - p / (2 * q)) if q > p else 0.0})
    cdump("adoption/bass.csv", ["p", "q", "m", "t", "closed_form", "ode_dop853", "discrete_bass"], rows)
    jdump("adoption/bass.json", {"peer": "scipy.integrate / scipy.optimize", "summary": summ})


def bass_fit(p, q, m, T, noise, seed):
    rng = np.random.Generator(np.random.Philox(seed))
    t = np.arange(1, T + 1.0)
    F = lambda t, p, q: (1 - np.exp(-(p + q) * t)) / (1 + q / p * np.exp(-(p + q) * t))
    inc = lambda t, p, q, m: m * (F(t, p, q) - F(t - 1, p, q))
    y = inc(t, p, q, m) * np.exp(noise * rng.standard_normal(T))
    pop, cov = optimize.curve_fit(inc, t, y, p0=[0.01, 0.3, y.sum() * 1.5], bounds=([1e-6, 1e-6, y.sum() * 0.5], [1, 3, y.sum() * 20]), xtol=1e-14, ftol=1e-14, gtol=1e-14)
    N = np.concatenate([[0], np.cumsum(y)[:-1]])
    b = np.linalg.lstsq(np.column_stack([np.ones(T), N, N**2]), y, rcond=None)[0]  # Bass OLS: y = a + bN + cN^2
    mo = (-b[1] - math.sqrt(b[1] ** 2 - 4 * b[0] * b[2])) / (2 * b[2])
    cdump("adoption/bass_fit.csv", ["t", "adopters"], [[int(a), float(c)] for a, c in zip(t, y)])
    jdump("adoption/bass_fit.json", {"peer": "scipy.optimize.curve_fit (NLS, Srinivasan-Mason) and numpy lstsq (Bass OLS)", "truth": {"p": p, "q": q, "m": m}, "nls": dict(zip("pqm", pop)), "nls_se": dict(zip("pqm", np.sqrt(np.diag(cov)))),
          "ols_abc": b, "ols": {"m": mo, "p": b[0] / mo, "q": -mo * b[2]}})


def learning(rates, declines, seed):
    rows = [[lr, -math.log2(1 - lr), x, 100.0 * x ** math.log2(1 - lr)] for lr in rates for x in (1, 2, 4, 10, 100, 1000)]
    cdump("adoption/wright.csv", ["learning_rate", "exponent_b", "cumulative_ratio", "unit_cost"], rows)
    rows = [[d, mth, 100.0 * (1 - d) ** (mth / 12), -12 * math.log(2) / math.log(1 - d)] for d in declines for mth in (0, 1, 6, 12, 24, 36, 60)]
    cdump("adoption/exponential_decline.csv", ["annual_decline", "month", "unit_cost", "halving_months"], rows)
    rng = np.random.Generator(np.random.Philox(seed))
    x = np.cumsum(np.exp(0.08 * np.arange(40)))
    y = 50 * x ** -0.32 * np.exp(0.05 * rng.standard_normal(40))
    f = stats.linregress(np.log(x), np.log(y))
    cdump("adoption/wright_fit.csv", ["cumulative", "unit_cost"], [[float(a), float(b)] for a, b in zip(x, y)])
    jdump("adoption/wright_fit.json", {"peer": "scipy.stats.linregress on logs", "slope": f.slope, "intercept": f.intercept, "stderr": f.stderr, "r2": f.rvalue**2, "learning_rate": 1 - 2**f.slope})


# ---------------------------------------------------------------- output analysis
def output_analysis(seed, n):
    rng = np.random.Generator(np.random.Philox(seed))
    e = rng.standard_normal(n)
    x = np.zeros(n)
    for i in range(n):
        x[i] = (x[i - 1] * 0.7 if i else 8.0) + e[i]
    x += 20
    npv = np.exp(rng.normal(1.0, 0.8, 500)) - 2
    b = npv * 0.9 + rng.normal(0.2, 0.3, 500)
    cdump("output/series.csv", ["x"], [[float(v)] for v in x])
    cdump("output/replications.csv", ["base", "alt"], [[float(u), float(v)] for u, v in zip(npv, b)])
    k = 20
    bm = x[: n // k * k].reshape(k, -1).mean(1)
    h = stats.t.ppf(0.975, k - 1) * bm.std(ddof=1) / math.sqrt(k)
    m5 = x[: n // 5 * 5].reshape(-1, 5).mean(1)
    mser = [float(((m5[d:] - m5[d:].mean()) ** 2).sum() / (len(m5) - d) ** 2) for d in range(len(m5) // 2)]
    ci = stats.ttest_1samp(npv, 0).confidence_interval(0.95)
    d = npv - b
    qs = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
    meths = ["inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull", "linear", "median_unbiased", "normal_unbiased"]
    order = {}
    for q in qs:
        lo, hi = stats.binom.ppf([0.025, 0.975], 500, q)
        s = np.sort(npv)
        order[q] = {"lo_rank_1based": int(lo), "hi_rank_1based": int(hi) + 1, "lo": s[int(lo) - 1], "hi": s[int(hi)]}
    pw = stats.ttest_rel(npv, b); we = stats.ttest_ind(npv, b, equal_var=False)
    jdump("output/output.json", {"peer": "numpy / scipy.stats", "seed_philox": seed, "n": n,
          "batch_means": {"batches": k, "mean": bm.mean(), "half_width_95": h, "lag1_of_batches": float(np.corrcoef(bm[:-1], bm[1:])[0, 1])},
          "mser5": {"first10": mser[:10], "argmin_batch": int(np.argmin(mser)), "truncate_observations": 5 * int(np.argmin(mser))},
          "acf": [float(np.sum((x[:n - j] - x.mean()) * (x[j:] - x.mean())) / np.sum((x - x.mean()) ** 2)) for j in range(11)],
          "t_interval": {"mean": npv.mean(), "sd": npv.std(ddof=1), "lo": ci.low, "hi": ci.high},
          "quantiles_by_hyndman_fan_type": {f"type{i+1}_{mm}": [float(np.quantile(npv, q, method=mm)) for q in qs] for i, mm in enumerate(meths)}, "quantile_levels": qs,
          "order_statistic_ci_95": order,
          "harrell_davis": [float(v) for v in stats.mstats.hdquantiles(npv, prob=qs)],
          "paired_common_random_numbers": {"mean_diff": d.mean(), "t": pw.statistic, "p": pw.pvalue, "ci": list(pw.confidence_interval(0.95)), "corr": np.corrcoef(npv, b)[0, 1]},
          "welch_independent": {"t": we.statistic, "p": we.pvalue, "df": we.df, "ci": list(we.confidence_interval(0.95))},
          "prob_loss_wilson": dict(zip(("k", "p", "lo", "hi"), (lambda kk: (kk, kk / 500, *stats.binomtest(kk, 500).proportion_ci(0.95, "wilson")))(int((npv < 0).sum())))),
          "var_cvar_5pct": {"VaR5_type7": float(np.quantile(npv, .05)), "CVaR5_mean_of_worst_25": float(np.sort(npv)[:25].mean())},
          "n_for_relative_half_width_2pct": math.ceil((stats.norm.ppf(0.975) * npv.std(ddof=1) / (0.02 * abs(npv.mean()))) ** 2)})


def decision(cases, seed):
    out = []
    for mu, sds in cases:  # incremental NPV = mu + sum of independent N(0, sd_i); act if mean > 0
        s = math.sqrt(sum(v * v for v in sds))

        def upl(sd):  # unit-normal loss: E max(0, N(mu,sd)) - max(0, mu)
            z = abs(mu) / sd
            return sd * (stats.norm.pdf(z) - z * stats.norm.sf(z))
        out.append({"mu": mu, "sds": sds, "EVPI": upl(s), "EVPPI": [upl(v) for v in sds], "P_wrong": stats.norm.cdf(-abs(mu) / s),
                    "EVPI_quadrature": integrate.quad(lambda x: max(0, x) * stats.norm.pdf(x, mu, s), mu - 12 * s, mu + 12 * s, points=[0.0], limit=200, epsabs=1e-13)[0] - max(0, mu)})
    rng = np.random.Generator(np.random.Philox(seed))
    n = 1000
    th = rng.normal(size=(n, 3))
    nb = np.column_stack([np.zeros(n), 1 + 4 * th[:, 0] - 2 * th[:, 1], 0.5 + 3 * th[:, 2] + th[:, 0]])
    cdump("decision/net_benefit.csv", ["theta1", "theta2", "theta3", "nb_wait", "nb_api", "nb_selfhost"], np.hstack([th, nb]).tolist())
    m = nb.mean(0)
    jdump("decision/evpi.json", {"peer": "scipy (closed form, checked by quadrature); numpy for the sample", "two_action_normal": out,
          "three_action_sample": {"n": n, "seed_philox": seed, "means": m, "EVPI": nb.max(1).mean() - m.max(), "best": int(m.argmax()), "P_best": [float((nb.argmax(1) == j).mean()) for j in range(3)],
                                  "EVPPI_theta1_exact_method": "E max_j E[nb_j|theta1] - max_j E[nb_j] with E[nb|theta1] = (0, 1+4t, 0.5+t)",
                                  "EVPPI_theta1_exact": integrate.quad(lambda t: max(0, 1 + 4 * t, .5 + t) * stats.norm.pdf(t), -12, 12, points=[-.5, -.25, -1 / 6], limit=400, epsabs=1e-12)[0] - 1.0}})


def real_options(american, perpetual):
    import QuantLib as ql
    out = []
    for S, K, r, q, vol, T in american:
        today = ql.Date(1, 1, 2026); ql.Settings.instance().evaluationDate = today
        dc = ql.Actual365Fixed(); days = round(T * 365)
        ts = lambda v: ql.YieldTermStructureHandle(ql.FlatForward(today, v, dc))
        proc = ql.BlackScholesMertonProcess(ql.QuoteHandle(ql.SimpleQuote(S)), ts(q), ts(r), ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), vol, dc)))
        pay = ql.PlainVanillaPayoff(ql.Option.Call, K)
        am = ql.VanillaOption(pay, ql.AmericanExercise(today, today + days)); eu = ql.VanillaOption(pay, ql.EuropeanExercise(today + days))
        e = {"S": S, "K": K, "r": r, "q": q, "vol": vol, "T_years": days / 365}
        eu.setPricingEngine(ql.AnalyticEuropeanEngine(proc)); e["european_bs"] = eu.NPV()
        for st in (200, 1000):
            am.setPricingEngine(ql.BinomialVanillaEngine(proc, "crr", st)); e[f"american_crr_{st}"] = am.NPV()
        am.setPricingEngine(ql.FdBlackScholesVanillaEngine(proc, 800, 800)); e["american_fd"] = am.NPV()
        am.setPricingEngine(ql.BaroneAdesiWhaleyApproximationEngine(proc))
        try:
            e["american_baw"] = am.NPV()
        except RuntimeError:  # its critical-price iteration diverges when early exercise never pays (q = 0)
            e["american_baw"] = None
        e["act_now"] = max(S - K, 0.0)
        out.append(e)
    per = []
    for r, delta, vol, V, I in perpetual:  # Dixit-Pindyck: invest when V/I reaches beta/(beta-1)
        b = 0.5 - (r - delta) / vol**2 + math.sqrt(((r - delta) / vol**2 - 0.5) ** 2 + 2 * r / vol**2)
        V_ = b / (b - 1) * I
        per.append({"r": r, "delta": delta, "vol": vol, "V": V, "I": I, "beta": b, "hurdle_ratio": b / (b - 1), "trigger_V": V_, "option_value": (V_ - I) * (V / V_) ** b if V < V_ else V - I})
    jdump("decision/real_options.json", {"peer": "QuantLib (american, european); closed form (perpetual, McDonald-Siegel / Dixit-Pindyck)", "american_call": out, "perpetual": per})


def prim(tag, n, seed, mode, peel_alpha, mass_min, threshold):
    import pandas as pd
    from ema_workbench.analysis import prim as ep
    from ema_workbench.util import ema_logging
    X = qmc.LatinHypercube(4, seed=seed).random(n)
    if mode == "box":
        y = (X[:, 0] > 0.55) & (X[:, 1] < 0.4)
        flip = np.random.Generator(np.random.Philox(seed)).random(n) < 0.05
        y = np.where(flip, ~y, y)
    else:
        y = (0.8 * X[:, 0] + 1.1 * (1 - X[:, 2]) ** 2) > 1.15
    cols = ["decline", "price", "adoption", "util"]
    df = pd.DataFrame(X, columns=cols)
    alg = ep.Prim(df, y.astype(int), threshold=threshold, peel_alpha=peel_alpha, paste_alpha=0.05, mass_min=mass_min)
    box = alg.find_box()
    traj = box.peeling_trajectory
    lim = []
    for i in range(len(box.box_lims)):
        b = box.box_lims[i]
        lim.append({c: [float(b[c].iloc[0]), float(b[c].iloc[1])] for c in cols})
    xy(f"discovery/prim_{tag}_xy.csv", cols, X, y.astype(int))
    keep = [c for c in ("coverage", "density", "mean", "res_dim", "mass", "n", "k") if c in traj.columns]
    jdump(f"discovery/prim_{tag}.json", {"peer": "ema_workbench prim (lenient1 objective, peel then paste)", "n": n, "seed": seed, "peel_alpha": peel_alpha, "paste_alpha": 0.05, "mass_min": mass_min, "threshold": threshold,
          "positives": int(y.sum()), "trajectory": traj[keep].to_dict("records"), "limits": lim, "last": {"coverage": box.coverage, "density": box.density, "mass": box.mass, "res_dim": int(box.res_dim)},
          "quasi_p_last": {c: [float(v) for v in np.ravel(q)] for c, q in box.qp[-1].items()} if hasattr(box, "qp") else None})


# ---------------------------------------------------------------- a published fit
def bass_published():
    """Published worked example: video recorder sales 1980-1989, density form, fitted in R as M=6.80e4, P=6.59e-3, Q=0.638."""
    y = np.array([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890.0])
    t = np.arange(1, 11.0)
    f = lambda t, m, p, q: m * ((p + q) ** 2 / p) * np.exp(-(p + q) * t) / (1 + q / p * np.exp(-(p + q) * t)) ** 2
    pop, cov = optimize.curve_fit(f, t, y, p0=[60630, 0.03, 0.38], xtol=1e-14, ftol=1e-14, gtol=1e-14)
    res = y - f(t, *pop)
    jdump("adoption/bass_published.json", {"peer": "scipy.optimize.curve_fit; published R nls output: M=6.80e4 (3.13e3), P=6.59e-3 (1.43e-3), Q=6.38e-1 (4.14e-2), residual standard error 727 on 7 df",
          "t": t, "sales": y, "fit": dict(zip("mpq", pop)), "se": dict(zip("mpq", np.sqrt(np.diag(cov)))), "residual_standard_error": math.sqrt((res**2).sum() / 7)})
