"""What is said of a claim, as data: reasons, conditions, findings and verdicts."""
