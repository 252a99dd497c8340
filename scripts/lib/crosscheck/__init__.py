"""./scripts/crosscheck: the book's programs and PyTorch compute the same."""
