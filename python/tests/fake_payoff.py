"""A command with plans of 40 rows. Words of its command line make shards slow, or make them fail."""

import hashlib
import json
import os
import pathlib
import shutil
import sys
import time

ROWS = 40


def fail(text, code=65):
    print("Error: " + text, file=sys.stderr)
    sys.exit(code)


def option(words, name):
    return words[words.index(name) + 1]


def plan(words):
    shards, out = int(option(words, "--shards")), option(words, "--out")
    if shards > ROWS:
        fail(f"--shards {shards}: there are only {ROWS} rows; use fewer shards", 64)
    if "wrong" in words:
        fail("wrong: did you mean right?", 64)
    os.makedirs(out + "/program")
    shutil.copy(__file__, out + "/payoff")
    pathlib.Path(out, "program", "data").write_bytes(os.urandom(1 << 20))
    pathlib.Path(out, "plan.json").write_text(json.dumps({"words": words, "shards": shards}))
    print(json.dumps({"plan": out, "hash": "h", "shards": shards, "stages": {"rows": ROWS}, "results": "runs/x"}))


def misbehave(word, number):
    kind, _, value = word.partition("=")
    if kind == "sleep":
        time.sleep(float(value))
    elif kind == "log":
        with open(value, "a") as log:
            log.write(f"{number} {os.getppid()}\n")
    elif kind == "fail" and number == int(value):
        fail("the experiment is wrong at row 3")
    elif kind == "die" and number == int(value):
        os.kill(os.getpid(), 9)
    elif kind == "library":
        print("payoff: error while loading shared libraries: libgsl.so.27: cannot open", file=sys.stderr)
        sys.exit(127)
    elif kind == "once" and not os.path.exists(value):
        pathlib.Path(value).touch()
        os.kill(os.getpid(), 9)


def shard(words):
    here, number = pathlib.Path(__file__).resolve().parent, int(words[0])
    planned = json.loads((here / "plan.json").read_text())
    for word in planned["words"]:
        misbehave(word, number)
    first, last = (part * ROWS // planned["shards"] for part in (number, number + 1))
    rows = b"".join(hashlib.sha256(b"%d" % row).digest() for row in range(first, last))
    (here / "shards").mkdir(exist_ok=True)
    (here / "shards" / f"{number}-rows.rows").write_bytes(rows)
    (here / "shards" / f"{number}.json").write_text(json.dumps({"sha256": hashlib.sha256(rows).hexdigest()}))


def merge(words):
    place = pathlib.Path(words[0])
    shards = json.loads((place / "plan.json").read_text())["shards"]
    missing, wrong, rows = [], {}, b""
    for number in range(shards):
        try:
            told = json.loads((place / "shards" / f"{number}.json").read_text())
            part = (place / "shards" / f"{number}-rows.rows").read_bytes()
        except FileNotFoundError:
            missing.append(number)
            continue
        rows += part
        if hashlib.sha256(part).hexdigest() != told["sha256"]:
            wrong[number] = "its rows are not those of its manifest"
    if "--check" in words:
        print(json.dumps({"plan": "h", "shards": shards, "missing": missing, "wrong": wrong}))
        sys.exit(65 if missing or wrong else 0)
    if missing or wrong:
        fail("shards are missing")
    out = option(words, "--out")
    os.makedirs(out)
    pathlib.Path(out, "rows").write_bytes(rows)
    print(json.dumps({"answer": ["merged"]}))


name, rest = sys.argv[1], sys.argv[2:]
if name == "--version":
    print("0.2.0")
else:
    {"plan": plan, "shard": shard, "merge": merge}[name](rest)
