"""./scripts/bench: how long things take, as ratios.

Times on a shared machine wander. What is compared is therefore run in turns, round after round, and
what is told is the median of the ratios within a round.
"""
