"""A mail server for tests: aiosmtpd, told how to behave.

    python smtp.py FOLDER '{"security": "starttls", "user": "u", "password": "p", "refuse": {"a@example.org": 550}}'

It prints its port, then keeps each message that it took in FOLDER: `N.eml` as it came, and `N.json`, what Python's own
mail reader finds in it. It ends when its standard input does.

    security   none, starttls, implicit        user, password   who may sign in
    refuse     address: code, at RCPT          greylist         addresses put off once, with 451
    drop       address: "kept" or "lost": hangs up after the text, having kept the message or not
    cut        addresses at which it hangs up each time, before the text
    hang_up    hangs up after so many messages, before the next one's text
    delay      seconds before each text is answered
    sender     the only address that may send     address    where it listens; 127.0.0.1
    utf8       takes addresses with accented letters (SMTPUTF8)
"""

import asyncio
import email
import email.policy
import json
import os
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult

folder, wish = sys.argv[1], json.loads(sys.argv[2])


def described(data):
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = []
    for part in message.walk():
        if part.is_multipart():
            continue
        bytes_ = part.get_payload(decode=True)
        is_text = part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"
        parts.append({
            "type": part.get_content_type(),
            "name": part.get_filename(),
            "disposition": part.get_content_disposition(),
            "cid": part["Content-ID"],
            "size": len(bytes_),
            "text": part.get_content() if is_text else None,
        })
    return {
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "defects": [type(d).__name__ for part in message.walk() for d in part.defects],
        "kinds": [part.get_content_type() for part in message.walk()],
        "longest": max(len(line) for line in data.split(b"\r\n")),
        "ascii": all(byte < 128 for byte in data),
        "parts": parts,
    }


class Handler:
    def __init__(self):
        self.put_off = set(wish.get("greylist", []))
        self.taken = len([n for n in os.listdir(folder) if n.endswith(".eml")])
        self.texts = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if wish.get("sender") not in (None, address):
            return "550 5.7.1 Not allowed to send from this address"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        code = wish.get("refuse", {}).get(address)
        if code:
            return f"{code} 5.1.1 No mailbox here by that name"
        if address in wish.get("cut", []):
            server.transport.write(b"421 4.3.2 Not with this one\r\n")
            server.transport.close()
            return "421 4.3.2 Closing"
        if address in self.put_off:
            self.put_off.discard(address)
            return "451 4.7.1 Greylisted, please come back"
        if wish.get("hang_up") is not None and self.texts >= wish["hang_up"]:
            self.texts = 0
            server.transport.abort()
            return "421 4.3.2 Closing"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        fate = wish.get("drop", {}).get(envelope.rcpt_tos[0])
        if fate != "lost":
            self.keep(envelope)
        self.texts += 1
        if fate:
            server.transport.abort()
            return "421 4.3.2 Closing"
        await asyncio.sleep(wish.get("delay", 0))
        return "250 2.0.0 Kept"

    def keep(self, envelope):
        self.taken += 1
        data = envelope.original_content or envelope.content
        about = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "mail": described(data)}
        name = os.path.join(folder, f"{self.taken}")
        with open(name + ".part", "w") as file:
            json.dump(about, file)
        with open(name + ".eml", "wb") as file:
            file.write(data)
        os.rename(name + ".part", name + ".json")


def signs_in(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (wish["user"].encode(), wish["password"].encode())
    return AuthResult(success=good, handled=good)


async def main():
    security, tls = wish.get("security", "none"), None
    if security != "none":
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(wish["cert"], wish["key"])
    handler = Handler()
    auth = {"authenticator": signs_in, "auth_required": True, "auth_require_tls": security == "starttls"} if "user" in wish else {}
    loop = asyncio.get_running_loop()

    def factory():
        start = {"tls_context": tls, "require_starttls": True} if security == "starttls" else {}
        return SMTP(handler, enable_SMTPUTF8=wish.get("utf8", False), hostname="stand-in.example.org", loop=loop, **start, **auth)

    server = await loop.create_server(factory, wish.get("address", "127.0.0.1"), wish.get("port", 0), ssl=tls if security == "implicit" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = asyncio.Event()

    def wait_for_the_end():
        sys.stdin.read()
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    await ended.wait()


asyncio.run(main())
