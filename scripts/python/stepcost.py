"""The cost of a step of serving, over many deployments at once: the model that step-costs.py fits.

Milliseconds, GB, TB/s, GFLOP and PFLOP/s, so that GB/(TB/s) and GFLOP/(PFLOP/s)/1000 are milliseconds. docs/design/step-costs.md
explains the terms; Sources/Serving/Deployments/DeploymentPrediction.swift has the same for one deployment.
"""

from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(__file__).resolve().parents[2] / "Sources/Serving/Deployments/Data"
MODELS = pd.read_csv(DATA / "models.csv", keep_default_na=False).set_index("id")
GPUS = pd.read_csv(DATA / "gpus.csv", keep_default_na=False).set_index("id")
ENGINES = ["vllm", "sglang", "trtllm"]
# 4 bits carry a scale of 8 bits for 16 weights.
WEIGHT_BYTES = {"bf16": 2.0, "fp8": 1.0, "int8": 1.0, "fp4": 0.5625, "int4": 0.5625}
# What a deployment may deviate in: floors, weights read, KV cache, tokens of answers, tokens of prompts, the share of prompts
# that a first token waits for (its logit), the floor of a first token.
COMPONENTS = ["ov", "mem", "kv", "tok", "pf", "ph", "ft"]
NETWORK = 50.0  # GB/s, a GPU and direction, between nodes
ALL_REDUCE_OVER_PCIE = 0.055  # ms, one measurement
# ms, as NCCL reckons them for small messages: an all-reduce within nodes of eight, and a crossing of the network.
ALL_REDUCE_IN_NODES, CROSSING = 0.0152, 0.005
WAITED_AT_MOST = 0.6


def numbers(series):
    return pd.to_numeric(series, errors="coerce").to_numpy(float)


def features(points):
    """What the data sheets say of points with gpu, m (model), prec, eng, t, d, N, I and O, as arrays by name."""
    model, gpu = MODELS.loc[points.m], GPUS.loc[points.gpu]
    shape = lambda name: numbers(model[name])
    prec, t, d = points.prec.to_numpy(), points.t.to_numpy(float), points.d.to_numpy(float)
    g = t * d
    mixture = shape("experts") > 0
    bytes_ = np.array([WEIGHT_BYTES[p] for p in prec])
    in4 = mixture & np.isin(prec, ["fp4", "int4"])
    dense_bytes = np.where(in4, 2.0, bytes_)
    bf16, fp8, int8, fp4 = (numbers(gpu[x]) / 1e3 for x in ("bf16", "fp8", "int8", "fp4"))
    link = numbers(gpu.link_gb_s)
    link = np.where(np.isnan(link) & (g == 1), 1.0, link)
    network = g > numbers(gpu.fabric_size)
    has8 = np.where(prec == "int8", ~np.isnan(int8), ~np.isnan(fp8))
    bits = np.where(np.isin(prec, ["fp8", "int8"]) & has8, 1, np.where((prec == "fp4") & ~np.isnan(fp4), 2, 0))
    peak = np.where(bits == 2, fp4, np.where(bits == 1, np.where(prec == "int8", int8, fp8), bf16))
    kv_bytes = np.where(np.isin(prec, ["fp8", "fp4"]), 1.0, 2.0)
    if "kv_bytes" in points:
        kv_bytes = np.where(points.kv_bytes.notna(), numbers(points.kv_bytes), kv_bytes)
    sparse = [s.split("/") if s else None for s in model.sparse_attention]
    routed = shape("experts_active") * shape("expert_weights") / np.maximum(shape("experts"), 1)
    f = dict(
        dense=(shape("dense_weights") * dense_bytes + shape("head_weights") * 2) / 1e9,
        expert=shape("expert_weights") * bytes_ / 1e9, E=shape("experts"), K=shape("experts_active"),
        bandwidth=numbers(gpu.bandwidth_gb_s) / 1e3, bf16=bf16, bits=bits, peak=peak, network=network,
        dense_bits=np.where(in4, 0, bits), dense_peak=np.where(in4, bf16, peak),
        link=np.where(network, np.minimum(NETWORK, link), link), nodes=np.ceil(t / numbers(gpu.fabric_size)),
        tensor_link=np.where(t > numbers(gpu.fabric_size), np.minimum(NETWORK, link), link),
        blackwell=gpu.generation.str.startswith("blackwell").to_numpy(),
        pcie=gpu.link.str.startswith("PCIe").to_numpy(), unpacked=(bytes_ < 1) & (bits == 0),
        scaled=(prec == "fp8") & mixture & (bits == 1), L=shape("layers"), H=shape("hidden"),
        Lm=np.where(mixture, shape("layers") - shape("dense_layers"), 0.0),
        routed=np.where(mixture, 2 * routed, 0.0) / 1e9, other=2 * shape("dense_weights") / 1e9,
        head=2 * shape("head_weights") / 1e9, kv=shape("kv_values_per_token") * kv_bytes / 1e9,
        split=np.minimum(t, shape("kv_split_heads")), windowed=shape("window_values_per_token") * kv_bytes / 1e9,
        window=shape("window"), state=shape("state_bytes_per_step") / 1e9,
        topmost=np.array([float(s[2]) if s else np.inf for s in sparse]),
        index=np.array([float(s[1]) if s else 0.0 for s in sparse]) * shape("layers") / 1e9,
        prefill=shape("attn_flop_per_pair_prefill") / 1e9, decode=shape("attn_flop_per_context_decode") / 1e9,
        t=t, d=d, g=g, I=points.I.to_numpy(float), O=points.O.to_numpy(float), C=points.N.to_numpy(float),
        pure=points.pure.to_numpy(float) if "pure" in points else np.zeros(len(points)),
        engine=np.array([ENGINES.index(x) for x in points.eng]))
    f["cap"] = requests_in_memory(f, model, gpu, dense_bytes, bytes_)
    return f


def requests_in_memory(f, model, gpu, dense_bytes, bytes_):
    shape = lambda name: numbers(model[name])
    dense = shape("dense_weights") * dense_bytes + (shape("head_weights") + shape("embedding_weights")) * 2
    weights = (dense * f["d"] + shape("expert_weights") * bytes_) / 1e9
    memory = numbers(gpu.memory_gib) * 1.073741824 * f["g"]
    trtllm, vllm = f["engine"] == 2, f["engine"] == 0
    memory_of = lambda length: (
        f["t"] / f["split"] * (f["kv"] * length + f["windowed"] * np.minimum(length, f["window"]))
        + f["t"] * f["index"] * np.where(np.isfinite(f["topmost"]), length, 0.0) + f["state"] / 2)
    request = memory_of(f["I"] + f["O"] * np.where(trtllm, 1.0, 0.5))
    rest = memory - weights - 3.5 * f["g"]
    free = np.where(trtllm, 0.8 * rest, np.where(vllm, 0.90, 0.83) * memory - weights - 3.5 * f["g"])
    # Servers are given more where that would hold fewer than two requests of 2048 tokens.
    few = free < 2 * memory_of(np.minimum(shape("context"), 2048.0))
    free = np.where(few, np.maximum(free, 0.6 * rest), free)
    return np.where(f["pure"] > 0, 1e9, np.maximum(free / request, 1.0))


def part(f, rows):
    return {name: values[rows] for name, values in f.items()}


def touched(p, f, tokens):
    """The share of the experts that tokens touch, where popularity varies as a gamma of squared variation `skew`."""
    share = f["K"] / np.maximum(f["E"], 1)
    return np.where(f["E"] > 0, 1 - (1 + p["skew"] * tokens * share) ** (-1 / p["skew"]), 0.0)


def terms(p, f, deviations):
    """The terms of a step with parameters p; deviations has a row for each point and a column for each component."""
    by_engine = lambda name: np.choose(f["engine"], [p[name + "_" + x] for x in ENGINES])
    X = np.exp(deviations)
    L, Lm, H, t, d, g = (f[x] for x in ("L", "Lm", "H", "t", "d", "g"))
    split, copies = (t > 1) * 1.0, (d > 1) * 1.0
    floors = np.where(f["blackwell"], p["gB"], 1.0) * (H / 5120) ** p["aH"] * np.where(f["scaled"], p["q8"], 1.0)
    reduce_ = (np.where(f["pcie"], floors * ALL_REDUCE_OVER_PCIE,
                        np.where(f["nodes"] > 1, ALL_REDUCE_IN_NODES, floors * p["ar"]))
               + 2 * np.log2(f["nodes"]) * CROSSING)
    all_to_all = floors * p["a2a"] + f["network"] * CROSSING
    shares = [p["m16"], p["m8"], p["m4"]]
    activations = (L * p["xa"] + Lm * f["K"] * p["xe"]) * H * 2 / 1e9 / f["bandwidth"] / g
    reached = np.where(f["network"], np.minimum(f["K"], 4), f["K"] * p["lE"])
    exchange = copies * Lm * H * 2 * reached / f["link"] / 1e6
    answer_link = split * L * 2 * (t - 1) * (p["cA"] * 1e-3 + p["cB"] * H * 2 / f["tensor_link"] / 1e6) + exchange
    q = dict(p=p, f=f, X=X)
    q["base"] = X[:, 0] * (p["o"] + floors * (L * by_engine("k") + Lm * p["km"])
                           + split * 2 * L * reduce_ + copies * 2 * Lm * all_to_all)
    q["dense"] = X[:, 1] * f["dense"] / np.where(d > 1, t, g) / f["bandwidth"] * p["eb"]
    q["expert"] = X[:, 1] * f["expert"] / g / f["bandwidth"] * p["ex"] * np.where(f["unpacked"], p["wo"], 1.0)
    q["token"] = (f["routed"] / f["peak"] * np.choose(f["bits"], shares)
                  + f["other"] / f["dense_peak"] * np.choose(f["dense_bits"], shares)) / g / 1e3 + activations
    q["prompt_link"] = split * L * 2 * H * 2 * 2 * (t - 1) / t / f["tensor_link"] * p["link"] / 1e6 + exchange
    q["sequence"] = X[:, 3] * (f["head"] / f["bf16"] * p["m16"] / g / 1e3 + (answer_link + p["s"]) / d)
    q["pair"] = f["prefill"] / f["bf16"] * p["ma"] / t / 1e3
    q["waited"] = WAITED_AT_MOST / (1 + np.exp(-by_engine("phi") - deviations[:, 5]))
    q["first"] = X[:, 6] * (p["f"] + L * by_engine("fL"))
    return q


def kv(q, context):
    """Milliseconds of the cache of an answer with that context."""
    f, p = q["f"], q["p"]
    top = np.minimum(context, f["topmost"])
    index = f["index"] * np.where(np.isfinite(f["topmost"]), context, 0.0)
    read = (f["kv"] * top + f["windowed"] * np.minimum(context, f["window"])) / f["split"] + index + f["state"] / f["t"]
    attention = f["decode"] * top / f["t"] / f["bf16"] * p["ma"] / 1e3
    return q["X"][:, 2] * (read / f["bandwidth"] * p["ekv"] + attention)


def step(q, answers, context, tokens=0.0, pairs=0.0):
    """Milliseconds of a step: answers of a mean context, and tokens of prompts with their pairs."""
    f, X = q["f"], q["X"]
    reading = q["dense"] + q["expert"] * touched(q["p"], f, answers + tokens)
    computing = (X[:, 3] * answers + X[:, 4] * tokens) * q["token"]
    return (q["base"] + np.hypot(reading, computing) + answers / f["d"] * kv(q, context) + answers * q["sequence"]
            + X[:, 4] * (tokens * q["prompt_link"] / f["d"] + pairs * q["pair"] / f["d"]))


def prompt(q):
    """What a prompt adds, worked on alone."""
    f, I = q["f"], q["f"]["I"]
    reading = q["dense"] + q["expert"] * touched(q["p"], f, I)
    return q["X"][:, 4] * (np.hypot(reading, I * q["token"]) + I * q["prompt_link"] / f["d"] + q["pair"] * I * I / 2 / f["d"])


def closed_loop(p, f, deviations):
    """Time per output token and time to first token of requests of which each is followed by the next."""
    q = terms(p, f, deviations)
    I, O, mixed = f["I"], f["O"], 1 - f["pure"]
    running = np.minimum(f["C"], f["cap"])
    alone, others = prompt(q), np.maximum(running - 1, 0)
    writing = running * 1.0
    for _ in range(4):
        x = step(q, writing, I + O / 2) + mixed * (1 - q["waited"]) * others * alone / np.maximum(O - 1, 1)
        T = q["first"] + x + alone + q["waited"] * (running - 1) * alone
        writing = np.where(f["pure"] > 0, running, running * (O - 1) * x / (T + (O - 1) * x))
    return x, T + np.where(f["C"] > running, (f["C"] - running) / running * (T + (O - 1) * x), 0.0)
