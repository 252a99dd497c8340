"""Why there is no site."""


class SiteFailed(Exception):
    """The site was not built; the message says why."""
