"""What is said of a claim, as data: conditions, findings and verdicts."""
