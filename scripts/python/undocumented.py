"""Lists public symbols without documentation, and those that the landing page of their module does not list.

    python3 scripts/python/undocumented.py SYMBOLGRAPHS SOURCES MODULE ...

SYMBOLGRAPHS is a directory that contains the symbol graphs of the modules at any depth; SOURCES contains MODULE/MODULE.docc.
The exit status is 1 if a symbol is listed.

A symbol that implements a requirement of a protocol needs no documentation of its own.
"""

import json
import re
import sys
from pathlib import Path

# Relations that say where a symbol belongs, if not at the top of the module.
BELONGS = {"memberOf", "requirementOf", "optionalRequirementOf", "defaultImplementationOf"}


def graphs(directory, module):
    """The newest symbol graph of a module, and those of its extensions of types in other modules."""
    found = {}
    for path in directory.rglob(f"{module}*.symbols.json"):
        name = path.name.removesuffix(".symbols.json")
        if name == module or name.startswith(module + "@"):
            if name not in found or path.stat().st_mtime > found[name].stat().st_mtime:
                found[name] = path
    if module not in found:
        sys.exit(f"there is no symbol graph of {module} in {directory}")
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
    directory, sources, modules = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    problems, counted = [], 0
    for module in modules:
        landing = (sources / module / f"{module}.docc" / f"{module}.md").read_text(encoding="utf-8")
        topics = landing.partition("\n## Topics\n")[2]
        grouped = set(re.findall(r"^- ``([^`]+)``$", topics, re.MULTILINE))
        for graph in graphs(directory, module):
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
                    problems.append(f"{place(symbol, sources)}: {module}: {name} has no documentation")
                if identifier not in belongs and graph["module"]["name"] == module and "@" not in name:
                    if name not in grouped and symbol["kind"]["identifier"] != "swift.func.op":
                        problems.append(f"{place(symbol, sources)}: {module}: {name} is not on its landing page")
    for problem in sorted(set(problems)):
        print(problem)
    if problems:
        sys.exit(1)
    print(f"{counted} public symbols of {len(modules)} modules are documented")


if __name__ == "__main__":
    main()
