"""scripts/mutate: wrong formulas, made on purpose, and the tests that catch them.

Compiling the tests once for every wrong formula would take hours. So all of them are compiled at
once: in a copy of the sources, each function that has mutants begins with one block for each of
them, and an environment variable says which block runs. The reader's sources know nothing of it.
"""
