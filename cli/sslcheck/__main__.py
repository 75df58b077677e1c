"""``python -m sslcheck``."""

from __future__ import annotations

from sslcheck.cli.main import main

if __name__ == "__main__":
    main()
