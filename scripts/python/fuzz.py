#!/usr/bin/env python3
"""Runs the commands on mutated input files and arguments, and fails where a command ends by a signal, hangs, takes more
than 1 GB, exits with a code that is not documented, or prints or writes a number that is none.

    scripts/fuzz [--seconds N] [--seed N] [--surface NAME] [--keep FOLDER]

Every case is made from its number and the seed, so that a case is found again. What failed is kept with its command.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import math
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CODES = {0, 64, 65, 69, 74, 130}
CPU_SECONDS = 24
MEMORY = 1 << 30

NUMBERS = [
    "0", "-0", "1", "-1", "0.5", "1e-308", "5e-324", "1.7e308", "-1.7e308", "1e300", "1e400", "-1e400", "nan", "NaN", "inf",
    "-inf", "Infinity", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "4294967296", "2147483648",
    "18446744073709551616", "1e18", "9007199254740993", "0x10", "1_000", "1,5", "1.5.2", "", " ", "١٢", "1e", "--1", "+1",
    "1e9", "1e-9", "0.1", "100", "1000000", "3.14159", "true", "null", "\u00a01", "1%", "100ms", "1s", "-1s", "1e99ms",
]
BYTES = [b"\x00", b"\xff", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"{", b"}", b"[", b"]", b":",
         b"\\", b"\\u0000", b"\\ud800", b"-", b"e", b"0", b"9" * 40, "é".encode(), "万".encode(), "\u2028".encode()]


def mutated_bytes(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 1, 2, 3, 8])):
        kind = rng.randrange(7)
        place = rng.randrange(len(data) + 1)
        if kind == 0 and data:
            data[min(place, len(data) - 1)] = rng.randrange(256)
        elif kind == 1:
            data[place:place] = rng.choice(BYTES)
        elif kind == 2:
            del data[place:place + rng.choice([1, 2, 10, 100, 10000])]
        elif kind == 3:
            other = rng.randrange(len(data) + 1)
            data[place:place] = data[other:other + rng.choice([1, 20, 400])]
        elif kind == 4:
            data[place:place] = rng.choice(BYTES) * rng.choice([2, 100, 5000])
        else:
            data = bytearray(mutated_number(bytes(data), rng))
    return bytes(data)


def mutated_number(data, rng):
    found = list(re.finditer(rb"-?\d+(\.\d+)?([eE][-+]?\d+)?", data))
    if not found:
        return data
    one = rng.choice(found)
    return data[:one.start()] + rng.choice(NUMBERS).encode() + data[one.end():]


def mutated_json(text, rng):
    """Another value at a random place of the tree."""
    tree = json.loads(text)
    for _ in range(rng.choice([1, 1, 2, 4])):
        places = []

        def walk(node):
            if isinstance(node, dict):
                for key in node:
                    places.append((node, key))
                    walk(node[key])
            elif isinstance(node, list):
                for index, _ in enumerate(node):
                    places.append((node, index))
                    walk(node[index])

        walk(tree)
        if not places:
            break
        node, key = rng.choice(places)
        choice = rng.randrange(8)
        if choice == 0:
            del node[key]
        elif choice == 1 and isinstance(node, dict):
            node[rng.choice(["x", "", "rates", key + " "])] = node.pop(key)
        elif choice == 2 and isinstance(node, list):
            node[key:key] = [node[key]] * rng.choice([1, 100])
        else:
            node[key] = rng.choice([
                0, -1, 1, 0.5, 1e-308, 5e-324, 1.7e308, -1.7e308, 1e300, 2**63 - 1, 2**53 + 1, 2**64, 1e18, 1e9, 1e6, None, True,
                "", "x", [], {}, [0], [1, 2, 3], float("nan"), float("inf"), 1e15, 1e-15, 4294967296, 100])
    return json.dumps(tree, indent=rng.choice([None, 1]))


def mutated_csv(data, rng):
    rows = [line.split(b",") for line in data.replace(b"\r\n", b"\n").split(b"\n")]
    for _ in range(rng.choice([1, 1, 2, 5])):
        row = rng.randrange(len(rows))
        kind = rng.randrange(8)
        if kind == 0:
            del rows[row]
        elif kind == 1:
            rows.insert(row, list(rng.choice(rows)))
        elif kind == 2:
            other = rng.randrange(len(rows))
            rows[row], rows[other] = rows[other], rows[row]
        elif kind == 3 and rows[row]:
            rows[row].insert(rng.randrange(len(rows[row]) + 1), rng.choice(NUMBERS).encode())
        elif rows[row]:
            rows[row][rng.randrange(len(rows[row]))] = rng.choice(NUMBERS).encode()
        if not rows:
            rows = [[b""]]
    return b"\n".join(b",".join(row) for row in rows)


def number(rng):
    kind = rng.randrange(5)
    if kind == 0:
        return rng.choice(NUMBERS)
    if kind == 1:
        return repr(rng.choice([-1, 1]) * 10 ** rng.uniform(-320, 308))
    if kind == 2:
        return str(rng.choice([1, -1]) * rng.getrandbits(rng.choice([4, 16, 54, 64, 70])))
    return repr(round(rng.uniform(-10, 100), rng.randrange(6)))


FAMILIES = {
    "uniform": 2, "triangular": 3, "normal": 2, "lognormal": 2, "beta": 2, "gamma": 2, "weibull": 2, "exponential": 1, "pareto": 2,
    "pert": 3, "gumbel": 2, "constant": 1, "bernoulli": 1, "binomial": 2, "poisson": 1, "geometric": 1, "erlang": 2,
    "logistic": 2, "studentT": 1, "cauchy": 2, "laplace": 2, "loguniform": 2, "chiSquared": 1, "hypergeometric": 3, "between": 2,
    "negativeBinomial": 2, "loglogistic": 2,
}
LABELS = {"gamma": [("shape", "scale"), ("mean", "variation")], "lognormal": [("logMean", "logDeviation"), ("mean", "deviation")]}


def distribution(rng):
    kind = rng.randrange(7)
    if kind == 3:
        return f"mixture({', '.join(f'{number(rng)}: {distribution(rng)}' for _ in range(rng.choice([1, 2, 3])))})"
    if kind == 0:
        pairs = ", ".join(f"{number(rng)}: {number(rng)}" for _ in range(rng.choice([1, 2, 5])))
        return f"{rng.choice(['discrete', 'empirical'])}({pairs})"
    if kind == 1:
        return f"truncated({distribution(rng)}, {number(rng)}, {number(rng)})"
    if kind == 2:
        return number(rng)
    name, count = rng.choice(list(FAMILIES.items()))
    if name in LABELS and rng.random() < 0.9:
        return f"{name}({', '.join(f'{label}: {number(rng)}' for label in rng.choice(LABELS[name]))})"
    return f"{name}({', '.join(number(rng) for _ in range(count))})"


UNITS = ["", " ", "%", " %", "k", "M", "bn", "m", "ms", "s", "min", "h", "d", "K", "G", "e", "E5", " CNY", "¥", "万", "亿", "percent", "%%", "M M"]


def quantity(rng):
    """A number as people write it, with a unit."""
    text = number(rng) + rng.choice(UNITS)
    return rng.choice([text, text, f"{text} to {number(rng)}{rng.choice(UNITS)}", rng.choice("+-~<>=") + text])


def override(rng):
    """An assignment to an input, a choice or a setting, as it should be and not."""
    name = rng.choice(["priceFall", "mailsPerDay", "start", "startt", "", "npv", " priceFall", "seed", "p50", "price fall", "é"])
    value = rng.choice([number(rng), quantity(rng), distribution(rng), "early", "Early", "never ", "", "*", "early,late", "=", "()"])
    return name + rng.choice(["=", "=", "=", "==", " = ", ":", ""]) + value


class Fuzzer:
    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = folder
        self.surfaces = {}

    def surface(self, make):
        self.surfaces[make.__name__.replace("_", "-")] = make
        return make

    def run(self, arguments, cwd, quiet=False):
        def limits():
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 4))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            # The painter of charts reserves more than it uses.
            if arguments[0] != "report":
                resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))

        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        answers = cwd / ANSWERS
        try:
            done = subprocess.run(
                [self.binary] + arguments, cwd=cwd, input=answers.read_bytes() if answers.exists() else b"",
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limits, timeout=120)
            code, output, error = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as expired:
            return "hang", expired.stdout or b"", expired.stderr or b"", 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return code, output, error, (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


# What a command reads from its standard input.
ANSWERS = "answers.txt"

NONSENSE = re.compile(rb"(?<![A-Za-z0-9_.\"-])-?(nan|inf|infinity)(?![A-Za-z0-9_])", re.IGNORECASE)


def texts(work):
    """What looks like nonsense in the texts of JSON files and in answers: names, sources and answers are printed as they are."""
    answers = work / ANSWERS
    found = {match.group() for match in NONSENSE.finditer(answers.read_bytes())} if answers.exists() else set()

    def walk(node):
        if isinstance(node, dict):
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)
        elif isinstance(node, str):
            found.update(match.group() for match in NONSENSE.finditer(node.encode(errors="replace")))

    for file in work.glob("*.json"):
        try:
            walk(json.loads(file.read_bytes()))
        except ValueError:
            continue
    return found


def nonsense(output, out, allowed):
    """The first number that is none; a word of `allowed` is text."""
    def first(data):
        return next((match for match in NONSENSE.finditer(data) if match.group() not in allowed), None)

    found = first(output)
    if found:
        return "prints " + output[max(found.start() - 60, 0):found.end() + 20].decode(errors="replace")
    if out is None or not out.exists():
        return None
    for file in sorted(out.rglob("*.csv")):
        # What stands between quotation marks is text, such as a distribution that is bounded on one side.
        data = re.sub(rb'"[^"]*"', b"", file.read_bytes())
        found = first(data)
        if found:
            return f"writes in {file.name}: " + data[max(found.start() - 60, 0):found.end() + 20].decode(errors="replace")
    return None


SAMPLE = b"arrival_s,input_tokens,output_tokens\n" + b"".join(
    b"%.3f,%d,%d\n" % (i * 0.37 + (i * i % 7) * 0.02, 50 + i * 37 % 900, 5 + i * 13 % 200) for i in range(400))
MEASURED = b"arrival_s,input_tokens,output_tokens,ttft_s,e2e_s\n" + b"".join(
    b"%.3f,%d,%d,%.4f,%.4f\n" % (
        i * 0.8, 50 + i * 37 % 900, 5 + i * 13 % 200, 0.02 + (50 + i * 37 % 900) * 4e-5,
        0.02 + (50 + i * 37 % 900) * 4e-5 + (5 + i * 13 % 200) * 0.012) for i in range(120))
ADOPTION = b"month,adopters\n" + b"".join(
    b"%d,%d\n" % (i + 1, round(1000 * 0.5 * math.exp(-((i - 9) / 5.0) ** 2)) + 3) for i in range(20))
DESIGN = b"row,a,b\n" + b"".join(b"%d,%.4f,%.4f\n" % (i, i * 0.618 % 1, i * 0.755 % 1) for i in range(128))
RESULTS = b"row,y\n" + b"".join(b"%d,%.5f\n" % (i, (i * 0.618 % 1) + 0.2 * (i * 0.755 % 1) ** 2) for i in range(128))
EXPERIMENT = '''import Payoff

@main
struct Fuzzed: Experiment {
  static let question = "What comes of it?"

  @Uncertain(.triangular(0.2, 0.3, 0.5), "how much prices fall", source: .assumption("an example"))
  var priceFall: Double

  @Uncertain(.uniform(8_000, 12_000), "mails a day", source: .assumption("an example"))
  var mailsPerDay: Double

  @Choice("when it starts")
  var start: Start = .early

  enum Start: String, CaseIterable { case early, late, never }

  var scenario: Scenario {
    Trial { streams in
      let early = start == .early ? 1.0 : start == .late ? 0.5 : 0
      let npv = early * (mailsPerDay * 250 * 0.1 - 200_000 * (1 - priceFall)) + 1000 * streams.stream("noise").uniform()
      return [
        .init("npv", npv, unit: "CNY"),
        .init("gpus", (mailsPerDay / 1000).rounded(.up)),
        .init("month", npv > 0 ? 12 * priceFall : nil),
      ]
    }
  }
}
'''

# Replications that take long enough for a run to keep what it has finished.
SLOW = EXPERIMENT.replace("struct Fuzzed", "struct Slow").replace("Trial { streams in", """Trial { streams in
      var sum = 0.0
      for place in 1...4_000_000 { sum += 1 / Double(place) }
      precondition(sum > 0)""")
COSTS = b"cost,other\n" + b"".join(b"%.3f,%d\n" % (3 * math.exp((i * 0.618 % 1) * 2 - 1), i) for i in range(60))

# Surfaces that need no compiled experiment.
PLAIN = {
    "deployment", "fit-measured", "fit-trace", "fit-adoption", "fit-numbers", "trace", "trace-gz", "load", "design", "results", "rate",
}


def prepare(fuzzer, names):
    """The inputs that are mutated, made by the commands themselves."""
    folder = fuzzer.folder / "seeds"
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "trace.csv": SAMPLE, "measured.csv": MEASURED, "adoption.csv": ADOPTION, "design.csv": DESIGN, "results.csv": RESULTS,
        "Fuzzed.swift": EXPERIMENT.encode(), "Slow.swift": SLOW.encode(), "costs.csv": COSTS,
        "trace.csv.gz": gzip.compress(SAMPLE, mtime=0),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    fits = [
        ["fit", "--measured", "measured.csv", "-d", "llama-8b-a100", "-o", "fit", "--force"],
        ["fit", "--trace", "trace.csv", "--replications", "2", "-o", "load", "--force"],
    ]
    runs = [
        ["run", "Fuzzed.swift", "-r", "40", "-o", "run", "--force"],
        ["sensitivity", "Fuzzed.swift", "--size", "4", "-o", "tornado", "--force"],
        ["sweep", "Fuzzed.swift", "-r", "20", "--vary", "priceFall=0.3,0.4", "-o", "sweep", "--force"],
        ["compare", "Fuzzed.swift", "-r", "40", "-o", "compare", "--force"],
        ["decide", "Fuzzed.swift", "-r", "60", "-o", "decide", "--force"],
        ["inputs", "Fuzzed.swift", "-o", "sheet.csv", "--force"],
        ["inputs", "Fuzzed.swift", "--semicolons", "-o", "semicolons.csv", "--force"],
        ["plan", "run", "Fuzzed.swift", "-r", "40", "--shards", "4", "-o", "plan"],
        ["shard", "plan", "0-3"],
    ]
    for arguments in fits + ([] if names and set(names) <= PLAIN else runs):
        # The experiment is compiled once, without a limit.
        subprocess.run([fuzzer.binary] + arguments, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if not names or "resume" in names:
        leave_pieces(fuzzer, folder)
    return folder


SLOW_RUN = ["run", "Slow.swift", "-r", "400", "--threads", "1"]


def leave_pieces(fuzzer, folder):
    """A run that was cut off, with the rows that it had finished."""
    pieces = folder / ".slow.pieces"
    for _ in range(5):
        process = subprocess.Popen(
            [fuzzer.binary] + SLOW_RUN + ["-o", "slow", "--force"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not list(pieces.glob("*.rows")):
            time.sleep(0.02)
        process.terminate()
        process.wait()
        if pieces.exists():
            return
    sys.exit("no run was cut off in time")


def signed(piece, study=None):
    """Gives a file of rows the hash that belongs to its bytes, so that what reads them is tried too."""
    data = piece.read_bytes()[:-32]
    if study:
        lines = data.split(b"\n", 2)
        data = b"\n".join([lines[0], study.encode()] + lines[2:])
    piece.write_bytes(data + hashlib.sha256(data).digest())
    return {"bytes": len(data) + 32, "sha256": hashlib.sha256(data + hashlib.sha256(data).digest()).hexdigest()}


def sign_plan(plan):
    """Makes the manifests of a plan agree with its description and its rows, as somebody who edits them would."""
    study = hashlib.sha256((plan / "plan.json").read_bytes()).hexdigest()
    for file in (plan / "shards").glob("*.json"):
        try:
            manifest = json.loads(file.read_bytes())
            manifest["plan"] = study
            for part in manifest["parts"]:
                piece = plan / "shards" / f"{manifest['shard']}-{part['stage']}.rows"
                part["file"].update(signed(piece, study))
            file.write_text(json.dumps(manifest))
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            continue


def surfaces(fuzzer, seeds):
    def of(name, mutate, arguments):
        def make(rng, work):
            data = (seeds / name).read_bytes()
            file = work / Path(name).name
            file.write_bytes(mutate(data, rng))
            return [part.replace("FILE", file.name) for part in arguments(rng)]

        return make

    def json_or_bytes(data, rng):
        try:
            return mutated_json(data.decode(), rng).encode() if rng.random() < 0.8 else mutated_bytes(data, rng)
        except ValueError:
            # A file that was mutated before is no JSON any more.
            return mutated_bytes(data, rng)

    def csv_or_bytes(data, rng):
        return mutated_csv(data, rng) if rng.random() < 0.7 else mutated_bytes(data, rng)

    def gzipped(data, rng):
        return gzip.compress(csv_or_bytes(gzip.decompress(data), rng), mtime=0) if rng.random() < 0.5 else mutated_bytes(data, rng)

    def sheet(data, rng):
        """Cells as people fill them in, or bytes."""
        if rng.random() < 0.3:
            return mutated_bytes(data, rng)
        separator = ";" if b";" in data.split(b"\n")[0] else ","
        lines = data.decode().splitlines()
        for _ in range(rng.choice([1, 1, 2])):
            row = rng.randrange(len(lines))
            cells = next(csv.reader(io.StringIO(lines[row]), delimiter=separator), []) or [""]
            for _ in range(rng.choice([1, 2])):
                cells[rng.randrange(len(cells))] = rng.choice([
                    number(rng), quantity(rng), distribution(rng), "early", "late", "#REF!", "2026-03-05", "1.5", "3,5", "1.234,5",
                    "05. Mrz", "=A1", "", "a\nb", '"', "priceFall", "experiment", "x" * 3000, "12:30", "one of early", "text"])
            written = io.StringIO()
            csv.writer(written, delimiter=separator, lineterminator="").writerow(cells)
            lines[row] = written.getvalue()
        if rng.random() < 0.1:
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
        text = rng.choice(["\n", "\n", "\r\n", "\r"]).join(lines)
        return text.encode(rng.choice(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"]), "replace")

    def reading(rng):
        return rng.choice([
            ["run", *run, "-r", "12", "--inputs", "FILE"], ["run", *run, "-r", "12", "--inputs", "FILE", "--set", override(rng)],
            ["sweep", *run, "-r", "4", "--vary", "start=*", "--inputs", "FILE"],
            ["decide", *run, "-r", "20", "--inputs", "FILE"], ["compare", *run, "-r", "12", "--inputs", "FILE"],
            ["discover", *run, "-r", "60", "--inputs", "FILE"]])

    trace = str(seeds / "trace.csv")
    swift = str(seeds / "Fuzzed.swift")
    fit = "fit/deployment.json" if (seeds / "fit/deployment.json").exists() else None
    run = [swift, "-o", "out"]
    table = {
        "deployment": of(fit, json_or_bytes, lambda rng: rng.choice([
            ["replay", "--trace", trace, "-d", "FILE", "-o", "out"],
            ["size", "--load", trace, "-d", "FILE", "--ttft-p95", "2s", "--requests", "300", "-r", "3", "--max-replicas", "50",
             "-o", "out"]])),
        "fit-measured": of("measured.csv", csv_or_bytes, lambda rng: [
            "fit", "--measured", "FILE", "-d", "llama-8b-a100", "-o", "out"]),
        "fit-trace": of("trace.csv", csv_or_bytes, lambda rng: ["fit", "--trace", "FILE", "--replications", "2", "-o", "out"]),
        "fit-adoption": of("adoption.csv", csv_or_bytes, lambda rng: ["fit", "--adoption", "FILE", "-o", "out"]),
        "trace": of("trace.csv", csv_or_bytes, lambda rng: ["replay", "--trace", "FILE", "-d", "llama-8b-a100", "-o", "out"]),
        "trace-gz": of("trace.csv.gz", gzipped, lambda rng: ["replay", "--trace", "FILE", "-d", "llama-8b-a100", "-o", "out"]),
        "load": of("load/load.json", json_or_bytes, lambda rng: [
            "size", "--load", "FILE", "-d", "llama-8b-a100", "--ttft-p95", "2s", "--requests", "300", "-r", "3", "--max-replicas",
            "50", "-o", "out"]),
        "design": of("design.csv", csv_or_bytes, lambda rng: [
            "sensitivity", "--from", "FILE", str(seeds / "results.csv"), "--method",
            rng.choice(["delta", "pawn", "prcc", "src", "filter", "rsa", "kendall", "rbd_fast", "morris", "sobol", "efast"]),
            "-o", "out"]),
        "results": of("results.csv", csv_or_bytes, lambda rng: [
            "sensitivity", "--from", str(seeds / "design.csv"), "FILE", "--method",
            rng.choice(["delta", "pawn", "prcc", "src", "filter", "rsa", "kendall", "rbd_fast"]), "-o", "out"]),
        "fit-numbers": of("costs.csv", csv_or_bytes, lambda rng: [
            "fit", "--distribution", "FILE", *rng.choice([["--column", "cost"], ["--column", "cost"], []]), "-o", "out"]),
        "sheet": of("sheet.csv", sheet, reading),
        "sheet-semicolons": of("semicolons.csv", sheet, reading),
        "set": lambda rng, work: [
            "run", *run, "-r", "12", "--set", f"{rng.choice(['priceFall', 'mailsPerDay'])}={distribution(rng)}",
            *(["--set", f"priceFall={distribution(rng)}"] if rng.random() < 0.1 else [])],
        "vary": lambda rng, work: [
            "sweep", *run, "-r", "4", "--vary", rng.choice([
                f"priceFall={number(rng)}..{number(rng)}:{number(rng)}", f"mailsPerDay={number(rng)},{number(rng)}",
                f"start={rng.choice(['*', 'early', number(rng)])}"])],
        "over": lambda rng, work: [
            "seek", *run, "-r", "10", "--max-replications", "60", "--maximise", rng.choice(["npv", "gpus", "month"]), "--over",
            rng.choice([f"priceFall={number(rng)}..{number(rng)}:{number(rng)}", f"mailsPerDay={number(rng)},{number(rng)}"])],
        "target": lambda rng, work: [
            "seek", *run, "-r", "20", "--target",
            f"{rng.choice(['mean(npv)', 'median(gpus)', 'P(npv>0)', 'p90(npv)', 'mean(month)'])}={number(rng)}", "--bounds",
            f"{rng.choice(['priceFall', 'mailsPerDay'])}={number(rng)}..{number(rng)}"],
        "precision": lambda rng, work: [
            "run", *run, "-r", rng.choice(["2", "10", "40"]), "--max-replications", "200", "--precision",
            f"{rng.choice(['mean(npv)', 'median(gpus)', 'P(npv>0)', 'p90(npv)', 'npv', 'P(month<9)'])}={number(rng)}"
            + rng.choice(["", "%"])],
        "condition": lambda rng, work: rng.choice([
            ["discover", *run, "-r", "60", "--where", f"npv{rng.choice(['>', '<', '>=', '<='])}{number(rng)}"],
            ["sensitivity", *run, "--size", "4", "--method", rng.choice(["tornado", "morris", "delta"]), "--measure",
             f"npv>{number(rng)}"]]),
        "rate": lambda rng, work: rng.choice([
            ["size", "--load", "azure-conversation", "-d", "llama-8b-a100", "--rate", number(rng), "--ttft-p95", "2s",
             "--requests", "300", "-r", "3", "--max-replicas", "50", "-o", "out"],
            ["replay", "--trace", trace, "-d", "llama-8b-a100", "--rate-scale", number(rng), "-o", "out"],
            ["size", "--load", "azure-conversation", "-d", "llama-8b-a100", "--rate", "3", "--ttft-p95", number(rng),
             "--requests", "300", "-r", "3", "--max-replicas", "50", "-o", "out"]]),
    }

    table["unit"] = lambda rng, work: rng.choice([
        ["run", *run, "-r", "12", "--set", f"{rng.choice(['priceFall', 'mailsPerDay'])}={quantity(rng)}"],
        ["sweep", *run, "-r", "4", "--vary", f"mailsPerDay={quantity(rng)},{quantity(rng)}"],
        ["seek", *run, "-r", "12", "--target", f"P(npv>{quantity(rng)})={quantity(rng)}", "--bounds",
         f"priceFall={quantity(rng)}..{quantity(rng)}"],
        ["replay", "--trace", trace, "-d", "llama-8b-a100", "--price", quantity(rng), "-o", "out"]])
    table["override"] = lambda rng, work: [
        "run", *run, "-r", "12", "--set", override(rng),
        *(["--set", override(rng)] if rng.random() < 0.3 else []),
        *(["--correlate", f"{rng.choice(['priceFall', 'start', ''])},mailsPerDay={number(rng)}"] if rng.random() < 0.3 else []),
        *(["--copula", rng.choice(["t(4)", f"t({number(rng)})", "clayton", "gumbel", "frank", "x"])] if rng.random() < 0.2 else []),
        *(["--case", rng.choice(["base", "", "x"])] if rng.random() < 0.1 else [])]

    def directory(rng, work):
        name = rng.choice(["run", "tornado", "sweep", "compare", "decide"])
        shutil.copytree(seeds / name, work / name)
        files = [f for f in sorted((work / name).rglob("*")) if f.suffix in (".csv", ".json") and f.is_file()]
        for file in rng.sample(files, rng.choice([1, 1, 2])):
            data = file.read_bytes()
            if file.suffix == ".json":
                file.write_bytes(json_or_bytes(data, rng))
            else:
                file.write_bytes(csv_or_bytes(data, rng))
        return rng.choice([
            ["verify", name], ["notebook", name, "--no-execute", "--out", "n.ipynb"], ["report", name, "--out", "r.html"],
            *([["compare", name, str(seeds / "run"), "-o", "out"]] if name == "run" else [])])

    table["directory"] = directory

    def ask(rng, work):
        lines = [
            rng.choice(["", "", "?", "done", "??", "early", "late", "EARLY", number(rng), quantity(rng), distribution(rng), "x" * 5000])
            for _ in range(rng.choice([0, 1, 3, 6, 40]))]
        data = rng.choice(["\n", "\n", "\r\n"]).join(lines).encode() + rng.choice([b"\n", b""])
        (work / ANSWERS).write_bytes(mutated_bytes(data, rng) if rng.random() < 0.3 else data)
        return [
            "ask", swift, "-r", "12", "-o", "out", *(["--questions", number(rng)] if rng.random() < 0.2 else []),
            *(["--set", override(rng)] if rng.random() < 0.2 else []), *(["--json"] if rng.random() < 0.2 else [])]

    table["ask"] = ask

    def edited(file, rng):
        data = file.read_bytes()
        # A link to the seeds must not be written through.
        file.unlink()
        file.write_bytes(json_or_bytes(data, rng) if file.suffix == ".json" else mutated_bytes(data, rng))

    def plan(rng, work):
        shutil.copytree(seeds / "plan", work / "plan", copy_function=os.link)
        shards = work / "plan" / "shards"
        for file in shards.iterdir():
            data = file.read_bytes()
            file.unlink()
            file.write_bytes(data)
        files = [work / "plan" / "plan.json"] * 3 + sorted(f for f in shards.iterdir() if not f.name.startswith("."))
        for _ in range(rng.choice([1, 1, 2])):
            kind = rng.randrange(8)
            file = rng.choice(files)
            if kind == 0:
                file.unlink(missing_ok=True)
            elif kind == 1:
                data = rng.choice(sorted(shards.iterdir())).read_bytes()
                (shards / rng.choice(["0.json", "4.json", "1-rows.rows", "-1.json"])).write_bytes(data)
            elif kind < 7 and file.exists():
                edited(file, rng)
        if rng.random() < 0.6 and (work / "plan" / "plan.json").exists():
            sign_plan(work / "plan")
        which = rng.choice(["0", "0-3", "3,0-1", "4", "3-0", ",", "0-", "00", number(rng), f"{number(rng)}-{number(rng)}"])
        return rng.choice([
            ["merge", "plan", "--check"], ["merge", "plan", "-o", "out"], ["merge", "plan", "-o", "out"],
            ["shard", "plan", which], ["shard", "plan", "--force", which]])

    table["plan"] = plan

    def shards(rng, work):
        return ["plan", "run", swift, "-r", number(rng), "--shards", rng.choice(["2", number(rng)]), "-o", "plan"]

    table["shards"] = shards

    def resume(rng, work):
        shutil.copytree(seeds / ".slow.pieces", work / ".slow.pieces")
        shutil.copy(seeds / "Slow.swift", work)
        files = sorted((work / ".slow.pieces").iterdir())
        for _ in range(rng.choice([1, 1, 2])):
            file = rng.choice(files)
            edited(file, rng)
            if file.suffix == ".rows" and rng.random() < 0.8:
                signed(file)
        return SLOW_RUN + ["-o", "slow", "--resume"]

    table["resume"] = resume

    def runs(rng, work):
        directory(rng, work)
        return ["runs", ".", *rng.choice([[], ["--json"], ["--experiment", rng.choice(["Fuzzed", ""])]])]

    table["runs"] = runs
    if fit is None:
        del table["deployment"]
    return table


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/payoff")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--surface", action="append")
    parser.add_argument("--from-case", type=int, default=0)
    parser.add_argument("--cases", type=int)
    parser.add_argument("--keep", default="fuzz-failures")
    given = parser.parse_args()
    binary = shutil.which(str(Path(given.binary).resolve())) or sys.exit(f"there is no program {given.binary}")
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    with tempfile.TemporaryDirectory() as temporary:
        fuzzer = Fuzzer(binary, Path(temporary))
        seeds = prepare(fuzzer, given.surface)
        table = surfaces(fuzzer, seeds)
        names = given.surface or sorted(table)
        counts = {name: [0, 0] for name in names}
        end = time.monotonic() + given.seconds
        case = given.from_case
        while time.monotonic() < end and not stopped and (given.cases is None or case < given.from_case + given.cases):
            for name in names:
                if stopped or time.monotonic() >= end:
                    break
                rng = random.Random(f"{given.seed}/{name}/{case}")
                work = Path(temporary) / "work"
                shutil.rmtree(work, ignore_errors=True)
                work.mkdir()
                arguments = table[name](rng, work)
                code, output, error, seconds = fuzzer.run(arguments, work)
                counts[name][0] += 1
                problem = None
                if code == "hang" or code in (-signal.SIGXCPU, -signal.SIGKILL):
                    problem = "hangs"
                elif code < 0 or code >= 128 and code != 130:
                    problem = f"ends by a signal: {code}"
                elif code not in CODES:
                    problem = f"exit code {code}"
                elif b"own code crashed" in error or b"defect" in error:
                    problem = "a trap"
                elif code != 0 and not error.strip():
                    problem = f"exit code {code} without a message"
                elif code == 0:
                    problem = nonsense(output, work / "out", texts(work))
                if problem:
                    counts[name][1] += 1
                    print(f"{name} {case}: {problem}\n  {arguments}\n  {error[-400:].decode(errors='replace')}", flush=True)
                    keep = Path(given.keep) / f"{name}-{given.seed}-{case}"
                    shutil.rmtree(keep, ignore_errors=True)
                    shutil.copytree(work, keep, ignore=shutil.ignore_patterns("out"))
                    (keep / "command.txt").write_text(repr(arguments) + "\n" + problem + "\n")
            case += 1
        for name in names:
            print(f"{name:14} {counts[name][0]:6} cases {counts[name][1]:4} failures")
        return 1 if any(failures for _, failures in counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
