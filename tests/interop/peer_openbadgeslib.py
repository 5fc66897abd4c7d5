"""Another Open Badges library, run for real.

    python peer_openbadgeslib.py verify FILE…     one JSON line a credential: {"file", "verified", "why"?}
    python peer_openbadgeslib.py sign FILE KEY    the unsigned credential in FILE, signed with the PEM key in KEY
    python peer_openbadgeslib.py bake PNG TEXT OUT
    python peer_openbadgeslib.py unbake PNG…      one JSON line a picture: {"file", "text"}
"""
import copy
import json
import sys

from openbadgeslib import baking
from openbadgeslib.ob3 import OB3LdpSigner, OB3LdpVerifier
from openbadgeslib.ob3.ldp import add_data_integrity_proof

KEYWORD = b"openbadgecredential"


def read(path):
    with open(path, "rb") as f:
        return f.read()


def emit(**fields):
    print(json.dumps(fields, ensure_ascii=False))


def verify(path):
    try:
        OB3LdpVerifier().verify(read(path).decode())
        emit(file=path, verified=True)
    except Exception as error:  # whatever it raises is its way of refusing
        emit(file=path, verified=False, why="%s: %s" % (type(error).__name__, error))


def sign(path, key):
    pem = read(key)
    method = OB3LdpSigner(pem).verification_method
    text = read(path).decode().replace("ISSUER_DID", method.split("#")[0])
    print(json.dumps(add_data_integrity_proof(copy.deepcopy(json.loads(text)), pem, method), ensure_ascii=False))


def main(verb, *args):
    if verb == "verify":
        for path in args:
            verify(path)
    elif verb == "sign":
        sign(*args)
    elif verb == "bake":
        png, text, out = args
        with open(out, "wb") as f:
            f.write(baking.bake_png(read(png), read(text).decode(), keyword=KEYWORD))
    elif verb == "unbake":
        for path in args:
            text = baking.extract_png(read(path), keyword=KEYWORD)
            emit(file=path, text=text.decode() if isinstance(text, bytes) else text)
    else:
        sys.exit("unknown: " + verb)


main(*sys.argv[1:])
