"""Prints how many GPUs a load needs beside what another planner says, as a table in Markdown.

    size-table.py PAYOFF
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

RATES = [50, 100, 200, 500, 1000]
# vllm-sr-sim (vllm-project/semantic-router, fleet-sim): Azure lengths, A100, 99 % of first tokens within 500 ms, two pools
# split at 6144 tokens.
PLANNER = [7, 13, 24, 56, 109]
# Its profile of an A100, as far as a step of ours has a place for it: 8 ms, 0.65 ms for a sequence of 8192 tokens, 512 tokens
# of each prompt in an iteration that takes no longer for them, 170 sequences of up to 6144 tokens.
PROFILE = {
    "name": "A100 as in vllm-sr-sim",
    "source": "vllm-project/semantic-router, fleet-sim profiles, 2026",
    "base_ms": 8,
    "per_prompt_token_ms": 0,
    "per_context_token_ms": 0.65 / 8192,
    "per_sequence_ms": 0,
    "kv_tokens": 65536 * 16,
    "context_length": 131072,
    "gpu": "a100",
    "sequences": 170,
    "tokens_per_step": 512 + 170,
}


def size(payoff, folder, deployment, rate, limit):
    """The least GPUs that hold the level."""
    command = [payoff, "size", "--load", "azure-conversation", "--rate", str(rate), "--deployment", deployment]
    command += ["--ttft-p99", limit, "--json", "--out", f"{folder}/{Path(deployment).stem}-{rate}-{limit}"]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["tables"]
    gpus = next(
        row["value"] for row in found["summary"] if row["measure"] == "gpus" and row["statistic"] == "busiest hour"
    )
    return int(gpus)


def main():
    payoff = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        profile = f"{folder}/planner.json"
        Path(profile).write_text(json.dumps(PROFILE))
        columns = [
            (profile, "500ms"), ("llama-8b-h100", "500ms"), ("llama-8b-a100", "500ms"), ("llama-8b-a100", "1s"),
        ]
        names = [
            "requests/s", "vllm-sr-sim", "Payoff with its costs", "Llama 8B on H100, 500 ms", "on A100, 500 ms", "on A100, 1 s",
        ]
        print("| " + " | ".join(names) + " |")
        print("| ---: " * len(names) + "|")
        for rate, planned in zip(RATES, PLANNER):
            found = [size(payoff, folder, deployment, rate, limit) for deployment, limit in columns]
            print("| " + " | ".join(str(value) for value in [rate, planned] + found) + " |", flush=True)


if __name__ == "__main__":
    main()
