"""Executes a notebook from top to bottom in its own folder and keeps what it prints.

Reads JSON from standard input: {"notebook": the text of the notebook, "folder": where it is to run}. Writes the notebook to
standard output, without times or counters that would differ from one execution to the next.
"""

import json
import subprocess
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def main():
    task = json.load(sys.stdin)
    notebook = nbformat.reads(task["notebook"], as_version=4)
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", record_timing=False, resources={"metadata": {"path": task["folder"]}}
    )
    try:
        # The kernel talks of its own affairs.
        client.execute(stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        sys.exit(str(error)[:4000])
    metadata = json.loads(task["notebook"])["metadata"]
    notebook["metadata"] = nbformat.from_dict(metadata)
    nbformat.validate(notebook)
    text = nbformat.writes(notebook)
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


main()
