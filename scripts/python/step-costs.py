"""Fits the cost of a step to measurements, and prints its errors as the tables of docs/design/step-costs.md.

    step-costs.py silicon-samples.csv            prints the tables
    step-costs.py silicon-samples.csv --write    writes the fitted tables of Sources/Serving/Deployments/Data too

The measurements are those of NVIDIA's aiconfigurator (ai-dynamo/aiconfigurator, silicon_sample.csv, Apache-2.0) in one table with
the columns gpu, model, precision, backend, version, mode, tp, attention_dp, expert_parallel, moe_tp, prefill and decode workers,
input_tokens, output_tokens, concurrency, batch, ttft_ms, tpot_ms, date and origin. It needs numpy and pandas, and some minutes.
"""

import csv
import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import pandas as pd

from stepcost import COMPONENTS, DATA, ENGINES, closed_loop, features, kv, part, step, terms, touched

GPU = {"h100_sxm": "h100", "h200_sxm": "h200", "b200_sxm": "b200", "b300_sxm": "b300", "gb200": "gb200", "gb300": "gb300"}
MODEL = {
    "MiniMaxAI/MiniMax-M2.5": "minimax-m2.5", "deepseek-ai/DeepSeek-R1": "deepseek-v3",
    "deepseek-ai/DeepSeek-V3": "deepseek-v3", "moonshotai/Kimi-K2.5": "kimi-k2.5",
    "nvidia/DeepSeek-R1-NVFP4": "deepseek-v3", "nvidia/DeepSeek-V3.1-NVFP4": "deepseek-v3",
    "openai/gpt-oss-120b": "gpt-oss-120b", "Qwen/Qwen3.5-397B-A17B": "qwen3.5-397b-a17b", "zhipuai/GLM-5": "glm-5",
    "Qwen/Qwen3-32B": "qwen3-32b", "meta-llama/Llama-3.1-70B": "llama3.1-70b",
    "meta-llama/Llama-3.1-8B-Instruct": "llama3.1-8b", "nvidia/Llama-3.1-8B-Instruct-FP8": "llama3.1-8b",
    "Qwen/Qwen3-235B-A22B-FP8": "qwen3-235b-a22b", "nvidia/Qwen3-32B-NVFP4": "qwen3-32b",
}
OWN_RUNS = ("meta-", "nvidia_", "Qwen_", "qwen3_", "deepseek_r1")  # origins of aiconfigurator's own measurements

# --- Measurements


def parallelism(row):
    """Tensor, data and expert parallelism and the requests in flight, from the ways in which sizes are written."""
    tensor, data = int(row.tp), 1 if np.isnan(row.attention_dp) else int(row.attention_dp)
    experts, expert_tensor = int(row.expert_parallel), int(row.moe_tp)
    flight, batch = row.concurrency, row.batch
    if row.origin.startswith(OWN_RUNS):
        if np.isnan(row.attention_dp):
            if experts * expert_tensor > tensor:
                data = experts * expert_tensor // tensor
            elif flight == flight and batch == batch and batch * tensor == flight and tensor > 1:
                data, tensor = tensor, 1
        flight = flight if flight == flight else batch * data
        if row.gpu == "gb200" and "Qwen3-32B" in row.model:
            flight = batch
        return tensor, data, max(experts, 1), flight
    if experts == expert_tensor and experts > 1 and data == 1 and tensor == experts * expert_tensor:
        tensor = experts  # 64/1/8/8 is TP8 EP8
    elif experts == expert_tensor and experts > 1 and tensor == 1 and data == experts * expert_tensor:
        data = experts  # 1/64/8/8 is attention DP8 EP8
    elif tensor > 1 and data == tensor and experts == tensor * tensor:
        data, experts = 1, tensor  # 4/4/16/1 is TP4 EP4
    return tensor, data, experts, flight


def speculates(rows):
    """Rows with multi-token prediction, which has no column: by version and date, and by pairs of values."""
    version, date = rows.version.astype(str), rows.date.astype(str)
    deepseek = rows.model.str.contains("DeepSeek")
    found = deepseek & (rows.backend == "trtllm") & (rows.gpu == "b200_sxm") & (
        version.str.endswith("rc6.post3") | ((version == "1.1.0rc2.post2") & (date == "2026-01-14")))
    found |= (rows.gpu == "b300_sxm") & rows.model.str.contains("Qwen3.5") & (version == "0.5.9") & (rows.t == 4) & (rows.e == 1)
    pairs = ((rows.gpu == "b200_sxm") & deepseek & (rows.backend == "sglang") & (rows.precision == "fp8")
             & (version == "0.5.9") & (rows.t == 8))
    key = ["input_tokens", "output_tokens", "N"]
    ends = rows[pairs].groupby(key).tpot_ms.agg(["min", "max"])
    for place, row in rows[pairs].iterrows():
        low, high = ends.loc[(row.input_tokens, row.output_tokens, row.N)]
        if high / low > 1.08 and row.tpot_ms < np.sqrt(low * high):
            found[place] = True
    return found


def measurements(path):
    """The points to fit: aggregated rows, and split pools whose workers are known; repeats are averaged."""
    samples = pd.read_csv(path)
    whole = samples[samples["mode"] == "agg"].copy()
    whole["t"], whole["d"], whole["e"], whole["N"] = zip(*map(parallelism, whole.itertuples()))
    whole["pure"] = 0
    whole = whole[~((whole.gpu == "gb200") & (whole.t * whole.d > 8))]  # totals of split pools
    whole = whole[~speculates(whole)]
    split = samples[(samples["mode"] == "disagg") & samples.origin.str.startswith("db-dump")].copy()
    split["t"], split["d"], split["e"], _ = zip(*map(parallelism, split.itertuples()))
    split["pure"] = 1
    rows = pd.concat([whole, split])
    rows["m"], rows["prec"], rows["eng"] = rows.model.map(MODEL), rows.precision.fillna("bf16"), rows.backend
    # Lengths are drawn from 80 to 100 % of the nominal ones.
    share = np.where(rows.origin.str.startswith(OWN_RUNS), 1.0, 0.9)
    rows["I"], rows["O"] = rows.input_tokens * share, rows.output_tokens * share
    rows["group"] = rows.gpu + "|" + rows.model
    rows["cell"] = rows.group + "|" + rows.prec + "|" + rows.eng + np.where(rows.pure == 1, "|split", "")
    writing = (rows.O - 1) * rows.tpot_ms
    rows["N"] = np.where(
        rows.pure == 1, rows.concurrency / rows.decode_workers * writing / (rows.ttft_ms + writing), rows.N)
    rows["gpu"] = rows.gpu.map(GPU)
    rows["kv_bytes"] = np.where((rows.gpu == "h100") & (rows.eng == "vllm") & (rows.prec == "fp8"), 2.0, np.nan)
    rows["cfg"] = rows.t.astype(str) + "/" + rows.d.astype(str)
    key = ["gpu", "m", "prec", "eng", "t", "d", "e", "N", "I", "O", "group", "cell", "cfg", "pure", "kv_bytes", "gpus",
           "input_tokens", "output_tokens"]
    mean = lambda values: np.exp(np.log(values).mean())
    points = rows[rows.tpot_ms < 200].groupby(key, dropna=False).agg(tpot=("tpot_ms", mean), ttft=("ttft_ms", mean))
    return points.reset_index()


# --- The fit

# Name, first guess, prior standard deviation of the logarithm, unit, meaning.
PARAMETERS = (
    [("k_" + x, 0.03, 0.5, "ms/layer", "launches and kernel floors of a layer, " + x) for x in ENGINES]
    + [("fL_" + x, 0.5, 0.7, "ms/layer", "first token beyond the work: launches without graphs, " + x) for x in ENGINES]
    + [("phi_" + x, -2.0, 0.7, "logit", "share of the others' prompts that a first token waits for, " + x) for x in ENGINES]
    + [
        ("o", 1.0, 0.5, "ms/step", "scheduler and sampling of a step"),
        ("s", 0.01, 0.7, "ms/sequence", "a sequence of a rank in a step"),
        ("f", 15.0, 0.5, "ms", "first token beyond the work, fixed"),
        ("km", 0.04, 0.5, "ms/layer", "routing and grouped kernels of a mixture layer"),
        ("gB", 0.7, 0.3, "-", "Blackwell over Hopper in all floors"),
        ("ar", 0.008, 0.5, "ms", "latency of an all-reduce (two a layer)"),
        ("a2a", 0.01, 0.7, "ms", "latency of an all-to-all (two a mixture layer)"),
        ("eb", 1.25, 0.1, "-", "dense weights: 1/share of bandwidth"),
        ("ex", 1.35, 0.2, "-", "expert weights: 1/share of bandwidth"),
        ("wo", 1.2, 0.2, "-", "expert weights unpacked to 16 bits: times"),
        ("ekv", 1.3, 0.2, "-", "KV cache: 1/share of bandwidth"),
        ("m16", 1.35, 0.1, "-", "16-bit arithmetic: 1/share of peak"),
        ("m8", 1.45, 0.1, "-", "8-bit arithmetic: 1/share of peak"),
        ("m4", 1.6, 0.15, "-", "4-bit arithmetic: 1/share of peak"),
        ("ma", 2.0, 0.15, "-", "attention arithmetic: 1/share of 16-bit peak"),
        ("link", 2.0, 0.4, "-", "large collectives: 1/share of link"),
        ("lE", 1.0, 0.7, "-", "all-to-all: 1/share of link"),
        ("cA", 0.1, 1.0, "us", "small all-reduce: a sequence and peer"),
        ("cB", 2.0, 0.7, "-", "small all-reduce: 1/share of link a peer"),
        ("xa", 30.0, 0.7, "passes", "activations of a layer through memory"),
        ("xe", 10.0, 0.7, "passes", "activations of a routed expert through memory"),
        ("skew", 0.5, 0.5, "-", "squared variation of the popularity of experts"),
        ("q8", 1.15, 0.2, "-", "floors of fp8 mixtures (activation scales): times"),
        ("aH", 0.0, 0.2, "-", "floors grow with (hidden/5120)^aH"),
    ])
NAMES = [p[0] for p in PARAMETERS]
LINEAR = {"aH"} | {"phi_" + x for x in ENGINES}
GUESS = np.array([p[1] if p[0] in LINEAR else np.log(p[1]) for p in PARAMETERS])
PRIOR = np.array([p[2] for p in PARAMETERS])
LEVELS = ["gpu", "m", "cell"]
SPREADS = {
    "gpu": dict(ov=0.075, mem=0.05, kv=0.075, tok=0.1, pf=0.1, ph=0.2, ft=0.1),
    "m": dict(ov=0.05, mem=0.0375, kv=0.05, tok=0.075, pf=0.0625, ph=0.075, ft=0.0625),
    "cell": dict(ov=0.2, mem=0.15, kv=0.25, tok=0.4, pf=0.25, ph=1.0, ft=0.4),
}
TPOT_SCALE, TTFT_SCALE = 0.14, 0.60  # of the loss, which grows like the square below and linearly above


def values(z):
    return {n: float(v) if n in LINEAR else float(np.exp(v)) for n, v in zip(NAMES, z)}


def minimise(residuals, jacobian, v, rounds, tolerance=1e-5):
    """Levenberg-Marquardt on the sum of sqrt(1 + r²) − 1."""
    damping, r = 1e-2, residuals(v)
    cost = np.sum(np.sqrt(1 + r * r) - 1)
    for _ in range(rounds):
        J = jacobian(v)
        weighted = J / np.sqrt(1 + r * r)[:, None]
        A, gradient = J.T @ weighted, weighted.T @ r
        better = False
        for _ in range(6):
            move = np.clip(np.linalg.solve(A + damping * np.diag(np.diag(A)), -gradient), -1, 1)
            tried = residuals(v + move)
            new = np.sum(np.sqrt(1 + tried * tried) - 1)
            if np.isfinite(new) and new < cost:
                better = True
                break
            damping *= 6
        if not better:
            break
        gain, v, r, cost, damping = cost - new, v + move, tried, new, max(damping / 5, 1e-6)
        if gain < tolerance * max(cost, 1):
            break
    return v


class Fit:
    """The most probable parameters, and deviations by GPU, model and cell (GPU, model, precision and engine)."""

    def __init__(self, points, f, start=None, rounds=60):
        self.place = {}
        for level in LEVELS:
            for name in sorted(points[level].unique()):
                self.place[level, name] = len(self.place)
        count, n, rows = len(self.place), len(NAMES), len(points)
        indices = [points[level].map(lambda name: self.place[level, name]).to_numpy() for level in LEVELS]
        spread = np.array([[SPREADS[level][c] for c in COMPONENTS] for level, _ in self.place])
        tpot, ttft = np.log(points.tpot.to_numpy()), np.log(points.ttft.to_numpy())
        known = 1 - f["pure"]
        deviations = lambda B: sum(B[i] for i in indices)
        apart = lambda v: (v[:n], v[n:].reshape(count, len(COMPONENTS)))

        def residuals(v):
            z, B = apart(v)
            x, T = closed_loop(values(z), f, deviations(B))
            return np.concatenate([(np.log(x) - tpot) / TPOT_SCALE, (np.log(T) - ttft) / TTFT_SCALE * known,
                                   (z - GUESS) / PRIOR, (B / spread).ravel()])

        def jacobian(v):
            z, B = apart(v)
            U, h = deviations(B), 1e-5
            x0, T0 = map(np.log, closed_loop(values(z), f, U))
            J = np.zeros((2 * rows + len(v), len(v)))
            for j in range(n):
                moved = z.copy()
                moved[j] += h
                x, T = map(np.log, closed_loop(values(moved), f, U))
                J[:rows, j], J[rows:2 * rows, j] = (x - x0) / h / TPOT_SCALE, (T - T0) / h / TTFT_SCALE * known
            for c in range(len(COMPONENTS)):
                moved = U.copy()
                moved[:, c] += h
                x, T = map(np.log, closed_loop(values(z), f, moved))
                for i in indices:
                    J[np.arange(rows), n + i * len(COMPONENTS) + c] = (x - x0) / h / TPOT_SCALE
                    J[np.arange(rows, 2 * rows), n + i * len(COMPONENTS) + c] = (T - T0) / h / TTFT_SCALE * known
            J[2 * rows:2 * rows + n, :n] = np.diag(1 / PRIOR)
            J[2 * rows + n:, n:] = np.diag(1 / spread.ravel())
            return J

        v = np.concatenate([GUESS, np.zeros(count * len(COMPONENTS))])
        if start is not None:
            v[:n] = start.z
            for key, i in self.place.items():
                if key in start.place:
                    v[n + i * len(COMPONENTS):n + (i + 1) * len(COMPONENTS)] = start.B[start.place[key]]
        self.z, self.B = apart(minimise(residuals, jacobian, v, rounds))
        self.p = values(self.z)

    def deviations(self, points):
        out = np.zeros((len(points), len(COMPONENTS)))
        for level in LEVELS:
            for row, name in enumerate(points[level]):
                if (level, name) in self.place:
                    out[row] += self.B[self.place[level, name]]
        return out


def errors(fit, points, f):
    """Logarithms of predicted over measured: time per token, first token, throughput."""
    x, T = closed_loop(fit.p, f, fit.deviations(points))
    x0, T0, O = points.tpot.to_numpy(), points.ttft.to_numpy(), points.O.to_numpy()
    return np.array([np.log(x / x0), np.log(T / T0), np.log((T0 + (O - 1) * x0) / (T + (O - 1) * x))])


def left_out(points, f, fit, labels):
    """The errors of points by a fit without those of the same label, and the fits."""
    found, fits = np.full((3, len(points)), np.nan), []
    for label in pd.unique(labels[labels != ""]):
        rows = labels == label
        other = Fit(points[~rows], part(f, ~rows), fit, 15)
        found[:, rows] = errors(other, points[rows], part(f, rows))
        fits.append(other)
    return found, fits


# --- Tables


def median(e):
    return float(np.median(np.abs(np.expm1(e))))


def half_width(e, group, without=None):
    """The 90 % quantile of |error|; a group weighs by the root of its points, so neither large nor odd groups decide."""
    kept = np.ones(len(e), bool) if without is None else group != without
    weight = 1 / np.sqrt(pd.Series(group[kept]).map(pd.Series(group[kept]).value_counts()).to_numpy())
    order = np.argsort(np.abs(e[kept]))
    total = np.cumsum(weight[order]) / weight.sum()
    return float(np.abs(e[kept])[order][np.searchsorted(total, 0.9)])


def line(name, e, group):
    """A row of the table of errors; each group is judged with the half-width of the others."""
    widths = {g: half_width(e, group, g) for g in np.unique(group)}
    inside = np.abs(e) <= np.array([widths[g] for g in group])
    by_group = pd.Series(e).groupby(group).apply(median).median()
    print(f"| {name} | {len(e)} | {len(widths)} | {100 * median(e):.1f} | {100 * by_group:.1f} | "
          f"{100 * np.quantile(np.abs(np.expm1(e)), 0.9):.1f} | {100 * inside.mean():.1f} | "
          f"{100 * pd.Series(inside).groupby(group).mean().mean():.0f} | ±{half_width(e, group):.3f} |")


def by(name, labels, e, width):
    print(f"\n| {name} | points | TPOT % | inside | TTFT % | throughput % |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    table = pd.DataFrame(dict(label=labels, x=e[0], T=e[1], r=e[2]))
    for label, rows in sorted(table.groupby("label"), key=lambda item: -len(item[1])):
        print(f"| {label.replace('|', ' · ')} | {len(rows)} | {100 * median(rows.x):.1f} | "
              f"{100 * np.mean(np.abs(rows.x) <= width):.0f} | {100 * median(rows['T']):.1f} | {100 * median(rows.r):.1f} |")


# Name, GPU; decode: copies of the attention, sequences a GPU, context, tokens verified and accepted, ms of a step; prefill:
# tensor and data parallelism, tokens of a prompt, tokens/s a GPU. Figures of deepseek-ai/open-infra-index (day of 2025-02-27) and
# of lmsys.org (2025-05-05, 2025-09-26); Ant's H20 verifies two tokens, as its log in sglang pull request 11854 shows.
PUBLISHED = [
    ("DeepSeek, H800", "h800", (144, 1850 * 0.0476, 4989, 1, 1.0, 47.6), (1, 32, 4096, 9212.5 * 0.437)),
    ("SGLang, H100", "h100", (72, 256, 2000, 1, 1.0, 256 / 2.7875), (1, 32, 2000, 6537.5)),
    ("SGLang at Ant, H20", "h20", (16, 32, 5000, 2, 1.92, 32 * 1.92 / 0.6755), (8, 1, 4096, 2062.5)),
]
DRAFTING = 0.194 / 2  # share of the floors for each token drafted


def published(fit):
    print("\n| cluster | part | published, tokens/s a GPU | predicted | error |\n| --- | --- | ---: | ---: | ---: |")

    def cost(gpu, t, d, N, I):
        one = pd.DataFrame(dict(gpu=[gpu], m="deepseek-v3", prec="fp8", eng="sglang", t=t, d=d, N=N, I=float(I), O=1.0,
                                pure=1, cell="none"))
        f = features(one)
        return terms(fit.p, f, fit.deviations(one)), f

    def show(name, which, measured, predicted):
        print(f"| {name} | {which} | {measured:.0f} | {predicted:.0f} | {100 * (predicted / measured - 1):+.0f} % |")

    for name, gpu, (d, n, context, verified, accepted, ms), (t, copies, length, measured) in PUBLISHED:
        q, f = cost(gpu, 1, d, n * d, context)
        N = n * d
        reading = q["dense"] + q["expert"] * touched(fit.p, f, N * verified)
        x = (q["base"] * (1 + DRAFTING * (verified - 1)) + np.hypot(reading, q["X"][:, 3] * N * verified * q["token"])
             + n * kv(q, float(context)) + N * q["sequence"])
        show(name, "decode", n * accepted / ms * 1e3, n * accepted / float(x[0]) * 1e3)
        B = copies * max(8192 // length, 1)
        q, f = cost(gpu, t, copies, 1, length)
        x = step(q, 0.0, 1.0, B * length * 1.0, B * length**2 / 2)
        show(name, "prefill", measured, B * length / float(x[0]) / (t * copies) * 1e3)


def write(fit, fits, points, widths):
    """The fitted tables of the program."""

    def table(name, header, rows):
        with open(DATA / name, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])

    Z = np.array([other.z for other in fits])
    error = np.sqrt((len(Z) - 1) / len(Z) * ((Z - Z.mean(0)) ** 2).sum(0))  # jackknife over groups
    earlier = pd.read_csv(DATA / "step-parameters.csv", keep_default_na=False, dtype=str)
    fixed = earlier[~earlier.name.isin(NAMES)].to_numpy().tolist()
    table("step-parameters.csv", list(earlier.columns), [
        [name, repr(fit.p[name]), f"{s if name in LINEAR else fit.p[name] * s:.3g}", unit, meaning]
        for (name, _, _, unit, meaning), s in zip(PARAMETERS, error)] + fixed)
    B = lambda level, name: [repr(float(v)) for v in fit.B[fit.place[level, name]]]
    table("step-deviations.csv", ["level", "name", *COMPONENTS], [
        [{"gpu": "gpu", "m": "model"}[level], name, *B(level, name)] for level, name in fit.place if level != "cell"])
    cells = []
    for level, name in fit.place:
        if level == "cell":
            gpu, model, prec, engine, *split = name.split("|")
            own = points[points.cell == name]
            cells.append([GPU[gpu], MODEL[model], prec, engine, *(split or [""]), model, len(own),
                          " ".join(sorted(set(own.cfg))), f"{own.N.max():g}", *B(level, name)])
    table("step-cells.csv", ["gpu", "model", "precision", "engine", "pools", "source_model", "points", "parallelism",
                             "most_in_flight", *COMPONENTS], cells)
    beyond = [row for row in csv.reader(open(DATA / "step-intervals.csv")) if row[0] in ("over network", "beyond")]
    table("step-intervals.csv", ["support", "tpot", "ttft", "throughput"],
          [[name, *map(repr, width)] for name, width in widths.items()] + beyond)


def main():
    points = measurements(sys.argv[1])
    f = features(points)
    fit = Fit(points, f)
    groups, whole = points.group.to_numpy(), (points.pure == 0).to_numpy()
    random = np.random.default_rng(1)
    fold = np.zeros(len(points), dtype=int)
    for cell in points.cell.unique():
        rows = np.where(points.cell == cell)[0]
        fold[random.permutation(rows)] = np.arange(len(rows)) % 5
    several = (points.groupby("cell").cfg.transform("nunique") > 1).to_numpy()
    configurations = (points.cell + "#" + points.cfg).to_numpy()
    names = np.unique(configurations[several])
    twelfth = {name: f"{i % 12}" for i, name in enumerate(random.permutation(names))}
    many = (points.groupby("group").cell.transform("nunique") > 1).to_numpy()
    ways = [
        ("measured", "five folds within a cell", fold.astype(str), groups),
        ("other configuration", "another parallelism of its cell",
         np.array([twelfth[c] if s else "" for c, s in zip(configurations, several)]), groups),
        ("fitted", "cell left out, its group has others", np.where(many, points.cell, ""), points.cell.to_numpy()),
        ("predicted", "group (GPU × model) left out", groups, groups),
        ("", "GPU left out", points.gpu.to_numpy(), points.gpu.to_numpy()),
        ("", "model left out", points.m.to_numpy(), points.m.to_numpy()),
    ]
    print("| | points | groups | median % | median of groups % | p90 % | covered % | covered, mean of groups % | half-width |\n"
          "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    widths, tables, fits = {}, {}, []
    for support, words, labels, judged in ways:
        e, others = left_out(points, f, fit, np.asarray(labels, dtype=object))
        kept = ~np.isnan(e[0])
        rows = [kept, kept & whole, kept & whole]
        for figure, values_, chosen in zip(("TPOT", "TTFT", "throughput"), e, rows):
            line(f"{words}, {figure}", values_[chosen], judged[chosen])
        if support:
            widths[support] = [half_width(values_[chosen], judged[chosen]) for values_, chosen in zip(e, rows)]
        tables[words] = e
        if support == "predicted":
            fits = others
    width = widths["predicted"][0]
    by("group, left out", points.group, tables["group (GPU × model) left out"], width)
    by("GPU, left out", points.gpu, tables["GPU left out"], width)
    by("model, left out", points.m, tables["model left out"], width)
    published(fit)
    if "--write" in sys.argv:
        write(fit, fits, points, widths)


if __name__ == "__main__":
    main()
