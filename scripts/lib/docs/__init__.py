"""The book as a site.

`markdown` turns the book's pages into what Doxygen understands and `headers` does the same for
the library; Doxygen sets text and code and finds the cross-references; `assemble` puts what
Doxygen wrote into pages of the book's own: with navigation, equations, figures and a search.
"""
