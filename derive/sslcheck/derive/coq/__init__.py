"""Proved claims as theorems of Coq: `write` writes a file for each, `kernel` has them checked."""
