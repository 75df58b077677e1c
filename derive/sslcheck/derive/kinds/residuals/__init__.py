"""What is left of a statement: what makes it 0, and what it divides by."""
