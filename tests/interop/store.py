"""A store that speaks S3 (moto), for the tests: makes a bucket, says at which port it listens, ends with its input.

A line of the input `down` makes it answer 503 to everything, `up` ends that.
"""

import sys
import threading
import urllib.request
from wsgiref.simple_server import WSGIRequestHandler, make_server
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer

from moto.server import DomainDispatcherApplication, create_backend_app

state = {"down": False}
store = DomainDispatcherApplication(create_backend_app)


def answer(environ, start):
    if state["down"]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start("503 Slow Down", [("content-length", "0")])
        return [b""]
    return store(environ, start)


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


server = make_server("127.0.0.1", 0, answer, server_class=Server, handler_class=Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
port = server.server_port
urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/badges", method="PUT")).read()
print(port, flush=True)
for line in sys.stdin:
    state["down"] = line.strip() == "down"
    print(line.strip(), flush=True)
