"""What counts as the same."""

import math
import re
from decimal import Decimal

# The same sums in another order differ by rounding, which a training makes more of.
ALLOWED = {"gradient": 1e-12, "costs": 1e-9, "gradient norms": 1e-9, "accuracies": 1e-9,
           "parameters": 1e-9}
_NUMBER = re.compile(r"-?\d+(?:\.\d+(?:e[-+]?\d+)?|e[-+]?\d+)")


def difference(ours, theirs):
    """The largest difference, as a share of max(1, the largest number); infinite for others that
    are not as many or not finite."""
    if len(ours) != len(theirs) or not all(map(math.isfinite, [*ours, *theirs])):
        return math.inf
    return max(abs(a - b) for a, b in zip(ours, theirs)) / max(1, *map(abs, theirs))


def decimals(text):
    """The numbers in a text that have a point or an exponent."""
    return _NUMBER.findall(text)


def equals(printed, number):
    """Whether a number is the printed one, give or take one in its last digit."""
    unit = Decimal(1).scaleb(Decimal(printed).as_tuple().exponent)
    return abs(Decimal(printed) - Decimal(number)) <= unit * Decimal("1.001")


def same_text(was, now):
    """Whether two texts are the same but for the last digits of their numbers."""
    return _NUMBER.sub("#", was) == _NUMBER.sub("#", now) and all(
        map(equals, decimals(was), decimals(now)))
