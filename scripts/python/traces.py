"""Makes the recorded traces that some tests need from the repositories that published them.

    python3 scripts/python/traces.py REPOSITORIES TRACES

REPOSITORIES holds clones of Azure/AzurePublicDataset, kvcache-ai/Mooncake and casys-kaist/LLMServingSim, each under the last
part of its name; a repository that is missing is skipped. TRACES gets the files of Tests/ReferenceData/README.md: set
PAYOFF_TRACES to it. The licences of the traces are those of their repositories.
"""

import csv
import datetime
import gzip
import io
import json
import sys
from pathlib import Path

BLOCK = 512


def seconds(value):
    return f"{value:.6f}"


def azure(path):
    """Arrival since the first request, and tokens."""
    first = None
    yield ["arrival_s", "input_tokens", "output_tokens"]
    for row in csv.DictReader(path.open(encoding="utf-8")):
        # Python reads microseconds; the file has a seventh digit.
        stamp, fraction = row["TIMESTAMP"].split(".")
        ticks = int(fraction.ljust(7, "0")[:7])
        time = datetime.datetime.fromisoformat(stamp).replace(tzinfo=datetime.timezone.utc).timestamp() * 10**7 + ticks
        first = time if first is None else first
        yield [seconds((time - first) / 10**7), row["ContextTokens"], row["GeneratedTokens"]]


def mooncake(path):
    """The leading blocks of a prompt that came before are reusable."""
    seen = set()
    yield ["arrival_s", "input_tokens", "output_tokens", "reusable_prefix_tokens"]
    for line in path.open(encoding="utf-8"):
        request = json.loads(line)
        blocks = request["hash_ids"]
        known = next((place for place, block in enumerate(blocks) if block not in seen), len(blocks))
        seen.update(blocks)
        tokens = request["input_length"]
        yield [seconds(request["timestamp"] / 1000), tokens, request["output_length"], min(BLOCK * known, tokens)]


def measured(path):
    """The requests of a run of vLLM; latencies since a request joined the queue."""
    requests = [json.loads(line) for line in path.open(encoding="utf-8")]
    yield ["arrival_s", "input_tokens", "output_tokens", "queue_s", "ttft_s", "e2e_s", "tpot_s"]
    for request in requests:
        queue, first, last = (
            request[name] - request["queued_ts"] for name in ("scheduled_ts", "first_token_ts", "last_token_ts"))
        arrival = request["arrival_time"] - requests[0]["arrival_time"]
        tokens = request["output_toks"]
        yield [seconds(arrival), request["input_toks"], tokens] + [
            seconds(value) for value in (queue, first, last, (last - first) / (tokens - 1))]


def write(path, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(path)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    repositories, traces = map(Path, sys.argv[1:])
    traces.mkdir(parents=True, exist_ok=True)
    for name, source, rows in [
        ("azure-llm-2023-conv", "AzurePublicDataset/data/AzureLLMInferenceTrace_conv.csv", azure),
        ("mooncake-conversation", "Mooncake/FAST25-release/traces/conversation_trace.jsonl", mooncake),
        ("vllm-measured-rtxpro6000-llama-3.1-8b",
         "LLMServingSim/bench/examples/RTXPRO6000/Llama-3.1-8B/vllm/requests.jsonl", measured),
        ("vllm-measured-rtxpro6000-qwen3-32b",
         "LLMServingSim/bench/examples/RTXPRO6000/Qwen3-32B/vllm/requests.jsonl", measured),
    ]:
        if (repositories / source).exists():
            write(traces / f"{name}.csv.gz", rows(repositories / source))
        else:
            print(f"{repositories / source} is missing: {name} is skipped", file=sys.stderr)


if __name__ == "__main__":
    main()
