"""Prints how many GPUs two loads need with and without techniques of serving, as a table in Markdown.

    technique-table.py PAYOFF

An 8B model on H100, with stated costs; every technique alone, and all that go together. Costs are of rents as payoff size has
them, at their low end.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

# A chat with short prompts, and an agent with long ones of which two thirds are one of 20 instructions.
LOADS = [
    ("chat, 40 requests/s", ["--load", "azure-conversation", "--rate", "40", "--ttft-p99", "500ms", "--tpot-p95", "12ms"], 600, 1),
    ("agent, 4 requests/s", ["--load", "mooncake-conversation", "--rate", "4", "--ttft-p99", "15s", "--tpot-p95", "20ms"], 8000, 20),
]
BASE = {
    "name": "8B on H100", "base_ms": 5.5, "per_prompt_token_ms": 0.06, "per_context_token_ms": 0.00005,
    "per_sequence_ms": 0.03, "kv_tokens": 420000, "context_length": 131072, "gpu": "h100",
}  # fmt: skip
# Half of the bytes of weights and cache, and multiplications twice as fast.
FP8 = {"base_ms": 3.2, "per_prompt_token_ms": 0.034, "per_context_token_ms": 0.000026, "kv_tokens": 900000}
# A draft model of a tenth of the size.
DRAFTS = {
    "draft_tokens": 3, "draft_acceptance": 0.7, "draft_base_ms": 0.6, "draft_per_prompt_token_ms": 0.006,
    "draft_per_context_token_ms": 0.000005, "draft_per_sequence_ms": 0.003,
}  # fmt: skip
APART = {"prefill_replicas": 1, "decode_replicas": 1, "kv_bytes_per_token": 131072, "transfer_gb_per_s": 25}
# Of memory and multiplications as the data sheets have them: 8 against 3.35 TB/s, 2.25 against 0.99 Pflop/s, 180 against 80 GB.
B200 = {
    "base_ms": 2.6, "per_prompt_token_ms": 0.027, "per_context_token_ms": 0.000021, "kv_tokens": 1200000, "gpu": "b200",
}  # fmt: skip


def size(payoff, folder, load, changes, more=()):
    """The GPUs that hold the levels, and what they cost an hour with their spares; None where none do."""
    file = Path(folder) / "deployment.json"
    file.write_text(json.dumps(BASE | changes))
    command = [payoff, "size", *load, *more, "--deployment", str(file), "--requests", "4000", "--json", "--force"]
    done = subprocess.run([*command, "--out", f"{folder}/out"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        return None, done.stderr.strip()
    figures = {(row["measure"], row["statistic"]): row["value"] for row in json.loads(done.stdout)["tables"]["summary"]}
    return int(figures["gpus", "busiest hour"]), figures["cost_per_hour", "low"]


def main():
    payoff = str(Path(sys.argv[1]).resolve())
    print("| load | technique | GPUs | of those without | USD/hour, of those without |")
    print("| --- | --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name, load, shared, texts in LOADS:
            caching = ["--shared-tokens", str(shared), "--shared-texts", str(texts)]
            rows = [
                ("none", {}, ()), ("prefix caching", {}, caching), ("weights and cache in fp8", FP8, ()),
                ("drafts of a small model", DRAFTS, ()), ("prefill and decode apart", APART, ()),
                ("steps of 512 tokens", {"tokens_per_step": 512}, ()), ("steps of 8192 tokens", {"tokens_per_step": 8192}, ()),
                ("B200", B200, ()), ("prefix caching and fp8", FP8, caching),
            ]  # fmt: skip
            base = None
            for technique, changes, more in rows:
                gpus, cost = size(payoff, folder, load, changes, more)
                if gpus is None:
                    print(f"| {name} | {technique} | none | | {cost.splitlines()[-1][:120]} |", flush=True)
                    continue
                base = base or (gpus, cost)
                print(
                    f"| {name} | {technique} | {gpus} | {gpus / base[0]:.2f} | {cost / base[1]:.2f} |",
                    flush=True)


if __name__ == "__main__":
    main()
