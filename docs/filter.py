#!/usr/bin/env python3
"""Turns a chapter's plain Markdown into what Doxygen understands; Doxygen runs it on every page.

The chapters are written for a code host: mathematics in `$…$` and in math fences, anchors as
`<a id>`, links to files. Doxygen 1.9 knows none of these. Fences of code and code spans are left
as they are.

Usage: filter.py FILE.md    (writes to stdout)
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})\s*(\w*)")
CODE_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
INLINE_MATH = re.compile(r"(?<![\\\w$])\$(?!\s)([^$\n]+?)(?<!\s)\$(?![\w$])")
TEX_COMMENT = re.compile(r"(?<!\\)%.*$", re.MULTILINE)
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])+)\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#{1,4})\s+(.+?)\s*$")


def page_id(path):
    """The page of a Markdown file: `chapter-sigmoid`, `exercises-of-sigmoid`, else by its path."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if len(parts) >= 3 and parts[0] == "chapters":
        name = parts[1][3:]
        inner = "-".join(parts[2:])
        return {"README": f"chapter-{name}", "exercises-README": f"exercises-of-{name}",
                "exercises-solutions": f"solutions-of-{name}"}.get(inner, f"{inner}-of-{name}")
    return "page-" + "-".join(parts).lower()


def slug(heading):
    """The anchor that a code host gives to a heading."""
    text = re.sub(r"[`*]", "", heading).lower()
    return re.sub(r"[^\w\- ]", "", text).strip().replace(" ", "-")


class Page:
    def __init__(self, path):
        self.path = path
        self.id = page_id(path)
        self.is_main = path == ROOT / "README.md"
        self.children = set()  # the pages that hang below this one in the sidebar

    def filtered(self):
        text = self.path.read_text(encoding="utf-8")
        lines, out = text.split("\n"), []
        position, prose = 0, []
        while position < len(lines):
            fence = FENCE.match(lines[position])
            if not fence:
                prose.append(lines[position])
                position += 1
                continue
            out.append(self.prose("\n".join(prose)))
            prose = []
            end = position + 1
            while end < len(lines) and not lines[end].strip().startswith(fence.group(2)):
                end += 1
            body = lines[position + 1:end]
            out.append(self.fence(fence.group(3), body))
            position = end + 1
        out.append(self.prose("\n".join(prose)))
        return "\n".join(out)

    @staticmethod
    def fence(language, body):
        if language == "math":
            formula = TEX_COMMENT.sub("", "\n".join(body))
            return "\\f[\n" + formula + "\n\\f]\n"
        extension = {"cpp": "{.cpp}", "sh": "{.sh}"}.get(language, "{.unparsed}")
        return "```" + extension + "\n" + "\n".join(body) + "\n```\n"

    def prose(self, text):
        """Everything outside fences. Code spans are put aside, so that nothing in them changes."""
        text = COMMENT.sub("", text)
        spans = []

        def put_aside(match):
            spans.append(match.group(0))
            return f"\x00{len(spans) - 1}\x00"

        text = CODE_SPAN.sub(put_aside, text)
        text = INLINE_MATH.sub(lambda m: put_aside(re.match(r"(?s)(.*)", f"\\f${m.group(1)}\\f$")),
                               text)
        text = ANCHOR.sub(r"\\anchor \1\n", text)
        text = IMAGE.sub(self.image, text)
        text = LINK.sub(self.link, text)
        text = "\n".join(self.heading(line) for line in text.split("\n"))
        return re.sub(r"\x00(\d+)\x00", lambda m: spans[int(m.group(1))], text)

    def heading(self, line):
        match = HEADING.match(line)
        if not match:
            return line
        level, title = match.groups()
        if len(level) == 1:
            # A title that began with a number would be a list to Doxygen.
            title = re.sub(r"^(\d+)\. ", r"Chapter \1. ", title)
            return line if self.is_main else f"# {title} {{#{self.id}}}"
        return f"{level} {title} {{#{self.id}--{slug(title)}}}"

    def image(self, match):
        words, target = match.groups()
        source = (self.path.parent / target).resolve()
        # The build copies the figures below figures/, under their chapter's name.
        name = f"figures/{source.parent.parent.name[3:]}-{source.name}"
        return f'<img class="figure" src="{name}" alt="{words}"/>'

    def link(self, match):
        words, target = match.groups()
        if re.match(r"[a-z]+:", target):
            return match.group(0)
        file, _, anchor = target.partition("#")
        path = (self.path.parent / file).resolve() if file else self.path
        if anchor.startswith("eq-"):
            return f'\\ref {anchor} "{words}"'
        if path.suffix == ".md" and path.is_file():
            if path == ROOT / "README.md":
                return f'\\ref index "{words}"'
            known = path.parts[len(ROOT.parts)] == "chapters" or path.name == "ledger.md"
            if known and "data" not in path.parts:
                if path.parent == self.path.parent / "exercises" and path not in self.children:
                    self.children.add(path)
                    return f'\\subpage {page_id(path)} "{words}"'
                section = f"--{anchor}" if anchor else ""
                return f'\\ref {page_id(path)}{section} "{words}"'
        if path.suffix == ".hpp" and ROOT / "src" in path.parents:
            return f'\\ref {os.path.relpath(path, ROOT / "src")} "{words}"'
        return words


def main():
    if len(sys.argv) != 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__.strip())
        return 0 if sys.argv[1:] in (["-h"], ["--help"]) else 2
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(Page(Path(sys.argv[1]).resolve()).filtered())
    return 0


if __name__ == "__main__":
    sys.exit(main())
