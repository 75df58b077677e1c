"""The page of an article: every verdict with its proof, next to plots of real runs."""
