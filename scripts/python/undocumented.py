"""Names the public symbols that have no documentation, and those that no landing page groups.

    python3 scripts/python/undocumented.py SYMBOLGRAPHS SOURCES ROOM ...

SYMBOLGRAPHS is a directory in which the symbol graphs of the rooms lie, somewhere; SOURCES holds ROOM/ROOM.docc. It ends
with status 1 if it names any.

What implements a requirement of a protocol may be silent: the protocol's documentation is its own.
"""

import json
import re
import sys
from pathlib import Path

# Relations that say where a symbol belongs, if not at the top of the room.
BELONGS = {"memberOf", "requirementOf", "optionalRequirementOf", "defaultImplementationOf"}


def graphs(directory, room):
    """The newest symbol graph of a room, and those of what it adds to types of other modules."""
    found = {}
    for path in directory.rglob(f"{room}*.symbols.json"):
        name = path.name.removesuffix(".symbols.json")
        if name == room or name.startswith(room + "@"):
            if name not in found or path.stat().st_mtime > found[name].stat().st_mtime:
                found[name] = path
    if room not in found:
        sys.exit(f"there is no symbol graph of {room} in {directory}")
    return [json.loads(path.read_text(encoding="utf-8")) for path in found.values()]


def place(symbol, sources):
    location = symbol.get("location")
    if not location:
        return "somewhere"
    path = location["uri"].removeprefix("file://")
    if str(sources.resolve()) in path:
        path = str(Path(path).relative_to(sources.resolve().parent))
    return f"{path}:{location['position']['line'] + 1}"


def main():
    directory, sources, rooms = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    problems, counted = [], 0
    for room in rooms:
        landing = (sources / room / f"{room}.docc" / f"{room}.md").read_text(encoding="utf-8")
        topics = landing.partition("\n## Topics\n")[2]
        grouped = set(re.findall(r"^- ``([^`]+)``$", topics, re.MULTILINE))
        for graph in graphs(directory, room):
            belongs = {one["source"] for one in graph["relationships"] if one["kind"] in BELONGS}
            implements = {one["source"] for one in graph["relationships"] if "sourceOrigin" in one}
            for symbol in graph["symbols"]:
                name, identifier = ".".join(symbol["pathComponents"]), symbol["identifier"]["precise"]
                if symbol["accessLevel"] not in ("public", "open") or "::SYNTHESIZED::" in identifier:
                    continue
                if symbol["kind"]["identifier"] == "swift.extension":
                    continue
                counted += 1
                lines = symbol.get("docComment", {}).get("lines", [])
                if not any(line["text"].strip() for line in lines) and identifier not in implements:
                    problems.append(f"{place(symbol, sources)}: {room}: {name} has no documentation")
                if identifier not in belongs and graph["module"]["name"] == room and "@" not in name:
                    if name not in grouped and symbol["kind"]["identifier"] != "swift.func.op":
                        problems.append(f"{place(symbol, sources)}: {room}: {name} is in no group of its landing page")
    for problem in sorted(set(problems)):
        print(problem)
    if problems:
        sys.exit(1)
    print(f"{counted} public symbols of {len(rooms)} rooms are documented")


if __name__ == "__main__":
    main()
