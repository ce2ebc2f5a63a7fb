"""Draws Vega-Lite specifications with vl-convert.

Reads JSON from standard input: {"jobs": [{"folder", "specification", "format"}], "bundle": true or false}. Paths of data in a
specification are relative to its folder. Writes JSON to standard output: {"pictures": [text of SVG, or base64 of PNG],
"bundle": the Vega runtime as one script, where it was asked for}.
"""

import base64
import json
import os
import re
import sys

import vl_convert

VEGA_LITE = "6.4"
# A row a future: the pictures show the first of them only.
ROWS_READ = {"futures.csv": 2000}


def table(folder, url):
    path = os.path.join(folder, url)
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    limit = ROWS_READ.get(os.path.basename(path))
    if limit is None:
        return text
    return "\r\n".join(text.split("\r\n")[: limit + 1])


def with_data(node, folder):
    """The specification with the text of the files that it names."""
    if isinstance(node, list):
        return [with_data(value, folder) for value in node]
    if not isinstance(node, dict):
        return node
    node = {name: with_data(value, folder) for name, value in node.items()}
    data = node.get("data")
    if isinstance(data, dict) and "url" in data:
        node["data"] = {"values": table(folder, data["url"]), "format": data.get("format", {"type": "csv"})}
    return node


def svg(specification, number):
    text = vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE, allowed_base_urls=[])
    # Several pictures in one page share its names.
    text = re.sub(r'\bid="((?:clip|gradient)[^"]*)"', rf'id="p{number}-\1"', text)
    return re.sub(r"url\(#((?:clip|gradient)[^)]*)\)", rf"url(#p{number}-\1)", text)


def main():
    task = json.load(sys.stdin)
    pictures = []
    for number, job in enumerate(task["jobs"]):
        specification = with_data(job["specification"], job["folder"])
        if job["format"] == "svg":
            pictures.append(svg(specification, number))
        else:
            image = vl_convert.vegalite_to_png(specification, vl_version=VEGA_LITE, scale=2, allowed_base_urls=[])
            pictures.append(base64.b64encode(image).decode("ascii"))
    answer = {"pictures": pictures}
    if task.get("bundle"):
        # Nothing may end the script of the page early.
        answer["bundle"] = vl_convert.javascript_bundle(vl_version=VEGA_LITE).replace("</script", "<\\/script")
    json.dump(answer, sys.stdout)


main()
