"""Array libraries, a file each: adding one is adding a file with a `LIBRARY`, and an extra."""
