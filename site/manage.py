#!/usr/bin/env python
"""Same as the installed command `portal`."""

from config.cli import main

if __name__ == "__main__":
    main()
