"""Article files: TOML to typed records, every mistake with its line and what to do about it."""
