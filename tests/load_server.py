#!/usr/bin/env python3
"""Runs the server on loopback and tells what it costs to serve, to award and to verify, with few badges and with very many.

    tests/load_server.py target/release/badge target/release/badge-server [BADGES…] [--keep FOLDER]

Processor time is the server's own: it counts also while other programs keep the machine busy. Rates and times by the clock
mean something on a quiet machine only; rates come from `wrk`, `oha` or `ab` where one is there. Up to 10,000 badges are awarded;
the others are copies of them that were made in the database (`multiply.py` says what they are not). Linux only; needs
nothing but Python.
"""

import argparse
import http.client
import json
import os
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from multiply import multiply, somebody

HOST = "badges.example.org"
# Awards that are made and not multiplied, at most.
REAL = 10_000
FIXTURE = Path(__file__).resolve().parents[1] / "fixtures/badges/proof_good/badge.json"


class Server:
    """A server on a data folder of its own."""

    def __init__(self, program, data, token=None):
        self.program, self.data, self.token = program, data, token

    def run(self, *args):
        return subprocess.run([self.program, "--data", self.data, *args], check=True, capture_output=True, text=True).stdout

    def __enter__(self):
        flags = ["--listen", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1"]
        log = open(os.path.join(self.data, "log"), "w")
        self.process = subprocess.Popen([self.program, "--data", self.data, *flags], stdout=subprocess.PIPE, stderr=log)
        self.port = int(self.process.stdout.readline().decode().strip().rsplit(":", 1)[1])
        os.set_blocking(self.process.stdout.fileno(), False)
        said = self.process.stdout.readline().decode()
        self.link = "/start/" + said.strip().rsplit("/", 1)[1] if "/start/" in said else None
        self.kept = http.client.HTTPConnection("127.0.0.1", self.port)
        self.heard = time.monotonic()
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def ask(self, method, path, body=None, headers=None, good=(200, 201, 202)):
        # The server ends a connection of which nothing is heard for two minutes.
        if time.monotonic() - self.heard > 60:
            self.kept.close()
        self.heard = time.monotonic()
        self.kept.request(method, path, body, headers or {})
        answer = self.kept.getresponse()
        read = answer.read()
        if answer.status not in good:
            sys.exit(f"{method} {path}: {answer.status} {read[:500]!r}")
        return read

    def api(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.token}"}
        return json.loads(self.ask(method, "/api/v1" + path, json.dumps(body) if body is not None else None, headers))

    def page(self, path):
        return self.ask("GET", path, None, {"Host": HOST})

    def cpu(self):
        """Seconds of the processor so far, to the microsecond: the clock that the kernel keeps for another process."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def memory(self, what="VmRSS"):
        """MiB."""
        return int(re.search(what + r":\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024

    def cost(self, count, do):
        """Milliseconds of the processor for each, and by the clock."""
        began, before = time.monotonic(), self.cpu()
        for n in range(count):
            do(n)
        return (self.cpu() - before) * 1000 / count, (time.monotonic() - began) * 1000 / count


def rate(server, path, count=40_000, connections=16):
    """Requests a second and the 99th percentile in ms, by a generator that is there; and µs of the processor for each."""
    url = f"http://127.0.0.1:{server.port}{path}"
    before = server.cpu()
    if shutil.which("wrk"):
        said = subprocess.run(["wrk", "-t1", f"-c{connections}", "-d5", "--latency", "-H", f"Host: {HOST}", url],
                              capture_output=True, text=True).stdout
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
        count = int(re.search(r"(\d+) requests in", said)[1])
        found = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
        bad = "Non-2xx" in said
    elif shutil.which("ab"):
        said = subprocess.run(["ab", "-q", "-k", "-n", str(count), "-c", str(connections), "-H", f"Host: {HOST}", url],
                              capture_output=True, text=True).stdout
        found = float(re.search(r"Requests per second:\s+([\d.]+)", said)[1]), float(re.search(r"99%\s+(\d+)", said)[1])
        bad = "Non-2xx" in said
    elif shutil.which("oha"):
        said = json.loads(subprocess.run(
            ["oha", "--no-tui", "--output-format", "json", "-n", str(count), "-c", str(connections), "-H", f"Host: {HOST}", url],
            capture_output=True, text=True).stdout)
        found = said["summary"]["requestsPerSec"], said["latencyPercentiles"]["p99"] * 1000
        bad = set(said["statusCodeDistribution"]) != {"200"}
    else:
        count = 4000
        _, clock = server.cost(count, lambda n: server.page(path))
        found, bad = (1000 / clock, float("nan")), False
    if bad:
        sys.exit(f"{path}: not every answer was a good one")
    return *found, (server.cpu() - before) * 1e6 / count


def told(what, value, aim=""):
    print(f"| {what} | {value} | {aim} |", flush=True)


def start(badge, program, home):
    """A place with what `badge init` puts there, on a server, a token and somebody who is signed in."""
    place, data, noted = (os.path.join(home, name) for name in ["place", "data", "load.json"])
    server = Server(program, data)
    if os.path.exists(noted):
        server.token, server.cookie = json.loads(Path(noted).read_text())
        return server
    init = [badge, "init", "--name", "Atelier", "--email", "a@example.org", "--no-passphrase", "--examples"]
    subprocess.run([*init, "--url", f"https://{HOST}", place], check=True, capture_output=True)
    os.mkdir(data)
    server.run("import", place, "--keys")
    server.token = server.run("token", "new", f"https://{HOST}", "--scope", "admin").split("\t")[1].strip()
    with server:
        sign_in(server)
    Path(noted).write_text(json.dumps([server.token, server.cookie]))
    return server


def award(server, n):
    wish = {"achievement": "impression-3d", "to": f"p{n}@example.org", "name": f"Camille Exemple {n}", "date": "2026-03-02"}
    return server.api("POST", "/awards", wish)


def serving(server):
    made = award(server, 0)
    base = "/b/" + made["id"]
    for what, path in [("a credential", base + "/credential.json"), ("a status list", "/status/1.json"),
                       ("a badge page, asked for again", base + "/")]:
        server.page(path)
        rps, p99, cpu = rate(server, path)
        told(f"{what}: requests a second", f"{rps:,.0f}, p99 {p99:.0f} ms, {cpu:.0f} µs of processor", "10,000, p99 under 10 ms")


def verifying(server, badge):
    body, count = FIXTURE.read_bytes(), 1000
    headers = {"Content-Type": "application/octet-stream"}

    def judge(n):
        # Each comes from elsewhere: one address may not ask so often.
        report = server.ask("POST", "/api/v1/verify", body, {**headers, "X-Forwarded-For": f"10.1.{n // 250}.{n % 250}"})
        assert n or json.loads(report), report

    judge(0)
    cpu, _ = server.cost(count, judge)
    alone = core(badge)
    told("one verification, of 3 kB", f"{cpu * 1000:.0f} µs of processor; the core alone {alone}", "80 µs more")


def core(badge):
    """What the same verification costs where nothing is served."""
    throughput = Path(badge).with_name("throughput")
    if not throughput.exists():
        return "was not measured (cargo build --release makes throughput)"
    picture = FIXTURE.parents[1] / "container_two/badge.png"

    def each(metric):
        said = subprocess.run([throughput, FIXTURE, picture], capture_output=True, text=True, env={**os.environ, "BENCH_ONLY": metric})
        found = next(m for m in map(json.loads, said.stdout.splitlines()) if m["metric"] == metric)
        return f"{1e6 / found['cpu_median']:.0f} µs"

    whole = f"{each('eddsa-rdfc-2022 report')} from the bytes to the report, {each('eddsa-rdfc-2022 verify')} without opening and writing"
    return f"{whole}, a bare Ed25519 verification {each('bare Ed25519 verify')}"


def awarding(server):
    cpu, clock = server.cost(1000, lambda n: award(server, n + 1))
    told("1,000 awards, one request each", f"{cpu:.2f} s of processor, {clock:.1f} s by the clock", "2 s")
    cpu, clock = server.cost(1, lambda _: batch(server, 1000, 1000))
    told("1,000 awards, one batch", f"{cpu / 1000:.2f} s of processor, {clock / 1000:.1f} s by the clock", "2 s")


def batch(server, begin, count):
    """Awards together, to people of other names than the others."""
    rows = []
    for n in range(begin, begin + count):
        name, address = somebody(n)
        rows.append({"achievement": "impression-3d", "to": address, "name": name, "date": "2026-03-02"})
    path = "/batches/" + server.api("POST", "/batches", {"rows": rows})["id"]
    while server.api("GET", path)["state"] != "done":
        time.sleep(0.1)


def growing(server, badges):
    began = time.monotonic()
    have, = asked(server, "SELECT COUNT(*) FROM awards")[0]
    if have < badges:
        multiply(server.data, badges)
        size = os.path.getsize(os.path.join(server.data, "badge.sqlite")) / (1 << 20)
        told(f"{badges:,} badges: multiplied", f"in {time.monotonic() - began:.0f} s, {size:,.0f} MiB", "")
    began = time.monotonic()
    with server:
        server.page("/")
        starts = time.monotonic() - began
        told(f"{badges:,} badges: memory at rest", f"{server.memory():.0f} MiB, {starts:.1f} s to the first page", "100 MiB")
        Questions(server, badges).all()
        told(f"{badges:,} badges: memory after all this", f"{server.memory():.0f} MiB, {server.memory('VmHWM'):.0f} at most", "100 MiB")


def asked(server, sql, *values):
    """What the database holds, for somebody who knows what to ask the server for."""
    db = sqlite3.connect(f"file:{server.data}/badge.sqlite?mode=ro", uri=True)
    try:
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


class Questions:
    """What is asked of a server that holds very many badges."""

    def __init__(self, server, badges):
        self.server, self.badges = server, badges
        last, = asked(server, "SELECT MAX(seq) FROM events WHERE place = 1")[0]
        # From all over the register, and of nobody who was erased.
        one = ("SELECT token, person FROM awards WHERE place = 1 AND seq >= ? AND EXISTS (SELECT 1 FROM people "
               "WHERE people.place = 1 AND people.id = person AND record IS NOT NULL) ORDER BY seq LIMIT 1")
        self.some = [asked(server, one, n * last // 2000)[0] for n in range(2000)]
        self.people = []
        for _, who in self.some[::100]:
            record, = asked(server, "SELECT record FROM people WHERE place = 1 AND id = ?", who)[0]
            self.people.append((who, json.loads(record)["people"][who]))

    def all(self):
        for part in [self.public, self.looking, self.searching, self.working, self.listing, self.changing]:
            part()

    def tell(self, what, count, do, aim=""):
        cpu, clock = self.server.cost(count, do)
        told(f"{self.badges:,} badges: {what}", f"{cpu:.2f} ms of processor, {clock:.2f} by the clock", aim)

    def staff(self, path):
        return self.server.ask("GET", f"/staff/places/1/{path}", None, {"Cookie": self.server.cookie})

    def public(self):
        page = self.server.page
        self.tell("a page that nobody asked for before", 1000, lambda n: page(f"/b/{self.some[n][0]}/"), "2 ms")
        self.tell("a credential that nobody asked for before", 1000, lambda n: page(f"/b/{self.some[n + 1000][0]}/credential.json"))
        self.tell("the catalogue", 100, lambda n: page("/"), "2 ms")
        self.tell("the catalogue, looked through", 100, lambda n: page(f"/?q=impression{n % 3}"), "2 ms")

    def looking(self):
        """By programs."""
        api = lambda query: self.server.api("GET", "/awards?limit=50&" + query)
        names = [person["email"] for _, person in self.people]
        self.tell("API: by address", 20, lambda n: api(f"to={names[n]}")["awards"][0], "50 ms")
        self.tell("API: the newest 50", 20, lambda n: api(""), "50 ms")
        self.tell("API: the 50 newest of a badge", 20, lambda n: api("achievement=impression-3d"), "50 ms")
        self.tell("API: of a badge that nobody has", 20, lambda n: api("achievement=premiers-pas"), "50 ms")
        middle = self.badges // 2
        self.tell("API: 50 from the middle on", 20, lambda n: api(f"before={middle - n}"), "50 ms")
        for what, query in [("since a day to come", "since=2099-01-01"), ("until a day long ago", "until=2001-01-01"),
                            ("of a week in the middle", "since=2024-07-01&until=2024-07-07"), ("since ever", "since=2001-01-01"),
                            ("of a week, and of a badge", "since=2024-07-01&until=2024-07-07&achievement=impression-3d")]:
            self.tell("API: " + what, 5, lambda n: api(query), "50 ms")

    def searching(self):
        """By the team, on the page of badges."""
        find = lambda text: self.staff("badges?lang=en&q=" + quote(text))
        self.tell("found by an address", 10, lambda n: self.found(find(self.people[n][1]["email"]), n), "50 ms")
        # Not looked whether they are on the page: others may have the same name, and newer badges.
        self.tell("looked for by name and first name", 10, lambda n: find(self.people[n][1]["name"]), "50 ms")
        self.tell("found by a part of the address", 10,
                  lambda n: self.found(find(self.people[n][1]["email"].split("@")[0].split(".")[-1]), n), "50 ms")
        self.tell("found by the beginning of the badge's name", 10, lambda n: find(self.some[n][0][:10]), "50 ms")
        for text in ["Camille", "ca", "example", "Camille Martin", "Camille example", "Camille nobody", "example org", "Océane Tran org"]:
            self.tell(f"looked for “{text}”", 3, lambda n: find(text), "50 ms")
        self.tell("looked for “Camille”, of one badge", 3, lambda n: self.staff("badges?q=Camille&achievement=impression-3d"), "50 ms")

    def found(self, page, n):
        if self.people[n][1]["email"].encode() not in page:
            sys.exit(f"{self.people[n][1]} was not found")

    def working(self):
        """Other pages of the team."""
        self.tell("the badges, newest first", 20, lambda n: self.staff("badges?lang=en"))
        self.tell("the page of one badge", 20, lambda n: self.staff(f"badges/{self.some[n][0]}?lang=en"))
        self.tell("the page of one person", 20, lambda n: self.staff(f"people/{self.some[n][1]}?lang=en"))
        oldest, = asked(self.server, "SELECT MAX(id) / 2 FROM acts")[0]
        self.tell("the record", 20, lambda n: self.staff("acts?lang=en"))
        self.tell("the record, from the middle on", 20, lambda n: self.staff(f"acts?lang=en&before={oldest - n}"))
        self.tell("letters", 5, lambda n: self.staff("letters?lang=en"))
        self.tell("counts", 3, lambda n: self.staff("counts?lang=en"))
        self.tell("tables", 3, lambda n: self.staff("table?lang=en"))
        self.tell("achievements", 5, lambda n: self.staff("achievements?lang=en"))
        many, = asked(self.server, "SELECT batch FROM batch_rows GROUP BY batch ORDER BY COUNT(*) DESC LIMIT 1")[0]
        self.tell("the page of a cohort", 5, lambda n: self.staff(f"batches/{many}?lang=en"))
        self.tell("the same as a table", 2, lambda n: self.staff(f"batches/{many}/table.csv?lang=en"))

    def listing(self):
        """Everything, as a table."""
        before = self.server.memory()
        read = []
        self.tell("all badges as a table", 1, lambda n: read.append(self.staff("badges.csv?lang=en")))
        told(f"{self.badges:,} badges: its lines, and memory", f"{read[0].count(10):,}, {before:.0f} MiB before, "
             f"{self.server.memory('VmHWM'):.0f} at most", "100 MiB")

    def changing(self):
        api = self.server.api
        lot = secrets.token_hex(4)
        self.tell("another award", 300, lambda n: award(self.server, f"{lot}x{n}"))
        self.tell("what is held on somebody", 5, lambda n: api("POST", "/people/export", {"to": self.people[n][1]["email"]}))
        self.tell("somebody erased", 3, lambda n: api("POST", "/people/erase", {"to": self.people[n + 10][1]["email"]}))
        made = award(self.server, f"{lot}y")
        self.tell("revoked", 1, lambda n: api("POST", f"/awards/{made['id']}/revoke", {"reason": "erreur"}))
        self.tell("the first page after a change of the place", 1, lambda n: self.server.page(f"/b/{made['id']}/"))
        self.tell("a status list, signed", 1, lambda n: self.server.page("/status/1.json"))


def sign_in(server):
    """The first account, by the link that the first start printed."""
    form = "address=ada%40example.org&name=Ada&password=correct+horse+battery"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    server.kept.request("POST", server.link, form, headers)
    answer = server.kept.getresponse()
    answer.read()
    server.cookie = answer.getheader("Set-Cookie").split(";")[0]


def main():
    asked_for = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    asked_for.add_argument("badge")
    asked_for.add_argument("server")
    asked_for.add_argument("badges", nargs="*", type=int, default=[10_000, 100_000])
    asked_for.add_argument("--keep", metavar="FOLDER", help="keep the data there, and go on with what is there already")
    asked_for.add_argument("--only", choices=["small", "many"], help="only what few badges show, or only what many do")
    said = asked_for.parse_args()
    home = said.keep or tempfile.mkdtemp()
    os.makedirs(home, exist_ok=True)
    print("| | | aim |\n|---|---:|---:|")
    try:
        server = start(os.path.abspath(said.badge), os.path.abspath(said.server), home)
        if said.only != "many":
            with server:
                told("memory at rest", f"{server.memory():.0f} MiB")
                serving(server)
                verifying(server, said.badge)
                awarding(server)
        if said.only != "small":
            real(server, min(said.badges))
            for badges in said.badges:
                growing(server, badges)
    finally:
        if not said.keep:
            shutil.rmtree(home, ignore_errors=True)


def real(server, badges):
    """So many awards are made by the server itself: the others are copies of them."""
    have, = asked(server, "SELECT COUNT(*) FROM awards")[0]
    with server:
        for begin in range(have, min(badges, REAL), 1000):
            batch(server, begin + 10_000_000, min(1000, badges - begin))


if __name__ == "__main__":
    main()
