#!/usr/bin/env python3
"""Prints certificates and cards of 100, 1,000 and 4,000 awards, and what that costs in time and memory.

    tests/load_paper.py target/release/badge [AWARDS…]

The most is awarded once; fewer are printed from a table that names only so many. Processor time is user and system time
of the whole process; memory is its peak. One award of the same place stands in the first row: what the place itself
takes, its register and its people.
"""

import os
import shutil
import sys
import tempfile

from load_cohort import run, table


def main():
    badge = os.path.abspath(sys.argv[1])
    sizes = sorted(int(n) for n in sys.argv[2:]) or [100, 1_000, 4_000]
    home = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    place = os.path.join(home, "place")
    try:
        init = ["init", "--name", "Atelier", "--email", "a@example.org", "--no-passphrase", "--examples"]
        run(badge, *init, "--url", "https://badges.example.org", place, cwd=home)
        table(os.path.join(place, "all.csv"), sizes[-1])
        run(badge, "batch", "issue", "all.csv", "--yes", cwd=place)
        print("| | Awards | Processor, s | By the clock, s | Peak, MiB | Document, MB |\n|---|---:|---:|---:|---:|---:|")
        awards = sorted(os.listdir(os.path.join(place, "awards")))
        for verb in ["certificate", "card"]:
            for count in [1, *sizes]:
                with open(os.path.join(place, "some.csv"), "w", encoding="utf-8") as file:
                    file.write("Badge\n" + "".join(f"{award}\n" for award in awards[:count]))
                out = os.path.join(home, "out.pdf")
                clock, cpu, peak = run(badge, verb, "--table", "some.csv", "-o", out, "--force", cwd=place)
                size = os.path.getsize(out) / 1e6
                print(f"| {verb} | {count:,} | {cpu:.2f} | {clock:.2f} | {peak:.1f} | {size:.1f} |", flush=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
