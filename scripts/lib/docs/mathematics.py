"""Sets mathematics: TeX becomes MathML while the site is built.

A page never shows TeX. Without scripts the browser sets the MathML; with them, MathJax does.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from docs.failure import SiteFailed

PROGRAM = Path(__file__).resolve().parents[3] / "docs" / "mathml.js"
_TOKEN = re.compile("\x01(\\d+)\x02")


class Typesetter:
    """Collects the formulas of all pages, and sets them in one call of MathJax."""

    def __init__(self, mathjax: Path, cache: Path) -> None:
        self.mathjax, self.cache = mathjax, cache
        self._formulas: dict[tuple[str, bool], int] = {}
        self._set: list[str] = []

    def __call__(self, tex: str, display: bool = False) -> str:
        """A token that stands for the formula until fill()."""
        key = (" ".join(tex.split()), display)
        return f"\x01{self._formulas.setdefault(key, len(self._formulas))}\x02"

    def typeset(self) -> None:
        """Sets all formulas; those of an earlier build are remembered."""
        known = {}
        if self.cache.is_file():
            known = json.loads(self.cache.read_text(encoding="utf-8"))
        keys = {f"{'display' if display else 'inline'} {tex}": (tex, display)
                for tex, display in self._formulas}
        new = [key for key in keys if key not in known]
        if new:
            formulas = [{"tex": keys[key][0], "display": keys[key][1]} for key in new]
            done = subprocess.run(["node", str(PROGRAM), str(self.mathjax)], check=False,
                                  input=json.dumps(formulas), capture_output=True, text=True,
                                  encoding="utf-8")
            if done.returncode != 0:
                raise SiteFailed(f"a formula could not be set. {done.stderr.strip()}")
            known.update(zip(new, map(_compact, json.loads(done.stdout))))
            self.cache.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        self._set = [known[key] for key in keys]

    def fill(self, html: str) -> str:
        """Puts the formulas where their tokens stand."""
        return _TOKEN.sub(lambda m: self._set[int(m[1])], html)


def _compact(mathml: str) -> str:
    """Without what only makes it longer: white space, a namespace, numeric characters."""
    text = re.sub(r">\s+<", "><", mathml.strip())
    text = text.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
    return re.sub(r"&#x([0-9A-F]+);", lambda m: chr(int(m[1], 16)), text)
