"""Transcripts: what a chapter's program prints, whole or one section of it."""

from __future__ import annotations

import re
import shlex
import unicodedata
from dataclasses import dataclass

from book.markdown import Fence, Page, Problem
from weave.book import Book, Chapter
from weave.listings import block_after, fenced
from weave.numbers import merge
from weave.programs import Programs, Run

_MARKER = re.compile(
    r"<!--\s*transcript(?:\s*:\s*(?P<arguments>[^|]*?))?"
    r"(?:\s*\|\s*section:\s*(?P<section>[^|]*?))?\s*-->$"
)
_LOOKS_LIKE_MARKER = re.compile(r"<!--\s*transcript\b")


@dataclass
class Transcript:
    """A place in a page that shows a run; `shown` is what it should show."""

    page: Page
    start: int
    end: int
    arguments: tuple[str, ...]
    section: str
    shown: list[str]

    @property
    def line(self) -> int:
        return self.page.line_of(self.start)

    @property
    def fence(self) -> Fence | None:
        return block_after(self.page, (self.start, self.end))[0]


def find_transcripts(chapter: Chapter) -> list[Transcript]:
    """The transcripts that a chapter's pages ask for."""
    found = []
    for page in chapter.pages:
        for start, end in page.comments:
            if not _LOOKS_LIKE_MARKER.match(page.text[start:end]):
                continue
            marker = _MARKER.match(page.text[start:end])
            try:
                arguments = tuple(shlex.split(marker["arguments"] or "")) if marker else ()
            except ValueError:  # a quotation mark without its partner
                marker = None
            if marker is None:
                page.problem(
                    page.line_of(start),
                    "this marker is not understood; write "
                    "<!-- transcript --> or <!-- transcript: ARGUMENTS | section: TITLE -->",
                )
                continue
            found.append(Transcript(page, start, end, arguments, marker["section"] or "", []))
        _refuse_typed_runs(page, [t.fence for t in found if t.page is page])
    return found


def _refuse_typed_runs(page: Page, transcripts: list[Fence | None]) -> None:
    """What a reader sees a program print is what it printed."""
    for fence in page.fences:
        command, *output = [*page.content(fence), ""]
        typed = command.startswith("$ ./scripts/study ") and not output[0].startswith(("$", "#"))
        if typed and "".join(output).strip() and fence not in transcripts:
            what = "this run is typed; put <!-- transcript --> on the line before it"
            page.problem(fence.first, what)


def titles(lines: list[str]) -> list[int]:
    """The indices of section titles: a line, and under it a line of dashes of the same width."""
    return [
        index
        for index, (title, rule) in enumerate(zip(lines, lines[1:]))
        if title.strip() and rule == "-" * sum(not unicodedata.combining(c) for c in title)
    ]


def section_of(lines: list[str], title: str) -> list[str] | None:
    """From a section's title to the next one; nothing if there is no such section."""
    starts = titles(lines)
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        if lines[start].strip() == title:
            return lines[start:end]
    return None


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    while lines and not lines[0].strip():
        lines = lines[1:]
    return lines


def read_output(chapter: Chapter) -> str:
    """What output.txt holds now."""
    path = chapter.folder / "output.txt"
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def refresh_output(
    chapter: Chapter, book: Book, programs: Programs, changed: dict[str, str]
) -> str:
    """What output.txt should hold: the default run's stdout. Put into `changed` if it doesn't."""
    old = read_output(chapter)
    if not programs.exists(chapter.name):
        return old
    run = programs.run(chapter.name)
    name = f"{chapter.rel}/output.txt"
    if run.failure or run.status != 0:
        reason = run.failure or f"`{chapter.name}` ends with status {run.status}; make it succeed"
        book.problems.append(Problem(name, 1, reason))
        return old
    new = "\n".join(merge(old.split("\n"), run.stdout.split("\n")))
    if new != old:
        changed[name] = new
    return new


def refresh_transcripts(
    transcripts: list[Transcript], chapter: Chapter, output: str, programs: Programs
) -> None:
    """Writes the transcripts; `output` is the default run's, as output.txt has it."""
    for transcript in transcripts:
        fence = transcript.fence
        if programs.exists(chapter.name):
            run = programs.run(chapter.name, *transcript.arguments)
            if not transcript.arguments and not run.failure:
                run = Run(output, "", run.status)
            _refresh(transcript, chapter, run)
        elif fence is not None:
            transcript.shown = transcript.page.content(fence)


def _refresh(transcript: Transcript, chapter: Chapter, run: Run) -> None:
    page, section = transcript.page, transcript.section
    fence, place, prefix = block_after(page, (transcript.start, transcript.end))
    transcript.shown = page.content(fence) if fence else []
    if run.failure:
        page.problem(transcript.line, run.failure)
        return
    lines = run.stdout.split("\n")
    if section:
        part = section_of(lines, section)
        if part is None:
            names = ", ".join(lines[index].strip() for index in titles(lines)) or "none"
            page.problem(transcript.line, f"this run has no section `{section}`; it has: {names}")
            return
        lines = part
    arguments = " -- " + shlex.join(transcript.arguments) if transcript.arguments else ""
    command = f"$ ./scripts/study {chapter.name}{arguments}"
    status = [f"(exit status {run.status})"] if run.status else []
    fresh = [line.rstrip() for line in [command, *_trimmed(lines), *status]]
    shown = merge(transcript.shown, fresh)
    if fence is None:
        page.replace(place, "\n" + fenced(prefix, "text", shown), "the transcript is missing")
    else:
        drift = _first_difference(transcript.shown, shown)
        page.replace(place, fenced(prefix, fence.info, shown, fence.marker), drift)
    transcript.shown = shown


def _first_difference(old: list[str], new: list[str]) -> str:
    for index in range(max(len(old), len(new))):
        was = old[index] if index < len(old) else ""
        now = new[index] if index < len(new) else ""
        if was != now:
            return f"the transcript shows `{was.strip()}`, the program prints `{now.strip()}`"
    return "the transcript is not what the program prints"
