"""Makes the figures anew: python3 generate.py DIRECTORY. README.md beside this directory names the peers."""
import sys, math, datetime as dt
import numpy as np
from scipy import stats as st
import peers as g

g.OUT = sys.argv[1]
D = dt.date
pi = math.pi
ISH = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-pi, pi]] * 3}
A8 = [0, 1, 4.5, 9, 99, 99, 99, 99]
GP = {"num_vars": 8, "names": [f"x{i+1}" for i in range(8)], "bounds": [[0, 1]] * 8}
ish = lambda X: g.ishigami(X, 7.0, 0.1)
gf = lambda X: g.gfun(X, A8)
ei, eg = g.ishigami_exact(7.0, 0.1), g.gfun_exact(A8)

g.sobol("ishigami", ISH, ish, 256, 42, 7, True, ei)
g.sobol("gfunction", GP, gf, 256, 43, 8, False, eg)
g.sobol_convergence("ishigami", ISH, ish, [2**k for k in range(6, 15)], ei)
g.sobol_convergence("gfunction", GP, gf, [2**k for k in range(6, 14)], eg)
g.morris("ishigami", ISH, ish, 40, 4, 11, 12)
g.morris("gfunction", GP, gf, 30, 8, 13, 14)
g.fast("ishigami", ISH, ish, 513, 4, 21, 22, ei)
g.fast("gfunction", GP, gf, 257, 4, 23, 24, eg)
g.given_data("ishigami", ISH, ish, 2000, 31, 32, 0.8, ei)
g.given_data("gfunction", GP, gf, 1000, 33, 34, 0.8, eg)
g.designs(21, 256)
g.direction_numbers(128)
tri = lambda a, m, b: st.triang((m - a) / (b - a), a, b - a)
pert = lambda a, m, b: st.beta(1 + 4 * (m - a) / (b - a), 1 + 4 * (b - m) / (b - a), a, b - a)
z90 = st.norm.ppf(0.9)
lnp = lambda p10, p90: st.lognorm(s=math.log(p90 / p10) / (2 * z90), scale=math.sqrt(p10 * p90))
lnm = lambda m, s: st.lognorm(s=math.sqrt(math.log(1 + (s / m) ** 2)), scale=m / math.sqrt(1 + (s / m) ** 2))
g.distributions([
    ("uniform", st.uniform(2, 3), {"min": 2, "max": 5}), ("loguniform", st.loguniform(0.1, 50), {"min": 0.1, "max": 50}),
    ("normal", st.norm(1.5, 0.4), {"mean": 1.5, "sd": 0.4}), ("truncated_normal", st.truncnorm(-1.0, 2.5, 0.4, 0.1), {"mean": 0.4, "sd": 0.1, "min": 0.3, "max": 0.65}),
    ("lognormal_mean_sd", lnm(100, 60), {"mean": 100, "sd": 60}), ("lognormal_p10_p90", lnp(0.5, 4.0), {"p10": 0.5, "p90": 4.0}),
    ("triangular", tri(0.3, 0.4, 0.5), {"min": 0.3, "mode": 0.4, "max": 0.5}), ("pert", pert(10, 25, 80), {"min": 10, "mode": 25, "max": 80, "lambda": 4}),
    ("beta", st.beta(2, 5), {"alpha": 2, "beta": 5}), ("gamma", st.gamma(2.5, scale=3), {"shape": 2.5, "scale": 3}), ("exponential", st.expon(scale=4), {"mean": 4}),
    ("weibull", st.weibull_min(1.7, scale=12), {"shape": 1.7, "scale": 12}), ("pareto", st.pareto(2.3, scale=1.5), {"shape": 2.3, "min": 1.5}),
    ("student_t", st.t(5, 1, 2), {"df": 5, "loc": 1, "scale": 2}), ("gumbel", st.gumbel_r(3, 2), {"loc": 3, "scale": 2}), ("logistic", st.logistic(0, 1.2), {"loc": 0, "scale": 1.2}),
    ("laplace", st.laplace(0, 2), {"loc": 0, "scale": 2}), ("cauchy", st.cauchy(0, 1), {"loc": 0, "scale": 1}), ("chi2", st.chi2(4), {"df": 4}),
    ("inverse_gaussian", st.invgauss(0.5, scale=6), {"scipy_mu": 0.5, "scale": 6, "mean": 3, "lambda": 6}), ("erlang", st.erlang(3, scale=2), {"k": 3, "scale": 2}),
    ("bernoulli", st.bernoulli(0.3), {"p": 0.3}), ("binomial", st.binom(20, 0.35), {"n": 20, "p": 0.35}), ("poisson", st.poisson(7.5), {"mean": 7.5}),
    ("geometric", st.geom(0.2), {"p": 0.2, "support": "1.."}), ("negative_binomial", st.nbinom(4, 0.3), {"r": 4, "p": 0.3}), ("hypergeometric", st.hypergeom(50, 12, 10), {"M": 50, "n": 12, "N": 10}),
    ("zipf_truncated", st.zipfian(1.1, 100), {"a": 1.1, "n": 100})],
    [1e-6, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1 - 1e-6])
g.copula([[1, .6, -.3], [.6, 1, .1], [-.3, .1, 1]], [("decline", tri(.3, .4, .5)), ("demand", lnp(50, 400)), ("retention", st.beta(8, 3))], 500, 2024, [0.2, 0.5, 0.75], [0.05, 0.25, 0.5, 0.75, 0.95])
flows = {"textbook": [-100, 39, 59, 55, 20], "gpu_buy": [-1000] + [310] * 5, "two_irr": [-100, 230, -132], "no_irr": [100, -180, 110], "never_pays": [-100, 10, 10, 10, 10],
         "all_positive": [10, 20, 30], "late_positive": [-100, -50, -20, 60, 90, 140, 160], "cleanup_cost": [-200, 150, 150, 150, -220], "monthly_ramp": [-500] + [round(-20 + 4.0 * i, 2) for i in range(36)]}
dated = {"quarterly": [(str(D(2026, 1, 1)), -10000.0), (str(D(2026, 3, 31)), 2750.0), (str(D(2026, 10, 30)), 4250.0), (str(D(2027, 2, 15)), 3250.0), (str(D(2027, 4, 1)), 2750.0)],
         "leap": [(str(D(2027, 12, 31)), -500.0), (str(D(2028, 2, 29)), 120.0), (str(D(2028, 12, 31)), 210.0), (str(D(2029, 12, 31)), 290.0)]}
g.finance(flows, [0.0, 0.05, 0.1, 0.25], dated)
g.lease_vs_buy([{"capex": 320000.0, "salvage": 32000.0, "months": 36, "wacc": 0.12, "opex_month": 4100.0, "variable_cost_per_mtok": 0.05, "api_price_per_mtok": 2.0},
                        {"capex": 320000.0, "salvage": 0.0, "months": 48, "wacc": 0.08, "opex_month": 6500.0, "variable_cost_per_mtok": 0.12, "api_price_per_mtok": 0.6},
                        {"capex": 90000.0, "salvage": 5000.0, "months": 24, "wacc": 0.15, "opex_month": 900.0, "variable_cost_per_mtok": 0.4, "api_price_per_mtok": 0.3}])
g.bass([(0.03, 0.38, 100.0), (0.001, 0.6, 1.0), (0.02, 0.0001, 50.0), (0.05, 0.04, 1000.0)], 40)
g.bass_fit(0.015, 0.42, 5000, 14, 0.08, 99)
g.bass_published()
g.learning([0.1, 0.2, 0.3, 0.4], [0.3, 0.4, 0.5, 0.9], 55)
g.output_analysis(77, 4000)
g.decision([(1.0, [3.0, 2.0, 0.5]), (-4.0, [5.0, 5.0]), (0.0, [1.0])], 88)
g.real_options([(100, 100, 0.05, 0.05, 0.3, 2.0), (80, 100, 0.05, 0.35, 0.4, 3.0), (130, 100, 0.04, 0.5, 0.25, 5.0), (100, 100, 0.03, 0.0, 0.2, 1.0)],
               [(0.04, 0.04, 0.2, 1.0, 1.0), (0.08, 0.40, 0.3, 1.2, 1.0), (0.08, 0.30, 0.5, 2.0, 1.0)])
g.prim("box", 800, 61, "box", 0.05, 0.05, 0.8)
g.prim("oblique", 600, 62, "oblique", 0.1, 0.05, 0.7)
