"""What stands between a run and its hardware: array libraries, kernels on them, threads, faults."""
