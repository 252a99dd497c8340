"""Turns a header into what Doxygen understands: one page for each header, with all that is in it.

Doxygen would put every function of namespace `nn` on one page. Here each header is a group, which
has a page of its own. No line is added or taken away, so that line numbers stay right.
"""

from __future__ import annotations

import re
from pathlib import Path

from book import ROOT
from docs.markdown import hidden_code


def group(name: str) -> str:
    """The name of a header's group, from its path below src: `data-csv` for `nn/data/csv.hpp`."""
    return re.sub(r"[^a-z0-9]+", "-", name.removeprefix("nn/").removesuffix(".hpp"))


def filtered_header(path: Path) -> str:
    """The header's text for Doxygen."""
    name = path.relative_to(ROOT / "src").as_posix()
    known = group(name)
    text = path.read_text(encoding="utf-8")
    text = text.replace("/// \\file\n", f"/// \\defgroup {known} {name}\n", 1)
    # A namespace inside of nn (details) stays outside of what is documented.
    text = re.sub(r"(?ms)^(namespace (nn(?:::\w+)*) \{)$(.*?)^(\}  // namespace \2)$",
                  rf"\1 /** \\addtogroup {known} */ /** @{{ */\3/** @}} */ \4", text)
    # Code in a comment, which Doxygen would understand in its own way.
    return re.sub(r"(?m)///.*$", lambda m: re.sub(r"`([^`]+)`", lambda c: hidden_code(c[1]), m[0]),
                  text)
