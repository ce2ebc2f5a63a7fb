"""Holds exported notebooks against fresh ones: everything but pictures, whose letters depend on the fonts of a machine.

    compare-notebooks.py EXPORTED FRESH
"""

import json
import os
import sys


def without_pictures(node):
    if isinstance(node, list):
        return [without_pictures(value) for value in node]
    if not isinstance(node, dict):
        return node
    return {
        name: "a picture" if name.startswith("image/") else without_pictures(value) for name, value in node.items()
    }


def content(path):
    with open(path, encoding="utf-8") as file:
        return without_pictures(json.load(file)) if path.endswith(".ipynb") else file.read()


def main():
    exported, fresh = sys.argv[1:]
    names = sorted(set(os.listdir(exported)) | set(os.listdir(fresh)))
    stale = []
    for name in names:
        paths = [os.path.join(folder, name) for folder in (exported, fresh)]
        if not all(map(os.path.exists, paths)) or content(paths[0]) != content(paths[1]):
            stale.append(name)
    if stale:
        sys.exit(f"{exported} is not up to date: {', '.join(stale)}; make it anew with: make notebooks")
    print(f"{exported} is up to date: {len(names)} files")


main()
