"""Keeps the book's pages equal to its code, its tests and its programs.

A chapter is plain Markdown. Its equation numbers, listings, transcripts and quoted numbers are
copies of something else: a test report, a source file, a program's output. This package makes
those copies, and finds the ones that no longer agree with their source.

Read `cli` first (what happens, in order), then `book.markdown` and `weave.book` (what a page and a
chapter are), then one module for each kind of copy.
"""
