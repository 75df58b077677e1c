"""A report as LaTeX: theorems with their proofs, for the appendix of a paper."""
