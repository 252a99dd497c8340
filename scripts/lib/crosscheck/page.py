"""docs/pytorch.md: its PyTorch files print what the record says, and what the book prints."""

import re
import shlex

from book import ROOT
from book.regions import NoRegion, region_lines
from crosscheck import compare, sides

_FILE = re.compile(r"listing: docs/pytorch/(\w+)\.py ")
_COMMAND = re.compile(r"\./scripts/study (\S+) -- ((?:\\\n|[^\n])+)")
_RECORD = sides.FILES / "record.txt"


def claims():
    """For each PyTorch file of the page, the commands of the book in its section."""
    found = {}
    for section in (ROOT / "docs" / "pytorch.md").read_text(encoding="utf-8").split("\n## "):
        commands = [(name, shlex.split(words.replace("\\\n", " ")))
                    for name, words in _COMMAND.findall(section)]
        found.update({file: commands for file in _FILE.findall(section) if commands})
    return found


def write(versions, printed):
    """The record: what each file printed, in a region with its name."""
    _RECORD.write_text("\n".join(f"# [{name}]\n{text}# [{name}]\n" for name, text in
                                 {"versions": versions, **printed}.items()), encoding="utf-8")


def problems(commands, printed):
    """What is not as the record and the book's programs say, a line each."""
    record = _RECORD.read_text(encoding="utf-8") if _RECORD.is_file() else ""
    for name, text in printed.items():
        file = f"docs/pytorch/{name}.py"
        try:
            if not compare.same_text("\n".join(region_lines(record, name)) + "\n", text):
                yield f"{file} prints other numbers than its record:\n{text}"
            said = "\n".join(sides.run(*command) for command in commands[name])
            others = compare.decimals(said)
            for number in compare.decimals(text):
                if not any(compare.equals(number, other) for other in others):
                    yield f"{file} prints {number}, which the book's command does not"
        except (NoRegion, sides.Failed) as error:
            yield f"{file}: {error}"
