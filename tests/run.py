"""`make test`: every suite, two at a time, one summary; what was skipped is named with its reason.

With PORTAL_REQUIRE_ALL=1 (as in CI) a skipped test is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests import servers

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "test"
RUN = f"{os.getpid()}-{time.time_ns()}"  # the browser's lanes of one run share one seeded demo
REQUIRE_ALL = os.environ.get("PORTAL_REQUIRE_ALL") == "1"


@dataclass
class Suite:
    name: str
    args: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0
    output: str = ""
    code: int = 0
    missing: str = ""  # why the whole suite cannot run here


def run(suite: Suite) -> Suite:
    if suite.missing:
        suite.skipped.append(f"the whole suite: {suite.missing}")
        print(f"  {suite.name}: skipped, {suite.missing}", flush=True)
        return suite
    started = time.monotonic()
    report = BUILD / f"{suite.name}.xml"
    report.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", "-p", "no:cacheprovider", *suite.args],
        cwd=ROOT,
        env={**os.environ, "PORTAL_VAR": str(BUILD / suite.name), **suite.env},
        capture_output=True,
        text=True,
        check=False,
    )
    suite.seconds = time.monotonic() - started
    suite.output, suite.code = done.stdout + done.stderr, done.returncode
    if report.exists():
        for case in ET.parse(report).getroot().iter("testcase"):  # our own file
            skip = case.find("skipped")
            if case.find("failure") is not None or case.find("error") is not None:
                suite.failed += 1
            elif skip is not None:
                suite.skipped.append(f"{case.get('classname')}::{case.get('name')}: {skip.get('message')}")
            else:
                suite.passed += 1
    if suite.code not in (0, 5) and not suite.failed:
        suite.failed += 1
    state = "ok" if not suite.failed else "FAILED"
    print(
        f"  {suite.name}: {suite.passed} passed, {suite.failed} failed, {len(suite.skipped)} skipped, {suite.seconds:.0f} s: {state}",
        flush=True,
    )
    if suite.failed:
        print(suite.output[-12_000:], flush=True)
    return suite


def suites(stack: ExitStack) -> Iterator[Suite]:
    """The longest first, so that two lanes end at about the same time."""
    plain = ["-m", "not browser"]
    database = stack.enter_context(servers.postgres_or_none())
    if database:
        yield Suite("postgresql", plain, {"DATABASE_URL": database})
    else:
        yield Suite("postgresql", missing="no PostgreSQL server on this machine")
    yield Suite("sqlite", plain)
    for lane in (1, 2):
        if servers.chromium():
            yield Suite(f"browser-{lane}", ["-m", "browser"], {"E2E_LANE": f"{lane}/2", "PORTAL_TEST_RUN": RUN})
        else:
            yield Suite(f"browser-{lane}", missing="no Chromium on this machine")


def main() -> int:
    BUILD.mkdir(parents=True, exist_ok=True)
    print("→ tests (two lanes)", flush=True)
    with ExitStack() as stack, ThreadPoolExecutor(2) as lanes:
        done = list(lanes.map(run, list(suites(stack))))
    passed, failed = sum(s.passed for s in done), sum(s.failed for s in done)
    skipped = [f"{s.name}: {line}" for s in done for line in s.skipped]
    for line in skipped:
        print(f"  skipped {line}")
    print(f"{passed} passed, {failed} failed, {len(skipped)} skipped")
    if REQUIRE_ALL and skipped:
        print("Everything is required here (PORTAL_REQUIRE_ALL=1): a skipped test fails the run.")
        return 1
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
