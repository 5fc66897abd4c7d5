#!/usr/bin/env python3
"""Verifies one CV and a folder of CVs, on one core and on all, and prints what that costs.

    tests/load_cvs.py target/release/badge [CVS]        # 1,000 unless told otherwise

The CV has two pages and four badges (fixtures/documents/cv.pdf). Processor time is user and system time of the whole
process; memory is its peak. The folder lies in memory where there is such a place (/dev/shm), so that no disk is measured.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

CV = Path(__file__).resolve().parents[1] / "fixtures" / "documents" / "cv.pdf"


def run(badge, what, cores):
    """Seconds by the clock, of the processor, and MiB."""
    began = time.monotonic()
    process = os.fork()
    if process == 0:
        os.sched_setaffinity(0, cores)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.execv(badge, [badge, "verify", "--offline", "--json", "--at", "2026-06-01T12:00:00Z", str(what)])
    _, status, used = os.wait4(process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1, 3):
        sys.exit(f"{badge} ended with {code}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    badge = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    cores = os.sched_getaffinity(0)
    home = Path(tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
    print("| | Cores | Processor, s | By the clock, s | Peak, MiB |\n|---|---:|---:|---:|---:|")
    try:
        for number in range(count):
            shutil.copy(CV, home / f"cv-{number:05}.pdf")
        for what, name in [(CV, "a CV of two pages with four badges"), (home, f"{count:,} such CVs")]:
            for some in [{min(cores)}, cores]:
                clock, cpu, peak = run(badge, what, some)
                print(f"| {name} | {len(some)} | {cpu:.3f} | {clock:.3f} | {peak:.0f} |", flush=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
