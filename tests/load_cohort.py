#!/usr/bin/env python3
"""Plans and awards tables of 1,000, 10,000 and, when asked, 100,000 invented people, and prints what that costs.

    tests/load_cohort.py target/release/badge [PEOPLE…]

Processor time is user and system time of the whole process; memory is its peak. The place lies in memory where there
is such a folder (/dev/shm), so that no disk is measured. Beside it stands what no program could avoid: copying the
pictures that are written.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time


def run(*command, cwd):
    """Seconds by the clock, of the processor, and MiB."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("{} ended with {}: {}".format(" ".join(command), process.returncode, said[-500:]))
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def table(path, people):
    with open(path, "w", encoding="utf-8") as file:
        file.write("Prénom;Nom;Mail;Badge;Date;Preuve;Commentaire;Lieu\n")
        for n in range(people):
            file.write(
                f"Camille;Exemple {n};p{n}@example.org;impression-3d;2026-03-02;"
                f"https://www.example.org/{n}.jpg;Une pièce, n° {n};Caen\n"
            )


def main():
    badge = os.path.abspath(sys.argv[1])
    sizes = [int(n) for n in sys.argv[2:]] or [1_000, 10_000]
    home = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    print("| People | | Processor, s | ms each | By the clock, s | Peak, MiB |\n|---:|---|---:|---:|---:|---:|")
    try:
        for people in sizes:
            place = os.path.join(home, "place")
            shutil.rmtree(place, ignore_errors=True)
            init = ["init", "--name", "Atelier", "--email", "a@example.org", "--no-passphrase", "--examples"]
            run(badge, *init, "--url", "https://badges.example.org", place, cwd=home)
            table(os.path.join(place, "t.csv"), people)
            rows = [
                ("plan", ["batch", "plan", "t.csv"]),
                ("issue: signed, verified, PNG and JSON", ["batch", "issue", "t.csv", "--yes"]),
                ("plan again, all awarded", ["batch", "plan", "t.csv"]),
            ]
            for what, command in rows:
                clock, cpu, peak = run(badge, *command, cwd=place)
                print(f"| {people:,} | {what} | {cpu:.2f} | {cpu * 1000 / people:.3f} | {clock:.2f} | {peak:.0f} |", flush=True)
            awards = os.path.join(place, "awards")
            before = time.process_time()
            for name in os.listdir(awards):
                with open(os.path.join(awards, name, "badge.png"), "rb") as file:
                    bytes(file.read())
            spent = time.process_time() - before
            print(f"| {people:,} | reading the pictures, for comparison | {spent:.2f} | {spent * 1000 / people:.3f} | | |")
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
