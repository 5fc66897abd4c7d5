#!/usr/bin/env python3
"""Runs the server on loopback and tells what it costs to serve, to award and to verify, with few badges and with very many.

    tests/load_server.py target/release/badge target/release/badge-server [BADGES…]

Processor time is the server's own, from /proc: it counts also while other programs keep the machine busy. Rates and
times by the clock mean something on a quiet machine only, and come from `wrk`, `oha` or `ab` where one is there. The
database of many badges is filled by copying the row of one award, which is what awarding so many would leave; their
pictures are not made. Linux only; needs nothing but Python.
"""

import hashlib
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

HOST = "badges.example.org"
FIXTURE = Path(__file__).resolve().parents[1] / "fixtures/badges/proof_good/badge.json"
TICK = os.sysconf("SC_CLK_TCK")


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
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def ask(self, method, path, body=None, headers=None, good=(200, 201, 202)):
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
        """Seconds of the processor so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

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
    """A place with what `badge init` puts there, on a server, and one award."""
    place, data = os.path.join(home, "place"), os.path.join(home, "data")
    init = [badge, "init", "--name", "Atelier", "--email", "a@example.org", "--no-passphrase", "--examples"]
    subprocess.run([*init, "--url", f"https://{HOST}", place], check=True, capture_output=True)
    os.mkdir(data)
    server = Server(program, data)
    server.run("import", place, "--keys")
    server.token = server.run("token", "new", f"https://{HOST}", "--scope", "admin").split("\t")[1].strip()
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
    lines = subprocess.run([throughput, FIXTURE, picture], capture_output=True, text=True).stdout.splitlines()
    found = next(m for m in map(json.loads, lines) if m["metric"] == "eddsa-rdfc-2022 verify")
    return f"{1e6 / found['cpu_median']:.0f} µs"


def awarding(server):
    cpu, clock = server.cost(1000, lambda n: award(server, n + 1))
    told("1,000 awards, one request each", f"{cpu:.2f} s of processor, {clock:.1f} s by the clock", "2 s")
    rows = [{"achievement": "impression-3d", "to": f"q{n}@example.org", "date": "2026-03-02"} for n in range(1000)]

    def batch(_):
        path = "/batches/" + server.api("POST", "/batches", {"rows": rows})["id"]
        while server.api("GET", path)["state"] != "done":
            time.sleep(0.1)

    cpu, clock = server.cost(1, batch)
    told("1,000 awards, one batch", f"{cpu / 1000:.2f} s of processor, {clock / 1000:.1f} s by the clock", "2 s")


def fill(data, badges):
    """Copies the rows of the newest award until there are so many. What changes with each is changed in each."""
    db = sqlite3.connect(os.path.join(data, "badge.sqlite"))
    db.execute("PRAGMA synchronous = OFF")
    row = lambda sql, *values: db.execute(sql, values).fetchone()
    token, seq, person, achievement, day = row("SELECT token, seq, person, achievement, day FROM awards ORDER BY seq DESC")
    line, = row("SELECT line FROM events WHERE seq = ?", seq)
    spot, = row("SELECT entry FROM spots WHERE subject = ?", token)
    digest = json.loads(line)["credentials"][0]["sha256"]
    signed, = row("SELECT bytes FROM credentials WHERE sha256 = ?", digest)
    columns = [name for _, name, *_ in db.execute("PRAGMA table_info(people)")]
    someone = dict(zip(columns, row("SELECT * FROM people WHERE id = ?", person)))
    others = {t: [n for _, n, *_ in db.execute(f"PRAGMA table_info({t})")] for (t,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%person TEXT%' AND name NOT IN ('awards', 'addresses')")}
    extra = {t: db.execute(f"SELECT * FROM {t} WHERE person = ?", (person,)).fetchall() for t in others}
    number = re.search(r"p(\d+)@", someone["record"])[1]
    have, = row("SELECT COUNT(*) FROM awards")
    full, = row("SELECT MAX(list) FROM spots")
    lists = []
    while have + len(lists) < badges:
        full += 1
        lists.extend((full, n * 2) for n in range(65_536))
    for at in range(0, badges - have, 10_000):
        many = {t: [] for t in ["events", "awards", "spots", "credentials", "people", "addresses", *others]}
        for n in range(at, min(at + 10_000, badges - have)):
            new, who, (list_, entry) = secrets.token_hex(16), secrets.token_hex(16), lists[n]
            bytes_ = signed.replace(token.encode(), new.encode())
            sha = hashlib.sha256(bytes_).hexdigest()
            text = line.replace(token, new).replace(person, who).replace(digest, sha)
            text = re.sub(r'"index":\d+', f'"index":{entry}', re.sub(r'"list":\d+', f'"list":{list_}', text))
            many["events"].append((1, seq + n + 1, new, "awarded", None, text))
            many["awards"].append((1, new, seq + n + 1, who, achievement, day))
            many["spots"].append((1, list_, entry, new))
            many["credentials"].append((1, sha, bytes_))
            swap = lambda v: renamed(v.replace(person, who), number, f"n{n}") if isinstance(v, str) else v
            many["people"].append(tuple(swap(someone[c]) for c in columns))
            many["addresses"].append((1, f"n{n}@example.org", who))
            for table in others:
                many[table].extend(tuple(swap(v) for v in values) for values in extra[table])
        for table, rows in many.items():
            if rows:
                # Two words of one name may have become the same.
                db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    some = [t for (t,) in db.execute("SELECT token FROM awards WHERE seq > ? ORDER BY token LIMIT 2000", (seq,))]
    db.close()
    return some


def renamed(text, number, new):
    """Somebody else's name and address: those that `award` gives to a number."""
    return re.sub(rf"(?<!\d)p?{number}(?!\d)", new, text)


def growing(server, badges):
    began = time.monotonic()
    with server:
        award(server, badges)
    some = fill(server.data, badges)
    size = os.path.getsize(os.path.join(server.data, "badge.sqlite")) / (1 << 20)
    told(f"{badges:,} badges: filled", f"in {time.monotonic() - began:.0f} s, {size:,.0f} MiB", "")
    with server:
        server.page("/")
        told(f"{badges:,} badges: memory at rest", f"{server.memory():.0f} MiB", "100 MiB" if badges == 1_000_000 else "")
        cpu, clock = server.cost(1000, lambda n: server.page(f"/b/{some[n]}/"))
        told(f"{badges:,} badges: a page that nobody asked for before", f"{cpu:.2f} ms of processor", "2 ms")
        cpu, _ = server.cost(1000, lambda n: server.page(f"/b/{some[n + 1000]}/credential.json"))
        told(f"{badges:,} badges: a credential that nobody asked for before", f"{cpu:.2f} ms of processor", "")
        cpu, clock = server.cost(10, lambda n: server.api("GET", f"/awards?to=n{badges // 2 + n}@example.org"))
        told(f"{badges:,} badges: found by address, by the API", f"{clock:.1f} ms by the clock, {cpu:.1f} of processor", "50 ms")
        for what, end in [("a word of a name", ""), ("an address, by the team", "@example.org")]:
            cpu, clock = server.cost(5, lambda n: search(server, f"n{badges // 2 + n}{end}"))
            told(f"{badges:,} badges: found by {what}", f"{clock:.1f} ms by the clock, {cpu:.1f} of processor", "50 ms")
        cpu, clock = server.cost(300, lambda n: award(server, badges + 1 + n))
        told(f"{badges:,} badges: another award", f"{cpu:.2f} ms of processor, {clock:.1f} by the clock", "")
        made = award(server, badges + 400)
        server.api("POST", f"/awards/{made['id']}/revoke", {"reason": "erreur"})
        cpu, clock = server.cost(1, lambda n: server.page(f"/b/{made['id']}/"))
        told(f"{badges:,} badges: the first page after a change of the place", f"{cpu:.0f} ms of processor", "")
        cpu, clock = server.cost(1, lambda n: server.page("/status/2.json"))
        told(f"{badges:,} badges: a status list, signed", f"{cpu:.0f} ms of processor", "")
        told(f"{badges:,} badges: memory after all this", f"{server.memory():.0f} MiB, {server.memory('VmHWM'):.0f} at most",
             "100 MiB" if badges == 1_000_000 else "")


def search(server, text):
    """As the team looks for somebody's badges."""
    page = server.ask("GET", f"/staff/places/1/badges?lang=en&q={text}", None, {"Cookie": server.cookie})
    if f"Exemple {text.split('@')[0]}".encode() not in page:
        sys.exit(f"{text} was not found")


def sign_in(server):
    """The first account, by the link that the first start printed."""
    form = "address=ada%40example.org&name=Ada&password=correct+horse+battery"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    server.kept.request("POST", server.link, form, headers)
    answer = server.kept.getresponse()
    answer.read()
    server.cookie = answer.getheader("Set-Cookie").split(";")[0]


def main():
    badge, program = map(os.path.abspath, sys.argv[1:3])
    sizes = [int(n) for n in sys.argv[3:]] or [10_000, 100_000]
    home = tempfile.mkdtemp()
    print("| | | aim |\n|---|---:|---:|")
    try:
        server = start(badge, program, home)
        with server:
            sign_in(server)
            told("memory at rest", f"{server.memory():.0f} MiB")
            serving(server)
            verifying(server, badge)
            awarding(server)
        for badges in sizes:
            growing(server, badges)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
