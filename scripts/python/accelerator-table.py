"""Prints what one load needs on each accelerator of the catalogue, as a table in Markdown for docs/design/step-costs.md.

    accelerator-table.py PAYOFF

The load is Azure's conversations at 100 requests a second: 99 % of first tokens within 500 ms, and 20 tokens a second for 99 % of
the answers.
"""

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

PAYOFF = str(Path(sys.argv[1]).resolve())
MODELS = ["llama3.1-8b", "llama3.3-70b", "deepseek-v3"]
LEVELS = ["--rate", "100", "--ttft-p99", "500ms", "--tpot-p99", "50ms", "--requests", "4000", "-r", "4"]
# Azure's conversations on average.
LENGTHS = ["--input", "1155", "--output", "211"]


def pair(gpu, model, precision, tensor):
    options = ["--gpu", gpu, "--model", model, "--tensor-parallel", str(tensor)]
    return options + (["--precision", precision] if precision else [])


def derived(gpu, model, precision, tensor, batch=1):
    run = subprocess.run(
        [PAYOFF, "deployments", *pair(gpu, model, precision, tensor), *LENGTHS, "--batch", str(batch), "--json"],
        capture_output=True, text=True)
    return json.loads(run.stdout) if run.returncode == 0 else None


def size(gpu, model, precision, tensor, folder):
    """Replicas, the mean batch of the size that holds, and dollars a million tokens; `None` where the level cannot be held."""
    out = Path(folder) / f"{gpu}-{model}-{precision}-{tensor}"
    run = subprocess.run(
        [PAYOFF, "size", "--load", "azure-conversation", *LEVELS, *pair(gpu, model, precision, tensor), "-o", str(out)],
        capture_output=True, text=True)
    if run.returncode != 0:
        return None
    rows = {(r["measure"], r["statistic"]): r["value"] for r in csv.DictReader(open(out / "summary.csv"))}
    replicas = int(float(rows["replicas", "busiest hour"]))
    batch = next(float(r["mean_batch"]) for r in csv.DictReader(open(out / "size.csv")) if int(r["replicas"]) == replicas)
    return replicas, max(round(batch), 1), rows["cost_per_million_tokens", "low"]


def smallest(gpu, model, folder):
    """The least tensor parallelism that holds the level, in 8 bits if that does."""
    for precision in ["fp8" if "fp8" in gpu["precisions"] else "int8", "bf16"]:
        for tensor in [1, 2, 4, 8, 16]:
            if derived(gpu["id"], model, precision, tensor) is None:
                continue
            found = size(gpu["id"], model, precision, tensor, folder)
            if found:
                return (found[0], tensor, precision, *found[1:])
    return None


def main():
    catalogue = json.loads(subprocess.run([PAYOFF, "deployments", "--catalogue", "--json"], capture_output=True, text=True).stdout)
    print("| accelerator | model | deployment | GPUs | costs | error | USD a million tokens, from | kWh a million tokens |")
    print("| --- | --- | --- | ---: | --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for model in MODELS:
            for gpu in catalogue["gpus"]:
                best = smallest(gpu, model, folder)
                if best is None:
                    print(f"| {gpu['name']} | {model} | no size holds the level | | | | | |", flush=True)
                    continue
                replicas, tensor, precision, batch, dollars = best
                figures = derived(gpu["id"], model, precision, tensor, batch)
                energy = (figures["batches"][0]["kwh_per_million_output_tokens"] or {}).get("value")
                share = 211 / (1155 + 211)
                print(
                    f"| {gpu['name']} | {model} | {replicas} × {tensor}, {precision} | {replicas * tensor} | "
                    f"{figures['costs']} | {100 * figures['error']:.0f} % | "
                    f"{f'{float(dollars):.3f}' if dollars else 'unknown'} | "
                    f"{f'{energy * share:.3f}' if energy else 'unknown'} |", flush=True)


if __name__ == "__main__":
    main()
