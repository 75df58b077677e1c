"""Many runs of one command over values of its options: in this process, or on Dask."""
