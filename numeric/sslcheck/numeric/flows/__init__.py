"""Runs of any flow of any article: matrices, modes or scalars, with what is declared of them."""
