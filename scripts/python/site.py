"""Makes the site of the documentation: guides, reference, validation, evidence and benchmarks, with one search.

    python3 scripts/python/site.py REFERENCE OUT

REFERENCE holds the documentation that DocC wrote, a folder for each module. OUT is replaced by a folder of static files that
any web server serves at any address; without one, everything but DocC's own pages can be read from the disk.

Pages are the project's Markdown. A link to a file of the project that is no page leads to a page that shows it. The public
symbols are listed on a page for each module, so that the search of the site finds them.
"""

import html
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# The order of the modules: from what experiments import to what it rests on.
MODULES = ["Payoff", "Experimentation", "Economics", "Serving", "Demand", "EventSimulation", "Randomness"]
# Files of the project that have another place on the site.
PLACES = {"README.md": "index.md", "README.zh.md": "index.zh.md", "CHANGELOG.md": "changelog.md",
          "CONTRIBUTING.md": "contributing.md", "docs/guides/README.md": "guides/index.md", "docs/payoff.1": "manual.md"}
LANGUAGES = {".swift": "swift", ".py": "python", ".csv": "text", ".toml": "toml", ".json": "json"}
STYLE = """
/* Wide tables scroll by themselves and not the page. */
.md-typeset table:not([class]) { font-size: .66rem; }
.md-typeset table:not([class]) th { min-width: 3rem; }
.md-typeset__scrollwrap { overflow-x: auto; }
.md-typeset pre > code { font-size: .66rem; }
.md-grid { max-width: 66rem; }
.md-typeset code { overflow-wrap: anywhere; }
"""


def tracked():
    names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=PROJECT,
                           capture_output=True, text=True, check=True).stdout
    return {name for name in names.split("\0") if name and (PROJECT / name).exists()}


class Site:
    def __init__(self, source):
        self.source = source
        self.files = tracked()
        self.folders = {str(Path(name).parents[n]) for name in self.files for n in range(len(Path(name).parents))}
        self.places = dict(PLACES)
        for name in self.files:
            if name.startswith("docs/") and name.endswith(".md"):
                self.places.setdefault(name, name.removeprefix("docs/"))
        self.shown = []

    def write(self, place, text):
        path = self.source / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self):
        for name, place in sorted(self.places.items()):
            if name == "docs/payoff.1":
                self.write(place, manual((PROJECT / name).read_text(encoding="utf-8")))
            else:
                self.write(place, self.page(name, place))
        for name in sorted(self.files):
            if name.startswith("docs/images/"):
                path = self.source / name.removeprefix("docs/")
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(PROJECT / name, path)
        # The pages of files link to nothing, and so are complete in one pass.
        for name in self.shown:
            self.write(self.places[name], self.listing(name) if name in self.folders else self.show(name))
        self.write("site.css", STYLE)

    def page(self, name, place):
        """A page of the project, with its links as they are on the site."""
        folder = posixpath.dirname(name)
        lines, fence = [], None
        for line in (PROJECT / name).read_text(encoding="utf-8").splitlines():
            mark = re.match(r"\s*(```+|~~~+)", line)
            if mark and (fence is None or line.strip() == fence):
                fence = mark[1] if fence is None else None
                lines.append(line)
                continue
            if fence is None:
                line = re.sub(r"(\]\()([^)\s]+)(\))", lambda m: m[1] + self.target(m[2], folder, place) + m[3], line)
                # A list may follow a paragraph at once, as in most dialects of Markdown but the one of the site.
                if re.match(r"([-*]|\d+\.) ", line) and lines and lines[-1].strip() and not re.match(
                        r"\s*([-*]|\d+\.) |\s{2,}", lines[-1]):
                    lines.append("")
            lines.append(line)
        return "\n".join(lines) + "\n"

    def target(self, link, folder, place):
        if re.match(r"[a-z]+:|#", link):
            return link
        path, _, anchor = link.partition("#")
        name = posixpath.normpath(posixpath.join(folder, path)).rstrip("/")
        if name == "docs/guides":
            name = "docs/guides/README.md"
        if name.startswith("docs/images/"):
            there = name.removeprefix("docs/")
        elif name in self.files or name in self.folders:
            if name not in self.places:
                self.places[name] = f"files/{name}.md"
                self.shown.append(name)
            there = self.places[name]
        else:
            sys.exit(f"{place}: links to {link}, which is no file of the project")
        return posixpath.relpath(there, posixpath.dirname(place) or ".") + (f"#{anchor}" if anchor else "")

    def show(self, name):
        text = (PROJECT / name).read_text(encoding="utf-8")
        if name.endswith(".md"):
            # Its own links lead to files that are not on the site.
            return re.sub(r"\[([^\]]+)\]\((?!http)[^)]+\)", r"\1", text)
        if len(text) > 200_000:
            text = text[:200_000] + "\n…\n"
        fence = "```"
        while fence in text:
            fence += "`"
        return f"# {name}\n\n{fence}{LANGUAGES.get(Path(name).suffix, 'text')}\n{text.rstrip()}\n{fence}\n"

    def listing(self, name):
        inside = sorted({each.removeprefix(name + "/").split("/")[0] for each in self.files if each.startswith(name + "/")})
        lines = []
        for each in inside:
            place = self.places.get(f"{name}/{each}")
            here = posixpath.dirname(self.places[name])
            lines.append(f"- [{each}]({posixpath.relpath(place, here)})" if place else f"- {each}")
        return f"# {name}\n\n" + "\n".join(lines) + "\n"

    def navigation(self):
        guides = re.findall(r"\| \[([^\]]+)\]\(([^)#]+\.md)\) \|",
                            (PROJECT / "docs/guides/README.md").read_text(encoding="utf-8"))
        known = [{title: f"guides/{file}"} for title, file in guides if f"docs/guides/{file}" in self.files]
        listed = {file for _, file in guides}
        others = [name.removeprefix("docs/") for name in sorted(self.files)
                  if re.fullmatch(r"docs/guides/[^/]+\.md", name) and Path(name).name not in listed | {"README.md"}]
        design = [name.removeprefix("docs/") for name in sorted(self.files) if re.fullmatch(r"docs/design/[^/]+\.md", name)]
        return [
            {"Payoff": ["index.md", {"中文": "index.zh.md"}, {"Changelog": "changelog.md"},
                        {"Contributing": "contributing.md"}]},
            {"Guides": ["guides/index.md", *known, *others]},
            {"Reference": [{"Modules": "reference/index.md"}, *({m: f"reference/{m}.md"} for m in MODULES),
                           {"Command line": "manual.md"}]},
            {"Evidence": [{"Validation": "validation.md"}, {"Audit of the case": "evidence.md"},
                          {"Benchmarks": "benchmarks.md"}]},
            {"Design": design},
        ]


def manual(roff):
    """The man page as Markdown: it has headings, paragraphs, lists and blocks as typed."""
    lines, typed = [], False

    def plain(text):
        return re.sub(r"\\f.", "", text).replace("\\-", "-").replace("\\(aq", "'").replace("\\&", "").replace("\\e", "\\")

    term = False
    for line in roff.splitlines():
        if line.startswith(".nf"):
            if not typed:
                lines += ["", "```text"]
            typed = True
        elif line.startswith(".fi"):
            continue
        elif typed and not line.startswith("."):
            lines.append(plain(line))
        else:
            if typed:
                lines += ["```", ""]
                typed = False
            macro, _, rest = line.partition(" ")
            rest = plain(rest).strip('"')
            if macro == ".TH":
                lines.append("# Command line")
            elif macro in (".SH", ".SS"):
                lines += ["", ("## " if macro == ".SH" else "### ") + rest.capitalize() if rest.isupper() else
                          ("## " if macro == ".SH" else "### ") + rest, ""]
            elif macro == ".TP":
                term = True
            elif macro in (".PP", ".P", ".LP", ".IP"):
                lines.append("")
            elif macro in (".B", ".I", ".BR"):
                lines += ["", f"`{rest}`", ""]
                term = False
            elif line.startswith(".") or not line.strip():
                lines.append("")
            elif term:
                lines += ["", f"`{plain(line)}`", ""]
                term = False
            else:
                lines.append(html.escape(plain(line), quote=False).replace("*", "\\*").replace("_", "\\_"))
    if typed:
        lines.append("```")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def text_of(parts):
    """The plain text of a summary of DocC's."""
    found = []
    for part in parts or []:
        if part["type"] == "reference":
            found.append(f"`{part['identifier'].rsplit('/', 1)[-1]}`")
        elif part["type"] == "codeVoice":
            found.append(f"`{part['code']}`")
        else:
            found.append(part.get("text") or text_of(part.get("inlineContent")))
    return "".join(found)


def reference(module, folder):
    """A page with the public symbols of a module, each linked to its page by DocC."""
    root = folder / "data/documentation"
    begin = json.loads((root / f"{module.lower()}.json").read_text(encoding="utf-8"))
    lines = [f"# {module}", "", text_of(begin.get("abstract")), "",
             f"[The module with its topics]({module}/documentation/{module.lower()}/), by DocC. "
             "Below are its public symbols, for the search.", ""]
    pages = {}
    for path in root.rglob("*.json"):
        page = json.loads(path.read_text(encoding="utf-8"))
        if page.get("kind") == "symbol" and page["metadata"].get("role") != "collection":
            pages[path.relative_to(root).with_suffix("")] = page
    for path, page in sorted(pages.items(), key=lambda item: (str(item[0].parent), item[1]["metadata"]["title"])):
        if len(path.parts) != 2:
            continue
        title, kind = page["metadata"]["title"], page["metadata"].get("roleHeading", "")
        lines += [f"## {title}", "", f"[{kind} `{title}`]({module}/documentation/{path.as_posix()}/). "
                  f"{text_of(page.get('abstract'))}", ""]
        members = [(each["metadata"]["title"], inner, text_of(each.get("abstract"))) for inner, each in pages.items()
                   if len(inner.parts) == 3 and inner.parent == path]
        for name, inner, summary in sorted(members):
            if summary.startswith("Inherited from"):
                continue
            summary = f": {summary}" if summary else ""
            lines.append(f"- [`{name}`]({module}/documentation/{inner.as_posix()}/){summary}")
        lines.append("")
    return "\n".join(lines)


def relocate(module, folder, target):
    """Copies what DocC wrote for a module. Its pages then find their parts from wherever the site is."""
    for path in folder.rglob("*"):
        there = target / path.relative_to(folder)
        if path.is_dir():
            there.mkdir(parents=True, exist_ok=True)
        elif path.name == "index.html":
            up = "../" * (len(there.relative_to(target).parts) - 1) or "./"
            page = path.read_text(encoding="utf-8")
            page = page.replace(f'var baseUrl = "/{module}/"', f'var baseUrl = new URL("{up}", location.href).pathname')
            page = re.sub(rf'((?:href|src)=")/{module}/', rf"\g<1>{up}", page)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_text(page, encoding="utf-8")
        elif path.name not in ("developer-og.jpg", "developer-og-twitter.jpg"):
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, there)


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: site.py REFERENCE OUT")
    documented, out = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    work = out.with_name(out.name + "-source")
    shutil.rmtree(work, ignore_errors=True)
    site = Site(work / "pages")
    site.build()
    lines = ["# Reference", "", "The public symbols by module. An experiment imports `Payoff` alone.", ""]
    for module in MODULES:
        page = reference(module, documented / module)
        site.write(f"reference/{module}.md", page)
        lines.append(f"- [{module}]({module}.md): {page.splitlines()[2]}")
    site.write("reference/index.md", "\n".join(lines) + "\n")
    config = {"INHERIT": str(PROJECT / "mkdocs.yml"), "docs_dir": str(work / "pages"), "site_dir": str(out),
              "nav": site.navigation()}
    (work / "mkdocs.yml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    # The links to DocC's pages cannot be seen by mkdocs; scripts/check-site looks at all.
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean", "--config-file", work / "mkdocs.yml"],
                   check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    for module in MODULES:
        relocate(module, documented / module, out / "reference" / module)


main()
