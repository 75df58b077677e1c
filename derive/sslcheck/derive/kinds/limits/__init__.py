"""Whether a quantity tends to a limit: the law by which it moves, and what bounds it."""
