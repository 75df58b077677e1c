"""What a run integrates, and the laws by which it is watched."""
