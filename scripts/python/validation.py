"""Writes docs/validation.md from the rows that the tests record.

    python3 scripts/python/validation.py ROWS PAGE

ROWS is the file `rows.jsonl` of a test run with PAYOFF_VALIDATION set; PAGE is replaced. The text of the page is in
validation.md in this directory, where a line `{{topic}}` stands for the tables of that topic. The same figures give the same
bytes: rows are sorted, and figures are rounded more coarsely than machines differ.

Rows that need a recorded trace, which is not part of the project, are marked. If a trace is missing, its rows are not
measured, and PAGE keeps its existing rows.
"""

import argparse
import json
import math
import re
import sys
from pathlib import Path

MARK = " ¹"
# Rounding errors of double precision differ between machines.
ROUNDING = 1e-12


def figure(value, digits=4):
    """A whole number as it is, any other number with that many significant digits."""
    if not math.isfinite(value):
        return str(value)
    if value == round(value) and abs(value) < 1e10:
        return f"{value:,.0f}"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    if abs(rounded) >= 1e10 or abs(rounded) < 1e-4:
        return f"{value:.{digits - 1}e}".replace("e+0", "e").replace("e-0", "e-")
    return f"{rounded:,.{max(places, 0)}f}"


def short(value):
    """A bound as it was written."""
    return f"{value:.12g}".replace("e-0", "e-")


def percent(share):
    return f"{100 * share:.6g} %"


def error(value, bound):
    """An error rounded up: to a power of ten if it is a rounding error, otherwise to two digits."""
    if value == 0 and bound == 0:
        return "0"
    if value < 100 * ROUNDING:
        power = 10.0 ** math.ceil(math.log10(max(value, ROUNDING)) - 1e-9)
        return "≤ " + short(min(power, bound))
    for digits in 2, 3, 4:
        places = digits - 1 - math.floor(math.log10(value))
        rounded = float(f"{math.ceil(value * 10**places - 1e-9)}e{-places}")
        if rounded <= bound:
            break
    return "≤ " + short(rounded)


def wilson(hits, count, z=1.959963984540054):
    share, z2 = hits / count, z * z
    middle = (share + z2 / 2 / count) / (1 + z2 / count)
    half = z / (1 + z2 / count) * math.sqrt(share * (1 - share) / count + z2 / 4 / count / count)
    return middle - half, middle + half


def cell(text):
    """Text of a test for a table; Swift writes 4 as 4.0."""
    return re.sub(r"(?<![\d.])(\d+)\.0(?![\d.])", r"\1", text).replace("|", "\\|")


def estimates(rows):
    for row in rows:
        low, high = row["found"] - row["halfWidth"], row["found"] + row["halfWidth"]
        held = f"in the {percent(row['confidence'])} interval"
        if row["tolerance"]:
            held += f" ± {percent(row['tolerance'])}"
        yield [
            cell(row["system"]), cell(row["measure"]), figure(row["expected"]), figure(row["found"]),
            f"{figure(low)} to {figure(high)}", held,
        ]


def comparisons(rows):
    for row in rows:
        expected, found, bound = row["expected"], row["found"], row["tolerance"]
        if bound == 0:
            off, held = ("0" if found == expected else figure(found - expected)), "equal"
        elif row["isAbsolute"]:
            off = error(abs(found - expected), bound) if found != expected else "0"
            held = f"within {short(float(figure(bound, 2).replace(',', '')))}"
        elif bound < 1e-3:
            off, held = error(abs(found - expected) / abs(expected), bound), f"relative error ≤ {short(bound)}"
        else:
            off, held = f"{100 * (found / expected - 1):+.2g} %" if found != expected else "0", f"within {percent(bound)}"
        yield [cell(row["system"]), cell(row["measure"]), figure(expected, 5), figure(found, 5), off, held]


def agreements(rows):
    for row in rows:
        bound = row["tolerance"]
        yield [
            cell(row["system"]), cell(row["measure"]), f"{row['count']:,}", error(row["found"], bound),
            "equal" if bound == 0 else f"≤ {short(bound)}",
        ]


def coverages(rows):
    for row in rows:
        low, high = wilson(round(row["found"] * row["count"]), row["count"])
        yield [
            cell(row["system"]), cell(row["measure"]), percent(row["expected"]), f"{100 * row['found']:.1f} %",
            f"{row['count']:,}", f"{100 * low:.1f} to {100 * high:.1f} %",
            f"{100 * row['low']:.1f} to {100 * row['high']:.1f} %",
        ]


# The header and the cells by kind of table, in the order of the tables of a topic.
TABLES = {
    "agreement": (["case", "reference", "figures", "greatest error", "bound of the test"], agreements),
    "estimate": (["case", "measure", "expected", "simulated", "interval", "bound of the test"], estimates),
    "comparison": (["case", "measure", "expected", "found", "difference", "bound of the test"], comparisons),
    "coverage": (
        ["interval", "case", "nominal coverage", "observed coverage", "data sets", "95 % interval of the coverage",
         "bound of the test"], coverages),
}


def natural(text):
    """A sort key that puts M/M/5 before M/M/30."""
    return [(0, float(part), "") if part[0].isdigit() else (1, 0, part) for part in re.findall(r"\d+(?:\.\d+)?|\D+", text)]


def read(path):
    """The rows by topic and kind; agreements with the same text are joined."""
    joined, topics = {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        key = (row["topic"], row["kind"], row["system"], row["measure"])
        if row["kind"] == "agreement":
            key += (row["tolerance"], row["reference"])
            if key in joined:
                joined[key]["count"] += row["count"]
                joined[key]["found"] = max(joined[key]["found"], row["found"])
                continue
        elif key in joined:
            if joined[key] == row:
                continue
            sys.exit(f"two rows have the name {row['system']}, {row['measure']} in {row['topic']}; give them different names")
        joined[key] = row
        topics.setdefault(row["topic"], {}).setdefault(row["kind"], []).append(row)
    return topics


def committed(page, topics):
    """The marked rows of an existing page, by topic and kind, if none of that table was measured this time."""
    rows, place = {}, None
    if page.exists():
        for line in page.read_text(encoding="utf-8").splitlines():
            start = re.fullmatch(r"<!-- (\w+) (\w+) -->", line)
            if start:
                place = start.groups()
            elif place and line.endswith(MARK + " |"):
                rows.setdefault(place, []).append(line)
    measured = {
        (topic, kind) for topic, kinds in topics.items() for kind, all_rows in kinds.items()
        if any(row["reference"] == "recordedTrace" for row in all_rows)
    }
    return {place: lines for place, lines in rows.items() if place not in measured}


def table(topic, kind, rows, kept):
    head, cells = TABLES[kind]
    lines = []
    for row in rows:
        made = next(cells([row]))
        if row["reference"] == "recordedTrace":
            made[-1] += MARK
        lines.append("| " + " | ".join(made) + " |")
    lines = sorted(set(lines + kept), key=lambda line: [natural(part) for part in line.split(" | ")])
    return "\n".join([f"<!-- {topic} {kind} -->", "", "| " + " | ".join(head) + " |", "|---" * len(head) + "|"] + lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=Path)
    parser.add_argument("page", type=Path)
    arguments = parser.parse_args()

    topics = read(arguments.rows)
    kept = committed(arguments.page, topics)
    words = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
    asked = re.findall(r"^\{\{(\w+)\}\}$", words, re.MULTILINE)
    there = set(topics) | {topic for topic, _ in kept}
    for topic in sorted(set(topics) - set(asked)):
        sys.exit(f"validation.md has no place for the topic {topic}")
    for topic in asked:
        if topic not in there:
            sys.exit(f"no test recorded a row of the topic {topic}")

    def tables(match):
        topic = match.group(1)
        made = []
        for kind in TABLES:
            rows, old = topics.get(topic, {}).get(kind, []), kept.get((topic, kind), [])
            if rows or old:
                made.append(table(topic, kind, rows, old))
        return "\n\n".join(made)

    arguments.page.write_text(re.sub(r"^\{\{(\w+)\}\}$", tables, words, flags=re.MULTILINE), encoding="utf-8")
    rows = sum(len(rows) for kinds in topics.values() for rows in kinds.values())
    print(f"{arguments.page}: {rows} rows measured, {sum(map(len, kept.values()))} rows kept", file=sys.stderr)


if __name__ == "__main__":
    main()
