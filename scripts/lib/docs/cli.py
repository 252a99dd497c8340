"""./scripts/docs: installs what is missing, builds the site, and opens or serves it."""

from __future__ import annotations

import argparse
import functools
import http.server
import sys
import webbrowser
from pathlib import Path

import book
from book import packages
from book.lock import one_at_a_time
from docs.failure import SiteFailed
from docs.places import SITE, WORK
from docs.press import print_book
from docs.site import build_site

PORT = 8000
PDF = SITE / "book.pdf"

HELP = """\
Builds the book as a site in build/docs. It works from the file system, without
a network: open build/docs/index.html.

What is missing is installed first: Debian packages (through sudo unless you are
root), and MathJax, which becomes a part of the site; for --pdf also Chromium,
which prints.
"""

EPILOG = """\
examples:
  ./scripts/docs                 build it
  ./scripts/docs --open          and show it in your browser
  ./scripts/docs --serve         and serve it on this machine, until Ctrl-C
  ./scripts/docs --pdf           and print the book, into build/docs/book.pdf
  ./scripts/docs --pdf ~/nn.pdf  and print the book, into this file

exit status:
  0  the site is there, and the PDF
  2  bad usage
  3  something is missing, or the site does not build, or does not print
"""


def port(text: str) -> int:
    """A port's number, or a message that says what one is."""
    if not (text.isascii() and text.isdigit() and 0 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def pdf_file(text: str) -> Path:
    """The file to print into, or a message that says what is wrong with it."""
    file = Path(text).resolve()
    if file.suffix != ".pdf":
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .pdf")
    if file.is_dir() or not file.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is not a file in a folder that is there")
    return file


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="docs", usage="./scripts/docs [--pdf [FILE.pdf]] [--open] [--serve [--port N]] [--no-install]",
        description=HELP, epilog=EPILOG, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--open", action="store_true", help="show the site in your browser")
    parser.add_argument("--serve", action="store_true",
                        help="serve it on 127.0.0.1, which only this machine reaches")
    parser.add_argument("--port", metavar="N", type=port,
                        help=f"the port of --serve (default {PORT}; 0 takes a free one)")
    parser.add_argument("--pdf", metavar="FILE.pdf", type=pdf_file, nargs="?", const=PDF,
                        help="print the chapters, their exercises and solutions into one PDF "
                             "(default: build/docs/book.pdf)")
    parser.add_argument("--no-install", action="store_true",
                        help="install nothing; say what is missing")
    options = parser.parse_args(arguments)
    if options.port is not None and not options.serve:
        parser.error("--port belongs to --serve")
    return options


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing of what it serves."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        del format, args


def serve(folder: Path, wanted: int, show: bool) -> None:
    """Serves a folder on loopback until somebody presses Ctrl-C."""
    handler = functools.partial(Quiet, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", wanted), handler)
    except OSError as error:
        raise SiteFailed(f"port {wanted} cannot be used ({error.strerror}); "
                         "choose another with --port") from error
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    print(f"serving the site at {address} (Ctrl-C ends it)", flush=True)
    with server:
        if show:
            open_browser(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("", file=sys.stderr)


def open_browser(address: str) -> None:
    if not webbrowser.open(address):
        print(f"docs: no browser was found; open {address} yourself", file=sys.stderr)


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    try:
        install = not options.no_install
        packages.ensure({"docs", "browser"} if options.pdf else {"docs"}, install=install)
        with one_at_a_time(WORK / "lock", "the site"):
            page = build_site(install=install)
            count = print_book(options.pdf, install) if options.pdf else 0
        print(f"the site: {page}", flush=True)
        if options.pdf:
            print(f"the book: {options.pdf}, {count} pages", flush=True)
        if options.serve:
            serve(SITE, PORT if options.port is None else options.port, options.open)
        elif options.open:
            open_browser(page.as_uri())
    except (packages.Missing, SiteFailed) as error:
        print(f"docs: {error}", file=sys.stderr)
        return book.NOT_BUILT
    except KeyboardInterrupt:
        return book.INTERRUPTED
    return 0
