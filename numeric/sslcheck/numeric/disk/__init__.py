"""What is read and written: files whole or not at all, checkpoints, none of them trusted."""
