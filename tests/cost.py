#!/usr/bin/env python3
"""Gives the command documents that were made to cost, and holds what they cost against its bounds.

    tests/cost.py target/release/badge

A credential may take a second of the processor and 64 MiB, anything that credentials travel in five seconds and 256 MiB
(docs/security.md). Processor time is user and system time of the whole process; memory is its peak. What costs twice as
much for twice the size is fine; what costs four times as much is told, where it takes long enough to be measured.
Ends with 1 where a bound is broken.
"""

import base64
import gzip
import json
import os
import struct
import sys
import tempfile
import zlib
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
GOOD = json.loads((FIXTURES / "badges/proof_good/badge.json").read_text())
CREDENTIAL, CONTAINER = (1.0, 64), (5.0, 256)


def text(document):
    return json.dumps(document, ensure_ascii=False).encode()


def achievement(members):
    subject = GOOD["credentialSubject"]
    return text({**GOOD, "credentialSubject": {**subject, "achievement": {**subject["achievement"], **members}}})


def chain(levels):
    value = "x"
    for _ in range(levels):
        value = {"urn:p": value}
    return value


def token(count):
    header = base64.urlsafe_b64encode(json.dumps({"alg": "ES256", "k": "x" * count}).encode()).rstrip(b"=")
    return header + b"." + base64.urlsafe_b64encode(text(GOOD)).rstrip(b"=") + b"." + b"A" * 86


def png(chunks):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*one) for one in chunks) + pixel + chunk(b"IEND", b"")


def bomb(count):
    return b"openbadgecredential\0\1\0\0\0" + zlib.compress(b" " * count, 9)


def mail(body):
    return b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" + body


# Name, bound, size, and what makes the document of a size.
CASES = [
    ("members of a credential", CREDENTIAL, 30_000, lambda n: text({**GOOD, **{f"k{i}": i for i in range(n)}})),
    ("members of an achievement", CREDENTIAL, 30_000, lambda n: achievement({f"k{i}": i for i in range(n)})),
    ("members that have addresses for names", CREDENTIAL, 8_000,
     lambda n: text({**GOOD, **{f"urn:k{i}": {"id": f"urn:v{i // 2}"} for i in range(n)}})),
    ("things without a name", CREDENTIAL, 8_000, lambda n: text({**GOOD, "urn:k": [{"urn:p": i} for i in range(n)]})),
    ("things that look alike", CREDENTIAL, 2_000, lambda n: text({**GOOD, "urn:k": [{"urn:p": {"urn:q": {}}}] * n})),
    ("contexts of its own", CREDENTIAL, 2_000,
     lambda n: text({**GOOD, "urn:k": [{"@context": {f"t{i}": f"urn:t{i}"}, f"t{i}": 1} for i in range(n)]})),
    ("terms of its own", CREDENTIAL, 8_000,
     lambda n: text({**GOOD, "@context": GOOD["@context"] + [{f"t{i}": f"urn:t{i}" for i in range(n)}]})),
    ("types", CREDENTIAL, 20_000, lambda n: text({**GOOD, "type": GOOD["type"] + [f"urn:T{i}" for i in range(n)]})),
    ("results", CREDENTIAL, 3_000,
     lambda n: text({**GOOD, "credentialSubject": {**GOOD["credentialSubject"], "result": [{"type": ["Result"]}] * n}})),
    ("proofs", CREDENTIAL, 1_000, lambda n: text({**GOOD, "proof": GOOD["proof"] * n})),
    ("endorsements", CREDENTIAL, 300, lambda n: text({**GOOD, "endorsement": [GOOD] * n})),
    ("things within things", CREDENTIAL, 30, lambda n: text({**GOOD, "urn:k": chain(n)})),
    ("the header of a token", CREDENTIAL, 300_000, token),
    ("a long text", CREDENTIAL, 400_000, lambda n: text({**GOOD, "name": "é" * n})),
    ("numbers", CREDENTIAL, 30_000, lambda n: text({**GOOD, "urn:k": [i + 0.5 for i in range(n)]})),
    ("chunks of a picture", CONTAINER, 300_000, lambda n: png([(b"tEXt", b"a\0b")] * n)),
    ("a bomb in a picture", CONTAINER, 100_000_000, lambda n: png([(b"iTXt", bomb(n))])),
    ("attributes of a drawing", CONTAINER, 200_000,
     lambda n: b'<svg xmlns="http://www.w3.org/2000/svg" ' + b" ".join(b'a%d="x"' % i for i in range(n)) + b"/>"),
    ("attributes of a page", CONTAINER, 200_000,
     lambda n: b"<!doctype html><p " + b" ".join(b'a%d="x"' % i for i in range(n)) + b">x</p>"),
    ("elements of a page", CONTAINER, 500_000, lambda n: b"<!doctype html>" + b"<p>" * n),
    ("parts of a mail", CONTAINER, 500_000, lambda n: mail(b"--a\r\n\r\nx\r\n" * n)),
    ("parts within parts of a mail", CONTAINER, 100_000,
     lambda n: mail(b"".join(b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" for _ in range(n)))),
    ("addresses in a letter", CONTAINER, 200_000, lambda n: b"".join(b"https://a.example.org/b/%d " % i for i in range(n))),
    ("a packed bomb", CONTAINER, 500_000_000, lambda n: gzip.compress(b" " * n, 9, mtime=0)),
]


def cost(badge, document):
    """Seconds of the processor, and MiB."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(document)
        file.flush()
        process = os.fork()
        if process == 0:
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            os.execv(badge, [badge, "verify", "--offline", "--json", "--at", "2026-06-01T12:00:00Z", file.name])
        _, status, used = os.wait4(process, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    badge, wrong = os.path.abspath(sys.argv[1]), 0
    for name, (seconds, memory), size, make in CASES:
        once, twice = make(size), make(2 * size)
        code, less, _ = cost(badge, once)
        code2, more, peak = cost(badge, twice)
        told = []
        if {code, code2} - {0, 1, 3, 4}:
            told.append(f"ended with {code}, {code2}")
        if more > seconds:
            told.append(f"over {seconds} s")
        if peak > memory:
            told.append(f"over {memory} MiB")
        if more > 0.2 and more > 3.2 * less:
            told.append("grows faster than the document")
        wrong += bool(told)
        size = len(twice) / 1024
        print(f"{name}: {size:,.0f} kB, {less:.2f} and {more:.2f} s, {peak:.0f} MiB{'  ' * bool(told)}{', '.join(told)}")
    print(f"{len(CASES)} documents, {wrong} beyond their bounds")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
